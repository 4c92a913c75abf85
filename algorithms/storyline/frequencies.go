package storyline

import (
	"math"
	"math/bits"
)

// frequencies counts the articles of the window that have a term.
type frequencies struct {
	df       counts // by term
	n        int
	isFrozen bool      // articles are not counted
	logs     []float32 // of the numbers from 0 on
}

func newFrequencies() *frequencies {
	f := &frequencies{}
	f.df.resize(1 << 10)
	return f
}

// frozen returns the same frequencies, which add and remove do not change.
func (f *frequencies) frozen() *frequencies {
	still := *f
	still.isFrozen = true
	return &still
}

func (f *frequencies) add(v *vector) {
	if f.isFrozen {
		return
	}
	f.n++
	for _, t := range v.terms {
		f.df.add(t)
	}
}

func (f *frequencies) remove(v *vector) {
	if f.isFrozen {
		return
	}
	f.n--
	for _, t := range v.terms {
		f.df.remove(t)
	}
}

// weigh returns the squared inverse document frequencies of the terms, in out if it is
// large enough, and sets the scales of v. A weight is count · (ln((1+n)/(1+df)) + 1),
// as in tfidf.
func (f *frequencies) weigh(v *vector, out []float32) []float32 {
	out = out[:0]
	for k := len(f.logs); k <= f.n+1; k++ {
		f.logs = append(f.logs, float32(math.Log(float64(k))))
	}
	var square [2]float32
	for k, t := range v.terms {
		idf := 1 + f.logs[1+f.n] - f.logs[1+f.df.of(t)]
		w := v.counts[k] * idf
		channel := 0
		if k >= v.lead {
			channel = 1
		}
		square[channel] += w * w
		out = append(out, idf*idf)
	}
	v.scale = [2]float32{}
	for channel, share := range [2]float64{1 - leadShare, leadShare} {
		if square[channel] > 0 {
			v.scale[channel] = float32(math.Sqrt(share / float64(square[channel])))
		}
	}
	return out
}

// counts is a hash table of counts, with open addressing and at most three quarters
// full.
type counts struct {
	slots []count // free if the count is 0
	used  int
	shift int
}

type count struct {
	hash uint32
	n    int32
}

// at returns the slot of a hash, or a free one for it.
func (c *counts) at(hash uint32) int {
	slots := c.slots
	at := c.home(hash)
	for slots[at].n != 0 && slots[at].hash != hash {
		at = (at + 1) & (len(slots) - 1)
	}
	return at
}

// home is the slot at which the search for a hash begins (Fibonacci hashing).
func (c *counts) home(hash uint32) int { return int(hash * 0x9e3779b1 >> (c.shift & 31)) }

func (c *counts) of(hash uint32) int32 { return c.slots[c.at(hash)].n }

func (c *counts) add(hash uint32) {
	at := c.at(hash)
	if c.slots[at].n == 0 {
		if 3*len(c.slots) < 4*(c.used+1) {
			c.resize(2 * len(c.slots))
			at = c.at(hash)
		}
		c.used++
	}
	c.slots[at].hash = hash
	c.slots[at].n++
}

// remove counts one less. Entries after a slot that becomes free move up, unless
// that would put them before their home.
func (c *counts) remove(hash uint32) {
	free := c.at(hash)
	if c.slots[free].n--; c.slots[free].n > 0 {
		return
	}
	c.used--
	mask := len(c.slots) - 1
	for at := (free + 1) & mask; c.slots[at].n != 0; at = (at + 1) & mask {
		if (at-c.home(c.slots[at].hash))&mask >= (at-free)&mask {
			c.slots[free] = c.slots[at]
			free = at
		}
	}
	c.slots[free] = count{}
}

func (c *counts) resize(size int) {
	old := c.slots
	c.slots, c.shift = make([]count, size), 32-bits.Len(uint(size-1))
	for _, s := range old {
		if s.n > 0 {
			c.slots[c.at(s.hash)] = s
		}
	}
}
