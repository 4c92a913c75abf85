package storyline

import (
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/vec"
	"github.com/seed-9405df2f/assay/spec"
)

// An embedding is a vector of each article from a model, beside the words. What a cosine of
// two vectors says differs from model to model, so that it is compared with those of
// unrelated articles of the same corpus: evidence is 0 up to a cosine that few of them
// have, and rises to 1.
//
// Words say more the more of them there are, and a vector says about the same of a headline
// and of a report. So it counts as much as a number of words, which was learnt.
type embedding struct {
	vectors *features.Dense // less their mean, at unit length; zeros if a row is the mean
	null    float64         // the cosine up to which there is no evidence
	words   []float64       // different words of each article; below 0 if it has no vector
	worth   float64         // of the vectors, in words
}

// besides returns the space with another one beside its words, which divide separates.
func besides(words, dense spec.Spec) spec.Spec {
	if dense.Name == "" {
		return words
	}
	return spec.Spec{Name: "concat", Args: []spec.Arg{{Value: words}, {Value: dense}}}
}

// divide returns the spaces that besides put side by side, and the second as rows of all its
// columns.
func divide(both *features.Space) (words *features.Space, vectors *features.Dense, err error) {
	if len(both.Parts) != 2 {
		return nil, nil, fmt.Errorf("the space %q has no vectors beside the words: take the one that SpaceSpec names", both.Name)
	}
	at := both.Parts[1]
	vectors = &features.Dense{Rows: both.Rows(), Cols: both.Cols() - at, Data: make([]float32, both.Rows()*(both.Cols()-at))}
	r := &rows{space: both}
	for i := range vectors.Rows {
		row := vectors.Row(i)
		r.each(i, func(c int, v float64) {
			if c >= at {
				row[c-at] = float32(v)
			}
		})
	}
	return both.Part(0), vectors, nil
}

// newEmbedding takes vectors less their mean, which those of many models share, and finds
// what cosines unrelated articles have. words are the same articles' words.
func newEmbedding(vectors *features.Dense, words *features.Space, worth float64) *embedding {
	e := &embedding{
		vectors: &features.Dense{Rows: vectors.Rows, Cols: vectors.Cols, Data: make([]float32, len(vectors.Data))},
		words:   countWords(words), worth: worth,
	}
	mean := meanOf(&features.Space{Dense: vectors})
	for i := range vectors.Rows {
		from, to := vectors.Row(i), e.vectors.Row(i)
		if vec.SquaredNorm(from) == 0 { // no text
			e.words[i] = -1
			continue
		}
		square := 0.0
		for c, v := range from {
			d := float64(v) - mean[c]
			to[c] = float32(d)
			square += d * d
		}
		scale := 0.0
		if square > rounding {
			scale = 1 / math.Sqrt(square)
		}
		for c, v := range to {
			to[c] = float32(float64(v) * scale)
		}
	}
	e.null = e.unrelated()
	return e
}

// unrelated is the cosine that few unrelated articles reach: of pairs drawn by a hash, most
// of which are unrelated, two deviations above the median. The deviation is that of the
// pairs below the median, since pairs of one story are above it.
func (e *embedding) unrelated() float64 {
	const pairs, deviations = 20_000, 2
	var cosines []float64
	n := uint64(e.vectors.Rows)
	for k := range uint64(pairs) {
		h := mix(k)
		if i, j := int(h%n), int((h>>32)%n); i != j {
			cosines = append(cosines, float64(vec.Dot(e.vectors.Row(i), e.vectors.Row(j))))
		}
	}
	if len(cosines) == 0 {
		return 1
	}
	slices.Sort(cosines)
	median, lower := cosines[len(cosines)/2], cosines[len(cosines)*16/100]
	return median + deviations*(median-lower)
}

// countWords counts the different words of each article; in a space that knows none, the
// columns that it has.
func countWords(space *features.Space) []float64 {
	counts, r := make([]float64, space.Rows()), &rows{space: space}
	seen := map[uint32]bool{}
	for i := range counts {
		clear(seen)
		r.each(i, func(c int, v float64) {
			switch {
			case v == 0:
			case space.Words == nil:
				counts[i]++
			case space.Words[c] != 0 && !seen[space.Words[c]]:
				seen[space.Words[c]] = true
				counts[i]++
			}
		})
	}
	return counts
}

// of returns the embedding of some rows, compared with the same unrelated articles.
func (e *embedding) of(rows []int) *embedding {
	if e == nil {
		return nil
	}
	out := &embedding{null: e.null, worth: e.worth}
	out.vectors = (&features.Space{Dense: e.vectors}).Reorder(rows).Dense
	for _, i := range rows {
		out.words = append(out.words, e.words[i])
	}
	return out
}

// cosines writes those of row i with the rows from, from+1, …
func (e *embedding) cosines(i, from int, out []float32) {
	vec.Dots(out, e.vectors.Data[from*e.vectors.Cols:], e.vectors.Row(i))
}

// evidence is what a cosine says: 0 if unrelated articles have it too, up to 1.
func (e *embedding) evidence(cosine float32) float64 {
	if e.null >= 1 {
		return 0
	}
	return max(float64(cosine)-e.null, 0) / (1 - e.null)
}

// share is that of the vectors in the similarity of two articles, by the words of the
// shorter one.
func (e *embedding) share(i, j int) float64 {
	return shareOf(e.worth, min(e.words[i], e.words[j]))
}

func shareOf(worth, words float64) float64 {
	if worth == 0 || words < 0 {
		return 0
	}
	return worth / (worth + words)
}

// A metric writes the distances of article i from the articles from one on.
type metric interface {
	distances(i, from int, out []float32)
}

// mixed are the distances by words and by vectors.
type mixed struct {
	*rows
	*embedding
}

func (m mixed) distances(i, from int, out []float32) {
	m.rows.distances(i, from, out)
	cosines := make([]float32, m.vectors.Rows-from)
	m.cosines(i, from, cosines)
	for o, cosine := range cosines {
		j := from + o
		if share := m.share(i, j); share > 0 && i != j {
			similar := (1-share)*float64(1-out[o]) + share*m.evidence(cosine)*m.nearness(i, j)
			if out[o] = float32(1 - similar); out[o] < rounding {
				out[o] = 0
			}
		}
	}
}

// measure returns the distances of rows, by vectors too if there are any.
func measure(r *rows, e *embedding) metric {
	if e == nil || e.worth == 0 {
		return r
	}
	return mixed{r, e}
}
