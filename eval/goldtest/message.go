package goldtest

import (
	"fmt"
	"strings"

	"github.com/seed-9405df2f/assay/eval/gate"
)

// A message has all faults of one check.
type message struct {
	found  gate.Clustering
	faults []fault
	broken []gate.Change // stories that are not whole and alone
	lost   []gate.Change // stories that got worse than in the baseline
	next   *gate.Next
}

// A fault is a list of lines, each a name and a text.
type fault [][2]string

func (m *message) failed() bool { return len(m.faults) > 0 }

func (m *message) constraints(list []gate.ConstraintResult) {
	for _, h := range list {
		if h.Verdict != gate.Fail {
			continue
		}
		f := fault{{"wanted", h.Constraint}, {"got", h.Detail}}
		if h.Why != "" {
			f = append(f, [2]string{"why", h.Why})
		}
		m.faults = append(m.faults, f)
	}
}

// verdict adds the metrics that failed or are inconclusive.
func (m *message) verdict(r *gate.Result) {
	on := r.Corpora[0]
	for _, test := range on.Metrics {
		if test.Verdict != gate.Fail && test.Verdict != gate.Inconclusive {
			continue
		}
		f := fault{{"metric", test.Metric}, {"verdict", fmt.Sprintf("%s: %s", test.Verdict, test.Reason)}}
		if test.Old != nil && test.New != nil && test.Gain != nil && test.Low != nil && test.High != nil {
			f = append(f, [2]string{"wanted", fmt.Sprintf("%.4f of %s, less at most %.4f", *test.Old, r.Baseline, test.Margin)},
				[2]string{"got", fmt.Sprintf("%.4f, a gain of %.4f (%.4f to %.4f, %.3g %% interval)",
					*test.New, *test.Gain, *test.Low, *test.High, 100*test.Level)})
		}
		m.faults = append(m.faults, f)
	}
	m.constraints(on.Constraints)
	for _, c := range on.Changes {
		if c.After < c.Before {
			m.lost = append(m.lost, c)
		}
	}
	m.next = on.Next
}

// The maximum number of stories and articles that are named.
const (
	mostStories  = 5
	mostArticles = 4
)

func (m *message) String() string {
	var b strings.Builder
	c := m.found.Corpus
	fmt.Fprintf(&b, "goldtest: %s (%d articles, %d stories)\n", c.Name(), len(c.Articles), c.Gold().Groups())
	for _, f := range m.faults {
		b.WriteByte('\n')
		for _, line := range f {
			fmt.Fprintf(&b, "\t%-9s%s\n", line[0]+":", line[1])
		}
	}
	stories(&b, "worse than in the baseline", m.lost)
	if len(m.lost) == 0 {
		stories(&b, "split or merged", m.broken)
	}
	if m.next != nil && len(m.next.Label) > 0 {
		b.WriteString("\n\tlabel these articles next, which the two runs group differently:\n")
		for _, d := range m.next.Label {
			fmt.Fprintf(&b, "\t  %s\n", articles(d.Articles))
		}
	}
	return strings.TrimRight(b.String(), "\n")
}

// stories lists those that cost most.
func stories(b *strings.Builder, how string, list []gate.Change) {
	if len(list) == 0 {
		return
	}
	fmt.Fprintf(b, "\n\tstories %s: %d, the costliest first\n", how, len(list))
	for i, c := range list[:min(mostStories, len(list))] {
		value := fmt.Sprintf("b3.f1 %.3f", c.After)
		if c.Was != nil {
			value = fmt.Sprintf("b3.f1 %.3f → %.3f", c.Before, c.After)
		}
		fmt.Fprintf(b, "\t%d. %s (%s, %s)\n\t   %s\n",
			i+1, c.Name(), count(c.Articles), value, strings.ReplaceAll(c.Words(), "; ", "\n\t   "))
		var strayed []gate.ArticleRef
		for _, p := range c.Parts[1:] {
			strayed = append(strayed, p.Articles...)
		}
		if len(strayed) > 0 {
			fmt.Fprintf(b, "\t   strayed: %s\n", articles(strayed))
		}
	}
	if n := len(list) - mostStories; n > 0 {
		fmt.Fprintf(b, "\tand %d more\n", n)
	}
}

func count(articles int) string {
	if articles == 1 {
		return "1 article"
	}
	return fmt.Sprintf("%d articles", articles)
}

func articles(list []gate.ArticleRef) string {
	var names []string
	for _, a := range list[:min(mostArticles, len(list))] {
		name := gate.Plain(a.ID, 60)
		if a.Title != "" {
			name += " “" + gate.Plain(a.Title, 50) + "”"
		}
		names = append(names, name)
	}
	if n := len(list) - mostArticles; n > 0 {
		names = append(names, fmt.Sprintf("and %d more", n))
	}
	return strings.Join(names, ", ")
}
