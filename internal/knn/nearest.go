package knn

// A neighbour is a row with its cosine.
type neighbour struct {
	row    int32
	cosine float32
}

// worse orders neighbours: a smaller cosine, or an equal one and a later row.
func worse(a, b neighbour) bool {
	return a.cosine < b.cosine || a.cosine == b.cosine && a.row > b.row
}

// nearest keeps the best k of the neighbours that it is offered, as a binary heap
// with the worst on top.
type nearest struct {
	k     int
	least float32
	heap  []neighbour
}

// floor is the cosine below which no offer is taken.
func (h *nearest) floor() float32 {
	if len(h.heap) < h.k || h.k == 0 {
		return h.least
	}
	return max(h.least, h.heap[0].cosine)
}

func (h *nearest) offer(n neighbour) {
	switch {
	case n.cosine <= 0 || n.cosine < h.least || h.k == 0:
	case len(h.heap) < h.k:
		h.heap = append(h.heap, n)
		h.up(len(h.heap) - 1)
	case worse(h.heap[0], n):
		h.heap[0] = n
		h.down()
	}
}

func (h *nearest) up(at int) {
	for at > 0 {
		parent := (at - 1) / 2
		if !worse(h.heap[at], h.heap[parent]) {
			return
		}
		h.heap[at], h.heap[parent] = h.heap[parent], h.heap[at]
		at = parent
	}
}

func (h *nearest) down() {
	for at := 0; ; {
		child := 2*at + 1
		if child >= len(h.heap) {
			return
		}
		if child+1 < len(h.heap) && worse(h.heap[child+1], h.heap[child]) {
			child++
		}
		if !worse(h.heap[child], h.heap[at]) {
			return
		}
		h.heap[at], h.heap[child] = h.heap[child], h.heap[at]
		at = child
	}
}
