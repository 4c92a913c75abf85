package corpus

import (
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/corpus/outlet"
)

// Stats counts what is in a corpus.
type Stats struct {
	Articles    int `json:"articles"`
	Stories     int `json:"stories"` // with at least one article
	Unlabelled  int `json:"unlabelled"`
	Distractors int `json:"distractors"`
	Singletons  int `json:"singletons"`   // stories of one article
	MedianStory int `json:"median_story"` // articles
	LargestOne  int `json:"largest_story"`
	Outlets     int `json:"outlets"` // by outlet.Of
	// Languages counts the articles by their language, declared or found; "" if unknown.
	Languages map[string]int `json:"languages"`
	// WithSummary counts the stories with a gold summary or reference, WithPoints those
	// with key points.
	WithSummary int       `json:"with_summary"`
	WithPoints  int       `json:"with_key_points"`
	MedianWords int       `json:"median_words"` // of the texts, split at white space
	First       time.Time `json:"first,omitzero"`
	Last        time.Time `json:"last,omitzero"`
	Fingerprint string    `json:"fingerprint"`
}

// Stats returns the statistics of the corpus.
func (c *Corpus) Stats() Stats {
	s := Stats{Articles: len(c.Articles), Languages: map[string]int{}, Fingerprint: c.Fingerprint()}
	outlets := map[string]bool{}
	var words []int
	for i := range c.Articles {
		a := &c.Articles[i]
		switch {
		case a.Distractor:
			s.Distractors++
		case a.Story == "":
			s.Unlabelled++
		}
		s.Languages[c.Language(i)]++
		if name := outlet.Of(a.Source); name != "" {
			outlets[name] = true
		}
		words = append(words, len(strings.Fields(a.Text)))
		if p := a.Published; !p.IsZero() {
			if s.First.IsZero() || p.Time.Before(s.First) {
				s.First = p.Time
			}
			if p.Time.After(s.Last) {
				s.Last = p.Time
			}
		}
	}
	s.Outlets = len(outlets)
	s.MedianWords, _ = middle(words)
	var sizes []int
	for _, members := range c.Gold().Members() {
		sizes = append(sizes, len(members))
		if len(members) == 1 {
			s.Singletons++
		}
	}
	s.Stories = len(sizes)
	s.MedianStory, s.LargestOne = middle(sizes)
	for _, story := range c.Stories {
		if story.Summary != "" || len(story.References) > 0 {
			s.WithSummary++
		}
		if len(story.KeyPoints) > 0 {
			s.WithPoints++
		}
	}
	return s
}

// middle returns the lower median and the largest.
func middle(list []int) (median, largest int) {
	if len(list) == 0 {
		return 0, 0
	}
	slices.Sort(list)
	return list[(len(list)-1)/2], list[len(list)-1]
}
