package format

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// fieldParams are the parameters of the formats whose records have fields of any name:
// what is not given is found by the names.
type fieldParams struct {
	ID        string `spec:"id" default:"" doc:"field of the ids"`
	Title     string `spec:"title" default:"" doc:"field of the titles"`
	Text      string `spec:"text" default:"" doc:"field of the texts"`
	Source    string `spec:"source" default:"" doc:"field of the outlets"`
	URL       string `spec:"url" default:"" doc:"field of the addresses"`
	Published string `spec:"published" default:"" doc:"field of the dates"`
	Lang      string `spec:"lang" default:"" doc:"field of the languages"`
	Story     string `spec:"story" default:"" doc:"field of the gold groups"`
	dateOrder
	Labels   string `spec:"labels" default:"one" oneof:"one,first,majority" doc:"which of several labels counts; one: none"`
	Encoding string `spec:"encoding" default:"" doc:"encoding of the file, if it cannot be told from the content"`

	labels *labelsOnly // if labels are read, and nothing else
	level  string      // that is wanted, of the fields that may hold gold groups
	gold   bool        // if the groups alone are wanted, and texts where there are any
}

func (*fieldParams) listsStories() {}

// goldAlone says that a corpus without texts is as good as another.
func (f *fieldParams) goldAlone() { f.gold = true }

// goldAlone reports whether gold is wanted and the fields hold ids and groups alone.
func (m *mapping) goldAlone(f *fieldParams) bool {
	return f.gold && f.level == "" && !slices.ContainsFunc(m.fields, func(f *field) bool { return f.role != idRole && f.role != storyRole })
}

// given lists the fields that the user names, by role.
func (f *fieldParams) given() map[role]string {
	all := map[role]string{idRole: f.ID, titleRole: f.Title, textRole: f.Text, sourceRole: f.Source, urlRole: f.URL,
		publishedRole: f.Published,
		langRole:      f.Lang, storyRole: f.Story}
	for r, name := range all {
		if name == "" {
			delete(all, r)
		}
	}
	return all
}

// paramNames are the names of the parameters that name fields.
var paramNames = map[role]string{idRole: "id", titleRole: "title", textRole: "text", sourceRole: "source", urlRole: "url",
	publishedRole: "published",
	langRole:      "lang", storyRole: "story"}

// A field is one column of a table, or one place in records of JSON, with some of the
// values that are there.
type field struct {
	path   string
	sample []string // some values that are not empty
	rank   nameRank
	named  bool // its rank is that of its name

	role  role
	level string // name of the gold level that it is; empty if it is none
	gold  bool
}

// mapping is what was read as what.
type mapping struct {
	fields []*field
	gold   *field   // nil if there is none
	notes  []string // what a user should know
}

// errChoice is an error of fields that can be read in two ways.
func errChoice(src, format string, args ...any) error {
	return fmt.Errorf("%s: %w", src, fmt.Errorf(format, args...))
}

// mapFields gives each field its role. form is the name of the format, for the mends.
func (f *fieldParams) mapFields(src, form string, fields []*field) (*mapping, error) {
	m := &mapping{fields: fields}
	taken := map[role]*field{}
	for r, name := range f.given() {
		at, err := m.find(src, form, r, name)
		if err != nil {
			return nil, err
		}
		at.role, taken[r] = r, at
	}
	for _, at := range fields {
		at.rank, at.named = classify(at.path)
	}
	for r := idRole; r < storyRole; r++ {
		if taken[r] != nil {
			continue
		}
		best := m.best(r)
		if len(best) == 0 {
			continue
		}
		if len(best) > 1 && best[0].path == best[1].path {
			return nil, errChoice(src, "two fields have the name %q: rename one of them", best[0].path)
		}
		best[0].role, taken[r] = r, best[0]
		if len(best) > 1 {
			m.notes = append(m.notes, fmt.Sprintf("%s is read from %s; %s could be it, too", roleTitle(r), best[0].path, paths(best[1:])))
		}
	}
	m.pairClock(taken[publishedRole], f.order())
	if f.labels != nil {
		if taken[idRole] == nil {
			if at := f.labels.itemField(m); at != nil {
				at.role, taken[idRole] = idRole, at
			}
		}
		if err := f.labels.refuse(src, m, taken[idRole]); err != nil {
			return nil, err
		}
	}
	if err := m.chooseGold(src, form, f.level, taken[storyRole]); err != nil {
		return nil, err
	}
	if f.labels != nil {
		return m, f.labels.choose(src, form, m, taken[idRole])
	}
	if taken[titleRole] == nil && taken[textRole] == nil {
		if len(fields) > 0 && taken[idRole] == nil && m.gold == nil {
			return nil, errChoice(src, "%s", m.noTexts(form))
		}
		if !f.gold || m.unknown() {
			m.notes = append(m.notes, m.noTexts(form))
		}
	}
	return m, nil
}

