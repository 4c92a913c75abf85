package corpus

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestCheckReport(t *testing.T) {
	c := &Corpus{Articles: []Article{{ID: "1"}}, Card: Card{Name: "c"}}
	var b strings.Builder
	require.NoError(t, NewCheckReport(c, nil).WriteText(&b))
	assert.Equal(t, "c: 1 articles, 0 stories; 0 errors, 0 warnings, 0 notes\n", b.String())

	b.Reset()
	faults := []Fault{
		{Pos{}, NoText, Note, "empty", 0}, {Pos{"a.jsonl", 2}, DuplicateID, Error, "twice", 0},
		{Pos{"a.jsonl", 3}, DuplicateID, Error, "again", 0},
		{Pos{"a.jsonl", 9}, FutureDate, Warning, "all later", 7}, {Pos{"a.jsonl", 1}, Unlabelled, Note, "one", 1},
	}
	r := NewCheckReport(c, faults)
	require.NoError(t, r.WriteText(&b))
	assert.Equal(t, "a.jsonl:9: warning: all later\n  7 × date in the future\n  effect: "+FutureDate.Effect()+"\n\n"+
		"a.jsonl:2: error: twice\n  2 × duplicate id, also in line 3\n  effect: "+DuplicateID.Effect()+"\n\n"+
		"-: note: empty\n  1 × no text\n  effect: "+NoText.Effect()+"\n\n"+
		"a.jsonl:1: note: one\n  1 × unlabelled\n  effect: "+Unlabelled.Effect()+"\n\n"+
		"c: 1 articles, 0 stories; 2 errors, 1 warnings, 2 notes\n", b.String())
	raw, err := json.Marshal(r)
	require.NoError(t, err)
	assert.Contains(t, string(raw), `"schema":"assay/corpus-check/2"`)
	assert.Contains(t, string(raw),
		`{"kind":"duplicate id","severity":"error","count":2,"file":"a.jsonl","line":2,"message":"twice","effect":`)

	b.Reset()
	for i := range 30 {
		faults = append(faults, Fault{Pos{"a.jsonl", 10 + i}, DuplicateID, Error, "again", 0})
	}
	r = NewCheckReport(c, faults)
	require.NoError(t, r.WriteText(&b))
	assert.Contains(t, b.String(), "a.jsonl:2: error: twice\n  32 × duplicate id, also in line 3, 10, 11, 12, 13, 14, 15, 16 and 23 more\n")
}

func TestCheckReportOfNothing(t *testing.T) {
	c := &Corpus{Card: Card{Name: "a.jsonl"}}
	faults := []Fault{{Pos: Pos{"a.jsonl", 1}, Kind: BadDate, Severity: Error}, {Pos: Pos{"a.jsonl", 2}, Kind: BadDate, Severity: Error}}
	for want, r := range map[string]CheckReport{
		"all lines have the same fault, date": NewCheckReport(c, faults),
		"every line has a fault, date or syntax": NewCheckReport(c, append(faults,
			Fault{Pos: Pos{"a.jsonl", 3}, Kind: BadSyntax, Severity: Error})),
		"a.jsonl: there are no articles in it": NewCheckReport(c, nil),
	} {
		r.Unread = "a.jsonl: there are no articles in it"
		var b strings.Builder
		require.NoError(t, r.WriteText(&b))
		assert.Contains(t, b.String(), want)
	}
}
