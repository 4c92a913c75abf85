package vec

import (
	"unsafe"

	"golang.org/x/sys/cpu"
)

// available returns the best instruction set that the processor has.
func available() instructionSet {
	switch {
	case !cpu.X86.HasAVX2 || !cpu.X86.HasFMA:
		return plain
	case cpu.X86.HasAVX512F && cpu.X86.HasAVX512DQ && cpu.X86.HasAVX512VL && cpu.X86.HasAVX512BW:
		return avx512
	}
	return avx2
}

// tile writes the products of tileRows rows with a panel.
func tile(g grid, panel []float32) {
	if level < avx2 {
		plainTile(g, panel)
		return
	}
	terms := g.check(tileRows, Panel, panel)
	tileFused(&g.out[0], 4*g.width, &g.base[0], 4*g.step, &g.rows[0], 4*g.stride, &panel[0], terms)
}

// tall is tile for tallRows rows, and for the next panel too unless that is nil. It
// writes nothing and returns false if the processor has no instructions for it.
func tall(g grid, panel, next []float32) bool {
	if level < avx512 {
		return false
	}
	if next == nil {
		terms := g.check(tallRows, Panel, panel)
		tall512(&g.out[0], 4*g.width, &g.base[0], 4*g.step, &g.rows[0], 4*g.stride, &panel[0], terms)
		return true
	}
	terms := g.check(tallRows, 2*Panel, panel)
	_ = next[len(panel)-1]
	tallPair512(&g.out[0], 4*g.width, &g.base[0], 4*g.step, &g.rows[0], 4*g.stride, &panel[0], &next[0], terms)
	return true
}

// check fails at an index if a kernel of the given rows and columns would leave the grid. It
// returns the number of terms of a product.
func (g grid) check(rows, columns int, panel []float32) int {
	terms := len(panel) / Panel
	_ = g.out[(rows-1)*g.width+columns-1]
	_ = g.base[(rows-1)*g.step+columns-1]
	_ = g.rows[(rows-1)*g.stride+terms-1]
	return terms
}

// strip is tile for one row.
func strip(out, base *[Panel]float32, row, panel []float32) {
	if level < avx2 {
		plainStrip(out, base, row, panel)
		return
	}
	_ = panel[len(row)*Panel-1]
	stripFused(&out[0], &base[0], &row[0], &panel[0], len(row))
}

// panelDistances is SquaredDistances of one panel; v has at least one value.
func panelDistances(out *[Panel]float32, v, panel []float32) {
	_ = panel[len(v)*Panel-1]
	switch level {
	case avx512:
		distances512(&out[0], &v[0], &panel[0], len(v))
	case avx2:
		distances256(&out[0], &v[0], &panel[0], len(v))
	default:
		plainDistances(out, v, panel)
	}
}

// canHash reports whether hashWalk may be called. AVX2 multiplies no 64-bit words.
func canHash() bool { return level >= avx512 }

// hashWalk is LeastHashes of 64 or of 8 functions, and of at least one element.
func hashWalk(least, a, b, x []uint64) {
	if len(least) == hashes {
		hashes64(&least[0], &a[0], &b[0], &x[0], len(x))
	} else {
		hashes8(&least[0], &a[0], &b[0], &x[0], len(x))
	}
}

// addStripe adds to out the products of a sparse row with one stripe, whose
// dimensions begin width values from each other. All of index must lie within
// data.
func addStripe(out *[stripe]float32, index []int32, value, data []float32, width int) {
	if level < avx2 {
		plainStripe(out, index, value, data, width)
		return
	}
	stripeFused(&out[0], &index[0], &value[0], len(index), &data[0], 4*width)
}

// addRows is AddRows of at least one term.
func addRows(out []float64, index []int32, value, data []float64, width int) {
	if level < avx2 {
		plainRows(out, index, value, data, width)
		return
	}
	last := 8 * (len(data) - len(out)) // the offset of the last row that lies within data
	ok := last >= 0
	for from := 0; from < len(out) && ok; {
		if level >= avx512 && from+2*RowStep <= len(out) {
			ok = rows512(&out[from], &index[0], &value[0], len(index), &data[from], 8*width, last)
			from += 2 * RowStep
		} else {
			step := (*[RowStep]float64)(out[from:]) // what the kernel writes
			ok = rows256(&step[0], &index[0], &value[0], len(index), &data[from], 8*width, last)
			from += RowStep
		}
	}
	if !ok { // an index is outside of the matrix, and fails as such
		plainRows(out, index, value, data, width)
	}
}

// addLists is AddLists of at least one term.
func addLists(out []float64, index []int32, value []float64, rows []List) {
	switch {
	case level >= avx2 && listsFused(unsafe.SliceData(out), len(out), &index[0], &value[0], len(index), unsafe.SliceData(rows), len(rows)):
	default: // also for an index that is outside of the lists, or one in them outside of out, and fails as such
		plainLists(out, index, value, rows)
	}
}

// greatest is Greatest of whole steps of lanes values, at least one.
func greatest(v []float32) (at int, first, second float32) {
	if level >= avx2 {
		return greatestWide(&v[0], len(v))
	}
	return plainGreatest(v)
}

// exponentials is plainExponentials of whole steps of lanes values, at least one.
func exponentials(sums *[lanes]float32, v []float32, most, scale float32) {
	if level < avx2 {
		plainExponentials(sums, v, most, scale)
		return
	}
	exponentials256(&sums[0], &v[0], len(v)/lanes, most, scale, &exponential[0])
}

// The kernels want at least one term. Widths, steps and
// strides are in bytes.
//
//go:noescape
func tileFused(out *float32, width int, base *float32, step int, rows *float32, stride int, panel *float32, terms int)

//go:noescape
func tall512(out *float32, width int, base *float32, step int, rows *float32, stride int, panel *float32, terms int)

//go:noescape
func tallPair512(out *float32, width int, base *float32, step int, rows *float32, stride int, first, second *float32, terms int)

//go:noescape
func stripFused(out, base, row, panel *float32, terms int)

//go:noescape
func distances512(out, v, panel *float32, terms int)

//go:noescape
func distances256(out, v, panel *float32, terms int)

//go:noescape
func hashes64(least, a, b, x *uint64, n int)

//go:noescape
func hashes8(least, a, b, x *uint64, n int)

//go:noescape
func stripeFused(out *float32, index *int32, value *float32, terms int, data *float32, width int)

//go:noescape
func rows512(out *float64, index *int32, value *float64, terms int, data *float64, width, last int) (ok bool)

//go:noescape
func rows256(out *float64, index *int32, value *float64, terms int, data *float64, width, last int) (ok bool)

//go:noescape
func listsFused(out *float64, width int, index *int32, value *float64, terms int, rows *List, count int) (ok bool)

//go:noescape
func greatestWide(v *float32, n int) (at int, first, second float32)

//go:noescape
func exponentials256(sums, v *float32, steps int, most, scale float32, constants *float32)
