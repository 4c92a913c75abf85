package corpus

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// Judgements are what people said about pairs of articles: gold of some pairs, where nobody
// wrote down the stories.
type Judgements struct {
	Path string
	List []Judgement // in the order of the file
	// Strata are what the pairs were drawn from, each pair of a stratum with the same chance; nil if that is not known.
	Strata []PairStratum
}

// A PairStratum is a kind of pairs of articles, of which some were drawn and judged.
type PairStratum struct {
	Pairs int64 // all that there are
	Far   bool  // they look unlike, and no clustering that was judged has them together
}

// A Judgement is one answer to the question whether two articles are of one story.
type Judgement struct {
	A, B  string // ids of articles
	Same  Answer
	Judge string // empty = not known: each such answer counts as that of another person
	Time  Moment
	Line  int // from 1

	Stratum int // position in Strata, from 1; 0 if there is none
}

// An Answer is what a judge says of a pair.
type Answer string

// The answers.
const (
	Yes    Answer = "yes"
	No     Answer = "no"
	Unsure Answer = "unsure"
)

// A Pair is two articles with what all judges together say of them.
type Pair struct {
	A, B int32 // positions of articles, A < B
	Same Answer
	Line int // of the first judgement

	Stratum int // as of its judgements
}

// IDs returns the ids of the articles that are judged, by first appearance.
func (j *Judgements) IDs() (ids []string) {
	seen := map[string]bool{}
	for _, x := range j.List {
		for _, id := range []string{x.A, x.B} {
			if !seen[id] {
				seen[id] = true
				ids = append(ids, id)
			}
		}
	}
	return ids
}

// Judges returns the names of the judges, sorted, the empty one first.
func (j *Judgements) Judges() (names []string) {
	for _, x := range j.List {
		if i, found := slices.BinarySearch(names, x.Judge); !found {
			names = slices.Insert(names, i, x.Judge)
		}
	}
	return names
}

// A pairKey is a pair of ids, the smaller first.
type pairKey [2]string

func (x Judgement) pair() pairKey { return pairKey{min(x.A, x.B), max(x.A, x.B)} }

// Answers returns the judgements that count: of those of one judge on one pair, whichever
// article comes first, the last. revised counts those that the same judge answered otherwise later.
func (j *Judgements) Answers() (list []Judgement, revised int) {
	type by struct {
		pairKey
		judge string
	}
	at := map[by]int{}
	for _, x := range j.List {
		key := by{x.pair(), x.Judge}
		if i, ok := at[key]; ok && x.Judge != "" {
			if list[i].Same != x.Same {
				revised++
			}
			list[i].Same, list[i].Time = x.Same, x.Time
			continue
		}
		at[key] = len(list)
		list = append(list, x)
	}
	return list, revised
}

// Pairs returns the pairs that the given judges answered, or all judges if none is given, by
// first appearance. Of several answers to one pair the more frequent of yes and no counts; if
// both are as frequent, the pair is unsure. Articles are positions in IDs.
func (j *Judgements) Pairs(judge ...string) []Pair {
	position := map[string]int32{}
	for i, id := range j.IDs() {
		position[id] = int32(i)
	}
	at := map[pairKey]int{}
	var pairs []Pair
	var balance []int
	answers, _ := j.Answers()
	for _, x := range answers {
		if len(judge) > 0 && !slices.Contains(judge, x.Judge) {
			continue
		}
		key := x.pair()
		i, ok := at[key]
		if !ok {
			i = len(pairs)
			at[key] = i
			a, b := position[x.A], position[x.B]
			pairs, balance = append(pairs, Pair{min(a, b), max(a, b), Unsure, x.Line, x.Stratum}), append(balance, 0)
		}
		balance[i] += map[Answer]int{Yes: 1, No: -1}[x.Same]
		pairs[i].Same = []Answer{No, Unsure, Yes}[1+cmp.Compare(balance[i], 0)]
	}
	return pairs
}

// Check finds pairs that are judged different though a chain of pairs judged same joins
// them, and pairs on which judges disagree.
func (j *Judgements) Check() (faults []Fault) {
	k := checker{}
	answers, revised := j.Answers()
	if revised > 0 {
		k.addAll(Pos{File: j.Path}, Decision, Note, revised, "%d times a judge answered a pair again, otherwise: the last answer counts", revised)
	}
	first := map[pairKey]Judgement{}
	for _, x := range answers {
		y, ok := first[x.pair()]
		if !ok {
			first[x.pair()] = x
		} else if x.Same != y.Same {
			k.add(Pos{j.Path, x.Line}, Disagreement, Note, "%s and %s are judged %q here and %q in line %d: the majority counts, of a tie none",
				x.A, x.B, x.Same, y.Same, y.Line)
		}
	}
	k.transitive(j)
	return k.faults
}

