package format

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

func names(list []*corpus.Corpus) (names []string) {
	for _, c := range list {
		names = append(names, c.Name())
	}
	return names
}

func TestOpenLevels(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) string {
		path := filepath.Join(dir, name)
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
		return path
	}
	day := filepath.Join(dir, "day")
	require.NoError(t, os.Mkdir(day, 0o700))
	write("day/articles.jsonl", `{"id":"a","title":"Flood","story":"s","judge1":"x","judge2":"u","split":"dev"}
{"id":"b","title":"Vote","story":"t","judge1":"x","judge2":"v","split":"test"}
{"id":"c","title":"Ferry","story":"t","judge1":"y","judge2":"v","split":"test"}
`)
	write("day/corpus.json", `{"name":"day","level":"event","levels":{"judge1":"judge1","judge2":"judge2"}}`)
	table := write("judges.csv", "id,anna,ben\na,x,u\nb,x,v\nc,y,v\n")
	texts := write("texts.csv", "id,title,text,anna,ben\na,Flood,River rises,x,u\nb,Vote,They vote,x,v\nc,Ferry,It sank,y,v\n")
	for name, want := range map[string][]string{
		day:                              {"day"},
		day + "@judge1,judge2":           {"day@judge1", "day@judge2"},
		day + "@event, judge2":           {"day", "day@judge2"},
		day + "@max(judge1,judge2)":      {"day@max(judge1,judge2)"},
		day + "@mean(event,judge2)#test": {"day@mean(event,judge2)#test"},
		texts + "@mean(anna,ben)":        {"texts@mean(anna,ben)"},
		"csv:" + texts + "@anna,ben":     {"texts@anna", "texts@ben"},
	} {
		list, err := OpenLevels(t.Context(), name)
		require.NoError(t, err, name)
		assert.Equal(t, want, names(list), name)
		again, err := OpenLevels(t.Context(), name)
		require.NoError(t, err)
		assert.Equal(t, list[0].Fingerprint(), again[0].Fingerprint())
	}
	list, labels, err := OpenGoldLevels(t.Context(), table+"@max(anna,ben)")
	require.NoError(t, err)
	assert.False(t, labels)
	assert.Equal(t, corpus.Labels{0, 0, 1}, list[0].Gold())
	assert.Equal(t, corpus.Labels{0, 1, 1}, list[0].Golds.Levels[1].Gold())
	one, _, err := OpenGoldLabels(t.Context(), table+"@ben")
	require.NoError(t, err, "a column of any name is a level")
	assert.Equal(t, corpus.Labels{0, 1, 1}, one.Gold())

	for name, want := range map[string]string{
		day + "@max(judge1)":          "takes two gold levels",
		day + "@judge1,judge1":        "given twice",
		day + "@judge1,":              "a gold level has no name",
		day + "@judge1,judge3":        `no gold level "judge3" (it has event, judge1, judge2)`,
		table + "@anna,cleo":          `no gold level "cleo"`,
		table + "@anna,cleo ":         "nor a column of that name",
		day + "@least(judge1,judge2)": "write @judge1,judge2, or @max(judge1,judge2) or @mean(judge1,judge2) to score all at once",
		day + "@max(judge1,judge2":    "to score all at once",
	} {
		_, err := OpenLevels(t.Context(), name)
		assert.ErrorContains(t, err, want, name)
	}
	for _, level := range []string{"judge1,judge2", "max(judge1,judge2)"} {
		_, err := Open(t.Context(), day+"@"+level)
		assert.ErrorContains(t, err, "several gold levels are for score, bench and compare: name one, such as @judge1")
		_, err = OpenLabels(t.Context(), day+"@"+level)
		assert.ErrorContains(t, err, "several gold levels")
		_, _, err = OpenGold(t.Context(), day+"@"+level)
		assert.ErrorContains(t, err, "several gold levels")
	}
}
