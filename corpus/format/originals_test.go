package format

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// An expectation is what an independent reader found in a file.
type expectation struct {
	File        string
	Articles    int
	Labelled    *int
	Labels      int
	FirstTitle  string `json:"first_title"`
	LastTitle   string `json:"last_title_sha"`
	Events      int
	Rows        *int
	Fault       string
	Nulls       map[string]int
	Items       int
	Clusters    json.RawMessage
	Noise       int
	Missing     int
	Note        string
	Partitions  []string
	TwoChoices  int `json:"with_two_choices"`
	TwoLabels   int `json:"with_two_labels"`
	Annotations int `json:"with_two_annotations"`
	Responses   int `json:"with_two_responses"`
}

func expectations(t *testing.T, elem ...string) (dir string, list []expectation) {
	dir = testfiles.Path(t, append([]string{"originals"}, elem...)...)
	file, err := os.Open(filepath.Join(dir, "expected.jsonl"))
	require.NoError(t, err)
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var e expectation
		require.NoError(t, json.Unmarshal(lines.Bytes(), &e))
		list = append(list, e)
	}
	require.NotEmpty(t, list)
	return dir, list
}

func titleSum(s string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(s), " ")))
	return hex.EncodeToString(sum[:])[:12]
}

func labelled(c *corpus.Corpus) (n int) {
	for _, g := range c.Gold() {
		if g != corpus.None {
			n++
		}
	}
	return n
}

func TestOriginalTables(t *testing.T) {
	for _, folder := range [][]string{{"tables"}, {"tables", "real"}} {
		dir, list := expectations(t, folder...)
		for _, e := range list {
			t.Run(e.File, func(t *testing.T) {
				name := filepath.Join(dir, e.File)
				if strings.Contains(e.File, "pred-true") {
					_, err := Open(t.Context(), name)
					assert.ErrorContains(t, err, "columns 1 and 2 may both hold the gold groups: choose with csv(story=1) or csv(story=2)")
					name = "csv(story=2):" + name
				}
				c, err := Open(t.Context(), name)
				require.NoError(t, err)
				assert.Len(t, c.Articles, e.Articles)
				if e.Labels > 0 {
					assert.Equal(t, e.Labels, c.Gold().Groups())
				}
				if e.Labelled != nil {
					assert.Equal(t, *e.Labelled, labelled(c))
				}
				first, last := c.Articles[0], c.Articles[len(c.Articles)-1]
				if first.Title != "" {
					assert.Equal(t, e.FirstTitle, first.Title)
				} else {
					assert.True(t, strings.HasPrefix(strings.ToLower(first.Text), strings.ToLower(e.FirstTitle)), first.Text)
				}
				if last.Title != "" && e.LastTitle != "" {
					assert.Equal(t, e.LastTitle, titleSum(last.Title))
				}
				if e.Events > 0 {
					assert.LessOrEqual(t, c.Gold().Groups(), e.Events)
					assert.Equal(t, len(c.Articles), labelled(c))
				}
			})
		}
	}
	c, err := Open(t.Context(), testfiles.Path(t, "originals", "uci-news-aggregator.csv.gz"))
	require.NoError(t, err)
	assert.Len(t, c.Articles, 6366)
	assert.Equal(t, 87, c.Gold().Groups())
	assert.Equal(t, "category", onlyKey(c.Card.Levels))
}

func onlyKey(m map[string]string) string {
	for k := range m {
		return k
	}
	return ""
}

func TestOriginalExports(t *testing.T) {
	dir, list := expectations(t, "exports")
	for _, e := range list {
		t.Run(e.File, func(t *testing.T) {
			path := filepath.Join(dir, e.File)
			src, err := locate(t.Context(), path)
			require.NoError(t, err)
			head, err := src.head()
			require.NoError(t, err)
			for _, f := range Formats {
				if f.Detect(src, head) {
					path = f.Name + "(labels=first):" + path
					break
				}
			}
			c, err := Open(t.Context(), path)
			require.NoError(t, err)
			assert.Len(t, c.Articles, e.Articles)
			assert.Equal(t, *e.Labelled, labelled(c), "with the first of several labels")
			c, err = Open(t.Context(), filepath.Join(dir, e.File))
			require.NoError(t, err)
			several := e.TwoChoices + e.TwoLabels + e.Annotations
			assert.Equal(t, *e.Labelled-several, labelled(c), "without those that have several")
			if e.Annotations+e.Responses > 0 {
				assert.Greater(t, len(c.Card.Levels), 1, "annotators are levels")
			}
		})
	}
}

