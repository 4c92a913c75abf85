package storyline

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/corpus"
)

// A state is written as two lines, of its version and its settings, the hash of what
// follows, and, packed by Zstandard, the numbers of the run, the terms of the window and
// its articles. Frequencies and postings are made of these. The words of an article are
// kept as long as a calibration may cluster it.
const (
	stateMagic   = "assay/storyline-online/"
	stateVersion = stateMagic + "1" // to be raised when the words of articles, or how they are found, change
	mostUnpacked = 1 << 30
	remedy       = "restore a copy of it, or begin with another file"
)

// MarshalBinary returns what UnmarshalBinary reads: for a window of 20,000 articles
// some megabytes. Equal states give equal bytes.
func (s *State) MarshalBinary() ([]byte, error) {
	if s.run == nil {
		return nil, errNotBegun
	}
	e := &stateEncoder{}
	e.run(s.run)
	if len(e.b) > mostUnpacked {
		return nil, fmt.Errorf("the state takes %d MB, and at most %d are read back: choose a smaller window", len(e.b)>>20, mostUnpacked>>20)
	}
	z, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
	if err != nil {
		return nil, err
	}
	packed := z.EncodeAll(e.b, nil)
	out := []byte(stateVersion + "\n" + s.settings + "\n")
	out = binary.LittleEndian.AppendUint64(out, xxh3.Hash(packed))
	return append(out, packed...), nil
}

var errNotBegun = errors.New("it has no settings: Begin of storyline.Online makes a state")

// UnmarshalBinary restores a state. It is an error if it was written by another
// version, with other parameters or weights, or is damaged; the state is unchanged
// then.
func (s *State) UnmarshalBinary(data []byte) error {
	if s.run == nil {
		return errNotBegun
	}
	version, rest, _ := bytes.Cut(data, []byte("\n"))
	settings, rest, whole := bytes.Cut(rest, []byte("\n"))
	switch {
	case !bytes.HasPrefix(version, []byte(stateMagic)):
		return errors.New("it is no state of storyline-online: name another file, and the first run makes it")
	case string(version) != stateVersion:
		return fmt.Errorf("it is of version %.40q, and this program reads %q: begin with another file, or take the program that wrote it",
			version, stateVersion)
	case !whole || len(rest) < 8 || binary.LittleEndian.Uint64(rest) != xxh3.Hash(rest[8:]):
		return errors.New("it is cut or damaged: " + remedy)
	case string(settings) != s.settings:
		return fmt.Errorf("it was made by %.300s, and this is %s: give it the same settings, or begin with another file", settings, s.settings)
	}
	r := *s.run
	if err := unpack(rest[8:], &r); err != nil {
		return fmt.Errorf("it is damaged: %w: %s", err, remedy)
	}
	s.run = &r
	return nil
}

func unpack(packed []byte, r *run) error {
	z, err := zstd.NewReader(bytes.NewReader(packed), zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxWindow(1<<26))
	if err != nil {
		return err
	}
	defer z.Close()
	d := &stateDecoder{in: bufio.NewReader(io.LimitReader(z, mostUnpacked+1))}
	d.run(r)
	if _, err := d.in.ReadByte(); d.err == nil && err != io.EOF {
		d.fail("something follows the articles")
	}
	return d.err
}

// A stateEncoder appends numbers to b.
type stateEncoder struct{ b []byte }

func (e *stateEncoder) uint(list ...uint64) {
	for _, v := range list {
		e.b = binary.AppendUvarint(e.b, v)
	}
}

func (e *stateEncoder) text(s string) {
	e.uint(uint64(len(s)))
	e.b = append(e.b, s...)
}

func (e *stateEncoder) time(t time.Time) {
	e.b = binary.AppendVarint(e.b, t.Unix())
	e.uint(uint64(t.Nanosecond()))
}

