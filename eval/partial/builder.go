package partial

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"slices"

	"github.com/zeebo/xxh3"
)

// A Builder makes a partial of rows in any order, whose keys may come many times. What does
// not fit the memory goes to sorted runs in a temporary folder.
type Builder struct {
	kind     Kind
	rules    []rule
	memory   int
	plain    func(key []byte) ([]byte, error) // of a key; nil = the key itself
	distinct bool                             // nearly all keys are: they are not looked up before they are sorted

	// rows are those in memory: their numbers, the length of the key in four bytes, and the key, in
	// blocks, of which the last has room.
	rows  [][]byte
	spare [][]byte // blocks and lists that are used again: no more is taken than what is counted
	lists [2][]place
	count int
	slots []uint64 // of a hash table: some bits of the hash, and the place of the row; 0 for none
	last  []byte   // the row that was added last, from its numbers on
	dir   string
	runs  []*Reader
}

// DefaultMemory is what a Builder keeps in memory, in bytes, unless it is told otherwise.
const DefaultMemory = 128 << 20

// NewBuilder returns a builder of a kind that takes about memory bytes, 0 for
// DefaultMemory.
func NewBuilder(kind Kind, memory int64) *Builder {
	b := &Builder{kind: kind, rules: kinds[kind], memory: int(cmp.Or(max(memory, 0), DefaultMemory))}
	b.clear()
	return b
}

func (b *Builder) clear() {
	b.spare = append(b.spare, b.rows...)
	b.rows, b.count, b.last = nil, 0, nil
	if clear(b.slots); b.slots == nil {
		b.slots = make([]uint64, 1<<10)
	}
}

const (
	blockBits = 18
	blockSize = 1 << blockBits // of rows
	placeBits = 40
	placeMask = 1<<placeBits - 1
)

// at is the row of a place, from its numbers on.
func (b *Builder) at(place uint64) []byte { return b.rows[place>>blockBits][place&(blockSize-1):] }

// keyOf is the key of a row.
func (b *Builder) keyOf(row []byte) []byte {
	from := 8*len(b.rules) + 4
	return row[from : from+int(binary.LittleEndian.Uint32(row[from-4:]))]
}

// Add adds a row.
func (b *Builder) Add(key []byte, numbers ...uint64) error {
	if b.last == nil || b.distinct || !bytes.Equal(b.keyOf(b.last), key) {
		if b.last = b.find(key); b.last == nil {
			return b.enter(key, numbers)
		}
	}
	for i, rule := range b.rules {
		to := b.last[8*i:]
		binary.LittleEndian.PutUint64(to, rule(binary.LittleEndian.Uint64(to), numbers[i]))
	}
	return nil
}

// bytes is about what the builder takes, sorting included.
func (b *Builder) bytes() int {
	const sorting = 32
	return len(b.rows)*blockSize + 8*len(b.slots) + sorting*b.count
}

// find returns the row of a key, nil if it is new.
func (b *Builder) find(key []byte) []byte {
	if b.distinct {
		return nil
	}
	hash := xxh3.Hash(key)
	mask := uint64(len(b.slots) - 1)
	for at := hash & mask; b.slots[at] != 0; at = (at + 1) & mask {
		if s := b.slots[at]; (s^hash)&^placeMask == 0 {
			if row := b.at(s&placeMask - 1); bytes.Equal(b.keyOf(row), key) {
				return row
			}
		}
	}
	return nil
}

// enter adds a new key.
func (b *Builder) enter(key []byte, numbers []uint64) error {
	size := 8*len(b.rules) + 4 + len(key)
	if size > blockSize {
		return fmt.Errorf("a name of %d bytes is too long: %.40q…", len(key), key)
	}
	if n := len(b.rows); n == 0 || len(b.rows[n-1])+size > blockSize {
		if b.count > 0 && b.bytes() > b.memory {
			if err := b.spill(); err != nil {
				return err
			}
		}
		if n := len(b.spare); n > 0 {
			b.rows, b.spare = append(b.rows, b.spare[n-1][:0]), b.spare[:n-1]
		} else {
			b.rows = append(b.rows, make([]byte, 0, blockSize))
		}
	}
	block := &b.rows[len(b.rows)-1]
	place := uint64(len(b.rows)-1)<<blockBits + uint64(len(*block))
	for _, n := range numbers {
		*block = binary.LittleEndian.AppendUint64(*block, n)
	}
	*block = append(binary.LittleEndian.AppendUint32(*block, uint32(len(key))), key...)
	b.count++
	if b.last = b.at(place); b.distinct {
		return nil
	}
	if b.count*4 > len(b.slots)*3 {
		b.slots = make([]uint64, 2*len(b.slots))
		b.each(func(place uint64, row []byte) { b.slot(place, b.keyOf(row)) })
		return nil
	}
	b.slot(place, key)
	return nil
}

