package audit

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

var ctx = context.Background()

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "audit-test-")
	if err != nil {
		panic(err)
	}
	os.Setenv(features.CacheVariable, dir)
	code := m.Run()
	os.RemoveAll(dir)
	os.Exit(code)
}

// A fault is planted: the articles that the finding has to have on different sides.
type fault struct {
	check string
	sides [2][]int
}

// planted are the gold labels of a corpus with faults, each in stories of its own, and those faults; the corpus has copies more.
func planted(c *corpus.Corpus, seed uint64) (*corpus.Corpus, corpus.Labels, []fault) {
	r := rand.New(rand.NewPCG(seed, 1))
	labels := c.Gold().Alone()
	next := int32(labels.Groups())
	fresh := func() int32 { next++; return next - 1 }
	var stories [][]int
	for _, rows := range labels.Members() {
		if len(rows) > 1 {
			stories = append(stories, rows)
		}
	}
	r.Shuffle(len(stories), func(i, j int) { stories[i], stories[j] = stories[j], stories[i] })
	planted := *c
	planted.Articles = slices.Clone(c.Articles)
	var faults []fault
	kind := 0
	for k := 0; k+1 < len(stories); k++ {
		a := slices.Clone(stories[k])
		r.Shuffle(len(a), func(i, j int) { a[i], a[j] = a[j], a[i] })
		switch kind++; {
		case kind%5 == 0: // two stories in one cluster
			b := stories[k+1]
			for _, i := range b {
				labels[i] = labels[a[0]]
			}
			faults = append(faults, fault{"bridges", [2][]int{a, b}})
			k++
		case kind%5 == 1 && len(a) > 3: // a story in two halves
			g := fresh()
			for _, i := range a[:len(a)/2] {
				labels[i] = g
			}
			faults = append(faults, fault{"twins", [2][]int{a[:len(a)/2], a[len(a)/2:]}})
		case kind%5 == 2 && len(a) > 2: // an article alone
			labels[a[0]] = fresh()
			faults = append(faults, fault{"lone", [2][]int{a[:1], a[1:]}})
		case kind%5 == 3: // a copy by another outlet, in another story
			i := a[0]
			again := planted.Articles[i]
			again.ID, again.Source, again.Title = again.ID+" again", "again.example", again.Title+" again"
			again.Story = ""
			planted.Articles = append(planted.Articles, again)
			labels = append(labels, labels[stories[k+1][0]])
			faults = append(faults, fault{"copies", [2][]int{{i}, {len(labels) - 1}}})
			k++
		case kind%5 == 4: // an article of one story in another
			b := stories[k+1]
			if len(b) > 1 && len(a) > 2 {
				labels[a[0]] = labels[b[0]]
				faults = append(faults, fault{"strays", [2][]int{a[:1], b}})
			}
			k++
		}
	}
	// A corpus remembers what it read of its articles.
	fresher := &corpus.Corpus{Card: c.Card, Articles: planted.Articles, Stories: c.Stories}
	return fresher, labels, faults
}

// found reports whether one of the findings has the articles of the fault on different sides.
func (f fault) found(findings []Finding) bool {
	return slices.ContainsFunc(findings, func(g Finding) bool {
		if g.Check != f.check {
			return false
		}
		side := map[int]int{}
		for k, rows := range g.sides {
			for _, i := range rows {
				side[i] = k + 1
			}
		}
		most := func(rows []int) int {
			count := map[int]int{}
			for _, i := range rows {
				count[side[i]]++
			}
			best := 0
			for s, n := range count {
				if s > 0 && 2*n > len(rows) {
					best = s
				}
			}
			return best
		}
		a, b := most(f.sides[0]), most(f.sides[1])
		return a > 0 && b > 0 && a != b
	})
}

func open(t require.TestingT, name string) *corpus.Corpus {
	c, err := format.Open(ctx, name)
	require.NoError(t, err)
	return c
}

func made(t require.TestingT, c *corpus.Corpus, labels corpus.Labels, o Options) *Audit {
	a, err := NewRun("test", c, labels, nil).Make(ctx, o)
	require.NoError(t, err)
	return a
}

// Planted faults are found, and gold labels have few findings. The figures are those of docs/judging.md.
func TestPlanted(t *testing.T) {
	all, found := map[string]float64{}, map[string]float64{}
	seeds := uint64(1)
	if os.Getenv("ASSAY_LONG") != "" {
		seeds = 5
	}
	for _, set := range []struct {
		name     string
		findings int // most on gold
	}{{"newsroom", 3}, {"wikinews", 16}, {"ktlab-vi", 8}, {"ecbplus", 8}} {
		t.Run(set.name, func(t *testing.T) {
			name := set.name
			if name != "newsroom" {
				name = testfiles.Path(t, "corpora", name)
			}
			c := open(t, name)
			gold := made(t, c, c.Gold(), Options{})
			assert.LessOrEqual(t, len(gold.Findings), set.findings)
			t.Logf("gold: %d findings, %d of %d articles: %s", len(gold.Findings), gold.Moved, gold.Articles, summary(gold))
			for seed := range seeds {
				faulty, labels, faults := planted(c, seed)
				a := made(t, faulty, labels, Options{})
				for _, f := range faults {
					all[f.check]++
					if f.found(a.Findings) {
						found[f.check]++
					}
				}
			}
		})
	}
	for check, least := range map[string]float64{"bridges": .93, "twins": .85, "lone": .75, "copies": 1, "strays": .45} {
		t.Logf("%s: %.0f of %.0f planted ones found", check, found[check], all[check])
		assert.GreaterOrEqual(t, found[check]/all[check], least, check)
	}
}

func summary(a *Audit) string {
	var list []string
	for _, o := range a.Checks {
		if o.Findings > 0 {
			list = append(list, fmt.Sprintf("%s %d (%d articles)", o.Check, o.Findings, o.Articles))
		}
	}
	return strings.Join(list, ", ")
}
