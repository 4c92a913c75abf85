package register

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/algorithms/minhash"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/eval"
)

// The bands and rows of the published curve.
const curveBands, curveRows = 20, 5

var minhashCurve = Entry{
	Name: "minhash", Title: "MinHash in bands: which pairs are compared",
	Doc: "The chance that two sets of Jaccard similarity s have a band of their signatures in common, so that they are compared: " +
		"1−(1−s⁵)²⁰ for 20 bands of 5 rows. Above a threshold it is the recall; below it, what is compared in vain: of the pairs that " +
		"are compared, each is verified, so that precision is 1. Measured on pairs of random sets of exactly that similarity and, for " +
		"fractions that short titles have, on all pairs of headlines, a title being the set of its words.",
	Licence: "none for random sets; uci-headlines: for research",
	Where: "the UCI News Aggregator is at archive.ics.uci.edu: write a sample as a corpus with id and title " +
		"to DIR/corpora/uci-headlines/articles.jsonl.gz",
	Digits: 4, Over: "Jaccard similarity of the pair",
	Parts: []Part{
		{Name: "random sets", Cells: curveCells("0.2 .006", "0.3 .047", "0.4 .186", "0.5 .470", "0.6 .802", "0.7 .975", "0.8 .9996"),
			Measure: randomSets},
		{Name: "headlines", Files: []File{{Role: "corpus", Path: "corpora/uci-headlines/articles.jsonl.gz", Size: 435839,
			Fingerprint: "f90e9c0ea5826c25"}}, Cells: curveCells("1/4 .0194", "1/3 .0792", "1/2 .4701", "3/5 .8019", "2/3 .9406"),
			Measure: headlinePairs},
	},
}

// curveCells are cells of the curve, each given as the similarity and the chance.
func curveCells(points ...string) (cells []Cell) {
	for _, point := range points {
		s, chance, _ := strings.Cut(point, " ")
		value, tolerance := parseFigure(chance)
		cells = append(cells, Cell{Name: "s = " + s, At: place(s), Metric: "share of pairs that meet in a band", Published: value,
			Tolerance: tolerance, Better: eval.Descriptive, Source: Source{
				Cite: "Leskovec, Rajaraman & Ullman, Mining of massive datasets, section 3.4: the curve of 20 bands of 5 rows, and its formula",
				URL:  "http://www.mmds.org", FromMemory: true,
			}})
	}
	return cells
}

// place reads a place on a curve: a number or a fraction.
func place(text string) float64 {
	over, under, fraction := strings.Cut(text, "/")
	x, _ := strconv.ParseFloat(over, 64)
	if fraction {
		d, _ := strconv.ParseFloat(under, 64)
		x /= d
	}
	return x
}

// trials is how many pairs of random sets are made for each point of a curve and each run.
const trials = 1000

// randomSets measures the curve on pairs of sets that have s·60 elements in common, of 60.
func randomSets(ctx context.Context, j Job) (list []Measurement, err error) {
	for tenths := 2; tenths <= 8; tenths++ {
		m := Measurement{Cell: fmt.Sprintf("s = 0.%d", tenths), By: fmt.Sprintf("neardup.Find, %d pairs a run", trials)}
		for run := range j.Runs {
			random := rand.New(rand.NewPCG(j.Seed+uint64(run), uint64(tenths)))
			found, err := neardup.Find(ctx, pairsOfSets(random, 6*tenths, 60), curve(j, run))
			if err != nil {
				return nil, err
			}
			met := 0
			for _, p := range found.Pairs {
				if p.A%2 == 0 && p.B == p.A+1 {
					met++
				}
			}
			m.Values = append(m.Values, float64(met)/trials)
		}
		list = append(list, m)
	}
	return list, nil
}

// pairsOfSets returns sets of which those of a pair have as many elements in common, and together as many as all.
func pairsOfSets(random *rand.Rand, common, all int) (sets [][]uint64) {
	for range trials {
		x, y := []uint64{}, []uint64{}
		for e := range all {
			element := random.Uint64()
			if e < common || e%2 == 0 {
				x = append(x, element)
			}
			if e < common || e%2 == 1 {
				y = append(y, element)
			}
		}
		slices.Sort(x)
		slices.Sort(y)
		sets = append(sets, x, y)
	}
	return sets
}

// fractions are the similarities of the curve that many pairs of short titles have exactly.
var fractions = [][2]int{{1, 4}, {1, 3}, {1, 2}, {3, 5}, {2, 3}}

// fractionOf is the place in fractions of the similarity of two sets, -1 if it is none of them.
func fractionOf(a, b []uint64) int {
	common := text.Common(a, b)
	union := len(a) + len(b) - common
	return slices.IndexFunc(fractions, func(f [2]int) bool { return common*f[1] == union*f[0] })
}

// headlinePairs measures the curve on the pairs of different titles that have exactly the similarity of a cell.
func headlinePairs(ctx context.Context, j Job) ([]Measurement, error) {
	c, err := format.Open(quiet(ctx), j.Path("corpus"))
	if err != nil {
		return nil, err
	}
	sets := distinctTitles(c)
	all := make([]int, len(fractions))
	for i := range sets {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, other := range sets[:i] {
			if f := fractionOf(sets[i], other); f >= 0 {
				all[f]++
			}
		}
	}
	list := make([]Measurement, len(fractions))
	for f, fraction := range fractions {
		list[f] = Measurement{Cell: fmt.Sprintf("s = %d/%d", fraction[0], fraction[1]),
			By: fmt.Sprintf("neardup.Find, %d pairs of titles", all[f])}
	}
	for run := range j.Runs {
		found, err := neardup.Find(ctx, sets, curve(j, run))
		if err != nil {
			return nil, err
		}
		met := make([]int, len(fractions))
		for _, p := range found.Pairs {
			if f := fractionOf(sets[p.A], sets[p.B]); f >= 0 {
				met[f]++
			}
		}
		for f := range list {
			list[f].Values = append(list[f].Values, float64(met[f])/float64(all[f]))
		}
	}
	return list, nil
}

