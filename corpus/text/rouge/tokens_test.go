package rouge

import (
	"fmt"
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus/text"
)

func TestTokens(t *testing.T) {
	assert.Equal(t, []string{"trump", "s", "u", "s", "1", "5m", "12", "000", "foo", "bar"}, Tokens("Trump’s U.S. $1.5m: 12,000 foo_bar"))
	assert.Equal(t, []string{"người", "ủng", "hộ", "café"}, Tokens("Người ủng-hộ “Café”"))
	assert.Equal(t, []string{"हिन्दी"}, Tokens("हिन्दी।"), "marks belong to their letters")
	assert.Equal(t, []string{"北京", "京市"}, Tokens("北京市"))
	assert.Empty(t, Tokens("—"))
}

func TestTokensOfASCIIAreRuns(t *testing.T) {
	run := regexp.MustCompile(`[a-z0-9]+`)
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.StringMatching(`[ -~\n\t]{0,60}`).Draw(t, "text")
		assert.Equal(t, append([]string{}, run.FindAllString(strings.ToLower(s), -1)...), Tokens(s))
		assert.Equal(t, Tokens(s), Standard(s))
	})
}

func TestStandard(t *testing.T) {
	assert.Equal(t, []string{"trump", "s", "u", "s", "1", "5m", "12", "000", "x", "y"}, Standard("Trump’s U.S. $1.5m: 12,000 X-y"))
	assert.Equal(t, []string{"caf", "ng", "i"}, Standard("Café 北京 Người"), "other letters separate")
	assert.Equal(t, []string{"a"}, Standard("\u212a\xffA"), "the Kelvin sign is no k")
}

func TestLimits(t *testing.T) {
	sentences := []string{"One two-three.", "Four  five six"}
	for want, o := range map[string]Options{
		"one two three|four five six": {},
		"one two three|four five":     {Words: 4},
		"one two three":               {Words: 2},
		"one":                         {Words: 1},
		"one two three|four":          {Bytes: 18},
		"one two th":                  {Bytes: 10},
	} {
		assert.Equal(t, want, joined(o.Text(sentences)), "%+v", o)
	}
	assert.Equal(t, "a", joined(Options{Bytes: 2}.Text([]string{"aé"})), "no part of a letter")
	assert.Empty(t, Options{}.Text(nil))
}

func joined(t Text) string {
	var list []string
	for _, s := range t {
		list = append(list, strings.Join(s, " "))
	}
	return strings.Join(list, "|")
}

func TestStopWordsGoBeforeStems(t *testing.T) {
	o := Options{Stop: func(w string) bool { return text.StopWord(w, "en") }, Stem: Stem}
	assert.Equal(t, "mayor go", joined(o.Text([]string{"The mayors were going"})))
}

func FuzzTokens(f *testing.F) {
	f.Add("a’b\xff\u0301 １２ 北京", 3, 5)
	f.Fuzz(func(t *testing.T, s string, words, bytes int) {
		for _, w := range Tokens(s) {
			assert.NotEmpty(t, w)
			assert.Equal(t, -1, strings.IndexFunc(w, outside), "%q", w)
		}
		for _, w := range Standard(s) {
			assert.Regexp(t, "^[a-z0-9]+$", w)
			assert.NotEmpty(t, Stem(w))
			assert.LessOrEqual(t, len(porter(w)), len(w))
		}
		sentences := strings.Split(s, ".")
		for _, o := range []Options{{Words: words}, {Bytes: bytes}, {Words: words, Standard: true}} {
			n := 0
			for _, part := range o.limit(sentences) {
				n += len(part)
				assert.True(t, !utf8.ValidString(s) || utf8.ValidString(part))
			}
			assert.True(t, o.Bytes <= 0 || n <= o.Bytes)
			assert.LessOrEqual(t, len(o.Text(sentences)), len(sentences))
		}
	})
}

func made(n int) []string {
	rng := rand.New(rand.NewPCG(uint64(n), 1))
	zipf := rand.NewZipf(rng, 1.2, 4, 4999)
	list := make([]string, n)
	for i := range list {
		list[i] = fmt.Sprint("w", zipf.Uint64())
	}
	return list
}

func BenchmarkTokens10000(b *testing.B) {
	s := strings.Join(made(10000), " ")
	b.ReportAllocs()
	for b.Loop() {
		Tokens(s)
	}
}
