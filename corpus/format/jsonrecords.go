package format

import (
	"bytes"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// A node is a place in records of JSON: a key inside the keys above it.
type node struct {
	key      string
	path     string // dotted
	children []*node
	next     int    // the child that came after the last one, as it mostly does again
	field    *field // nil before the fields are mapped, and for what only holds others
	used     bool   // something below has a role
	values   int    // plain values seen
	sample   []string
	late     bool // seen after the fields were mapped
	typed    bool // values may be objects with a type, such as {"$date": …} of MongoDB
}

// child returns the node of a key, which it makes if it is new.
func (n *node) child(key []byte) (c *node, isNew bool) {
	if len(key) > 1 && key[0] == '$' && n.path != "" {
		n.typed = true
		return n, false
	}
	if n.next < len(n.children) && n.children[n.next].key == string(key) {
		n.next++
		return n.children[n.next-1], false
	}
	for i, c := range n.children {
		if c.key == string(key) {
			n.next = i + 1
			return c, false
		}
	}
	c = &node{key: string(key), path: string(key)}
	if n.path != "" {
		c.path = n.path + "." + c.path
	}
	n.children = append(n.children, c)
	n.next = len(n.children)
	return c, true
}

// mostKeys is how many places of records are told apart, so that objects whose keys are
// data cannot fill memory.
const mostKeys = 2000

// A jsonShape learns the places of records, gives them fields, and reads records.
type jsonShape struct {
	root  node
	count int
	out   *records
	fixed map[string]role // in assay's own form the names are fixed

	levels func(path string) string // names of levels by more than the names of fields
}

// learn notes the places of a record and some of the values.
func (j *jsonShape) learn(s *jsonScanner, n *node, depth int) error {
	switch s.space() {
	case '{':
		n.next = 0
		return s.object(depth, func(key []byte) error {
			if j.count > mostKeys || depth > 6 {
				_, err := s.skip(depth + 1)
				return err
			}
			c, isNew := n.child(key)
			if isNew {
				j.count++
			}
			return j.learn(s, c, depth+1)
		})
	case '[':
		n.values++
		return s.list(depth, func() error {
			if s.space() == '"' {
				v, err := s.text()
				n.note(v)
				return err
			}
			_, err := s.skip(depth + 1)
			return err
		})
	case '"':
		v, err := s.text()
		n.values++
		n.note(v)
		return err
	}
	v, err := s.word()
	if err == nil && string(v) != "null" && string(v) != "NaN" {
		n.values++
		n.note(v)
	}
	return err
}

func (n *node) note(v []byte) {
	if len(n.sample) < 20 && len(bytes.TrimSpace(v)) > 0 && len(v) < 1000 {
		n.sample = append(n.sample, string(v))
	}
}

// fields lists the places that hold values, for mapFields. An object whose parts have no
// role is one field.
func (j *jsonShape) fields() (list []*field) {
	var walk func(n *node)
	walk = func(n *node) {
		n.next = 0
		if r, _ := j.roleOf(n.path); n.values > 0 || len(n.children) == 0 || r.role == imageRole {
			n.field = &field{path: n.path, sample: n.sample}
			list = append(list, n.field)
		}
		for _, c := range n.children {
			walk(c)
		}
	}
	for _, c := range j.root.children {
		walk(c)
	}
	return list
}

// settle decides which objects are opened, once the fields have roles.
func (j *jsonShape) settle(m *mapping) {
	var walk func(n *node) bool
	walk = func(n *node) bool {
		for _, c := range n.children {
			n.used = walk(c) || n.used
		}
		if n.used && n.field != nil && n.field.role == noRole && n.field.level == "" {
			return true
		}
		return n.used || n.field != nil && (n.field.role != noRole || n.field.level != "")
	}
	walk(&j.root)
	var open func(n *node, inside bool)
	open = func(n *node, inside bool) {
		if inside && n.field != nil { // a part of an object that is kept whole
			m.fields = slices.DeleteFunc(m.fields, func(f *field) bool { return f == n.field })
		}
		whole := inside || len(n.children) > 0 && !n.used && n != &j.root
		if n.field == nil && whole && !inside {
			n.field = &field{path: n.path}
			m.fields = append(m.fields, n.field)
		}
		for _, c := range n.children {
			open(c, whole)
		}
	}
	open(&j.root, false)
}

// fill reads the value at a place.
func (j *jsonShape) fill(s *jsonScanner, n *node, depth int) error {
	switch c := s.space(); {
	case c == '{' && (n.used || n.typed || depth == 0):
		n.next = 0
		if depth > deepest {
			return errDeep
		}
		s.i++
		if s.eat('}') {
			return nil
		}
		for {
			key, err := s.text()
			if err != nil || !s.eat(':') {
				return errJSON
			}
			child, isNew := n.child(key)
			if isNew {
				j.late(child)
			}
			if err := j.fill(s, child, depth+1); err != nil {
				return err
			}
			if s.eat('}') {
				return nil
			}
			if !s.eat(',') {
				return errJSON
			}
		}
	case n.field == nil:
		_, err := s.skip(depth)
		return err
	case c == '"':
		v, err := s.text()
		if err == nil {
			j.out.set(n.field, v, textValue)
		}
		return err
	case c == '[' && (n.field.role == textRole || n.field.role == storyRole || n.field.role == titleRole || n.field.role == urlRole):
		return j.values(s, n, depth)
	case c == '{' || c == '[':
		v, err := s.skip(depth)
		if err == nil && (n.field.role != noRole || len(v) > 2) {
			j.out.set(n.field, v, jsonValue)
		}
		return err
	}
	v, err := s.word()
	if err != nil {
		return err
	}
	switch v[0] {
	case 'n':
	case 't', 'f':
		j.out.set(n.field, v, boolValue)
	case 'N', 'I':
		if n.field.role == storyRole {
			j.out.set(n.field, v, nanValue)
		}
	default:
		if v[0] == '-' && len(v) > 1 && v[1] == 'I' {
			return nil
		}
		j.out.set(n.field, v, numberValue)
	}
	return nil
}

// values reads a list: paragraphs of a text, labels of an article.
func (j *jsonShape) values(s *jsonScanner, n *node, depth int) error {
	from := s.i
	odd := false
	err := s.list(depth, func() error {
		switch c := s.space(); {
		case c == '"':
			v, err := s.text()
			if err == nil {
				j.out.set(n.field, v, listValue)
			}
			return err
		case c == '{' && n.field.role == textRole: // {"type": "p", "text": "…"}
			return s.object(depth+1, func(key []byte) error {
				if name := string(key); s.space() == '"' && (name == "text" || name == "content" || name == "value") {
					v, err := s.text()
					if err == nil {
						j.out.set(n.field, v, listValue)
					}
					return err
				}
				_, err := s.skip(depth + 2)
				return err
			})
		case n.field.role == storyRole && c != '{' && c != '[':
			v, err := s.word()
			if err == nil && v[0] != 'n' && v[0] != 'N' {
				j.out.set(n.field, v, listValue)
			}
			return err
		}
		odd = true
		_, err := s.skip(depth + 1)
		return err
	})
	if err == nil && odd {
		j.out.fault(corpus.BadSyntax, "field %q: %s does not fit: a text or a list of texts is wanted", n.path, clipped(s.b[from:s.i]))
	}
	return err
}

// late gives a field to a place that the first records did not have: an extra, but for
// a name of assay's own that nothing has yet.
func (j *jsonShape) late(n *node) {
	n.late = true
	if j.count++; j.count > 10*mostKeys {
		return
	}
	n.field = &field{path: n.path}
	rank, ok := j.roleOf(n.path)
	if !ok {
		return
	}
	if gold := j.out.mapping.gold; gold != nil && rank.role.labelLike() && rank.role < gold.rank.role && j.out.params.Story == "" {
		form := j.out.form
		j.out.fault(corpus.Contradiction, "the field %s comes here for the first time, and %s may hold the gold groups, "+
			"too: choose with %s(story=%[1]s) or %[3]s(story=%[2]s)",
			n.path, gold.path, form)
		return
	}
	for _, f := range j.out.mapping.fields {
		if f.role == rank.role || rank.role.labelLike() && f.role == storyRole {
			return
		}
	}
	n.field.rank, n.field.named = rank, true
	n.field.role = rank.role
	if rank.role == idRole && j.out.positions && j.out.done > 0 {
		n.field.role = noRole
		return
	}
	if rank.role.labelLike() {
		n.field.role, n.field.gold = storyRole, true
		n.field.level = levelName(n.field)
		j.out.mapping.gold = n.field
	}
	j.out.positions = j.out.positions && rank.role != idRole
	j.out.mapping.fields = append(j.out.mapping.fields, n.field)
}

func (j *jsonShape) roleOf(path string) (nameRank, bool) {
	if j.fixed != nil {
		r, ok := j.fixed[path]
		return nameRank{role: r}, ok
	}
	return classify(path)
}
