package features

import "context"

// weighInTime weighs the terms of each batch by the articles of that batch and of
// those before, so that a row knows nothing of what came in later: incremental
// TF-IDF (Yang, Pierce & Carbonell 1998). With one batch of all articles the
// weights are those of Build. It takes O(batches × articles) steps beside those of
// Build. Rows of articles in no batch are zero.
func (f *TFIDF) weighInTime(ctx context.Context, words *wordList, t terms, in *Input) (*CSR, error) {
	all := *f
	all.MinDF, all.MaxDF = 1, 1 // the limits are those of the moment
	m, df, _, err := all.count(ctx, words, t, in.Workers)
	if err != nil {
		return nil, err
	}
	clear(df)
	var row []float64
	n := 0
	weighed := make([]bool, m.Rows)
	for _, batch := range in.Batches {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		n += len(batch)
		for _, i := range batch {
			weighed[i] = true
			index, _ := m.Row(i)
			for _, c := range index {
				df[c]++
			}
		}
		idf := f.idf(n)
		for d := range idf {
			if d < f.MinDF || float64(d) > f.MaxDF*float64(n) {
				idf[d] = 0
			}
		}
		for _, i := range batch {
			row = f.scaleRow(m, i, df, idf, row)
		}
	}
	return m.without(func(i int, v float32) bool { return v == 0 || !weighed[i] }), nil
}

// without returns the matrix without the values for which drop is true. It works in
// place.
func (m *CSR) without(drop func(row int, v float32) bool) *CSR {
	kept, from := 0, 0
	for i := range m.Rows {
		to := m.Start[i+1]
		for k := from; k < to; k++ {
			if !drop(i, m.Data[k]) {
				m.Index[kept], m.Data[kept] = m.Index[k], m.Data[k]
				kept++
			}
		}
		from, m.Start[i+1] = to, kept
	}
	m.Index, m.Data = m.Index[:kept], m.Data[:kept]
	return m
}
