package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// recipeFiles are what the recipes of docs/data.md are run on.
func recipeFiles(t *testing.T) map[string]string {
	rss := func(id, title string) string {
		return "<item><guid>" + id + "</guid><title>" + title + "</title><link>https://quay.example/" + id + "</link></item>"
	}
	document := func(id, topic, title string) string {
		return `<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" NEWID="` + id + `"><TOPICS>` + topic + `</TOPICS>` +
			`<TEXT><TITLE>` + title + `</TITLE></TEXT></REUTERS>`
	}
	ecb := func(name, words string) string {
		var b strings.Builder
		fmt.Fprintf(&b, "<Document doc_name=%q>", name)
		for i, w := range strings.Fields(words) {
			fmt.Fprintf(&b, `<token t_id="%d" sentence="1" number="%d">%s</token>`, i, i, w)
		}
		return b.String() + "</Document>"
	}
	page := "<html><body><article><h1>Ferry</h1><p>It sails again.</p></article></body></html>"
	response := "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
	record := fmt.Sprintf("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://quay.example/1\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		len(response), response)
	return map[string]string{
		"news.csv": "headline,body,publisher,date,story\nFerry stops,A ferry stops at the quay.,quay.example,11 Mar 2031,s1\n" +
			"Ferries stop,The ferry stopped at the quay.,tide.example,11 Mar 2031,s1\n" +
			"Crane lifts,A crane lifts a tug.,quay.example,12 Mar 2031,s2\n",
		"desk.csv": "topline;copytext;dossier\nFerry stops;A ferry stops.;1\nFerries stop;The ferry stopped.;1\nCrane lifts;A crane lifts.;2\n",
		"articles.json": `{"articles":[{"id":"a","title":"Ferry stops","meta":{"publisher":"quay.example"},"cluster":3},` +
			`{"id":"b","title":"Crane lifts","cluster":3.0}]}`,
		"articles.jsonl": `{"_id":"a","headline":"Ferry stops","event":"e1"}` + "\n" +
			`{"_id":"b","headline":"Crane lifts","event":null}` + "\n",
		"tasks.json": `[{"id":1,"data":{"text":"Ferry stops"},"annotations":[{"completed_by":{"email":"ann@x.example"},"result":` +
			`[{"from_name":"story","to_name":"text","type":"choices","value":{"choices":["ferry"]}}]}]}]`,
		"found.csv":   "article_id,cluster\n1,0\n2,0\n3,-1\n",
		"found.json":  `{"1": 0, "2": 0, "3": null}`,
		"labels.txt":  "0\n0\n-1\n",
		"feeds/a.xml": "<rss><channel>" + rss("1", "Ferry stops at the quay") + rss("2", "The ferry stops") + "</channel></rss>",
		"feeds/b.xml": "<rss><channel>" + rss("3", "Crane lifts a tug") + "</channel></rss>",
		"reut2-000.sgm": document("1", "<D>ship</D>", "SHIPS SAIL") +
			document("2", "<D>ship</D><D>wood</D>", "SHIPS SAIL AGAIN") +
			document("3", "<D>wood</D>", "OAK"),
		"ecb/1/1_1ecb.xml": ecb("1_1ecb.xml", "A ferry stops ."),
		"ecb/1/1_2ecb.xml": ecb("1_2ecb.xml", "The ferry has stopped ."),
		"ecb/2/2_1ecb.xml": ecb("2_1ecb.xml", "A crane lifts ."),
		"newsml/a.xml":     `<newsItem guid="urn:1" version="1"><contentMeta><headline>Ferry</headline></contentMeta></newsItem>`,
		"kite.json":        `{"categories":[{"name":"Harbour","file":"harbour.json"}]}`,
		"harbour.json": `{"category":"Harbour","clusters":[{"title":"Ferry","short_summary":"It sails.","talking_points":[],
"articles":[{"title":"Ferry sails","link":"https://quay.example/1","domain":"quay.example","date":"2031-03-11"}]}]}`,
		"boats.key": "#begin document (a);\na 0 0 Ann (1)\na 0 1 she (1)\n#end document\n",
		"mind/news.tsv": "N1\tboats\tferries\tThe ferry\t\thttps://a.example/1\t[]\t[]\n" +
			"N2\tcranes\ttugs\tThe crane\t\thttps://a.example/2\t[]\t[]\n",
		"gdelt.json": `{"articles":[{"url":"https://quay.example/1","title":"Ferry",
"seendate":"20310311T074200Z","domain":"quay.example","language":"English"}]}`,
		"crawl.warc.gz": packed(t, record),
		"rings.data":    "0 1\n0 2\n9 1\n9 2\n",
		"rings.labels0": "1\n1\n2\n2\n",
		"rings.labels1": "1\n2\n1\n2\n",
		"topics.tar.gz": packed(t, archived(t, map[string]string{
			"boats/1": "Ferry\n\nA ferry sails.\n", "boats/2": "Ferries\n\nThe ferry sails.\n", "cranes/1": "Crane\n\nA crane lifts.\n"})),
	}
}

func packed(t *testing.T, content string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := io.WriteString(z, content)
	require.NoError(t, err)
	require.NoError(t, z.Close())
	return b.String()
}

func archived(t *testing.T, files map[string]string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Mode: 0o644, Size: int64(len(files[name]))}))
		_, err := io.WriteString(w, files[name])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return b.String()
}

var argument = regexp.MustCompile(`"[^"]*"|[^\s"]+`)

func TestRecipesForData(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "data.md"))
	require.NoError(t, err)
	dir := t.TempDir()
	for name, content := range recipeFiles(t) {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	t.Chdir(dir)
	ran := 0
	for line := range strings.SplitSeq(string(raw), "\n") {
		command, ok := strings.CutPrefix(line, "    assay ")
		if !ok {
			continue
		}
		var args []string
		for _, a := range argument.FindAllString(command, -1) {
			args = append(args, strings.Trim(a, `"`))
		}
		ran++
		code, out, errs := assay(t, args...)
		assert.Zero(t, code, "%s\n%s", command, errs)
		quiet := strings.Contains(command, "corpus convert")
		assert.True(t, out != "" || quiet || strings.Contains(command, " -o ") || strings.Contains(command, "--out "), command)
	}
	assert.Greater(t, ran, 10)
}
