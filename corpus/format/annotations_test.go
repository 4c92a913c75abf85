package format

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func storiesOf(t *testing.T, name, content string) (stories, messages []string) {
	t.Helper()
	c, faults := readString(t, name, content)
	for _, a := range c.Articles {
		stories = append(stories, a.Story)
	}
	for _, f := range faults {
		messages = append(messages, f.Message)
	}
	return stories, messages
}

// Labels are found wherever a version of a tool writes them, and an export in which nobody
// chose one says so.
func TestAnnotationForms(t *testing.T) {
	for name, c := range map[string]struct {
		file, content string
		want          []string
		note          string
	}{
		"Argilla by person": {"a.json", `[
{"id":"1","fields":{"text":"Ferry"},"responses":[{"user_id":"u","status":"submitted","values":{"story":{"value":"quay"}}}]},
{"id":"2","fields":{"text":"Tug"},"responses":[{"user_id":"u","status":"discarded","values":{"story":{"value":"quay"}}}]},
{"id":"3","fields":{"text":"Tide"},"responses":[],"suggestions":[{"question_name":"story","value":"sea"}]}]`,
			[]string{"quay", "", ""}, "1 records have suggestions"},
		"Argilla by question": {"a.json", `[{"id":"1","fields":{"text":"Ferry"},"responses":{"story":[{"user_id":"u","value":"quay"}]}}]`,
			[]string{"quay"}, ""},
		"Argilla in a table": {"a.jsonl",
			`{"id":"1","text":"Ferry","story.responses":["quay"],"story.responses.users":["u"],"story.suggestion":"sea"}
{"id":"2","text":"Tug","story.responses":["sea"],"story.responses.users":["u"],"story.suggestion":"sea"}
`, []string{"quay", "sea"}, ""},
		"Label Studio's taxonomy": {"a.json", `[{"id":1,"data":{"text":"Ferry"},"annotations":[{"id":1,"completed_by":1,"result":[
{"from_name":"story","type":"taxonomy","value":{"taxonomy":[["sea","quay"]]}}]}]}]`, []string{"sea/quay"}, ""},
		"Label Studio without choices": {"a.json", `[{"id":1,"data":{"text":"Ferry"},"annotations":[{"id":1,"completed_by":1,"result":[
{"from_name":"name","type":"labels","value":{"start":0,"end":5,"labels":["SHIP"]}}]}]}]`, []string{""}, "no annotation chooses a label"},
	} {
		stories, messages := storiesOf(t, c.file, c.content)
		assert.Equal(t, c.want, stories, name)
		if c.note != "" {
			assert.Condition(t, func() bool {
				for _, m := range messages {
					if len(m) >= len(c.note) && m[:len(c.note)] == c.note {
						return true
					}
				}
				return false
			}, "%s: %v", name, messages)
		}
	}
}

// A JSON text sequence has a sign before each record.
func TestJSONSequence(t *testing.T) {
	for name, content := range map[string]string{
		"lines":  "\x1e{\"id\":\"a\",\"text\":\"Ferry\",\"story\":\"1\"}\n\x1e{\"id\":\"b\",\"text\":\"Tug\",\"story\":\"2\"}\n",
		"spread": "\x1e{\n \"id\":\"a\",\n \"text\":\"Ferry\",\"story\":\"1\"}\n\x1e{\n \"id\":\"b\",\"text\":\"Tug\",\"story\":\"2\"\n}\n",
		"one":    "\x1e{\"id\":\"a\",\"text\":\"Ferry\",\"story\":\"1\"}\x1e{\"id\":\"b\",\"text\":\"Tug\",\"story\":\"2\"}",
	} {
		stories, _ := storiesOf(t, "a.json-seq", content)
		assert.Equal(t, []string{"1", "2"}, stories, name)
	}
	stories, _ := storiesOf(t, "a.jsonl", "{\"id\":\"a\",\"text\":\"Fer\\u001ery\",\"story\":\"1\"}\n")
	assert.Equal(t, []string{"1"}, stories)
}

// Names of gold and of found groups that are plain words say it beside each other, and are
// words alone.
func TestPlainGoldBesideFound(t *testing.T) {
	rows := func(a, b string) string {
		return "id,text," + a + "," + b + "\n1,Ferry,x,p\n2,Tug,x,q\n3,Tide,y,q\n4,Quay,y,q\n5,Pier,y,p\n"
	}
	for _, pair := range [][2]string{{"human", "model"}, {"key", "response"}, {"Expert", "System"}, {"annotator", "model"},
		{"manual", "automatic"}, {"ref", "hyp"}, {"reference", "output"}, {"label", "kmeans"}, {"truth", "louvain"},
		{"cluster", "HDBSCAN"}, {"label", "llm"},
		{"ground_truth_label", "assigned_label"}} {
		for _, order := range [][2]string{pair, {pair[1], pair[0]}} {
			_, _, err := Check(t.Context(), writeTemp(t, "a.csv", rows(order[0], order[1])))
			assert.ErrorContains(t, err, "both "+pair[0]+" and "+pair[1], "%v", order)
		}
	}
	for _, pair := range [][2]string{{"label", "model"}, {"cluster", "key"}, {"story", "model"}} {
		c, _, err := Check(t.Context(), writeTemp(t, "a.csv", rows(pair[0], pair[1])))
		require.NoError(t, err, "%v", pair)
		assert.Equal(t, "x", c.Articles[0].Story, "%v", pair)
	}
}