func (e *stateEncoder) run(r *run) {
	e.uint(uint64(r.seen), uint64(r.since), uint64(r.next))
	e.time(r.index.now)
	for _, v := range r.model {
		e.b = binary.LittleEndian.AppendUint64(e.b, math.Float64bits(v))
	}
	terms, rank := ranked(r.index)
	e.uint(uint64(len(r.index.held)), uint64(len(terms)))
	for _, t := range terms {
		e.b = binary.LittleEndian.AppendUint32(e.b, t)
	}
	for k := range r.index.held {
		e.entry(&r.index.held[k], rank)
	}
	for k := max(0, len(r.index.held)-r.sample); k < len(r.index.held); k++ {
		a := r.index.held[k].article
		e.text(a.Title)
		e.text(a.Text)
		e.text(a.Lang)
		day := uint64(0)
		if a.Published.Day {
			day = 1
		}
		e.uint(day)
		if r.whole.Dense.Name != "" {
			e.vector(r.index.held[k].dense)
		}
	}
}

func (e *stateEncoder) vector(v []float32) {
	e.uint(uint64(len(v)))
	for _, x := range v {
		e.b = binary.LittleEndian.AppendUint32(e.b, math.Float32bits(x))
	}
}

// ranked lists the terms of the window, the most frequent first, ties by the first
// article, so that most numbers of terms, and differences of such, are small.
func ranked(x *windowIndex) (terms []uint32, rank map[uint32]uint64) {
	rank = map[uint32]uint64{}
	for k := range x.held {
		for _, t := range x.held[k].terms {
			if _, known := rank[t]; !known {
				rank[t] = 0
				terms = append(terms, t)
			}
		}
	}
	slices.SortStableFunc(terms, func(a, b uint32) int { return cmp.Compare(x.frequencies.df.of(b), x.frequencies.df.of(a)) })
	for k, t := range terms {
		rank[t] = uint64(k)
	}
	return terms, rank
}

// A stateTerm is a term of an article, how often it occurs, and 1 if the article is
// found by it, else 0.
type stateTerm struct{ rank, count, found uint64 }

// entry writes an article, its terms by rank.
func (e *stateEncoder) entry(a *entry, rank map[uint32]uint64) {
	list := make([]stateTerm, len(a.terms))
	for k, t := range a.terms {
		list[k] = stateTerm{rank: rank[t], count: countOf(a.counts[k])}
	}
	for _, l := range a.found {
		k, _ := slices.BinarySearch(a.terms[:a.lead], l.term)
		list[k].found = 1
	}
	slices.SortFunc(list, func(a, b stateTerm) int { return cmp.Compare(a.rank, b.rank) })
	e.text(a.id)
	e.time(a.at)
	e.uint(uint64(a.story), uint64(math.Float32bits(a.scale[0])), uint64(math.Float32bits(a.scale[1])), uint64(len(list)))
	next := uint64(0)
	for _, t := range list {
		e.uint(t.rank-next, 2*t.count+t.found)
		next = t.rank + 1
	}
}

// countOf is the number of times that a word of that weight occurs.
func countOf(weight float32) uint64 { return uint64(math.Round(math.Exp(float64(weight) - 1))) }

// A stateDecoder reads what stateEncoder writes. After an error it returns zeros. It
// allocates what it has read, whatever lengths it reads.
type stateDecoder struct {
	in  *bufio.Reader
	err error
}

func (d *stateDecoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf(format, args...)
	}
}

// uint reads a number of at most most.
func (d *stateDecoder) uint(what string, most uint64) uint64 {
	if d.err != nil {
		return 0
	}
	v, err := binary.ReadUvarint(d.in)
	if err != nil {
		d.fail("no %s: %w", what, noEOF(err))
		return 0
	}
	if v > most {
		d.fail("%s is %d, above %d", what, v, most)
		return 0
	}
	return v
}

func (d *stateDecoder) text(what string) string {
	n := d.uint("the length of "+what, mostUnpacked)
	var b bytes.Buffer
	if _, err := io.CopyN(&b, d.in, int64(n)); err != nil {
		d.fail("no %s: %w", what, noEOF(err))
	}
	return b.String()
}

// bytes reads a number of size bytes.
func (d *stateDecoder) bytes(what string, size int) (b [8]byte) {
	if d.err == nil {
		if _, err := io.ReadFull(d.in, b[:size]); err != nil {
			d.fail("no %s: %w", what, noEOF(err))
		}
	}
	return b
}

