package label

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/eval/judge"
	"github.com/seed-9405df2f/assay/eval/stats"
)

// level is that of the intervals.
const level = 0.95

// plannedAnswers is about how many answers a judge gives: at that number the always-valid interval is tightest.
const plannedAnswers = 300

// Progress is what is known so far.
type Progress struct {
	Answered int            `json:"answered"` // by this judge
	All      int            `json:"all"`      // questions that anybody answered
	Figures  []stats.Score  `json:"figures"`
	Verdict  *judge.Verdict `json:"verdict,omitempty"` // of two systems
	Notes    []string       `json:"notes,omitempty"`
}

func (s *Session) figures() []judge.Figure {
	if len(s.names) == 0 {
		return judge.Figures("same")
	}
	return judge.Figures(s.settings.Ask)
}

// settled returns by question the answer that people gave together: of several the majority, of a tie unsure.
func (s *Session) settled() map[string]line {
	last := map[[2]string]line{}
	var order [][2]string
	for _, x := range s.store.list {
		if key := [2]string{x.Question, x.Judge}; !x.Model {
			if _, ok := last[key]; !ok {
				order = append(order, key)
			}
			last[key] = x
		}
	}
	balance, out := map[string]int{}, map[string]line{}
	for _, key := range order {
		x := last[key]
		if before, ok := out[x.Question]; ok && x.Focus != "" && before.Same != corpus.Unsure {
			continue // of several who ticked, the first
		}
		balance[x.Question] += map[corpus.Answer]int{corpus.Yes: 1, corpus.No: -1}[x.Same]
		if x.Focus == "" {
			x.Same = corpus.Unsure
			if balance[x.Question] > 0 {
				x.Same = corpus.Yes
			} else if balance[x.Question] < 0 {
				x.Same = corpus.No
			}
		}
		out[x.Question] = x
	}
	return out
}

// survey counts the answers to pairs by strata. Unsure ones count as the given answer, or are left out. Where a model answered all
// pairs of a stratum that people did, and more, it helps.
func (s *Session) survey(unsure corpus.Answer) judge.Survey {
	survey := judge.Survey{Bands: s.frame.Bands, Strata: append([]judge.Stratum(nil), s.frame.Strata...)}
	people, model := s.settled(), map[string]float64{}
	for _, x := range s.store.list {
		if x.Model {
			model[x.Question] = asNumber(x.Same)
		}
	}
	pairs, others := make([][2][]float64, len(survey.Strata)), make([][]float64, len(survey.Strata))
	for h := range survey.Strata {
		for k := 0; ; k++ { // in the order in which they were drawn
			id := fmt.Sprintf("p%d.%d", h, k)
			x, ok := people[id]
			if x.Same == corpus.Unsure {
				x.Same = unsure
			}
			f, known := model[id]
			if _, more := s.frame.Ahead(h, k); !more {
				break
			}
			switch {
			case ok && x.Same != corpus.Unsure:
				survey.Strata[h].Judged++
				if x.Same == corpus.Yes {
					survey.Strata[h].Same++
				}
				if known {
					pairs[h][0], pairs[h][1] = append(pairs[h][0], asNumber(x.Same)), append(pairs[h][1], f)
				}
			case known && !ok:
				others[h] = append(others[h], f)
			}
		}
		const least = 10 // of each, below which the weight of a model is not known
		if n := len(pairs[h][0]); n >= least && n == survey.Strata[h].Judged && len(others[h]) >= least {
			survey.Boost(h, pairs[h][0], pairs[h][1], others[h])
		}
	}
	return survey
}

func asNumber(a corpus.Answer) float64 {
	return map[corpus.Answer]float64{corpus.Yes: 1, corpus.Unsure: .5}[a]
}

// foci collects the answers to screens of single articles, in the order of the design.
func (s *Session) foci() judge.Foci {
	f := judge.Foci{Articles: s.sizes}
	answers := s.settled()
	for k, a := range s.order {
		x, ok := answers[fmt.Sprintf("f%d", k)]
		if !ok || x.Same == corpus.Unsure {
			continue
		}
		focus := judge.Focus{Stratum: s.strata[a]}
		for _, g := range x.Groups {
			focus.Groups = append(focus.Groups, judge.Group{In: g.In, All: g.All, Shown: len(g.Articles), Same: len(g.Same)})
		}
		f.Judged = append(f.Judged, focus)
	}
	return f
}

// verdict is that of two systems compared, of pairs.
func (s *Session) verdict() judge.Verdict {
	if s.frame == nil {
		f := s.foci()
		return f.Compare(level, plannedAnswers)
	}
	survey := s.survey(corpus.Unsure)
	return survey.Compare(level, plannedAnswers)
}

// Progress returns what is known so far.
func (s *Session) Progress() (p Progress) {
	s.mu.Lock()
	defer s.mu.Unlock()
	seen := map[string]bool{}
	for _, x := range s.store.list {
		if !x.Model {
			seen[x.Question] = true
		}
	}
	p = Progress{Answered: len(s.done), All: len(seen), Figures: []stats.Score{}}
	switch {
	case len(s.names) == 0:
		p.Notes = []string{"No labels were given: the judgements are gold for assay score."}
		return p
	case s.frame == nil:
		s.ofFoci(&p)
	default:
		s.ofPairs(&p)
	}
	if s.settings.Ask == "compare" {
		v := s.verdict()
		p.Verdict = &v
		p.Notes = append(p.Notes, sentence(v, s.names))
	}
	return p
}

