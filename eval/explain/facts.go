package explain

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// Facts compare an article with others: a missing article with the rest of the main part of its
// story; a foreign article with the articles of the story that it joined.
type Facts struct {
	Nearest string  `json:"nearest"`     // id of the most similar of those articles, by words
	Cosine  float64 `json:"cosine"`      // of the words (tfidf) of both articles
	Mean    float64 `json:"mean_cosine"` // to all of those articles
	// Rival is the cosine to the most similar article of other stories if the article is missing,
	// of its own story if it is foreign; null if there is none.
	Rival *float64 `json:"rival_cosine"`
	// Gap is the time to the nearest of those articles in time if the article is missing; to Nearest
	// if it is foreign, since some article of a large story is always near.
	Gap      *float64 `json:"gap_hours,omitempty"`
	Names    *int     `json:"shared_names,omitempty"`   // with Nearest
	Numbers  *int     `json:"shared_numbers,omitempty"` // with Nearest, dates included
	BothHave bool     `json:"-"`                        // it and Nearest have numbers
	Outlet   bool     `json:"same_outlet,omitempty"`    // as Nearest
	Language bool     `json:"other_language,omitempty"` // than all of those
	Words    int      `json:"words"`                    // in title and text
	Template *float64 `json:"template,omitempty"`       // share of its runs of five words that occur in three other stories or more
	// CameAlong reports that the cluster holds another foreign article that is at least twice as
	// similar as Nearest: the two came together.
	CameAlong bool `json:"came_along,omitempty"`

	nearest int
}

// A kind is one of the two errors.
type kind uint8

const (
	splitKind kind = iota
	mergeKind
)

// An item is an article to be measured.
type item struct {
	article int
	kind    kind
	wrong   bool
	facts   Facts
	ok      bool     // there are articles to compare it with
	shown   *Article // where its causes are listed; nil if it is of the sample
}

// look measures the items.
func (m *measurer) look(ctx context.Context, items []item) error {
	err := parallel.Blocks(ctx, len(items), 16, m.o.Workers, func(from, to int) {
		scores := make([]float32, len(m.masked))
		for k := from; k < to && ctx.Err() == nil; k++ {
			m.cosines(items[k].article, scores)
			m.compare(&items[k], scores)
		}
	})
	if err != nil {
		return err
	}
	var compared []int
	for _, it := range items {
		if it.ok {
			compared = append(compared, it.article, it.facts.nearest)
		}
	}
	if len(compared) == 0 {
		return nil
	}
	if err := m.readTerms(ctx, compared); err != nil {
		return err
	}
	for k := range items {
		if f := &items[k].facts; items[k].ok {
			m.terms(items[k].article, f)
		}
	}
	return nil
}

// reference returns the articles that an item is compared with.
func (m *measurer) reference(it *item, scores []float32) []int {
	v, i := m.v, it.article
	s, c := v.gold[i], v.pred[i]
	switch {
	case it.kind == splitKind:
		c = v.Main(s)
	case it.wrong:
		s = v.Clusters[c].Host
	default: // kept apart from the story of the nearest article of others
		nearest := -1
		for k, score := range scores {
			if v.gold[k] >= 0 && v.gold[k] != s && (nearest < 0 || score > scores[nearest]) {
				nearest = k
			}
		}
		if nearest < 0 {
			return nil
		}
		s = v.gold[nearest]
		c = v.Main(s)
	}
	var ref []int
	for _, k := range v.Stories[s].Articles {
		if v.pred[k] == c && k != i {
			ref = append(ref, k)
		}
	}
	return ref
}

// compare sets all facts but the terms in common.
func (m *measurer) compare(it *item, scores []float32) {
	ref := m.reference(it, scores)
	if it.ok = len(ref) > 0; !it.ok {
		return
	}
	v, i, f := m.v, it.article, &it.facts
	f.nearest = ref[0]
	f.Language = m.available.lang
	for _, k := range ref {
		f.Mean += float64(scores[k]) / float64(len(ref))
		if scores[k] > scores[f.nearest] {
			f.nearest = k
		}
		f.Language = f.Language && m.masked[k].Lang != m.masked[i].Lang
	}
	f.Nearest, f.Cosine = m.masked[f.nearest].ID, round3(float64(scores[f.nearest]))
	f.Mean = round3(f.Mean)
	f.Outlet = m.available.outlet && m.outlet[i] != "" && m.outlet[i] == m.outlet[f.nearest]
	if it.kind == mergeKind {
		ref = []int{f.nearest}
	}
	f.Words = m.length[i]
	if m.available.time {
		f.Gap = stats.Defined(math.Round(10*m.gap(i, ref)) / 10)
	}
	f.Template = stats.Defined(round3(m.template[i]))
	rival := float32(-1)
	for k, score := range scores {
		own := v.gold[k] == v.gold[i] && v.gold[i] >= 0
		if k != i && own == (it.kind == mergeKind) {
			rival = max(rival, score)
		}
	}
	if rival >= 0 {
		f.Rival = new(round3(float64(rival)))
	}
	if it.kind == mergeKind && it.wrong {
		for _, k := range v.Clusters[v.pred[i]].Articles {
			if k != i && v.IsForeign(k) && scores[k] > 0 && scores[k] >= 2*scores[f.nearest] {
				f.CameAlong = true
			}
		}
	}
}