func (d *stateDecoder) vector() []float32 {
	const most = 1 << 20
	var v []float32
	for n := d.uint("number of dimensions", most); n > 0 && d.err == nil; n-- {
		b := d.bytes("vector", 4)
		x := math.Float32frombits(binary.LittleEndian.Uint32(b[:]))
		if math.IsNaN(float64(x)) || math.IsInf(float64(x), 0) {
			d.fail("a vector holds %v", x)
		}
		v = append(v, x)
	}
	return v
}

func (d *stateDecoder) time() time.Time {
	const most = 1 << 40 // seconds, 35,000 years
	seconds, err := binary.ReadVarint(d.in)
	if err != nil || seconds > most || seconds < -most {
		d.fail("no time")
	}
	return time.Unix(seconds, int64(d.uint("nanoseconds", 1e9-1))).UTC()
}

func noEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
func (d *stateDecoder) run(r *run) {
	r.seen = int(d.uint("number of articles taken", 1<<50))
	r.since = int(d.uint("number of articles at the latest calibration", uint64(r.seen)))
	r.next = int32(d.uint("number of stories", math.MaxInt32/2))
	r.index = newWindowIndex(newFrequencies(), r.index.window, r.index.age)
	r.index.now = d.time()
	for k := range r.model {
		b := d.bytes("model", 8)
		r.model[k] = math.Float64frombits(binary.LittleEndian.Uint64(b[:]))
		if math.IsNaN(r.model[k]) || math.IsInf(r.model[k], 0) {
			d.fail("weight %d of the model is %v", k, r.model[k])
		}
	}
	held := d.uint("number of articles", uint64(min(r.index.window, r.seen)))
	var terms []uint32
	for n := d.uint("number of terms", 2*mostTerms*held); n > 0 && d.err == nil; n-- {
		b := d.bytes("term", 4)
		terms = append(terms, binary.LittleEndian.Uint32(b[:]))
	}
	for k := uint64(0); k < held && d.err == nil; k++ {
		d.entry(r, terms)
	}
	for k := max(0, int(held)-r.sample); k < int(held) && d.err == nil; k++ {
		e := &r.index.held[k]
		e.article = &corpus.Article{ID: e.id, Title: d.text("title"), Text: d.text("text"), Lang: d.text("language"),
			Published: corpus.Moment{Time: e.at, Day: d.uint("day", 1) == 1}}
		if r.whole.Dense.Name != "" {
			e.dense = d.vector()
		}
	}
}

// entry reads an article and adds it to the index.
func (d *stateDecoder) entry(r *run, terms []uint32) {
	e := entry{of: before, id: d.text("id"), at: d.time(), story: int32(d.uint("story", uint64(max(r.next, 1)-1)))}
	for k := range e.scale {
		e.scale[k] = math.Float32frombits(uint32(d.uint("scale", uint64(math.Float32bits(math.MaxFloat32)))))
	}
	n := d.uint("number of terms of an article", 2*mostTerms)
	list := make([]stateTerm, 0, n)
	for next := uint64(0); n > 0 && d.err == nil; n-- {
		rank := next + d.uint("term", math.MaxUint32)
		count := d.uint("count", 1<<40)
		if rank >= uint64(len(terms)) || count < 2 {
			d.fail("an article has term %d of %d %d times", rank, len(terms), count/2)
			return
		}
		next = rank + 1
		list = append(list, stateTerm{uint64(terms[rank]), count / 2, count % 2})
	}
	slices.SortFunc(list, func(a, b stateTerm) int { return cmp.Compare(a.rank, b.rank) })
	for k, t := range list {
		hash := uint32(t.rank)
		if hash&leadBit == 0 {
			e.lead++
		}
		if k > 0 && hash == e.terms[k-1] || t.found == 1 && (hash&leadBit != 0 || len(e.found) == queryTerms) || e.lead > mostTerms {
			d.fail("an article has a term that it cannot have")
			return
		}
		e.terms, e.counts = append(e.terms, hash), append(e.counts, termWeight(int(t.count)))
		if t.found == 1 {
			e.found = append(e.found, r.index.list(hash, r.index.lists[hash]))
		}
	}
	if d.err == nil {
		r.index.hold(e)
	}
}
