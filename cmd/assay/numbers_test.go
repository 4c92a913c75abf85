package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/reports"
)

// impossible are numbers that no output has. A word of an article or of a doc may be "inf…".
var impossible = regexp.MustCompile(`(?:^|[^\pL\pN])(?:[NnQ]a[Nn]|[+-]?[Ii]nf|-0(?:\.0*)?|[-−]0\.0+)(?:[^\pL\pN.]|$)`)

// Whatever the articles, score prints numbers that can be, in every format.
func TestScorePrintsNumbersThatCanBe(t *testing.T) {
	for name, article := range map[string]func(i int) (text, source, story string, cluster int){
		"one article":   func(i int) (string, string, string, int) { return "Twelve people died.", "a.example", "s", 0 },
		"equal texts":   func(i int) (string, string, string, int) { return "Twelve people died.", "a.example", "s", i % 2 },
		"no letter":     func(i int) (string, string, string, int) { return "—!?…", "", fmt.Sprint(i), 0 },
		"empty but one": func(i int) (string, string, string, int) { return strings.Repeat("flood ", i/6), "", "s", i },
		"no gold in a half": func(i int) (string, string, string, int) {
			return "Flood. 12 dead.", fmt.Sprint(i, ".example"), "st"[:i%2], i / 4
		},
		"all noise": func(i int) (string, string, string, int) {
			return fmt.Sprint("word", i), "a.example", fmt.Sprint(i / 3), -1
		},
	} {
		n := 7
		if name == "one article" {
			n = 1
		}
		var articles, clusters strings.Builder
		clusters.WriteString("id,cluster\n")
		for i := range n {
			text, source, story, cluster := article(i)
			line := map[string]string{"id": fmt.Sprint("a", i), "title": text, "text": text, "source": source, "story": story}
			raw, err := json.Marshal(line)
			require.NoError(t, err)
			articles.Write(append(raw, '\n'))
			fmt.Fprintf(&clusters, "a%d,%d\n", i, cluster)
		}
		gold, found := file(t, "articles.jsonl", articles.String()), file(t, "found.csv", clusters.String())
		for _, f := range reports.Formats {
			code, out, said := assay(t, "score", gold, found, "--metric", "all", "--format", f.Name, "--replicates", "20")
			require.Zero(t, code, "%s, %s: %s", name, f.Name, said)
			for _, at := range impossible.FindAllStringIndex(out, -1) {
				assert.Fail(t, "an impossible number", "%s, %s: …%s…", name, f.Name, out[max(0, at[0]-200):min(len(out), at[1]+50)])
			}
			if f.Name == "json" {
				assert.True(t, json.Valid([]byte(out)), name)
			}
		}
	}
}
