package format

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var labelStudio = Format{
	Name:  "labelstudio",
	Title: "Label Studio export",
	Doc: "JSON, JSON-MIN and CSV exports of Label Studio. Annotations that were cancelled and the predictions of models do not count; " +
		"an article whose annotators disagree has no label, and each annotator is a gold level.",
	Detect: func(_ Source, head []byte) bool {
		if isList(head) {
			return holds(head, `"annotations"`, `"completed_by"`) || holds(head, `"annotation_id"`, `"annotator"`)
		}
		first, _, _ := bytes.Cut(head, []byte("\n"))
		return holds(first, "annotation_id", "annotator") && !isObject(head)
	},
	New: func() Reader { return spec.Defaults(&annotationReader{tasks: labelStudioTasks, form: "labelstudio"}) },
}

var argilla = Format{
	Name:  "argilla",
	Title: "Argilla records",
	Doc: "Records of Argilla as JSON. Suggestions of models do not count; " +
		"an article whose annotators disagree has no label, and each annotator is a gold level.",
	Detect: func(_ Source, head []byte) bool { return isList(head) && holds(head, `"responses"`, `"fields"`) },
	New:    func() Reader { return spec.Defaults(&annotationReader{tasks: argillaTasks, form: "argilla"}) },
}

var prodigy = Format{
	Name:  "prodigy",
	Title: "Prodigy annotations",
	Doc: "JSON lines as Prodigy writes them. Only what was accepted counts; an article whose annotators disagree has " +
		"no label, and each annotator is a gold level.",
	Detect: func(_ Source, head []byte) bool { return isObject(head) && holds(head, `"_task_hash"`, `"answer"`) },
	New:    func() Reader { return spec.Defaults(&annotationReader{tasks: prodigyTasks, form: "prodigy"}) },
}

// holds reports whether a text contains all words.
func holds(text []byte, words ...string) bool {
	return !slices.ContainsFunc(words, func(word string) bool { return !bytes.Contains(text, []byte(word)) })
}

// An annotationReader reads exports of annotation tools.
type annotationReader struct {
	fieldParams
	form  string
	tasks func(r *annotationReader, src Source, raw []byte) (*taskList, error)
}

// A task is one article that was given to annotators.
type task struct {
	at    int
	data  []byte // its fields, an object
	outer []member
	votes []vote
}

// A vote is what one annotator chose.
type vote struct {
	who    string
	labels []string
}

// A taskList is the tasks of an export.
type taskList struct {
	list  []*task
	by    map[string]*task
	notes []string

	question string // whose answers are the labels
}

// note adds a note about n things, if there are any.
func (l *taskList) note(n int, text string) {
	if n > 0 {
		l.notes = append(l.notes, fmt.Sprintf("%d %s", n, text))
	}
}

// task returns the task of an id, new if there is none yet.
func (l *taskList) task(id string) (t *task, isNew bool) {
	if t, ok := l.by[id]; ok && id != "" {
		return t, false
	}
	t = new(task)
	if l.by == nil {
		l.by = map[string]*task{}
	}
	l.by[id] = t
	l.list = append(l.list, t)
	return t, true
}

// labelsPath is the field of the labels in the records that are made of tasks.
const labelsPath, annotatorPath = "annotations", "annotator:"

// Read reads an export.
func (r *annotationReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	raw, notes, err := src.readText(r.Encoding)
	if err != nil {
		return nil, err
	}
	tasks, err := r.tasks(r, src, raw)
	if err != nil {
		return nil, err
	}
	d := &document{src: src, raw: raw, notes: append(tasks.notes, notes...)}
	people := map[string]bool{}
	for _, t := range tasks.list {
		for _, v := range t.votes {
			people[v.who] = true
		}
	}
	if len(people) == 0 && len(tasks.list) > 0 {
		d.notes = append(d.notes, "no annotation chooses a label, so all articles are unlabelled")
	}
	recordsOf(d, tasks.list, func(t *task) jsonRecord { return t.record(len(people) > 1) })
	params := r.fieldParams
	params.Story = labelsPath
	c, err := d.read(ctx, r.form, report, &params, func(path string) string {
		if who, ok := strings.CutPrefix(path, annotatorPath); ok {
			return who
		}
		return ""
	})
	if err == nil {
		f := &field{path: cmp.Or(tasks.question, "label")}
		f.rank, f.named = classify(f.path)
		c.Card.Level = levelName(f)
	}
	return c, err
}

