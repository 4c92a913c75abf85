//go:build !amd64

package vec

func available() instructionSet { return plain }

func tile(g grid, panel []float32) { plainTile(g, panel) }

func tall(grid, []float32, []float32) bool { return false }

func strip(out, base *[Panel]float32, row, panel []float32) { plainStrip(out, base, row, panel) }

func panelDistances(out *[Panel]float32, v, panel []float32) { plainDistances(out, v, panel) }

func canHash() bool { return false }

func hashWalk(least, a, b, x []uint64) { plainHashes(least, a, b, x) }

func addStripe(out *[stripe]float32, index []int32, value, data []float32, width int) {
	plainStripe(out, index, value, data, width)
}

func addRows(out []float64, index []int32, value, data []float64, width int) {
	plainRows(out, index, value, data, width)
}

func addLists(out []float64, index []int32, value []float64, rows []List) {
	plainLists(out, index, value, rows)
}

func greatest(v []float32) (at int, first, second float32) { return plainGreatest(v) }

func exponentials(sums *[lanes]float32, v []float32, most, scale float32) {
	plainExponentials(sums, v, most, scale)
}
