package storyline

import (
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
)

const (
	queryTerms    = 32  // heaviest terms of an article, which find its candidates
	longestList   = 128 // latest articles of a term that are looked at
	maxCandidates = 4   // stories that an article is compared with
	comparedWith  = 4   // first and latest articles of a story, each, that an article is compared with
)

// A windowIndex holds the articles of the window and their stories. The cost of an
// article does not depend on the size of the window.
type windowIndex struct {
	frequencies *frequencies
	window      int
	age         time.Duration // 0 = no limit

	first   int                  // number of the oldest article held; articles are numbered as they come
	held    []entry              // from first on
	lists   map[uint32]*postings // by term, of the heaviest terms of articles
	stories map[int32][]int32    // by number: its articles held, ascending
	now     time.Time

	weights termWeights // of the article that is compared
	// Scratch.
	square   []float32
	heaviest []term
	score    []float32   // by article held; 0 between two calls
	touched  []int32     // articles with a score
	found    []*postings // of the heaviest terms; nil = no article has it
	near     []candidate
}

type entry struct {
	vector
	at      time.Time
	found   []*postings // that list it
	story   int32
	of      int32           // position among the articles that are taken; taken before if they came earlier
	id      string          // of the article
	dense   []float32       // its vector, if there are any, as long as article
	article *corpus.Article // nil once no calibration will cluster it
}

// postings lists the articles held that are found by a term, ascending.
type postings struct {
	term     uint32
	articles []int32
}

type term struct {
	hash   uint32
	weight float32
}

func newWindowIndex(f *frequencies, window int, age time.Duration) *windowIndex {
	return &windowIndex{frequencies: f, window: window, age: age, lists: map[uint32]*postings{}, stories: map[int32][]int32{}}
}

func (x *windowIndex) entry(number int32) *entry { return &x.held[int(number)-x.first] }

// candidates weighs an article that comes now, drops what is too old, and returns
// the most similar stories, that with the most terms in common first.
func (x *windowIndex) candidates(v *vector, at time.Time) []pair {
	if at.After(x.now) {
		x.now = at
	}
	x.expire()
	x.square = x.frequencies.weigh(v, x.square)
	x.query(v)
	near := x.mostLike()
	if len(near) == 0 {
		return nil
	}
	x.weights.fill(v, x.square)
	pairs := make([]pair, 0, maxCandidates)
	for _, c := range near {
		pairs = append(pairs, x.compare(c.story, at))
	}
	return pairs
}

// query picks the heaviest terms of an article. Terms of the beginning are not asked
// for: all words have them too.
func (x *windowIndex) query(v *vector) {
	x.heaviest = x.heaviest[:0]
	if v.lead <= queryTerms {
		for k, t := range v.terms[:v.lead] {
			x.heaviest = append(x.heaviest, term{t, v.counts[k] * v.counts[k] * x.square[k]})
		}
		return
	}
	for k, t := range v.terms[:v.lead] { // ascending; ties are broken by this order
		q := term{t, v.counts[k] * v.counts[k] * x.square[k]}
		at := len(x.heaviest)
		if at == queryTerms {
			if at--; x.heaviest[at].weight >= q.weight {
				continue
			}
		} else {
			x.heaviest = append(x.heaviest, q)
		}
		for ; at > 0 && x.heaviest[at-1].weight < q.weight; at-- {
			x.heaviest[at] = x.heaviest[at-1]
		}
		x.heaviest[at] = q
	}
}

// mostLike returns the stories of the articles that share most of the heaviest
// terms. The list is reused.
func (x *windowIndex) mostLike() []candidate {
	x.score = slices.Grow(x.score[:0], len(x.held))[:len(x.held)]
	x.touched, x.found = x.touched[:0], x.found[:0]
	for _, q := range x.heaviest {
		l := x.lists[q.hash]
		x.found = append(x.found, l)
		if l == nil {
			continue
		}
		for _, number := range l.articles[max(0, len(l.articles)-longestList):] {
			at := number - int32(x.first)
			if x.score[at] == 0 {
				x.touched = append(x.touched, at)
			}
			x.score[at] += q.weight
		}
	}
	top := x.near[:0]
	for _, at := range x.touched {
		score := x.score[at]
		x.score[at] = 0
		if len(top) == maxCandidates && score < top[len(top)-1].score {
			continue
		}
		c := candidate{x.held[at].story, score}
		k := slices.IndexFunc(top, func(t candidate) bool { return t.story == c.story })
		switch {
		case k >= 0 && !c.better(top[k]):
			continue
		case k >= 0:
			top[k] = c
		case len(top) < maxCandidates:
			top = append(top, c)
			k = len(top) - 1
		case c.better(top[len(top)-1]):
			k = len(top) - 1
			top[k] = c
		default:
			continue
		}
		for ; k > 0 && top[k].better(top[k-1]); k-- {
			top[k], top[k-1] = top[k-1], top[k]
		}
	}
	x.near = top
	return top
}

