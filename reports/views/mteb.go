package views

import (
	"fmt"

	"gonum.org/v1/gonum/stat"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/mteb"
	"github.com/seed-9405df2f/assay/reports"
)

// MTEB shows what a space scores by the clustering protocol of the Massive Text Embedding
// Benchmark: a row a gold level, and one for all clusterings together.
func MTEB(r *mteb.Result) *reports.Document {
	t := newTable(fmt.Sprintf("%s on %s, %s", r.Space, r.Corpus, r.Protocol), "level", countColumn("articles"), countColumn("labels"),
		scoreColumn("v", eval.Higher), titled(plainColumn("sd"), "sd"), scoreColumn("ami", eval.Higher),
		titled(percentColumn("repeats"), "repeats\nin a draw"), titled(plainColumn("once"), "v without\nrepeats"))
	t.InlineInterval = true
	for _, l := range r.Levels {
		v := mteb.Summarize(l.V)
		t.Groups[0].Rows = append(t.Groups[0].Rows, reports.Row{Name: l.Name, Cells: []reports.Cell{
			whole(l.Articles), whole(l.Labels), {Value: &v.Mean, Low: v.Low, High: v.High}, value(v.SD), value(stat.Mean(l.AMI, nil)),
			value(l.Repeated), value(stat.Mean(l.OnceV, nil)),
		}})
	}
	if len(r.Levels) > 1 {
		t.Groups = append(t.Groups, reports.Group{Rows: []reports.Row{{Name: "all", Cells: []reports.Cell{
			{}, {}, {Value: &r.V.Mean, Low: r.V.Low, High: r.V.High}, value(r.V.SD), value(r.AMI.Mean), {}, {},
		}}}})
	}
	return &reports.Document{Schema: reports.Schema, Tables: []reports.Table{t}, Notes: []string{
		"Mean V-measure and AMI of the clusterings, with the 95 % interval of the mean by Student's t, and the standard deviation of one.",
		"v without repeats: of the same clusters with each article counted once. An article that is drawn twice agrees with itself.",
	}}
}
