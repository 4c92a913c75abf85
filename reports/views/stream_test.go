package views

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
)

// streams are results of one corpus under two protocols and under none.
func streams(t *testing.T) []results.Result {
	var all []results.Result
	for _, protocol := range []string{"", "stream(window=3d)", "stream(window=5d,shuffle=1)"} {
		stored, err := bench.Run(t.Context(), bench.Plan{
			Corpora: []string{"newsroom"}, Algorithms: []string{"singlepass", "agglomerative(distance=0.9)"},
			Metrics: []string{"b3.f1", "ami"}, Replicates: 20, Protocol: protocol,
		}, bench.Options{Dir: t.TempDir()})
		require.NoError(t, err)
		all = append(all, stored...)
	}
	return all
}

func TestProtocolsShareNoColumn(t *testing.T) {
	stored := streams(t)
	r, err := Bench(stored, nil)
	require.NoError(t, err)
	var titles []string
	for _, table := range r.Tables {
		titles = append(titles, table.Title)
		_, protocol, streamed := strings.Cut(table.Title, "/")
		for _, c := range table.Columns {
			if c.Unit == reports.Plain {
				assert.Equal(t, streamed, strings.HasSuffix(c.Title, "/"+protocol), "%s: %s", table.Title, c.Title)
			}
		}
	}
	assert.Equal(t, []string{"newsroom", "newsroom/stream(window=3d)", "newsroom/stream(window=5d)"}, titles)

	// Nor when a metric makes the table: then no two protocols meet in one.
	r, err = View{Table: "metric"}.Bench(stored)
	require.NoError(t, err)
	for _, table := range r.Tables {
		if strings.Contains(table.Title, "b3.f1") {
			assert.Len(t, table.Columns, 1, table.Title)
		}
	}

	// A metric's own name means its scores over windows where there are no others.
	r, err = Bench(stored[2:4], []string{"ami"})
	require.NoError(t, err)
	assert.Equal(t, "ami(avg=arithmetic)/stream(window=3d)", r.Tables[0].Columns[0].Name)
	assert.Equal(t, "ami(avg=arithmetic)/stream", r.Tables[0].Columns[0].Title, "the title of the table says the rest")

	assert.Len(t, r.Provenance.Commands, 1)
	assert.Contains(t, r.Provenance.Commands[0], "--protocol 'stream(window=3d)'")
	for _, f := range reports.Formats {
		var b strings.Builder
		require.NoError(t, reports.Write(&b, r, f.Name))
		assert.Contains(t, b.String(), "stream", f.Name)
	}
}

func TestMeansOverWindowsHaveIntervals(t *testing.T) {
	stored, err := bench.Run(t.Context(), bench.Plan{
		Corpora: []string{"newsroom"}, Algorithms: []string{"agglomerative(distance=0.9)", "by(source)"},
		Metrics: []string{"b3.f1"}, Replicates: 200, Protocol: "stream(step=6h,window=6h)",
	}, bench.Options{Dir: t.TempDir()})
	require.NoError(t, err)
	r, err := Bench(stored, nil)
	require.NoError(t, err)
	r.Charts, _, err = View{}.Charts(t.Context(), stored)
	require.NoError(t, err)
	table := r.Tables[0]
	require.Equal(t, "b3.f1/stream(step=6h,window=6h)", table.Columns[0].Name)
	require.NotNil(t, table.Groups[0].Rows[0].Cells[0].Low)
	cell := table.Groups[0].Rows[0].Cells[0]
	short := func(v float64) string { return strings.TrimPrefix(fmt.Sprintf("%.2f", v), "0") }
	interval := short(*cell.Low) + "–" + short(*cell.High)
	for _, f := range reports.Formats {
		var b strings.Builder
		require.NoError(t, reports.Write(&b, r, f.Name))
		written := strings.Join(strings.Fields(b.String()), " ")
		assert.Contains(t, written, "circular block bootstrap over steps", f.Name)
		if f.Name != "csv" && f.Name != "json" {
			assert.Contains(t, strings.ReplaceAll(written, "--", "–"), interval, f.Name)
		}
	}
	i := slices.IndexFunc(r.Charts, func(c chart.Chart) bool { return c.Kind == "bars" && strings.Contains(c.Title, ": b3.f1/") })
	assert.Contains(t, r.Charts[i].Caption, "by circular block bootstrap over steps")
}

func TestTimelineOfEachStream(t *testing.T) {
	list, left, err := View{}.Charts(t.Context(), streams(t))
	require.NoError(t, err)
	assert.NotContains(t, strings.Join(left, "\n"), "timeline")
	var kinds []string
	for _, c := range list {
		if kinds = append(kinds, c.Kind); c.Kind == "timeline" {
			assert.Contains(t, c.Title, "newsroom/stream(window=")
			assert.Len(t, c.Panels, 4)
			for _, p := range c.Panels {
				for _, m := range p.Marks {
					assert.Len(t, m.Y, len(m.X))
					assert.NotEmpty(t, m.X)
				}
			}
		}
	}
	assert.Len(t, slices.DeleteFunc(kinds, func(k string) bool { return k != "timeline" }), 2)
}
