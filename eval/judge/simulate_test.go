package judge

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/seed-9405df2f/assay/spec"
)

// clusterings are those of a corpus that the simulations ask about, in files of the folder ASSAY_JUDGE_LABELS, as assay
// cluster writes them: neus-test-storyline.csv.
var clusterings = []string{"leiden", "storyline", "kmeans(k=silhouette)"}

func labelsOf(t *testing.T, c *corpus.Corpus, name, algorithm string) corpus.Labels {
	file := strings.NewReplacer("#", "-", "(", "-", ")", "-", "=", "-").Replace(name+"-"+algorithm) + ".csv"
	path := filepath.Join(os.Getenv("ASSAY_JUDGE_LABELS"), file)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("needs %s", path)
	}
	labels, _, err := format.LabelsOf(t.Context(), c.IDs(), path, corpus.IDPolicy{})
	require.NoError(t, err)
	return labels.Alone()
}

func openCorpus(t *testing.T, name string) *corpus.Corpus {
	base, rest, _ := strings.Cut(name, "#")
	if rest != "" {
		rest = "#" + rest
	}
	c, err := format.Open(t.Context(), testfiles.Path(t, "corpora", base)+rest)
	require.NoError(t, err)
	return c
}

func spaceOf(t *testing.T, c *corpus.Corpus) *features.Space {
	space, err := features.Build(context.Background(), spec.Spec{Name: "tfidf"}, &features.Input{Articles: c.Blind()})
	require.NoError(t, err)
	return space
}

// truth counts the pairs of one story in each stratum.
func (f *Frame) truth(t *testing.T, gold corpus.Labels) []int64 {
	same := make([]int64, len(f.Strata))
	require.NoError(t, f.each(t.Context(), func(a, b int32, together uint8, bin int) {
		if gold[a] == gold[b] {
			for h, s := range f.Strata {
				if s.Together == together && s.Band == int(f.bins[bin]) {
					same[h]++
				}
			}
		}
	}))
	return same
}

// judgeAtRandom answers n questions about a survey, whose strata have the given pairs of one story.
func judgeAtRandom(r *rand.Rand, s *Survey, same []int64, n int, figures []Figure) {
	next, queue := 0, []int(nil)
	for k := range n {
		if next == len(queue) { // plan some at once: it is what costs
			next, queue = 0, s.Plan(figures, max(4, k/8))
		}
		if next == len(queue) {
			return
		}
		x := &s.Strata[queue[next]]
		next++
		left := x.Pairs - int64(x.Judged)
		if r.Int64N(left) < same[queue[next-1]]-int64(x.Same) {
			x.Same++
		}
		x.Judged++
	}
}

func TestSimulatedPairs(t *testing.T) {
	testfiles.Long(t, "simulates the judging of pairs")
	const draws = 2000
	for _, name := range []string{"wikinews", "neus#test", "ktlab-vi", "uci-headlines"} {
		c := openCorpus(t, name)
		gold := c.Gold().Alone()
		space := spaceOf(t, c)
		for _, algorithm := range clusterings {
			f, err := NewFrame(t.Context(), space, []corpus.Labels{labelsOf(t, c, name, algorithm)}, 1)
			require.NoError(t, err)
			same := f.truth(t, gold)
			figures := Figures("all")
			var truth []float64
			for _, x := range figures {
				truth = append(truth, x.of(f.totals(func(h int) float64 { return float64(same[h]) / float64(f.Strata[h].Pairs) })))
			}
			for _, n := range []int{100, 300, 1000} {
				r := rand.New(rand.NewPCG(uint64(n), 5))
				hit, bias, half := make([]float64, 3), make([]float64, 3), make([]float64, 3)
				for range draws {
					s := Survey{Bands: f.Bands, Strata: append([]Stratum(nil), f.Strata...)}
					judgeAtRandom(r, &s, same, n, figures)
					for i, x := range figures {
						e := s.Estimate(x, .95)
						if *e.Low <= truth[i]+1e-12 && truth[i]-1e-12 <= *e.High {
							hit[i]++
						}
						bias[i] += *e.Value - truth[i]
						half[i] += (*e.High - *e.Low) / 2
					}
				}
				line := fmt.Sprintf("| %s | %s | %d |", name, algorithm, n)
				for i := range figures {
					line += fmt.Sprintf(" %.3f: %.1f %% %+.3f ±%.3f |", truth[i], 100*hit[i]/draws, bias[i]/draws, half[i]/draws)
				}
				fmt.Println(line)
			}
		}
	}
}

