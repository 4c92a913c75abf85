package gate

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/outcome"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// Schema names the form of a baseline file.
const Schema = "assay/baseline/2"

// schema1 is the form in which fingerprints are called digests. It is still read.
const schema1 = "assay/baseline/1"

// A Baseline is a trusted run of a system, with the metrics and constraints that gate later runs. It
// keeps clusters rather than scores, so that a later check scores both runs with the same code, and
// with the gold of that time.
type Baseline struct {
	Schema      string      `json:"schema"`
	Version     string      `json:"version"` // of assay
	System      System      `json:"system"`
	Policy      eval.Policy `json:"policy"`
	Outlets     *Outlets    `json:"outlets,omitempty"` // nil if the corpora had no table of outlets
	Alpha       float64     `json:"alpha"`             // chance that the gate fails a system that is as good
	Power       float64     `json:"power"`             // with which the smallest detectable loss is failed
	Metrics     []Margin    `json:"metrics"`
	Constraints Constraints `json:"constraints"`
	Corpora     []Entry     `json:"corpora"`

	path  string
	raw   []byte        // of the file, to find lines in
	known []eval.Metric // that it may name
}

// A System says where new clusters come from: an algorithm, or labels files if Algorithm is empty.
type System struct {
	Algorithm string   `json:"algorithm,omitempty"`
	Seeds     []uint64 `json:"seeds,omitempty"` // one a run; the mean over the runs is gated
}

// Outlets is the table of outlets that the corpora were given.
type Outlets struct {
	Path        string `json:"path"` // as given by the user
	Fingerprint string `json:"fingerprint"`
}

// A Margin is the largest loss of a metric that passes.
type Margin struct {
	Metric string  `json:"metric"`
	Margin float64 `json:"margin"`
	Noise  float64 `json:"noise"` // standard deviation of reruns of the system; 0 if there were none
}

// An Entry is a corpus with the clusters of its articles.
type Entry struct {
	Path        string    `json:"path"` // as given by the user
	Labels      string    `json:"labels,omitempty"`
	Name        string    `json:"name"`
	Fingerprint string    `json:"fingerprint"` // of the corpus, gold included
	Articles    string    `json:"articles"`    // fingerprint of the articles without gold
	Scores      []Value   `json:"scores"`
	Stories     []Outcome `json:"stories"`
	Unlabelled  []Foreign `json:"unlabelled"` // articles without a story
}

// A Value is the mean of a metric over the runs.
type Value struct {
	Metric string   `json:"metric"`
	Value  *float64 `json:"value"`
}

// An Outcome holds the clusters of the articles of one gold story.
type Outcome struct {
	Story    string   `json:"story"`
	Articles int      `json:"articles"`
	B3       *float64 `json:"b3"` // B-cubed F1 of its articles alone; null if the policy leaves it out
	Title    string   `json:"title,omitempty"`
	// Runs holds for each run the story's articles by cluster. A cluster is named for its first
	// article in the corpus; "" is noise. There is only one entry if all runs agree.
	Runs []map[string][]string `json:"runs"`
}

// A Foreign article has no story. Clusters holds its cluster in each run, as in Outcome.
type Foreign struct {
	Article  string   `json:"article"`
	Clusters []string `json:"clusters"`
}

// A Clustering is the result of a system on one corpus.
type Clustering struct {
	Corpus  *corpus.Corpus
	Path    string          // of the corpus, as given by the user
	Labels  string          // path of the labels file; empty if the system was run
	Seeds   []uint64        // of the runs; nil if they have none
	Runs    []corpus.Labels // one a seed, in the order of the corpus
	Missing []string        // ids of articles that a labels file left out; singletons in Runs
	Cluster Cluster         // runs the system again, for determinism and margins; nil if that is impossible
	Seeded  bool            // the clusters depend on the seed
}