// distinctTitles returns the sets of the words of titles, each once.
func distinctTitles(c *corpus.Corpus) (sets [][]uint64) {
	seen := map[string]bool{}
	for _, a := range c.Articles {
		set := text.Shingles(text.Words(a.Title), 1)
		if key := fmt.Sprint(set); len(set) > 0 && !seen[key] {
			seen[key] = true
			sets = append(sets, set)
		}
	}
	return sets
}

// curve is the search of a run: whatever has a tenth in common and meets in a band is found.
func curve(j Job, run int) neardup.Config {
	return neardup.Config{Perm: curveBands * curveRows, Bands: curveBands, Rows: curveRows, Threshold: 0.1, Seed: j.Seed + uint64(run),
		Workers: j.Workers}
}

var simhashCurve = Entry{
	Name: "simhash", Title: "SimHash: which pairs differ in few bits",
	Doc: "A bit of two fingerprints differs with the chance θ/π, θ the angle of the two texts as vectors of the counts of their words; " +
		"so fingerprints of 64 bits differ in at most six, the default radius, with that of the binomial distribution. Measured on pairs " +
		"of texts of 400 random words each with exactly that cosine; where fewer than 20 words differ, counts are too coarse for the formula.",
	Licence: "none: random texts", Where: "no data are needed", Over: "cosine of the pair",
	Parts: []Part{{Cells: simhashCells("0.8 .015", "0.85 .050", "0.9 .169", "0.95 .527"), Measure: randomTexts}},
}

func simhashCells(points ...string) (cells []Cell) {
	for _, point := range points {
		cosine, chance, _ := strings.Cut(point, " ")
		value, tolerance := parseFigure(chance)
		cells = append(cells, Cell{Name: "cosine = " + cosine, At: place(cosine),
			Metric: "share of pairs that differ in at most 6 of 64 bits", Published: value,
			Tolerance: tolerance, Better: eval.Descriptive, Source: Source{
				Cite: "the formula of Charikar 2002, Similarity estimation techniques from rounding algorithms, STOC, evaluated", FromMemory: true,
			}})
	}
	return cells
}

// words is how many words a random text has. Counts of fewer are farther from the normal distribution that the formula takes.
const words = 400

// randomTexts measures the curve of SimHash.
func randomTexts(ctx context.Context, j Job) (list []Measurement, err error) {
	hash := minhash.NewSimHash()
	hash.Shingle = 1
	for _, cosine := range []float64{.8, .85, .9, .95} {
		m := Measurement{Cell: fmt.Sprintf("cosine = %g", cosine), By: fmt.Sprintf("simhash(shingle=1), %d pairs a run", trials)}
		for run := range j.Runs {
			random := rand.New(rand.NewPCG(j.Seed+uint64(run), math.Float64bits(cosine)))
			p := algorithms.Problem{Articles: pairsOfTexts(random, int(math.Round(cosine*words))), Workers: j.Workers}
			labels, err := p.Run(ctx, hash)
			if err != nil {
				return nil, err
			}
			met := 0
			for i := 0; i < len(labels); i += 2 {
				if labels[i] == labels[i+1] {
					met++
				}
			}
			m.Values = append(m.Values, float64(met)/trials)
		}
		list = append(list, m)
	}
	return list, nil
}

// pairsOfTexts returns texts of different words, of which those of a pair have as many in common.
func pairsOfTexts(random *rand.Rand, common int) (articles []corpus.Article) {
	for range trials {
		var x, y []string
		for i := range 2*words - common {
			word := strconv.FormatUint(random.Uint64(), 36)
			if i < words {
				x = append(x, word)
			}
			if i < common || i >= words {
				y = append(y, word)
			}
		}
		articles = append(articles, corpus.Article{Text: strings.Join(x, " ")}, corpus.Article{Text: strings.Join(y, " ")})
	}
	return articles
}

var newscopy = Entry{
	Name: "news-copy", Title: "NEWS-COPY: copies in historical newspapers",
	Doc: "Clusters of articles that reproduce one text of a news wire, with the noise of optical character recognition, against clusters " +
		"that people made. The adjusted Rand index is of the test set. The bi-encoder of the paper is a model that is not run here.",
	Licence: "CC BY 4.0 for the labels",
	Where: "github.com/dell-research-harvard/NEWS-COPY: write the articles of the test set as a corpus with id, text and story (the cluster " +
		"of copies) to DIR/news-copy/articles.jsonl",
	Digits: 4,
	Parts: []Part{
		onCorpus("hashing", File{Path: "news-copy/articles.jsonl"}, published{
			system: "MinHash and LSH", source: silcock, figures: []figure{{"ari", ".7293"}}, by: []string{"minhash"},
		}),
		{Name: "bi-encoder", Unmeasured: "needs the paper's own model",
			Cells: []Cell{published{system: "bi-encoder", source: silcock}.cell(figure{"ari", ".915"})}},
	},
}

var silcock = Source{Cite: "Silcock, D'Amico-Wong, Yang & Dell 2023, Noise-robust de-duplication at scale, ICLR, table of results",
	URL: "https://arxiv.org/abs/2210.04261", FromMemory: true}