func (m *measurer) terms(i int, f *Facts) {
	if m.available.names {
		f.Names = new(m.names.common(i, f.nearest))
	}
	if m.available.numbers {
		f.Numbers = new(m.numbers.common(i, f.nearest))
		f.BothHave = len(m.numbers.of(i)) > 0 && len(m.numbers.of(f.nearest)) > 0
	}
}

func round3(v float64) float64 { return math.Round(1000*v) / 1000 }

// drawn returns at most n of the articles, drawn at random, in order.
func drawn(articles []int, n int, seed, stream uint64) []int {
	if len(articles) <= n {
		return articles
	}
	random := rand.New(rand.NewPCG(seed, stream))
	list := slices.Clone(articles)
	for i := range n {
		k := i + random.IntN(len(list)-i)
		list[i], list[k] = list[k], list[i]
	}
	list = list[:n]
	slices.Sort(list)
	return list
}

// Thresholds of the causes of single articles. The tree chooses its own among those of the
// questions.
const (
	farHours    = 48
	shortWords  = 50
	fewWords    = 0.1 // cosine
	manyRuns    = 0.2 // share of runs that occur in other stories
	lookAlike   = 0.2 // cosine
	commonNames = 3
)

// learnBaseline sets the usual cosines of articles that were placed well: nine in ten of those
// with their story have more, nine in ten of those kept apart from another story have less. NaN
// if there are fewer than twenty.
func (m *measurer) learnBaseline(items []item) {
	var cosines [2][]float64
	for _, it := range items {
		if it.ok && !it.wrong {
			cosines[it.kind] = append(cosines[it.kind], it.facts.Cosine)
		}
	}
	for k, list := range cosines {
		m.baseline[k] = math.NaN()
		if len(list) < 20 {
			continue
		}
		slices.Sort(list)
		m.baseline[k] = list[len(list)/10]
		if kind(k) == mergeKind {
			m.baseline[k] = list[len(list)-1-len(list)/10]
		}
	}
}

// splitWords lists what may have kept an article from its story.
func (m *measurer) splitWords(f *Facts) (why []string) {
	say := func(format string, args ...any) { why = append(why, fmt.Sprintf(format, args...)) }
	if f.Language {
		say("another language")
	}
	if f.Words == 0 {
		say("no text")
		return why
	}
	if f.Gap != nil && *f.Gap > farHours {
		say("%s from the rest", hours(*f.Gap))
	}
	if f.Cosine < fewWords {
		say("hardly a word in common (%s)", short(f.Cosine))
	} else if f.Rival != nil && *f.Rival > f.Cosine {
		say("more like another story (%s) than this (%s)", short(*f.Rival), short(f.Cosine))
	} else if f.Cosine < m.baseline[splitKind] {
		say("little like its story (%s; usual over %s)", short(f.Cosine), short(m.baseline[splitKind]))
	}
	if f.Names != nil && *f.Names == 0 {
		say("no name shared")
	}
	if f.Template != nil && *f.Template >= manyRuns {
		say("%.0f %% boilerplate", 100**f.Template)
	}
	if f.Words < shortWords && len(why) > 0 {
		say("%d words only", f.Words)
	}
	if len(why) == 0 {
		say("like its story (%s): nothing measured explains it", short(f.Cosine))
	}
	return why
}

// mergeWords lists what may have drawn an article to another story.
func (m *measurer) mergeWords(f *Facts) (why []string) {
	say := func(format string, args ...any) { why = append(why, fmt.Sprintf(format, args...)) }
	if f.Words == 0 {
		say("no text")
		return why
	}
	like, usual, own := short(f.Cosine), m.baseline[mergeKind], ""
	if f.Rival != nil {
		own = short(*f.Rival)
	}
	ownNearer := f.Rival != nil && *f.Rival > f.Cosine
	switch {
	case f.CameAlong && own != "":
		say("came with others (like this story %s, its own %s)", like, own)
	case f.CameAlong:
		say("came with others (like this story %s)", like)
	case f.Rival != nil && !ownNearer:
		say("more like this story (%s) than its own (%s)", like, own)
	case f.Cosine > usual && ownNearer:
		say("perhaps a bridge (like this story %s, its own %s; usual under %s)", like, own, short(usual))
	case f.Cosine > usual:
		say("very like this story (%s; usual under %s)", like, short(usual))
	case f.Cosine < fewWords:
		say("hardly a word in common (%s)", like)
	case ownNearer:
		say("like this story (%s), more so its own (%s)", like, own)
	default:
		say("like this story (%s)", like)
	}
	if f.Template != nil && *f.Template >= manyRuns {
		say("%.0f %% boilerplate", 100**f.Template)
	}
	if f.Cosine >= lookAlike && f.BothHave && f.Numbers != nil && *f.Numbers == 0 {
		say("no number or date in common: perhaps a look-alike")
	} else if f.Names != nil && *f.Names >= commonNames {
		say("%d names shared", *f.Names)
	}
	return why
}

func short(v float64) string {
	s := fmt.Sprintf("%.2f", v)
	if s[0] == '0' {
		return s[1:]
	}
	return s
}

// hours prints hours, or days from 72 hours on.
func hours(h float64) string {
	if h >= 72 {
		return fmt.Sprintf("%.0f days", h/24)
	}
	return fmt.Sprintf("%.0f h", h)
}
