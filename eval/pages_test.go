package eval

import (
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

func TestPagesOfANewCase(t *testing.T) {
	c, err := NewCase(context.Background(), corpus.Labels{0, 0, 1}, corpus.Labels{0, 0, 1}, nil)
	require.NoError(t, err)
	lead := spec.Spec{Name: "lead"}
	pages := []*corpus.Page{{Title: "first"}, nil}
	c.SetPages(lead, pages)
	got, err := c.Pages(lead)
	require.NoError(t, err)
	assert.Equal(t, pages, got)
	_, err = c.Pages(spec.Spec{Name: "textrank"})
	assert.ErrorContains(t, err, "there are no pages of textrank")
}
