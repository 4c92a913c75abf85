package storyline

import (
	"math"
	"math/rand/v2"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
)

// A newsflow makes articles as they might come in, without end: words that follow
// Zipf's law, and stories that come and go, each with words of its own: one in four,
// so that the mean cosine within stories is .18, as of headlines. The same
// seed makes the same articles.
type newsflow struct {
	random *rand.Rand
	zipf   *rand.Zipf
	open   []flowStory
	begun  int
	clock  time.Time
	step   time.Duration // between two articles
}

type flowStory struct {
	number, left int
	words        [25]int
}

const flowWords = 60_000 // of the language

func newNewsflow(seed uint64, stories int, step time.Duration) *newsflow {
	random := rand.New(rand.NewPCG(seed, 7))
	f := &newsflow{
		random: random, zipf: rand.NewZipf(random, 1.05, 2, flowWords-1), open: make([]flowStory, stories),
		clock: time.Date(2031, 3, 1, 0, 0, 0, 0, time.UTC), step: step,
	}
	for i := range f.open {
		f.open[i] = f.story()
	}
	return f
}

// story begins one. Its size has a heavy tail, its words come from the rare end of
// the language.
func (f *newsflow) story() flowStory {
	s := flowStory{number: f.begun, left: 1 + int(min(200, 2*math.Pow(1-f.random.Float64(), -0.8)))}
	for k := range s.words {
		s.words[k] = flowWords/5 + f.random.IntN(4*flowWords/5)
	}
	f.begun++
	return s
}

// word spells a number in letters: with digits it would be an amount.
func word(n int) string {
	const consonants, vowels = "bcdfghjklmnpqrst", "aeiou"
	spelt := []byte{}
	for ; n > 0 || len(spelt) < 4; n /= len(consonants) * len(vowels) {
		spelt = append(spelt, consonants[n%len(consonants)], vowels[n/len(consonants)%len(vowels)])
	}
	return string(append(spelt, ' '))
}

// next makes an article of about that many words and says which story it tells.
func (f *newsflow) next(words int) (corpus.Article, int) {
	at := f.random.IntN(len(f.open))
	s := f.open[at]
	if f.open[at].left--; f.open[at].left == 0 {
		f.open[at] = f.story()
	}
	draw := func(b *strings.Builder, n int) {
		for range n {
			w := int(f.zipf.Uint64())
			if f.random.IntN(4) == 0 {
				w = s.words[int(float64(len(s.words))*math.Pow(f.random.Float64(), 2))]
			}
			b.WriteString(word(w))
		}
	}
	var title, body strings.Builder
	draw(&title, 8)
	draw(&body, words/2+f.random.IntN(words))
	f.clock = f.clock.Add(f.step)
	return corpus.Article{Title: title.String(), Text: body.String(), Lang: "en", Published: corpus.Moment{Time: f.clock}}, s.number
}
