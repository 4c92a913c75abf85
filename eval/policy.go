package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// A Policy is what happens to articles that do not fit a comparison of two
// partitions. It belongs to every score: scores of different policies must not be
// compared. The zero value of a field means its default.
type Policy struct {
	// Noise is what found noise (None) becomes: a cluster an article ("singletons",
	// the default), "one" cluster, left out on both sides ("drop") or an "error".
	Noise string `json:"noise,omitempty" spec:"noise,always" oneof:"singletons,one,drop,error" doc:"what predicted noise becomes"`
	// Unlabelled is what happens to articles without a gold story that may belong to
	// one that nobody labelled: they are foreign "within" the found clusters (the
	// default), or left out ("ignore"), which inflates precision.
	Unlabelled string `json:"unlabelled,omitempty" spec:"unlabelled,always" oneof:"within,ignore" doc:"articles without a gold story"`
	// Distractors is the same for articles that are known to belong to no story.
	Distractors string `json:"distractors,omitempty" spec:"distractors,always" oneof:"within,ignore" doc:"articles known to be no story"`
	// MinStory leaves smaller stories out of the score: their articles become
	// foreign. 2 leaves singletons out.
	MinStory int `json:"min_story,omitempty" spec:"min_story" default:"1" range:"1:" doc:"ignore stories with fewer than N articles"`
	// Sampled is how the labelled stories were chosen: "stories" if all had the same
	// chance (the default), "articles" if they are those of randomly drawn articles,
	// which favours large stories. These then weigh by 1/size.
	Sampled string `json:"sampled,omitempty" spec:"sampled" oneof:"stories,articles" doc:"how the labelled stories were chosen"`
}

// Valid returns an error if a part has a value that it does not take.
func (p Policy) Valid() error { return spec.Fill(&p) }

// Full is the policy with its defaults written out.
func (p Policy) Full() Policy {
	_ = spec.Fill(&p) // an invalid part stays as it is: Valid reports it
	return p
}

// String is the policy in words, as it is printed with scores.
func (p Policy) String() string {
	p = p.Full()
	var parts []string
	for _, part := range spec.Params(p) {
		if value := part.Get(p); part.Always || value != part.Default {
			parts = append(parts, part.Name+"="+value)
		}
	}
	return strings.Join(parts, ", ")
}

// ErrNoGold is the error of cases in which no article has a gold story.
var ErrNoGold = errors.New("the gold groups no article")

// Case returns the case of two groupings under the policy. c may be nil. If it is Joint, the case is scored against
// all of its gold levels, and gold is that of the first.
func (p Policy) Case(ctx context.Context, gold, pred corpus.Labels, c *corpus.Corpus) (*Case, error) {
	k, err := p.one(ctx, gold, pred, c)
	if err != nil {
		return nil, err
	}
	if c == nil || !c.Joint() {
		k.kept = nil
		return k, nil
	}
	k.levels, err = p.levels(ctx, pred, c)
	return k, err
}

// one returns the case of two groupings, whatever other levels there are.
func (p Policy) one(ctx context.Context, gold, pred corpus.Labels, c *corpus.Corpus) (*Case, error) {
	if err := spec.Fill(&p); err != nil {
		return nil, err
	}
	if len(gold) != len(pred) {
		return nil, fmt.Errorf("gold has %d articles, the prediction %d", len(gold), len(pred))
	}
	if len(gold) == 0 {
		return nil, fmt.Errorf("there are no articles to score")
	}
	k := &Case{Policy: p, All: len(gold), ctx: ctx}
	if c != nil && c.Judged != nil {
		return k, p.fillPairs(k, pred, c)
	}
	if err := p.fill(k, gold, pred, c); err != nil {
		return nil, err
	}
	if k.Gold.Groups() == 0 {
		return nil, fmt.Errorf("%w: there is nothing to score against (policy: %s)", ErrNoGold, p)
	}
	return k, nil
}

// largeStories removes the gold of stories that are too small.
func (p Policy) largeStories(gold corpus.Labels) corpus.Labels {
	if p.MinStory <= 1 {
		return gold
	}
	size := map[int32]int{}
	for _, g := range gold {
		size[g]++
	}
	kept := slices.Clone(gold)
	for i, g := range kept {
		if g >= 0 && size[g] < p.MinStory {
			kept[i] = corpus.None
		}
	}
	return kept
}

// fill sets the groupings and the corpus of a case, without the articles left out. Articles that only another prediction has
// stay, absent on both sides: terms of all predictions then have the same rows.
func (p Policy) fill(k *Case, gold, pred corpus.Labels, c *corpus.Corpus) error {
	kept := make([]int32, 0, len(gold))
	large, found := p.largeStories(gold), pred
	noise := 0
	for i := range gold {
		missing, unknown := pred[i] == corpus.Absent, gold[i] == corpus.Absent
		if missing && unknown {
			kept = append(kept, int32(i))
			k.All--
			continue
		}
		if pred[i] < 0 && !missing {
			if noise++; unknown && p.Noise == "drop" {
				if noise == 1 || &found[0] == &pred[0] {
					found = slices.Clone(pred)
				}
				found[i] = corpus.Absent
				kept = append(kept, int32(i))
				k.Dropped++
				continue
			}
		}
		distractor := c != nil && c.Articles[i].Distractor
		unlabelled := gold[i] < 0 && !unknown && !distractor && (c == nil || c.Articles[i].Story == "")
		if pred[i] < 0 && !missing && p.Noise == "drop" || missing && large[i] < 0 ||
			distractor && p.Distractors == "ignore" || unlabelled && p.Unlabelled == "ignore" {
			k.Dropped++
			continue
		}
		kept = append(kept, int32(i))
	}
	if noise > 0 && p.Noise == "error" {
		return fmt.Errorf("%d of %d articles are noise in the prediction, and the policy is noise=error", noise, len(pred))
	}
	k.kept = kept
	k.Gold, k.Pred, k.Corpus = corpus.Pick(large, kept), corpus.Pick(found, kept), c
	if c != nil && len(kept) < len(gold) {
		part := *c
		part.Articles = corpus.Pick(c.Articles, kept)
		k.Corpus = &part
	}
	if p.Noise == "one" {
		k.Pred = k.Pred.Canonical()
		clusters := int32(k.Pred.Groups())
		for i, g := range k.Pred {
			if g == corpus.None {
				k.Pred[i] = clusters
			}
		}
	}
	k.Pred = k.Pred.Alone() // numbered by first appearance
	if k.count(); k.Unknown > 0 && p.Sampled == "articles" {
		return errors.New("sampled=articles takes the labelled stories for a sample, and unknown=foreign takes the gold for complete: " +
			"one of the two does not hold")
	}
	return nil
}

// weights returns the weights of the stories, nil if all are equal. The weighted number
// of articles is their number.
func (c *Case) weights() []float64 {
	if c.Policy.Sampled != "articles" {
		return nil
	}
	t := c.Table()
	weights := make([]float64, len(t.Stories))
	scale := float64(t.N) / float64(t.storyCount())
	for s, size := range t.Stories {
		if size > 0 {
			weights[s] = scale / float64(size)
		}
	}
	return weights
}
