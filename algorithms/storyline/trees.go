package storyline

import (
	"cmp"
	"context"
	"errors"
	"runtime"

	"github.com/seed-9405df2f/assay/algorithms/agglomerative"
	"github.com/seed-9405df2f/assay/internal/parallel"
)

// betas returns the betas of the linkages to try; 0 is average linkage.
func (s *Storyline) betas() []float64 {
	if s.Flexible {
		return []float64{0, -0.05, -0.1}
	}
	return []float64{0}
}

// A workspace holds the distances of one space at a time, and copies of them, which
// the trees overwrite.
type workspace struct {
	distances *agglomerative.Matrix
	copies    chan *agglomerative.Matrix
}

// workspace allocates a copy for each tree built at a time.
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

// trees joins rows by each linkage. The distances remain in the workspace.
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
