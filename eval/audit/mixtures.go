package audit

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/counts"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval/conflicts"
)

// mostRead is the largest cluster of which texts are compared for dates, places and figures, in time that grows with its square.
const mostRead = 500

const (
	sideRule = "Two or more articles name the one and none the other, two or more the other and not the one, and none both; the two " +
		"sides have no %s at all in common, and hold at least half of the articles that name any; at least half of the cluster name one."
	leadLetters = 600 // characters of a text in which places are looked for: what happened where is told first
)

var languages = Check{
	Name: "languages", Title: "Clusters of two languages",
	Doc: "Clusters whose articles are in more than one language, declared or found by content.",
	Rule: "Only where clusters of one language are the rule: if half of the clusters in which articles name a language, or more, mix " +
		"them, that is taken for the purpose of the clustering.",
	needs: needs{articles: true},
	find:  findLanguages,
}

func findLanguages(ctx context.Context, s *subject) (list []Finding, notes []string, err error) {
	clusters := 0
	for _, rows := range s.members {
		if len(rows) < 2 {
			continue
		}
		clusters++
		at := map[string][]int{}
		for _, i := range rows {
			if lang := s.Corpus.Language(i); lang != "" {
				at[lang] = append(at[lang], i)
			}
		}
		if len(at) < 2 {
			continue
		}
		var groups []group
		for _, lang := range slices.Sorted(maps.Keys(at)) {
			groups = append(groups, group{at[lang], lang})
		}
		list = append(list, s.finding(fmt.Sprintf("%d languages", len(groups)), groups...))
	}
	if 2*len(list) >= clusters && len(list) > 0 {
		return nil, []string{fmt.Sprintf("%d of %d clusters have several languages: that is taken for their purpose", len(list), clusters)}, nil
	}
	return list, nil, ctx.Err()
}

var dates = Check{
	Name: "dates", Title: "Clusters of two dates",
	Doc: "Clusters whose articles tell of two days, or are of two times.",
	Rule: "By what texts say: " + fmt.Sprintf(sideRule, "day") + " Only days with a month count. By publication: two or more articles " +
		"each before and behind a gap that is longer than the gap between an article and the nearest in time of its cluster is in 99 of " +
		"100 cases, and longer than a day.",
	needs: needs{articles: true},
	find:  findDates,
}

func findDates(ctx context.Context, s *subject) (list []Finding, notes []string, err error) {
	list, notes, err = s.bySides(ctx, "days", func(i int) []string {
		var days []string
		for _, d := range text.Dates(s.articles[i].Title+"\n"+s.articles[i].Text, s.Corpus.Language(i)) {
			if d.Month > 0 && d.Day > 0 {
				days = append(days, fmt.Sprintf("%d %s", d.Day, time.Month(d.Month)))
			}
		}
		return days
	})
	if s.times == 0 {
		notes = append(notes, "no article has a time: gaps in publication are not known")
	}
	if err != nil || s.times == 0 {
		return list, notes, err
	}
	usual := s.usualGap()
	gaps, err := s.eachCluster(ctx, func(g int, rows []int) ([]Finding, error) { return s.gap(rows, usual), nil })
	said := map[string]bool{}
	for _, f := range list {
		said[f.Sides[0].Cluster] = true
	}
	for _, f := range gaps {
		if !said[f.Sides[0].Cluster] {
			list = append(list, f)
		}
	}
	return list, notes, err
}

// published lists the articles that have a time, by it.
func (s *subject) published(rows []int) (dated []int) {
	for _, i := range rows {
		if !s.articles[i].Published.IsZero() {
			dated = append(dated, i)
		}
	}
	slices.SortStableFunc(dated, func(a, b int) int { return s.articles[a].Published.Time.Compare(s.articles[b].Published.Time) })
	return dated
}

func (s *subject) between(i, j int) time.Duration {
	return s.articles[j].Published.Time.Sub(s.articles[i].Published.Time)
}

// usualGap is the gap between an article and the nearest in time of its cluster that one of a hundred exceeds, at least a day.
func (s *subject) usualGap() time.Duration {
	var gaps []time.Duration
	for _, rows := range s.members {
		dated := s.published(rows)
		for k := range dated {
			nearest := time.Duration(-1)
			if k > 0 {
				nearest = s.between(dated[k-1], dated[k])
			}
			if k+1 < len(dated) {
				if next := s.between(dated[k], dated[k+1]); nearest < 0 || next < nearest {
					nearest = next
				}
			}
			if nearest >= 0 {
				gaps = append(gaps, nearest)
			}
		}
	}
	slices.Sort(gaps)
	if len(gaps) == 0 {
		return 24 * time.Hour
	}
	return max(24*time.Hour, gaps[len(gaps)*99/100])
}

