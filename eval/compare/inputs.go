package compare

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
)

// An Input is the systems to compare on one corpus.
type Input struct {
	Corpus   *corpus.Corpus
	Protocol *streaming.Protocol // under which the labels were made; nil = the whole corpus at once
	Systems  []System
	Notes    []string // what the policy of ids hides
}

// Name is that of the corpus, with the protocol behind a slash if there is one.
func (in *Input) Name() string {
	if in.Protocol == nil {
		return in.Corpus.Name()
	}
	return in.Corpus.Name() + "/" + in.Protocol.Name()
}

// OfLabels opens a gold and labels files to compare against it: one input, or one for each gold level that is compared by itself.
func OfLabels(ctx context.Context, gold string, paths []string, ids corpus.IDPolicy) (list []Input, err error) {
	levels, _, err := format.OpenGoldLevels(ctx, gold)
	if err != nil {
		return nil, err
	}
	for _, c := range levels {
		in, err := ofLabels(ctx, c.WithArticles(), paths, ids.For(c))
		if err != nil {
			return nil, err
		}
		list = append(list, in)
	}
	return list, nil
}

func ofLabels(ctx context.Context, c *corpus.Corpus, paths []string, ids corpus.IDPolicy) (Input, error) {
	a, err := format.AlignLabels(ctx, c, ids, paths...)
	if err != nil {
		return Input{}, err
	}
	in := Input{Corpus: a.Corpus}
	for n, path := range paths {
		in.Systems = append(in.Systems, System{Name: path, Runs: []corpus.Labels{a.Labels[n]}})
		for _, note := range a.Unmatched[n].Notes(ids) {
			in.Notes = append(in.Notes, fmt.Sprintf("%s: %s.", path, note))
		}
	}
	return in, nil
}

// OfResults opens the corpora and labels behind the trials that went well. The policies
// of the trials do not matter, since labels do not depend on them.
func OfResults(ctx context.Context, list []results.Result) ([]Input, error) {
	var inputs []Input
	var corpora results.Corpora
	plain := make([]results.Result, len(list))
	for i, r := range list {
		r.Policy = eval.Policy{}
		plain[i] = r
	}
	for _, set := range results.Group(plain) {
		var in Input
		if set.Protocol != "" {
			p, err := streaming.Parse(set.Protocol)
			if err != nil {
				return nil, err
			}
			in.Protocol = &p
		}
		for _, y := range set.Systems {
			if len(y.Runs) == 0 {
				continue
			}
			if y.Runs[0].Judge != "" { // judges come with the corpus
				if _, _, err := corpora.Open(ctx, &y.Runs[0]); err != nil {
					return nil, err
				}
				continue
			}
			system := System{Name: y.Name(), Control: y.Role == results.Control, Oracle: y.Role.Told()}
			for _, part := range []struct {
				runs []results.Result
				to   *[]corpus.Labels
			}{{y.Runs, &system.Runs}, {y.Reordered, &system.Others}} {
				for i := range part.runs {
					c, labels, err := corpora.Open(ctx, &part.runs[i])
					if err != nil {
						return nil, err
					}
					in.Corpus = c
					*part.to = append(*part.to, labels)
				}
			}
			in.Systems = append(in.Systems, system)
		}
		if in.Systems != nil {
			inputs = append(inputs, in)
		}
	}
	if inputs == nil {
		return nil, fmt.Errorf("no trial went well: there is nothing to compare")
	}
	return inputs, nil
}

// A Comparison is the tables of several inputs, and how the systems stand over them.
type Comparison struct {
	Settings Settings
	Inputs   []Input
	Tables   [][]Table // by input and measure
	Across   []*Across // for each measure that has a standing, with three corpora or more
	Notes    []string  // why a measure has none, and those of the inputs
}

// All compares the systems of each input, and ranks them over the corpora. Labels of a
// stream are compared by scores at its end, under names of their own; they have no part
// in the ranks.
func All(ctx context.Context, inputs []Input, measures []eval.Measure, rope float64, s Settings) (*Comparison, error) {
	out := &Comparison{Settings: s, Inputs: inputs}
	var names []string
	var whole [][]Table // of whole corpora
	for _, in := range inputs {
		named := measures
		if in.Protocol != nil {
			named = nil
			for _, m := range measures {
				named = append(named, in.Protocol.AtEnd(m))
			}
		}
		tables, err := Systems(ctx, in.Corpus, in.Systems, named, s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", in.Name(), err)
		}
		out.Tables, out.Notes = append(out.Tables, tables), append(out.Notes, in.Notes...)
		if in.Protocol == nil && (in.Corpus.Golds == nil || in.Corpus.Joint()) { // levels of one corpus are not several corpora
			names, whole = append(names, in.Name()), append(whole, tables)
		}
	}
	if len(names) < MinCorpora {
		return out, nil
	}
	for m := range measures {
		var column []Table
		for _, tables := range whole {
			column = append(column, tables[m])
		}
		across, err := Over(ctx, names, column, rope, s)
		if err != nil {
			out.Notes = append(out.Notes, fmt.Sprintf("%s: no standing over the corpora: %v.", measures[m].Spec, err))
			continue
		}
		out.Across = append(out.Across, across)
	}
	return out, nil
}
