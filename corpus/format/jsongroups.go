package format

import (
	"bytes"
	"slices"
	"strconv"
)

// groupLists are the names of lists of articles inside a group.
var groupLists = []string{"articles", "documents", "docs", "members", "items", "news", "posts", "texts", "sources"}

// list takes a list of records, or of groups of records. outer belongs to each of them.
func (d *document) list(list [][]byte, outer []member) bool {
	if len(list) > 1 && !slices.ContainsFunc(list, func(v []byte) bool { return !isList(v) }) {
		return d.rows(list) || d.groupsOfArticles(list)
	}
	if len(list) > 0 && !slices.ContainsFunc(list, func(v []byte) bool { return len(v) == 0 || v[0] != '"' }) { // texts alone
		return recordsOf(d, list, func(v []byte) jsonRecord {
			return jsonRecord{at: d.offset(v), outer: []member{{"text", v}}}
		})
	}
	if !objects(list) {
		return false
	}
	name := groupListName(list)
	if name == "" {
		return recordsOf(d, list, func(v []byte) jsonRecord {
			return jsonRecord{at: d.offset(v), raw: d.unwrapped(v), outer: outer}
		})
	}
	for _, v := range list {
		d.count += max(1, bytes.Count(v, []byte("{"))/2)
	}
	d.each = func(yield func(jsonRecord) error) error {
		for i, v := range list {
			if err := d.group(v, name, i, yield); err != nil {
				return err
			}
		}
		return nil
	}
	return true
}

// unwrapped is the row of the Hugging Face viewer without what is around it.
func (d *document) unwrapped(v []byte) []byte {
	if d.classes == nil {
		return v
	}
	if row := value(members(v), "row"); isObject(row) {
		return row
	}
	return v
}

// groupListName is the name of the list of articles that objects hold; empty if they are
// articles themselves.
func groupListName(list [][]byte) string {
	for _, v := range list[:min(len(list), 20)] {
		for _, m := range members(v) {
			if slices.Contains(groupLists, plainName(m.key)) && isList(m.raw) {
				if inner := elements(m.raw); objects(inner) && anyTexts(inner[0], 0) {
					return m.key
				}
			}
		}
	}
	return ""
}

// anyTexts reports whether an object has a title or a text, at any depth.
func anyTexts(raw []byte, depth int) bool {
	for _, m := range members(raw) {
		r, ok := nameRanks[plainName(m.key)]
		if ok && (r.role == titleRole || r.role == textRole) && !isObject(m.raw) || depth < 3 && isObject(m.raw) && anyTexts(m.raw, depth+1) {
			return true
		}
	}
	return false
}

// group yields the articles of a group. What else the group has is said of each of them:
// its name and its number are those of the story.
func (d *document) group(raw []byte, name string, number int, yield func(jsonRecord) error) error {
	var outer []member
	var inner []byte
	named := false
	for _, m := range members(raw) {
		if m.key == name {
			inner = m.raw
			continue
		}
		r, ok := classify(m.key)
		if known := ok && r.role.labelLike(); !known {
			m.key = "story." + m.key
			r, ok = classify(m.key)
		}
		named = named || ok && r.role < topicRole && r.role.labelLike() && string(m.raw) != "null"
		outer = append(outer, m)
	}
	if !named {
		outer = append(outer, member{"story", strconv.AppendInt(nil, int64(number+1), 10)})
	}
	for _, v := range elements(inner) {
		if err := yield(jsonRecord{at: d.offset(v), raw: v, outer: outer}); err != nil {
			return err
		}
	}
	return nil
}
