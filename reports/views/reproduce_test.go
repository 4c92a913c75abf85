package views

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/register"
	"github.com/seed-9405df2f/assay/reports"
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
