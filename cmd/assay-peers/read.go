//go:build linux

package main

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/internal/tensor"
)

// rowsOf returns as many articles as an npy file has rows.
func rowsOf(path string) ([]corpus.Article, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	a, err := tensor.ReadNPYHeader(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if len(a.Shape) == 0 {
		return nil, fmt.Errorf("%s: the array has no rows", path)
	}
	return make([]corpus.Article, a.Shape[0]), nil
}

// readNPZ reads the matrix of compressed rows that SciPy saves.
func readNPZ(path string) (*features.CSR, error) {
	archive, err := zip.OpenReader(path)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	defer archive.Close()
	arrays := map[string][]float64{}
	for _, f := range archive.File {
		if f.Name == "format.npy" {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(r)
		if err == nil {
			_, arrays[f.Name], err = tensor.ReadNPY[float64](bytes.NewReader(raw), int64(len(raw)))
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", path, f.Name, err)
		}
		r.Close()
	}
	shape := arrays["shape.npy"]
	if len(shape) != 2 {
		return nil, fmt.Errorf("%s holds no sparse matrix", path)
	}
	m := &features.CSR{Rows: int(shape[0]), Cols: int(shape[1])}
	for _, v := range arrays["indptr.npy"] {
		m.Start = append(m.Start, int(v))
	}
	for i, v := range arrays["indices.npy"] {
		m.Index, m.Data = append(m.Index, int32(v)), append(m.Data, float32(arrays["data.npy"][i]))
	}
	sortRows(m)
	return m, nil
}

// sortRows puts the columns of each row in order.
func sortRows(m *features.CSR) {
	for i := range m.Rows {
		index, value := m.Row(i)
		order := make([]int, len(index))
		for t := range order {
			order[t] = t
		}
		slices.SortFunc(order, func(a, b int) int { return int(index[a]) - int(index[b]) })
		sortedIndex, sortedValue := make([]int32, len(index)), make([]float32, len(value))
		for to, from := range order {
			sortedIndex[to], sortedValue[to] = index[from], value[from]
		}
		copy(index, sortedIndex)
		copy(value, sortedValue)
	}
}

// readGraph reads edges, each of which is listed once.
func readGraph(path string) (*features.CSR, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	type edge struct {
		from, to int32
		weight   float32
	}
	var edges []edge
	for in := bufio.NewReader(file); ; {
		var e edge
		if n, err := fmt.Fscan(in, &e.from, &e.to, &e.weight); n == 0 {
			break
		} else if err != nil {
			return nil, fmt.Errorf("%s: edge %d: %w", path, len(edges)/2+1, err)
		}
		edges = append(edges, e, edge{e.to, e.from, e.weight})
	}
	slices.SortFunc(edges, func(a, b edge) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	n := int(slices.MaxFunc(edges, func(a, b edge) int { return cmp.Compare(a.to, b.to) }).to) + 1
	g := &features.CSR{Rows: n, Cols: n, Start: make([]int, n+1)}
	for _, e := range edges {
		g.Start[e.from+1]++
		g.Index, g.Data = append(g.Index, e.to), append(g.Data, e.weight)
	}
	for i := range n {
		g.Start[i+1] += g.Start[i]
	}
	return g, nil
}

// readLabels reads two columns of numbers below a line of their names.
func readLabels(path string) (gold, found corpus.Labels, err error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, nil, err
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	for at := 0; lines.Scan(); at++ {
		if at == 0 {
			continue
		}
		var g, f int32
		if _, err := fmt.Sscanf(lines.Text(), "%d,%d", &g, &f); err != nil {
			return nil, nil, fmt.Errorf("%s: line %d: %w", path, at+1, err)
		}
		gold, found = append(gold, g), append(found, f)
	}
	return gold, found, lines.Err()
}
