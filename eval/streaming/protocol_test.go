package streaming

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-9405df2f/assay/corpus"
)

func TestZeroValues(t *testing.T) {
	articles := []corpus.Article{{ID: "a", Published: corpus.Moment{Time: time.Unix(1e9, 0)}}}
	assert.ErrorContains(t, Protocol{}.Ready(articles), "streaming.NewProtocol()")
	assert.NoError(t, NewProtocol().Ready(articles))
	assert.Equal(t, "stream(window=7d)", NewProtocol().String())
	_, err := Run{Protocol: NewProtocol()}.Do(t.Context())
	assert.ErrorContains(t, err, "needs a corpus")
}
