package text

import (
	"fmt"
	"strings"
	"testing"
)

// newsText is about as long as an article, and has what articles have.
var newsText = strings.Repeat("Kyiv Mayor Vitali Klitschko told the BBC on 12 March 2024 "+
	"that at least 12 people were killed and 1,200 homes damaged. "+
	"The attack, which lasted about 11 hours, was the worst since the war began, officials of the Ministry of Defence said in a statement. "+
	"It will cost £2.5m to rebuild what was lost, and no one knows who is going to pay for it in the end, or when the work can begin.\n\n", 8)

func benchmark(b *testing.B, find func(s string) int) {
	b.Run(fmt.Sprintf("bytes=%d", len(newsText)), func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(len(newsText)))
		for b.Loop() {
			if find(newsText) == 0 {
				b.Fatal("nothing found")
			}
		}
	})
}

func BenchmarkSentences(b *testing.B) {
	benchmark(b, func(s string) int { return len(Sentences(s, "")) })
}
func BenchmarkNumbers(b *testing.B) {
	benchmark(b, func(s string) int { return len(Numbers(s, "en")) })
}
func BenchmarkDates(b *testing.B) { benchmark(b, func(s string) int { return len(Dates(s, "en")) }) }
func BenchmarkEntities(b *testing.B) {
	benchmark(b, func(s string) int { return len(Entities(s, "en")) })
}