// record is the task as a record: its labels are those of all annotators.
func (t *task) record(people bool) jsonRecord {
	rec := jsonRecord{at: t.at, raw: t.data, outer: slices.Clone(t.outer)}
	all := []string{}
	for _, v := range t.votes {
		all = append(all, v.labels...)
		if people && len(v.labels) == 1 {
			rec.outer = append(rec.outer, member{annotatorPath + v.who, quoted([]byte(v.labels[0]), textValue)})
		}
	}
	labels, err := json.Marshal(all)
	if err != nil {
		labels = []byte("[]")
	}
	rec.outer = append(rec.outer, member{labelsPath, labels})
	return rec
}

// ask returns an empty list with the question whose answers are labels: the one that the user
// names, the only one, or the one with the best name.
func (r *annotationReader) ask(src Source, names []string) (*taskList, error) {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	if r.Story != "" {
		if slices.Contains(names, r.Story) {
			return &taskList{question: r.Story}, nil
		}
		hint := ""
		if near := spec.Nearest(r.Story, names); near != "" {
			hint = "; did you mean " + near + "?"
		}
		return nil, errChoice(src.name, "%s(story=%s): no question has this name (questions: %s)%s", r.form, r.Story, listed(names), hint)
	}
	known := slices.DeleteFunc(slices.Clone(names), func(name string) bool {
		rank, ok := classify(name)
		return !ok || !rank.role.labelLike()
	})
	slices.SortStableFunc(known, func(a, b string) int {
		x, _ := classify(a)
		y, _ := classify(b)
		return cmp.Compare(x.role, y.role)
	})
	switch {
	case len(known) > 0:
		return &taskList{question: known[0]}, nil
	case len(names) == 1:
		return &taskList{question: names[0]}, nil
	case len(names) == 0:
		return new(taskList), nil
	}
	return nil, errChoice(src.name, "several questions were asked (%s): choose one with %s(story=%s)", listed(names), r.form, names[0])
}

// choices are the labels in an answer: a text, a list, or an object with choices. A place in a
// taxonomy is a list of its steps.
func choices(raw []byte) (labels []string) {
	switch {
	case len(raw) == 0 || string(raw) == "null":
	case isObject(raw):
		for _, m := range members(raw) {
			if m.key == "taxonomy" {
				for _, path := range elements(m.raw) {
					labels = append(labels, strings.Join(choices(path), "/"))
				}
			}
			if m.key == "choices" || m.key == "value" || m.key == "label" {
				labels = append(labels, choices(m.raw)...)
			}
		}
	case isList(raw):
		for _, v := range elements(raw) {
			labels = append(labels, choices(v)...)
		}
	default:
		if text := strings.TrimSpace(jsonText(raw)); strings.HasPrefix(text, "{") && json.Valid([]byte(text)) {
			labels = choices([]byte(text))
		} else if text != "" {
			labels = []string{text}
		}
	}
	return labels
}

// value is a member of an object; nil if it has none of this name.
func value(all []member, name string) []byte {
	for _, m := range all {
		if m.key == name {
			return m.raw
		}
	}
	return nil
}

// tasksOf checks that the export is a list of objects, and lists them.
func tasksOf(src Source, raw []byte) ([][]byte, error) {
	d := &document{src: src, raw: raw}
	s := jsonScanner{b: raw}
	top, err := s.skip(0)
	if err != nil || !isList(top) {
		var v []json.RawMessage
		if jerr := json.Unmarshal(raw, &v); jerr != nil {
			err = jerr
		}
		if err == nil {
			err = errJSON
		}
		return nil, d.errorf(s.i, "a JSON list of tasks is wanted: %w", err)
	}
	list := elements(top)
	if !objects(list) {
		return nil, d.errorf(0, "a JSON list of tasks is wanted, each an object")
	}
	return list, nil
}
