package text_test

import (
	"fmt"

	"github.com/seed-9405df2f/assay/corpus/text"
)

func ExampleWords() {
	fmt.Println(text.Words("The U.S. sent 1.5 million doses — “finally”, she said."))
	// Output: [the u.s sent 1.5 million doses finally she said]
}

func ExampleOutlets_Headline() {
	outlets := text.Outlets{}.With("Harbour Log", "harbourlog.example")
	title, host, _ := outlets.Headline("Storm closes port | World News | Harbour Log")
	fmt.Println(title, "/", host)
	// Output: Storm closes port / harbourlog.example
}

func ExampleJaccard() {
	a := text.Shingles(text.Words("the bridge was closed on Monday"), 3)
	b := text.Shingles(text.Words("the bridge was closed on Tuesday"), 3)
	fmt.Println(text.Jaccard(a, b))
	// Output: 0.6
}