func TestOriginalParquet(t *testing.T) {
	dir, list := expectations(t, "parquet")
	for _, e := range list {
		t.Run(e.File, func(t *testing.T) {
			path := filepath.Join(dir, e.File)
			if _, err := os.Stat(path); err != nil {
				path = filepath.Join(dir, "testing", e.File)
			}
			c, err := Open(t.Context(), path)
			switch {
			case e.Fault != "":
				require.Error(t, err)
				assert.NotContains(t, err.Error(), "\n")
				return
			case err != nil:
				assert.True(t, strings.Contains(err.Error(), "no field is known as title") || *e.Rows == 0, err)
				return
			}
			require.NotNil(t, e.Rows)
			assert.Len(t, c.Articles, *e.Rows)
			dated := 0
			for i := range c.Articles {
				if !c.Articles[i].Published.IsZero() {
					dated++
				}
			}
			if n, ok := e.Nulls["published"]; ok {
				assert.Equal(t, *e.Rows-n, dated)
			}
			if n, ok := e.Nulls["cluster"]; ok {
				assert.Equal(t, *e.Rows-n, labelled(c))
			}
		})
	}
	c, err := Open(t.Context(), filepath.Join(dir, "train-00000-of-00001.parquet"))
	require.NoError(t, err)
	assert.Equal(t, "transport", c.Articles[0].Story, "classes have their names")
	for name, column := range map[string]string{"binary": "foo", "delta_length_byte_array": "FRUIT",
		"nested_lists.snappy": "b", "rle_boolean_encoding": "datatype_boolean"} {
		c, err := Open(t.Context(), "parquet(source="+column+",id="+column+"):"+filepath.Join(dir, "testing", name+".parquet"))
		if err != nil {
			assert.Regexp(t, regexp.MustCompile("the id .* is that of|has no id|not UTF-8"), err.Error(), name)
		} else {
			assert.NotEmpty(t, c.Articles)
		}
	}
}

func TestOriginalLabels(t *testing.T) {
	dir, list := expectations(t, "labels")
	gold, err := Open(t.Context(), filepath.Join(dir, "articles.jsonl"))
	require.NoError(t, err)
	refused := map[string]string{"bertopic-topic-info.csv": "no labels of articles", "mteb-results.json": "scores of a model, and no labels",
		"splink-pairs.csv": "pairs", "cells.csv": "a row for each group or cell of counts"}
	for _, e := range list {
		t.Run(e.File, func(t *testing.T) {
			name := filepath.Join(dir, strings.TrimSuffix(e.File, "/"))
			if want := refused[e.File]; want != "" {
				_, err := OpenLabels(t.Context(), name)
				require.ErrorContains(t, err, want)
				return
			}
			if len(e.Partitions) > 1 {
				_, err := OpenLabels(t.Context(), name)
				require.ErrorContains(t, err, e.Partitions[1])
				name += "@" + e.Partitions[1]
			}
			f, faults, err := CheckLabels(t.Context(), name)
			require.NoError(t, err)
			for _, fault := range faults {
				assert.Equal(t, corpus.Note, fault.Severity, fault.Error())
			}
			if e.Items == 19 {
				labels, err := f.Align(gold.IDs(), corpus.IDPolicy{})
				require.NoError(t, err)
				noise := 0
				for _, g := range labels {
					if g == corpus.None {
						noise++
					}
				}
				assert.Equal(t, e.Noise+e.Missing, noise)
				want := string(e.Clusters)
				switch e.File {
				case "datatrove/":
					assert.Equal(t, 7+19-14, labels.Groups())
				case "articles.jsonl":
				default:
					assert.Equal(t, want, jsonNumber(labels.Groups()))
				}
				return
			}
			assert.Len(t, f.IDs, e.Items)
			var clusters []int
			require.NoError(t, json.Unmarshal(e.Clusters, &clusters))
			assert.Len(t, distinctGroups(f), clusters[0])
			_, err = f.Align(gold.IDs(), corpus.IDPolicy{})
			assert.ErrorContains(t, err, "by position both must be as many")
		})
	}
}

func distinctGroups(f *corpus.LabelsFile) map[string]bool {
	groups := map[string]bool{}
	for _, g := range f.Groups {
		if g != "" {
			groups[g] = true
		}
	}
	return groups
}

func jsonNumber(n int) string {
	raw, _ := json.Marshal(n)
	return string(raw)
}

// The dates of feeds in all their forms mean what their publishers meant.
func TestOriginalDates(t *testing.T) {
	raw, err := os.ReadFile(testfiles.Path(t, "originals", "feeds", "made", "dates.xml"))
	require.NoError(t, err)
	want := []string{"2026-04-13T09:20:00Z", "2026-04-13T05:20:00Z", "2026-04-13T05:20:00Z", "2026-04-13T03:20:00Z", "2026-04-13T03:20:00Z",
		"2026-04-13T03:20:00Z", "2026-04-13", "2026-04-13T05:20:00Z", "", "2026-04-13T05:20:00Z", "2026-04-13T05:20:00Z",
		"2099-04-13T05:20:00Z", "2026-04-13", ""}
	found := regexp.MustCompile(`<(?:pubDate|dc:date)>([^<]*)</`).FindAllStringSubmatch(string(raw), -1)
	require.Len(t, found, len(want))
	for i, m := range found {
		moment, err := corpus.ParseMoment(m[1])
		require.NoError(t, err)
		if !moment.Day {
			moment.Time = moment.Time.UTC()
		}
		assert.Equal(t, want[i], moment.String(), m[1])
	}
}
