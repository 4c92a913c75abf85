package format

import (
	"bytes"
	"fmt"
	"io"
	"slices"
	"strings"
)

// labelStudioTasks reads the three exports of Label Studio: tasks with annotations, or one
// row an annotation as JSON or CSV.
func labelStudioTasks(r *annotationReader, src Source, raw []byte) (*taskList, error) {
	if !bytes.HasPrefix(bytes.TrimSpace(raw), []byte("[")) {
		rows, err := csvObjects(src, raw)
		if err != nil {
			return nil, err
		}
		return r.annotationRows(src, raw, rows)
	}
	list, err := tasksOf(src, raw)
	if err != nil {
		return nil, err
	}
	if value(members(list[0]), "annotations") == nil {
		var rows [][]member
		for _, v := range list {
			rows = append(rows, members(v))
		}
		return r.annotationRows(src, raw, rows)
	}
	var names []string
	for _, v := range list {
		for _, a := range elements(value(members(v), "annotations")) {
			for _, result := range elements(value(members(a), "result")) {
				if name := value(members(result), "from_name"); name != nil {
					names = append(names, jsonText(name))
				}
			}
		}
	}
	tasks, err := r.ask(src, names)
	if err != nil {
		return nil, err
	}
	cancelled := 0
	for _, v := range list {
		all := members(v)
		t, _ := tasks.task("")
		t.at, t.data = cap(raw)-cap(v), value(all, "data")
		if id := value(all, "id"); id != nil && value(members(t.data), "id") == nil {
			t.outer = append(t.outer, member{"id", id})
		}
		truth := false
		for _, a := range elements(value(all, "annotations")) {
			annotation := members(a)
			if string(value(annotation, "was_cancelled")) == "true" {
				cancelled++
				continue
			}
			vote := vote{who: person(value(annotation, "completed_by"))}
			for _, result := range elements(value(annotation, "result")) {
				if m := members(result); jsonText(value(m, "from_name")) == tasks.question {
					vote.labels = append(vote.labels, choices(value(m, "value"))...)
				}
			}
			if len(vote.labels) == 0 {
				continue
			}
			if ground := string(value(annotation, "ground_truth")) == "true"; ground && !truth { // it decides
				truth, t.votes = true, nil
			} else if truth && !ground {
				continue
			}
			t.votes = append(t.votes, vote)
		}
	}
	tasks.note(cancelled, "annotations were cancelled: they do not count")
	return tasks, nil
}

// person is the name of an annotator, who may be given as an object.
func person(raw []byte) string {
	for _, m := range members(raw) {
		if m.key == "email" || m.key == "id" || m.key == "username" {
			return jsonText(m.raw)
		}
	}
	if len(raw) == 0 || string(raw) == "null" {
		return "unknown"
	}
	return jsonText(raw)
}

// aboutAnnotation are the columns of a row that describe the annotation, not the article.
var aboutAnnotation = map[string]bool{"annotator": true, "annotation_id": true, "created_at": true, "updated_at": true,
	"lead_time": true, "agreement": true}

// annotationRows makes tasks of one row an annotation.
func (r *annotationReader) annotationRows(src Source, raw []byte, rows [][]member) (*taskList, error) {
	var names []string
	for _, row := range rows {
		for _, m := range row {
			rank, ok := classify(m.key)
			if ok && rank.role.labelLike() || m.key == r.Story {
				names = append(names, m.key)
			}
		}
	}
	tasks, err := r.ask(src, names)
	if err != nil {
		return nil, err
	}
	for _, row := range rows {
		t, isNew := tasks.task(jsonText(value(row, "id")))
		for _, m := range row {
			if isNew && !aboutAnnotation[m.key] && m.key != tasks.question {
				t.outer = append(t.outer, m)
			}
		}
		if isNew && len(row) > 0 {
			t.at = max(0, min(cap(raw)-cap(row[0].raw), len(raw)))
		}
		if labels := choices(value(row, tasks.question)); len(labels) > 0 {
			t.votes = append(t.votes, vote{person(value(row, "annotator")), labels})
		}
	}
	return tasks, nil
}

// csvObjects reads a table with a header as objects of texts.
func csvObjects(src Source, raw []byte) ([][]member, error) {
	h := sniff(raw[:min(len(raw), 1<<18)], true, 0, nil)
	rows := newRowReader(bytes.NewReader(raw))
	rows.speak(h.dialect)
	var names []string
	var list [][]member
	for {
		cells, err := rows.row()
		if err == io.EOF {
			return list, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: %w", src.name, rows.line, err)
		}
		if names == nil {
			for _, c := range cells {
				names = append(names, strings.TrimSpace(string(c)))
			}
			continue
		}
		if len(cells) != len(names) {
			return nil, fmt.Errorf("%s:%d: the row has %d columns, the header %d", src.name, rows.line, len(cells), len(names))
		}
		var row []member
		for i, c := range cells {
			if len(c) > 0 {
				row = append(row, member{names[i], quoted(c, textValue)})
			}
		}
		list = append(list, row)
	}
}

