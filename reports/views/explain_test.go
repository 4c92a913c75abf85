package views

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/explain"
	"github.com/seed-9405df2f/assay/reports"
)

// explained is a corpus of eight articles in three stories, titled as given.
func explained(t require.TestingT, title string, labels corpus.Labels) *explain.Explanation {
	c := &corpus.Corpus{Card: corpus.Card{Name: title, Lang: "en"}}
	for i := range 8 {
		c.Articles = append(c.Articles, corpus.Article{
			ID: fmt.Sprintf("%s %d", title, i), Title: title,
			Text:   fmt.Sprintf("The mayor of Town%d said %d people came to see %s.", i/3, i+2, title),
			Source: title, Story: fmt.Sprintf("story %d %s", i/3, title),
		})
	}
	c.AddMissingStories()
	for i := range c.Stories {
		c.Stories[i].Title = title
	}
	k, err := eval.NewCase(context.Background(), c.Gold(), labels, c)
	require.NoError(t, err)
	names := make([]string, len(k.Table().Clusters))
	for i := range names {
		names[i] = fmt.Sprintf("%s %d", title, i)
	}
	run := explain.Run{Name: title, Case: k, Names: names}
	e, err := explain.Explain(context.Background(), run, explain.Options{Replicates: 10})
	require.NoError(t, err)
	exact, err := eval.NewCase(context.Background(), c.Gold(), c.Gold(), c)
	require.NoError(t, err)
	e.Difference, err = explain.Compare(context.Background(), explain.Run{Name: title, Case: exact}, run, explain.Options{Replicates: 10})
	require.NoError(t, err)
	return e
}

var splitUp = corpus.Labels{0, 0, 1, 1, 1, 2, 3, 3}

var hostileHeadlines = []string{
	"a | b", "R&D <script>alert(1)</script>", `back\slash $math$ #1 ~x~ ^y %`, "\u202eright to left", "שלום עולם, مرحبا", "👩\u200d🚀 café 日本語",
	strings.Repeat("long ", 2000), "line\nbreak\r\nand\ttab", "nul\x00 and \x1b[31mred\x1b[0m", "\xff\xfe broken", "", " ",
}

// Every format holds up whatever titles, ids and outlets are.
func TestExplainHostile(t *testing.T) {
	for _, title := range hostileHeadlines {
		e := explained(t, title, splitUp)
		r, err := Explain(e, ExplainView{})
		require.NoError(t, err)
		for _, f := range reports.Formats {
			var b bytes.Buffer
			require.NoError(t, reports.Write(&b, r, f.Name), "%s: %q", f.Name, title)
			if f.Name == "text" || f.Name == "md" {
				assert.True(t, utf8.Valid(b.Bytes()), title)
				assert.NotContains(t, b.String(), "\u202e")
				assert.NotContains(t, b.String(), "\x1b")
				for line := range strings.Lines(b.String()) {
					assert.Less(t, utf8.RuneCountInString(line), 700)
				}
			}
			if f.Name == "md" {
				assert.NotContains(t, b.String(), "<script>")
			}
		}
		var b bytes.Buffer
		require.NoError(t, WriteRepair(&b, e.Repair))
		assert.Equal(t, 1+len(e.Repair.Steps), strings.Count(b.String(), "\n"), title)
		raw, err := json.Marshal(e)
		require.NoError(t, err)
		assert.True(t, json.Valid(raw))
	}
}

func find(r *reports.Document, title string) *reports.Table {
	for i := range r.Tables {
		if strings.Contains(r.Tables[i].Title, title) {
			return &r.Tables[i]
		}
	}
	return nil
}

func TestExplainTables(t *testing.T) {
	e := explained(t, "fair", splitUp)
	r, err := Explain(e, ExplainView{})
	require.NoError(t, err)
	changed := find(r, "What changed")
	require.NotNil(t, changed)
	assert.Equal(t, "worse", changed.Groups[0].Title)
	stories := find(r, "stories by what they cost")
	require.Len(t, stories.Groups[0].Rows, 2)
	assert.Contains(t, stories.Notes[0], "1 of 3 stories")
	var goes []string
	for _, row := range stories.Groups[0].Rows {
		assert.InDelta(t, 2.0/3, *row.Cells[4].Value, 1e-12)
		goes = append(goes, row.Cells[7].Text)
	}
	assert.ElementsMatch(t, []string{"fair 0 (2), fair 1 (1 of 3)", "fair 1 (2 of 3), 1 alone"}, goes)
	assert.NotNil(t, find(r, "Clusters that mix"))
	assert.Contains(t, find(r, "repair").Facts[0], "2 moves of one article")
	total := 0.0
	for _, row := range stories.Groups[0].Rows {
		total += *row.Cells[0].Value
	}
	assert.InDelta(t, 100*(1-e.Score.F1), total, 1e-9)

	r, err = Explain(e, ExplainView{Story: "story 1 fair"})
	require.NoError(t, err)
	assert.NotNil(t, find(r, "The steps of the repair for it"))
	r, err = Explain(e, ExplainView{Cluster: "fair 1"})
	require.NoError(t, err)
	assert.NotNil(t, find(r, "Articles that do not belong"))
	_, err = Explain(e, ExplainView{Story: "nobody"})
	assert.ErrorContains(t, err, `no story "nobody"`)
	_, err = Explain(e, ExplainView{Cluster: "fair 3"})
	assert.ErrorContains(t, err, "no cluster")
}

func TestExplainExact(t *testing.T) {
	e := explained(t, "fair", corpus.Labels{0, 0, 0, 1, 1, 1, 2, 2})
	r, err := Explain(e, ExplainView{})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, reports.Write(&b, r, "text"))
	assert.Contains(t, b.String(), "nothing to repair")
	assert.Contains(t, b.String(), "3 of 3 stories")
	assert.Contains(t, b.String(), "both group these articles alike")
}
