package storyline

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/spec"
)

// A State is a stream of [Online] that goes on from one program run to the next:
// [State.MarshalBinary] saves it, and [State.UnmarshalBinary] restores it. Begin makes
// one.
type State struct {
	online   *Online
	run      *run
	settings string // parameters and weights, in a line
}

// Begin returns the state of a stream without articles. Only it can take what
// MarshalBinary of a state of the same settings wrote.
func (l *Online) Begin() (*State, error) {
	r, err := l.begin()
	if err != nil {
		return nil, err
	}
	weights, err := l.weights()
	if err != nil {
		return nil, err
	}
	var content bytes.Buffer
	if err := weights.Write(&content); err != nil {
		return nil, err
	}
	named := *l
	named.Weights = "" // the same weights may be in another file
	r.moved = map[int32]change{}
	return &State{
		online: l, run: r,
		settings: fmt.Sprintf("%s with weights %s", spec.Of(OnlineEntry.Name, &named), fingerprint.Of(content.Bytes())),
	}, nil
}

// Taken are the stories of articles. A story keeps its number as long as the stream
// goes on, and no other story ever has it.
type Taken struct {
	IDs     []string      // those given, in their order; then those of earlier articles whose story changed
	Stories corpus.Labels // of the IDs
	Earlier int           // of the IDs, those of earlier articles
	Reused  int           // of the IDs given, those that an earlier article of other words had
}

// A change is that of an article taken before.
type change struct {
	id    string
	story int32
}

// Take clusters further articles, in the order of time. Articles cut into any number
// of calls, with the state saved and restored in between, get the stories that one
// call would give them, if none is older than those of the calls before.
//
// An article that the window holds already, with the same id and words, is not taken
// again: it has the story that it has. One that is late, or older than the window, is
// compared with the stories of the window as any other. After an error the state is
// of no use.
func (s *State) Take(ctx context.Context, articles []corpus.Article, workers int) (*Taken, error) {
	r := s.run
	p := &algorithms.Problem{Articles: make([]corpus.Article, len(articles)), Workers: workers}
	r.problem, r.labels = p, slices.Repeat(corpus.Labels{corpus.None}, len(articles))
	clear(r.moved)
	held := map[string]int32{} // the latest article of each id
	for k := range r.index.held {
		e := &r.index.held[k]
		e.of, held[e.id] = before, int32(r.index.first+k)
	}
	out := &Taken{}
	again := map[int]bool{}
	given := map[string]bool{}
	for i, a := range articles {
		p.Articles[i] = corpus.Article{ID: a.ID, Title: a.Title, Text: a.Text, Lang: a.Lang,
			Published: corpus.Moment{Time: a.Published.Time.UTC(), Day: a.Published.Day}}
		if a.ID == "" || given[a.ID] {
			return nil, fmt.Errorf("article %d of %d has the id %q: articles of a stream need ids of their own", i+1, len(articles), a.ID)
		}
		given[a.ID] = true
		out.IDs = append(out.IDs, a.ID)
		number, known := held[a.ID]
		if !known {
			continue
		}
		if e := r.index.entry(number); e.same(read(&p.Articles[i])) {
			e.of, r.labels[i], again[i] = int32(i), e.story, true
		} else {
			out.Reused++
		}
	}
	if err := p.Prepare(ctx, s.online); err != nil {
		return nil, err
	}
	order := slices.DeleteFunc(algorithms.InTime(p.Articles), func(i int) bool { return again[i] })
	if err := r.take(ctx, order); err != nil {
		return nil, err
	}
	out.Stories = r.labels
	for _, number := range slices.Sorted(maps.Keys(r.moved)) {
		if c := r.moved[number]; held[c.id] == number && !given[c.id] {
			out.IDs, out.Stories = append(out.IDs, c.id), append(out.Stories, c.story)
			out.Earlier++
		}
	}
	return out, nil
}

// same reports whether an article has the words of another.
func (v *vector) same(o vector) bool {
	return slices.Equal(v.terms, o.terms) && slices.Equal(v.counts, o.counts)
}
