package progress

import (
	"bytes"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/spec"
)

func trial() results.Trial {
	s, _ := spec.Parse("agglomerative(distance=0.8,linkage=average)")
	return results.Trial{Corpus: results.Corpus{Name: "newsroom"}, Algorithm: s}
}

func TestDescribe(t *testing.T) {
	p := bench.Progress{Trial: trial()}
	assert.Equal(t, "newsroom agglomerative(distance=0.8,linkage=average)", describe(p, 80))
	p.Elapsed, p.Step = 75*time.Second, "linkage 400/9000"
	assert.Equal(t, "newsroom agglomerative(distance=0.8,linkage=average) 75 s, linkage 400/9000", describe(p, 80))
	assert.Equal(t, "newsroom agglo… 75 s, linkage 400/9000", describe(p, 38))
	assert.Equal(t, "newsroom … 75 s, linkage 400/9000", describe(p, 5), "what it is doing is shown in any case")
}

// A log gets a line for each trial that ends, and none each second.
func TestLog(t *testing.T) {
	var b bytes.Buffer
	show := Show(&b, false)
	show(bench.Progress{Total: 2, Trial: trial()})
	show(bench.Progress{Total: 2, Trial: trial(), Elapsed: time.Second})
	show(bench.Progress{Done: 1, Total: 2, Trial: trial(), Result: &results.Result{Status: results.OK}})
	assert.Equal(t, "1/2  newsroom  agglomerative(distance=0.8,linkage=average)  (0 s)\n", b.String())
}
