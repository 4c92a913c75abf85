package diversity

import (
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/eval"
)

// Metrics lists the measures of outlet diversity: what the found clusters have,
// and by how much that misses what the gold stories have.
var Metrics = slices.Concat(describing, distorting)

var unbounded = math.Inf(1)

var describing = []eval.Metric{
	described("richness", "Outlets", 0, unbounded, "Number of outlets.",
		"How the articles spread over the outlets, and size: larger clusters have more of them.", "", plain(Richness)),
	described("shannon", "Shannon entropy of outlets", 0, unbounded, "Entropy of the outlets' shares in nats.",
		sizeBlind, "Shannon 1948, A mathematical theory of communication", plain(Shannon)),
	described("hill", "Effective number of outlets", 1, unbounded,
		"Hill number (Σ p^q)^(1/(1-q)): as many outlets of equal size would be as diverse.",
		sizeBlind, "Hill 1973, Ecology 54; Jost 2006, Oikos 113", func() eval.Scorer { return &hill{} }),
	described("gini_simpson", "Gini–Simpson index of outlets", 0, 1, "Chance that two articles, drawn with replacement, are of different outlets: 1 - Σ p².",
		sizeBlind, "Simpson 1949, Nature 163", plain(GiniSimpson)),
	described("simpson.unbiased", "Unbiased Simpson index of outlets", 0, 1,
		"Chance that two different articles are of different outlets: 1 - Σ x(x-1)/(n(n-1)). Stories with one article have none.",
		"How many outlets there are beyond the first few.", "Simpson 1949, Nature 163", plain(UnbiasedSimpson)),
	described("hhi", "Concentration of outlets", 0, 1, "Herfindahl–Hirschman index Σ p², 1 for one outlet.",
		sizeBlind, "Hirschman 1964, American Economic Review 54", plain(HHI)),
	described("berger_parker", "Share of the largest outlet", 0, 1, "Berger–Parker index: the share of the outlet with the most articles.",
		"All outlets but the largest.", "Berger & Parker 1970, Science 168", plain(BergerParker)),
	described("pielou", "Evenness of outlets", 0, 1, "Entropy over its maximum, H / ln S. Stories with one outlet have none.",
		"The number of outlets: two equal ones are as even as twenty.", "Pielou 1966, Journal of Theoretical Biology 13", plain(Pielou)),
	described("gini", "Inequality of outlets", 0, 1, "Gini coefficient of the outlets' article counts: 0 where all are equal.",
		"The number of outlets: one alone is as equal as twenty.", "Gini 1912, Variabilità e mutabilità", plain(Gini)),
	described("chao1", "Estimated outlets, unseen ones included", 1, unbounded,
		"Chao's lower bound on the outlets that cover the story, from those seen once and twice.",
		"Copies: a wire report that many outlets print makes them seem to be all there are.", "Chao 1984, Scandinavian Journal of Statistics 11; Chao 2005, Encyclopedia of Statistical Sciences", func() eval.Scorer { return &chao1{} }),
	described("sample_coverage", "Sample coverage", 0, 1,
		"Estimated share of the story's coverage that comes from the outlets seen. Stories with one article have none.",
		"Who the unseen outlets are.", "Chao & Jost 2012, Ecology 93", plain(SampleCoverage)),
	described("rarefied", "Rarefied outlets", 1, unbounded,
		"Outlets to be expected among m articles of the story, which makes stories of different sizes comparable. Stories with fewer than m articles have none.",
		"Stories with fewer than m articles.", "Hurlbert 1971, Ecology 52", func() eval.Scorer { return &rarefied{} }),
}

const sizeBlind = "Size: a cluster of two articles cannot be diverse."

var distorting = slices.Concat(
	distorted("richness", "number of outlets", unbounded, compared(Richness, bias), compared(Richness, absolute)),
	distorted("hill", "effective number of outlets", unbounded,
		func() eval.Scorer { return &hillDifference{of: bias} }, func() eval.Scorer { return &hillDifference{of: absolute} }),
	distorted("gini_simpson", "Gini–Simpson index of outlets", 1, compared(GiniSimpson, bias), compared(GiniSimpson, absolute)),
)

func described(name, title string, least, most float64, doc, blind, cite string, scorer func() eval.Scorer) eval.Metric {
	m := eval.Metric{
		Name: "source." + name, Title: title, Better: eval.Describes, ByStory: true, Range: [2]float64{least, most},
		Doc:   doc + " The mean over the stories of their matched found clusters; stories without one are left out, as are articles that name no outlet.",
		Blind: blind, Needs: eval.Needs{Sources: true}, New: scorer,
	}
	if cite != "" {
		m.Cite = []string{cite}
	}
	return m
}

// distorted makes the two metrics that compare a measure of the found clusters
// with that of the gold stories.
func distorted(name, title string, most float64, signed, unsigned func() eval.Scorer) []eval.Metric {
	doc := ": the " + title + " in the matched found cluster less that in the story, the mean over stories. " +
		"A story without a found cluster, or whose cluster names no outlet, counts as found with 0; one whose articles name no outlet is left out."
	needs := eval.Needs{Sources: true}
	return []eval.Metric{
		{
			Name: "source." + name + ".bias", Title: "Bias of the " + title, Better: eval.NearZero, ByStory: true, Range: [2]float64{-most, most},
			Doc:   "By how much clustering errors raise (merges) or lower (splits) a story's diversity" + doc,
			Blind: "Errors in opposite directions, which cancel out; wrong articles from the right outlets.",
			Needs: needs, New: signed,
		},
		{
			Name: "source." + name + ".error", Title: "Error of the " + title, Better: eval.Lower, ByStory: true, Range: [2]float64{0, most},
			Doc:   "By how much clustering errors change a story's diversity, in absolute value" + doc,
			Blind: "The direction of the errors; wrong articles from the right outlets.",
			Needs: needs, New: unsigned,
		},
	}
}
