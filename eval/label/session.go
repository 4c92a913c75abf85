// Package label asks people whether articles are of one story, in an order whose chances are known, and
// estimates from their answers how good clusterings are.
package label

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/eval/judge"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/spec"
)

// Settings are how questions are chosen.
type Settings struct {
	Ask     string `spec:"ask" default:"all" oneof:"all,precision,recall,compare" doc:"what the questions are to tell"`
	Screens string `spec:"screens" default:"pairs" oneof:"pairs,articles" doc:"two articles a question, or one with others to tick"`
	Seed    uint64 `spec:"seed" default:"1" doc:"seed of the order of the questions"`

	Until string `spec:"until" default:"" doc:"\"compare a b\": stop when it is settled which of two labels files is better"`
	Judge string `spec:"as" default:"" doc:"name of the judge (default the user's)"`
}

// A Session is a judge at work.
type Session struct {
	articles []corpus.Article
	names    []string
	settings Settings
	frame    *judge.Frame
	screens  *judge.Screens
	order    []int32 // of the articles, as foci
	strata   []int   // of each article
	sizes    []int   // of the strata of articles
	position map[string]int32

	mu     sync.Mutex
	store  *store
	latest map[string]line     // by question: the last answer of this judge
	others map[string][]string // by question: the other judges, models aside
	done   []string            // questions that this judge answered, in order
	queue  []string
}

// Open begins or goes on with the judging of a corpus, which one or two systems cluster, or none. Answers go to the
// file at path.
func Open(ctx context.Context, c *corpus.Corpus, names []string, systems []corpus.Labels, path string, x Settings) (*Session, error) {
	if err := spec.Fill(&x); err != nil {
		return nil, err
	}
	if err := x.check(names); err != nil {
		return nil, err
	}
	if err := c.CheckTexts(); err != nil {
		return nil, err
	}
	s := &Session{articles: c.Blind(), names: names, settings: x, position: map[string]int32{}}
	for i, a := range s.articles {
		s.position[a.ID] = int32(i)
	}
	h := header{
		Schema: schema, Corpus: corpus.FingerprintArticles(s.articles), Systems: []system{}, Ask: x.Ask, Screens: x.Screens, Seed: x.Seed,
	}
	for i, labels := range systems {
		h.Systems = append(h.Systems, system{names[i], fingerprint.Of(fmt.Appendln(nil, labels.Alone()))})
	}
	space, err := features.Build(ctx, spec.Spec{Name: "tfidf"}, &features.Input{Articles: s.articles})
	if err != nil {
		return nil, err
	}
	if len(systems) == 0 { // pairs are drawn by how alike they are
		systems = []corpus.Labels{make(corpus.Labels, len(s.articles))}
		for i := range systems[0] {
			systems[0][i] = corpus.None
		}
	}
	if x.Screens == "articles" {
		s.drawFoci(space, systems)
	} else {
		if s.frame, err = judge.NewFrame(ctx, space, systems, x.Seed); err != nil {
			return nil, err
		}
		h.Survey = s.frame.Survey
	}
	if s.store, err = openStore(path, h); err != nil {
		return nil, err
	}
	return s, s.replay()
}

// check refuses what cannot be asked.
func (x *Settings) check(names []string) error {
	if x.Until != "" {
		words := strings.Fields(x.Until)
		if len(words) != 3 || words[0] != "compare" {
			return fmt.Errorf(`--until %q: write "compare a b", with the names of two labels files`, x.Until)
		}
		for _, word := range words[1:] {
			if !slices.Contains(names, word) {
				return fmt.Errorf("--until %q: no labels are called %q (%s)", x.Until, word, strings.Join(names, ", "))
			}
		}
		x.Ask = "compare"
	}
	switch {
	case len(names) > 2:
		return fmt.Errorf("%d labels: judge one, or two that are compared", len(names))
	case x.Ask == "compare" && len(names) != 2:
		return fmt.Errorf("--ask compare needs two labels: %d given", len(names))
	case len(names) == 0 && (x.Ask != "all" || x.Screens != "pairs"):
		return errors.New("without labels only pairs are asked about: name the labels that --ask or --screens is about")
	case strings.TrimSpace(x.Judge) == "":
		return errors.New("--as: the judge needs a name")
	case len(x.Judge) > 100 || strings.ContainsAny(x.Judge, "\n\r\x00"):
		return errors.New("--as: the name of the judge must be one line of at most 100 bytes")
	}
	return nil
}

// drawFoci puts the articles in a random order: where two systems are compared, three of four are of those that the
// two cluster differently.
func (s *Session) drawFoci(space *features.Space, systems []corpus.Labels) {
	s.screens = judge.NewScreens(space, systems)
	r := rand.New(rand.NewPCG(s.settings.Seed, 21))
	s.strata, s.sizes = make([]int, len(s.articles)), make([]int, 2)
	lists := [2][]int32{}
	for _, a := range r.Perm(len(s.articles)) {
		h := 0
		if s.settings.Ask == "compare" && s.screens.Differ(int32(a)) {
			h = 1
		}
		s.strata[a] = h
		s.sizes[h]++
		lists[h] = append(lists[h], int32(a))
	}
	for len(lists[0])+len(lists[1]) > 0 {
		h := 1
		if len(lists[1]) == 0 || len(lists[0]) > 0 && len(s.order)%4 == 3 {
			h = 0
		}
		s.order = append(s.order, lists[h][0])
		lists[h] = lists[h][1:]
	}
}