// gap reports the longest gap in a cluster, if it is longer than usual and two articles or more are on each side.
func (s *subject) gap(rows []int, usual time.Duration) []Finding {
	dated := s.published(rows)
	longest, at := usual, -1
	for k := 2; k+2 <= len(dated); k++ {
		if gap := s.between(dated[k-1], dated[k]); gap > longest {
			longest, at = gap, k
		}
	}
	if at < 0 {
		return nil
	}
	day := func(i int) string { return s.articles[i].Published.Time.UTC().Format(time.DateOnly) }
	return []Finding{s.finding(fmt.Sprintf("%.1f days without an article", longest.Hours()/24),
		group{dated[:at], "to " + day(dated[at-1])}, group{dated[at:], "from " + day(dated[at])})}
}

var figures = Check{
	Name: "figures", Title: "Clusters of contradicting figures",
	Doc: "Clusters whose articles count the dead, the injured, the arrested and so on in a way that cannot be true together.",
	Rule: "What the metric conflicts counts: sentences with words in common, of articles that are not known to be published more than " +
		"an hour apart. Figures that changed later are developments, and no contradictions. Without times all figures are compared, and " +
		"some of what is found is development.",
	needs: needs{texts: true},
	find:  findFigures,
}

func findFigures(ctx context.Context, s *subject) ([]Finding, []string, error) {
	list, err := s.eachCluster(ctx, func(_ int, rows []int) (found []Finding, err error) {
		if len(rows) > mostRead {
			return nil, nil
		}
		for _, part := range s.languages(rows) {
			list, err := conflicts.Find(ctx, corpus.Pick(s.articles, part), "", s.Corpus.Language(part[0]))
			if err != nil {
				return nil, err
			}
			for _, c := range list {
				found = append(found, s.contradiction(c, part))
			}
		}
		return found, nil
	})
	notes := s.tooLarge()
	if missing := len(s.articles) - s.times; missing > 0 {
		notes = append(notes, fmt.Sprintf("%s no time: a figure that changed later may be among the "+
			"contradictions", counted(missing, "article has", "articles have")))
	}
	return list, notes, err
}

func (s *subject) contradiction(c conflicts.Conflict, rows []int) Finding {
	var groups []group
	taken := map[int]bool{}
	for _, v := range c.Values {
		g := group{says: written(v.Mentions)}
		for _, k := range v.Articles {
			if i := rows[k]; !taken[i] { // an article with two numbers belongs to the first
				taken[i] = true
				g.rows = append(g.rows, i)
			}
		}
		if len(g.rows) > 0 {
			groups = append(groups, g)
		}
	}
	return s.finding(fmt.Sprintf("%s: articles count differently", strings.ReplaceAll(c.Counted, ":", " of ")), groups...)
}

func written(list []counts.Mention) string {
	if len(list) == 0 {
		return ""
	}
	return strings.Join(strings.Fields(list[0].Written), " ")
}

func (s *subject) tooLarge() (notes []string) {
	n := 0
	for _, size := range s.sizes {
		if size > mostRead {
			n++
		}
	}
	if n > 0 {
		notes = append(notes, fmt.Sprintf("%s of over %d articles not looked at", counted(n, "cluster", "clusters"), mostRead))
	}
	return notes
}

// bySides finds clusters in which articles name two things that do not go together, such as days. terms are those of an article.
func (s *subject) bySides(ctx context.Context, what string, terms func(i int) []string) ([]Finding, []string, error) {
	list, err := s.eachCluster(ctx, func(_ int, rows []int) (found []Finding, _ error) {
		if len(rows) < 4 || len(rows) > mostRead {
			return nil, nil
		}
		for _, part := range s.languages(rows) {
			if groups := sides(part, terms); groups != nil {
				found = append(found, s.finding("two "+what+", and none in common", groups...))
			}
		}
		return found, nil
	})
	return list, s.tooLarge(), err
}

// mostTerms are compared pair by pair, those of the most articles.
const mostTerms = 50

// sides divides articles by two terms; nil if there are none such.
func sides(rows []int, terms func(i int) []string) []group {
	naming, telling := map[string][]int{}, 0 // the articles by term, ascending; those that have a term
	for _, i := range rows {
		list := terms(i)
		slices.Sort(list)
		list = slices.Compact(list)
		for _, t := range list {
			naming[t] = append(naming[t], i)
		}
		if len(list) > 0 {
			telling++
		}
	}
	if 2*telling < len(rows) {
		return nil
	}
	var list []string
	for t, articles := range naming {
		if len(articles) > 1 {
			list = append(list, t)
		}
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(naming[b])-len(naming[a]), cmp.Compare(a, b)) })
	list = list[:min(len(list), mostTerms)]
	var best []group
	for k, a := range list {
		for _, b := range list[k+1:] {
			x, y := naming[a], naming[b]
			if n := len(x) + len(y); 2*n < telling || best != nil && n <= len(best[0].rows)+len(best[1].rows) || !disjoint(naming, x, y) {
				continue
			}
			best = []group{{x, a}, {y, b}}
		}
	}
	return best
}

// disjoint reports whether no article is on both sides, and no term is named on both.
func disjoint(naming map[string][]int, x, y []int) bool {
	if text.Common(x, y) > 0 {
		return false
	}
	for _, articles := range naming {
		if text.Common(articles, x) > 0 && text.Common(articles, y) > 0 {
			return false
		}
	}
	return true
}
