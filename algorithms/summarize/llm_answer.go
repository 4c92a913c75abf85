package summarize

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"strings"
	"unicode"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
)

// An answer is what a model is asked for.
type answer struct {
	Title   *string `json:"title"`
	Summary []struct {
		Text    string `json:"text"`
		Article int    `json:"article"`
	} `json:"summary"`
	KeyPoints []string `json:"key_points"`
	Image     int      `json:"image"`
}

const (
	maxTitle  = 40  // words
	maxAnswer = 120 // words of a sentence or key point

	pointsOfModel = 4
)

// page reads a model's answer. It refuses one of another form, and cuts one of
// the right form to the limits, without repetitions.
func (p *paper) page(reply string) (corpus.Page, error) {
	a, err := parseAnswer(reply)
	if err != nil {
		return corpus.Page{}, fmt.Errorf("the model's answer: %w", err)
	}
	d, err := p.accept(a)
	if err != nil {
		return corpus.Page{}, fmt.Errorf("the model's answer: %w", err)
	}
	return d, nil
}

// parseAnswer reads one JSON object with the fields asked for and no others. One
// fence of a Markdown code block around it is forgiven.
func parseAnswer(reply string) (answer, error) {
	reply = strings.TrimSpace(reply)
	if inner, ok := strings.CutPrefix(reply, "```"); ok {
		inner = strings.TrimPrefix(inner, "json")
		reply, ok = strings.CutSuffix(inner, "```")
		if !ok {
			return answer{}, errors.New("a code block is never closed")
		}
	}
	var a answer
	d := json.NewDecoder(strings.NewReader(reply))
	d.DisallowUnknownFields()
	if err := d.Decode(&a); err != nil {
		return answer{}, fmt.Errorf("it is not the JSON object asked for: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return answer{}, errors.New("something follows the JSON object")
	}
	if a.Title == nil {
		return answer{}, errors.New("it has no title")
	}
	return a, nil
}

// accept checks what an answer says against the articles.
func (p *paper) accept(a answer) (corpus.Page, error) {
	number := maps.Clone(p.known)
	title, err := p.clean(number, "title", *a.Title, maxTitle)
	if err != nil {
		return corpus.Page{}, err
	}
	d := corpus.Page{Title: title.text}
	var summary, points []sentence
	for n, s := range a.Summary {
		what := fmt.Sprintf("sentence %d of the summary", n+1)
		if s.Article < 1 || s.Article > len(p.shown) {
			return corpus.Page{}, fmt.Errorf("%s names article %d of %d", what, s.Article, len(p.shown))
		}
		sentence, err := p.clean(number, what, s.Text, maxAnswer)
		if err != nil {
			return corpus.Page{}, err
		}
		sentence.article = p.shown[s.Article-1]
		summary = append(summary, sentence)
	}
	for n, s := range a.KeyPoints {
		point, err := p.clean(number, fmt.Sprintf("key point %d", n+1), s, maxAnswer)
		if err != nil {
			return corpus.Page{}, err
		}
		points = append(points, point)
	}
	for _, s := range pick(summary, p.limits) {
		d.Summary = append(d.Summary, corpus.Sentence{Text: s.text, Article: p.articles[s.article].at})
	}
	if len(d.Summary) == 0 {
		return corpus.Page{}, errors.New("it has no sentence for the summary that fits")
	}
	for _, s := range pick(points, Limits{Sentences: pointsOfModel}) {
		d.KeyPoints = append(d.KeyPoints, s.text)
	}
	if a.Image < 0 || a.Image > len(p.shown) {
		return corpus.Page{}, fmt.Errorf("image names article %d of %d", a.Image, len(p.shown))
	}
	if a.Image > 0 {
		if d.Image = p.articles[p.shown[a.Image-1]].Image; d.Image == nil {
			return corpus.Page{}, fmt.Errorf("image names article %d, which has none", a.Image)
		}
	}
	return d, nil
}

// clean folds the white space of a text and numbers its words. It refuses what no
// page has: nothing, too much, control characters, links; and a text of whose
// content words, stop words apart, less than a third are in the articles: it is not
// about them.
func (p *paper) clean(number map[string]int32, what, s string, most int) (sentence, error) {
	s = text.Fold(s)
	words, content := terms(s, p.articles[p.shown[0]].Lang, number)
	switch {
	case len(words) == 0:
		return sentence{}, fmt.Errorf("%s is empty", what)
	case len(words) > most:
		return sentence{}, fmt.Errorf("%s has %d words, more than %d", what, len(words), most)
	case strings.ContainsFunc(s, unicode.IsControl):
		return sentence{}, fmt.Errorf("%s has control characters", what)
	case strings.Contains(s, "://"):
		return sentence{}, fmt.Errorf("%s has a link", what)
	}
	known := 0
	for _, t := range content {
		if int(t) < len(p.known) {
			known++
		}
	}
	if 3*known < len(content) {
		return sentence{}, fmt.Errorf("%s is not about the articles: %d of its %d content words are in them", what, known, len(content))
	}
	return sentence{text: s, length: text.Length(s), words: words}, nil
}
