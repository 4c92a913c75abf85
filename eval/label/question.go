package label

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/judge"
)

// An Article is what a judge sees of one.
type Article struct {
	Title  string `json:"title"`
	Text   string `json:"text"`
	Source string `json:"source,omitempty"`
	Time   string `json:"time,omitempty"`
	Lang   string `json:"lang,omitempty"`

	at int32
}

// A Question is a screen.
type Question struct {
	ID       string    `json:"id"`
	Articles []Article `json:"articles"` // two, or one with others to tick
	Tick     bool      `json:"tick"`
	// Same, Ticked and Note are the answer that the judge has given, if it has.
	Same   corpus.Answer `json:"same,omitempty"`
	Ticked []int         `json:"ticked,omitempty"`
	Note   string        `json:"note,omitempty"`

	groups []judge.Shown
}

func (s *Session) shown(a int32) Article {
	x := s.articles[a]
	text := []rune(x.Text)
	if len(text) > 1500 {
		text = append(text[:1500], '…')
	}
	out := Article{Title: x.Title, Text: string(text), Source: x.Source, Lang: x.Lang, at: a}
	if out.Title == "" { // what there is to read
		out.Title, out.Text = out.Text, ""
	}
	if !x.Published.IsZero() {
		out.Time = x.Published.String()
	}
	return out
}

// question makes the screen of a question: the articles, in an order that tells nothing.
func (s *Session) question(id string) (q Question, err error) {
	var h, k int
	switch n, _ := fmt.Sscanf(id, "p%d.%d", &h, &k); {
	case n == 2 && s.frame != nil && h >= 0 && h < len(s.frame.Strata) && id == fmt.Sprintf("p%d.%d", h, k):
		if pair, ok := s.frame.Ahead(h, k); ok {
			r := rand.New(rand.NewPCG(s.settings.Seed, uint64(h)<<32|uint64(k)))
			first := r.IntN(2)
			return Question{ID: id, Articles: []Article{s.shown(pair[first]), s.shown(pair[1-first])}}, nil
		}
	case s.frame == nil:
		if n, _ := fmt.Sscanf(id, "f%d", &k); n == 1 && k >= 0 && k < len(s.order) && id == fmt.Sprintf("f%d", k) {
			return s.focus(id, s.order[k]), nil
		}
	}
	return q, fmt.Errorf("there is no question %q in this design", id)
}

func (s *Session) focus(id string, a int32) Question {
	r := rand.New(rand.NewPCG(s.settings.Seed, 1<<40+uint64(a)))
	q := Question{ID: id, Tick: true, Articles: []Article{s.shown(a)}, groups: s.screens.Of(a, r)}
	for _, g := range q.groups {
		for _, b := range g.Articles {
			q.Articles = append(q.Articles, s.shown(b))
		}
	}
	others := q.Articles[1:]
	r.Shuffle(len(others), func(i, k int) { others[i], others[k] = others[k], others[i] })
	return q
}

// A Reply is the answer to a question.
type Reply struct {
	ID     string        `json:"id"`
	Same   corpus.Answer `json:"same"`   // of a pair; of a screen to tick, yes, or unsure of all
	Ticked []int         `json:"ticked"` // positions of articles of the question
	Note   string        `json:"note"`
	// Revise replaces the answer that the judge has given before. Without it another answer to a question that has one is
	// refused.
	Revise bool `json:"revise"`
}

// ErrAnswered is the error of a second answer, from another window.
var ErrAnswered = errors.New("this question was answered otherwise in another window: go back to it to change the answer")

// Answer stores an answer; when it returns, the answer is on the disk.
func (s *Session) Answer(r Reply) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	q, err := s.question(r.ID)
	if err != nil {
		return err
	}
	x, err := s.lineOf(q, r)
	if err != nil {
		return err
	}
	x.Judge, x.Time = s.settings.Judge, time.Now().UTC().Truncate(time.Second)
	if before, ok := s.latest[r.ID]; ok {
		switch {
		case before.says(x):
			return nil // the same answer twice
		case !r.Revise:
			return ErrAnswered
		}
	}
	if err := s.store.add(x); err != nil {
		return err
	}
	s.take(x)
	return nil
}

// says reports whether two lines are the same answer.
func (x line) says(y line) bool {
	return x.Same == y.Same && x.Note == y.Note && fmt.Sprint(x.Groups) == fmt.Sprint(y.Groups)
}

// lineOf checks a reply to a question and makes its line.
func (s *Session) lineOf(q Question, r Reply) (x line, err error) {
	if !slices.Contains([]corpus.Answer{corpus.Yes, corpus.No, corpus.Unsure}, r.Same) {
		return x, fmt.Errorf("%q is no answer: yes, no or unsure", r.Same)
	}
	if len(r.Note) > 2000 {
		return x, errors.New("the note is longer than 2,000 bytes")
	}
	x = line{Question: q.ID, Same: r.Same, Note: r.Note}
	if !q.Tick {
		x.A, x.B = s.articles[q.Articles[0].at].ID, s.articles[q.Articles[1].at].ID
		return x, nil
	}
	ticked := map[int32]bool{}
	for _, i := range r.Ticked {
		if i < 1 || i >= len(q.Articles) {
			return x, fmt.Errorf("article %d is not on the screen", i)
		}
		ticked[q.Articles[i].at] = true
	}
	x.Focus = s.articles[q.Articles[0].at].ID
	for _, g := range q.groups {
		y := group{In: g.In, All: g.All, Articles: []string{}, Same: []string{}}
		for _, b := range g.Articles {
			y.Articles = append(y.Articles, s.articles[b].ID)
			if ticked[b] {
				y.Same = append(y.Same, s.articles[b].ID)
			}
		}
		x.Groups = append(x.Groups, y)
	}
	return x, nil
}
