package storyline

import (
	"slices"
	"time"
)

const (
	queryTerms   = 32  // of an article, its heaviest, by which candidates are found
	longestList  = 128 // articles of a term that are looked at, the latest
	candidates   = 4   // stories that an article is compared with
	comparedWith = 4   // articles of a story that an article is compared with, at each end
)

// A desk holds the articles of the window and the stories that they are in. What
// an article costs does not depend on how large the window is.
type desk struct {
	frequencies *frequencies
	window      int
	age         time.Duration // 0 = none

	first   int                  // number of the oldest article that is held; articles are numbered as they come
	held    []entry              // from first on
	lists   map[uint32]*postings // by term, of those that articles are found by
	stories map[int32]*story
	now     time.Time

	table table // the article that is compared
	// Scratch.
	square  []float32
	query   []term
	score   []float32   // by article held; 0 between two calls
	touched []int32     // articles with a score
	found   []*postings // of the terms asked for; nil = none has it
	near    []candidate
}

type entry struct {
	vector
	at    time.Time
	found []*postings // those that it is on
	story int32
	of    int32 // index of the article
}

// postings are the articles held that are found by a term, ascending.
type postings struct {
	term     uint32
	articles []int32
}

type story struct {
	members []int32 // articles held, ascending
}

type term struct {
	hash   uint32
	weight float32
}

func newDesk(f *frequencies, window int, age time.Duration) *desk {
	return &desk{frequencies: f, window: window, age: age, lists: map[uint32]*postings{}, stories: map[int32]*story{}}
}

func (d *desk) entry(number int32) *entry { return &d.held[int(number)-d.first] }

// meet weighs an article that comes now, lets what is too old go, and returns the
// stories that are like it, the one with the most common terms first.
func (d *desk) meet(v *vector, at time.Time) []evidence {
	if at.After(d.now) {
		d.now = at
	}
	d.expire()
	d.square = d.frequencies.weigh(v, d.square)
	d.ask(v)
	near := d.candidates()
	if len(near) == 0 {
		return nil
	}
	d.table.fill(v, d.square)
	seen := make([]evidence, 0, candidates)
	for _, c := range near {
		seen = append(seen, d.compare(c.story, at))
	}
	return seen
}

// ask picks the heaviest terms of an article; the beginning has no terms of its
// own.
func (d *desk) ask(v *vector) {
	d.query = d.query[:0]
	if v.lead <= queryTerms {
		for k, t := range v.terms[:v.lead] {
			d.query = append(d.query, term{t, v.counts[k] * v.counts[k] * d.square[k]})
		}
		return
	}
	for k, t := range v.terms[:v.lead] { // ascending: of terms as heavy as others the first stay before them
		q := term{t, v.counts[k] * v.counts[k] * d.square[k]}
		at := len(d.query)
		if at == queryTerms {
			if at--; d.query[at].weight >= q.weight {
				continue
			}
		} else {
			d.query = append(d.query, q)
		}
		for ; at > 0 && d.query[at-1].weight < q.weight; at-- {
			d.query[at] = d.query[at-1]
		}
		d.query[at] = q
	}
}

// candidates are the stories of the articles that share the heaviest terms. The
// list is reused.
func (d *desk) candidates() []candidate {
	d.score = slices.Grow(d.score[:0], len(d.held))[:len(d.held)]
	d.touched, d.found = d.touched[:0], d.found[:0]
	for _, q := range d.query {
		l := d.lists[q.hash]
		d.found = append(d.found, l)
		if l == nil {
			continue
		}
		for _, number := range l.articles[max(0, len(l.articles)-longestList):] {
			at := number - int32(d.first)
			if d.score[at] == 0 {
				d.touched = append(d.touched, at)
			}
			d.score[at] += q.weight
		}
	}
	top := d.near[:0]
	for _, at := range d.touched {
		score := d.score[at]
		d.score[at] = 0
		if len(top) == candidates && score < top[len(top)-1].score {
			continue
		}
		c := candidate{d.held[at].story, score}
		k := slices.IndexFunc(top, func(t candidate) bool { return t.story == c.story })
		switch {
		case k >= 0 && !c.better(top[k]):
			continue
		case k >= 0:
			top[k] = c
		case len(top) < candidates:
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
	d.near = top
	return top
}

// A candidate is a story by the article in it that has most in common with another.
type candidate struct {
	story int32
	score float32
}

// better says which of two comes first; of equal ones the older story.
func (c candidate) better(o candidate) bool {
	return c.score > o.score || c.score == o.score && c.story < o.story
}

// compare looks at the first and the latest articles of a story: the first, so
// that no chain carries it away from what it began with.
func (d *desk) compare(id int32, at time.Time) evidence {
	members := d.stories[id].members
	e := evidence{story: id, size: len(members)}
	head, tail := members, members[:0]
	if len(members) > 2*comparedWith {
		head, tail = members[:comparedWith], members[len(members)-comparedWith:]
	}
	for _, part := range [2][]int32{head, tail} {
		for _, number := range part {
			cosine := d.table.product(&d.entry(number).vector)
			e.mean += cosine
			e.nearest = max(e.nearest, cosine)
		}
	}
	e.mean /= float64(len(head) + len(tail))
	if last := d.entry(members[len(members)-1]).at; !at.IsZero() && !last.IsZero() {
		e.gap = at.Sub(last).Hours() / 24
	}
	return e
}

// put places the article that was met last into a story, a new one if need be.
func (d *desk) put(v vector, at time.Time, id int32, of int) {
	number := int32(d.first + len(d.held))
	found := slices.Clone(d.found)
	for k, l := range found {
		if l == nil {
			l = &postings{term: d.query[k].hash}
			found[k], d.lists[l.term] = l, l
		}
		l.articles = append(l.articles, number)
	}
	d.frequencies.add(&v)
	d.held = append(d.held, entry{vector: v, at: at, found: found, story: id, of: int32(of)})
	if d.stories[id] == nil {
		d.stories[id] = new(story)
	}
	d.stories[id].members = append(d.stories[id].members, number)
}

// expire lets the oldest articles go, and with them the stories that have no
// others.
func (d *desk) expire() {
	n := 0
	for ; n < len(d.held); n++ {
		e := &d.held[n]
		old := d.age > 0 && !e.at.IsZero() && d.now.Sub(e.at) > d.age
		if !old && len(d.held)-n < d.window {
			break
		}
		for _, l := range e.found {
			if l.articles = l.articles[1:]; len(l.articles) == 0 {
				delete(d.lists, l.term)
			}
		}
		d.frequencies.remove(&e.vector)
		s := d.stories[e.story]
		if s.members = s.members[1:]; len(s.members) == 0 {
			delete(d.stories, e.story)
		}
		d.held[n] = entry{}
	}
	d.held, d.first = d.held[n:], d.first+n
}

// move puts articles into other stories.
func (d *desk) move(numbers, to []int32) {
	touched := map[int32]bool{}
	for k, number := range numbers {
		e := d.entry(number)
		touched[e.story], touched[to[k]] = true, true
		e.story = to[k]
		s := d.stories[e.story]
		if s == nil {
			s = new(story)
			d.stories[e.story] = s
		}
		s.members = append(s.members, number)
	}
	for id := range touched {
		s := d.stories[id]
		s.members = slices.DeleteFunc(s.members, func(number int32) bool { return d.entry(number).story != id })
		slices.Sort(s.members)
		if len(s.members) == 0 {
			delete(d.stories, id)
		}
	}
}
