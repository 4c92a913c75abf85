package explain

import (
	"bytes"
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

func script(t require.TestingT, run Run, p Prices) Script {
	v, err := newView(run)
	require.NoError(t, err)
	s, err := v.repair(p)
	require.NoError(t, err)
	return s
}

func TestRepairByHand(t *testing.T) {
	// One article of A strayed to B: a move mends it.
	s := script(t, runOf(t, small("AAAABBB"), found("0001111"), eval.Policy{}), DefaultPrices)
	assert.Equal(t, []Step{{Op: Move, Cluster: "1", Into: "0", Articles: []string{"a3"}, Story: "A"}}, s.Steps)
	assert.Equal(t, 1.0, s.Cost)
	// Where moves are dear it is split off and merged.
	s = script(t, runOf(t, small("AAAABBB"), found("0001111"), eval.Policy{}), Prices{Move: 5, Merge: 1, Split: 1})
	assert.Equal(t, []Step{
		{Op: Split, Cluster: "1", Into: "new-1", Articles: []string{"a3"}, Story: "A"},
		{Op: Merge, Cluster: "new-1", Into: "0", Story: "A"},
	}, s.Steps)
	// An article without a story leaves for a cluster of its own; those that are
	// among themselves stay.
	s = script(t, runOf(t, small("AAA---"), found("000011"), eval.Policy{}), DefaultPrices)
	require.Len(t, s.Steps, 1)
	assert.Equal(t, []string{"a3"}, s.Steps[0].Articles)
	assert.Equal(t, "new-1", s.Steps[0].Into)
	assert.Empty(t, script(t, runOf(t, small("AABBC"), found("00112"), eval.Policy{}), DefaultPrices).Steps)
}

var prices = rapid.Custom(func(t *rapid.T) Prices {
	price := rapid.SampledFrom([]float64{0, 0.3, 1, 1.5, 2, 4})
	p := Prices{Move: price.Draw(t, "move"), Merge: price.Draw(t, "merge"), Split: price.Draw(t, "split")}
	if rapid.Bool().Draw(t, "no moves") {
		p.Move = math.Inf(1)
	}
	return p
})

// The script, written as JSON and read again, gives gold.
func TestRepairGivesGold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := drawnRun(t, 30)
		s := script(t, run, prices.Draw(t, "prices"))
		raw, err := json.Marshal(s)
		require.NoError(t, err)
		read, err := ReadScript(bytes.NewReader(raw))
		require.NoError(t, err)
		assert.Equal(t, s, read)
		v, err := newView(run)
		require.NoError(t, err)
		clusters := map[string]string{}
		for i := range v.articles {
			clusters[v.articles[i].ID] = v.clusterName(v.pred[i])
		}
		repaired, err := read.Apply(clusters)
		require.NoError(t, err)
		requireGold(t, v, repaired)
	})
}

func requireGold(t require.TestingT, v *view, repaired map[string]string) {
	of := map[string]int32{}   // the story of each cluster, -1 = none
	home := map[int32]string{} // the cluster of each story
	size := map[string]int{}
	for _, c := range repaired {
		size[c]++
	}
	for i := range v.articles {
		c, s := repaired[v.articles[i].ID], v.gold[i]
		if s < 0 {
			if v.Clusters[v.pred[i]].Host >= 0 {
				require.Equal(t, 1, size[c], "article %d belongs to no story and is not alone", i)
			}
			continue
		}
		if other, ok := of[c]; ok {
			require.Equal(t, other, s)
		}
		if other, ok := home[s]; ok {
			require.Equal(t, other, c)
		}
		of[c], home[s] = s, c
		require.Equal(t, v.t.Stories[s], size[c])
	}
}

