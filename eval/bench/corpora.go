package bench

import (
	"cmp"
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/eval/streaming"
)

// each reads the corpora of the plan and hands them on, one for each gold level that is scored by itself. It keeps none, so that a plan
// has one at a time in memory.
func (p Plan) each(ctx context.Context, protocol *streaming.Protocol, use func(c *corpus.Corpus, path string) error) error {
	for _, path := range p.Corpora {
		levels, err := p.Rows.open(ctx, path)
		if err != nil {
			return err
		}
		for _, c := range levels {
			if err := ready(c, path, protocol); err != nil {
				return err
			}
			if err := use(c, path); err != nil {
				return err
			}
		}
	}
	return nil
}

// ready returns an error if a corpus has no gold or is not fit for the protocol.
func ready(c *corpus.Corpus, path string, protocol *streaming.Protocol) error {
	if !c.HasGold() {
		return fmt.Errorf("%s: no article has a story, so there is no gold to score against (--map story=FIELD if a field has the "+
			"groups; assay cluster needs none)", path)
	}
	if protocol != nil && c.Judged != nil {
		return fmt.Errorf("%s: judged pairs do not tell the stories of a stream: leave the protocol out", path)
	}
	if protocol != nil {
		if c.Joint() {
			return fmt.Errorf("%s: a stream is scored against one gold level: name one, or several as in @judge1,judge2", path)
		}
		if err := protocol.Ready(c.Articles); err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
	}
	c.LanguageNotes() // has them noted once, here: each trial finds the languages in a process of its own
	return nil
}

// describe returns what trials have to know of a corpus.
func describe(c *corpus.Corpus) (results.Corpus, algorithms.Facts) {
	facts := algorithms.GoldFacts(c.Gold())
	described := results.Corpus{
		Name: c.Name(), Fingerprint: c.Fingerprint(), Level: cmp.Or(c.Level, c.Card.Level),
		Articles: len(c.Articles), Stories: len(facts.Sizes),
	}
	for i := range c.Articles {
		switch a := &c.Articles[i]; {
		case a.Distractor:
			described.Distractors++
		case a.Story == "":
			described.Unlabelled++
		}
	}
	return described, facts
}
