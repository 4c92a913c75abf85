package tune

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

// A Dataset is a corpus that settings are chosen on and held against: by its Dev part
// where it helps to choose, by its Test part where it is left out. Both are names
// as format.Open takes them, and the same where the corpus has no test split.
type Dataset struct {
	Name      string
	Dev, Test string
	Split     string // how the parts were made; empty where they are the same
}

// Names of the splits of published corpora.
var (
	testSplits = []string{"test"}
	devSplits  = []string{"dev", "val", "validation", "train"} // the first that there is
)

// dataset finds the parts of a corpus by its splits. The test split never serves to
// choose: where one is named, or the corpus has one, another split takes its place.
func dataset(name string, c *corpus.Corpus) (Dataset, error) {
	p := Dataset{Name: c.Name(), Dev: name, Test: name}
	base := strings.TrimSuffix(name, "#"+c.Split)
	at := slices.IndexFunc(testSplits, func(s string) bool { return c.Split == s || c.Split == "" && slices.Contains(c.Card.Splits, s) })
	if at < 0 {
		return p, nil
	}
	dev := slices.IndexFunc(devSplits, func(s string) bool { return slices.Contains(c.Card.Splits, s) })
	if dev < 0 {
		return p, fmt.Errorf("%s: nothing is tuned on a test split, and the corpus's card names no other (%s) to tune on", name,
			strings.Join(devSplits, ", "))
	}
	p.Dev, p.Test = base+"#"+devSplits[dev], base+"#"+testSplits[at]
	p.Split = fmt.Sprintf("chosen on %s, scored on %s", devSplits[dev], testSplits[at])
	if c.Split == "" {
		p.Name += "#" + testSplits[at]
	}
	return p, nil
}

// halves divides a corpus that has no splits, and stores its parts under dir. No
// story is in both. Where every story has an article with a time, the earlier half
// of the stories, by their first articles, is Dev, and an article without a story
// goes by its own time; else, and for articles without a time, a hash of the id
// decides, so that the parts stay as they are when the corpus grows.
func halves(name string, c *corpus.Corpus, dir string) (Dataset, error) {
	dev, how := byTime(c)
	if dev == nil {
		dev, how = func(a *corpus.Article) bool {
			if a.Story == "" {
				return even(a.ID)
			}
			return even(a.Story)
		}, "half of the stories by a hash of their ids (not every story has a time)"
	}
	p := Dataset{Name: c.Name(), Split: "chosen on " + how + ", scored on the others"}
	for _, part := range []struct {
		name string
		path *string
		keep func(*corpus.Article) bool
	}{{"dev", &p.Dev, dev}, {"test", &p.Test, func(a *corpus.Article) bool { return !dev(a) }}} {
		half := subset(c, part.keep)
		if stories := len(half.Gold().Members()); stories < 2 {
			return p, fmt.Errorf("%s: a half of it has fewer than two stories, too few to tune on: name further corpora", name)
		}
		half.Card.Name = c.Name() + "-" + part.name
		*part.path = filepath.Join(dir, "parts", strings.Trim(half.Fingerprint(), "/")[:16]+"-"+part.name)
		if _, err := os.Stat(*part.path); err == nil {
			continue // of an earlier run: the digest of the content is in the name
		}
		if err := format.Write(*part.path, half); err != nil {
			return p, fmt.Errorf("storing a half of %s: %w", name, err)
		}
	}
	return p, nil
}

// byTime divides by time; nil where some story has none.
func byTime(c *corpus.Corpus) (dev func(*corpus.Article) bool, how string) {
	type story struct {
		id    string
		first corpus.Moment
	}
	at := map[string]int{}
	var stories []story
	for i := range c.Articles {
		a := &c.Articles[i]
		if a.Story == "" {
			continue
		}
		k, ok := at[a.Story]
		if !ok {
			k = len(stories)
			at[a.Story] = k
			stories = append(stories, story{id: a.Story})
		}
		if s := &stories[k]; !a.Published.IsZero() && (s.first.IsZero() || a.Published.Time.Before(s.first.Time)) {
			s.first = a.Published
		}
	}
	if len(stories) == 0 || slices.ContainsFunc(stories, func(s story) bool { return s.first.IsZero() }) {
		return nil, ""
	}
	slices.SortFunc(stories, func(a, b story) int {
		if order := a.first.Time.Compare(b.first.Time); order != 0 {
			return order
		}
		return strings.Compare(a.id, b.id)
	})
	early := map[string]bool{}
	for _, s := range stories[:len(stories)/2] {
		early[s.id] = true
	}
	cut := stories[len(stories)/2].first.Time
	return func(a *corpus.Article) bool {
		switch {
		case a.Story != "":
			return early[a.Story]
		case a.Published.IsZero():
			return even(a.ID)
		}
		return a.Published.Time.Before(cut)
	}, fmt.Sprintf("the %d stories that began first, before %s", len(early), cut.UTC().Format("2006-01-02 15:04"))
}

func even(id string) bool { return xxh3.HashString(id)&1 == 0 }

// subset keeps some articles, with their stories.
func subset(c *corpus.Corpus, keep func(*corpus.Article) bool) *corpus.Corpus {
	part := *c
	part.Articles, part.Stories = nil, nil
	used := map[string]bool{}
	for i := range c.Articles {
		if keep(&c.Articles[i]) {
			part.Articles = append(part.Articles, c.Articles[i])
			used[c.Articles[i].Story] = true
		}
	}
	for _, s := range c.Stories {
		if used[s.ID] {
			part.Stories = append(part.Stories, s)
		}
	}
	return &part
}

// datasets opens the corpora and finds their parts. A corpus that is the only one and has
// no splits is divided.
func datasets(ctx context.Context, names []string, dir string) ([]Dataset, error) {
	var list []Dataset
	for _, name := range names {
		c, err := format.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		p, err := dataset(name, c)
		if err == nil && len(names) == 1 && p.Split == "" {
			p, err = halves(name, c, dir)
		}
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(list, func(o Dataset) bool { return o.Test == p.Test || o.Dev == p.Dev || o.Name == p.Name }) {
			return nil, fmt.Errorf("%s is given twice: it would be left out and tuned on at once", p.Name)
		}
		list = append(list, p)
	}
	return list, nil
}

// devDatasets are corpora of which only the part counts that may be tuned on.
func devDatasets(ctx context.Context, names []string) ([]Dataset, error) {
	var list []Dataset
	for _, name := range names {
		c, err := format.Open(ctx, name)
		if err != nil {
			return nil, err
		}
		p, err := dataset(name, c)
		if err != nil {
			return nil, err
		}
		if p.Test != p.Dev {
			p.Name = strings.TrimSuffix(p.Name, p.Test[strings.LastIndex(p.Test, "#"):]) + p.Dev[strings.LastIndex(p.Dev, "#"):]
			p.Test, p.Split = p.Dev, ""
		}
		if slices.ContainsFunc(list, func(o Dataset) bool { return o.Dev == p.Dev }) {
			return nil, fmt.Errorf("%s is given twice", p.Name)
		}
		list = append(list, p)
	}
	return list, nil
}
