package score

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
)

// levels scores a case that is Joint against each gold level alone, and the judges against each other.
func (r Request) levels(ctx context.Context, k *eval.Case, measures []eval.Measure, s *Sheet) error {
	names, cases := k.Levels()
	for i, name := range names {
		v, err := values(ctx, cases[i], measures)
		if err != nil {
			return err
		}
		s.Levels = append(s.Levels, Values{name, v})
		s.Gold.Levels = append(s.Gold.Levels, cases[i].Gold.Groups())
	}
	if k.Joint() {
		s.Gold.Rule = r.Gold.Golds.Rule
	}
	judges := r.Gold.Judges()
	if len(judges) == 0 || len(measures) == 0 {
		return nil
	}
	s.Judges = &Values{"judges", map[string]*float64{}}
	count := map[string]int{}
	for _, judge := range judges {
		labels, gold, err := r.Gold.Judge(judge)
		if err != nil {
			return err
		}
		var articles *corpus.Corpus
		if len(gold.Articles) > 0 {
			articles = gold
		}
		one, err := r.Policy.Case(ctx, gold.Gold(), labels, articles)
		if err != nil {
			return fmt.Errorf("judge %s: %w", judge, err)
		}
		scored, err := values(ctx, one, measures)
		if err != nil {
			return fmt.Errorf("judge %s: %w", judge, err)
		}
		for metric, v := range scored {
			if s.Judges.Values[metric] == nil {
				s.Judges.Values[metric] = new(float64)
			}
			*s.Judges.Values[metric] += *v
			count[metric]++
		}
	}
	for metric, v := range s.Judges.Values {
		if *v /= float64(len(judges)); count[metric] < len(judges) {
			delete(s.Judges.Values, metric)
		}
	}
	return nil
}

// JSON is what sheets are as JSON, with what else is said of them all: one sheet, or a list of one for each gold level.
func JSON(sheets []*Sheet, provenance any) any {
	if len(sheets) == 1 {
		return struct {
			*Sheet
			Provenance any `json:"provenance"`
		}{sheets[0], provenance}
	}
	return struct {
		Schema     string   `json:"schema"`
		Sheets     []*Sheet `json:"sheets"`
		Provenance any      `json:"provenance"`
	}{"assay/scores/1", sheets, provenance}
}
