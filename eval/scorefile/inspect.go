package scorefile

import (
	"context"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/format"
)

var inspect = Form{
	Name:  "inspect",
	Title: "Inspect logs",
	Doc: "Logs of Inspect (AISI), .eval or .json: a metric for each scorer, scorer/key where its value has several; C, P and I count " +
		"as 1, ½ and 0, as Inspect has it. Epochs are runs. Samples that ended in an error have no scores. A unit is a field of the metadata.",
	detect: func(src format.Source, head []byte) bool {
		if head == nil {
			_, err := fs.Stat(src.Files(), "header.json")
			return err == nil
		}
		return has(keys(head), "status", "eval")
	},
	New: func() Reader { return inspectReader{} },
}

type inspectReader struct{}

// An inspectLog is what surrounds the samples.
type inspectLog struct {
	Status string `json:"status"`
	Eval   struct {
		Model string `json:"model"`
	} `json:"eval"`
}

func (inspectReader) read(ctx context.Context, src format.Source, b *builder) error {
	b.file.record = "sample"
	sample := func(n int, raw []byte) error { return b.inspectSample(n, raw) }
	var log inspectLog
	if src.Dir() {
		header, err := fs.ReadFile(src.Files(), "header.json")
		if err != nil {
			return fmt.Errorf("%s: %w", src.Name(), err)
		}
		if err := json.Unmarshal(header, &log); err != nil {
			return fmt.Errorf("%s: header.json: %w", src.Name(), err)
		}
		if err := document(ctx, src.Join("summaries.json"), nil, sample, nil); err != nil {
			return err
		}
	} else if err := document(ctx, src, []string{"samples"}, sample, func(path string, raw []byte) {
		switch path {
		case "status":
			log.Status, _ = plainText(raw)
		case "eval":
			_ = json.Unmarshal(raw, &log.Eval)
		}
	}); err != nil {
		return err
	}
	if log.Status != "success" {
		b.file.Notes = append(b.file.Notes, fmt.Sprintf("%s: the status of the log is %q: it may lack samples", src.Name(), log.Status))
	}
	for i := range b.file.Rows {
		b.file.Rows[i].System = log.Eval.Model
	}
	return nil
}

func (b *builder) inspectSample(n int, raw []byte) error {
	var s struct {
		ID     json.RawMessage            `json:"id"`
		Epoch  json.Number                `json:"epoch"`
		Input  json.RawMessage            `json:"input"`
		Scores map[string]json.RawMessage `json:"scores"`
	}
	at := place(b.file.Path, b.file.record, n)
	if err := json.Unmarshal(raw, &s); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	id, _ := plainText(s.ID)
	row := Row{Item: id, Run: s.Epoch.String(), Line: n, failed: len(s.Scores) == 0}
	row.Content, _ = plainText(s.Input) // of messages the summary has less than the log
	var err error
	if row.Unit, err = b.unitOf(raw, "metadata."); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	var values []value
	for _, scorer := range slices.Sorted(maps.Keys(s.Scores)) {
		var score struct {
			Value json.RawMessage `json:"value"`
		}
		if err := json.Unmarshal(s.Scores[scorer], &score); err != nil {
			return fmt.Errorf("%s: the score of %s: %w", at, scorer, err)
		}
		values = append(values, inspectValues(scorer, score.Value)...)
	}
	return b.add(row, values)
}

// inspectValues are the numbers of one score, which may be a letter, a number, a list or an object of these.
func inspectValues(name string, raw json.RawMessage) (list []value) {
	text := strings.TrimSpace(string(raw))
	switch {
	case strings.HasPrefix(text, "{"):
		var parts map[string]json.RawMessage
		_ = json.Unmarshal(raw, &parts) // it is valid, as a part of what was decoded
		for _, key := range slices.Sorted(maps.Keys(parts)) {
			list = append(list, inspectValues(name+"/"+key, parts[key])...)
		}
		return list
	case strings.HasPrefix(text, "["):
		var parts []json.RawMessage
		_ = json.Unmarshal(raw, &parts)
		for i, part := range parts {
			list = append(list, inspectValues(fmt.Sprintf("%s/%d", name, i), part)...)
		}
		return list
	}
	if plain, ok := plainText(raw); ok && text[0] == '"' {
		switch {
		case plain == "C":
			return []value{{metric: name, number: 1}}
		case plain == "P":
			return []value{{metric: name, number: 0.5}}
		case plain == "I" || plain == "N":
			return []value{{metric: name}}
		}
		switch strings.ToLower(plain) {
		case "yes", "true":
			return []value{{metric: name, number: 1}}
		case "no", "false":
			return []value{{metric: name}}
		}
		return []value{number(name, plain)}
	}
	return []value{scoreOf(name, raw)}
}
