package format

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// openPairs opens a file of the given content as gold.
func openPairs(t *testing.T, name, prefix, content string) (*corpus.Corpus, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	c, texts, err := OpenGoldLabels(t.Context(), prefix+path)
	assert.False(t, texts)
	return c, err
}

func TestJudgedPairs(t *testing.T) {
	for _, c := range []struct{ name, prefix, content string }{
		{"a.csv", "", "id_a,id_b,same,judge\n7,9,yes,ann\n9,8,No,ann\n7,8,?,bob\n"},
		{"a.csv", "", "same,right,left,note,judge\n1,9,7,\"clear, I think\",ann\n0,8,9,,ann\nunsure,8,7,,bob\n1,8,8,,\n"},
		{"a.tsv", "", "first_url\tsecond_url\tquality\tjudge\n7\t9\tOK\tann\n9\t8\tBAD\tann\n7\t8\tmaybe\tbob\n"},
		{"a.jsonl", "", `{"a":7,"b":9,"same":true,"judge":"ann"}` + "\n" + `{"a":"9","b":8,"same":false,"judge":"ann"}` + "\n\n" +
			`{"a":7,"b":8,"same":"unsure","judge":"bob"}` + "\n" + `{"a":7,"b":8,"same":null}`},
		{"a.csv", "pairs(same_at=4):", "id1,id2,score,judge\n7,9,4.0,ann\n9,8,3.9,ann\n7,8,unsure,bob\n8,9,,cid\n"},
		{"a.csv", "pairs(same=verdict):", "a,b,same,verdict,judge\n7,9,x,y,ann\n9,8,x,n,ann\n7,8,,unknown,bob\n"},
	} {
		got, err := openPairs(t, c.name, c.prefix, c.content)
		require.NoError(t, err, c.content)
		for i := range got.Judged.List {
			got.Judged.List[i].Line = 0
		}
		assert.Equal(t, []corpus.Judgement{
			{A: "7", B: "9", Same: corpus.Yes, Judge: "ann"}, {A: "9", B: "8", Same: corpus.No, Judge: "ann"},
			{A: "7", B: "8", Same: corpus.Unsure, Judge: "bob"},
		}, got.Judged.List, c.content)
		assert.Equal(t, []string{"7", "9", "8"}, got.IDs())
	}
}

func TestJudgedPairsErrors(t *testing.T) {
	for content, want := range map[string]string{
		"id_a,id_b,same\n1,2,perhaps\n":          `:2: same: "perhaps" is no answer: write yes, no or unsure, 1 or 0, or a grade`,
		"id_a,id_b,same\n1,2,1\n2,3,2.5\n":       ":3: same: 2.5 is a grade: say from which on two articles are of one story, as in --same-at 4",
		"id_a,id_b,same\n,2,1\n":                 ":2: the id of an article is missing: each row needs two",
		"id_a,id_b,same\n1,2,\n":                 ": no pair is judged in it",
		"id_a,id_b,same\n1,2,yes,x\n":            ":2: the row has 4 columns, the header 3",
		"id_a,id_b,same,time\n1,2,yes,soon\n":    `"soon"`,
		`{"id_a":1,"id_b":2,"same":["yes"]}`:     ":1: the field same is neither a string nor a number nor null",
		"{\"id_a\":1,\"id_b\":2,\"same\":1}\n{}": ":2: the field same",
	} {
		_, err := openPairs(t, "a.x", "", content)
		assert.ErrorContains(t, err, want, content)
	}
	_, err := openPairs(t, "a.csv", "pairs(same_at=x):", "a,b,same\n1,2,1\n")
	assert.ErrorContains(t, err, "same_at=x: a number is wanted")
}

// Other commands say what the file is.
func TestJudgedPairsAreNoCorpus(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.csv")
	require.NoError(t, os.WriteFile(path, []byte("a,b,same\n1,2,1\n2,3,1\n1,3,0\n"), 0o644))
	_, err := Open(t.Context(), path)
	assert.ErrorContains(t, err, "the file holds judged pairs")
	_, err = OpenLabels(t.Context(), path)
	assert.ErrorContains(t, err, "the file holds judged pairs")
	_, _, err = OpenGold(t.Context(), path)
	assert.ErrorContains(t, err, "judged pairs are gold for scores alone")
	_, faults, err := Check(t.Context(), path)
	require.NoError(t, err)
	require.Len(t, faults, 1)
	assert.Equal(t, corpus.NotTransitive, faults[0].Kind)
}

