package coverage

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Vectors are texts as rows of a space, by which key points are found that are told in other
// words. nil means that there are none.
type Vectors struct {
	row     map[string]int
	space   *features.Space
	lengths []float64
}

// NewVectors builds the space of some texts, each once. A space that is fitted to its texts, such
// as tfidf, is fitted to all of them; of an article only the text and the language are read. See
// [CheckSoft] for the spaces that will do. Cost: that of the space.
func NewVectors(ctx context.Context, space spec.Spec, texts []corpus.Article) (*Vectors, error) {
	if err := CheckSoft(&space); err != nil {
		return nil, err
	}
	v := &Vectors{row: map[string]int{}}
	in := features.Input{Seed: features.Seed}
	for _, a := range texts {
		a = corpus.Article{Text: unmarked(a.Text), Lang: a.Lang}
		if _, seen := v.row[a.Text]; !seen {
			v.row[a.Text] = len(in.Articles)
			in.Articles = append(in.Articles, a)
		}
	}
	var err error
	if v.space, err = features.Build(ctx, space, &in); err != nil {
		return nil, err
	}
	if v.lengths, err = v.space.Squares(); err != nil {
		return nil, err
	}
	for i := range v.lengths {
		v.lengths[i] = math.Sqrt(v.lengths[i])
	}
	return v, nil
}

// CheckSoft checks the spec of a space for sentences, and makes it canonical: each of its parts must
// read texts, and none the network, since scoring never does.
func CheckSoft(s *spec.Spec) error {
	if err := features.Canonical(s); err != nil {
		return err
	}
	if usesNetwork(*s) {
		return fmt.Errorf("soft=%s: scoring never reads the network; bert(path) and static(path) read a model from a folder", s)
	}
	if !features.ReadsTexts(*s) {
		return fmt.Errorf("soft=%s makes no vectors of texts: name a space that does, such as bert(path)", s)
	}
	return nil
}

func usesNetwork(s spec.Spec) bool {
	return s.Name == "http" || slices.ContainsFunc(s.Args, func(a spec.Arg) bool { return usesNetwork(a.Value) })
}

// CoverKeyPoints is the function of that name joined with vectors. A place counts for what its words have of a
// point, w, or what its vectors have of it, v: w + (1−w)·¾v. v is the cosine of the point and the place, less the mean
// cosine of the other points and that place, as a share of what is left to 1; that of two sentences is
// the larger. What all points of a story have in common is no evidence, so that v is 0 if there is
// one point. A place that has another number in digits where it lacks one of the point's counts 0. All points and
// sentences must be among the texts of the vectors.
func (v *Vectors) CoverKeyPoints(points, sentences []string, lang string) ([]Evidence, error) {
	if v == nil {
		return CoverKeyPoints(points, sentences, lang), nil
	}
	c, err := v.cosines(points, sentences)
	return chosen.cover(points, sentences, lang, c), err
}

// cosines are those of points, by rows, with sentences; nil if there are no vectors.
type cosines [][]float64

func (v *Vectors) cosines(points, sentences []string) (cosines, error) {
	rows := make([]int, 0, len(points)+len(sentences))
	for _, text := range slices.Concat(points, sentences) {
		row, ok := v.row[unmarked(text)]
		if !ok {
			return nil, errors.New("a point or sentence is not among the texts that there are vectors of")
		}
		rows = append(rows, row)
	}
	list := make(cosines, len(points))
	for i, p := range rows[:len(points)] {
		list[i] = make([]float64, len(sentences))
		for k, s := range rows[len(points):] {
			if both := v.lengths[p] * v.lengths[s]; both > 0 {
				list[i][k] = min(max(v.space.Dot(p, s)/both, -1), 1)
			}
		}
	}
	return list, nil
}

// of is the cosine of a point with a place.
func (c cosines) of(point, first, length int) float64 {
	return slices.Max(c[point][first : first+length])
}

// sums adds up the cosines of all points with each place of a limited number of sentences.
func (c cosines) sums(window int) [][]float64 {
	if len(c) < 2 {
		return nil
	}
	list := make([][]float64, window)
	for k := range list {
		list[k] = make([]float64, max(len(c[0])-k, 0))
		for first := range list[k] {
			for point := range c {
				list[k][first] += c.of(point, first, k+1)
			}
		}
	}
	return list
}

// beyond is what it counts for that a point is nearer to a place than the others are, in the mean.
func (m *matcher) beyond(point, first, length int) float64 {
	if m.sums == nil {
		return 0
	}
	own := m.cosines.of(point, first, length)
	others := (m.sums[length-1][first] - own) / float64(len(m.cosines)-1)
	if own <= others || others > 1-1e-6 {
		return 0
	}
	return m.vectors * min((own-others)/(1-others), 1)
}
