package judge

import (
	"cmp"
	"math/rand/v2"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// What a screen of one article shows: a limited number of each group of its clusters, the nearest
// others, and some of those that follow.
const (
	shownMembers = 12
	shownNear    = 20
	nextNear     = 40
	shownNext    = 8
)

// A Shown is a group of other articles of a focus, with those that are shown.
type Shown struct {
	Group
	Articles []int32
}

// Screens makes the screens of single articles.
type Screens struct {
	systems []corpus.Labels
	members [][][]int
	space   *features.Space
	columns postings
	near    map[int32][]int32
}

// NewScreens returns the screens of the articles of a space, which one or two systems cluster.
func NewScreens(space *features.Space, systems []corpus.Labels) *Screens {
	s := &Screens{space: space, columns: newPostings(space), near: map[int32][]int32{}}
	for _, labels := range systems {
		alone := labels.Alone()
		s.systems, s.members = append(s.systems, alone), append(s.members, alone.Members())
	}
	return s
}

// Differ reports whether the clusters of an article in the two systems differ.
func (s *Screens) Differ(a int32) bool {
	return len(s.systems) == 2 && !slices.Equal(s.members[0][s.systems[0][a]], s.members[1][s.systems[1][a]])
}

// Of returns the groups of a focus, with the articles to show: drawn at random, the near ones aside.
func (s *Screens) Of(a int32, r *rand.Rand) []Shown {
	return s.show(a, func(list []int32, most int) []int32 {
		shown := slices.Clone(list)
		if len(list) > most {
			r.Shuffle(len(shown), func(i, k int) { shown[i], shown[k] = shown[k], shown[i] })
			shown = shown[:most]
		}
		return shown
	})
}

// show returns the groups of a focus with what draw takes of each.
func (s *Screens) show(a int32, draw func(list []int32, most int) []int32) (groups []Shown) {
	in := map[int32]uint8{}
	byBits := [4][]int32{}
	for k, labels := range s.systems {
		for _, b := range s.members[k][labels[a]] {
			in[int32(b)] |= 1 << k
		}
	}
	delete(in, a)
	for b, bits := range in {
		byBits[bits] = append(byBits[bits], b)
	}
	add := func(bits uint8, list []int32, most int) {
		if len(list) > 0 {
			shown := draw(list, most)
			groups = append(groups, Shown{Group{In: bits, All: len(list), Shown: len(shown)}, shown})
		}
	}
	for bits, list := range byBits {
		slices.Sort(list) // a map has no order
		add(uint8(bits), list, shownMembers)
	}
	outside := slices.DeleteFunc(slices.Clone(s.nearest(a)), func(b int32) bool { return in[b] > 0 })
	outside = outside[:min(len(outside), shownNear+nextNear)]
	cut := min(len(outside), shownNear)
	add(0, outside[:cut], shownNear)
	add(0, outside[cut:], shownNext)
	return groups
}

// nearest returns the articles by their cosine, the largest first: enough of them for any screen.
func (s *Screens) nearest(a int32) []int32 {
	if list, ok := s.near[a]; ok {
		return list
	}
	cosine := s.columns.all(int(a), s.space.Rows())
	list := make([]int32, 0, len(cosine))
	largest := 0
	for k, labels := range s.systems {
		largest += len(s.members[k][labels[a]])
	}
	for b := range cosine {
		if int32(b) != a {
			list = append(list, int32(b))
		}
	}
	slices.SortFunc(list, func(x, y int32) int { return cmp.Or(cmp.Compare(cosine[y], cosine[x]), cmp.Compare(x, y)) })
	list = slices.Clone(list[:min(len(list), largest+shownNear+nextNear)])
	s.near[a] = list
	return list
}
