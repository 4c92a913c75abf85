package chart

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/eval/results"
)

// A Kind is a kind of chart.
type Kind struct {
	Name  string // the Kind of its charts, and part of their file names
	Title string
	Doc   string // what it shows
	Needs string // what it is made from

	// draw makes the charts of one set of results, or returns why there is none. It is nil
	// for what is not made from one set.
	draw  func(context.Context, *Source) ([]Chart, error)
	under protocols
}

// protocols are for which results a kind is drawn.
type protocols int

const (
	anyProtocol protocols = iota
	wholeCorpus           // it is about the clusters of a corpus as a whole
	streamed
)

// Kinds lists the kinds of charts, in the order in which a report shows them.
var Kinds = []Kind{
	{
		Name: "bars", Title: "bars", Doc: "the primary metric with intervals, oracles and controls apart",
		Needs: "scores", draw: one(Bars),
	},
	{
		Name: "time", Title: "chart of quality against time", Doc: "quality against time, with the Pareto front",
		Needs: "scores", draw: one(TimeTradeOff),
	},
	{
		Name: "timeline", Title: "timeline", Doc: "quality over the time of a stream, churn, and the number of articles",
		Needs: "results under a protocol", draw: one(Timeline), under: streamed,
	},
	{
		Name: "sweep", Title: "curves over a parameter", Doc: "quality, number of clusters and giant component over a threshold or k",
		Needs: "systems that differ in one number alone", draw: Sweeps, under: wholeCorpus,
	},
	{
		Name: "sizes", Title: "sizes of clusters", Doc: "sizes of clusters, the gold beside the systems",
		Needs: "the corpus and labels", draw: one(Sizes), under: wholeCorpus,
	},
	{
		Name: "heat", Title: "heat map", Doc: "stories × algorithms",
		Needs: "the corpus and the labels of two contenders", draw: one(Heat), under: wholeCorpus,
	},
	{
		Name: "profiles", Title: "diversity profiles", Doc: "diversity profiles: Hill number of the outlets against its order",
		Needs: "the corpus, with outlets, and labels", draw: one(Profiles), under: wholeCorpus,
	},
	{
		Name: "ranks", Title: "critical-difference diagram", Doc: "mean ranks with critical difference",
		Needs: "systems that ran on three corpora or more",
	},
	{
		Name: "dendrogram", Title: "dendrogram", Doc: "how an agglomerative algorithm joined articles",
		Needs: "the tree of assay cluster --dendrogram",
	},
	{
		Name: "flow", Title: "flow", Doc: "where the stories went: bands from stories to clusters",
		Needs: "the outcomes of assay explain --flow",
	},
	{
		Name: "granularity", Title: "curves over granularity", Doc: "quality over the number of clusters, a curve for each gold level",
		Needs: "the layers of assay granularity",
	},
	{
		Name: "curve", Title: "curve of a formula", Doc: "a published curve, and what was measured at its places",
		Needs: "entries of assay reproduce that are curves",
	},
}

// one is a kind that draws one chart of each set.
func one(draw func(context.Context, *Source) (Chart, error)) func(context.Context, *Source) ([]Chart, error) {
	return func(ctx context.Context, s *Source) ([]Chart, error) {
		c, err := draw(ctx, s)
		if err != nil {
			return nil, err
		}
		return []Chart{c}, nil
	}
}

func (k *Kind) draws(s *Source) bool {
	return k.draw != nil && (k.under == anyProtocol || (k.under == streamed) == (s.Protocol != ""))
}

// Of makes all charts that results allow. left lists what it left out, and why; the error
// is that of the context alone.
func Of(ctx context.Context, list []results.Result, in Inputs) (charts []Chart, left []string, err error) {
	sources, left := in.sources(list)
	var skipped omissions
	var measured []*Source
	for _, s := range sources {
		if s.Measure, err = s.primary(); err != nil {
			skipped.add(fmt.Sprintf("all charts: %v", err), s.Name())
			continue
		}
		if s.Protocol == "" {
			measured = append(measured, s)
		}
		for _, k := range Kinds {
			if !k.draws(s) {
				continue
			}
			drawn, err := k.draw(ctx, s)
			if err != nil {
				skipped.add(fmt.Sprintf("%s: %v", k.Title, err), s.Name())
			}
			charts = append(charts, drawn...)
		}
	}
	ranks, err := ranksOver(ctx, measured)
	if err != nil {
		skipped.add(fmt.Sprintf("critical-difference diagram: %v", err), "all corpora")
	} else {
		charts = append(charts, ranks)
	}
	if ctx.Err() != nil {
		return nil, nil, ctx.Err()
	}
	nameApart(charts)
	return charts, append(left, skipped.lines()...), nil
}

// An omission is charts that could not be made, for the same reason.
type omission struct {
	what    string
	corpora []string
}

type omissions []omission

func (o *omissions) add(what, corpus string) {
	i := slices.IndexFunc(*o, func(e omission) bool { return e.what == what })
	if i < 0 {
		i = len(*o)
		*o = append(*o, omission{what: what})
	}
	(*o)[i].corpora = append((*o)[i].corpora, corpus)
}

func (o omissions) lines() (list []string) {
	for _, e := range o {
		list = append(list, fmt.Sprintf("%s (%s)", e.what, strings.Join(e.corpora, ", ")))
	}
	return list
}
