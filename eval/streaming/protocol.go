// Package streaming measures a clustering that is made while articles come in. A
// [Protocol] divides the time of a corpus into steps. At each step an algorithm gets the
// articles published since the previous step, and nothing of later ones. Its labels of
// all articles so far are scored over the window that ends at the step and over
// everything so far, and compared with its labels at the previous step.
//
// The names of these scores contain the protocol, as in b3.f1/stream(window=7d): means
// over windows are not comparable with scores of a whole corpus, nor with those of
// another protocol. docs/streaming.md defines every number.
package streaming

import (
	"fmt"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

// A Protocol is how a corpus is played as a stream. [NewProtocol] returns one with every
// parameter at its default.
type Protocol struct {
	// Window is also what an algorithm that is no stream algorithm clusters at each step.
	Window Duration `spec:"window,always" default:"7d" doc:"length of the window over which scores are taken"`
	Step   Duration `spec:"step" default:"1d" doc:"time between two steps"`
	Warmup Duration `spec:"warmup" default:"0s" doc:"steps that end earlier than this after the start do not count in the means"`
	// Shuffle changes no score but those named order.
	Shuffle int `spec:"shuffle" default:"0" range:"0:100" doc:"further runs with articles of one time in another order"`
}

// NewProtocol returns a protocol with every parameter at its default.
func NewProtocol() Protocol { return *spec.Defaults(new(Protocol)) }

// Parse reads a protocol, such as stream(step=1h,window=6h).
func Parse(text string) (Protocol, error) {
	s, err := spec.Parse(text)
	if err != nil {
		return Protocol{}, err
	}
	return bind(s)
}

const protocolName = "stream"

func bind(s spec.Spec) (p Protocol, err error) {
	if _, err := spec.Find("protocol", []string{protocolName}, func(s string) string { return s }, s.Name); err != nil {
		return p, err
	}
	return p, spec.Bind(s, &p)
}

// Valid checks the durations against each other.
func (p *Protocol) Valid() error {
	switch {
	case p.Step <= 0:
		return fmt.Errorf("step=%s must be above 0", p.Step)
	case p.Window < p.Step:
		return fmt.Errorf("window=%s must be at least as long as the step, %s: else some articles would be in no window", p.Window, p.Step)
	}
	return nil
}

// String is the canonical spec.
func (p Protocol) String() string { return spec.Of(protocolName, &p).String() }

// name is the protocol in the names of scores, without parameters on which no score
// depends.
func (p Protocol) name() *spec.Spec {
	p.Shuffle = 0
	s := spec.Of(protocolName, &p)
	return &s
}

// Name is the part of a score's name after the slash.
func (p Protocol) Name() string { return p.name().String() }

// overlap is the number of successive steps whose windows have articles in common.
func (p Protocol) overlap() int { return int((p.Window + p.Step - 1) / p.Step) }

// A step is a moment at which articles come in.
type step struct {
	end    time.Time
	batch  []int // positions of the articles of the step, in the order of time
	window []int // positions of the articles of the window, ascending by rank
	counts bool  // the warm-up is over
}

// steps divides the articles into steps. Steps end at multiples of p.Step (of midnight
// UTC for days). The one that ends at t has the articles from t − step on, and its
// window those from t − window on. Steps without articles are left out: nothing is
// decided there. rank is the order of articles of one time, and of those of a window;
// nil = that of the corpus.
func (p Protocol) steps(articles []corpus.Article, rank []int) ([]step, error) {
	if err := spec.Check(protocolName, &p); err != nil {
		return nil, err
	}
	if err := timed(articles); err != nil {
		return nil, err
	}
	order := make([]int, len(articles))
	for i := range order {
		order[i] = i
	}
	byRank := func(a, b int) int {
		if rank != nil {
			a, b = rank[a], rank[b]
		}
		return a - b
	}
	at := func(i int) time.Time { return articles[i].Published.Time }
	slices.SortFunc(order, func(a, b int) int {
		if c := at(a).Compare(at(b)); c != 0 {
			return c
		}
		return byRank(a, b)
	})
	first := at(order[0]).UTC().Truncate(time.Duration(p.Step))
	var list []step
	oldest, end := 0, first
	for from := 0; from < len(order); {
		end = at(order[from]).UTC().Truncate(time.Duration(p.Step)).Add(time.Duration(p.Step))
		to := from
		for to < len(order) && at(order[to]).Before(end) {
			to++
		}
		for at(order[oldest]).Before(end.Add(-time.Duration(p.Window))) {
			oldest++
		}
		window := slices.Clone(order[oldest:to])
		slices.SortFunc(window, byRank)
		list = append(list, step{end: end, batch: order[from:to], window: window, counts: end.Sub(first) >= time.Duration(p.Warmup)})
		from = to
	}
	if !list[len(list)-1].counts {
		return nil, fmt.Errorf("the warm-up of %s is longer than the %s that the articles span: lower warmup", p.Warmup, Duration(end.Sub(first)))
	}
	return list, nil
}

// timed returns an error if an article has no time.
func timed(articles []corpus.Article) error {
	missing, example := 0, ""
	for i := range articles {
		if articles[i].Published.IsZero() {
			if missing++; missing == 1 {
				example = articles[i].ID
			}
		}
	}
	switch {
	case len(articles) == 0:
		return fmt.Errorf("there are no articles to stream")
	case missing > 0:
		return fmt.Errorf("%d of %d articles have no time (the first is %q), and a stream needs the time of each: "+
			"give them the field published, leave them out, or run without --protocol", missing, len(articles), example)
	}
	return nil
}

// Ready returns an error if the articles cannot be played under the protocol.
func (p Protocol) Ready(articles []corpus.Article) error {
	_, err := p.steps(articles, nil)
	return err
}
