package main

import (
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/all"
	"github.com/seed-9405df2f/assay/eval/summaries"
	"github.com/seed-9405df2f/assay/spec"
)

// aim turns measures of pages to those of a file, but for those of the metrics asked
// for that name a summarizer.
func aim(file *summaries.File, metrics []string, measures []eval.Measure) ([]eval.Measure, error) {
	texts, err := splitSpecs("metric", metrics)
	if err != nil {
		return nil, err
	}
	keep := map[string]bool{}
	for _, text := range texts {
		s, err := spec.Parse(text)
		if err != nil {
			return nil, err
		}
		for _, a := range s.Args {
			if a.Name == "summarizer" || a.Name == "digest" {
				named, err := all.Named(text)
				if err != nil {
					return nil, err
				}
				keep[named[0].Spec.String()] = true
			}
		}
	}
	return file.Aim(measures, func(m eval.Measure) bool { return keep[m.Spec.String()] })
}

// goldClusters are the stories of a corpus as clusters.
func goldClusters(c *corpus.Corpus) summaries.Clusters {
	clusters := summaries.Clusters{}
	for i := range c.Articles {
		clusters[c.Articles[i].ID] = c.Articles[i].Story
	}
	return clusters
}
