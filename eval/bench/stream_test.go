package bench

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/results"
)

func streamPlan() Plan {
	return Plan{
		Corpora:    []string{"newsroom"},
		Algorithms: []string{"singlepass", "agglomerative(distance=0.9)", "kmeans(k=gold)"},
		Metrics:    []string{"b3.f1", "ami"}, Replicates: 20,
		Protocol: "stream(window=3d,shuffle=1)",
	}
}

func TestStream(t *testing.T) {
	dir := t.TempDir()
	ctx, cancel := context.WithCancel(t.Context())
	_, err := Run(ctx, streamPlan(), Options{Dir: dir, Progress: func(p Progress) {
		if p.Done == 1 {
			cancel()
		}
	}})
	require.ErrorIs(t, err, context.Canceled)
	resumed := 0
	stored, err := Run(t.Context(), streamPlan(), Options{Dir: dir, Runner: Isolated(), Progress: func(p Progress) {
		if p.Resumed {
			resumed++
		}
	}})
	require.NoError(t, err)
	assert.Equal(t, 1, resumed)
	whole := t.TempDir()
	_, err = Run(t.Context(), streamPlan(), Options{Dir: whole, Workers: 3})
	require.NoError(t, err)
	assert.Equal(t, content(t, whole), content(t, dir))

	names, err := Scored(streamPlan())
	require.NoError(t, err)
	for _, r := range stored {
		require.Equal(t, results.OK, r.Status, r.Error)
		var got []string
		for _, s := range r.Scores {
			got = append(got, s.Metric)
			assert.True(t, strings.HasSuffix(s.Metric, "/stream(window=3d)"), s.Metric)
		}
		assert.Equal(t, names, got)
		assert.Empty(t, r.Terms, "tests by story are not for means over windows")
		assert.Len(t, r.Stream.Window["b3.f1"], len(r.Stream.Ends))
		assert.NotNil(t, r.Seconds.Decision)
		assert.NotNil(t, r.Score("b3.f1.end/stream(window=3d)").Low)
	}
	for _, name := range []string{"churn", "b3.f1.regret", "ami.regret(avg=arithmetic)"} {
		assert.Zero(t, *stored[0].Score(name + "/stream(window=3d)").Value, "a single pass takes nothing back")
	}
}

func TestProtocolIsNoPartOfOtherKeys(t *testing.T) {
	p := streamPlan()
	streamed, err := Trials(t.Context(), p)
	require.NoError(t, err)
	p.Protocol = "stream(step=24h,window=72h,shuffle=1)"
	same, err := Trials(t.Context(), p)
	require.NoError(t, err)
	p.Protocol = ""
	plain, err := Trials(t.Context(), p)
	require.NoError(t, err)
	assert.Equal(t, streamed[0].Key(), same[0].Key(), "however it is written")
	assert.NotEqual(t, streamed[0].Key(), plain[0].Key())
	raw, err := json.Marshal(plain[0])
	require.NoError(t, err)
	assert.NotContains(t, string(raw), "protocol")
}

func TestProtocolErrors(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(`{"id":"1","story":"a"}`+"\n"), 0o644))
	for want, change := range map[string]func(*Plan){
		"1 of 1 articles have no time": func(p *Plan) { p.Corpora = []string{path} },
		"cannot be scored over a stream": func(p *Plan) {
			p.Metrics = []string{"source.richness"}
		},
		"name the metric alone":        func(p *Plan) { p.Metrics = []string{"b3.f1/stream"} },
		"give the protocol shuffle=3":  func(p *Plan) { p.Orders = 3 },
		"did you mean stream?":         func(p *Plan) { p.Protocol = "strem" },
		"at least as long as the step": func(p *Plan) { p.Protocol = "stream(window=1h)" },
	} {
		p := streamPlan()
		change(&p)
		_, err := Trials(t.Context(), p)
		assert.ErrorContains(t, err, want)
	}
	p := streamPlan()
	p.Metrics = nil
	trials, err := Trials(t.Context(), p)
	require.NoError(t, err)
	for _, m := range trials[0].Metrics {
		assert.NotContains(t, m.String(), "digest", "the default leaves out what a stream cannot have")
	}
}
