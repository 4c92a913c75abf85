package views

import (
	"bytes"
	"context"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/reports"
)

// hostileText is what a title, an id or a name may hold.
var hostileText = "a|b & <script>alert(1)</script> \\ $x$ 100% `c` *d* [e](f) \u202eRTL مرحبا " +
	"🙂\r\n::error::own\n##[error]own\n]]>\x00\x1b[31m" + strings.Repeat("x", 10_000)

// checked is a check of two runs that differ, with hostileText texts wherever there are
// any: a story falls apart, and so do articles without one.
func checked(t *testing.T) *gate.Result {
	c := &corpus.Corpus{Card: corpus.Card{Name: "news " + hostileText}}
	for _, id := range []string{"a", "b", "c", "d", "u", "v"} {
		story := "story " + hostileText
		if id == "d" {
			story = "other " + hostileText
		}
		if id >= "u" {
			story = ""
		}
		c.Articles = append(c.Articles, corpus.Article{ID: id + hostileText, Title: hostileText, Story: story})
	}
	c.AddMissingStories()
	c.Stories[0].Title = hostileText
	collect := func(labels ...int32) gate.Clustering {
		f, err := gate.Collect(t.Context(), c,
			func(context.Context, *corpus.Corpus, uint64) (corpus.Labels, error) { return labels, nil }, []uint64{1})
		require.NoError(t, err)
		f.Cluster = nil
		return f
	}
	b, err := gate.Update{}.Make(t.Context(), nil, []gate.Clustering{collect(0, 0, 0, 1, 2, 2)})
	require.NoError(t, err)
	b.Constraints.MustLink = []gate.Group{{Articles: []string{c.Articles[0].ID, c.Articles[2].ID}, Why: hostileText}}
	r, err := b.Check(t.Context(), []gate.Clustering{collect(0, 0, 1, 1, 2, 3)}, 0)
	require.NoError(t, err)
	require.Equal(t, gate.Fail, r.Verdict)
	require.NotNil(t, r.Corpora[0].Next)
	require.NotEmpty(t, r.Corpora[0].Next.Label)
	return r
}

func TestHostileCheck(t *testing.T) {
	r := checked(t)
	for _, f := range reports.Formats {
		var b bytes.Buffer
		require.NoError(t, reports.Write(&b, Check(r, 10), f.Name))
		assert.NotContains(t, b.String(), "\x1b", f.Name)
		assert.NotContains(t, b.String(), "\u202e", f.Name)
		assert.Less(t, b.Len(), 50_000, f.Name)
	}
}

func TestHostileJUnit(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, reports.WriteJUnit(&b, Check(checked(t), 10)))
	d := xml.NewDecoder(&b)
	failures := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		require.NoError(t, err)
		if start, ok := token.(xml.StartElement); ok {
			assert.Contains(t, []string{"testsuites", "testsuite", "testcase", "failure", "error", "system-out"}, start.Name.Local)
			if start.Name.Local == "failure" {
				failures++
			}
		}
	}
	assert.Equal(t, 1, failures, "the constraint; the metrics cannot tell")
}

// Whatever titles hold, the runner reads no command but ours.
func TestHostileGitHub(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, reports.WriteGitHub(&b, Check(checked(t), 10)))
	lines := strings.Split(strings.TrimSuffix(b.String(), "\n"), "\n")
	token, ok := strings.CutPrefix(lines[0], "::stop-commands::")
	require.True(t, ok)
	stopped, annotations := true, 0
	for _, line := range lines[1:] {
		command := strings.HasPrefix(strings.TrimSpace(line), "::")
		switch {
		case line == "::"+token+"::":
			stopped = false
		case stopped:
			assert.False(t, command, line)
		default:
			assert.Regexp(t, `^::error file=[^:,]*,title=[^:,]+::`, line)
			assert.NotContains(t, line, "\r")
			annotations++
		}
	}
	assert.False(t, stopped)
	assert.Equal(t, 4, annotations, "three metrics that cannot tell, and the constraint")
}

// Every row of a table has as many cells as its head.
func TestHostileSummary(t *testing.T) {
	var b bytes.Buffer
	require.NoError(t, reports.WriteSummary(&b, Check(checked(t), 10)))
	assert.True(t, strings.HasPrefix(strings.Replace(b.String(), "\u2068", "", 1), "## assay check: fail\n\nVerdict: fail: must\\_link"))
	cells := 0
	for line := range strings.SplitSeq(b.String(), "\n") {
		if !strings.HasPrefix(line, "|") {
			cells = 0
			continue
		}
		n := strings.Count(strings.ReplaceAll(strings.ReplaceAll(line, `\\`, ""), `\|`, ""), "|")
		if cells == 0 {
			cells = n
		}
		assert.Equal(t, cells, n, line)
	}
	assert.NotContains(t, b.String(), "<script>")
}

func TestSigned(t *testing.T) {
	for v, want := range map[float64]string{0.0123: "+0.012", -0.0123: "−0.012", 0.0001: "0.000", -0.0001: "0.000", 12: "+12.000"} {
		assert.Equal(t, want, signed(v))
	}
}

func TestTwoFigures(t *testing.T) {
	for n, want := range map[int]int{7: 7, 97: 97, 162: 160, 997: 1000, 2019: 2000, 3383: 3400} {
		assert.Equal(t, want, twoFigures(n))
	}
}
