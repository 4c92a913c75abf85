package storyline

import "math/bits"

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

func newCounts() counts {
	c := counts{}
	c.resize(1 << 10)
	return c
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
