package format

import (
	"bytes"
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
)

// ReadLabels reads labels from a JSON document: a list of labels by position, an object of
// labels by id, groups as lists of ids, the forms of igraph, networkx and Carrot2, or
// records.
func (r *jsonReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	raw, notes, err := src.readText(r.Encoding)
	if err != nil {
		return nil, err
	}
	l := &jsonLabels{d: &document{src: src, raw: raw}, list: labelList{src: src, notes: notes}, report: report}
	s := jsonScanner{b: raw}
	if top, err := s.skip(0); err == nil && s.space() == 0 {
		if f, err := l.read(top); f != nil || err != nil {
			return f, err
		}
	}
	if r.ID == "" {
		r.ID = l.ids
		defer func() { r.ID = "" }()
	}
	return r.asLabels(src, func() (*corpus.Corpus, error) {
		return readJSONDocument(ctx, src, raw, notes, report, &r.fieldParams)
	})
}

// jsonLabels reads the forms of labels that are no records.
type jsonLabels struct {
	d      *document
	list   labelList
	report Reporter
	ids    string // the list of ids, in a table by columns
}

func (l *jsonLabels) line(part []byte) int {
	return 1 + bytes.Count(l.d.raw[:min(l.d.offset(part), len(l.d.raw))], []byte("\n"))
}

// read returns nil for a document that holds records.
func (l *jsonLabels) read(top []byte) (*corpus.LabelsFile, error) {
	if isList(top) {
		return l.readList(elements(top))
	}
	all := members(top)
	if err := refuseScores(l.d.src, all); err != nil {
		return nil, err
	}
	for _, m := range all {
		if inner := elements(m.raw); objects(inner) && anyTexts(inner[0], 0) {
			return nil, nil // articles
		}
	}
	if length, n := columnsOfGroups(all); n > 1 { // a table by columns
		if key, ids := idList(all, length); len(ids) == length {
			l.ids = key
		}
		return nil, nil
	}
	for _, m := range all {
		switch plainName(m.key) {
		case "membership", "labels", "clusterlabels", "assignments", "assignment", "partition", "communities", "clusters",
			"groups", "cluster", "community":
		case "clusterids", "labelids", "topicids", "topics", "predictions", "stories", "storyids":
			if _, ids := idList(all, 0); ids == nil {
				continue
			}
		default:
			continue
		}
		if isList(m.raw) && scalars(elements(m.raw)) {
			return l.parallel(elements(m.raw), all)
		}
		if isList(m.raw) && areGroups(elements(m.raw)) {
			return l.carrot(elements(m.raw))
		}
		if isList(m.raw) && lists(elements(m.raw)) && len(all) <= 5 {
			return l.readList(elements(m.raw))
		}
		if isObject(m.raw) && len(all) <= 5 {
			return l.readObject(members(m.raw))
		}
	}
	return l.readObject(all)
}

// columnsOfGroups counts the lists of plain values, of one length, whose names are those of
// groups.
func columnsOfGroups(all []member) (length, n int) {
	length = -1
	for _, m := range all {
		r, ok := classify(m.key)
		if !ok || !r.role.labelLike() || !isList(m.raw) {
			continue
		}
		if list := elements(m.raw); scalars(list) && (length < 0 || len(list) == length) {
			length = len(list)
			n++
		}
	}
	return length, n
}

// idList is the last of the lists that hold ids by their names, of those of a length if
// there are any; nil if there is none.
func idList(all []member, length int) (key string, ids [][]byte) {
	for _, m := range all {
		switch plainName(m.key) {
		case "names", "ids", "id", "nodes", "index", "docids", "documents", "documentids", "articleids", "keys", "vertices":
			if list := elements(m.raw); scalars(list) && (len(list) == length || ids == nil) {
				key, ids = m.key, list
			}
		}
	}
	return key, ids
}

// refuseScores refuses results of benchmarks, which hold scores and no labels.
func refuseScores(src Source, all []member) error {
	if value(all, "scores") != nil && (value(all, "task_name") != nil || value(all, "mteb_version") != nil || value(all,
		"mteb_dataset_name") != nil) {
		return fmt.Errorf("%s: it is a result of MTEB: it holds scores of a model, and no labels of articles", src.name)
	}
	return nil
}

func scalars(list [][]byte) bool {
	for _, v := range list {
		if !isScalar(v) {
			return false
		}
	}
	return len(list) > 0
}

func lists(list [][]byte) bool {
	for _, v := range list {
		if !isList(v) {
			return false
		}
	}
	return len(list) > 0
}

// memberLists are the names of the lists of articles that a group holds by id or position.
var memberLists = strings.Fields("documents members items articles ids nodes docs docids documentids articleids elements")

// areGroups reports whether objects are groups with lists of ids, and no articles.
func areGroups(list [][]byte) bool {
	return objects(list) && memberList(members(list[0])) != nil && !anyTexts(list[0], 0)
}

