package storyline

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"github.com/zeebo/xxh3"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

func begun(t require.TestingT, text string) *State {
	s, err := liveOf(t, text).Begin()
	require.NoError(t, err)
	return s
}

func saved(t require.TestingT, s *State) []byte {
	data, err := s.MarshalBinary()
	require.NoError(t, err)
	return data
}

func restored(t require.TestingT, text string, data []byte) *State {
	s := begun(t, text)
	require.NoError(t, s.UnmarshalBinary(data))
	return s
}

func taken(t require.TestingT, s *State, list []corpus.Article) *Taken {
	out, err := s.Take(context.Background(), list, 0)
	require.NoError(t, err)
	require.Len(t, out.Stories, len(out.IDs))
	return out
}

// named is a flow whose articles have ids; every third declares no language.
func named(seed uint64, n, stories, words int) []corpus.Article {
	list, _ := flow(seed, n, stories, words)
	for i := range list {
		list[i].ID = fmt.Sprintf("a%d", i)
		if i%3 == 0 {
			list[i].Lang = ""
		}
	}
	return list
}

// A stream that is cut anywhere, saved and restored each time, gives the stories and the
// state of one that is not.
func TestStatesGoOn(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.SampledFrom([]string{
			"storyline-online(sample=40,every=60)",
			"storyline-online(sample=50,every=40,window=60)", "storyline-online(sample=30,every=50,days=0.4)",
		}).Draw(t, "settings")
		list := named(rapid.Uint64Range(1, 5).Draw(t, "seed"), rapid.IntRange(1, 150).Draw(t, "articles"), 8, 15)
		one := begun(t, text)
		whole := taken(t, one, list)
		assert.Zero(t, whole.Earlier)

		cuts := rapid.SliceOfN(rapid.IntRange(0, len(list)), 0, 6).Draw(t, "cuts")
		slices.Sort(cuts)
		state := saved(t, begun(t, text))
		stories := map[string]int32{}
		from := 0
		for _, to := range append(cuts, len(list)) {
			s := restored(t, text, state)
			out := taken(t, s, list[from:to])
			for k, id := range out.IDs {
				stories[id] = out.Stories[k]
			}
			state = saved(t, s)
			from = to
		}
		for i, id := range whole.IDs {
			assert.Equal(t, whole.Stories[i], stories[id], id)
		}
		assert.True(t, bytes.Equal(saved(t, one), state), "the states are the same")
	})
}

// Texts of an article beyond those that a calibration clusters are not kept.
func TestStatesAreSmall(t *testing.T) {
	s := begun(t, "storyline-online(window=2000,sample=100)")
	list := named(3, 3000, 100, 150)
	taken(t, s, list)
	texts := 0
	for _, a := range list[1000:] {
		texts += len(a.Title) + len(a.Text)
	}
	assert.Less(t, len(saved(t, s)), texts*3/4)
}

func TestArticlesGivenTwice(t *testing.T) {
	const text = "storyline-online(days=5)"
	list := named(7, 200, 8, 30)
	s := begun(t, text)
	first := taken(t, s, list)
	before := saved(t, s)
	again := taken(t, s, list[50:150])
	assert.Equal(t, first.Stories[50:150], again.Stories)
	assert.Zero(t, again.Reused)
	assert.Equal(t, before, saved(t, s), "they are not taken again")

	changed := list[199]
	changed.Text = "Other words stand here now."
	out := taken(t, s, []corpus.Article{changed, list[198]})
	assert.Equal(t, 1, out.Reused)
	assert.Equal(t, 201, s.run.seen)
	assert.Equal(t, first.Stories[198], out.Stories[1])

	_, err := s.Take(t.Context(), []corpus.Article{list[0], list[0]}, 0)
	assert.ErrorContains(t, err, `article 2 of 2 has the id "a0"`)
	_, err = s.Take(t.Context(), []corpus.Article{{}}, 0)
	assert.ErrorContains(t, err, "ids of their own")
}

