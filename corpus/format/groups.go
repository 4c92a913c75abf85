package format

import (
	"context"
	"errors"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
)

// errLabelsOnly is that of files which hold labels, and no articles.
var errLabelsOnly = errors.New("the file holds labels, and no articles")

// labelsAlone is the error of a reader whose files hold no articles.
func labelsAlone(src Source) error {
	return fmt.Errorf("%s: %w: give it where labels are wanted, as in assay score GOLD %[1]s", src.name, errLabelsOnly)
}

// noArticles is the Read of readers whose files hold labels alone.
type noArticles struct{}

// Read refuses.
func (noArticles) Read(_ context.Context, src Source, _ Reporter) (*corpus.Corpus, error) {
	return nil, labelsAlone(src)
}

// OpenGold opens a labelled corpus, or makes one of a labels file, which then has no texts.
func OpenGold(ctx context.Context, path string) (c *corpus.Corpus, texts bool, err error) {
	if c, texts, err = OpenGoldLabels(ctx, path); err != nil {
		return nil, false, err
	}
	if c.Judged != nil {
		return nil, false, fmt.Errorf("%s: judged pairs are gold for scores alone: stories are wanted here", path)
	}
	return c.WithArticles(), texts, nil
}

// OpenGoldLabels is OpenGold, but gives the corpus no Articles if the file holds nothing
// but labels: see corpus.OfLabels. Judged pairs are gold, too: see Corpus.Judged.
func OpenGoldLabels(ctx context.Context, path string) (c *corpus.Corpus, texts bool, err error) {
	report := strict(ctx)
	n, src, err := find(ctx, path, report, nil)
	if err != nil {
		return nil, false, err
	}
	if r, ok := n.reader.(interface{ goldAlone() }); ok {
		r.goldAlone()
	}
	n.wantPairs()
	c, err = n.read(ctx, src, report)
	if err == nil {
		if !c.Labelled() && c.Judged == nil {
			return nil, false, fmt.Errorf("%s: no article has a story, so there is no gold to score against", path)
		}
		noteLanguages(ctx, c)
		return c, c.HasTexts(), nil
	}
	if !errors.Is(err, errLabelsOnly) {
		return nil, false, err
	}
	file, err := n.readLabels(ctx, src, report)
	if err != nil {
		return nil, false, err
	}
	return file.Corpus(path), false, nil
}

// AlignLabels opens labels as OpenLabels does, and brings them onto the articles of a corpus.
func AlignLabels(ctx context.Context, c *corpus.Corpus, allow corpus.IDPolicy, paths ...string) (*corpus.Alignment, error) {
	files := make([]*corpus.LabelsFile, len(paths))
	for n, path := range paths {
		var err error
		if files[n], err = OpenLabels(ctx, path); err != nil {
			return nil, err
		}
	}
	return c.Align(allow, files...)
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
