package chart

import "math"

// A frame is a rectangle of paper.
type frame struct{ left, top, right, bottom float64 }

func (f frame) meets(o frame) bool {
	return f.left < o.right && o.left < f.right && f.top < o.bottom && o.top < f.bottom
}

// cells calls visit with each square of a grid that a frame touches, until it returns false.
func (f frame) cells(visit func(cell [2]int) bool) {
	const side = 32 // in points: about three lines of text
	at := func(x float64) int { return int(math.Floor(x / side)) }
	for y := at(f.top); y <= at(f.bottom); y++ {
		for x := at(f.left); x <= at(f.right); x++ {
			if !visit([2]int{x, y}) {
				return
			}
		}
	}
}

// taken are frames by the squares of a grid that they touch, so that the neighbours of a
// frame are found without looking at all.
type taken struct {
	cells map[[2]int][]frame
	known map[frame]bool
}

func newTaken() taken { return taken{map[[2]int][]frame{}, map[frame]bool{}} }

func (t taken) add(frames ...frame) {
	for _, f := range frames {
		if t.known[f] {
			continue
		}
		t.known[f] = true
		f.cells(func(cell [2]int) bool {
			t.cells[cell] = append(t.cells[cell], f)
			return true
		})
	}
}

// under reports whether a frame lies over one that is taken and is wider than a number of
// points.
func (t taken) under(f frame, wider float64) (found bool) {
	f.cells(func(cell [2]int) bool {
		for _, o := range t.cells[cell] {
			if o.right-o.left > wider && f.meets(o) {
				found = true
				return false
			}
		}
		return true
	})
	return found
}