// argillaTasks reads records of Argilla: what people responded counts, not what models
// suggested.
func argillaTasks(r *annotationReader, src Source, raw []byte) (*taskList, error) {
	list, err := tasksOf(src, raw)
	if err != nil {
		return nil, err
	}
	var names []string
	for _, v := range list {
		for _, a := range argillaAnswers(value(members(v), "responses")) {
			names = append(names, a.question)
		}
	}
	tasks, err := r.ask(src, names)
	if err != nil {
		return nil, err
	}
	suggested := 0
	for _, v := range list {
		all := members(v)
		t, _ := tasks.task("")
		t.at, t.data = cap(raw)-cap(v), value(all, "fields")
		for _, name := range []string{"id", "external_id"} {
			if id := value(all, name); id != nil && string(id) != "null" {
				t.outer = append(t.outer, member{"id", id})
				break
			}
		}
		for _, m := range members(value(all, "metadata")) {
			t.outer = append(t.outer, member{"metadata." + m.key, m.raw})
		}
		for _, a := range argillaAnswers(value(all, "responses")) {
			if a.question != tasks.question || a.status != nil && jsonText(a.status) != "submitted" {
				continue
			}
			if labels := choices(a.value); len(labels) > 0 {
				t.votes = append(t.votes, vote{person(a.who), labels})
			}
		}
		if s := value(all, "suggestions"); len(t.votes) == 0 && len(members(s))+len(elements(s)) > 0 {
			suggested++
		}
	}
	tasks.note(suggested, "records have suggestions of a model and no response: they are unlabelled")
	return tasks, nil
}

// An argillaAnswer is what one person responded to one question.
type argillaAnswer struct {
	question           string
	who, status, value []byte
}

// argillaAnswers lists responses: by question, with those of each person, or by person, with
// the values of each question, as Argilla 1 has them.
func argillaAnswers(responses []byte) (list []argillaAnswer) {
	for _, m := range members(responses) {
		for _, response := range elements(m.raw) {
			r := members(response)
			list = append(list, argillaAnswer{m.key, value(r, "user_id"), value(r, "status"), value(r, "value")})
		}
	}
	for _, response := range elements(responses) {
		r := members(response)
		for _, m := range members(value(r, "values")) {
			list = append(list, argillaAnswer{m.key, value(r, "user_id"), value(r, "status"), m.raw})
		}
	}
	return list
}

// aboutAnswers are the fields of Prodigy about the question and the answer.
var aboutAnswers = []string{"options", "accept", "answer", "config", "label", "tokens", "spans"}

// prodigyTasks reads JSON lines of Prodigy: what was accepted counts, not what was
// rejected or ignored.
func prodigyTasks(r *annotationReader, src Source, raw []byte) (*taskList, error) {
	tasks := new(taskList)
	refused := 0
	offset := 0
	for number := 1; offset < len(raw); number++ {
		line, _, _ := bytes.Cut(raw[offset:], []byte("\n"))
		at := offset
		offset += len(line) + 1
		if line = bytes.TrimSpace(line); len(line) == 0 {
			continue
		}
		s := jsonScanner{b: line}
		if _, err := s.skip(0); err != nil || line[0] != '{' {
			return nil, fmt.Errorf("%s:%d: not a JSON object at character %d", src.name, number, s.i+1)
		}
		all := members(line)
		id := string(value(all, "_input_hash"))
		t, isNew := tasks.task(id)
		if isNew {
			t.at = at
			for _, m := range all {
				if !strings.HasPrefix(m.key, "_") && !slices.Contains(aboutAnswers, m.key) {
					t.outer = append(t.outer, m)
				}
			}
			if value(all, "id") == nil && id != "" {
				t.outer = append(t.outer, member{"id", []byte(id)})
			}
		}
		if answer := jsonText(value(all, "answer")); answer != "accept" {
			refused++
			continue
		}
		labels := choices(value(all, "accept"))
		if labels == nil {
			labels = choices(value(all, "label"))
		}
		who := value(all, "_annotator_id")
		if who == nil {
			who = value(all, "_session_id")
		}
		if len(labels) > 0 {
			t.votes = append(t.votes, vote{person(who), labels})
		}
	}
	tasks.note(refused, "answers were not accepted: they do not count")
	return tasks, nil
}
