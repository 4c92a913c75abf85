package tokenizer

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

func read(t testing.TB, content string) *Tokenizer {
	k, err := New([]byte(content))
	require.NoError(t, err)
	return k
}

func load(t testing.TB, elem ...string) *Tokenizer {
	content, err := os.ReadFile(testfiles.Path(t, elem...))
	require.NoError(t, err)
	return read(t, string(content))
}

const wordPieceFile = `{"added_tokens":[{"id":9,"content":"[M]","lstrip":true},
{"id":10,"content":"Zoo","single_word":true,"normalized":true}],
"normalizer":{"type":"BertNormalizer","lowercase":true},"pre_tokenizer":{"type":"BertPreTokenizer"},
"model":{"type":"WordPiece","unk_token":"[U]","max_input_chars_per_word":6,
"vocab":{"[U]":0,"a":1,"ab":2,"##c":3,"##cd":4,",":5,"北":6,"é":7,"e":8}}}`

func TestWordPiece(t *testing.T) {
	k := read(t, wordPieceFile)
	assert.Equal(t, 11, k.Size())
	assert.EqualValues(t, 0, k.Unknown())
	for text, want := range map[string][]int32{
		"":              nil,
		" \t\n":         nil,
		"ab a":          {2, 1},
		"ABCD":          {2, 4},
		"abcc":          {2, 3, 3},
		"abcx":          {0}, // the whole word
		"abccccc":       {0}, // too long
		"a,ab":          {1, 5, 2},
		"a北a":           {1, 6, 1},
		"É é e\u0301":   {8, 8, 8}, // lower case takes accents off, unless told otherwise
		"a\u00ad\u200b": {1},
		"ab  [M]a":      {2, 9, 1},
		"a zoo zoos":    {1, 10, 0},
		"\xff\xfea":     {1},
	} {
		assert.Equal(t, want, k.Encode(text), "%q", text)
	}
}

const unigramFile = `{"normalizer":{"type":"NFKC"},"pre_tokenizer":{"type":"Metaspace","split":%t,"prepend_scheme":%q},
"model":{"type":"Unigram","unk_id":0,"byte_fallback":%t,"vocab":[["<unk>",-9],["▁a",-1],["b",-2],["▁ab",-2.5],
["▁",-3],["a",-3.5],["ab",-6],["<0xC3>",-7],["<0xA9>",-7]]}}`

func TestUnigram(t *testing.T) {
	k := read(t, fmt.Sprintf(unigramFile, false, "always", false))
	assert.EqualValues(t, -1, k.Unknown())
	for text, want := range map[string][]int32{
		"":     nil,
		"ab":   {3},       // -2.5 beats -1 -2
		"aab":  {1, 5, 2}, // -1 -3.5 -2 beats -1 -6
		"a ab": {1, 3},
		"xéb":  {4, 0, 2}, // unknown characters in a row are one token
		"ａ":    {1},       // NFKC
	} {
		assert.Equal(t, want, k.Encode(text), "%q", text)
	}
	k = read(t, fmt.Sprintf(unigramFile, true, "never", true))
	assert.Equal(t, []int32{7, 8, 2}, k.Encode("éb"), "the bytes of é")
	assert.Equal(t, []int32{0, 2}, k.Encode("xb"), "not all bytes have tokens")
	assert.Equal(t, []int32{5, 1}, k.Encode("a a"))
}

func TestWordLevelAndNormalizers(t *testing.T) {
	k := read(t, `{"normalizer":{"type":"Sequence","normalizers":[{"type":"Replace","pattern":{"String":"!"},"content":" ! "},
{"type":"Replace","pattern":{"Regex":"\\s+"},"content":" "},
{"type":"Strip","strip_left":true,"strip_right":true},{"type":"NFD"},{"type":"StripAccents"},
{"type":"Lowercase"},{"type":"Prepend","prepend":"x "}]},
"pre_tokenizer":{"type":"Sequence","pretokenizers":[
{"type":"WhitespaceSplit"},{"type":"Punctuation"},{"type":"Digits","individual_digits":true}]},
"model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"x":1,"!":2,"ete":3,"4":4,"-":5}}}`)
	assert.Equal(t, []int32{1, 3, 2, 4, 4, 5, 0}, k.Encode("\u00a0Été!44-zz\u2003"))
	assert.Nil(t, k.Encode(" "))
	k = read(t, `{"pre_tokenizer":{"type":"Whitespace"},"model":{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"a_1":1,"--":2}}}`)
	assert.Equal(t, []int32{1, 2, 0}, k.Encode("a_1-- b"))
}

func TestMetaspaceSplits(t *testing.T) {
	for scheme, want := range map[string][]string{
		"always": {"▁a", "▁", "▁b", "▁c"},
		"first":  {"▁a", "▁", "▁b", "c"},
		"never":  {"a", "▁", "▁b", "c"},
	} {
		split, err := newSplitter("Metaspace", []byte(`{"type":"Metaspace","prepend_scheme":"`+scheme+`"}`))
		require.NoError(t, err)
		assert.Equal(t, want, split([]string{"a  b", "c"}, true), scheme)
	}
}

