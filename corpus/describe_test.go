package corpus

import (
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
		{Pos{"a.jsonl", 2}, DuplicateID, Error, "twice"}, {Pos{"a.jsonl", 3}, DuplicateID, Error, "again"}, {Pos{}, NoText, Note, "empty"},
	}
	require.NoError(t, NewCheckReport(c, faults).WriteText(&b))
	assert.Equal(t, "a.jsonl:2: error: twice\na.jsonl:3: error: again\n-: note: empty\n\nEffects on scores:\n  duplicate id: "+
		DuplicateID.Effect()+"\n  no text: "+NoText.Effect()+"\n\nc: 1 articles, 0 stories; 2 errors, 0 warnings, 1 notes\n", b.String())
}
