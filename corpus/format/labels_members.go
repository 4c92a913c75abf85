package format

import (
	"bytes"
	"context"
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-9405df2f/assay/corpus"
)

// memberList is the list of ids in a group, or of objects that have ids; nil if there is
// none.
func memberList(group []member) []byte {
	for _, m := range group {
		if slices.Contains(memberLists, plainName(m.key)) && isList(m.raw) {
			list := elements(m.raw)
			if len(list) == 0 || scalars(list) || objects(list) && !slices.ContainsFunc(list, func(v []byte) bool { return memberID(v)[0] == '{' }) {
				return m.raw
			}
		}
	}
	return nil
}

// memberID is the id of a member of a group: the member itself, or a field of it.
func memberID(v []byte) []byte {
	for _, m := range members(v) {
		if r, ok := classify(m.key); ok && r.role == idRole && isScalar(m.raw) {
			return m.raw
		}
	}
	return v
}

// groupNames are the names of groups: their ids or labels if these differ, else their
// numbers.
func groupNames(groups [][]byte) []string {
	names := make([]string, len(groups))
	for _, wanted := range []func(r nameRank) bool{
		func(r nameRank) bool { return r.role.labelLike() },
		func(r nameRank) bool { return r.role == idRole },
	} {
		seen := map[string]bool{}
		for i, g := range groups {
			for _, m := range members(g) {
				if r, ok := classify(m.key); ok && wanted(r) && isScalar(m.raw) && string(m.raw) != "null" {
					names[i] = jsonText(m.raw)
					seen[names[i]] = true
					break
				}
			}
		}
		if len(seen) == len(groups) {
			return names
		}
	}
	for i := range names {
		names[i] = strconv.Itoa(i)
	}
	return names
}

// carrot reads groups with lists of ids, such as clusters of Carrot2: documents are
// positions or ids, a cluster inside another belongs to it.
func (l *jsonLabels) carrot(clusters [][]byte) (*corpus.LabelsFile, error) {
	words, nested := false, 0
	var take func(cluster []byte, g, depth int) error
	take = func(cluster []byte, g, depth int) error {
		all := members(cluster)
		for _, v := range elements(memberList(all)) {
			id := memberID(v)
			words = words || id[0] == '"'
			text, _ := scalarText(id)
			if err := l.list.add(text, g, l.line(v), true); err != nil {
				return err
			}
		}
		for _, inner := range elements(value(all, "clusters")) {
			if nested++; depth > deepest {
				return errDeep
			}
			if err := take(inner, g, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	names := groupNames(clusters)
	for i, c := range clusters {
		if err := take(c, l.list.group(names[i], false), 0); err != nil {
			return nil, l.d.errorf(l.d.offset(c), "%w", err)
		}
	}
	if nested > 0 {
		l.list.notes = append(l.list.notes, fmt.Sprintf("%d clusters are inside others: their articles belong to the outer one", nested))
	}
	if words {
		return l.list.file(l.report)
	}
	return l.list.positions(corpus.RestIsNone, l.report)
}

// pairsOfLabels reports whether lists of two are pairs of an id and a label, and which of
// the two is the id: a word beside a number, or what is not repeated.
func pairsOfLabels(list [][]byte, repeated bool) (id int, ok bool) {
	var words [2]bool
	var seen [2]map[string]bool
	for n := range 2 {
		words[n], seen[n] = true, map[string]bool{}
		for _, v := range list {
			if pair := elements(v); len(pair) == 2 {
				words[n] = words[n] && pair[n][0] == '"'
				seen[n][string(pair[n])] = true
			}
		}
	}
	switch {
	case words[0] && words[1] || !words[0] && !words[1]:
		if len(seen[1]) == len(list) && len(seen[0]) < len(list) {
			return 1, repeated
		}
		return 0, repeated
	case words[1]:
		return 1, true
	}
	return 0, true
}

// readGroupLines reads JSON lines of which each is a group with the ids of its articles;
// nil if they are not such.
func (l *linesReader) readGroupLines(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	head, err := src.head()
	if err != nil {
		return nil, nil // told where it is read
	}
	s := jsonScanner{b: head}
	if first, err := s.skip(0); err != nil || !areGroups([][]byte{first}) || !jsonLinesHead(head, true) {
		return nil, nil
	}
	raw, notes, err := src.readText(l.Encoding)
	if err != nil {
		return nil, err
	}
	d := &document{src: src, raw: raw}
	var groups [][]byte
	s = jsonScanner{b: raw}
	for s.space() != 0 {
		if groups, err = appendValue(groups, &s); err != nil {
			return nil, d.errorf(s.i, "not a JSON object: %w", err)
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
	}
	if !objects(groups) {
		return nil, fmt.Errorf("%s: the first line is a group with its members, and others are no objects", src.name)
	}
	labels := &jsonLabels{d: d, list: labelList{src: src, notes: notes}, report: report}
	return labels.carrot(groups)
}

func appendValue(list [][]byte, s *jsonScanner) ([][]byte, error) {
	v, err := s.skip(0)
	return append(list, bytes.TrimSpace(v)), err
}
