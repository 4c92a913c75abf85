package density

import (
	"context"
	"math"
	"slices"
)

// An xiCluster is a valley of the plot: places from … to, both included.
type xiCluster struct{ from, to int }

// A steepDown is a steep slope down, places from … to, with the highest reachability
// between it and the place that the search has come to.
type steepDown struct {
	xiCluster
	between float64
}

// slopes holds, by place, whether the plot goes up or down to the next one.
type slopes struct {
	up, down           []bool // by any amount
	steepUp, steepDown []bool // by the share xi at least
}

func (p *plot) slopes(xi float64) slopes {
	n := len(p.order)
	s := slopes{make([]bool, n), make([]bool, n), make([]bool, n), make([]bool, n)}
	for i := range n {
		ratio := p.reach[i] / p.reach[i+1] // NaN for 0 and 0 or +Inf and +Inf: neither up nor down
		s.up[i], s.down[i] = ratio < 1, ratio > 1
		s.steepUp[i], s.steepDown[i] = ratio <= 1-xi, ratio >= 1/(1-xi)
	}
	return s
}

// extend returns the end of the steep slope that begins at from. It may be flat, or
// not steep, for at most samples places in a row, and never turns.
func extend(steep, against []bool, from, samples int) int {
	end, flat := from, 0
	for i := from; i < len(steep) && !against[i]; i++ {
		if flat++; steep[i] {
			end, flat = i, 0
		}
		if flat > samples {
			break
		}
	}
	return end
}

// clusters finds the clusters by the ξ method of Ankerst et al. (1999, figure 19,
// with the two inequalities of definitions 9 and 11.4c reversed as their text
// demands), inner ones before outer ones. A slope down matches a slope up if nothing
// between them is higher than either end. The ends are then cut to the same height,
// and by the predecessors (Schubert and Gertz 2018).
func (p *plot) xiClusters(ctx context.Context, xi float64, samples, size int) ([]xiCluster, error) {
	s := p.slopes(xi)
	var found []xiCluster
	var open []steepDown
	between, next := 0.0, 0
	for i := range p.order {
		if i < next || !s.steepUp[i] && !s.steepDown[i] {
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		between = max(between, slices.Max(p.reach[next:i+1]))
		open = p.stillOpen(open, between, xi)
		if s.steepDown[i] {
			end := extend(s.steepDown, s.up, i, samples)
			open = append(open, steepDown{xiCluster: xiCluster{i, end}})
			next = end + 1
		} else {
			end := extend(s.steepUp, s.down, i, samples)
			for _, d := range slices.Backward(open) {
				if c, ok := p.match(d, xiCluster{i, end}, xi); ok && c.to-c.from+1 >= size {
					found = append(found, c)
				}
			}
			next = end + 1
		}
		between = p.reach[next]
	}
	return found, nil
}

// stillOpen keeps the slopes that begin high enough above what came between.
func (p *plot) stillOpen(open []steepDown, between, xi float64) []steepDown {
	kept := open[:0]
	for _, d := range open {
		if !math.IsInf(between, 1) && between <= p.reach[d.from]*(1-xi) {
			d.between = max(d.between, between)
			kept = append(kept, d)
		}
	}
	return kept
}

// match returns the cluster between a slope down and a slope up, if there is one.
func (p *plot) match(d steepDown, up xiCluster, xi float64) (xiCluster, bool) {
	c := xiCluster{d.from, up.to}
	start, end := p.reach[d.from], p.reach[up.to+1]
	if end*(1-xi) < d.between {
		return c, false
	}
	switch {
	case start*(1-xi) >= end:
		for c.from < d.to && p.reach[c.from+1] > end {
			c.from++
		}
	case end*(1-xi) >= start:
		for c.to > up.from && p.reach[c.to-1] > start {
			c.to--
		}
	}
	// The last article must have been reached from within, or lie nearer than the first.
	for c.from < c.to && p.reach[c.from] <= p.reach[c.to] && (p.from[c.to] < c.from || p.from[c.to] >= c.to) {
		c.to--
	}
	return c, c.from < c.to && c.from <= d.to && c.to >= up.from
}
