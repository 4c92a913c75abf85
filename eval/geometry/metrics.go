package geometry

import (
	"math"

	"github.com/seed-9405df2f/assay/eval"
)

// Metrics lists the measures of the found clusters by the vectors, times and
// outlets of their articles. None of them reads gold.
var Metrics = []eval.Metric{
	{
		Name: "silhouette", Title: "Silhouette", Better: eval.Higher, Range: [2]float64{-1, 1},
		Doc: "How much closer articles are to their own cluster than to the nearest other: (b−a)/max(a,b), where a is the mean distance of " +
			"an article from the others of its cluster and b that from the nearest other cluster; 0 for an article that is alone. " +
			"The mean over all articles.",
		Blind: "Whether clusters are stories: it is high wherever the space has tight groups, whatever they are about. Long or uneven shapes " +
			"look bad.",
		Cite:  []string{"Rousseeuw 1987, Journal of Computational and Applied Mathematics 20"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &silhouetteScorer{of: Silhouette} },
	},
	{
		Name: "silhouette.simplified", Title: "Simplified silhouette", Better: eval.Higher, Range: [2]float64{-1, 1},
		Doc: "The silhouette with distances from centroids instead of mean distances from articles; 0 for an article that is alone. " +
			"The mean over all articles.",
		Blind: "What the silhouette cannot see, and the spread of clusters around their centroids. An article pulls its own centroid towards " +
			"itself, so small clusters look better than they are.",
		Cite:  []string{"Hruschka, Campello & de Castro 2006, Information Sciences 176"},
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &silhouetteScorer{of: SimplifiedSilhouette} },
	},
	{
		Name: "calinski_harabasz", Title: "Caliński–Harabasz index", Better: eval.Higher, Range: [2]float64{0, math.Inf(1)},
		Doc:   "Variance between clusters over variance within them, each by its degrees of freedom (Euclidean).",
		Blind: "Uneven sizes; values compare only on the same articles and space.",
		Cite:  []string{"Caliński & Harabasz 1974, Communications in Statistics 3"},
		Needs: eval.Needs{Texts: true},
		New:   index(CalinskiHarabasz, noPairs+", or all articles of every cluster are the same"),
	},
	{
		Name: "davies_bouldin", Title: "Davies–Bouldin index", Better: eval.Lower, Range: [2]float64{0, math.Inf(1)},
		Doc: "The mean over clusters of the worst overlap with another: the mean distances of both clusters' articles from their centroids, " +
			"over the distance of the centroids (Euclidean). 0 if no cluster has any spread.",
		Blind: "Singletons and duplicates, which have no spread: splitting lowers it. Clusters whose centroids coincide are not compared.",
		Cite:  []string{"Davies & Bouldin 1979, IEEE Transactions on Pattern Analysis and Machine Intelligence 1"},
		Needs: eval.Needs{Texts: true},
		New:   index(DaviesBouldin, noPairs),
	},
	{
		Name: "dunn", Title: "Dunn index", Better: eval.Higher, Range: [2]float64{0, math.Inf(1)},
		Doc:   "The smallest distance between articles of different clusters over the largest within one (Euclidean).",
		Blind: "All but two pairs of articles: one misplaced copy makes it 0.",
		Cite:  []string{"Dunn 1974, Journal of Cybernetics 4"},
		Needs: eval.Needs{Texts: true},
		New:   index(Dunn, noPairs+", or all articles of every cluster are the same"),
	},
	{
		Name: "cluster.similarity", Title: "Similarity within clusters", Better: eval.Higher, Range: [2]float64{-1, 1},
		Doc: "Cosine of an article with the centroid of the other articles of its cluster, the mean over the articles of clusters of two or " +
			"more.",
		Blind: "Splits: the closest pairs alone score best. Copies are the most similar of all.",
		Needs: eval.Needs{Texts: true},
		New:   similarity(func(own, _ float64) float64 { return own }, noMates),
	},
	{
		Name: "cluster.nearest", Title: "Similarity to the nearest other cluster", Better: eval.Lower, Range: [2]float64{-1, 1},
		Doc:   "Cosine of an article with the nearest centroid of another cluster, the mean over the articles of clusters of two or more.",
		Blind: "Merges: articles of one cluster have no other to be near to. Stories of one topic are naturally near.",
		Needs: eval.Needs{Texts: true},
		New:   similarity(func(_, nearest float64) float64 { return nearest }, noPairs),
	},
	{
		Name: "cluster.separation", Title: "Separation of clusters", Better: eval.Higher, Range: [2]float64{-2, 2},
		Doc:   "By how much an article is closer to its own cluster than to the nearest other: cluster.similarity less cluster.nearest.",
		Blind: "Articles that are alone, as well as whether clusters are stories.",
		Needs: eval.Needs{Texts: true},
		New:   similarity(func(own, nearest float64) float64 { return own - nearest }, noPairs),
	},
	{
		Name: "cluster.loose", Title: "Loose articles", Better: eval.Lower, Range: [2]float64{0, 1},
		Doc: "Share of articles that are similar to fewer than a fifth of the other articles of their cluster, " +
			"among those in clusters of two or more. Similar is a cosine of at least the parameter; what is a good one depends on the space.",
		Blind: "Two stories merged, while each is more than a fifth of the cluster; articles that are alone.",
		Needs: eval.Needs{Texts: true},
		New:   func() eval.Scorer { return &loose{} },
	},
	{
		Name: "cluster.timespan", Title: "Time span of clusters", Better: eval.Descriptive, Range: [2]float64{0, math.Inf(1)},
		Doc: "Hours between the first and the last article of a cluster, the mean over the clusters of which two or more articles have a " +
			"time. A day counts as its midnight.",
		Blind: "What happens between the first and the last article.",
		New:   func() eval.Scorer { return eval.ScoreFunc(timespan) },
	},
	{
		Name: "cluster.single_source", Title: "Clusters of one outlet", Better: eval.Descriptive, Range: [2]float64{0, 1},
		Doc:   "Share of clusters whose articles are all of one outlet, among those of which two or more articles name one.",
		Blind: "How unevenly several outlets share a cluster; articles that are alone.",
		Needs: eval.Needs{Sources: true},
		New:   func() eval.Scorer { return eval.ScoreFunc(singleSource) },
	},
}

const (
	noMates = "every article is alone in its cluster"
	noPairs = "there is one cluster only, or " + noMates
)
