package label

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
)

// Answers are what people said of pairs of articles, each pair once.
type Answers struct {
	Path   string
	Corpus string // fingerprint of the articles that were judged; empty if not known
	// Known reports whether the chances of pairs to be asked about are known: the weights then make the answers those of
	// all pairs of the corpus. If not, every weight is 1.
	Known bool
	Pairs []Answered
}

// An Answered is a pair with what people together say of it.
type Answered struct {
	A, B     string // ids
	Same     corpus.Answer
	Question string  // pairs of one question depend on each other
	Weight   float64 // how many pairs of the corpus it stands for
}

// ReadAnswers reads a file that Run wrote, or judged pairs in any form of format.OpenGoldLabels. Of several judges the
// majority counts; answers of models are left out.
func ReadAnswers(ctx context.Context, path string) (*Answers, error) {
	raw, err := readAll(ctx, path)
	if err != nil {
		return nil, err
	}
	first, _, _ := bytes.Cut(raw, []byte("\n"))
	var h header
	if json.Unmarshal(first, &h) != nil || h.Schema != schema {
		return plainAnswers(ctx, path)
	}
	s := &store{path: path}
	if _, err := s.read(raw, h); err != nil {
		return nil, err
	}
	a := &Answers{Path: path, Corpus: h.Corpus, Known: h.Screens != "articles" || h.Ask != "compare"}
	counts := make([]int, len(h.Survey.Strata)) // answers of each stratum
	stratum := func(question string) int {
		var h, k int
		if n, _ := fmt.Sscanf(question, "p%d.%d", &h, &k); n < 2 || h < 0 || h >= len(counts) {
			return -1
		}
		return h
	}
	for _, x := range settledInOrder(s.list) {
		a.add(x)
		if h := stratum(x.Question); h >= 0 && x.Same != corpus.Unsure {
			counts[h]++
		}
	}
	for i, x := range a.Pairs {
		switch k := stratum(x.Question); {
		case k >= 0 && counts[k] > 0:
			a.Pairs[i].Weight = max(1, float64(h.Survey.Strata[k].Pairs)/float64(counts[k]))
		case !a.Known:
			a.Pairs[i].Weight = 1
		}
	}
	return a, nil
}

func readAll(ctx context.Context, path string) ([]byte, error) {
	file, err := format.OpenFile(ctx, path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	return io.ReadAll(file)
}

// add takes the answer to a question: one pair, or a focus with each article that was shown, which stands for as many of
// its kind as there are for each that was shown.
func (a *Answers) add(x line) {
	if x.Focus == "" {
		a.Pairs = append(a.Pairs, Answered{x.A, x.B, x.Same, x.Question, 1})
		return
	}
	for _, g := range x.Groups {
		same := map[string]bool{}
		for _, id := range g.Same {
			same[id] = true
		}
		for _, id := range g.Articles {
			p := Answered{x.Focus, id, corpus.No, x.Question, max(1, float64(g.All)/float64(len(g.Articles)))}
			if x.Same == corpus.Unsure {
				p.Same = corpus.Unsure
			} else if same[id] {
				p.Same = corpus.Yes
			}
			a.Pairs = append(a.Pairs, p)
		}
	}
}

// plainAnswers reads pairs of which nobody knows how they were chosen.
func plainAnswers(ctx context.Context, path string) (*Answers, error) {
	c, _, err := format.OpenGoldLabels(ctx, path)
	if err != nil {
		return nil, err
	}
	if c.Judged == nil {
		return nil, fmt.Errorf("%s: no judged pairs: a file of assay label, or rows with id_a, id_b and same", path)
	}
	a := &Answers{Path: path}
	ids := c.Judged.IDs()
	for i, p := range c.Judged.Pairs() {
		a.Pairs = append(a.Pairs, Answered{ids[p.A], ids[p.B], p.Same, fmt.Sprint(i), 1})
	}
	return a, nil
}
