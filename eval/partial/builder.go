package partial

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/zeebo/xxh3"
)

// A Builder makes a partial of rows in any order, whose keys may come many times. What does
// not fit the memory goes to sorted runs in a temporary folder.
type Builder struct {
	kind   Kind
	rules  []rule
	memory int64
	plain  func(key []byte) ([]byte, error) // of a key, once for each; nil = the key itself

	distinct bool // nearly all keys are: they are not looked up before they are sorted

	keys    []byte
	ends    []int    // of the keys in keys
	numbers []uint64 // of the keys, one after the other
	slots   []uint64 // 32 bits of the hash, and the number of the key from 1; 0 for none
	last    int      // the key that was added last
	dir     string
	runs    []*Reader
}

// DefaultMemory is what a Builder keeps in memory, in bytes, unless it is told otherwise.
const DefaultMemory = 256 << 20

// NewBuilder returns a builder of a kind that keeps at most memory bytes, 0 for
// DefaultMemory.
func NewBuilder(kind Kind, memory int64) *Builder {
	b := &Builder{kind: kind, rules: kinds[kind], memory: cmp.Or(max(memory, 0), DefaultMemory)}
	b.clear()
	return b
}

func (b *Builder) clear() {
	b.keys, b.ends, b.numbers, b.last = b.keys[:0], append(b.ends[:0], 0), b.numbers[:0], 0
	if len(b.slots) > 0 {
		clear(b.slots)
		return
	}
	b.slots = make([]uint64, 1<<10)
}

// key returns key i, from 1.
func (b *Builder) key(i int) []byte { return b.keys[b.ends[i-1]:b.ends[i]] }

// Add adds a row.
func (b *Builder) Add(key []byte, numbers ...uint64) error {
	if b.distinct || b.last == 0 || !bytes.Equal(b.key(b.last), key) {
		if b.last = b.find(key); b.last == 0 {
			if b.bytes() > b.memory {
				if err := b.spill(); err != nil {
					return err
				}
			}
			b.enter(key, numbers)
			return nil
		}
	}
	at := (b.last - 1) * len(b.rules)
	for i, rule := range b.rules {
		b.numbers[at+i] = rule(b.numbers[at+i], numbers[i])
	}
	return nil
}

// bytes is about what the builder takes if one more key comes, and while it sorts.
func (b *Builder) bytes() int64 {
	const sorting = 16
	return int64(cap(b.keys) + 8*cap(b.ends) + 8*cap(b.numbers) + 8*len(b.slots) + sorting*len(b.ends))
}

const hashBits = 0xffffffff << 32

// find returns the number of a key, 0 if it is new.
func (b *Builder) find(key []byte) int {
	if b.distinct {
		return 0
	}
	hash := xxh3.Hash(key)
	mask := uint64(len(b.slots) - 1)
	for at := hash & mask; b.slots[at] != 0; at = (at + 1) & mask {
		if i := int(uint32(b.slots[at])); b.slots[at]&hashBits == hash&hashBits && bytes.Equal(b.key(i), key) {
			return i
		}
	}
	return 0
}

// enter adds a new key.
func (b *Builder) enter(key []byte, numbers []uint64) {
	b.keys = append(b.keys, key...)
	b.ends = append(b.ends, len(b.keys))
	b.numbers = append(b.numbers, numbers...)
	b.last = len(b.ends) - 1
	if b.distinct {
		return
	}
	if b.last*4 > len(b.slots)*3 {
		b.slots = make([]uint64, 2*len(b.slots))
		for i := 1; i < b.last; i++ {
			b.slot(i)
		}
	}
	b.slot(b.last)
}

func (b *Builder) slot(i int) {
	hash := xxh3.Hash(b.key(i))
	mask := uint64(len(b.slots) - 1)
	at := hash & mask
	for b.slots[at] != 0 {
		at = (at + 1) & mask
	}
	b.slots[at] = hash&hashBits | uint64(i)
}

