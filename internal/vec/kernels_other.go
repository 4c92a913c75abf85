//go:build !amd64

package vec

func tile(out []float32, width int, base []float32, step int, rows []float32, stride int, panel []float32) {
	plainTile(out, width, base, step, rows, stride, panel)
}

func strip(out, base *[Panel]float32, row, panel []float32) { plainStrip(out, base, row, panel) }

func addStripe(out *[stripe]float32, index []int32, value, data []float32, width int) {
	plainStripe(out, index, value, data, width)
}

func greatest(v []float32) (at int, first, second float32) { return plainGreatest(v) }