// A late article joins its story if that is still in the window, and opens one if not; it
// closes none.
func TestLateArticles(t *testing.T) {
	at := func(day int, id, title string) corpus.Article {
		return corpus.Article{ID: id, Title: title, Published: corpus.Moment{Time: time.Date(2031, 3, day, 0, 0, 0, 0, time.UTC)}}
	}
	const flood, vote = "flood rivers rise in the valley", "parliament votes on the budget"
	s := begun(t, "storyline-online(days=3)")
	s.run.model = linkModel{-0.5, 1}
	s.run.since = 1 << 40 // no calibration
	out := taken(t, s, []corpus.Article{at(1, "a", flood), at(9, "b", vote)})
	assert.Equal(t, corpus.Labels{0, 1}, out.Stories)
	out = taken(t, s, []corpus.Article{at(2, "c", flood), at(3, "d", vote), at(9, "e", vote)})
	assert.Equal(t, corpus.Labels{2, 1, 1}, out.Stories)
	out = taken(t, s, []corpus.Article{at(2, "a", flood)})
	assert.Equal(t, corpus.Labels{2}, out.Stories, "what has left the window is new")
}

func TestStatesOfOthers(t *testing.T) {
	s := begun(t, "storyline-online")
	taken(t, s, named(3, 40, 5, 20))
	data := saved(t, s)
	weights := filepath.Join(t.TempDir(), "weights.json")
	learnt, err := BuiltIn()
	require.NoError(t, err)
	write := func() {
		var b bytes.Buffer
		require.NoError(t, learnt.Write(&b))
		require.NoError(t, os.WriteFile(weights, b.Bytes(), 0o644))
	}
	write()
	require.NoError(t, begun(t, "storyline-online(weights="+weights+")").UnmarshalBinary(data), "the same weights, in a file")
	learnt.Link.Mean++
	write()
	for what, c := range map[string]struct {
		text, want string
		data       []byte
	}{
		"other parameters": {"storyline-online(days=3)", "it was made by storyline-online with weights ", data},
		"other weights":    {"storyline-online(weights=" + weights + ")", "give it the same settings", data},
		"no state":         {"storyline-online", "it is no state of storyline-online", []byte("id,label\n")},
		"empty":            {"storyline-online", "it is no state of storyline-online", nil},
		"a later version":  {"storyline-online", `it is of version "assay/storyline-online/99"`, []byte(stateMagic + "99\n")},
		"cut":              {"storyline-online", "it is cut or damaged", data[:len(data)-1]},
		"cut early":        {"storyline-online", "it is cut or damaged", data[:len(stateVersion)+3]},
		"longer":           {"storyline-online", "it is cut or damaged", append(slices.Clone(data), 0)},
	} {
		s := begun(t, c.text)
		assert.ErrorContains(t, s.UnmarshalBinary(c.data), c.want, what)
		assert.Zero(t, s.run.seen)
	}
	assert.ErrorIs(t, new(State).UnmarshalBinary(data), errNotBegun)
	_, err = new(State).MarshalBinary()
	assert.ErrorIs(t, err, errNotBegun)
}

// States hold what the index has made of words: if this test fails, stateVersion is to be
// raised, so that no state goes on under other rules.
func TestStateVersion(t *testing.T) {
	s := begun(t, "storyline-online")
	s.run.model, s.run.since = linkModel{-0.5, 1}, 1<<40 // no calibration
	taken(t, s, named(2, 120, 8, 30))
	for k := range s.run.index.held {
		s.run.index.held[k].scale = [2]float32{} // rounded otherwise on other processors
	}
	e := &stateEncoder{}
	e.run(s.run)
	assert.Equal(t, "assay/storyline-online/1 9cc88aaa3d7a2f07", fmt.Sprintf("%s %016x", stateVersion, xxh3.Hash(e.b)))
}

// sealed is a state of what was packed.
func sealed(settings string, unpacked []byte) []byte {
	z, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	packed := z.EncodeAll(unpacked, nil)
	out := []byte(stateVersion + "\n" + settings + "\n")
	return append(binary.LittleEndian.AppendUint64(out, xxh3.Hash(packed)), packed...)
}

func FuzzState(f *testing.F) {
	const text = "storyline-online(sample=6,every=5,window=12)"
	for _, n := range []int{0, 1, 3, 20} {
		s := begun(f, text)
		taken(f, s, named(2, n, 3, 6))
		e := &stateEncoder{}
		e.run(s.run)
		f.Add(e.b)
	}
	more := named(9, 12, 3, 6)
	f.Fuzz(func(t *testing.T, data []byte) {
		s := begun(t, text)
		assert.Error(t, s.UnmarshalBinary(data))
		if err := s.UnmarshalBinary(sealed(s.settings, data)); err != nil {
			assert.True(t, strings.HasSuffix(err.Error(), remedy), err)
			return
		}
		again := saved(t, s)
		assert.Equal(t, again, saved(t, restored(t, text, again)), "what is read is written as it was")
		taken(t, s, more)
	})
}