func TestUnknownParts(t *testing.T) {
	level := `"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}`
	for content, want := range map[string]string{
		`{`:                        "not JSON",
		`{}`:                       `model "" is not known`,
		`{"model":{"type":"BPE"}}`: `model "BPE" is not known`,
		`{"normalizer":{"type":"Nmt"},` + level +
			`}`: `"Nmt" is not known`,
		`{"normalizer":{"type":"Precompiled"},` + level +
			`}`: "Precompiled has no table",
		`{"normalizer":{"type":"Precompiled","precompiled_charsmap":"/////wAA"},` + level +
			`}`: "its tree has 4294967295",
		`{"pre_tokenizer":{"type":"ByteLevel"},` + level +
			`}`: `"ByteLevel" is not known`,
		`{"pre_tokenizer":{"type":"Metaspace","replacement":""},` + level +
			`}`: `replacement ""`,
		`{"pre_tokenizer":{"type":"Punctuation","behavior":"Removed"},` + level +
			`}`: `"Removed" is not known`,
		`{"normalizer":{"type":"Replace","pattern":{"Regex":"("},"content":""},` + level +
			`}`: "missing closing",
		`{"normalizer":{"type":"Replace","pattern":{},"content":"x"},` + level + `}`: "no pattern",
		`{"added_tokens":[{"id":-1,"content":"a"}],` + level + `}`:                   "the id -1",
		`{"model":{"type":"WordLevel","unk_token":"b","vocab":{"a":0}}}`:             `unknown words, "b"`,
		`{"model":{"type":"WordPiece","unk_token":"a","vocab":{"a":-1}}}`:            "the id -1",
		`{"model":{"type":"Unigram","vocab":[]}}`:                                    "no vocabulary",
		`{"model":{"type":"Unigram","vocab":[["a",null]]}}`:                          "a token and a number",
		`{"model":{"type":"Unigram","unk_id":3,"vocab":[["a",1]]}}`:                  "unk_id 3",

		`{"normalizer":` + strings.Repeat(`{"type":"Sequence","normalizers":[`, 20) + strings.Repeat(`]}`, 20) + `,` + level + `}`: "nested",
	} {
		_, err := New([]byte(content))
		assert.ErrorContains(t, err, want, content)
	}
}

// The ids are those of the native tokenizers library; it puts [CLS] before the
// text and [SEP] after it.
func TestWordPieceAgreesWithTheNativeLibrary(t *testing.T) {
	k := load(t, "models", "minilm-tokenizer", "tokenizer.json")
	var want struct {
		Lines []string
		IDs   [][]int32
	}
	decode(t, &want, "models", "minilm-tokenizer", "reference_ids.json")
	require.NotEmpty(t, want.Lines)
	for i, line := range want.Lines {
		assert.Equal(t, want.IDs[i][1:len(want.IDs[i])-1], k.Encode(line), line)
	}
}

func TestUnigramAgreesWithTheNativeModel(t *testing.T) {
	k := load(t, "models", "use-lite-f16", "tokenizer.json")
	var want struct {
		Sentences []string
		Tokens    [][]int32
	}
	decode(t, &want, "models", "use-lite-f16", "reference.json")
	require.NotEmpty(t, want.Sentences)
	for i, line := range want.Sentences {
		assert.Equal(t, want.Tokens[i], k.Encode(line), line)
	}
}

func decode(t testing.TB, into any, elem ...string) {
	content, err := os.ReadFile(testfiles.Path(t, elem...))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(content, into))
}

// The Viterbi cut is the best of all cuts.
func TestUnigramFindsTheBestCut(t *testing.T) {
	k := read(t, fmt.Sprintf(unigramFile, false, "never", false)).model.(*unigram)
	pieces := map[string]float64{"b": -2, "a": -3.5, "ab": -6, "▁": -3, "▁a": -1, "▁ab": -2.5}
	var exhaustive func(s string) float64
	exhaustive = func(s string) float64 {
		if s == "" {
			return 0
		}
		best := -1e9
		for p, score := range pieces {
			if rest, ok := strings.CutPrefix(s, p); ok {
				best = max(best, score+exhaustive(rest))
			}
		}
		return best
	}
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOfN(rapid.SampledFrom([]string{"a", "b", "▁"}), 0, 8).Draw(t, "text"), "")
		sum := 0.0
		for _, id := range k.encode(nil, s) {
			sum += k.score[id]
		}
		assert.InDelta(t, exhaustive(s), sum, 1e-9)
	})
}

func FuzzNew(f *testing.F) {
	f.Add(wordPieceFile, "ab é [M] zoo")
	f.Add(fmt.Sprintf(unigramFile, true, "first", true), "é\xff b")
	f.Add(`{"pre_tokenizer":{"type":"Whitespace"},"model":{"type":"WordLevel","unk_token":"a","vocab":{"a":0}}}`, "a b")
	f.Fuzz(func(t *testing.T, content, text string) {
		k, err := New([]byte(content))
		if err != nil {
			return
		}
		for _, id := range k.Encode(text) {
			if id < 0 || int(id) >= k.Size() {
				t.Fatalf("id %d of %d", id, k.Size())
			}
		}
	})
}

func BenchmarkEncode(b *testing.B) {
	text := strings.Repeat("Policymakers signalled that borrowing costs will stay high until price growth slows. ", 20)
	for _, folder := range []string{"minilm-tokenizer", "use-lite-f16", "glove-6b-100d-top40k"} {
		k := load(b, "models", folder, "tokenizer.json")
		b.Run(fmt.Sprintf("%s/bytes=%d", folder, len(text)), func(b *testing.B) {
			b.SetBytes(int64(len(text)))
			b.ReportAllocs()
			for b.Loop() {
				k.Encode(text)
			}
		})
	}
}
