package label

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

const pairHeader = `{"schema":"assay/judgements/1","corpus":"print","systems":[],"ask":"all","screens":"pairs","seed":1,` +
	`"survey":{"bands":4,"strata":[{"together":1,"band":0,"pairs":40},{"together":0,"band":1,"pairs":900}]}}` + "\n"

func readAnswers(t *testing.T, text string) (*Answers, error) {
	path := filepath.Join(t.TempDir(), "answers.jsonl")
	require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	return ReadAnswers(t.Context(), path)
}

// A pair stands for as many of its stratum as there are for each answer; of several judges the majority counts.
func TestReadAnswers(t *testing.T) {
	a, err := readAnswers(t, pairHeader+
		`{"question":"p0.0","id_a":"a","id_b":"b","same":"yes","judge":"ann"}`+"\n"+
		`{"question":"p0.1","id_a":"a","id_b":"c","same":"no","judge":"ann"}`+"\n"+
		`{"question":"p0.2","id_a":"b","id_b":"c","same":"unsure","judge":"ann"}`+"\n"+
		`{"question":"p1.0","id_a":"c","id_b":"d","same":"no","judge":"ann"}`+"\n"+
		`{"question":"p0.0","id_a":"a","id_b":"b","same":"yes","judge":"bob"}`+"\n"+
		`{"question":"p0.1","id_a":"a","id_b":"c","same":"yes","judge":"llm:m","model":true}`+"\n")
	require.NoError(t, err)
	assert.True(t, a.Known)
	assert.Equal(t, "print", a.Corpus)
	assert.Equal(t, []Answered{
		{"a", "b", corpus.Yes, "p0.0", 20}, {"a", "c", corpus.No, "p0.1", 20}, {"b", "c", corpus.Unsure, "p0.2", 20},
		{"c", "d", corpus.No, "p1.0", 900},
	}, a.Pairs)

	a, err = readAnswers(t, `{"schema":"assay/judgements/1","screens":"articles","ask":"all"}`+"\n"+
		`{"question":"f0","focus":"a","groups":[{"in":1,"all":9,"articles":["b","c","d"],"same":["c"]}],"same":"yes","judge":"ann"}`+"\n")
	require.NoError(t, err)
	assert.Equal(t, []Answered{{"a", "b", corpus.No, "f0", 3}, {"a", "c", corpus.Yes, "f0", 3}, {"a", "d", corpus.No, "f0", 3}}, a.Pairs)
	assert.True(t, a.Known)

	a, err = readAnswers(t, `{"schema":"assay/judgements/1","screens":"articles","ask":"compare"}`+"\n"+
		`{"question":"f0","focus":"a","groups":[{"in":1,"all":9,"articles":["b"],"same":[]}],"same":"unsure","judge":"ann"}`+"\n")
	require.NoError(t, err)
	assert.False(t, a.Known, "foci are drawn more often where two systems differ")
	assert.Equal(t, []Answered{{"a", "b", corpus.Unsure, "f0", 1}}, a.Pairs)

	a, err = readAnswers(t, "id_a,id_b,same\nx,y,1\ny,z,0\n")
	require.NoError(t, err)
	assert.False(t, a.Known)
	assert.Equal(t, []Answered{{"x", "y", corpus.Yes, "0", 1}, {"y", "z", corpus.No, "1", 1}}, a.Pairs)

	for text, want := range map[string]string{
		"id,label\na,1\nb,2\n": "no judged pairs", pairHeader + "nonsense\n": "answers.jsonl:2: no judgement", "": "answers.jsonl",
	} {
		_, err = readAnswers(t, text)
		assert.ErrorContains(t, err, want)
	}
	_, err = ReadAnswers(t.Context(), "absent.jsonl")
	assert.ErrorContains(t, err, "absent.jsonl")
}

func FuzzReadAnswers(f *testing.F) {
	f.Add(pairHeader + `{"question":"p0.0","id_a":"a","id_b":"b","same":"yes","judge":"ann"}` + "\n")
	f.Add(`{"schema":"assay/judgements/1","screens":"articles"}` + "\n" +
		`{"question":"f0","focus":"a","groups":[{"in":1,"all":-3,"articles":["b"],"same":["x"]}],"same":"yes","judge":"ann"}` + "\n")
	f.Add("id_a,id_b,same\na,b,1\n")
	f.Add(pairHeader + `{"question":"p9.9","id_a":"a\xff","id_b":"b","same":"?"}` + "\n")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := readAnswers(t, text)
		if err != nil {
			return
		}
		for _, p := range a.Pairs {
			assert.GreaterOrEqual(t, p.Weight, 1.)
		}
	})
}
