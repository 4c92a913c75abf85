package vec

import "golang.org/x/sys/cpu"

var fused = cpu.X86.HasAVX2 && cpu.X86.HasFMA

// tile writes into out base and the products of parts of tileRows rows, that
// begin stride values from each other, with that of a panel. The rows of out
// begin width values from each other, those of base step values.
func tile(out []float32, width int, base []float32, step int, rows []float32, stride int, panel []float32) {
	if !fused {
		plainTile(out, width, base, step, rows, stride, panel)
		return
	}
	terms := len(panel) / Panel
	_ = out[(tileRows-1)*width+Panel-1]
	_ = base[(tileRows-1)*step+Panel-1]
	_ = rows[(tileRows-1)*stride+terms-1]
	tileFused(&out[0], 4*width, &base[0], 4*step, &rows[0], 4*stride, &panel[0], terms)
}

// strip is tile for one row.
func strip(out, base *[Panel]float32, row, panel []float32) {
	if !fused {
		plainStrip(out, base, row, panel)
		return
	}
	_ = panel[len(row)*Panel-1]
	stripFused(&out[0], &base[0], &row[0], &panel[0], len(row))
}

// addStripe adds to out the products of a sparse row with one stripe, whose
// dimensions begin width values from each other. All of index must lie within
// data.
func addStripe(out *[stripe]float32, index []int32, value, data []float32, width int) {
	if !fused {
		plainStripe(out, index, value, data, width)
		return
	}
	stripeFused(&out[0], &index[0], &value[0], len(index), &data[0], 4*width)
}

// greatest is Greatest of whole steps of lanes values, at least one.
func greatest(v []float32) (at int, first, second float32) {
	if fused {
		return greatestWide(&v[0], len(v))
	}
	return plainGreatest(v)
}

// The kernels want at least one term. Widths, steps and
// strides are in bytes.
//
//go:noescape
func tileFused(out *float32, width int, base *float32, step int, rows *float32, stride int, panel *float32, terms int)

//go:noescape
func stripFused(out, base, row, panel *float32, terms int)

//go:noescape
func stripeFused(out *float32, index *int32, value *float32, terms int, data *float32, width int)

//go:noescape
func greatestWide(v *float32, n int) (at int, first, second float32)
