package geometry

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
)

// groups makes n rows around k centres, at random places in the list.
func groups(n, cols, k int) (*features.Space, corpus.Labels) {
	rng := rand.New(rand.NewPCG(1, 1))
	centres := make([]float32, k*cols)
	for i := range centres {
		centres[i] = float32(rng.NormFloat64())
	}
	m := &features.Dense{Rows: n, Cols: cols, Data: make([]float32, n*cols)}
	labels := make(corpus.Labels, n)
	for i := range labels {
		labels[i] = rng.Int32N(int32(k))
		for c := range cols {
			m.Data[i*cols+c] = centres[int(labels[i])*cols+c] + float32(rng.NormFloat64())
		}
	}
	return &features.Space{Dense: m}, labels
}

// words makes n rows of about 100 of 30,000 columns, half of them from a part of
// the columns that belongs to the row's cluster.
func words(n, k int) (*features.Space, corpus.Labels) {
	rng := rand.New(rand.NewPCG(1, 1))
	const cols = 30_000
	m := &features.CSR{Rows: n, Cols: cols, Start: []int{0}}
	labels := make(corpus.Labels, n)
	used := make([]bool, cols)
	for i := range labels {
		labels[i] = rng.Int32N(int32(k))
		own := rand.New(rand.NewPCG(uint64(labels[i]), 2))
		for range 50 {
			// The square makes the first columns common.
			used[int(rng.Float64()*rng.Float64()*cols)] = true
			used[own.IntN(cols)] = true
		}
		for c, yes := range used {
			if yes {
				m.Index, m.Data = append(m.Index, int32(c)), append(m.Data, 0.1)
			}
		}
		clear(used)
		m.Start = append(m.Start, len(m.Index))
	}
	return &features.Space{Sparse: m}, labels
}

func benchmark(b *testing.B, name string, s *features.Space, labels corpus.Labels, of func(*features.Space, corpus.Labels) error) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			if err := of(s, labels); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func BenchmarkSilhouette(b *testing.B) {
	of := func(d Distance) func(*features.Space, corpus.Labels) error {
		return func(s *features.Space, labels corpus.Labels) error {
			_, _, err := Silhouette(ctx, s, labels, d, 0)
			return err
		}
	}
	for _, k := range []int{100, 3000} {
		s, labels := groups(10_000, 128, k)
		benchmark(b, fmt.Sprintf("cosine/10000x128/%dclusters", k), s, labels, of(Cosine))
		benchmark(b, fmt.Sprintf("euclidean/10000x128/%dclusters", k), s, labels, of(Euclidean))
	}
	for _, k := range []int{100, 3000} {
		s, labels := words(10_000, k)
		benchmark(b, fmt.Sprintf("cosine/10000sparse/%dclusters", k), s, labels, of(Cosine))
		benchmark(b, fmt.Sprintf("euclidean/10000sparse/%dclusters", k), s, labels, of(Euclidean))
	}
}

func BenchmarkOthers(b *testing.B) {
	for name, of := range map[string]func(*features.Space, corpus.Labels) error{
		"simplified": func(s *features.Space, l corpus.Labels) error {
			_, _, err := SimplifiedSilhouette(ctx, s, l, Cosine, 0)
			return err
		},
		"calinski_harabasz": func(s *features.Space, l corpus.Labels) error { _, err := CalinskiHarabasz(ctx, s, l, 0); return err },
		"davies_bouldin":    func(s *features.Space, l corpus.Labels) error { _, err := DaviesBouldin(ctx, s, l, 0); return err },
		"dunn":              func(s *features.Space, l corpus.Labels) error { _, err := Dunn(ctx, s, l, 0); return err },
		"similarities":      func(s *features.Space, l corpus.Labels) error { _, _, err := Similarities(ctx, s, l, 0); return err },
		"loose":             func(s *features.Space, l corpus.Labels) error { _, err := Loose(ctx, s, l, 0.1, 0); return err },
	} {
		s, labels := groups(10_000, 128, 100)
		benchmark(b, name+"/10000x128/100clusters", s, labels, of)
		s, labels = words(10_000, 3000)
		benchmark(b, name+"/10000sparse/3000clusters", s, labels, of)
	}
}
