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

func ExampleEntities() {
	s := "Kyiv Mayor Vitali Klitschko spoke of Russia's strikes. Klitschko met the Ministry of Defence and a U.S.-backed group."
	for _, e := range text.Entities(s, "en") {
		fmt.Printf("%s: %s, %s\n", s[e.From:e.To], e.Key, e.Head)
	}
	// Output:
	// Kyiv: kyiv, kyiv
	// Vitali Klitschko: vitali klitschko, klitschko
	// Russia: russia, russia
	// Klitschko: klitschko, klitschko
	// Ministry of Defence: ministry of defence, ministry
	// U.S.: us, us
}

func ExampleCasing() {
	news := text.NewCasing("en")
	news.Learn("The talks between Merkel and Putin in Berlin ended. A meeting is planned.")
	for _, e := range news.Entities("Putin Leaves Meeting With Merkel in Berlin") {
		fmt.Println(e.Key)
	}
	// Output:
	// putin
	// merkel
	// berlin
}

func ExampleNumbers() {
	s := "On 12 March 2024 at 14:30 the blast killed 12 people and injured 70; it did £2.5m of damage to 10-15 percent of 1,200 homes."
	for _, n := range text.Numbers(s, "en") {
		fmt.Println(n.Key())
	}
	// Output:
	// 12 people
	// 70
	// 2500000 GBP
	// 10–15 %
	// 1200 homes
}

func ExampleDates() {
	for _, d := range text.Dates("Elected on March 12, 2024, sworn in on 3 May; the last vote was in 2019.", "en") {
		fmt.Println(d.Year, d.Month, d.Day)
	}
	// Output:
	// 2024 3 12
	// 0 5 3
	// 2019 0 0
}

func ExampleLine() {
	fmt.Printf("%q\n", text.Line("Dam\u202e bursts\r\n\x1b[31m in  Arno", text.Invisible))
	fmt.Printf("%q\n", text.Isolate("ערב"))
	// Output:
	// "Dam bursts [31m in Arno"
	// "\u2068ערב\u2069"
}