// replay takes in the answers that the file has.
func (s *Session) replay() error {
	s.latest, s.others = map[string]line{}, map[string][]string{}
	for i, x := range s.store.list {
		for _, id := range x.ids() {
			if _, ok := s.position[id]; !ok {
				s.store.close()
				return fmt.Errorf("%s:%d: no article has the id %q: the judgements are of another corpus", s.store.path, i+2, id)
			}
		}
		if _, err := s.question(x.Question); err != nil {
			s.store.close()
			return fmt.Errorf("%s:%d: %w", s.store.path, i+2, err)
		}
		s.take(x)
	}
	return nil
}

func (x line) ids() (ids []string) {
	for _, id := range []string{x.A, x.B, x.Focus} {
		if id != "" {
			ids = append(ids, id)
		}
	}
	for _, g := range x.Groups {
		ids = append(append(ids, g.Articles...), g.Same...)
	}
	return ids
}

// take counts an answer.
func (s *Session) take(x line) {
	switch {
	case x.Judge == s.settings.Judge:
		if _, again := s.latest[x.Question]; !again {
			s.done = append(s.done, x.Question)
		}
		s.latest[x.Question] = x
	case !x.Model && !slices.Contains(s.others[x.Question], x.Judge):
		s.others[x.Question] = append(s.others[x.Question], x.Judge)
	}
}

// Next returns the question to answer next; ok is false if there is none left, or nothing more to learn.
func (s *Session) Next() (q Question, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.settings.Until != "" && s.verdict().Settled {
		return q, false
	}
	id := s.doubled()
	if id == "" {
		id = s.fresh()
	}
	if id == "" {
		return q, false
	}
	q, err := s.question(id)
	return q, err == nil
}

// doubled returns, for one of ten questions, one that another judge answered, so that their agreement is known.
func (s *Session) doubled() string {
	if len(s.done)%10 != 9 {
		return ""
	}
	for _, x := range s.store.list {
		if _, mine := s.latest[x.Question]; !mine && len(s.others[x.Question]) > 0 {
			return x.Question
		}
	}
	return ""
}

// fresh returns a question that no judge answered.
func (s *Session) fresh() string {
	open := func(id string) bool {
		_, mine := s.latest[id]
		return !mine && len(s.others[id]) == 0
	}
	if s.frame == nil {
		for k := range s.order {
			if id := fmt.Sprintf("f%d", k); open(id) {
				return id
			}
		}
		return ""
	}
	for {
		for len(s.queue) > 0 {
			if id := s.queue[0]; open(id) {
				return id
			}
			s.queue = s.queue[1:]
		}
		if !s.plan(open) {
			return ""
		}
	}
}

// plan fills the queue with pairs, as many of each stratum as it is short of, and reports whether there are any.
func (s *Session) plan(open func(string) bool) bool {
	survey := s.survey(corpus.Unsure)
	for h := range survey.Strata { // those of which nobody was sure are answered, too
		survey.Strata[h].Judged = 0
		for k := 0; ; k++ {
			if _, ok := s.frame.Ahead(h, k); !ok || open(fmt.Sprintf("p%d.%d", h, k)) {
				break
			}
			survey.Strata[h].Judged++
		}
	}
	ahead := make([]int, len(survey.Strata))
	for _, h := range survey.Plan(s.figures(), 8) {
		for k := survey.Strata[h].Judged + ahead[h]; ; k++ {
			if _, ok := s.frame.Ahead(h, k); !ok {
				break
			}
			if id := fmt.Sprintf("p%d.%d", h, k); open(id) && !slices.Contains(s.queue, id) {
				s.queue = append(s.queue, id)
				break
			}
		}
		ahead[h]++
	}
	shuffle(s, s.queue)
	return len(s.queue) > 0
}

// shuffle puts a list into an order that tells nothing.
func shuffle[E any](s *Session, list []E) {
	r := rand.New(rand.NewPCG(s.settings.Seed, uint64(len(s.store.list))))
	r.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
}

// Back returns the question that the judge answered before the one given, or last if it answered not that one.
func (s *Session) Back(id string) (q Question, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	at := slices.Index(s.done, id)
	if at < 0 {
		at = len(s.done)
	}
	if at == 0 {
		return q, false
	}
	q, err := s.question(s.done[at-1])
	if err != nil {
		return q, false
	}
	x := s.latest[q.ID]
	q.Same, q.Note = x.Same, x.Note
	for i, a := range q.Articles {
		if q.Tick && i > 0 && slices.ContainsFunc(x.Groups, func(g group) bool { return slices.Contains(g.Same, s.articles[a.at].ID) }) {
			q.Ticked = append(q.Ticked, i)
		}
	}
	return q, true
}

// Close closes the file.
func (s *Session) Close() error { return s.store.close() }
