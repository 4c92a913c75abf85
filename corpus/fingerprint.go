package corpus

import (
	"encoding/binary"
	"encoding/hex"

	"github.com/zeebo/xxh3"
)

// Fingerprint returns 32 hexadecimal digits that identify the content of the corpus:
// its articles, its gold and its story texts, in their order. It does not depend on
// the place, the compression or the card of the corpus.
func (c *Corpus) Fingerprint() string {
	h := hasher{h: xxh3.New()}
	h.number(len(c.Articles))
	for i := range c.Articles {
		a := &c.Articles[i]
		h.strings(a.ID, a.Title, a.Text, a.Source, a.URL, a.Published.String(), a.Lang, a.Story)
		h.flag(a.Distractor)
		h.image(a.Image)
		h.number(len(a.Extra))
		for _, k := range sortedKeys(a.Extra) {
			h.strings(k, string(a.Extra[k]))
		}
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
	return h.sum()
}

// FingerprintArticles returns 32 hexadecimal digits that identify articles as an algorithm
// sees them (see Blind), in their order: without gold, Extra and Pos.
func FingerprintArticles(articles []Article) string {
	h := hasher{h: xxh3.New()}
	h.number(len(articles))
	for i := range articles {
		a := &articles[i]
		h.strings(a.ID, a.Title, a.Text, a.Source, a.URL, a.Published.String(), a.Lang)
		h.image(a.Image)
	}
	return h.sum()
}

// A hasher writes each value with its length, so that different contents never give
// the same bytes.
type hasher struct{ h *xxh3.Hasher }

func (d hasher) sum() string {
	sum := d.h.Sum128().Bytes()
	return hex.EncodeToString(sum[:])
}

func (d hasher) number(n int) {
	var b [8]byte
	binary.LittleEndian.PutUint64(b[:], uint64(n))
	d.h.Write(b[:])
}

func (d hasher) strings(list ...string) {
	for _, s := range list {
		d.number(len(s))
		d.h.WriteString(s)
	}
}

func (d hasher) flag(b bool) {
	n := 0
	if b {
		n = 1
	}
	d.number(n)
}

func (d hasher) image(i *Image) {
	d.flag(i != nil)
	if i != nil {
		d.strings(i.URL, i.Source, i.Content)
	}
}
