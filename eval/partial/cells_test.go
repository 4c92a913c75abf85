package partial

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zeebo/xxh3"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
)

// labelWords are names of groups in many spellings, and words for none.
var labelWords = []string{"", "-1", "s1", "s2", "s4", " s4 ", "3", "3.0", "harbour, north",
	`say "so"`, "Zürich", "Zu\u0308rich", "nan", "s1#s2"}

// write writes a file into a folder of the test.
func write(t require.TestingT, dir, name, content string) string {
	path := filepath.Join(dir, name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	return path
}

// quoted is a cell of CSV.
func quoted(s string) string {
	if strings.ContainsAny(s, `,"`) {
		return `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
	}
	return s
}

func opened(t require.TestingT, raw []byte) *Reader {
	r, err := NewReader("partial", bytes.NewReader(raw), int64(len(raw)))
	require.NoError(t, err)
	return r
}

// inShards returns the merged cells of all shards, merged two by two in any order.
func inShards(t require.TestingT, l *Labels, n int, random *rand.Rand) []byte {
	var parts [][]byte
	for i := range n {
		var b bytes.Buffer
		require.NoError(t, l.Write(context.Background(), &b, Shard{i, n}))
		parts = append(parts, b.Bytes())
	}
	for len(parts) > 1 {
		random.Shuffle(len(parts), func(i, j int) { parts[i], parts[j] = parts[j], parts[i] })
		merged, err := MergeBytes(parts[0], parts[1])
		require.NoError(t, err)
		parts = append(parts[2:], merged)
	}
	return parts[0]
}

// However a table is cut and its parts are merged, in little memory or much, from one file
// or two, in one order or another: the bytes are the same, and so are the scores of all metrics
// with their terms, which are those of the labels themselves.
func TestAnySplitAnyOrder(t *testing.T) {
	policies := []eval.Policy{
		{}, {Noise: "one"}, {Noise: "drop", Unlabelled: "ignore"}, {MinStory: 2, Distractors: "ignore"}, {Sampled: "articles"},
	}
	rapid.Check(t, func(t *rapid.T) {
		dir, err := os.MkdirTemp("", "")
		require.NoError(t, err)
		defer os.RemoveAll(dir)
		n := rapid.IntRange(1, 60).Draw(t, "n")
		label := rapid.SampledFrom(labelWords)
		var one, gold, found, shuffled []string
		for i := range n {
			s, c := label.Draw(t, "story"), label.Draw(t, "cluster")
			one = append(one, fmt.Sprintf("a%d,%s,%s\n", i, quoted(s), quoted(c)))
			gold, found = append(gold, fmt.Sprintf("a%d,%s\n", i, quoted(s))), append(found, fmt.Sprintf("a%d,%s\n", i, quoted(c)))
		}
		seed := rapid.Uint64().Draw(t, "seed")
		random := rand.New(rand.NewPCG(seed, 0))
		shuffled = slices.Clone(found)
		random.Shuffle(n, func(i, j int) { shuffled[i], shuffled[j] = shuffled[j], shuffled[i] })
		policy := NewPolicy(rapid.SampledFrom(policies).Draw(t, "policy"), corpus.IDPolicy{})
		table := write(t, dir, "one.csv", "id,story,cluster\n"+strings.Join(one, ""))
		goldFile := write(t, dir, "gold.csv", "id,story\n"+strings.Join(gold, ""))
		foundFile := write(t, dir, "found.tsv", "id,cluster\n"+strings.Join(found, ""))
		mixed := write(t, dir, "mixed.csv", "id,cluster\n"+strings.Join(shuffled, ""))

		open := func(gold, found string, memory int64) *Labels {
			l, err := OpenLabels(context.Background(), gold, found, policy)
			require.NoError(t, err)
			l.Memory = memory
			return l
		}
		var want bytes.Buffer
		whole := open(table+"@story", table+"@cluster", 0)
		require.NoError(t, whole.Write(context.Background(), &want, Shard{}))
		shards := rapid.IntRange(1, 4).Draw(t, "shards")
		assert.Equal(t, want.Bytes(), inShards(t, open(table+"@story", table+"@cluster", 1), shards, random))

		a, b := open(goldFile, foundFile, 0), open(goldFile, mixed, 1)
		b.AnyOrder = true
		var two bytes.Buffer
		require.NoError(t, a.Write(context.Background(), &two, Shard{}))
		assert.Equal(t, two.Bytes(), inShards(t, a, shards, random))
		var any bytes.Buffer
		require.NoError(t, b.Write(context.Background(), &any, Shard{}))
		assert.Equal(t, any.Bytes(), inShards(t, b, shards, random))
		assert.Equal(t, contentOf(t, two.Bytes()), contentOf(t, any.Bytes()))
		checkScores(t, table, policy.Policy, want.Bytes(), two.Bytes())
	})
}

// contentOf lists the rows of a partial.
func contentOf(t require.TestingT, raw []byte) (rows []string) {
	r := opened(t, raw)
	for {
		more, err := r.Next()
		require.NoError(t, err)
		if !more {
			return rows
		}
		rows = append(rows, fmt.Sprintf("%q %d", r.Key, r.Numbers))
	}
}

// checkScores compares the scores of cells with those of the labels in a table.
func checkScores(t require.TestingT, table string, p eval.Policy, cells ...[]byte) {
	ctx := context.Background()
	c, _, err := format.OpenGoldLabels(ctx, table+"@story")
	if err != nil {
		return // there is no gold
	}
	found, _, err := format.LabelsOf(ctx, c.IDs(), table+"@cluster", corpus.IDPolicy{})
	require.NoError(t, err)
	want, wantErr := p.Case(ctx, c.Gold(), found, nil)
	for _, raw := range cells {
		counted, err := ReadCells(opened(t, raw))
		require.NoError(t, err)
		got, err := counted.Case(ctx, p)
		if wantErr != nil {
			assert.Error(t, err)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, want.Dropped, got.Dropped)
		for _, m := range eval.Partition {
			measure, err := eval.Named(m.Name)
			require.NoError(t, err)
			w, err := measure.Score(want)
			require.NoError(t, err)
			g, err := measure.Score(got)
			require.NoError(t, err)
			if w.Value != w.Value {
				assert.NotEqual(t, g.Value, g.Value, m.Name)
				continue
			}
			assert.InDelta(t, w.Value, g.Value, 1e-12, m.Name) // noise of a cell is numbered together, so that sums round otherwise
			require.Len(t, g.Terms.Columns, len(w.Terms.Columns), m.Name)
			for k := range w.Terms.Columns {
				assert.InDeltaSlice(t, w.Terms.Columns[k], g.Terms.Columns[k], 1e-9, m.Name)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	dir := t.TempDir()
	policy := NewPolicy(eval.Policy{}, corpus.IDPolicy{})
	gold := write(t, dir, "gold.csv", "id,story\na,1\nb,1\nc,2\nd,2\n")
	for name, c := range map[string]struct {
		found, want string
		anyOrder    bool
	}{
		"another order": {"id,cluster\na,1\nc,1\nb,2\nd,2\n", `gold.csv:3: the id is "b", and in the row of`, false},
		"one missing":   {"id,cluster\na,1\nb,1\nc,2\n", `gold.csv:5: the id "d" comes behind the last of`, false},
		"one more":      {"id,cluster\na,1\nb,1\nc,2\nd,1\ne,1\n", `found.csv:6: the id "e" comes behind the last of`, false},
		"twice":         {"id,cluster\na,1\nb,1\nc,2\nd,1\nb,1\n", `found.csv:6: id "b" is in another line, too`, true},
		"absent":        {"id,cluster\na,1\nb,1\nd,2\n", `1 articles of`, true},
		"unknown":       {"id,cluster\na,1\nb,1\nd,2\nc,1\nf,1\n", `1 labels of`, true},
		"too wide":      {"id,cluster\na,1\nb,1,7\nc,2\nd,1\n", `found.csv:3: the row has 3 columns`, true},
	} {
		l, err := OpenLabels(context.Background(), gold, write(t, dir, "found.csv", c.found), policy)
		require.NoError(t, err, name)
		l.AnyOrder = c.anyOrder
		var failed error
		for i := range 3 {
			if err := l.Write(context.Background(), io.Discard, Shard{i, 3}); err != nil && failed == nil {
				failed = err
			}
		}
		assert.ErrorContains(t, failed, c.want, name)
	}
	lines := write(t, dir, "lines.csv", "id,story,cluster\na,1,1\nb,\"x\ny\",1\n")
	l, err := OpenLabels(context.Background(), lines+"@story", lines+"@cluster", policy)
	require.NoError(t, err)
	require.NoError(t, l.Write(context.Background(), io.Discard, Shard{}))
	assert.ErrorContains(t, l.Write(context.Background(), io.Discard, Shard{0, 2}), "lines.csv:3: a cell goes over several lines")
	assert.ErrorContains(t, l.Write(context.Background(), io.Discard, Shard{2, 2}), "shard 3/2")
}

func TestMergeRefuses(t *testing.T) {
	dir := t.TempDir()
	table := write(t, dir, "t.csv", "id,story,cluster\n"+strings.Repeat("a,1,1\nb,2,1\nc,2,3\n", 9))
	part := func(p eval.Policy, path string, i, n int) []byte {
		l, err := OpenLabels(context.Background(), path+"@story", path+"@cluster", NewPolicy(p, corpus.IDPolicy{}))
		require.NoError(t, err)
		var b bytes.Buffer
		require.NoError(t, l.Write(context.Background(), &b, Shard{i, n}))
		return b.Bytes()
	}
	first, second := part(eval.Policy{}, table, 0, 2), part(eval.Policy{}, table, 1, 2)
	merge := func(parts ...[]byte) ([]string, error) {
		var list []*Reader
		for _, p := range parts {
			list = append(list, opened(t, p))
		}
		return Merge(io.Discard, list...)
	}
	notes, err := merge(first, second, first)
	require.NoError(t, err)
	assert.Contains(t, notes[0], "is left out")
	other := write(t, dir, "other.csv", "id,story,cluster\na,1,1\nb,1,2\n")
	_, err = merge(first, part(eval.Policy{Noise: "drop"}, table, 1, 2))
	assert.ErrorContains(t, err, "they have the policy noise=singletons, unlabelled=within, distractors=within, "+
		"missing=error, unknown=error and noise=drop")
	_, err = merge(first, part(eval.Policy{}, other, 1, 2))
	assert.ErrorContains(t, err, "fingerprint")
	_, err = merge(first, part(eval.Policy{}, table, 1, 3))
	assert.ErrorContains(t, err, "they are of so many shards: 2 and 3")
	altered := slices.Clone(second)
	copy(altered[bytes.Index(altered, []byte(`"sum":"`))+7:], "0000")
	_, err = merge(first, second, altered)
	assert.ErrorContains(t, err, "shard 2/2 is there twice, with different content")

	r := opened(t, first)
	assert.Equal(t, []int{2}, r.Head.Missing())
	_, err = ReadCells(r)
	assert.ErrorContains(t, err, "1 of 2 shards are missing: 2")
	for cut := range len(first) {
		r, err := NewReader("p", bytes.NewReader(first[:cut]), int64(cut))
		if err == nil {
			_, err = Merge(io.Discard, r)
		}
		assert.ErrorContains(t, err, "p: ", cut)
	}
	for i := range first {
		damaged := slices.Clone(first)
		damaged[i] ^= 4
		r, err := NewReader("p", bytes.NewReader(damaged), int64(len(first)))
		if err == nil {
			_, err = Merge(io.Discard, r)
		}
		assert.ErrorContains(t, err, "p: ", i)
	}
}

// Any bytes are read or refused, also those whose checksum is right.
func FuzzReader(f *testing.F) {
	const sum = 16
	seed := func(kind Kind, key string, numbers ...uint64) {
		var b bytes.Buffer
		w := NewWriter(&b, kind)
		require.NoError(f, w.Add([]byte(key), numbers...))
		require.NoError(f, w.Close(NewHead(kind, "", "").whole))
		f.Add(b.Bytes()[:b.Len()-sum])
	}
	seed(Cells, "a\x00b", 3, 7)
	seed(Forest, "\x00\x00\x00\x00\x00\x00\x00\x01", 0)
	seed(Frequencies, "", 5)
	f.Fuzz(func(t *testing.T, raw []byte) {
		all := xxh3.Hash128(raw).Bytes()
		open := func() *Reader {
			r, _ := NewReader("p", bytes.NewReader(append(raw, all[:]...)), int64(len(raw)+sum))
			return r
		}
		if open() == nil {
			return
		}
		_, _ = Merge(io.Discard, open())
		tfidf := features.NewTFIDF()
		frequencies := open()
		frequencies.Head.Setting = tfidf.Counting().String()
		_, _ = ReadFrequencies(frequencies, tfidf)
		c := &corpus.Corpus{Articles: make([]corpus.Article, 3)}
		forest := open()
		forest.Head.Source = c.Fingerprint()
		_, _ = DuplicateLabels(forest, c)
		if cells, err := ReadCells(open()); err == nil && cells.Articles < 1000 {
			_, _ = cells.Case(context.Background(), eval.Policy{})
		}
	})
}