// fewest is the number of answers before which no figure is shown: in simulations recall of 30 is up to .12 too low, and of 50 up
// to .02.
const fewest = 50

func (s *Session) ofPairs(p *Progress) {
	survey := s.survey(corpus.Unsure)
	n := 0
	for _, x := range survey.Strata {
		n += x.Judged
	}
	if n < fewest {
		p.Notes = append(p.Notes, fmt.Sprintf("Figures are shown from %d answers on.", fewest))
		return
	}
	for _, f := range s.figures() {
		p.Figures = append(p.Figures, survey.Estimate(f, level))
	}
	for i, f := range s.figures() {
		sure, yes, no := p.Figures[i], s.survey(corpus.Yes), s.survey(corpus.No)
		high, low := *yes.Estimate(f, level).Value, *no.Estimate(f, level).Value
		if math.Abs(high-low) > (*sure.High-*sure.Low)/2 {
			p.Notes = append(p.Notes, fmt.Sprintf("%s depends on the pairs of which nobody was sure: %.3f if all are of one story, %.3f if none is.",
				f.Name, high, low))
		}
	}
	if s.settings.Ask != "precision" {
		pairs, recall := survey.Far(level)
		p.Notes = append(p.Notes, fmt.Sprintf("Recall is of pairs that look alike. At most %.0f pairs that look unlike may be of one story "+
			"(one-sided 95 %%): they would take at most %.3f from it.", pairs, recall))
	}
}

func (s *Session) ofFoci(p *Progress) {
	f := s.foci()
	if len(f.Judged) < fewest {
		p.Notes = append(p.Notes, fmt.Sprintf("Figures are shown from %d answers on.", fewest))
		return
	}
	deep := f.Deep()
	for _, x := range judge.FocusFigures(s.settings.Ask) {
		if x.Name == judge.ClusterPrecision && f.Partly() {
			p.Notes = append(p.Notes, "cluster.p is not known: some clusters were shown in part.")
			continue
		}
		if deep > judge.TooDeep && x.NeedsRecall() {
			continue
		}
		p.Figures = append(p.Figures, f.Estimate(x, level))
	}
	if deep > judge.TooDeep {
		p.Notes = append(p.Notes, fmt.Sprintf("Recall is not known: stories are larger than the screens (%.0f %% of what is missing in "+
			"clusters was found among the less near articles). Judge pairs, or a smaller corpus.", 100*deep))
	}
}

// sentence puts a verdict into words.
func sentence(v judge.Verdict, names []string) string {
	a, b := names[0], names[1]
	value, low, high := *v.Value, *v.Low, *v.High
	if value < 0 {
		a, b, value, low, high = b, a, -value, -high, -low
	}
	switch {
	case v.Settled:
		return fmt.Sprintf("Settled: %s is better than %s by %.3f to %.3f.", a, b, low, high)
	case v.More > 0:
		return fmt.Sprintf("Not settled: %s seems better than %s by %.3f (always valid: %.3f to %.3f). "+
			"If that is so, about %d more answers settle it.", a, b, value, low, high, v.More)
	}
	return fmt.Sprintf("Not settled: %s and %s cannot be told apart yet.", a, b)
}

// Judgements returns what all judges said of pairs.
func (s *Session) Judgements() *corpus.Judgements {
	j := &corpus.Judgements{Path: s.store.path}
	for i, x := range s.store.list {
		if x.Focus == "" {
			j.List = append(j.List, corpus.Judgement{A: x.A, B: x.B, Same: x.Same, Judge: x.Judge, Line: i + 2})
		}
	}
	return j
}

// WriteText writes what is known, how far judges agree, and what contradicts itself.
func (s *Session) WriteText(w io.Writer) error {
	p := s.Progress()
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %d questions answered\n", s.store.path, p.All)
	for _, f := range p.Figures {
		fmt.Fprintf(&b, "  %-16s %6.3f   95 %%: %.3f to %.3f\n", f.Metric, *f.Value, *f.Low, *f.High)
	}
	for _, note := range p.Notes {
		fmt.Fprintf(&b, "%s\n", note)
	}
	j := s.Judgements()
	if a := judge.Agree(j); len(a.Judges) > 1 {
		if a.Alpha != nil {
			fmt.Fprintf(&b, "Agreement: Krippendorff's alpha %.2f\n", *a.Alpha)
		}
		for _, r := range a.Judges {
			fmt.Fprintf(&b, "  %-16s %d answers, %.0f %% yes, %.0f %% unsure", r.Judge, r.Answers, 100*r.Yes, 100*r.Unsure)
			if r.Disagrees != nil {
				fmt.Fprintf(&b, ", against most others in %.0f %%", 100**r.Disagrees)
			}
			fmt.Fprintln(&b)
		}
		for _, k := range a.Kappas {
			if k.Value != nil {
				fmt.Fprintf(&b, "  %s and %s: Cohen's kappa %.2f over %d pairs\n", k.A, k.B, *k.Value, k.Pairs)
			}
		}
	}
	for _, f := range j.Check() {
		if f.Kind == corpus.NotTransitive {
			fmt.Fprintf(&b, "%v\n", f)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}
