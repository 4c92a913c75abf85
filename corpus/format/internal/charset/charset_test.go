package charset

import (
	"bytes"
	"io"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/htmlindex"
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

// Texts that declare no encoding are read as what they were written in.
func TestLegacy(t *testing.T) {
	cyrillic := []string{"windows-1251", "koi8-r", "ibm866", "iso-8859-5", "x-mac-cyrillic"}
	for _, c := range []struct {
		text  string
		names []string
	}{
		{"Суд отложил слушание; новый срок назовут в пятницу, сообщил защитник.", cyrillic},
		{"СУД ОТЛОЖИЛ СЛУШАНИЕ ДЕЛА О ПОЖАРЕ НА СКЛАДЕ", cyrillic},
		{"Суд відклав слухання; її адвокат назве новий строк у п’ятницю", []string{"windows-1251"}},
		{"Суд відклав слухання; її адвокат назве новий строк", []string{"windows-1251", "koi8-u", "iso-8859-5"}},
		{"Sąd odroczył rozprawę; obrońca poda nowy termin w piątek, żeby zdążyć.", []string{"windows-1250", "iso-8859-2"}},
		{"Soud odročil líčení; příští termín oznámí v pátek, řekl obhájce žalobců.", []string{"windows-1250", "iso-8859-2"}},
		{"Le tribunal a reporté l’audience à vendredi, où l’été s’achève", []string{"windows-1252", "macintosh"}},
		{"Das Gericht hörte die Zeugen über die Größe der Brücke", []string{"windows-1252", "macintosh"}},
		{"Το δικαστήριο ανέβαλε την ακρόαση για την Παρασκευή", []string{"windows-1253"}},
		{"בית המשפט דחה את הדיון ליום שישי הקרוב", []string{"windows-1255"}},
		{"أجلت المحكمة الجلسة إلى يوم الجمعة القادم", []string{"windows-1256", "iso-8859-6"}},
		{"裁判所は審理を金曜日に延期した。", []string{"shift_jis", "euc-jp"}},
		{"法院把听证会推迟到星期五，律师说。", []string{"gb18030"}},
		{"법원은 심리를 금요일로 연기했다고 변호사가 말했다", []string{"euc-kr"}},
	} {
		for _, name := range c.names {
			e, err := htmlindex.Get(name)
			require.NoError(t, err)
			raw, err := e.NewEncoder().String(c.text)
			require.NoError(t, err, name)
			d := Decode([]byte(raw), "")
			assert.Equal(t, c.text, d.Text, "%s read as %s", name, d.Encoding)
			assert.True(t, d.Guessed)
		}
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
