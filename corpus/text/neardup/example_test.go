package neardup_test

import (
	"context"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
)

func ExampleFind() {
	var sets [][]uint64
	for _, s := range []string{
		"The council voted on Monday to close the old bridge over the Sill.",
		"The mill at Oster opened its doors again after eleven years.",
		"The council voted on Tuesday to close the old bridge over the Sill.",
	} {
		sets = append(sets, text.Shingles(text.Words(s), 2))
	}
	found, err := neardup.Find(context.Background(), sets, neardup.Config{Perm: 128, Threshold: 0.5})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(found.Groups)
	for _, p := range found.Pairs {
		fmt.Printf("%d and %d: %.2f\n", p.A, p.B, p.Jaccard)
	}
	// Output:
	// [0 1 0]
	// 0 and 2: 0.71
}

// list is the plainest Sorter.
type list []string

func (l *list) Add(key []byte) error { *l = append(*l, string(key)); return nil }

func (l *list) Sorted(f func(key []byte) error) error {
	for _, key := range slices.Sorted(slices.Values(*l)) {
		if err := f([]byte(key)); err != nil {
			return err
		}
	}
	return nil
}

func ExampleGroupsFunc() {
	texts := []string{
		"The council voted on Monday to close the old bridge over the Sill.",
		"The mill at Oster opened its doors again after eleven years.",
		"The council voted on Tuesday to close the old bridge over the Sill.",
	}
	set := func(i int, s *text.Shingler) []uint64 { return s.Shingles(text.WordsSeq(texts[i]), 2) }
	groups, err := neardup.GroupsFunc(context.Background(), len(texts), set, neardup.Config{Perm: 128, Threshold: 0.5}, new(list))
	fmt.Println(groups, err)
	// Output:
	// [0 1 0] <nil>
}
