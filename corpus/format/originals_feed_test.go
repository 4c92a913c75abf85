package format

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// expected reads the lines of an expected.jsonl.
func expected[T any](t *testing.T, path string) (list []T) {
	t.Helper()
	f, err := os.Open(path)
	require.NoError(t, err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v T
		require.NoError(t, json.Unmarshal(lines.Bytes(), &v))
		list = append(list, v)
	}
	return list
}

// sha is how the witness writes a title: the first figures of the SHA-256 of it.
func sha(title string) string {
	sum := sha256.Sum256([]byte(strings.Join(strings.Fields(title), " ")))
	return hex.EncodeToString(sum[:])[:12]
}

type expectedFeed struct {
	File      string
	Format    string
	Items     int
	Dated     int
	WithID    int    `json:"with_id"`
	WithText  int    `json:"with_text"`
	FirstDate string `json:"first_date"`
	FirstSHA  string `json:"first_title_sha"`
	LastSHA   string `json:"last_title_sha"`
	FirstLink string `json:"first_link"`
	Feeds     int
	Made      string
	Meant     []string
}

func TestOriginalFeeds(t *testing.T) {
	dir := testfiles.Path(t, "originals", "feeds")
	for _, want := range expected[expectedFeed](t, filepath.Join(dir, "expected.jsonl")) {
		t.Run(want.File, func(t *testing.T) {
			path := filepath.Join(dir, want.File)
			if want.Made != "" {
				path = filepath.Join(dir, "made", want.File)
			}
			c, _, err := Check(t.Context(), path)
			if want.Feeds > 0 {
				require.ErrorContains(t, err, "a feed on the web is left out")
				raw, err := os.ReadFile(path)
				require.NoError(t, err)
				list, err := parseOPML(raw)
				require.NoError(t, err)
				assert.Len(t, list, want.Feeds)
				return
			}
			require.NoError(t, err)
			require.Len(t, c.Articles, want.Items)
			first, last := c.Articles[0], c.Articles[len(c.Articles)-1]
			if want.File == "koi8r.xml" { // the witness cannot tell the encoding
				want.FirstSHA, want.LastSHA = sha("Как пережить новогоднюю ночь"), sha("Как пережить новогоднюю ночь")
			}
			if want.File != "Rss20FinanzenNet.xml" { // the witness obeys a false declaration
				assert.Equal(t, want.LastSHA, sha(last.Title), last.Title)
			}
			assert.Equal(t, want.FirstSHA, sha(first.Title), first.Title)
			if want.FirstLink != "" {
				assert.Equal(t, unwrap(want.FirstLink), first.URL)
			}
			texts, dated := 0, 0
			for _, a := range c.Articles {
				assert.Empty(t, a.Story)
				if a.Text != "" {
					texts++
				}
				if !a.Published.IsZero() {
					dated++
				}
			}
			assert.Equal(t, want.WithText, texts, "texts")
			if want.Meant != nil {
				assertMeant(t, want.Meant, c.Articles)
				return
			}
			if want.File == "rss_2.0_ilmessaggero.xml" {
				want.Dated = 1 // which the witness cannot read
			}
			assert.Equal(t, want.Dated, dated, "dates")
			if want.FirstDate != "" {
				assert.True(t, strings.HasPrefix(want.FirstDate, first.Published.Time.UTC().Format("2006-01-02T15:04:05")), first.Published)
			}
		})
	}
}

// assertMeant compares dates with what their publishers mean, as in
// "2026-04-13T05:20:00Z, zone unknown", "2099: a date to come" and "none".
func assertMeant(t *testing.T, meant []string, articles []corpus.Article) {
	t.Helper()
	require.Len(t, articles, len(meant))
	for i, want := range meant {
		got := articles[i].Published
		switch {
		case want == "none":
			assert.True(t, got.IsZero(), articles[i].Title)
		case strings.HasPrefix(want, "2099"):
			assert.Equal(t, 2099, got.Time.Year(), articles[i].Title)
		case len(want) == len(time.DateOnly):
			assert.Equal(t, want, got.String(), articles[i].Title)
		default:
			assert.Equal(t, want[:len("2026-04-13T05:20:00Z")], got.Time.UTC().Format(time.RFC3339), articles[i].Title)
		}
	}
}