func TestSimulatedFoci(t *testing.T) {
	testfiles.Long(t, "simulates the judging of single articles")
	const draws = 1000
	for _, name := range []string{"wikinews", "neus#test", "ktlab-vi", "uci-headlines"} {
		c := openCorpus(t, name)
		gold := c.Gold().Alone()
		space := spaceOf(t, c)
		for _, algorithm := range clusterings {
			found := labelsOf(t, c, name, algorithm)
			screens := NewScreens(space, []corpus.Labels{found})
			figures := FocusFigures("all")
			all := Foci{Articles: []int{len(gold)}} // everything that a screen may show, shown
			for a := range gold {
				all.Judged = append(all.Judged, answer(screens.whole(int32(a)), int32(a), gold))
			}
			var truth, beyond []float64
			for _, x := range figures {
				truth = append(truth, *all.Estimate(x, .95).Value)
				if v, err := eval.Score(gold, found, x.Name); err == nil {
					beyond = append(beyond, truth[len(truth)-1]-v.Value)
				} else {
					beyond = append(beyond, truth[len(truth)-1]-exactClusters(gold, found))
				}
			}
			for _, n := range []int{100, 300, 1000} {
				if n > len(gold) {
					continue
				}
				r := rand.New(rand.NewPCG(uint64(n), 6))
				hit, bias, half := make([]float64, len(figures)), make([]float64, len(figures)), make([]float64, len(figures))
				deep, narrow := 0.0, 0.0
				for range draws {
					f := Foci{Articles: []int{len(gold)}}
					for _, a := range r.Perm(len(gold))[:n] {
						f.Judged = append(f.Judged, answer(screens.Of(int32(a), r), int32(a), gold))
					}
					deep += f.Deep()
					for i, x := range figures {
						e := f.Estimate(x, .95)
						if *e.Low <= truth[i]+1e-12 && truth[i]-1e-12 <= *e.High {
							hit[i]++
						}
						bias[i] += *e.Value - truth[i]
						half[i] += (*e.High - *e.Low) / 2
						if i == 0 && (*e.High-*e.Low)/2 <= .03 {
							narrow++
						}
					}
				}
				line := fmt.Sprintf("| %s | %s | %d |", name, algorithm, n)
				for i := range figures {
					line += fmt.Sprintf(" %.3f (%+.3f): %.1f %% %+.3f ±%.3f |", truth[i], beyond[i], 100*hit[i]/draws, bias[i]/draws, half[i]/draws)
				}
				fmt.Printf("%s %.0f %% of b3.f1 within .03; deep %.3f\n", line, 100*narrow/draws, deep/draws)
			}
		}
	}
}

// whole returns the groups of a focus with all of their articles shown.
func (s *Screens) whole(a int32) (groups []Shown) {
	return s.show(a, func(list []int32, _ int) []int32 { return list })
}

// answer is what a judge who knows the stories says of a screen.
func answer(groups []Shown, a int32, gold corpus.Labels) (f Focus) {
	for _, g := range groups {
		for _, b := range g.Articles {
			if gold[b] == gold[a] {
				g.Same++
			}
		}
		f.Groups = append(f.Groups, g.Group)
	}
	return f
}

// exactClusters is the share of clusters that are stories.
func exactClusters(gold, found corpus.Labels) float64 {
	stories, clusters := gold.Members(), found.Members()
	exact := 0.0
	for _, m := range clusters {
		if fmt.Sprint(stories[gold[m[0]]]) == fmt.Sprint(m) {
			exact++
		}
	}
	return exact / float64(len(clusters))
}
