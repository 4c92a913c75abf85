package charset

import (
	"bytes"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestDecode(t *testing.T) {
	for _, c := range []struct {
		name, raw, declared, text, encoding string
		noted, guessed                      bool
	}{
		{name: "ASCII", raw: "quay", declared: "koi8-r", text: "quay", encoding: "utf-8"},
		{name: "UTF-8", raw: "Brücke", text: "Brücke", encoding: "utf-8"},
		{name: "marked", raw: "\xef\xbb\xbfBrücke", text: "Brücke", encoding: "utf-8"},
		{name: "UTF-16", raw: "\xff\xfeB\x00\xfc\x00", text: "Bü", encoding: "utf-16le"},
		{name: "UTF-16 without a mark", raw: "\x00<\x00a\x00>\x00b", text: "<a>b", encoding: "utf-16be"},
		{name: "declared", raw: "\xe3\xee\xe4", declared: "windows-1251", text: "год", encoding: "windows-1251"},
		{name: "declared falsely", raw: "Brücke", declared: "iso-8859-1", text: "Brücke", encoding: "utf-8", noted: true},
		{name: "undeclared", raw: "Br\xfccke \x93\x94", text: "Brücke “”", encoding: "windows-1252", noted: true, guessed: true},
		{name: "Korean that is valid UTF-8", raw: "\xc7\xa5", declared: "euc-kr", text: "표", encoding: "euc-kr"},
		{name: "one bad byte", raw: "für für für für für \xff", declared: "utf-8",
			text: "für für für für für \ufffd", encoding: "utf-8", noted: true},
		{name: "declared UTF-8 in vain", raw: "Br\xfccke", declared: "utf-8", text: "Brücke", encoding: "windows-1252", noted: true,
			guessed: true},
		{name: "undeclared Cyrillic", raw: "\xef\xee\xf0\xf2 \xee\xf2\xea\xf0\xfb\xf2", text: "порт открыт", encoding: "windows-1251",
			noted: true, guessed: true},
	} {
		d := Decode([]byte(c.raw), c.declared)
		assert.Equal(t, c.text, d.Text, c.name)
		assert.Equal(t, c.encoding, d.Encoding, c.name)
		assert.Equal(t, c.noted, d.Note != "", c.name)
		assert.Equal(t, c.guessed, d.Guessed, c.name)
	}
}

func TestRepair(t *testing.T) {
	for in, want := range map[string]string{
		"KÃ¤lte": "Kälte", "Kälte": "Kälte", "â\u0080\u0093": "–", "cold": "cold", "isnâ€™t": "isnâ€™t",
	} {
		got, ok := Repair(in)
		assert.Equal(t, want, got)
		assert.Equal(t, in != want, ok, in)
	}
}

func FuzzDecode(f *testing.F) {
	f.Add([]byte("\xff\xfe<\x00"))
	f.Add([]byte("Br\xfccke"))
	f.Add([]byte("<?xml encoding='koi8-r'?>\xc7\xc8"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		assert.True(t, utf8.ValidString(Decode(raw, Declared(raw)).Text))
		r, err := NewReader(bytes.NewReader(raw), "")
		require.NoError(t, err)
		text, err := io.ReadAll(r)
		require.NoError(t, err)
		assert.True(t, r.Mixed || utf8.Valid(text))
	})
}