// entry returns what a baseline keeps of a clustering.
func entry(f Clustering, scores []Value, b3 []float64) Entry {
	c := f.Corpus
	e := Entry{
		Path: f.Path, Labels: f.Labels, Name: Plain(c.Name(), 200),
		Fingerprint: c.Fingerprint(), Articles: corpus.FingerprintArticles(c.Blind()),
		Scores: scores, Stories: []Outcome{}, Unlabelled: []Foreign{},
	}
	names := make([][]string, len(f.Runs))
	for r, labels := range f.Runs {
		names[r] = clusterNames(c, labels)
	}
	gold := c.Gold()
	for i, s := range gold {
		if s >= 0 {
			continue
		}
		clusters := make([]string, len(names))
		for r := range names {
			clusters[r] = names[r][i]
		}
		e.Unlabelled = append(e.Unlabelled, Foreign{c.Articles[i].ID, agreed(clusters, func(a, b string) bool { return a == b })})
	}
	for _, members := range gold.Members() {
		s := gold[members[0]]
		o := Outcome{Story: c.Stories[s].ID, Articles: len(members), Title: Plain(c.Stories[s].Title, 80), B3: stats.Defined(b3[s])}
		for r := range names {
			parts := map[string][]string{}
			for _, i := range members {
				parts[names[r][i]] = append(parts[names[r][i]], c.Articles[i].ID)
			}
			o.Runs = append(o.Runs, parts)
		}
		o.Runs = agreed(o.Runs, func(a, b map[string][]string) bool { return maps.EqualFunc(a, b, slices.Equal) })
		e.Stories = append(e.Stories, o)
	}
	return e
}

// clusterNames returns the name of each article's cluster: the id of its first article.
func clusterNames(c *corpus.Corpus, labels corpus.Labels) []string {
	names := make([]string, len(labels))
	for _, members := range labels.Members() {
		for _, i := range members {
			names[i] = c.Articles[members[0]].ID
		}
	}
	return names
}

// agreed returns the first of a list if all are the same, else the list.
func agreed[T any](list []T, same func(a, b T) bool) []T {
	for _, x := range list {
		if !same(list[0], x) {
			return list
		}
	}
	return list[:min(1, len(list))]
}

// runs returns the labels of each run, in the order of the corpus.
func (b *Baseline) runs(e *Entry, c *corpus.Corpus) ([]corpus.Labels, error) {
	const unknown = corpus.None - 1
	count := max(1, len(b.System.Seeds))
	at := locate(c).position
	list := make([]corpus.Labels, count)
	number := map[string]int32{"": corpus.None}
	put := func(r int, id, cluster string) error {
		i, ok := at[id]
		if !ok {
			return b.at(id, "article %q is not in corpus %s", id, e.Name)
		}
		n, ok := number[cluster]
		if !ok {
			n = int32(len(number) - 1)
			number[cluster] = n
		}
		list[r][i] = n
		return nil
	}
	for r := range list {
		list[r] = slices.Repeat(corpus.Labels{unknown}, len(c.Articles))
		for _, o := range e.Stories {
			if len(o.Runs) != 1 && len(o.Runs) != count {
				return nil, b.at(o.Story, "story %q has %d runs, and the system %d", o.Story, len(o.Runs), count)
			}
			for cluster, ids := range o.Runs[min(r, len(o.Runs)-1)] {
				for _, id := range ids {
					if err := put(r, id, cluster); err != nil {
						return nil, err
					}
				}
			}
		}
		for _, f := range e.Unlabelled {
			if len(f.Clusters) != 1 && len(f.Clusters) != count {
				return nil, b.at(f.Article, "article %q has %d runs, and the system %d", f.Article, len(f.Clusters), count)
			}
			if err := put(r, f.Article, f.Clusters[min(r, len(f.Clusters)-1)]); err != nil {
				return nil, err
			}
		}
		if i := slices.Index(list[r], unknown); i >= 0 {
			return nil, b.at("", "corpus %s: article %q has no cluster here", e.Name, c.Articles[i].ID)
		}
		list[r] = list[r].Canonical()
	}
	return list, nil
}

// values scores each run by each measure; the result is by measure, then run.
func values(cases []*eval.Case, measures []eval.Measure) ([][]eval.Value, error) {
	for _, c := range cases {
		if c.Corpus == nil {
			continue
		}
		if err := eval.CheckTexts(c.Corpus, measures...); err != nil {
			return nil, err
		}
	}
	out := make([][]eval.Value, len(measures))
	for m, measure := range measures {
		for _, k := range cases {
			v, err := measure.Score(k)
			if err != nil {
				return nil, fmt.Errorf("scoring %s: %w", measure.Spec, err)
			}
			out[m] = append(out[m], v)
		}
	}
	return out, nil
}

// storyValues returns a metric's value of each of the stories alone, the mean over the runs that
// have one; NaN if none has.
func storyValues(runs []eval.Value, stories int) []float64 {
	sums, counts := make([]float64, stories), make([]float64, stories)
	for _, v := range runs {
		for s, x := range outcome.Values(v.Terms) {
			if s < stories && !math.IsNaN(x) {
				sums[s] += x
				counts[s]++
			}
		}
	}
	for s := range sums {
		sums[s] = round(sums[s]/counts[s], 4)
	}
	return sums
}