func (b *Builder) slot(place uint64, key []byte) {
	hash := xxh3.Hash(key)
	mask := uint64(len(b.slots) - 1)
	at := hash & mask
	for b.slots[at] != 0 {
		at = (at + 1) & mask
	}
	b.slots[at] = hash&^placeMask | (place + 1)
}

// each calls f for all rows in memory.
func (b *Builder) each(f func(place uint64, row []byte)) {
	for n, block := range b.rows {
		for from := 0; from < len(block); {
			f(uint64(n)<<blockBits+uint64(from), block[from:])
			from += 8*len(b.rules) + 4 + len(b.keyOf(block[from:]))
		}
	}
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

// A place is a row to sort.
type place struct {
	begin uint64 // the first bytes behind those that all keys have in common
	at    uint64
}

// sorted calls add for each row in memory in the order of the keys.
func (b *Builder) sorted(add func(key []byte, numbers ...uint64) error) error {
	if err := b.makePlain(); err != nil {
		return err
	}
	common := b.common()
	order := slices.Grow(b.lists[0][:0], b.count)
	b.each(func(at uint64, row []byte) {
		var begin [8]byte
		copy(begin[:], b.keyOf(row)[common:])
		order = append(order, place{binary.BigEndian.Uint64(begin[:]), at})
	})
	b.lists[0] = order
	order = b.order(order)
	numbers := make([]uint64, len(b.rules))
	for _, p := range order {
		row := b.at(p.at)
		if err := add(b.keyOf(row), b.numbers(row, numbers)...); err != nil {
			return err
		}
	}
	return nil
}

// order sorts places by their keys: by the first bytes with a radix sort, from the last of them that
// differ, and then those of equal bytes by the rest.
func (b *Builder) order(list []place) []place {
	differ := uint64(0)
	for i := range list {
		differ |= list[i].begin ^ list[0].begin
	}
	other := slices.Grow(b.lists[1][:0], len(list))[:len(list)]
	b.lists[1] = other
	for shift := 0; shift < 64; shift += 8 {
		if byte(differ>>shift) == 0 {
			continue
		}
		var next [256]int
		for i := range list {
			next[byte(list[i].begin>>shift)]++
		}
		from := 0
		for i, n := range next {
			next[i] = from
			from += n
		}
		for _, p := range list {
			to := &next[byte(p.begin>>shift)]
			other[*to] = p
			*to++
		}
		list, other = other, list
	}
	for from, to := 0, 0; from < len(list); from = to {
		for to = from + 1; to < len(list) && list[to].begin == list[from].begin; {
			to++
		}
		if to-from > 1 {
			slices.SortFunc(list[from:to], func(x, y place) int { return bytes.Compare(b.keyOf(b.at(x.at)), b.keyOf(b.at(y.at))) })
		}
	}
	return list
}

// common is the number of bytes that all keys begin with.
func (b *Builder) common() int {
	var first []byte
	common := 0
	b.each(func(_ uint64, row []byte) {
		key := b.keyOf(row)
		if first == nil {
			first, common = key, len(key)
		}
		if common = min(common, len(key)); !bytes.Equal(key[:common], first[:common]) {
			for common = 0; key[common] == first[common]; {
				common++
			}
		}
	})
	return common
}

// makePlain brings the keys into their plain form. They may be equal then.
func (b *Builder) makePlain() (err error) {
	if b.plain == nil {
		return nil
	}
	same := true
	b.each(func(_ uint64, row []byte) {
		if err == nil && same {
			var key []byte
			key, err = b.plain(b.keyOf(row))
			same = bytes.Equal(key, b.keyOf(row))
		}
	})
	if err != nil || same {
		return err
	}
	plain := Builder{rules: b.rules, memory: math.MaxInt, distinct: true}
	numbers := make([]uint64, len(b.rules))
	b.each(func(_ uint64, row []byte) {
		if err != nil {
			return
		}
		var key []byte
		if key, err = b.plain(b.keyOf(row)); err == nil {
			err = plain.enter(key, b.numbers(row, numbers))
		}
	})
	b.spare = append(b.spare, b.rows...)
	b.rows = plain.rows
	return err
}

// numbers puts the numbers of a row into a list.
func (b *Builder) numbers(row []byte, into []uint64) []uint64 {
	for i := range into {
		into[i] = binary.LittleEndian.Uint64(row[8*i:])
	}
	return into
}
