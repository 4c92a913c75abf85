package format_test

import (
	"bufio"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

// headlines is a format of one headline a line, blank lines between stories.
var headlines = format.Format{
	Name: "headlines", Title: "headlines", Doc: "One headline a line, blank lines between stories.",
	Endings: []string{".headlines"},
	New: func() format.Reader {
		r := new(headlinesReader)
		if err := spec.Bind(spec.Spec{Name: "headlines"}, r); err != nil {
			panic(err)
		}
		return r
	},
}

type headlinesReader struct {
	Lang string `spec:"lang" default:"en" doc:"language of the headlines"`
}

func (r *headlinesReader) Read(_ context.Context, src format.Source, _ format.Reporter) (*corpus.Corpus, error) {
	file, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	c := &corpus.Corpus{Card: corpus.Card{Name: src.BaseName(), Lang: r.Lang}}
	story := 1
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if lines.Text() == "" {
			story++
			continue
		}
		c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint("a", len(c.Articles)+1), Title: lines.Text(),
			Story: fmt.Sprint("s", story)})
	}
	return c, nil
}

func (r *headlinesReader) Write(path string, c *corpus.Corpus) error {
	var b strings.Builder
	for _, a := range c.Articles {
		fmt.Fprintln(&b, a.Title)
	}
	return os.WriteFile(path, []byte(b.String()), 0o600)
}

func TestFormatsOfOnesOwn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "day.headlines")
	require.NoError(t, os.WriteFile(path, []byte("Bridge closed\nBridge shut after storm\n\nMayor resigns\n"), 0o600))
	c, err := format.Open(t.Context(), "headlines(lang=de):"+path, headlines)
	require.NoError(t, err)
	assert.Equal(t, "de", c.Card.Lang)
	assert.Equal(t, "day", c.Name())
	assert.Equal(t, corpus.Labels{0, 0, 1}, c.Gold())
	c, err = format.Open(t.Context(), "headlines:"+path, headlines)
	require.NoError(t, err)
	assert.Equal(t, "en", c.Card.Lang)

	again := filepath.Join(t.TempDir(), "again.headlines")
	require.NoError(t, format.Write(again, c, headlines))
	raw, err := os.ReadFile(again)
	require.NoError(t, err)
	assert.Equal(t, "Bridge closed\nBridge shut after storm\nMayor resigns\n", string(raw))

	_, err = format.Open(t.Context(), path)
	assert.ErrorContains(t, err, "the format cannot be told from the content")
	_, err = format.Open(t.Context(), "headlines(langue=de):"+path, headlines)
	assert.ErrorContains(t, err, "did you mean lang?")
	_, err = format.Open(t.Context(), "headline:"+path, headlines)
	assert.ErrorContains(t, err, "did you mean headlines?")
}
