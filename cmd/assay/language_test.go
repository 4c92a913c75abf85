package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

const germanFlood = `{"id":"1","story":"a","story_key_points":["1500 Menschen wurden in Turnhallen untergebracht"],"title":"Hochwasser",` +
	`"text":"Nach dem Hochwasser wurden 1.500 Menschen in Turnhallen untergebracht, teilte die Feuerwehr am Abend mit."}
{"id":"2","story":"a","story_key_points":["1500 Menschen wurden in Turnhallen untergebracht"],"title":"Flut am Fluss",` +
	`"text":"In Turnhallen untergebracht wurden nach der Flut 1.500 Menschen, wie die Feuerwehr am Abend mitteilte."}
{"id":"3","story":"b","title":"Alte Brücke zu","text":"Die alte Brücke ist gesperrt, weil sie nicht mehr sicher ist."}
{"id":"4","story":"b","title":"Brücke gesperrt","text":"Der Stadtrat hat am Montag beschlossen, die alte Brücke zu sperren."}
`

// Every command that reads words says once which languages were found, and nothing where
// they are declared.
func TestNoteOnLanguages(t *testing.T) {
	t.Chdir(t.TempDir())
	found := file(t, "found.jsonl", germanFlood)
	declared := file(t, "declared.jsonl", strings.ReplaceAll(germanFlood, `{"id"`, `{"lang":"de","id"`))
	labels := file(t, "labels.csv", "id,label\n1,0\n2,0\n3,1\n4,1\n")
	other := file(t, "other.csv", "id,label\n1,0\n2,1\n3,1\n4,1\n")
	for _, command := range []string{
		"bench --corpus %s --algorithm singletons,minhash --out %s.results",
		"bench --corpus %s --algorithm singletons,minhash --out %s.results --format json", // nothing is run again
		"cluster %s --algorithm minhash",
		"score %s " + labels + " --metric keypoints.recall",
		"score %s " + labels + " --metric keypoints.recall --format json",
		"compare --gold %s " + labels + " " + other + " --metric keypoints.recall",
		"digest %s",
		"corpus stats %s",
	} {
		for path, notes := range map[string]int{found: 1, declared: 0} {
			code, out, errs := assay(t, strings.Fields(strings.ReplaceAll(command, "%s", path))...)
			assert.Zero(t, code, errs)
			assert.Equal(t, notes, strings.Count(errs, "language found by content: de 4"), "%s\n%s", command, errs)
			assert.NotContains(t, out, "found by content")
		}
	}
}

func TestNumbersByLanguageFound(t *testing.T) {
	const metric = "keypoints.recall(summarizer=news)"
	labels := file(t, "labels.csv", "id,label\n1,0\n2,0\n3,1\n4,1\n")
	assert.Equal(t, 1.0, scores(t, file(t, "found.jsonl", germanFlood), labels, "--metric", metric)[metric])
	english := strings.ReplaceAll(germanFlood, `{"id"`, `{"lang":"en","id"`)
	assert.Zero(t, scores(t, file(t, "english.jsonl", english), labels, "--metric", metric)[metric], "1.500 is 1.5")
}
