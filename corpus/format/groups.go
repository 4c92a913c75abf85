package format

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/gold"
)

// OpenGold opens a labelled corpus, or makes one of a labels file, which then has no texts.
func OpenGold(ctx context.Context, path string) (c *corpus.Corpus, texts bool, err error) {
	if !isTable(path) {
		if c, err = Open(ctx, path); err != nil {
			return nil, false, err
		}
		if c.Labelled() {
			return c, true, nil
		}
	}
	file, err := corpus.ReadLabels(path)
	if err != nil && c != nil {
		return nil, false, fmt.Errorf("%s: no article has a story, so there is no gold to score against", path)
	}
	if err != nil {
		return nil, false, err
	}
	c = &corpus.Corpus{Card: corpus.Card{Name: path}}
	for i, id := range file.IDs {
		c.Articles = append(c.Articles, corpus.Article{ID: id, Story: file.Groups[i]})
	}
	c.AddMissingStories()
	return c, false, nil
}

// isTable reports whether a path is a labels file by its name.
func isTable(path string) bool {
	plain := strings.TrimSuffix(strings.TrimSuffix(path, ".gz"), ".zst")
	return strings.HasSuffix(plain, ".csv") || strings.HasSuffix(plain, ".tsv")
}

// OpenLabels reads a labels file, or takes the stories of a corpus as labels if the path is a
// folder, a page or an embedded corpus.
func OpenLabels(ctx context.Context, path string) (*corpus.LabelsFile, error) {
	info, err := os.Stat(path)
	if !slices.Contains(gold.Names(), path) && err == nil && !info.IsDir() && !strings.Contains(path, ".txt") {
		return corpus.ReadLabels(path)
	}
	c, err := Open(ctx, path)
	if err != nil {
		return nil, err
	}
	file := &corpus.LabelsFile{Path: path, IDs: c.IDs()}
	for i := range c.Articles {
		file.Groups = append(file.Groups, c.Articles[i].Story)
	}
	return file, nil
}

// LabelsOf opens labels as OpenLabels does, and returns those of the articles with the
// given ids, in their order.
func LabelsOf(ctx context.Context, ids []string, path string, allow corpus.IDPolicy) (corpus.Labels, *corpus.LabelsFile, error) {
	file, err := OpenLabels(ctx, path)
	if err != nil {
		return nil, nil, err
	}
	labels, err := file.Align(ids, allow)
	return labels, file, err
}