// Where texts are needed they come from the corpus that was judged, or are the ids themselves.
func TestJudgedPairsWithTexts(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, content := range map[string]string{
		"news.csv": "id,title,story\n1,one,s\n2,two,s\n3,three,t\n4,four,t\n", "judged.csv": "a,b,same\n1,2,1\n2,4,0\n",
		"other.csv": "a,b,same\n1,7,1\n", "headlines.csv": "a,b,same\nfire in town,town burns,1\nfire in town,rain at last,0\n",
	} {
		require.NoError(t, os.WriteFile(name, []byte(content), 0o600))
	}
	c, err := Open(t.Context(), "pairs(articles=news.csv):judged.csv")
	require.NoError(t, err)
	assert.Equal(t, []string{"1", "2", "3", "4"}, c.IDs())
	assert.Equal(t, "four", c.Articles[3].Title)
	assert.False(t, c.Labelled(), "the stories are not the gold")
	assert.Equal(t, []corpus.Pair{{A: 0, B: 1, Same: corpus.Yes, Line: 2}, {A: 1, B: 3, Same: corpus.No, Line: 3}}, c.JudgedPairs())
	_, err = Open(t.Context(), "pairs(articles=news.csv):other.csv")
	assert.ErrorContains(t, err, `other.csv:2: article "7" is judged, and is not in news`)
	_, err = Open(t.Context(), "pairs(articles=gone.csv):judged.csv")
	assert.ErrorContains(t, err, "judged.csv: its articles: gone.csv")
	c, err = Open(t.Context(), "headlines.csv")
	require.NoError(t, err)
	assert.Equal(t, "town burns", c.Articles[1].Title)
	assert.Len(t, c.JudgedPairs(), 2)
}

// A file of assay label tells the strata that its pairs were drawn from.
func TestDesignOfJudgements(t *testing.T) {
	const header = `{"schema":"assay/judgements/1","survey":{"bands":2,"strata":[` +
		`{"together":1,"band":0,"pairs":3},{"together":0,"band":1,"pairs":90}]}}`
	c, err := openPairs(t, "a.jsonl", "", header+"\n"+`{"question":"p1.0","id_a":"1","id_b":"2","same":"no","judge":"ann"}`+"\n"+
		`{"question":"p7.0","id_a":"1","id_b":"3","same":"yes","judge":"ann"}`+"\n")
	require.NoError(t, err)
	assert.Equal(t, []corpus.PairStratum{{Pairs: 3}, {Pairs: 90, Far: true}}, c.Judged.Strata)
	assert.Equal(t, 2, c.Judged.List[0].Stratum)
	assert.Equal(t, 0, c.Judged.List[1].Stratum)
	_, err = openPairs(t, "a.jsonl", "", strings.Replace(header, `"pairs":3`, `"pairs":0`, 1)+"\n{}\n")
	assert.ErrorContains(t, err, "a.jsonl:1: the design has a stratum of 0 pairs: the header is damaged")
}

func TestSharedJudgements(t *testing.T) {
	c, _, err := OpenGoldLabels(t.Context(), testfiles.Path(t, "judgements", "russian-0525-sample.tsv"))
	require.NoError(t, err)
	assert.Equal(t, "400 pairs of 766 articles judged: 173 same, 227 different, 0 unsure", c.Judged.Sentence())
	c, _, err = OpenGoldLabels(t.Context(), "pairs(same_at=4):"+testfiles.Path(t, "judgements", "sts-headlines.jsonl.gz"))
	require.NoError(t, err)
	assert.Equal(t, "1798 pairs of 3449 articles judged: 427 same, 1371 different, 0 unsure", c.Judged.Sentence())
}

func FuzzPairs(f *testing.F) {
	for _, content := range []string{
		"id_a,id_b,same,judge,time\n1,2,yes,ann,2031-03-11\n2,1,no,ann,\n1,1,1,,\n", "a\tb\tsame\n1\t2\t1\n",
		`{"schema":"assay/judgements/1","survey":{"bands":1,"strata":[{"pairs":3}]}}` + "\n" +
			`{"question":"p0.1","id_a":"1","id_b":"2","same":"no"}` + "\n",
		`{"a":"1","b":"2","same":true}`, "\uFEFFleft,right,label\n\"x\ny\",z,0.5",
	} {
		f.Add([]byte(content))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		src := Source{fstest.MapFS{"a": &fstest.MapFile{Data: raw}}, "a", "a"}
		if head, err := src.head(); err == nil {
			isPairs(head)
		}
		at := "2"
		c, err := (&pairsReader{SameAt: at, wanted: true}).Read(context.Background(), src, func(corpus.Fault) error { return nil })
		if err == nil {
			require.NotEmpty(t, c.Judged.List)
			require.NotEmpty(t, c.Judged.Pairs())
			c.Judged.Check()
			c.Fingerprint()
		}
	})
}
