package format

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	goccy "github.com/goccy/go-json"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// benchCorpus is a corpus of texts of twenty words.
func benchCorpus(n int) *corpus.Corpus {
	random := rand.New(rand.NewPCG(1, 2))
	var words []string
	for range 5000 {
		word := make([]byte, 2+random.IntN(9))
		for i := range word {
			word[i] = "etaoinshrdlucmfw"[random.IntN(16)]
		}
		words = append(words, string(word))
	}
	sentence := func(n int) (b []byte) {
		for i := range n {
			if i > 0 {
				b = append(b, ' ')
			}
			b = append(b, words[random.IntN(len(words))]...)
		}
		return b
	}
	c := &corpus.Corpus{}
	for i := range n {
		m, err := corpus.ParseMoment(fmt.Sprintf("2031-03-%02dT%02d:%02d:00Z", 1+random.IntN(28), random.IntN(24), random.IntN(60)))
		if err != nil {
			panic(err)
		}
		c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprint("a", i), Text: string(sentence(20)),
			Source:    fmt.Sprintf("outlet%d.example", random.IntN(300)),
			Published: m, Story: fmt.Sprint("s", random.IntN(1+n/10))})
	}
	return c
}

// articlesForBenchmarks is 20,000 unless ASSAY_BENCH_ARTICLES says more.
func articlesForBenchmarks() int {
	if n, err := strconv.Atoi(os.Getenv("ASSAY_BENCH_ARTICLES")); err == nil {
		return n
	}
	return 20_000
}

func benchFile(b *testing.B, name string) (path string, size int64) {
	path = filepath.Join(b.TempDir(), name)
	require.NoError(b, Write(path, benchCorpus(articlesForBenchmarks())))
	info, err := os.Stat(path)
	require.NoError(b, err)
	return path, info.Size()
}

func benchOpen(b *testing.B, name string) {
	path, size := benchFile(b, name)
	benchRead(b, path, size)
}

func benchRead(b *testing.B, path string, size int64) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		c, err := Open(context.Background(), path)
		if err != nil || len(c.Articles) != articlesForBenchmarks() || c.Fingerprint() == "" {
			b.Fatal(err)
		}
	}
}

func BenchmarkOpenCSV(b *testing.B)   { benchOpen(b, "a.csv") }
func BenchmarkOpenLines(b *testing.B) { benchOpen(b, "a.jsonl") }
func BenchmarkOpenJSON(b *testing.B)  { benchOpen(b, "a.json") }

// The unpacked texts are what is counted.
func BenchmarkOpenParquet(b *testing.B) {
	path, _ := benchFile(b, "a.parquet")
	_, size := benchFile(b, "a.csv")
	benchRead(b, path, size)
}

// What the libraries need to hand out the fields alone.
func BenchmarkBesideEncodingCSV(b *testing.B) {
	path, size := benchFile(b, "a.csv")
	b.SetBytes(size)
	for b.Loop() {
		f, err := os.Open(path)
		require.NoError(b, err)
		r := csv.NewReader(f)
		r.ReuseRecord = true
		for {
			if _, err := r.Read(); err == io.EOF {
				break
			}
		}
		f.Close()
	}
}

type plainArticle struct{ ID, Text, Source, Published, Story string }

func besideJSON(b *testing.B, unmarshal func([]byte, any) error) {
	path, size := benchFile(b, "a.jsonl")
	b.SetBytes(size)
	for b.Loop() {
		f, err := os.Open(path)
		require.NoError(b, err)
		lines := bufio.NewScanner(f)
		for lines.Scan() {
			var a plainArticle
			require.NoError(b, unmarshal(lines.Bytes(), &a))
		}
		f.Close()
	}
}

func BenchmarkBesideEncodingJSON(b *testing.B) { besideJSON(b, json.Unmarshal) }
func BenchmarkBesideGoccyJSON(b *testing.B)    { besideJSON(b, goccy.Unmarshal) }

// The memory that a corpus of a million articles needs at its peak, beside its texts.
func TestPeakMemory(t *testing.T) {
	if os.Getenv("ASSAY_LONG") == "" {
		t.Skip("needs ASSAY_LONG=1")
	}
	for _, name := range []string{"a.csv", "a.jsonl"} {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, Write(path, benchCorpus(1_000_000)))
		info, err := os.Stat(path)
		require.NoError(t, err)
		runtime.GC()
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		c, err := Open(t.Context(), path)
		require.NoError(t, err)
		runtime.ReadMemStats(&after)
		peak := after.HeapSys - after.HeapReleased
		t.Logf("%s: %d MB, allocated %d MB, heap %d MB (%d MB before)", name, info.Size()>>20,
			(after.TotalAlloc-before.TotalAlloc)>>20, peak>>20, before.HeapAlloc>>20)
		runtime.KeepAlive(c)
	}
}
