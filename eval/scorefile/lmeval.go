package scorefile

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/format"
)

var lmEval = Form{
	Name:  "lm-eval",
	Title: "samples of lm-evaluation-harness",
	Doc: "The samples_TASK_DATE.jsonl files of lm_eval --log_samples: the metrics of each document. Where there are several filters, " +
		"a metric's name has the filter behind a comma, as in exact_match,strict-match. Metrics that are made of several numbers a document, " +
		"such as perplexities, are left out. A unit is a field of doc.",
	detect: func(_ format.Source, head []byte) bool {
		k := keys(head)
		return has(k, "doc_id", "doc") && (has(k, "filtered_resps") || has(k, "resps") || has(k, "arguments"))
	},
	New: func() Reader { return lmEvalReader{} },
}

type lmEvalReader struct{}

// sampleFields are those of a sample that are no metrics, for versions that do not list these.
var sampleFields = []string{
	"doc_id", "doc", "target", "arguments", "resps", "filtered_resps", "filter", "metrics", "doc_hash", "prompt_hash", "target_hash",
}

func (lmEvalReader) read(ctx context.Context, src format.Source, b *builder) error {
	b.joins = true
	filters := map[string]bool{}
	composed := map[string]bool{}
	type sample struct {
		row    Row
		filter string
		values []value
	}
	var list []sample
	err := lines(ctx, src, func(line int, raw []byte) error {
		var fields map[string]json.RawMessage
		if err := json.Unmarshal(raw, &fields); err != nil {
			return fmt.Errorf("%s:%d: %w", src.Name(), line, err)
		}
		text := func(name string) string {
			s, _ := plainText(fields[name])
			return s
		}
		x := sample{row: Row{Item: text("doc_id"), Content: text("doc_hash"), Line: line}, filter: text("filter")}
		filters[x.filter] = true
		var err error
		if x.row.Unit, err = b.unitOf(raw, "doc."); err != nil {
			return fmt.Errorf("%s:%d: %w", src.Name(), line, err)
		}
		var names []string
		if fields["metrics"] == nil || json.Unmarshal(fields["metrics"], &names) != nil {
			for name := range fields {
				if !slices.Contains(sampleFields, name) {
					names = append(names, name)
				}
			}
			slices.Sort(names)
		}
		for _, name := range names {
			if v := fields[name]; len(v) > 0 && (v[0] == '[' || v[0] == '{') {
				composed[name] = true
			} else {
				x.values = append(x.values, scoreOf(name, v))
			}
		}
		list = append(list, x)
		return nil
	})
	if err != nil {
		return err
	}
	for _, x := range list {
		for i := range x.values {
			if len(filters) > 1 {
				x.values[i].metric += "," + x.filter
			}
		}
		if err := b.add(x.row, x.values); err != nil {
			return err
		}
	}
	if len(composed) > 0 {
		b.file.Notes = append(b.file.Notes, fmt.Sprintf("%s: left out, since they are no numbers of single documents: %s", src.Name(),
			shortList(sortedKeys(composed))))
	}
	return nil
}
