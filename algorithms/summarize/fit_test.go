package summarize

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// written is the page of a summarizer, the oracle's towards the reference.
func written(t *testing.T, name string, articles []corpus.Article, reference string) corpus.Page {
	t.Helper()
	m := summarizer(t, name)
	if o, ok := m.(Oracle); ok {
		p, err := o.SummarizeTowards(context.Background(), articles, []string{reference})
		require.NoError(t, err)
		return p
	}
	p, err := m.Summarize(context.Background(), articles)
	require.NoError(t, err)
	return p
}

var long = "The fire in the old rope works " + strings.Repeat("by the harbour of the town of Halden ", 10) + "is out."

// The first sentence of each text, which is on every page of lead and of the oracle.
var poorTexts = map[string][2]string{
	"short sentences":     {"Fire broke out.", " Two hurt. Road closed."},
	"short, then regular": {"Fire broke out.", " Two people were hurt in the blaze by the harbour on Monday. The road to the town is closed."},
	"long":                {long, ""},
	"long, then regular":  {long, " Two people were hurt in the blaze by the harbour on Monday."},
	"emoji":               {"🔥🔥 Fire broke out!", " 🚒 Two hurt."},
	"no capitals, stops":  {"fire broke out in the old rope works two hurt road closed", ""},
	"no capitals":         {"fire broke out in the old rope works.", " two people hurt in it."},
	"one word":            {"Fire", ""},
	"Chinese":             {"市议会周一晚间批准了跨河大桥的预算。", "施工将于春季开始。居民担心。"},
	"Chinese, short":      {"大桥开工。", "居民担心。"},
	"Japanese":            {"市議会は橋の予算を可決した。", "来年着工する。"},
	"Lao":                 {"ສະພາເມືອງໄດ້ອະນຸມັດງົບປະມານສ້າງຂົວ", ""},
	"Khmer":               {"ក្រុមប្រឹក្សាបានអនុម័តថវិកា។", "ការងារនឹងចាប់ផ្តើម។"},
	"German":              {"Am 31. August brannte es, z. B. in Au.", " Zwei sind verletzt."},
}

func TestPagesAreNotEmpty(t *testing.T) {
	for name, parts := range poorTexts {
		first, whole := parts[0], parts[0]+parts[1]
		articles := []corpus.Article{{Text: whole}, {Text: whole}, {Title: "A title of it"}}
		for _, e := range Entries {
			if e.Name == "llm" {
				continue
			}
			p := written(t, e.Name, articles, first)
			assert.NotEmpty(t, p.Summary, "%s of %s", e.Name, name)
			for _, s := range p.Summary {
				assert.Contains(t, text.Sentences(whole, ""), s.Text, "%s of %s", e.Name, name)
			}
			if e.Name == "lead" || e.Name == "oracle" {
				assert.Equal(t, first, p.Summary[0].Text, "%s of %s", e.Name, name)
			}
		}
	}
}

// Only a sentence of more than 240 words is cut, and only if there is no other.
func TestOverlongSentences(t *testing.T) {
	endless := strings.Repeat("the fire in the old rope works, and ", 80)
	p := written(t, "lexrank", []corpus.Article{{Text: endless}}, "")
	require.Len(t, p.Summary, 1)
	assert.True(t, strings.HasSuffix(p.Summary[0].Text, " works…"), p.Summary[0].Text)
	assert.LessOrEqual(t, text.Length(p.Summary[0].Text), maxCut)
	p = written(t, "lexrank", []corpus.Article{{Text: endless}, {Text: "Fire broke out."}}, "")
	assert.Equal(t, "Fire broke out.", p.Text())
	p = written(t, "lead", []corpus.Article{{Text: strings.Repeat("市议会批准了大桥的预算，", 200)}}, "")
	require.Len(t, p.Summary, 1)
	assert.True(t, strings.HasSuffix(p.Summary[0].Text, "预算…"), p.Summary[0].Text)
}

func TestPagesOfTitles(t *testing.T) {
	articles := []corpus.Article{
		{Title: "Fire in the rope works of Halden | Herald"}, {Title: "Two hurt in Halden fire"}, {Title: "Halden: fire is out"}, {},
	}
	p := written(t, "lead", articles, "")
	assert.NotEmpty(t, p.Title)
	assert.Equal(t, p.Title, p.Text())
	assert.Equal(t, []string{"Fire in the rope works of Halden"}, p.KeyPoints, "the third title has four words")
	assert.Len(t, written(t, "lexrank", articles, "").Summary, 3)
}

// Cases that came out empty, or cut.
func TestNamedCases(t *testing.T) {
	for _, name := range []string{
		"01-empty-digests-zh-ja-th-lo/ja", "01-empty-digests-zh-ja-th-lo/lo", "01-empty-digests-zh-ja-th-lo/th",
		"01-empty-digests-zh-ja-th-lo/zh", "01-empty-digests-zh-ja-th-lo/zh-mixed", "35-empty-english-digests/long",
		"35-empty-english-digests/short", "12-sentences-cut-at-abbreviations/de-ca", "12-sentences-cut-at-abbreviations/de-mio",
		"12-sentences-cut-at-abbreviations/de-ordinal", "12-sentences-cut-at-abbreviations/de-zb",
		"12-sentences-cut-at-abbreviations/en-am", "12-sentences-cut-at-abbreviations/es-eeuu",
	} {
		c, err := format.Open(context.Background(), testfiles.Path(t, "cases", name))
		require.NoError(t, err)
		gold := c.Stories[0].Summary
		for _, by := range []string{"lead", "oracle"} {
			assert.Contains(t, written(t, by, c.Articles, gold).Text(), gold, "%s of %s", by, name)
		}
		p := written(t, "lead(sentences=1)", c.Articles, gold)
		assert.True(t, strings.HasPrefix(gold, p.Text()) && strings.HasPrefix(strings.TrimPrefix(gold, p.Text())+" ", " "), p.Text())
	}
}
