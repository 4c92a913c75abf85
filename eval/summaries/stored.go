package summaries

import (
	"path/filepath"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/results"
)

// Stored is a Pager for cases that are made of stored labels again: it gives a case
// the pages of the trial that had these clusters under this policy, and has the zero
// Collector make those that no trial stored.
func Stored(trials ...results.Result) eval.Pager {
	return func(c *eval.Case, measures []eval.Measure) error {
		for i := range trials {
			r := &trials[i]
			if len(c.Summarizers(measures)) == 0 {
				break
			}
			if r.Pages == "" || r.Corpus.Name != c.Corpus.Name() || r.Corpus.Articles != c.All || r.Policy.Full() != c.Policy {
				continue
			}
			labels, err := corpus.ReadLabels(filepath.Join(r.Dir, filepath.FromSlash(r.Labels)))
			if err != nil {
				return err
			}
			clusters := Clusters(labels.ByID())
			if !clusters.are(c) {
				continue
			}
			file, err := Read(filepath.Join(r.Dir, filepath.FromSlash(r.Pages)))
			if err != nil {
				return err
			}
			if err := file.Give(c, clusters); err != nil {
				return err
			}
		}
		return Collector{}.Collect(c, measures)
	}
}

// are reports whether the clusters that have names are found clusters of a case.
func (n Clusters) are(c *eval.Case) bool {
	found, names := map[string]int32{}, map[int32]string{}
	for i, k := range c.Pred {
		name, ok := n[c.Corpus.Articles[i].ID]
		other, seen := names[k]
		if !ok || seen && other != name {
			return false
		}
		if known, seen := found[name]; name != "" && seen && known != k {
			return false
		}
		found[name], names[k] = k, name
	}
	return true
}
