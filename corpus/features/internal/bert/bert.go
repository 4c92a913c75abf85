package bert

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"github.com/seed-9405df2f/assay/internal/parallel"
)

// batchTokens is how many tokens go through the model at once, if not one text alone has
// more: enough that the weights are read from memory seldom.
const batchTokens = 256

// Tokens returns the ids of a text with those around it, cut at the model's maximum, and
// whether it was cut. A text without any token of its own has none.
func (m *Model) Tokens(text string) (ids []int32, cut bool) {
	if m.lowercase {
		text = strings.ToLower(text)
	}
	own := m.tokens.Encode(text)
	if len(own) == 0 {
		return nil, false
	}
	if most := m.maximum - len(m.before) - len(m.after); len(own) > most {
		own, cut = own[:most], true
	}
	return slices.Concat(m.before, own, m.after), cut
}

// Embed writes the vector of each text, given by its tokens, into out; one without tokens
// becomes zeros. A vector depends on its own text alone. done is called with the number of
// texts that are finished. Cost: about 2·tokens multiplications for each weight.
func (m *Model) Embed(ctx context.Context, out [][]float32, texts [][]int32, workers int, done func(int)) error {
	order := make([]int, 0, len(texts))
	for i, ids := range texts {
		if len(ids) > 0 {
			order = append(order, i)
		} else {
			clear(out[i])
			done(1)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(len(texts[b]), len(texts[a])) })
	var batches [][]int
	for from := 0; from < len(order); {
		to, tokens := from, 0
		for to < len(order) && (to == from || tokens+len(texts[order[to]]) <= batchTokens) {
			tokens += len(texts[order[to]])
			to++
		}
		batches = append(batches, order[from:to])
		from = to
	}
	pool := sync.Pool{New: func() any { return new(scratch) }}
	return parallel.Each(ctx, len(batches), workers, func(i int) {
		s := pool.Get().(*scratch)
		defer pool.Put(s)
		in, to := make([][]int32, len(batches[i])), make([][]float32, len(batches[i]))
		for k, at := range batches[i] {
			in[k], to[k] = texts[at], out[at]
		}
		m.forward(s, to, in)
		done(len(in))
	})
}
