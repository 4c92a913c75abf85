package corpus

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/zeebo/xxh3"
)

// Fingerprint returns 32 hexadecimal digits that identify the content of the corpus:
// its articles, its gold and its story texts, in their order. It does not depend on
// the place, the compression or the card of the corpus, nor on articles of WithUnknown.
func (c *Corpus) Fingerprint() string {
	h := newHasher()
	own := c.own()
	h.number(own)
	for i := range own {
		if c.rows == nil {
			h.withGold(&c.Articles[i])
			continue
		}
		a := c.row(i)
		h.withGold(&a)
	}
	h.number(len(c.Stories))
	for i := range c.Stories {
		s := &c.Stories[i]
		h.strings(s.ID, s.Title, s.Summary)
		h.number(len(s.KeyPoints))
		h.strings(s.KeyPoints...)
		h.number(len(s.References))
		h.strings(s.References...)
		h.image(s.Image)
	}
	if c.Joint() {
		h.strings(c.Golds.Rule)
		for _, level := range c.Golds.Levels[1:] {
			h.strings(level.Fingerprint())
		}
	}
	if c.Judged != nil {
		for _, x := range c.Judged.List {
			h.strings(x.A, x.B, string(x.Same), x.Judge)
		}
	}
	return h.sum()
}

// withGold adds an article with its gold and Extra.
func (h *hasher) withGold(a *Article) {
	h.article(a)
	h.strings(a.Story)
	h.flag(a.Distractor)
	h.image(a.Image)
	h.number(len(a.Extra))
	if len(a.Extra) > 0 {
		for _, k := range sortedKeys(a.Extra) {
			h.strings(k, string(a.Extra[k]))
		}
	}
}

// FingerprintArticles returns 32 hexadecimal digits that identify articles as an algorithm
// sees them (see Blind), in their order: without gold, Extra and Pos.
func FingerprintArticles(articles []Article) string {
	h := newHasher()
	h.number(len(articles))
	for i := range articles {
		a := &articles[i]
		h.article(a)
		h.image(a.Image)
	}
	return h.sum()
}

// A hasher writes each value with its length, so that different contents never give
// the same bytes.
type hasher struct {
	h   *xxh3.Hasher
	buf []byte // what is not yet hashed
}

const hashBuffer = 1 << 15

func newHasher() *hasher { return &hasher{xxh3.New(), make([]byte, 0, hashBuffer+1<<12)} }

func (d *hasher) sum() string {
	d.flush()
	sum := d.h.Sum128().Bytes()
	return hex.EncodeToString(sum[:])
}

func (d *hasher) flush() {
	d.h.Write(d.buf)
	d.buf = d.buf[:0]
}

func (d *hasher) number(n int) { d.buf = binary.LittleEndian.AppendUint64(d.buf, uint64(n)) }

func (d *hasher) strings(list ...string) {
	for _, s := range list {
		d.number(len(s))
		if len(s) < hashBuffer {
			d.buf = append(d.buf, s...)
		} else {
			d.flush()
			d.h.WriteString(s)
		}
		if len(d.buf) >= hashBuffer {
			d.flush()
		}
	}
}

// article writes what an algorithm sees of an article, the image aside.
func (d *hasher) article(a *Article) {
	d.strings(a.ID, a.Title, a.Text, a.Source, a.URL)
	at := len(d.buf)
	d.number(0)
	d.buf = a.Published.append(d.buf)
	binary.LittleEndian.PutUint64(d.buf[at:], uint64(len(d.buf)-at-8))
	d.strings(a.Lang)
}

func (d *hasher) flag(b bool) {
	n := 0
	if b {
		n = 1
	}
	d.number(n)
}

func (d *hasher) image(i *Image) {
	d.flag(i != nil)
	if i != nil {
		d.strings(i.URL, i.Source, i.Content)
	}
}