// transitive finds pairs that are judged different though pairs judged same join them.
func (k *checker) transitive(j *Judgements) {
	const explained = 100 // each takes time linear in the pairs
	ids, pairs := j.IDs(), j.Pairs()
	joined := joinedBy(pairs, len(ids))
	found := 0
	for _, p := range pairs {
		if p.Same != No || !joined.same(p) {
			continue
		}
		by := ""
		if found++; found <= explained {
			var chain []string
			for _, i := range joined.chain(p.A, p.B) {
				chain = append(chain, ids[i])
			}
			by = ": " + strings.Join(chain, " = ")
		}
		k.add(Pos{j.Path, p.Line}, NotTransitive, Warning, "%s and %s are judged different, but pairs judged the same join them%s: "+
			"judge one of these again", ids[p.A], ids[p.B], by)
	}
}

// joinedPairs are articles with the pairs that are judged same.
type joinedPairs struct {
	sets *unionfind.Sets
	next [][]int32
}

func joinedBy(pairs []Pair, articles int) joinedPairs {
	j := joinedPairs{unionfind.New(articles), make([][]int32, articles)}
	for _, p := range pairs {
		if p.Same == Yes {
			j.sets.Union(int(p.A), int(p.B))
			j.next[p.A], j.next[p.B] = append(j.next[p.A], p.B), append(j.next[p.B], p.A)
		}
	}
	return j
}

func (j joinedPairs) same(p Pair) bool { return j.sets.Find(int(p.A)) == j.sets.Find(int(p.B)) }

// chain returns the shortest way from one article to another in the same set.
func (j joinedPairs) chain(from, to int32) []int32 {
	before := map[int32]int32{to: to}
	for queue := []int32{to}; len(queue) > 0; queue = queue[1:] {
		for _, n := range j.next[queue[0]] {
			if _, seen := before[n]; !seen {
				before[n] = queue[0]
				queue = append(queue, n)
			}
		}
	}
	chain := []int32{from}
	for from != to {
		from = before[from]
		chain = append(chain, from)
	}
	return chain
}

// Corpus returns the corpus whose gold the judgements are, one of OfLabels, in which no
// article has a story.
func (j *Judgements) Corpus(name string) *Corpus {
	ids := j.IDs()
	gold := make(Labels, len(ids))
	for i := range gold {
		gold[i] = None
	}
	c := OfLabels(Card{Name: name}, nil, ids, gold, j.Path, make([]int32, len(ids)))
	c.Judged = j
	return c
}

// Of returns the corpus of the articles of c, whose gold the judgements are in place of its stories. It is an error if an article that
// is judged is not in c.
func (j *Judgements) Of(c *Corpus) (*Corpus, error) {
	known := map[string]bool{}
	for i := range c.Articles {
		known[c.Articles[i].ID] = true
	}
	for _, x := range j.List {
		for _, id := range []string{x.A, x.B} {
			if !known[id] {
				return nil, fmt.Errorf("%s: article %q is judged, and is not in %s: name the corpus that was judged", Pos{j.Path, x.Line}, id, c.Name())
			}
		}
	}
	judged := *c
	judged.Articles, judged.Stories, judged.Judged = c.Blind(), nil, j
	return &judged, nil
}

// JudgedPairs returns Judged.Pairs with positions among the articles of the corpus. Pairs with an article that it does not have, as a
// part of a corpus, are left out.
func (c *Corpus) JudgedPairs(judge ...string) []Pair {
	at := map[string]int32{}
	for i, id := range c.IDs() {
		at[id] = int32(i)
	}
	ids := c.Judged.IDs()
	var list []Pair
	for _, p := range c.Judged.Pairs(judge...) {
		a, okA := at[ids[p.A]]
		b, okB := at[ids[p.B]]
		if okA && okB {
			p.A, p.B = min(a, b), max(a, b)
			list = append(list, p)
		}
	}
	return list
}

// Sentence counts what was judged.
func (j *Judgements) Sentence() string {
	count := map[Answer]int{}
	pairs := j.Pairs()
	for _, p := range pairs {
		count[p.Same]++
	}
	return fmt.Sprintf("%d pairs of %d articles judged: %d same, %d different, %d unsure", len(pairs), len(j.IDs()), count[Yes], count[No],
		count[Unsure])
}
