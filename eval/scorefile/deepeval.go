package scorefile

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus/format"
)

var deepeval = Form{
	Name:  "deepeval",
	Title: "deepeval test runs",
	Doc: "The test runs that deepeval keeps as JSON (.latest_run_full.json, or the files in its results folder): each metric's score " +
		"for each test case, conversations too. A test case is known by its name. A unit is a field of the metadata.",
	detect: func(_ format.Source, head []byte) bool {
		k := keys(head)
		return has(k, "testCases") || has(k, "testRunData") || has(k, "conversationalTestCases")
	},
	New: func() Reader { return deepevalReader{} },
}

type deepevalReader struct{}

func (deepevalReader) read(ctx context.Context, src format.Source, b *builder) error {
	b.file.record = "test case"
	head, err := src.Head()
	if err != nil {
		return err
	}
	path := []string{"testCases"}
	if has(keys(head), "testRunData") {
		path = []string{"testRunData", "testCases"}
	}
	cases := 0
	each := func(_ int, raw []byte) error {
		cases++
		return b.deepevalCase(cases, raw)
	}
	var conversations []json.RawMessage
	if err := document(ctx, src, path, each, func(path string, raw []byte) {
		if path == "conversationalTestCases" || path == "testRunData.conversationalTestCases" {
			_ = json.Unmarshal(raw, &conversations)
		}
	}); err != nil {
		return err
	}
	for _, raw := range conversations {
		if err := each(0, raw); err != nil {
			return err
		}
	}
	return nil
}

func (b *builder) deepevalCase(n int, raw []byte) error {
	var c struct {
		Name     string `json:"name"`
		Input    string `json:"input"`
		Scenario string `json:"scenario"`
		Metrics  []struct {
			Name  string          `json:"name"`
			Score json.RawMessage `json:"score"`
		} `json:"metricsData"`
	}
	at := place(b.file.Path, b.file.record, n)
	if err := json.Unmarshal(raw, &c); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	row := Row{Item: c.Name, Content: c.Input + c.Scenario, Line: n, failed: len(c.Metrics) == 0}
	var err error
	if row.Unit, err = b.unitOf(raw, "metadata.", "additionalMetadata."); err != nil {
		return fmt.Errorf("%s: %w", at, err)
	}
	var values []value
	for _, m := range c.Metrics {
		values = append(values, scoreOf(m.Name, m.Score))
	}
	return b.add(row, values)
}
