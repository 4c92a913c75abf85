package views

import (
	"fmt"
	"strings"

	"github.com/seed-9405df2f/assay/eval/granularity"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
)

// Granularity shows which layer of a hierarchy is best for each gold level, the price of
// cutting for another level, and the curve over the layers.
func Granularity(r *granularity.Result) *reports.Document {
	doc := &reports.Document{
		Schema: reports.Schema, Verdict: &reports.Verdict{Sentences: granularitySentences(r), Corpus: r.Corpus, Metric: r.Metric},
		Tables: []reports.Table{bestLayers(r), pricesTable(r), layersTable(r)}, Charts: []chart.Chart{chart.Granularity(curvesOf(r))},
		Notes: []string{
			"Beside the value of the best layer its 95 % interval by bootstrap over groups, for this layer as it is: the gold itself chose it.",
			"by a merge, by a split: mean loss when the clusters of two articles drawn at random are joined, or the cluster of one is halved.",
		},
	}
	if r.SplitCost != 1 {
		doc.Notes = append(doc.Notes, fmt.Sprintf(
			"%s: recall, which splits lower, weighs %g times as much as precision.", r.Metric, r.SplitCost))
	}
	return doc
}

func curvesOf(r *granularity.Result) chart.Layers {
	list := chart.Layers{Corpus: r.Corpus, Measure: r.Measure}
	for i, l := range r.Levels {
		curve := chart.LevelCurve{Name: l.Name, Groups: l.Groups, Layer: r.Layers[l.Best].Name}
		for j, layer := range r.Layers {
			if v := layer.Scores[i].Value; v != nil {
				if j == l.Best {
					curve.Best = len(curve.X)
				}
				curve.X, curve.Y = append(curve.X, float64(layer.Clusters)), append(curve.Y, *v)
			}
		}
		list.Levels = append(list.Levels, curve)
	}
	return list
}

func granularitySentences(r *granularity.Result) []string {
	var cuts, rates, prices []string
	for i, l := range r.Levels {
		best := r.Layers[l.Best]
		cuts = append(cuts, fmt.Sprintf("at %s for %s (%s %.3f)", layerName(best), l.Name, r.Metric, *best.Scores[i].Value))
		if l.Errors.Splits != nil {
			rates = append(rates, fmt.Sprintf("%.1f at the best layer for %s", *l.Errors.Splits, l.Name))
		}
		for j, other := range r.Levels {
			if l.Best != other.Best {
				prices = append(prices, fmt.Sprintf("%s loses %s with the layer for %s", l.Name, lossIn(r, l.Price[j]), other.Name))
			}
		}
	}
	list := []string{"Cut " + strings.Join(cuts, "; ") + "."}
	if len(prices) > 0 {
		list = append(list, "The price of the wrong layer: "+strings.Join(prices, "; ")+".")
	} else if len(r.Levels) > 1 {
		list = append(list, "One layer is the best for every level: finer and coarser ones may be missing.")
	}
	if len(rates) > 0 {
		list = append(list, "Splits that are as bad as one merge: "+strings.Join(rates, "; ")+".")
	}
	return list
}

// lossIn writes a loss in points where the metric is a share.
func lossIn(r *granularity.Result, loss float64) string {
	if r.Measure.Range[1] == 1 {
		return points(loss)
	}
	return fmt.Sprintf("%.3f", loss)
}

func layerName(l granularity.Layer) string {
	count := reports.Counted(l.Clusters, "cluster")
	if l.Name == fmt.Sprintf("k=%d", l.Clusters) {
		return count
	}
	return l.Name + ", " + count + ","
}

// bestLayers has a row a gold level.
func bestLayers(r *granularity.Result) reports.Table {
	t := newTable("best layer for each level of "+r.Corpus, "level", countColumn("groups"), textColumn("best layer"), countColumn("clusters"),
		scoreColumn(r.Metric, r.Measure.Better))
	t.InlineInterval = true
	t.Facts = []string{fmt.Sprintf("%d articles; %s", r.Articles, r.Hierarchy), "policy: " + r.Policy}
	if r.Parts {
		t.Columns = append(t.Columns, plainColumn("precision"), plainColumn("recall"))
	}
	for i, l := range r.Levels {
		best := r.Layers[l.Best]
		score := best.Scores[i]
		row := reports.Row{Name: l.Name, Cells: []reports.Cell{whole(l.Groups), words(best.Name), whole(best.Clusters),
			{Value: score.Value, Low: l.Low, High: l.High}}}
		if r.Parts {
			row.Cells = append(row.Cells, reports.Cell{Value: score.Precision}, reports.Cell{Value: score.Recall})
		}
		t.Groups[0].Rows = append(t.Groups[0].Rows, row)
	}
	return t
}

// pricesTable has what errors cost at the best layer of each level: its row.
func pricesTable(r *granularity.Result) reports.Table {
	t := newTable("what "+r.Metric+" loses", "level")
	if len(r.Levels) > 1 {
		for _, l := range r.Levels {
			t.Columns = append(t.Columns, titled(plainColumn("cut for "+l.Name), "if cut\nfor "+l.Name))
		}
	}
	t.Columns = append(t.Columns, titled(plainColumn("merge"), "by a\nmerge"), titled(plainColumn("split"), "by a\nsplit"),
		titled(reports.Column{Name: "splits", Digits: 1}, "splits\nper merge"))
	for _, l := range r.Levels {
		var cells []reports.Cell
		for i := 0; len(r.Levels) > 1 && i < len(l.Price); i++ {
			cells = append(cells, value(l.Price[i]))
		}
		cells = append(cells, reports.Cell{Value: l.Errors.Merge}, reports.Cell{Value: l.Errors.Split}, reports.Cell{Value: l.Errors.Splits})
		t.Groups[0].Rows = append(t.Groups[0].Rows, reports.Row{Name: l.Name, Cells: cells})
	}
	return t
}

// layersTable has a row a layer: of a tree the first cuts, and the best ones.
func layersTable(r *granularity.Result) reports.Table {
	t := newTable(r.Metric+" of the layers", "layer", countColumn("clusters"))
	for _, l := range r.Levels {
		t.Columns = append(t.Columns, scoreColumn(l.Name, r.Measure.Better))
	}
	for i, layer := range r.Layers {
		shown := layer.First
		row := reports.Row{Name: layer.Name, Cells: []reports.Cell{whole(layer.Clusters)}}
		for level, score := range layer.Scores {
			best := r.Levels[level].Best == i
			row.Cells = append(row.Cells, reports.Cell{Value: score.Value, Best: best})
			shown = shown || best
		}
		if shown {
			t.Groups[0].Rows = append(t.Groups[0].Rows, row)
		}
	}
	return t
}
