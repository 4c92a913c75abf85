package diversity

import (
	"math"

	"github.com/seed-9405df2f/assay/eval"
)

// Metrics lists the measures of outlet diversity: what the found clusters have,
// and by how much that misses what the gold stories have.
var Metrics = list()

var unbounded = math.Inf(1)

const sizeBlind = "Size: a cluster of two articles cannot be diverse."

// A family is three metrics of one measure: itself, its bias and its error.
type family struct {
	name, title string
	span        [2]float64
	zeroIfEmpty bool // it is 0 where there are no articles
	doc, blind  string
	cite        []string
	table       bool // it needs a table of outlets
	scorer      func(comparison) eval.Scorer
}

func of(f func([]int) float64) func(comparison) eval.Scorer {
	return func(a comparison) eval.Scorer { return &counted{comparison: a, of: f} }
}

var families = []family{
	{"richness", "Outlets", [2]float64{0, unbounded}, true, "Number of outlets.",
		"How the articles spread over the outlets, and size: larger clusters have more of them.", nil, false, of(Richness)},
	{"shannon", "Shannon entropy of outlets", [2]float64{0, unbounded}, true, "Entropy of the outlets' shares in nats.",
		sizeBlind, []string{"Shannon 1948, A mathematical theory of communication"}, false, of(Shannon)},
	{"hill", "Effective number of outlets", [2]float64{1, unbounded}, true,
		"Hill number (Σ p^q)^(1/(1-q)): as many outlets of equal size would be as diverse.",
		sizeBlind, []string{"Hill 1973, Ecology 54; Jost 2006, Oikos 113"}, false,
		func(a comparison) eval.Scorer { return &hill{comparison: a} }},
	{"gini_simpson", "Gini–Simpson index of outlets", [2]float64{0, 1}, true,
		"Chance that two articles, drawn with replacement, are of different outlets: 1 - Σ p².",
		sizeBlind, []string{"Simpson 1949, Nature 163"}, false, of(GiniSimpson)},
	{"simpson.unbiased", "Unbiased Simpson index of outlets", [2]float64{0, 1}, true,
		"Chance that two different articles are of different outlets: 1 - Σ x(x-1)/(n(n-1)). Stories with one article have none.",
		"How many outlets there are beyond the first few.", []string{"Simpson 1949, Nature 163"}, false, of(UnbiasedSimpson)},
	{"hhi", "Concentration of outlets", [2]float64{0, 1}, false, "Herfindahl–Hirschman index Σ p², 1 for one outlet.",
		sizeBlind, []string{"Hirschman 1964, American Economic Review 54"}, false, of(HHI)},
	{"berger_parker", "Share of the largest outlet", [2]float64{0, 1}, false,
		"Berger–Parker index: the share of the outlet with the most articles.",
		"All outlets but the largest.", []string{"Berger & Parker 1970, Science 168"}, false, of(BergerParker)},
	{"pielou", "Evenness of outlets", [2]float64{0, 1}, false, "Entropy over its maximum, H / ln S. Stories with one outlet have none.",
		"The number of outlets: two equal ones are as even as twenty.", []string{"Pielou 1966, Journal of Theoretical Biology 13"}, false,
		of(Pielou)},
	{"gini", "Inequality of outlets", [2]float64{0, 1}, false, "Gini coefficient of the outlets' article counts: 0 where all are equal.",
		"The number of outlets: one alone is as equal as twenty.", []string{"Gini 1912, Variabilità e mutabilità"}, false, of(Gini)},
	{"chao1", "Estimated outlets, unseen ones included", [2]float64{1, unbounded}, true,
		"Chao's lower bound on the outlets that cover the story, from those seen once and twice.",
		"Copies, unless syndicated=once: a wire report that many outlets print makes them seem to be all there are.",
		[]string{"Chao 1984, Scandinavian Journal of Statistics 11; Chao 2005, Encyclopedia of Statistical Sciences"}, false,
		func(a comparison) eval.Scorer { return &chao1{comparison: a} }},
	{"sample_coverage", "Sample coverage", [2]float64{0, 1}, false,
		"Estimated share of the story's coverage that comes from the outlets seen. Stories with one article have none.",
		"Who the unseen outlets are.", []string{"Chao & Jost 2012, Ecology 93"}, false, of(SampleCoverage)},
	{"rarefied", "Rarefied outlets", [2]float64{1, unbounded}, true,
		"Outlets to be expected among m articles of the story, which makes stories of different sizes comparable. " +
			"Stories with fewer than m articles have none.",
		"Stories with fewer than m articles.", []string{"Hurlbert 1971, Ecology 52"}, false,
		func(a comparison) eval.Scorer { return &rarefied{comparison: a} }},
	{"standardised", "Coverage-standardised outlets", [2]float64{1, unbounded}, true,
		"Hill number to be expected in a sample of the given coverage, rarefied or extrapolated to at most twice the size. Stories with one " +
			"article, or that this size does not complete so far, have none.",
		"Stories whose outlets are nearly all seen once.",
		[]string{"Chao & Jost 2012, Ecology 93; Chao et al. 2014, Ecological Monographs 84"}, false,
		func(a comparison) eval.Scorer { return &standardised{comparison: a} }},
	{"rao", "Rao's quadratic entropy of outlets", [2]float64{0, 1}, true,
		"Distance to be expected between the outlets of two articles, drawn with replacement: Σ d p p. Outlets " +
			"that the table says nothing of are left out.",
		"How many outlets there are: two far apart are as diverse as two camps.", []string{"Rao 1982, Theoretical Population Biology 21"}, true,
		func(a comparison) eval.Scorer { return &rao{comparison: a} }},
	{"leinster_cobbold", "Effective number of unlike outlets", [2]float64{1, unbounded}, true,
		"Effective number of outlets where those alike, by 1 - distance, count as less than two: (Σ p (Zp)^(q-1))^(1/(1-q)). Outlets " +
			"that the table says nothing of are left out.",
		sizeBlind, []string{"Leinster & Cobbold 2012, Ecology 93"}, true,
		func(a comparison) eval.Scorer { return &leinsterCobbold{comparison: a} }},
	{"divergence", "Divergence from the pool", [2]float64{0, 1}, false,
		"RADio's rank-aware divergence of a cluster's outlets from those of the whole corpus: root of the Jensen–Shannon divergence to base " +
			"2, where the article in place r of the cluster, in the corpus's order, weighs 1/r.",
		"Size: one article is far from any pool.", []string{"Vrijenhoek et al. 2022, RecSys"}, false,
		func(a comparison) eval.Scorer { return &divergence{comparison: a} }},
	{"blindspot", "Stories with a blind spot", [2]float64{0, 1}, false,
		"Share of stories that fewer outlets of some group cover than chance explains: the one-sided binomial tail against the group's share " +
			"in the corpus, times the number of groups (Bonferroni), is below alpha. Of stories that outlets pick blindly, at most alpha have one.",
		"Blind spots of small stories, which chance explains; alpha of the stories may be there by chance.", nil, true,
		func(a comparison) eval.Scorer { return &blindspot{comparison: a} }},
}

