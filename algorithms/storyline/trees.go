package storyline

import (
	"cmp"
	"context"
	"errors"
	"runtime"

	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// betas are those of the linkages that are tried; 0 is average linkage.
func (s *Storyline) betas() []float64 {
	if s.Flexible {
		return []float64{0, -0.05, -0.1}
	}
	return []float64{0}
}

// A workspace has room for the distances of as many rows as all spaces have, and for
// copies that trees are made of, which overwrite them.
type workspace struct {
	distances *agglomerative.Matrix
	copies    chan *agglomerative.Matrix
}

// workspace makes room for as many trees at a time as are made.
func (s *Storyline) workspace(rows, workers int) *workspace {
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	trees := min(len(s.betas()), workers)
	w := &workspace{agglomerative.NewMatrix(rows), make(chan *agglomerative.Matrix, trees)}
	for range trees {
		w.copies <- agglomerative.NewMatrix(rows)
	}
	return w
}

// trees joins rows by each linkage; their distances stay in the workspace.
func (s *Storyline) trees(ctx context.Context, w *workspace, r *rows, workers int) ([]*agglomerative.Dendrogram, error) {
	if err := w.distances.Fill(ctx, workers, r.distances); err != nil {
		return nil, err
	}
	betas := s.betas()
	list, failed := make([]*agglomerative.Dendrogram, len(betas)), make([]error, len(betas))
	err := parallel.Each(ctx, len(betas), workers, func(t int) {
		linkage := agglomerative.Agglomerative{Linkage: "flexible", Beta: betas[t]}
		if betas[t] == 0 {
			linkage.Linkage = "average"
		}
		m := <-w.copies
		defer func() { w.copies <- m }()
		m.Copy(w.distances)
		list[t], failed[t] = linkage.Join(ctx, m)
	})
	return list, cmp.Or(err, errors.Join(failed...))
}
