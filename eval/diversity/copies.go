package diversity

import (
	"encoding/json"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/corpus/text/neardup"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/unionfind"
)

// Two articles are copies if half of their runs of three words are the same:
// lightly edited wire reports are, two reports of one event hardly ever.
const (
	copiedRun   = 3
	copiedShare = 0.5
)

// An origin is where an article's text comes from.
type origin struct {
	text   int32  // the same for all copies
	outlet string // of the agency, or of the copy published first
}

// origins finds the copies among the articles of a case, once. Copies are
// near-duplicates, and articles whose field wire names the same original: the id of an
// article, or an agency's name or host. The outlet of copies is the first of these: the
// one that a field names; the one that a dateline, byline or credit of any of them
// names; that of an agency among them; that of the first published, ties broken by the
// order in the corpus. Copies none of which names its source have no outlet.
func origins(c *eval.Case) ([]origin, error) {
	return eval.Memo(c, "origins", func() ([]origin, error) {
		articles := c.Corpus.Articles
		sets := make([][]uint64, len(articles))
		err := parallel.Blocks(c.Context(), len(articles), 64, 0, func(from, to int) {
			for i := from; i < to; i++ {
				body := articles[i].Text
				if body == "" {
					body = articles[i].Title
				}
				sets[i] = new(text.Shingler).Shingles(text.WordsSeq(body), copiedRun)
			}
		})
		if err != nil {
			return nil, err
		}
		// In 42 bands of three rows a pair at the threshold is missed 4 times in 1,000.
		near, err := neardup.Find(c.Context(), sets, neardup.Config{Perm: 126, Bands: 42, Rows: 3, Threshold: copiedShare, Seed: 1})
		if err != nil {
			return nil, err
		}
		return trace(articles, near.Groups), nil
	})
}

// trace joins the groups that a field wire links, and finds the outlet of each.
func trace(articles []corpus.Article, groups corpus.Labels) []origin {
	at := make(map[string]int32, len(articles))
	for i := range articles {
		at[articles[i].ID] = int32(i)
	}
	texts := unionfind.New(groups.Groups())
	wires := make([]string, len(articles))
	for i := range articles {
		wires[i] = wireField(&articles[i])
		if original, ok := at[wires[i]]; ok && wires[i] != "" {
			texts.Union(int(groups[i]), int(groups[original]))
			wires[i] = articles[original].Source
		}
	}
	joined, of := texts.Labels(), make(corpus.Labels, len(articles))
	for i := range articles {
		of[i] = joined[groups[i]]
	}
	list := make([]origin, len(articles))
	for g, copies := range of.Members() {
		outlet := outletOf(articles, wires, copies)
		for _, i := range copies {
			list[i] = origin{int32(g), outlet}
		}
	}
	return list
}

func wireField(a *corpus.Article) string {
	var wire string
	if json.Unmarshal(a.Extra["wire"], &wire) != nil {
		return ""
	}
	return wire
}

// outletOf is the outlet of copies, which are positions of articles.
func outletOf(articles []corpus.Article, wires []string, copies []int) string {
	if !slices.ContainsFunc(copies, func(i int) bool { return text.Outlet(articles[i].Source) != "" }) {
		return ""
	}
	for _, i := range copies {
		if wires[i] != "" {
			if host, ok := text.Agency(wires[i]); ok {
				return host
			}
			return text.Outlet(wires[i])
		}
	}
	for _, i := range copies {
		if host, ok := text.Wire(articles[i].Text); ok {
			return host
		}
	}
	for _, i := range copies {
		if host, ok := text.Agency(articles[i].Source); ok {
			return host
		}
	}
	first := slices.MinFunc(copies, func(i, j int) int {
		a, b := articles[i].Published, articles[j].Published
		if a.IsZero() || b.IsZero() {
			return b.Time.Compare(a.Time) // the zero time is the earliest, and comes last
		}
		return a.Time.Compare(b.Time)
	})
	return text.Outlet(articles[first].Source)
}
