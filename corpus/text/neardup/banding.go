package neardup

import (
	"fmt"
	"math"
	"sync"
)

// banding returns the bands and rows given, or the best for the threshold among
// those that the given ones leave open.
func (c Config) banding() (bands, rows int, err error) {
	switch {
	case c.Perm < 1 || c.Bands < 0 || c.Rows < 0:
		return 0, 0, fmt.Errorf("neardup: perm=%d, bands=%d, rows=%d: perm must be at least 1, and none may be negative", c.Perm, c.Bands, c.Rows)
	case !(c.Threshold >= 0 && c.Threshold <= 1):
		return 0, 0, fmt.Errorf("neardup: threshold=%v must be between 0 and 1", c.Threshold)
	case max(c.Bands, 1) > c.Perm/max(c.Rows, 1):
		return 0, 0, fmt.Errorf("neardup: bands=%d times rows=%d is more than perm=%d: raise perm, or lower one of them", c.Bands, c.Rows, c.Perm)
	}
	bands, rows = c.known()
	return bands, rows, nil
}

// A shape is what the best bands and rows depend on.
type shape struct {
	perm, bands, rows int
	threshold         float64
}

var (
	chosen  = map[shape][2]int{} // the best bands and rows
	choices sync.Mutex           // guards chosen
)

// known is best, worked out once for each shape: a search among a few texts takes far less
// time. At most 1,000 shapes are kept.
func (c Config) known() (bands, rows int) {
	key := shape{c.Perm, c.Bands, c.Rows, c.Threshold}
	choices.Lock()
	defer choices.Unlock()
	best, ok := chosen[key]
	if !ok {
		best[0], best[1] = c.best()
		if len(chosen) < 1000 {
			chosen[key] = best
		}
	}
	return best[0], best[1]
}

// best minimises, over similarities s taken as uniform in 0 to 1, the share of
// pairs below the threshold that meet in a band plus the share of pairs above
// that do not, both with the same weight:
//
//	∫₀ᵗ 1−(1−s^rows)^bands ds + ∫ₜ¹ (1−s^rows)^bands ds
//
// by the midpoint rule. Of equally good ones it takes the fewest rows, then the
// fewest bands. Time is Perm·ln(Perm) times the points.
func (c Config) best() (bands, rows int) {
	const points = 500 // on either side of the threshold
	least := math.Inf(1)
	below, above := c.Threshold/points, (1-c.Threshold)/points
	var s, power, miss [2 * points]float64 // similarity, s^r, (1−s^r)^b
	for k := range points {
		s[k], s[points+k] = (float64(k)+0.5)*below, c.Threshold+(float64(k)+0.5)*above
		power[k], power[points+k] = 1, 1
	}
	for r := 1; r <= c.Perm; r++ {
		for k := range power {
			power[k] *= s[k]
			miss[k] = 1
		}
		if c.Rows != 0 && c.Rows != r {
			continue
		}
		for b := 1; b*r <= c.Perm; b++ {
			falsePositive, falseNegative := 0.0, 0.0
			for k := range points {
				miss[k] *= 1 - power[k]
				miss[points+k] *= 1 - power[points+k]
				falsePositive += 1 - miss[k]
				falseNegative += miss[points+k]
			}
			if c.Bands != 0 && c.Bands != b {
				continue
			}
			if wrong := falsePositive*below + falseNegative*above; wrong < least {
				least, bands, rows = wrong, b, r
			}
		}
	}
	return bands, rows
}
