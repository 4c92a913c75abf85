package format

import (
	"fmt"
	"slices"
	"strconv"
)

// table takes rows of values under names.
func (d *document) table(names []string, rows [][]byte, ids [][]byte) bool {
	d.count = len(rows)
	d.each = func(yield func(jsonRecord) error) error {
		outer := make([]member, 0, len(names)+1)
		for i, row := range rows {
			outer = outer[:0]
			if ids != nil {
				outer = append(outer, member{"index", ids[i]})
			}
			for c, v := range elements(row) {
				if c >= len(names) {
					return d.errorf(d.offset(row), "the row has more values than the %d names", len(names))
				}
				outer = append(outer, member{names[c], v})
			}
			if err := yield(jsonRecord{at: d.offset(row), outer: outer}); err != nil {
				return err
			}
		}
		return nil
	}
	return true
}

// rows takes a list of lists whose first one holds the names.
func (d *document) rows(list [][]byte) bool {
	var names []string
	known := false
	for _, v := range elements(list[0]) {
		if v[0] != '"' {
			return false
		}
		name := jsonText(v)
		_, ok := classify(name)
		known = known || ok
		names = append(names, name)
	}
	return known && d.table(names, list[1:], nil)
}

// groupsOfArticles takes [[{article}, …], …]: the articles of groups without names.
func (d *document) groupsOfArticles(list [][]byte) bool {
	d.count = 0
	for _, v := range list {
		inner := elements(v)
		if !objects(inner) || !anyTexts(inner[0], 0) {
			return false
		}
		d.count += len(inner)
	}
	d.each = func(yield func(jsonRecord) error) error {
		for i, v := range list {
			outer := []member{{"story", strconv.AppendInt(nil, int64(i+1), 10)}}
			for _, article := range elements(v) {
				if err := yield(jsonRecord{at: d.offset(article), raw: article, outer: outer}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return true
}

// split takes {"columns": […], "index": […], "data": [[…], …]} as pandas writes it.
func (d *document) split(all []member) bool {
	var names []string
	var rows, ids [][]byte
	for _, m := range all {
		switch m.key {
		case "columns", "header", "headers", "fields", "column_names":
			for _, v := range elements(m.raw) {
				if name := jsonText(v); v[0] == '"' {
					names = append(names, name)
				} else if part := members(v); part != nil { // {"name": "title", "type": …}
					for _, p := range part {
						if p.key == "name" {
							names = append(names, jsonText(p.raw))
						}
					}
				}
			}
		case "data", "rows", "values":
			rows = elements(m.raw)
		case "index":
			ids = elements(m.raw)
		}
	}
	if len(names) == 0 || len(rows) == 0 || slices.ContainsFunc(rows, func(v []byte) bool { return !isList(v) }) {
		return false
	}
	if len(ids) != len(rows) || consecutive(ids) {
		ids = nil
	}
	return d.table(names, rows, ids)
}

// consecutive reports whether ids are 0, 1, 2, …: then they say nothing.
func consecutive(ids [][]byte) bool {
	for i, id := range ids {
		if string(id) != strconv.Itoa(i) {
			return false
		}
	}
	return true
}

// columns takes a table by columns: {"title": ["…", …], …} or {"title": {"0": "…", …}, …}.
func (d *document) columns(all []member) bool {
	var names []string
	var values [][]member
	known := false
	for _, m := range all {
		var column []member
		switch {
		case isList(m.raw):
			for i, v := range elements(m.raw) {
				column = append(column, member{strconv.Itoa(i), v})
			}
		case isObject(m.raw):
			column = members(m.raw)
		}
		if len(column) == 0 {
			return false
		}
		if _, ok := classify(m.key); ok && isScalar(column[0].raw) {
			known = true
		}
		names, values = append(names, m.key), append(values, column)
	}
	if len(names) < 2 || !known {
		return false
	}
	for _, column := range values {
		if len(column) != len(values[0]) || column[0].key != values[0][0].key {
			return false
		}
	}
	d.count = len(values[0])
	keyed := slices.ContainsFunc(values[0], func(m member) bool { _, err := strconv.Atoi(m.key); return err != nil })
	d.each = func(yield func(jsonRecord) error) error {
		outer := make([]member, 0, len(names)+1)
		for i := range values[0] {
			outer = outer[:0]
			if keyed { // the index holds ids
				outer = append(outer, member{"index", quoted([]byte(values[0][i].key), textValue)})
			}
			for c, name := range names {
				if values[c][i].key != values[0][i].key {
					return d.errorf(d.offset(values[c][i].raw), "column %s has the key %q where %s has %q: the columns are of "+
						"different rows", name, values[c][i].key, names[0], values[0][i].key)
				}
				outer = append(outer, member{name, values[c][i].raw})
			}
			if err := yield(jsonRecord{at: 0, outer: outer}); err != nil {
				return err
			}
		}
		return nil
	}
	d.notes = append(d.notes, fmt.Sprintf("the document is a table by columns: %d rows", d.count))
	return true
}

// index takes {"a1": {"title": "…"}, "a2": {…}}: articles by their ids.
func (d *document) index(all []member) bool {
	if len(all) < 2 || slices.ContainsFunc(all, func(m member) bool { return !isObject(m.raw) || !articleKeys(m.raw) }) {
		return false
	}
	for _, m := range all {
		if _, ok := classify(m.key); ok && m.key != "0" {
			return false
		}
	}
	hasID := slices.ContainsFunc(members(all[0].raw), func(m member) bool { return plainName(m.key) == "id" })
	return recordsOf(d, all, func(m member) jsonRecord {
		rec := jsonRecord{at: d.offset(m.raw), raw: m.raw}
		if !hasID {
			rec.outer = []member{{"id", quoted([]byte(m.key), textValue)}}
		}
		return rec
	})
}

// keyedGroups takes {"story one": [{article}, …], …}: the articles of stories by name.
func (d *document) keyedGroups(all []member) bool {
	if len(all) < 2 || slices.ContainsFunc(all, func(m member) bool { return slices.Contains(recordLists, plainName(m.key)) }) {
		return false
	}
	d.count = 0
	for _, m := range all {
		if inner := elements(m.raw); !objects(inner) || !anyTexts(inner[0], 0) {
			return false
		}
		d.count += len(elements(m.raw))
	}
	d.each = func(yield func(jsonRecord) error) error {
		for _, m := range all {
			outer := []member{{"story", quoted([]byte(m.key), textValue)}}
			for _, v := range elements(m.raw) {
				if err := yield(jsonRecord{at: d.offset(v), raw: v, outer: outer}); err != nil {
					return err
				}
			}
		}
		return nil
	}
	return true
}

// classNames reads the names of numbered classes from the features that the Hugging Face
// viewer puts beside the rows.
func (d *document) classNames(all []member) {
	features := value(all, "features")
	if features == nil {
		return
	}
	d.classes = map[string][]string{} // not nil: the rows are wrapped, whatever the features are
	for _, f := range elements(features) {
		feature := members(f)
		if names := classNamesOf(value(feature, "type")); names != nil {
			d.classes[jsonText(value(feature, "name"))] = names
		}
	}
}

// classNamesOf reads {"names": […], "_type": "ClassLabel"}.
func classNamesOf(raw []byte) (names []string) {
	for _, v := range elements(value(members(raw), "names")) {
		names = append(names, jsonText(v))
	}
	return names
}
