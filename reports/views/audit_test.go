package views

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/audit"
	"github.com/seed-9405df2f/assay/reports"
)

// audited is a corpus whose first cluster holds two stories, with one judgement, beside ten others; texts begin as given.
func audited(t require.TestingT, title string) *audit.Audit {
	c := &corpus.Corpus{Card: corpus.Card{Name: title, Lang: "en"}}
	var labels corpus.Labels
	for g := range 12 {
		for k := range 3 {
			s := title
			for w := range 12 {
				s += fmt.Sprintf(" core%dx%d own%dx%dx%d", g, w, g, k, w)
			}
			c.Articles = append(c.Articles, corpus.Article{ID: fmt.Sprintf("%s %d-%d", title, g, k), Title: title, Text: s, Source: title})
			labels = append(labels, int32(max(0, g-1)))
		}
	}
	r := audit.NewRun(title, c, labels, []string{title})
	r.Judged = &corpus.Judgements{Path: title, List: []corpus.Judgement{
		{A: c.Articles[0].ID, B: c.Articles[3].ID, Same: corpus.No, Line: 1},
		{A: c.Articles[0].ID, B: c.Articles[4].ID, Same: corpus.Unsure, Line: 2},
	}}
	r.Last = &audit.Last{Name: title, IDs: c.IDs(), Labels: labels}
	a, err := r.Make(context.Background(), audit.Options{})
	require.NoError(t, err)
	return a
}

func TestAudit(t *testing.T) {
	a := audited(t, "Report")
	r := Audit(a, AuditView{})
	for _, f := range []string{"text", "html"} {
		var b bytes.Buffer
		require.NoError(t, reports.Write(&b, r, f))
		golden(t, "audit."+f, withoutAssets(t, b.String()))
	}
	assert.Contains(t, r.Verdict.Sentences[1], "nobody knows how they were chosen")
	assert.Empty(t, r.Verdict.Next, "it is judged")
	a.Judged, a.Paths = nil, []string{"a b.csv", "c.csv"}
	assert.Equal(t, `assay label 'a b.csv' c.csv --out judgements.jsonl`, Audit(a, AuditView{}).Verdict.Next)
}

// Every format holds up whatever titles, ids, outlets and clusters are called.
func TestAuditHostile(t *testing.T) {
	for _, title := range hostileHeadlines {
		r := Audit(audited(t, title), AuditView{Findings: 1})
		for _, f := range reports.Formats {
			var b bytes.Buffer
			require.NoError(t, reports.Write(&b, r, f.Name), "%s of %q", f.Name, title)
			if f.Name == "html" {
				assert.False(t, strings.Contains(b.String(), "<script>alert"), "%q", title)
			}
			assert.False(t, f.Name == "text" && strings.Contains(b.String(), "\x1b"), "%q", title)
		}
	}
}

// Labels alone have sizes, and what was not made is said.
func TestAuditOfLabelsAlone(t *testing.T) {
	a, err := (&audit.Run{Name: "labels.csv", Labels: corpus.Labels{0, 0, 1, 1, 1, -1}}).Make(context.Background(), audit.Options{})
	require.NoError(t, err)
	var b bytes.Buffer
	require.NoError(t, reports.Write(&b, Audit(a, AuditView{}), "text"))
	assert.Contains(t, b.String(), "Nothing stands out among 6 articles in 2 clusters. 10 of 11 checks could not be made.")
	assert.Contains(t, b.String(), "not made: there are labels alone")
	a, err = (&audit.Run{Name: "noise.csv", Labels: corpus.Labels{-1, -1}}).Make(context.Background(), audit.Options{})
	require.NoError(t, err)
	b.Reset()
	require.NoError(t, reports.Write(&b, Audit(a, AuditView{}), "text"))
	assert.Contains(t, b.String(), "there are no clusters")
}
