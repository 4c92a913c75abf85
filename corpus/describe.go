package corpus

import (
	"bytes"
	"fmt"
	"io"
)

// A CheckReport is the faults of a corpus. Its JSON is a contract.
type CheckReport struct {
	Schema string      `json:"schema"`
	Corpus string      `json:"corpus"`
	Faults []FaultLine `json:"faults"`

	articles, stories int
}

// A FaultLine is a fault with its effect on scores.
type FaultLine struct {
	File     string    `json:"file"`
	Line     int       `json:"line,omitempty"`
	Severity string    `json:"severity"`
	Kind     FaultKind `json:"kind"`
	Message  string    `json:"message"`
	Effect   string    `json:"effect"`
}

// NewCheckReport returns the report of the faults that a check of c found.
func NewCheckReport(c *Corpus, faults []Fault) CheckReport {
	r := CheckReport{
		Schema: "assay/corpus-check/1", Corpus: c.Name(), Faults: []FaultLine{}, articles: len(c.Articles), stories: c.Gold().Groups(),
	}
	for _, f := range faults {
		r.Faults = append(r.Faults, FaultLine{f.Pos.File, f.Pos.Line, f.Severity.String(), f.Kind, f.Message, f.Kind.Effect()})
	}
	return r
}

// WriteText writes a line for each fault, the effect of each kind of fault on scores,
// and the totals.
func (r CheckReport) WriteText(w io.Writer) error {
	var faults, effects bytes.Buffer
	count := map[string]int{}
	seen := map[FaultKind]bool{}
	for _, f := range r.Faults {
		fmt.Fprintf(&faults, "%s: %s: %s\n", Pos{File: f.File, Line: f.Line}, f.Severity, f.Message)
		count[f.Severity]++
		if !seen[f.Kind] {
			seen[f.Kind] = true
			fmt.Fprintf(&effects, "  %s: %s\n", f.Kind, f.Effect)
		}
	}
	if len(r.Faults) > 0 {
		fmt.Fprintf(&faults, "\nEffects on scores:\n%s\n", effects.String())
	}
	_, err := fmt.Fprintf(w, "%s%s: %d articles, %d stories; %d errors, %d warnings, %d notes\n", faults.String(),
		r.Corpus, r.articles, r.stories, count[Error.String()], count[Warning.String()], count[Note.String()])
	return err
}

// WriteText writes the numbers, a line for each subject.
func (s Stats) WriteText(w io.Writer) error {
	published := ""
	if !s.First.IsZero() {
		const minute = "2006-01-02 15:04"
		published = fmt.Sprintf("  published      %s to %s\n", s.First.UTC().Format(minute), s.Last.UTC().Format(minute))
	}
	_, err := fmt.Fprintf(w, `  articles       %d (median %d words)
  stories        %d (median size %d, largest %d, %d of one article)
  distractors    %d
  unlabelled     %d
  outlets        %d
  gold texts     %d summaries, %d with key points
%s  fingerprint    %s
`, s.Articles, s.MedianWords, s.Stories, s.MedianStory, s.LargestOne, s.Singletons, s.Distractors, s.Unlabelled, s.Outlets,
		s.WithSummary, s.WithPoints, published, s.Fingerprint)
	return err
}
