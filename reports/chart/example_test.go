package chart_test

import (
	"bytes"
	"fmt"

	"github.com/seed-9405df2f/assay/reports/chart"
)

func Example() {
	c := chart.Chart{
		Name: "growth", Title: "Articles a day", Caption: "How many articles came on each day.",
		Panels: []chart.Panel{{
			Height: 120,
			X:      chart.Axis{Label: "day", Min: 0.5, Max: 3.5, Whole: true},
			Y:      chart.Axis{Label: "articles", Min: 0, Max: 100},
			Marks: []chart.Mark{
				{Type: chart.Line, X: []float64{1, 2, 3}, Y: []float64{40, 90, 70}, Series: 1},
				{Type: chart.Point, X: []float64{2}, Y: []float64{90}, Series: 1, Text: "election day", Hover: "day 2: 90 articles"},
			},
		}},
	}
	var inline, file bytes.Buffer
	if err := chart.SVG(&inline, &c); err != nil {
		fmt.Println(err)
	}
	if err := chart.Write(&file, &c, "png"); err != nil {
		fmt.Println(err)
	}
	fmt.Println(bytes.Contains(inline.Bytes(), []byte("<title>day 2: 90 articles</title>")))
	fmt.Println(bytes.HasPrefix(file.Bytes(), []byte("\x89PNG")))
	// Output:
	// true
	// true
}
