package summaries

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/spec"
)

func TestCeiling(t *testing.T) {
	for text, marked := range map[string]bool{
		"rouge1.r(summarizer=oracle)": true, "rouge1.r(digest=oracle)": true, "rouge1.r(summarizer=oracle(by=f1))": true,
		"rouge1.r(summarizer=lead)": false, "keypoints.recall(summarizer=gold)": false,
		"b3.f1": false, "nmi(avg=oracle)": false,
	} {
		s, err := spec.Parse(text)
		require.NoError(t, err)
		assert.Equal(t, marked, Ceiling(s) != "", text)
	}
}