// find returns the field that a user names.
func (m *mapping) find(src, form string, r role, name string) (*field, error) {
	for _, same := range []func(path string) bool{
		func(path string) bool { return path == name },
		func(path string) bool { return strings.EqualFold(path, name) },
		func(path string) bool { return plainName(path) == plainName(name) && plainName(name) != "" },
	} {
		var found []*field
		for _, at := range m.fields {
			if same(at.path) {
				found = append(found, at)
			}
		}
		if len(found) == 1 {
			return found[0], nil
		}
		if len(found) > 1 {
			return nil, errChoice(src, "%s=%s: there are %d fields of that name: rename all but one", paramNames[r], name, len(found))
		}
	}
	hint := ""
	if near := spec.Nearest(name, m.paths()); near != "" {
		hint = fmt.Sprintf("; did you mean %s?", near)
	}
	return nil, errChoice(src, "%s(%s=%s): there is no field %[3]q (fields: %[4]s)%[5]s", form, paramNames[r], name, listed(m.paths()), hint)
}

// best lists the fields that can have a role, the best first.
func (m *mapping) best(r role) []*field {
	var list []*field
	for _, at := range m.fields {
		if at.role == noRole && at.named && at.rank.role == r && at.fits() {
			list = append(list, at)
		}
	}
	slices.SortStableFunc(list, func(a, b *field) int { return cmp.Compare(a.rank.rank, b.rank.rank) })
	return list
}

// fits reports whether the values of a field do not speak against its name, for names
// that have other meanings, too.
func (f *field) fits() bool {
	switch f.rank.role {
	case publishedRole:
		if !slices.Contains([]string{"data", "dato", "time", "datum", "date"}, plainName(f.path)) || f.path == "date" {
			return true
		}
		for _, v := range f.sample {
			if _, err := corpus.ParseMoment(v); err == nil || strings.Contains(err.Error(), "certain") {
				return true
			}
		}
		return len(f.sample) == 0
	case idRole:
		if plainName(f.path) == "id" {
			return true
		}
		seen := map[string]bool{}
		for _, v := range f.sample {
			if seen[v] {
				return false
			}
			seen[v] = true
		}
	case goldRole, predictedRole:
		return !slices.Contains(doubtful, plainName(f.path)) || f.groups()
	case urlRole:
		return plainName(f.path) != "uri" || len(f.sample) > 0 && strings.Contains(f.sample[0], "://")
	}
	return true
}

// chooseGold finds the field of the gold groups and the levels beside it.
func (m *mapping) chooseGold(src, form, level string, given *field) error {
	byRole := map[role][]*field{}
	for _, at := range m.fields {
		if at.named && at.rank.role.labelLike() && at.role == noRole && at.fits() {
			byRole[at.rank.role] = append(byRole[at.rank.role], at)
		}
	}
	m.settleDoubtful(byRole)
	chosen := given
	if chosen == nil {
		var err error
		if chosen, err = choose(src, form, byRole); err != nil {
			if chosen = m.named(level, byRole); chosen == nil {
				return err
			}
		}
	}
	if chosen != nil {
		chosen.role, chosen.gold, m.gold = storyRole, true, chosen
	}
	used := map[string]bool{}
	if chosen != nil {
		chosen.level = levelName(chosen)
		used[chosen.level] = true
	}
	for r := storyRole; r <= sectionRole; r++ {
		for _, at := range byRole[r] {
			if at == chosen || sameParent(at, chosen) {
				continue
			}
			if at.level = levelName(at); used[at.level] {
				at.level = at.path
			}
			used[at.level] = true
		}
	}
	return nil
}

