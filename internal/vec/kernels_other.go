//go:build !amd64

package vec

func addTile(out []float32, width int, rows []float32, stride int, panel []float32) {
	for r := range tileRows {
		strip((*[Panel]float32)(out[r*width:]), rows[r*stride:][:len(panel)/Panel], panel)
	}
}

func addStrip(out *[Panel]float32, row, panel []float32) { strip(out, row, panel) }

func addStripe(out *[stripe]float32, index []int32, value, data []float32, width int) {
	plainStripe(out, index, value, data, width)
}

func greatest(v []float32) (at int, first, second float32) { return plainGreatest(v) }
