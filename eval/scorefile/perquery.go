package scorefile

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/format"
)

var perQuery = Form{
	Name:  "per-query",
	Title: "scores by query as JSON",
	Doc: "An object of objects: of queries by metric, as the scores of a Run of ranx are, or of metrics by query, as pytrec_eval has them. " +
		"Which it is follows from the names of the metrics; say it where these are unusual.",
	detect: func(_ format.Source, head []byte) bool {
		return nestedNumbers.Match(head)
	},
	New: func() Reader { return &perQueryReader{} },
}

type perQueryReader struct {
	Outer string `spec:"outer" default:"" oneof:",metric,item" doc:"what the names of the outer object are"`
}

// nestedNumbers begins an object of objects of numbers.
var nestedNumbers = regexp.MustCompile(`^\{\s*"(?:[^"\\]|\\.)*"\s*:\s*\{\s*"(?:[^"\\]|\\.)*"\s*:\s*(?:-?[0-9]|NaN|null)`)

// rankingMetric is a name that metrics of rankings have.
var rankingMetric = regexp.MustCompile(`(?i)^(map|gm_?map|ndcg|dcg|ndcg_cut|nrbp|err|rbp|m?rr|recip_rank|recall|precision|p|r|hits?|` +
	`hit_rate|success|f1|ap|bpref|r_?prec|r_precision|iprec|iprec_at_recall|infap|judged|rbo|set_(?:p|f|recall|map|relative_p)|` +
	`num_(?:ret|rel|rel_ret|q)|relstring|11pt_avg|binG|G|utility|relative_P)([@_.(-].*|[0-9]*)$`)

func (r *perQueryReader) read(_ context.Context, src format.Source, b *builder) error {
	text, err := src.Text()
	if err != nil {
		return err
	}
	defer text.Close()
	raw, err := io.ReadAll(newPlainJSON(text))
	if err != nil {
		return fmt.Errorf("%s: %w", src.Name(), broken(err))
	}
	var all map[string]map[string]json.RawMessage
	if err := json.Unmarshal(raw, &all); err != nil {
		return fmt.Errorf("%s: no JSON object of objects of numbers: %w", src.Name(), err)
	}
	b.file.record = "query"
	outer := sortedKeys(all)
	inner := map[string]bool{}
	for _, name := range outer {
		for key := range all[name] {
			inner[key] = true
		}
	}
	if r.Outer == "" {
		a, b := areRankingMetrics(outer), areRankingMetrics(sortedKeys(inner))
		switch {
		case a && !b:
			r.Outer = "metric"
		case b && !a:
			r.Outer = "item"
		default:
			return fmt.Errorf("%s: is %q a metric or a query? Write per-query(outer=metric):%[1]s or per-query(outer=item):%[1]s. A run (what "+
				"a system ranked) holds no scores: evaluate it first", src.Name(), outer[0])
		}
	}
	items := outer
	if r.Outer == "metric" {
		items = sortedKeys(inner)
	}
	for n, item := range items {
		var values []value
		if r.Outer == "metric" {
			for _, metric := range outer {
				if v, ok := all[metric][item]; ok {
					values = append(values, scoreOf(metric, v))
				}
			}
		} else {
			for _, metric := range slices.Sorted(maps.Keys(all[item])) {
				values = append(values, scoreOf(metric, all[item][metric]))
			}
		}
		if err := b.add(Row{Item: item, Line: n + 1}, values); err != nil {
			return err
		}
	}
	return nil
}

// areRankingMetrics reports whether names are those of metrics of rankings, all of them.
func areRankingMetrics(names []string) bool {
	return len(names) > 0 && !slices.ContainsFunc(names, func(name string) bool { return !rankingMetric.MatchString(name) })
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }
