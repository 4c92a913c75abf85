package corpus_test

import (
	"fmt"
	"os"

	"github.com/seed-9405df2f/assay/corpus"
)

func ExampleLabels_Canonical() {
	found := corpus.Labels{7, 2, 7, corpus.None}
	fmt.Println(found.Canonical(), found.Groups())
	// Output: [0 1 0 -1] 2
}

func ExampleWriteLabels() {
	err := corpus.WriteLabels(os.Stdout, []string{"a17", "a18", "a19"}, corpus.Labels{0, 0, corpus.None})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// id,label
	// a17,0
	// a18,0
	// a19,-1
}

func ExampleCorpus_Align() {
	key := &corpus.LabelsFile{IDs: []string{"a", "b", "c"}, Groups: []string{"quake", "quake", "vote"}, Lines: []int{2, 3, 4}}
	gold, found := key.Corpus("gold"), &corpus.LabelsFile{IDs: []string{"d", "b", "a"}, Groups: []string{"1", "1", "2"}}
	a, err := gold.Align(corpus.IDPolicy{Missing: "absent", Unknown: "foreign"}, found)
	if err != nil {
		fmt.Println(err)
		return
	}
	for i, id := range a.Corpus.IDs() {
		fmt.Println(id, a.Corpus.Gold()[i] != corpus.Absent, a.Labels[0][i] != corpus.Absent)
	}
	fmt.Printf("%+v\n", a.Unmatched[0])
	// Output:
	// a true true
	// b true true
	// c true false
	// d false true
	// {Missing:1 Unknown:1 Groups:1 Whole:0}
}
