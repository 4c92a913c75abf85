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
