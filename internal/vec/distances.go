package vec

// SquaredDistances writes into out, which has Width values, the squared Euclidean
// distances of v from all vectors: the bits that SquaredDistance gives, at a
// fraction of the time. Those past the last vector are distances from zeros.
func (p *Panels) SquaredDistances(out, v []float32) {
	v = v[:p.dims]
	if p.dims == 0 {
		clear(out[:p.width])
		return
	}
	for from := 0; from < p.width; from += Panel {
		panelDistances((*[Panel]float32)(out[from:]), v, p.data[from*p.dims:(from+Panel)*p.dims])
	}
}

// plainDistances is SquaredDistances of one panel.
func plainDistances(out *[Panel]float32, v, panel []float32) {
	var s [4][Panel]float32
	whole := len(v) &^ 7
	for c := 0; c < whole; c += 8 {
		for k := range s {
			a, b := v[c+k], v[c+k+4]
			p, q := (*[Panel]float32)(panel[(c+k)*Panel:]), (*[Panel]float32)(panel[(c+k+4)*Panel:])
			for j := range p {
				d, e := a-p[j], b-q[j]
				s[k][j] += float32(d*d) + float32(e*e)
			}
		}
	}
	for c := whole; c < len(v); c++ {
		p := (*[Panel]float32)(panel[c*Panel:])
		for j := range p {
			d := v[c] - p[j]
			s[0][j] += float32(d * d)
		}
	}
	for j := range out {
		out[j] = (s[0][j] + s[1][j]) + (s[2][j] + s[3][j])
	}
}