// list makes the metrics: first what is there, then what clustering errors make of it.
func list() []eval.Metric {
	var describing, distorting []eval.Metric
	for _, m := range families {
		describing = append(describing, m.metric(comparison{}, "", m.title, eval.Descriptive, m.span, m.doc+
			" The mean over the stories of their matched found clusters; stories without one are left out, as "+
			"are articles that name no outlet.", m.blind))
		widest, absent := m.span[1], "A story without a found cluster, or whose cluster names no outlet, is left out."
		if m.zeroIfEmpty {
			absent = "A story without a found cluster, or whose cluster names no outlet, counts as found with 0; " +
				"one whose articles name no outlet is left out."
		}
		what := "source." + m.name + " of the matched found cluster less that of the story, the mean over stories. " + absent
		distorting = append(distorting,
			m.metric(comparison{func(d float64) float64 { return d }, m.zeroIfEmpty}, ".bias", "Bias: "+m.title, eval.TargetZero,
				[2]float64{-widest, widest},
				"By how much clustering errors raise or lower what a story shows: "+what,
				"Errors in opposite directions, which cancel out; wrong articles from the right outlets."),
			m.metric(comparison{math.Abs, m.zeroIfEmpty}, ".error", "Error: "+m.title, eval.Lower, [2]float64{0, widest},
				"By how much clustering errors change what a story shows, in absolute value: "+what,
				"The direction of the errors; wrong articles from the right outlets."))
	}
	return append(describing, distorting...)
}

func (m family) metric(a comparison, suffix, title string, better eval.Direction, span [2]float64, doc, blind string) eval.Metric {
	metric := eval.Metric{
		Name: "source." + m.name + suffix, Title: title, Better: better, ByStory: true, Range: span,
		Doc: doc, Blind: blind, Needs: eval.Needs{Sources: true, Outlets: m.table}, New: func() eval.Scorer { return m.scorer(a) },
	}
	if suffix == "" {
		metric.Cite = m.cite
	}
	return metric
}
