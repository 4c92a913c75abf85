package scorefile

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus/format"
)

// sample returns a file of testdata. They have the shapes that the tools write: Inspect 0.3.285, promptfoo 0.120, deepeval 4.3,
// lm_eval 0.4.13, ranx 0.3 and trec_eval 9.
func sample(t testing.TB, name string) string {
	raw, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(t, err)
	return string(raw)
}

// inspectArchive is a log of the form .eval: a zip archive whose files are packed by Zstandard.
func inspectArchive(t testing.TB) string {
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	w.RegisterCompressor(zstd.ZipMethodWinZip, zstd.ZipCompressor())
	log := sample(t, "inspect.json")
	from, to := strings.Index(log, `[`), strings.LastIndex(log, `]`)
	for name, content := range map[string]string{
		"header.json": `{"version":2,"status":"success","eval":{"model":"mock/a"}}`, "summaries.json": log[from : to+1],
		"_journal/start.json": `{}`, "samples/7_epoch_1.json": `{}`,
	} {
		f, err := w.CreateHeader(&zip.FileHeader{Name: name, Method: zstd.ZipMethodWinZip})
		require.NoError(t, err)
		_, err = f.Write([]byte(content))
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

func parquetFile(t testing.TB) string {
	type row struct {
		ID    string    `parquet:"id"`
		Group string    `parquet:"group"`
		Acc   *float64  `parquet:"acc,optional"`
		Right bool      `parquet:"right"`
		List  []float64 `parquet:"list,list"`
		Text  string    `parquet:"text"`
	}
	half := .5
	var b bytes.Buffer
	require.NoError(t, parquet.Write(&b, []row{{"1", "g", &half, true, []float64{1}, "a"}, {"2", "g", nil, false, nil, "b"}}))
	return b.String()
}

// show writes a file as a line a row.
func show(f *File) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %q", f.Form, f.Metrics)
	if f.Unit != "" {
		fmt.Fprintf(&b, " by %s", f.Unit)
	}
	for _, r := range f.Rows {
		fmt.Fprintf(&b, "\n%d %s", r.Line, r.Item)
		for _, part := range []struct{ sign, text string }{{"/", r.Unit}, {"@", r.System}, {"#", r.Run}, {"?", r.Content}} {
			if part.text != "" {
				b.WriteString(part.sign + part.text)
			}
		}
		for _, v := range r.Values {
			switch {
			case Absent(v):
				b.WriteString(" .")
			case math.IsNaN(v):
				b.WriteString(" -")
			default:
				fmt.Fprintf(&b, " %g", v)
			}
		}
	}
	return b.String()
}

func TestForms(t *testing.T) {
	inspected := "inspect [\"match\" \"multi/a\" \"multi/b\"] by doc\n1 7/d0@mock/a#1?Q0 1 1 0.5\n2 q1/d0@mock/a#1?Q1 0 - 0.25\n" +
		"3 7/d0@mock/a#2?Q0 0.5 1 0\n4 q1/d0@mock/a#2?Q1 - - -"
	quiz := sample(t, "samples_quiz.jsonl")
	for _, c := range []struct{ path, unit, content, want string }{
		{"csv.csv", "", "id,group,acc,f1,latency_ms,note\n1,g,1,0.5,20,a\n2,g,,nan,30,b\n",
			"table [\"acc\" \"f1\"] by group\n2 1/g 1 0.5\n3 2/g - -"},
		{"semicolon.csv", "", "qid;ok;model\n1;True;a\n1;False;b\n", "table [\"ok\"]\n2 1@a 1\n3 1@b 0"},
		{"s.tsv", "topic", "item\ttopic\tseed\tpass\nx\tt\t1\tPASS\nx\tt\t2\tFAIL\n", "table [\"pass\"] by topic\n2 x/t#1 1\n3 x/t#2 0"},
		{"s.parquet", "", parquetFile(t), "table [\"acc\" \"right\"] by group\n1 1/g 0.5 1\n2 2/g - 0"},
		{"s.jsonl", "meta.doc", `{"id":1,"scores":{"acc":1,"f1":NaN},"meta":{"doc":"d"},"tags":[1]}` + "\n" +
			`{"id":"2","scores":{"acc":0},"meta":{"doc":"e"}}` + "\n" + `{"id":3,"scores":{"acc":1,"f1":1e-1,"map":null},"meta":{"doc":"e"}}`,
			"records [\"scores.acc\" \"scores.f1\"] by meta.doc\n1 1/d 1 -\n2 2/e 0 .\n3 3/e 1 0.1"},
		{"list.json", "", `[{"question_id":"a","acc":true},{"question_id":"b","acc":false}]`, "records [\"acc\"]\n1 a 1\n2 b 0"},
		{"inspect.json", "doc", sample(t, "inspect.json"), inspected},
		{"log.eval", "metadata.doc", inspectArchive(t), strings.Replace(inspected, "by doc", "by metadata.doc", 1)},
		{"deepeval.json", "doc", sample(t, "deepeval.json"),
			"deepeval [\"Answer Relevancy\"] by doc\n1 test_case_0/x?why? 0.9\n2 test_case_1/x?when? -\n3 talk/y?s 1"},
		{".latest_test_run.json", "", `{"testRunData":` + sample(t, "deepeval.json") + `,"testRunLink":null}`,
			"deepeval [\"Answer Relevancy\"]\n1 test_case_0?why? 0.9\n2 test_case_1?when? -\n3 talk?s 1"},
		{"samples_quiz.jsonl", "topic", quiz, "lm-eval [\"exact_match,strict-match\" \"exact_match,flexible-extract\"] by topic\n" +
			"1 0/t0?h0 0 1\n2 1/t0?h1 1 0\n3 2/t1?h2 0 1"},
		{"one_filter.jsonl", "", quiz[:strings.IndexByte(quiz, '\n')], "lm-eval [\"exact_match\"]\n1 0?h0 0"},
		{"ranx.json", "", sample(t, "ranx.json"), "per-query [\"mrr\" \"ndcg@10\"]\n1 q1 1 0.5\n2 q2 0 1"},
		{"pytrec_eval.json", "", sample(t, "pytrec_eval.json"), "per-query [\"map\" \"ndcg_cut_10\"]\n1 q1 0.5 1\n2 q2 - ."},
		{"trec_eval.txt", "", sample(t, "trec_eval.txt"), "trec [\"map\" \"ndcg_cut_10\"]\n2 q1 0.5 1\n4 q2 0.25 0"},
		{"ir_measures.txt", "", sample(t, "ir_measures.txt"), "trec [\"nDCG@10\" \"RR\"]\n1 q1 0.5 1\n3 q2 0.25 0"},
	} {
		path := filepath.Join(t.TempDir(), c.path)
		require.NoError(t, os.WriteFile(path, []byte(c.content), 0o600))
		n, err := ParseName(path)
		require.NoError(t, err)
		f, err := Open(t.Context(), n, Options{Unit: c.unit})
		if assert.NoError(t, err, c.path) {
			assert.Equal(t, c.want, show(f), c.path)
		}
	}
}

// A test of promptfoo keeps its name when tests are put in another order, and repeats are its runs.
func TestPromptfoo(t *testing.T) {
	for _, name := range []string{"promptfoo.json", "promptfoo.jsonl"} {
		n, err := ParseName(name + "@second")
		require.NoError(t, err)
		f, err := read(t.Context(), format.Memory(n.Path, []byte(sample(t, name))), n, Options{Unit: "part"})
		require.NoError(t, err)
		assert.Equal(t, []string{"score", "pass", "has"}, f.Metrics)
		assert.Equal(t, []string{"echo", "second"}, f.Systems())
		assert.ErrorContains(t, f.Of(""), "choose one with @ behind the name, as in "+name+"@echo")
		assert.ErrorContains(t, f.Of("secund"), `unknown system "secund"; did you mean second?`)
		require.NoError(t, f.Of(n.System))
		assert.Equal(t, []string{"1", "2"}, f.Runs())
		assert.Len(t, f.Rows, 4)
		assert.Equal(t, "m", f.Rows[0].Unit)
		assert.Equal(t, f.Rows[0].Item, f.Rows[1].Item)
		assert.True(t, Absent(f.Rows[2].Values[2]), "the test has no such score")
	}
}

func TestErrors(t *testing.T) {
	inspectJSON := sample(t, "inspect.json")
	for _, c := range []struct{ name, content, want string }{
		{"s.csv", "id,acc\n1,0.5\n2,high\n3,1\n", `s.csv:3: acc is "high", which is no number: mend it, or choose the metrics with --metric`},
		{"s.csv", "id,acc\n1,0.5\n1,1\n", "s.csv:3: item \"1\" is there twice (first: s.csv:2)"},
		{"s.csv", "id,acc\n1,0.5,3,4\n", "s.csv:2: the row has 4 columns, the header 2"},
		{"s.csv", "id,acc\n,0.5\n", "s.csv:2: the id of the item is empty"},
		{"s.csv", "a,acc\n1,0.5\n", "no column is known to hold the ids of items among a, acc: name it, as in table(id=COLUMN):s.csv"},
		{"s.csv", "id,unit,acc\n1,,0.5\n", "s.csv:2: the unit is empty"},
		{"s.csv", "id,latency_ms\n1,5\n", "no column holds scores that are known to be some (latency_ms): name it with --metric"},
		{"s.csv", "", "s.csv: the file is empty"},
		{"s.csv", "id,acc\n", "s.csv: there are no scores in it"},
		{"table(id=kee):s.csv", "key,acc\n1,0\n", `unknown column "kee"; did you mean key?`},
		{"tabel:s.csv", "", `unknown form of scores "tabel"; did you mean table?`},
		{"s.jsonl", `{"id":1,"acc":1}` + "\n" + `{"id":2,"acc":`, "s.jsonl:2: no JSON object of one line"},
		{"s.jsonl", `{"id":1,"acc":"good"}` + "\n" + `{"id":2,"acc":1}`, `s.jsonl:1: acc is "good", which is no number`},
		{"s.json", `[{"id":1,"acc":1},`, "s.json: the JSON is damaged or cut off"},
		{"s.json", `[{"id":1,"acc":1},3]`, "s.json: record 2: no JSON object: 3"},
		{"s.json", `{"a":{"b":1},"c":{"b":2}}`, `s.json: is "a" a metric or a query? Write per-query(outer=metric):s.json`},
		{"s.json", `{"map":{"q":1,"r":"x"},"mrr":{"q":1}}`, `s.json: query 2: map is "x", which is no number`},
		{"b.json", `{"schema":"assay/baseline/2"}`, "it is a baseline of clusters, and no scores of items"},
		{"l.json", strings.Replace(inspectJSON, `"value":"I"`, `"value":"maybe"`, 1), `l.json: sample 2: match is "maybe", which is no number`},
		{"l.json", inspectJSON[:300], "l.json: the JSON is damaged or cut off"},
		{"o.json", `{"evalId":1,"results":{"version":3}}`, "o.json: it has no list results.results"},
		{"s.xml", `<a/>`, "no form of score files is recognized"},
	} {
		n, err := ParseName(c.name)
		if err == nil {
			_, err = read(t.Context(), format.Memory(n.Path, []byte(c.content)), n, Options{})
		}
		assert.ErrorContains(t, err, c.want, c.name)
		if err != nil {
			assert.NotContains(t, err.Error(), "\n")
		}
	}
	units := Options{Unit: "doc"}
	for name, content := range map[string]string{
		"s.json": `{"map":{"q":1},"mrr":{"q":1}}`, "l.json": strings.Replace(inspectJSON, `"metadata":{"doc":"d0"}`, `"metadata":{}`, 1),
		"s.csv": "id,acc\n1,1\n",
	} {
		n, err := ParseName(name)
		require.NoError(t, err)
		_, err = read(t.Context(), format.Memory(name, []byte(content)), n, units)
		assert.ErrorContains(t, err, "doc", name)
	}
}

// Metrics are those that are named, whatever they are called; their names may have commas.
func TestMetrics(t *testing.T) {
	table := "id,wer,acc,note\n1,0.5,1,a\n2,0.25,0,b\n"
	for _, c := range []struct {
		o    Options
		want []string
	}{
		{Options{}, []string{"acc"}}, {Options{Metrics: []string{"wer,acc"}}, []string{"wer", "acc"}},
		{Options{Also: []string{"wer"}}, []string{"wer", "acc"}}, {Options{Metrics: []string{"acc"}}, []string{"acc"}},
	} {
		f, err := read(t.Context(), format.Memory("s.csv", []byte(table)), Name{Path: "s.csv"}, c.o)
		require.NoError(t, err)
		assert.Equal(t, c.want, f.Metrics)
	}
	_, err := read(t.Context(), format.Memory("s.csv", []byte(table)), Name{Path: "s.csv"}, Options{Metrics: []string{"note"}})
	assert.ErrorContains(t, err, `s.csv:2: note is "a", which is no number: mend it`)
	_, err = read(t.Context(), format.Memory("s.csv", []byte(table)), Name{Path: "s.csv"}, Options{Metrics: []string{"ac"}})
	assert.ErrorContains(t, err, `unknown metric "ac"; did you mean acc?`)
	f, err := read(t.Context(), format.Memory("s.jsonl", []byte(sample(t, "samples_quiz.jsonl"))), Name{Path: "s.jsonl"},
		Options{Metrics: []string{"exact_match,strict-match"}})
	require.NoError(t, err)
	assert.Equal(t, []string{"exact_match,strict-match"}, f.Metrics)
	assert.Equal(t, []string{"s.jsonl: left out, since they are no numbers of single documents: word_perplexity"}, f.Notes)

	for _, name := range []string{"val_loss", "WER", "wordPerplexity", "latency_p95", "rmse@5"} {
		assert.True(t, LowerBetter(name), name)
	}
	for _, name := range []string{"accuracy", "rouge_l", "answer_relevancy", "f1", "ndcg@10", "Prompt Alignment"} {
		assert.False(t, LowerBetter(name) || NotScore(name), name)
	}
}

// Whatever a file holds, reading it ends with scores that are numbers or missing, or with one line.
func FuzzForms(f *testing.F) {
	for _, content := range []string{
		"id,acc,unit\n1,0.5,a\n2,1,a\n", "q1\tRR\t1\nq2\tRR\t0\n", `{"id":1,"acc":NaN}`, `[{"id":1,"acc":1}]`,
		sample(f, "inspect.json"), sample(f, "deepeval.json"), sample(f, "samples_quiz.jsonl"), sample(f, "promptfoo.json"),
		sample(f, "promptfoo.jsonl"), `{"map":{"q":1}}`, `{"q":{"map":1}}`, parquetFile(f), inspectArchive(f),
	} {
		for form := range len(Forms) + 1 {
			f.Add(uint8(form), content, "")
		}
		f.Add(uint8(len(Forms)), content, "doc")
	}
	f.Fuzz(func(t *testing.T, form uint8, content, unit string) {
		n := Name{Path: "f"}
		if int(form) < len(Forms) {
			n.form, n.reader = Forms[form].Name, Forms[form].New()
		}
		got, err := read(context.Background(), format.Memory("f", []byte(content)), n, Options{Unit: unit})
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.NotEmpty(t, got.Metrics)
		require.NotEmpty(t, got.Rows)
		for _, r := range got.Rows {
			require.Len(t, r.Values, len(got.Metrics))
			require.NotEmpty(t, r.Item)
			for _, v := range r.Values {
				require.False(t, math.IsInf(v, 0))
			}
		}
	})
}