// A candidate is a story with the score of its best article.
type candidate struct {
	story int32
	score float32
}

// better reports whether c comes before o. Ties are broken by the older story.
func (c candidate) better(o candidate) bool {
	return c.score > o.score || c.score == o.score && c.story < o.story
}

// compare looks at the first and the latest articles of a story: the first so that
// no chain of similar articles leads it away from its beginning.
func (x *windowIndex) compare(id int32, at time.Time) pair {
	members := x.stories[id]
	p := pair{story: id, size: len(members)}
	head, tail := members, members[:0]
	if len(members) > 2*comparedWith {
		head, tail = members[:comparedWith], members[len(members)-comparedWith:]
	}
	for _, part := range [2][]int32{head, tail} {
		for _, number := range part {
			cosine := x.weights.product(&x.entry(number).vector)
			p.mean += cosine
			p.nearest = max(p.nearest, cosine)
		}
	}
	p.mean /= float64(len(head) + len(tail))
	if last := x.entry(members[len(members)-1]).at; !at.IsZero() && !last.IsZero() {
		p.gap = at.Sub(last).Hours() / 24
	}
	return p
}

// add puts the article that candidates was called for last into its story, a new one if
// the index does not hold it.
func (x *windowIndex) add(e entry) {
	e.found = make([]*postings, 0, len(x.heaviest))
	for k, q := range x.heaviest {
		e.found = append(e.found, x.list(q.hash, x.found[k]))
	}
	x.hold(e)
}

// list returns the postings of a term: those known, or new ones if nil.
func (x *windowIndex) list(term uint32, known *postings) *postings {
	if known == nil {
		known = &postings{term: term}
		x.lists[term] = known
	}
	return known
}

// hold appends an article to the postings that list it, and to its story.
func (x *windowIndex) hold(e entry) {
	number := int32(x.first + len(x.held))
	for _, l := range e.found {
		l.articles = append(l.articles, number)
	}
	x.frequencies.add(&e.vector)
	x.held = append(x.held, e)
	x.stories[e.story] = append(x.stories[e.story], number)
}

// expire drops the oldest articles, and stories that have no others.
func (x *windowIndex) expire() {
	n := 0
	for ; n < len(x.held); n++ {
		e := &x.held[n]
		old := x.age > 0 && !e.at.IsZero() && x.now.Sub(e.at) > x.age
		if !old && len(x.held)-n < x.window {
			break
		}
		for _, l := range e.found {
			if l.articles = l.articles[1:]; len(l.articles) == 0 {
				delete(x.lists, l.term)
			}
		}
		x.frequencies.remove(&e.vector)
		if x.stories[e.story] = x.stories[e.story][1:]; len(x.stories[e.story]) == 0 {
			delete(x.stories, e.story)
		}
		x.held[n] = entry{}
	}
	x.held, x.first = x.held[n:], x.first+n
}

// move moves articles to other stories.
func (x *windowIndex) move(numbers, to []int32) {
	touched := map[int32]bool{}
	for k, number := range numbers {
		e := x.entry(number)
		touched[e.story], touched[to[k]] = true, true
		e.story = to[k]
		x.stories[e.story] = append(x.stories[e.story], number)
	}
	for id := range touched {
		members := slices.DeleteFunc(x.stories[id], func(number int32) bool { return x.entry(number).story != id })
		slices.Sort(members)
		if x.stories[id] = members; len(members) == 0 {
			delete(x.stories, id)
		}
	}
}
