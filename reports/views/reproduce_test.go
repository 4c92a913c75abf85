package views

import (
	"bytes"
	"context"
	"fmt"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/register"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/chart"
)

func TestReproduced(t *testing.T) {
	cell := func(name string, published float64) register.Cell {
		return register.Cell{Name: name, Metric: "b3.f1", Published: published, Tolerance: .005, Better: eval.Higher,
			Source: register.Source{Cite: "Somebody 2020, table 1", FromMemory: name == "c"}, Note: "ties were tried"}
	}
	e := register.Entry{Name: "made-up", Title: "A table", Doc: "What a table says.", Licence: "CC BY 4.0", Where: "ask its author",
		Digits: 2, Parts: []register.Part{
			{Name: "first", Cells: []register.Cell{cell("a", .5), cell("b|c", .75)},
				Measure: func(context.Context, register.Job) ([]register.Measurement, error) {
					return []register.Measurement{{Cell: "a", By: "one", Values: []float64{.5}},
						{Cell: "a", By: "two", Values: []float64{.7, .8, .9}}, {Cell: "b|c", By: "one", Values: []float64{.25}, Note: "short"}}, nil
				}},
			{Name: "second", Files: []register.File{{Role: "data", Path: "absent.csv"}}, Cells: []register.Cell{cell("c", .5)},
				Measure: func(context.Context, register.Job) ([]register.Measurement, error) { return nil, nil }},
		}}
	require.NoError(t, e.Check())
	list, err := register.Select([]register.Entry{e})
	require.NoError(t, err)
	results, err := register.Run(t.Context(), list, register.Options{Data: t.TempDir()})
	require.NoError(t, err)
	for _, format := range []string{"text", "md", "json"} {
		var out bytes.Buffer
		d := Reproduced(results, register.Options{Data: "a folder"}, nil)
		d.Provenance.Versions, d.Provenance.Hosts = []string{"v0.1.0"}, []string{"linux/amd64, 2 processors, go1.26.0"}
		require.NoError(t, reports.Write(&out, d, format))
		golden(t, "reproduce."+format, out.String())
	}
	d := Reproduced(results, register.Options{}, []register.Verdict{register.Worse})
	assert.Len(t, d.Tables, 2)
	rows := 0
	for range d.Tables[1].Rows() {
		rows++
	}
	assert.Equal(t, 1, rows)
	assert.Len(t, Reproduced(results, register.Options{}, []register.Verdict{register.Failed}).Tables, 1)
}

// An entry that is a curve is drawn: the published places in order, and what was measured in each part.
func TestReproducedCurve(t *testing.T) {
	cell := func(at, published float64) register.Cell {
		return register.Cell{Name: fmt.Sprint("s = ", at), Metric: "share", At: at, Published: published, Tolerance: .005,
			Better: eval.Descriptive, Source: register.Source{Cite: "Somebody 2020"}}
	}
	measure := func(values ...float64) func(context.Context, register.Job) ([]register.Measurement, error) {
		return func(context.Context, register.Job) ([]register.Measurement, error) {
			return []register.Measurement{{Cell: "s = 0.5", By: "one", Values: values}}, nil
		}
	}
	e := register.Entry{Name: "curve", Title: "A curve", Over: "similarity", Parts: []register.Part{
		{Name: "first", Cells: []register.Cell{cell(.5, .4)}, Measure: measure(.4, .5)},
		{Name: "second", Cells: []register.Cell{cell(.25, .1)}, Unmeasured: "no model"},
	}}
	list, err := register.Select([]register.Entry{e})
	require.NoError(t, err)
	results, err := register.Run(t.Context(), list, register.Options{})
	require.NoError(t, err)
	d := Reproduced(results, register.Options{}, nil)
	require.Len(t, d.Charts, 1)
	c := d.Charts[0]
	assert.Equal(t, "curve", c.Kind)
	assert.Equal(t, []float64{.25, .5}, c.Panels[0].Marks[0].X)
	assert.Equal(t, []float64{.1, .4}, c.Panels[0].Marks[0].Y)
	assert.Equal(t, []chart.Key{{Text: "published", Line: true}, {Text: "first", Series: 1, Point: true}}, c.Legend)
	points := c.Panels[0].Marks[1:]
	require.Len(t, points, 2, "an interval and a point")
	assert.InDeltaSlice(t, []float64{.5, .45}, []float64{points[1].X[0], points[1].Y[0]}, 1e-12)
	var page bytes.Buffer
	require.NoError(t, reports.Write(&page, d, "html"))
	assert.Contains(t, page.String(), "A curve")
}
