package scorefile

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/format"
)

var trec = Form{
	Name:  "trec",
	Title: "trec_eval and ir_measures",
	Doc: "Lines of a metric, a query and a score, as trec_eval -q prints them, or of a query, a metric and a score, as ir_measures -q " +
		"does. Sums over all queries and counts (num_q, num_ret, …) are left out.",
	detect: func(_ format.Source, head []byte) bool { return trecOrder(head) >= 0 },
	New:    func() Reader { return trecReader{} },
}

type trecReader struct{}

// trecOrder is the column of the metric, 0 or 1; -1 if the lines are no scores by query.
func trecOrder(head []byte) int {
	var columns [2][]string
	for line := range bytes.Lines(head) {
		fields := strings.Fields(string(line))
		switch {
		case len(fields) == 0:
		case len(fields) == 3:
			columns[0], columns[1] = append(columns[0], fields[0]), append(columns[1], fields[1])
		case bytes.HasSuffix(line, []byte("\n")): // the last line may be cut
			return -1
		}
	}
	for i := range columns {
		if areRankingMetrics(withoutWords(columns[i])) {
			return i
		}
	}
	return -1
}

// withoutWords leaves out what trec_eval prints beside metrics.
func withoutWords(names []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(s string) bool { return s == "runid" })
}

func (trecReader) read(ctx context.Context, src format.Source, b *builder) error {
	head, err := src.Head()
	if err != nil {
		return err
	}
	metric := trecOrder(head)
	if metric < 0 {
		return fmt.Errorf("%s: neither the first nor the second column holds metrics of rankings, such as map or nDCG@10: "+
			"give a table with a header", src.Name())
	}
	text, err := src.Text()
	if err != nil {
		return err
	}
	defer text.Close()
	b.joins = true
	in := bufio.NewScanner(text)
	in.Buffer(nil, 1<<20)
	for line := 1; in.Scan(); line++ {
		fields := strings.Fields(in.Text())
		if len(fields) == 0 {
			continue
		}
		if len(fields) != 3 {
			return fmt.Errorf("%s:%d: three words are wanted, a metric, a query and a score: %s", src.Name(), line, clip(in.Text()))
		}
		name, query := fields[metric], fields[1-metric]
		if query == "all" || query == "amean" || name == "runid" || strings.HasPrefix(name, "num_") || name == "relstring" {
			continue
		}
		if err := b.add(Row{Item: query, Line: line}, []value{number(name, fields[2])}); err != nil {
			return err
		}
		if line%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
	}
	if err := in.Err(); err != nil {
		return fmt.Errorf("%s: %w", src.Name(), broken(err))
	}
	return nil
}
