package main

import (
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// outletsOf returns the number of outlets of a corpus of one story, on which all commands
// agree, and what its page calls them.
func outletsOf(t *testing.T, corpus string) (names []string) {
	t.Helper()
	var stats struct{ Outlets int }
	require.NoError(t, json.Unmarshal([]byte(succeeds(t, "corpus", "stats", corpus, "--format", "json")), &stats))
	assert.EqualValues(t, stats.Outlets, scores(t, corpus, "--metric", "source.richness")["source.richness"])
	var digest struct {
		Stories []struct {
			Sources  []struct{ Outlet string }
			Articles []struct{ Outlet string }
		}
	}
	require.NoError(t, json.Unmarshal([]byte(succeeds(t, "digest", corpus, "--format", "json")), &digest))
	require.Len(t, digest.Stories, 1)
	for _, s := range digest.Stories[0].Sources {
		names = append(names, s.Outlet)
	}
	assert.Len(t, names, stats.Outlets)
	for _, a := range digest.Stories[0].Articles {
		assert.Contains(t, names, a.Outlet)
	}
	return names
}

func TestOneRuleForOutlets(t *testing.T) {
	for _, c := range []struct{ sources, names []string }{
		{[]string{"herald.example", "www.herald.example", "m.herald.example"}, []string{"herald.example"}},
		{
			[]string{"https://www.lantern.example/1", "http://lantern.example:8080/2", "lantern.example/", "u@lantern.example"},
			[]string{"lantern.example"},
		},
		{[]string{"zeitung-münchen.de", "xn--zeitung-mnchen-osb.de"}, []string{"zeitung-münchen.de"}},
		{[]string{"a.blogspot.com", "https://b.blogspot.com/2031/x.html"}, []string{"a.blogspot.com", "b.blogspot.com"}},
		{[]string{"news.sky.com", "news.sky.com", "sky.com"}, []string{"news.sky.com"}},
		{[]string{"The Guardian", "THE  GUARDIAN", "The Guardian\u200b"}, []string{"The Guardian"}},
		{[]string{"http://10.0.0.1:80/a", "10.0.0.1", "[2001:db8::1]:80"}, []string{"10.0.0.1", "2001:db8::1"}},
	} {
		var lines []string
		for i, source := range c.sources {
			lines = append(lines, fmt.Sprintf(`"story":"s","title":"Quay","text":"Quay number %d is open.","source":%q`, i, source))
		}
		corpus := bare(t, "herald.jsonl", lines...)
		assert.Equal(t, c.names, outletsOf(t, corpus))
		if len(c.names) > 1 || strings.Contains(c.names[0], " ") {
			continue
		}
		assert.Contains(t, succeeds(t, "digest", corpus), fmt.Sprintf("Sources: %s: %d\n", c.names[0], len(c.sources)))
		table := file(t, "table.csv", "outlet,owner,country\nhttps://www."+c.names[0]+"/about,Tidewater,CA\n")
		countries := scores(t, corpus, "--metric", "source.richness(by=country)", "--outlets", table)
		assert.Equal(t, 1.0, countries["source.richness(by=country)"])
		labels := succeeds(t, "cluster", corpus, "--algorithm", "by(source)")
		assert.Equal(t, 1.0, scores(t, corpus, file(t, "labels.csv", labels), "--metric", "clusters")["clusters"])
	}
}

// A constraint of assay check counts outlets by the same rule.
func TestCheckSingleOutlet(t *testing.T) {
	corpus := bare(t, "two.jsonl",
		`"story":"s","title":"Quay","source":"https://www.herald.example/1"`, `"story":"s","title":"Quay","source":"herald.example"`,
		`"story":"r","title":"Dam","source":"lantern.example"`, `"story":"r","title":"Dam","source":"m.lantern.example"`)
	found := file(t, "found.csv", "id,label\na0,1\na1,1\na2,2\na3,2\n")
	baseline := filepath.Join(t.TempDir(), "baseline.json")
	succeeds(t, "check", baseline, "--update", "--corpus", corpus, "--labels", found)
	edit(t, baseline, `"nothing_lost": true,`, `"nothing_lost": true, "single_outlet": 0.5,`)
	code, out, _ := assay(t, "check", baseline)
	assert.Equal(t, exitFailed, code)
	assert.Contains(t, fold(out), "single_outlet fail 2 of 2 clusters")
}

// The sources of case 11 name one outlet in six ways. In its second file the Punycode is
// that of zeitung-mnüchen.de, so that its two sources are two outlets.
func TestOutletCases(t *testing.T) {
	for name, want := range map[string][]string{
		"11-source-as-url/news.jsonl": {"haldenherald.example"},
		"11-source-as-url/idn.jsonl":  {"zeitung-mnüchen.de", "zeitung-münchen.de"},
		"36-outlets-disagree":         {"herald.example"},
	} {
		t.Run(name, func(t *testing.T) {
			path := testfiles.Path(t, "cases", name)
			assert.Equal(t, want, outletsOf(t, path))
			assert.NotContains(t, succeeds(t, "corpus", "check", path), "no source")
		})
	}
	news := testfiles.Path(t, "cases", "11-source-as-url", "news.jsonl")
	assert.Equal(t, 1.0, scores(t, news, "--metric", "source.hill")["source.hill(q=2)"])
}