// choose applies the ranks: story, event, cluster, label, and topics only where nothing
// finer is found. Two that could both be gold are an error.
func choose(src, form string, byRole map[role][]*field) (*field, error) {
	two := func(a, b *field) error {
		return errChoice(src, "both %s and %s may hold the gold groups: choose with %[3]s(story=%[1]s) or %[3]s(story=%[2]s)",
			a.path, b.path, form)
	}
	if list := byRole[goldRole]; len(list) > 0 {
		if len(list) > 1 {
			return nil, two(list[0], list[1])
		}
		for r := storyRole; r <= predictedRole; r++ {
			if r != goldRole && len(byRole[r]) > 0 {
				return nil, two(list[0], byRole[r][0])
			}
		}
		return list[0], nil
	}
	for _, r := range []role{storyRole, eventRole, clusterRole, labelRole, topicRole, categoryRole, sectionRole} {
		list := byRole[r]
		if len(list) == 0 {
			continue
		}
		slices.SortStableFunc(list, func(a, b *field) int { return cmp.Compare(a.rank.rank, b.rank.rank) })
		switch {
		case len(list) > 1 && r < topicRole && !sameParent(list[0], list[1]):
			return nil, two(list[0], list[1])
		case r != storyRole && r < topicRole && len(byRole[predictedRole]) > 0:
			return nil, two(list[0], byRole[predictedRole][0])
		}
		return list[0], nil
	}
	return nil, nil
}

// sameParent reports whether two fields are parts of one object, such as cluster.id and
// cluster.name.
func sameParent(a, b *field) bool {
	if a == nil || b == nil {
		return false
	}
	p, _, nested := strings.Cut(a.path, ".")
	q, _, too := strings.Cut(b.path, ".")
	return p == q && (nested || too)
}

// levelName is the name of the level of a field.
func levelName(f *field) string {
	names := map[role]string{storyRole: "story", eventRole: "event", clusterRole: "cluster", labelRole: "label",
		topicRole: "topic", categoryRole: "category"}
	if name, ok := names[f.rank.role]; ok && f.named {
		return name
	}
	return strings.ToLower(strings.TrimSpace(f.path))
}

func (m *mapping) paths() (list []string) {
	for _, f := range m.fields {
		list = append(list, f.path)
	}
	return list
}

func paths(fields []*field) string {
	return listed((&mapping{fields: fields}).paths())
}

func roleTitle(r role) string {
	if name := paramNames[r]; name != "" {
		return name
	}
	return map[role]string{splitRole: "split", imageRole: "image", distractorRole: "distractor", clockRole: "published"}[r]
}

// plain reports whether every field has the name of what it is read as.
func (m *mapping) plain() bool {
	for _, f := range m.fields {
		if f.role != noRole && f.path != roleTitle(f.role) || f.role == noRole && f.level != "" {
			return false
		}
	}
	return true
}

// unknown reports whether there is a field whose name says nothing.
func (m *mapping) unknown() bool {
	return slices.ContainsFunc(m.fields, func(f *field) bool { return f.role == noRole && f.level == "" })
}

// String is the mapping in a sentence.
func (m *mapping) String() string {
	var list, levels, extras []string
	for r := idRole; r <= storyRole; r++ {
		for _, f := range m.fields {
			if f.role == r {
				list = append(list, roleTitle(r)+"="+f.path)
			}
		}
	}
	for _, f := range m.fields {
		switch {
		case f.role == noRole && f.level != "":
			levels = append(levels, "@"+f.level)
		case f.role == noRole:
			extras = append(extras, f.path)
		}
	}
	text := "fields read: " + strings.Join(list, ", ")
	if len(list) == 0 {
		text = "no field is known"
	}
	if len(levels) > 0 {
		text += "; levels: " + listed(levels)
	}
	if len(extras) > 0 {
		text += "; kept as they are: " + listed(extras)
	}
	return text
}

// noTexts says that there is neither a title nor a text, and what may be meant.
func (m *mapping) noTexts(form string) string {
	text := fmt.Sprintf("no field is known as title (headline, …) or text (body, content, …) among %s", listed(m.paths()))
	for _, f := range m.fields {
		for _, r := range []role{titleRole, textRole} {
			if near := spec.Nearest(plainName(f.path), knownNames(r)[:8]); near != "" && f.role == noRole && f.level == "" {
				return fmt.Sprintf("%s; did you mean %s for %s? write %s(%s=%s)", text, f.path, near, form, paramNames[r], f.path)
			}
		}
	}
	return fmt.Sprintf("%s; name them with %s(title=…,text=…)", text, form)
}
