package format

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func TestStoryTexts(t *testing.T) {
	full := []corpus.Story{{ID: "c1", Title: "Storm", Summary: "A storm hit.", KeyPoints: []string{"one", "two"}}, {ID: "c2", Title: "Vote"}}
	for _, test := range []struct {
		name, content string
		want          []corpus.Story
		extras        int // that the first article keeps
	}{
		{"nested.json", `{"clusters": [
			{"id": "c1", "title": "Storm", "summary": "A storm hit.", "key_points": ["one", "two"], "articles": [
				{"id": "1", "title": "It hits", "text": "Wind."}, {"id": "2", "title": "It goes", "text": "Sun."}]},
			{"id": "c2", "title": "Vote", "articles": [{"id": "3", "title": "They vote", "text": "Yes."}]}]}`, full, 0},
		{"parts.jsonl", `{"id": "1", "title": "It hits", "cluster": {"id": "c1", "title": "Storm", "key_points": ["one", "two"], ` +
			`"summary": "A storm hit."}}
{"id": "2", "title": "It goes", "cluster": {"id": "c1", "title": "Storm"}}
{"id": "3", "title": "They vote", "cluster": {"id": "c2", "title": "Vote"}}`, full, 0},
		{"flat.csv", "id,title,story,story_title,Story Summary,story_key_points\n1,It hits,c1,Storm,A storm hit.,\"one\ntwo\"\n" +
			"2,It goes,c1,,,\n3,They vote,c2,Vote,,\n", full, 0},
		{"differ.csv", "id,title,story,story_title,story_summary\n1,It hits,c1,Storm,Of one\n" +
			"2,It goes,c1,Storm,Of another\n3,They vote,c2,Vote,\n",
			[]corpus.Story{{ID: "c1", Title: "Storm"}, {ID: "c2", Title: "Vote"}}, 1},
		{"ungrouped.csv", "id,title,story,story_title\n1,It hits,c1,Storm\n2,It goes,,Alone\n", []corpus.Story{{ID: "c1"}}, 1},
		{"other.csv", "id,title,cluster,topic_summary\n1,It hits,c1,Storm\n", []corpus.Story{{ID: "c1"}}, 1},
	} {
		t.Run(test.name, func(t *testing.T) {
			c, err := Open(t.Context(), write(t, test.name, test.content))
			require.NoError(t, err)
			assert.Equal(t, test.want, c.Stories)
			assert.Len(t, c.Articles[0].Extra, test.extras)
		})
	}
}
