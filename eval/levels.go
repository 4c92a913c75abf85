package eval

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
)

// levels are the cases of one clustering against several gold levels of a corpus that is Joint.
type levels struct {
	golds *corpus.Golds
	cases []*Case
	// shares divide the terms of each story among the rows of common terms, so that levels err together. These are the stories of
	// the level that has fewest, by articles in common; what that level does not label is in rows of its own.
	shares [][][]rowShare // by level and story
	count  int            // of rows
	values bool           // terms are not wanted
}

// A rowShare is the share of a story that is in a row.
type rowShare struct {
	row   int
	share float64
}

// Joint reports whether the case is scored against several gold levels at once. Gold and Pred are those of the first.
func (c *Case) Joint() bool { return c.levels != nil }

// levels returns the cases against the levels of a corpus that is Joint.
func (p Policy) levels(ctx context.Context, pred corpus.Labels, c *corpus.Corpus) (*levels, error) {
	l := &levels{golds: c.Golds}
	var golds []corpus.Labels
	for i, level := range c.Golds.Levels {
		one := *level
		one.Outlets, one.OneSided = c.Outlets, c.OneSided
		of := &one
		if len(one.Articles) == 0 {
			of = nil
		}
		gold := level.Gold()
		k, err := p.one(ctx, gold, pred, of)
		if err != nil {
			return nil, fmt.Errorf("gold level %s: %w", c.Golds.Names[i], err)
		}
		l.cases, golds = append(l.cases, k), append(golds, gold)
	}
	l.divide(golds)
	return l, nil
}

// divide sets the shares.
func (l *levels) divide(golds []corpus.Labels) {
	unit := slices.MinFunc(golds, func(a, b corpus.Labels) int { return cmp.Compare(a.Groups(), b.Groups()) }) // ties are broken by order
	l.count = groups(unit)
	for _, gold := range golds {
		rows := make([]corpus.Labels, groups(gold)) // of the articles of each story
		for i, story := range gold {
			if story >= 0 {
				rows[story] = append(rows[story], max(unit[i], corpus.None))
			}
		}
		shares := make([][]rowShare, len(rows))
		for story, in := range rows {
			slices.Sort(in)
			for from, to := 0, 0; from < len(in); from = to {
				for to = from; to < len(in) && in[to] == in[from]; {
					to++
				}
				row := int(in[from])
				if row < 0 {
					row = l.count
					l.count++
				}
				shares[story] = append(shares[story], rowShare{row, float64(to-from) / float64(len(in))})
			}
		}
		l.shares = append(l.shares, shares)
	}
}

// regroup returns the cases of other clusters of the articles of c. Articles that c leaves out stay as they are.
func (l *levels) regroup(ctx context.Context, c *Case, pred corpus.Labels) *levels {
	at := map[int32]int32{} // the new cluster of an article, by its position in the corpus
	next := int32(0)
	for i, position := range c.kept {
		at[position] = pred[i]
		next = max(next, pred[i]+1)
	}
	out := *l
	out.cases = make([]*Case, len(l.cases))
	for k, one := range l.cases {
		labels := make(corpus.Labels, len(one.kept))
		for i, position := range one.kept {
			cluster, ok := at[position]
			if labels[i] = cluster; !ok && one.Pred[i] >= 0 {
				labels[i] = next + one.Pred[i]
			}
		}
		out.cases[k] = one.Regroup(ctx, labels)
	}
	return &out
}

// score scores each level, and makes one value of all by the rule.
func (l *levels) score(m Measure) (Value, error) {
	if _, pages := m.Scorer.(PageScorer); pages || m.Needs.Summaries || m.Needs.KeyPoints {
		return Undefined("texts of stories are of one gold level: score against one"), nil
	}
	values, list := make([]Value, len(l.cases)), make([]float64, len(l.cases))
	terms := !l.values
	for i, c := range l.cases {
		var err error
		if values[i], err = m.Score(c); err != nil {
			return Value{}, fmt.Errorf("gold level %s: %w", l.golds.Names[i], err)
		}
		if list[i] = values[i].Value; math.IsNaN(list[i]) {
			return Undefined(fmt.Sprintf("gold level %s: %s", l.golds.Names[i], values[i].Reason)), nil
		}
		terms = terms && values[i].Terms.Columns != nil
	}
	out := Value{Value: l.one(m, list)}
	if terms {
		out.Terms = l.terms(m, values)
	}
	return out, nil
}

// one makes one value of those of the levels.
func (l *levels) one(m Measure, list []float64) float64 {
	if l.golds.Rule == corpus.Max {
		best := 0
		for i, x := range list {
			if m.Better.Order(x) > m.Better.Order(list[best])+1e-9 { // 1.2 and 1/1.2 are as near to 1: ties go to the first level
				best = i
			}
		}
		return list[best]
	}
	return m.Rounded(meanOf(list))
}

func meanOf(list []float64) (mean float64) {
	for _, v := range list {
		mean += v / float64(len(list))
	}
	return mean
}

// CombineB3F1Of is CombineB3F1 for stored terms against gold levels by a rule of corpus.Rules, three of each; the empty rule is
// that of one level.
func CombineB3F1Of(rule string) func(sum []float64) float64 {
	if rule == "" {
		return CombineB3F1
	}
	return func(sum []float64) float64 {
		var list []float64
		for level := range slices.Chunk(sum, 3) {
			list = append(list, CombineB3F1(level))
		}
		if rule == corpus.Max {
			return slices.Max(list)
		}
		return meanOf(list)
	}
}

// terms puts the terms of the levels side by side. No row is of one story.
func (l *levels) terms(m Measure, values []Value) Terms {
	var out Terms
	for i, v := range values {
		out.Columns = append(out.Columns, l.columns(i, v.Terms, v.Terms.Columns)...)
		out.Resampling = append(out.Resampling, l.columns(i, v.Terms, v.Terms.ForResampling().Columns)...)
		out.Others = len(out.Columns[0])
	}
	out.Combine = func(sum []float64) float64 {
		list := make([]float64, len(values))
		for i, v := range values {
			width := len(v.Terms.Columns)
			list[i] = v.Terms.Combine(sum[:width])
			sum = sum[width:]
		}
		return l.one(m, list)
	}
	return out
}

// columns divides the terms of a level among the rows.
func (l *levels) columns(level int, t Terms, columns [][]float64) [][]float64 {
	stories := t.Stories() - t.Others
	out := make([][]float64, len(columns))
	for k, column := range columns {
		out[k] = make([]float64, l.count+t.Others)
		for s, x := range column[:stories] {
			for _, in := range l.shares[level][s] {
				out[k][in.row] += x * in.share
			}
		}
		copy(out[k][l.count:], column[stories:])
	}
	return out
}