// Without moves the cost is the generalised merge distance.
func TestRepairCostsGMD(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := drawnRun(t, 30)
		p := prices.Draw(t, "prices")
		p.Move = math.Inf(1)
		run.Case.Policy.Sampled = "stories"
		asked, err := spec.Parse("gmd(merge=" + number(p.Merge) + ",split=" + number(p.Split) + ")")
		require.NoError(t, err)
		m, err := eval.Parse(eval.Partition, asked)
		require.NoError(t, err)
		want, err := m.Score(run.Case)
		require.NoError(t, err)
		assert.InDelta(t, want.Value, script(t, run, p).Cost, 1e-9)
	})
}

func number(v float64) string {
	b, _ := json.Marshal(v)
	return string(b)
}

// No choice of parts to keep together is cheaper.
func TestRepairIsCheapest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		run := drawnRun(t, 9)
		p := prices.Draw(t, "prices")
		if math.IsInf(p.Move, 1) {
			p.Move = 3
		}
		v, err := newView(run)
		require.NoError(t, err)
		table := eval.NewTable(v.goldOfSingles(), v.pred)
		type part struct {
			story, cluster int32
			n              int
		}
		var parts []part
		for s := range table.Stories {
			for _, c := range table.Row(s) {
				parts = append(parts, part{int32(s), c.Cluster, c.Count})
			}
		}
		best := math.Inf(1)
		for kept := range 1 << len(parts) {
			cost, inCluster, ofStory := 0.0, map[int32]int{}, map[int32]int{}
			for k, part := range parts {
				if kept>>k&1 == 0 {
					cost += float64(part.n) * p.Move
					continue
				}
				if inCluster[part.cluster]++; inCluster[part.cluster] > 1 {
					cost += p.Split
				}
				if ofStory[part.story]++; ofStory[part.story] > 1 {
					cost += p.Merge
				}
			}
			best = min(best, cost)
		}
		assert.InDelta(t, best, script(t, run, p).Cost, 1e-9)
	})
}

func TestApplyRefuses(t *testing.T) {
	clusters := map[string]string{"a": "0", "b": "0", "c": "1"}
	for want, step := range map[string]Step{
		"no such cluster to take from": {Op: Move, Cluster: "9", Into: "0", Articles: []string{"a"}},
		"both are the same":            {Op: Merge, Cluster: "0", Into: "0"},
		"not all":                      {Op: Split, Cluster: "0", Into: "2", Articles: []string{"a", "b"}},
		"one article":                  {Op: Move, Cluster: "0", Into: "1", Articles: []string{"a", "b"}},
		"to merge into":                {Op: Merge, Cluster: "0", Into: "7"},
		"no such step":                 {Op: "burn", Cluster: "0", Into: "1"},
		`article "c" is not there`:     {Op: Move, Cluster: "0", Into: "1", Articles: []string{"c"}},
	} {
		_, err := Script{Steps: []Step{step}}.Apply(clusters)
		assert.ErrorContains(t, err, want)
	}
	_, err := ReadScript(strings.NewReader(`{"schema":"other"}`))
	assert.ErrorContains(t, err, RepairSchema)
	old, err := ReadScript(strings.NewReader(`{"schema":"assay/repair/1","digest":"5ca1ab1e","cost":2}`))
	require.NoError(t, err)
	assert.Equal(t, Script{Schema: RepairSchema, Fingerprint: "5ca1ab1e", Cost: 2}, old)
}

func FuzzReadScript(f *testing.F) {
	f.Add([]byte(`{"schema":"assay/repair/1","prices":{"move":1,"merge":1,"split":1},` +
		`"steps":[{"op":"move","cluster":"0","into":"1","articles":["a"]}]}`))
	f.Add([]byte(`{"schema":"assay/repair/1","steps":[{"op":"merge","cluster":"0","into":"1"},` +
		`{"op":"split","cluster":"1","into":"2","articles":["b"]}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		s, err := ReadScript(bytes.NewReader(raw))
		if err != nil {
			return
		}
		repaired, err := s.Apply(map[string]string{"a": "0", "b": "0", "c": "1"})
		if err == nil {
			assert.Len(t, repaired, 3)
		}
	})
}