// scalarText is the text of a plain value; nan if it is none.
func scalarText(raw []byte) (text string, nan bool) {
	switch string(raw) {
	case "null":
		return "", false
	case "NaN":
		return "NaN", true
	}
	return jsonText(raw), false
}

// parallel reads labels in a list, and ids in another one if there is one of its length.
func (l *jsonLabels) parallel(labels [][]byte, all []member) (*corpus.LabelsFile, error) {
	_, ids := idList(all, len(labels))
	if ids != nil && len(ids) != len(labels) {
		return nil, fmt.Errorf("%s: there are %d ids and %d labels: both must be as many", l.d.src.name, len(ids), len(labels))
	}
	if ids == nil {
		rows := make([]int, len(labels))
		for i, v := range labels {
			rows[i] = l.list.group(scalarText(v))
		}
		return byPosition(l.d.src, l.list.groups, rows, l.report)
	}
	for i, id := range ids {
		text, _ := scalarText(id)
		if err := l.list.add(text, l.list.group(scalarText(labels[i])), l.line(id), false); err != nil {
			return nil, err
		}
	}
	return l.list.file(l.report)
}

// readList reads labels by position, groups of ids, or pairs of an id and a label.
func (l *jsonLabels) readList(list [][]byte) (*corpus.LabelsFile, error) {
	switch {
	case scalars(list):
		return l.parallel(list, nil)
	case areGroups(list):
		return l.carrot(list)
	case !lists(list):
		return nil, nil
	}
	seen := map[string]bool{}
	pairs, repeated, words := true, false, false
	for _, v := range list {
		inner := elements(v)
		if len(inner) > 0 && !scalars(inner) {
			return nil, nil
		}
		pairs = pairs && len(inner) == 2
		for _, id := range inner {
			repeated = repeated || seen[string(id)]
			seen[string(id)] = true
			words = words || id[0] == '"'
		}
	}
	if first := elements(list[0]); repeated && len(first) > 1 {
		if _, ok := classify(jsonText(first[0])); ok && first[0][0] == '"' { // a table with a header
			return nil, nil
		}
	}
	if id, ok := pairsOfLabels(list, repeated); pairs && ok {
		for _, v := range list {
			pair := elements(v)
			name, _ := scalarText(pair[id])
			if err := l.list.add(name, l.list.group(scalarText(pair[1-id])), l.line(v), false); err != nil {
				return nil, err
			}
		}
		return l.list.file(l.report)
	}
	for i, v := range list {
		if err := l.members(strconv.Itoa(i), v); err != nil {
			return nil, err
		}
	}
	return l.groups(words)
}

// members takes a list of the ids of a group.
func (l *jsonLabels) members(name string, ids []byte) error {
	g := l.list.group(name, false)
	for _, id := range elements(ids) {
		text, _ := scalarText(id)
		if err := l.list.add(text, g, l.line(id), true); err != nil {
			return err
		}
	}
	return nil
}

// groups returns labels of groups whose members are ids, or positions if they are the
// numbers from 0 on.
func (l *jsonLabels) groups(words bool) (*corpus.LabelsFile, error) {
	numbers := !words
	for _, id := range l.list.ids {
		n, err := strconv.Atoi(id)
		numbers = numbers && err == nil && n >= 0 && n < len(l.list.ids)
	}
	if numbers {
		return l.list.positions(corpus.RestIsNone, l.report)
	}
	return l.list.file(l.report)
}

// readObject reads labels by id, or groups by name.
func (l *jsonLabels) readObject(all []member) (*corpus.LabelsFile, error) {
	plain, groups, known, words := true, true, 0, false
	for _, m := range all {
		plain = plain && isScalar(m.raw)
		inner := elements(m.raw)
		groups = groups && isList(m.raw) && (len(inner) == 0 || scalars(inner))
		if _, ok := classify(m.key); ok && m.key != "no" {
			known++
		}
		for _, id := range inner {
			words = words || id[0] == '"'
		}
	}
	switch {
	case len(all) == 0 || known > 0 && known*2 >= len(all):
		return nil, nil
	case plain:
		for _, m := range all {
			if err := l.list.add(m.key, l.list.group(scalarText(m.raw)), l.line(m.raw), false); err != nil {
				return nil, err
			}
		}
		return l.list.file(l.report)
	case groups:
		for _, m := range all {
			if err := l.members(m.key, m.raw); err != nil {
				return nil, err
			}
		}
		return l.groups(words)
	}
	return nil, nil
}

// labelsInDocument is an error if a document holds labels and no articles.
func labelsInDocument(src Source, top []byte) error {
	if isObject(top) {
		if err := refuseScores(src, members(top)); err != nil {
			return err
		}
		if articleKeys(top) {
			return nil
		}
	}
	l := &jsonLabels{d: &document{src: src, raw: top}, list: labelList{src: src}, report: func(corpus.Fault) error { return nil }}
	if isList(top) {
		if list := elements(top); scalars(list) && bytes.HasPrefix(list[0], []byte(`"`)) {
			return nil // texts
		}
	}
	if f, _ := l.read(top); f != nil {
		return labelsAlone(src)
	}
	return nil
}