// Close writes the partial with the head that head makes of the sum of its rows, and frees
// what the builder took.
func (b *Builder) Close(to io.Writer, head func(sum string) Head) error {
	w := NewWriter(to, b.kind)
	if err := b.drain(w.Add); err != nil {
		return err
	}
	return w.Close(head)
}

// drain calls add for all rows in order, a key once for each run that has it, and frees what the
// builder took.
func (b *Builder) drain(add func(key []byte, numbers ...uint64) error) error {
	defer b.Discard()
	if len(b.runs) == 0 {
		return b.sorted(add)
	}
	if err := b.spill(); err != nil {
		return err
	}
	b.keys, b.ends, b.numbers, b.slots = nil, nil, nil, nil
	return mergeRows(b.runs, add)
}

// Discard frees what the builder took. Close does so, too.
func (b *Builder) Discard() error {
	var errs []error
	for _, r := range b.runs {
		errs = append(errs, r.Close())
	}
	if b.dir != "" {
		errs = append(errs, os.RemoveAll(b.dir))
	}
	*b = Builder{}
	return errors.Join(errs...)
}

// spill writes the rows in memory to a run.
func (b *Builder) spill() (err error) {
	if b.dir == "" {
		if b.dir, err = os.MkdirTemp("", "assay-partial-"); err != nil {
			return err
		}
	}
	path := fmt.Sprintf("%s/%d", b.dir, len(b.runs))
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	to := bufio.NewWriterSize(file, 1<<18)
	w := NewWriter(to, b.kind)
	err = errors.Join(b.sorted(w.Add), w.Close(func(string) Head { return Head{Kind: b.kind} }), to.Flush(), file.Close())
	if err != nil {
		return fmt.Errorf("writing what does not fit the memory: %w", err)
	}
	run, err := Open(path)
	if err != nil {
		return err
	}
	b.runs = append(b.runs, run)
	b.clear()
	return nil
}

// sorted calls add for each key in order, in its plain form.
func (b *Builder) sorted(add func(key []byte, numbers ...uint64) error) error {
	if err := b.makePlain(); err != nil {
		return err
	}
	type place struct {
		begin uint64 // the first bytes behind those that all have in common
		i     int
	}
	order := make([]place, len(b.ends)-1)
	common := b.common()
	for i := range order {
		var begin [8]byte
		copy(begin[:], b.key(i + 1)[common:])
		order[i] = place{binary.BigEndian.Uint64(begin[:]), i + 1}
	}
	slices.SortFunc(order, func(x, y place) int {
		if x.begin != y.begin {
			return cmp.Compare(x.begin, y.begin)
		}
		return bytes.Compare(b.key(x.i), b.key(y.i))
	})
	n := len(b.rules)
	for _, p := range order {
		if err := add(b.key(p.i), b.numbers[(p.i-1)*n:p.i*n]...); err != nil {
			return err
		}
	}
	return nil
}

// common is the number of bytes that all keys begin with.
func (b *Builder) common() int {
	if len(b.ends) == 1 {
		return 0
	}
	first := b.key(1)
	common := len(first)
	for i := 2; i < len(b.ends); i++ {
		key := b.key(i)
		if common = min(common, len(key)); !bytes.Equal(key[:common], first[:common]) {
			for common = 0; key[common] == first[common]; {
				common++
			}
		}
	}
	return common
}

// makePlain brings the keys into their plain form.
func (b *Builder) makePlain() error {
	if b.plain == nil {
		return nil
	}
	old := b.keys
	from := 0
	var keys []byte // made when the first key changes
	for i := 1; i < len(b.ends); i++ {
		key := old[from:b.ends[i]]
		from = b.ends[i]
		plain, err := b.plain(key)
		if err != nil {
			return err
		}
		if keys == nil {
			if bytes.Equal(plain, key) {
				continue
			}
			keys = append(make([]byte, 0, len(old)), old[:b.ends[i-1]]...)
		}
		keys = append(keys, plain...)
		b.ends[i] = len(keys)
	}
	if keys != nil {
		b.keys = keys
	}
	return nil
}
