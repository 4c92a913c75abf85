package score_test

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/score"
	"github.com/seed-9405df2f/assay/eval/stats"
)

func ExampleRun() {
	c := &corpus.Corpus{Articles: []corpus.Article{
		{ID: "1", Story: "quake"}, {ID: "2", Story: "quake"}, {ID: "3", Story: "quake"}, {ID: "4", Story: "vote"}, {ID: "5", Story: "vote"},
	}}
	c.AddMissingStories()
	sheet, err := score.Run(context.Background(), score.Request{
		Gold: c, Found: corpus.Labels{0, 0, 1, 1, 1}, Metrics: []string{"b3.f1"}, LabelsOnly: true, Bootstrap: stats.NewBootstrap(), Worst: 1,
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Printf("%s %.2f\n", sheet.Scores[0].Metric, *sheet.Scores[0].Value)
	for _, f := range sheet.Floors {
		fmt.Printf("%s %.2f\n", f.Name, *f.Values["b3.f1"])
	}
	fmt.Printf("worst: %s %.2f\n", sheet.Worst[0].Story, sheet.Worst[0].Value)
	// Output:
	// b3.f1 0.73
	// singletons 0.57
	// one 0.68
	// random 0.66
	// worst: quake 0.65
}
