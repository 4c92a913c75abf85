package corpus

import (
	"bytes"
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
)

// A CheckReport is the faults of a corpus. Its JSON is a contract.
type CheckReport struct {
	Schema   string      `json:"schema"`
	Corpus   string      `json:"corpus"`
	Articles int         `json:"articles"` // that could be read
	Stories  int         `json:"stories"`
	Judged   string      `json:"judged,omitempty"` // what the judges of pairs said, in counts
	Unread   string      `json:"unread,omitempty"` // why nothing could be read
	Kinds    []FaultSum  `json:"kinds"`            // the commonest first
	Faults   []FaultLine `json:"faults"`
}

// A FaultSum is all faults of one kind and severity, with their effect on scores. Faults
// that are not of a line have each a sum of their own.
type FaultSum struct {
	Kind     FaultKind `json:"kind"`
	Severity string    `json:"severity"`
	Count    int       `json:"count"` // of articles or lines
	File     string    `json:"file"`  // the first place
	Line     int       `json:"line,omitempty"`
	Message  string    `json:"message"` // of the first
	Effect   string    `json:"effect"`

	lines []int // of the others, a few
	sum   int   // the number of faults
}

// A FaultLine is a fault.
type FaultLine struct {
	File     string    `json:"file"`
	Line     int       `json:"line,omitempty"`
	Severity string    `json:"severity"`
	Kind     FaultKind `json:"kind"`
	Message  string    `json:"message"`
}

// NewCheckReport returns the report of the faults that a check of c found. If nothing
// could be read, c has a card alone.
func NewCheckReport(c *Corpus, faults []Fault) CheckReport {
	r := CheckReport{
		Schema: "assay/corpus-check/2", Corpus: c.Name(), Articles: len(c.IDs()), Stories: c.Gold().Groups(),
		Kinds: []FaultSum{}, Faults: []FaultLine{},
	}
	if c.Judged != nil {
		r.Judged = c.Judged.Sentence()
	}
	at := map[Fault]int{}
	for _, f := range faults {
		r.Faults = append(r.Faults, FaultLine{f.Pos.File, f.Pos.Line, f.Severity.String(), f.Kind, f.Message})
		key := Fault{Kind: f.Kind, Severity: f.Severity}
		if f.Count > 0 || f.Pos.Line == 0 {
			key.Message = f.Message
		}
		i, ok := at[key]
		if !ok {
			i = len(r.Kinds)
			at[key] = i
			r.Kinds = append(r.Kinds, FaultSum{f.Kind, f.Severity.String(), 0, f.Pos.File, f.Pos.Line, f.Message, f.Kind.Effect(), nil, 0})
		}
		r.Kinds[i].add(f)
	}
	severity := map[string]int{Error.String(): 2, Warning.String(): 1}
	slices.SortStableFunc(r.Kinds, func(a, b FaultSum) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(severity[b.Severity], severity[a.Severity]))
	})
	return r
}

// add counts a fault of the kind.
func (s *FaultSum) add(f Fault) {
	const shown = 8
	if s.sum++; s.sum > 1 && f.Pos.File == s.File && len(s.lines) < shown {
		s.lines = append(s.lines, f.Pos.Line)
	}
	s.Count += max(1, f.Count)
}

// WriteText writes each kind of fault: the first place, what is wrong there, the count, a
// few more places and the effect on scores. The totals follow.
func (r CheckReport) WriteText(w io.Writer) error {
	var b bytes.Buffer
	count := map[string]int{}
	for _, s := range r.Kinds {
		count[s.Severity] += s.sum
		s.writeText(&b)
	}
	fmt.Fprintf(&b, "%s: %d articles, %d stories; %d errors, %d warnings, %d notes\n",
		r.Corpus, r.Articles, r.Stories, count[Error.String()], count[Warning.String()], count[Note.String()])
	if r.Judged != "" {
		fmt.Fprintln(&b, r.Judged)
	}
	if r.Unread != "" {
		fmt.Fprintln(&b, r.unread())
	}
	_, err := w.Write(b.Bytes())
	return err
}

// unread says why nothing could be read.
func (r CheckReport) unread() string {
	var kinds []string
	for _, s := range r.Kinds {
		if s.Severity == Error.String() && !slices.Contains(kinds, string(s.Kind)) {
			kinds = append(kinds, string(s.Kind))
		}
	}
	switch {
	case len(kinds) == 0 || !strings.Contains(r.Unread, "no articles"):
		return r.Unread
	case len(kinds) == 1:
		return fmt.Sprintf("No article can be read: all lines have the same fault, %s. How to mend it is said above.", kinds[0])
	}
	return fmt.Sprintf("No article can be read: every line has a fault, %s.", strings.Join(kinds, " or "))
}

// writeText writes the faults of a kind.
func (s FaultSum) writeText(w io.Writer) {
	fmt.Fprintf(w, "%s: %s: %s\n  %d × %s", Pos{File: s.File, Line: s.Line}, s.Severity, s.Message, s.Count, s.Kind)
	if len(s.lines) > 0 {
		fmt.Fprintf(w, ", also in line %s", strings.Trim(strings.ReplaceAll(fmt.Sprint(s.lines), " ", ", "), "[]"))
		if more := s.sum - 1 - len(s.lines); more > 0 {
			fmt.Fprintf(w, " and %d more", more)
		}
	}
	fmt.Fprintln(w)
	if s.Effect != "" {
		fmt.Fprintf(w, "  effect: %s\n", s.Effect)
	}
	fmt.Fprintln(w)
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
  languages      %s
  gold texts     %d summaries, %d with key points
%s  fingerprint    %s
`, s.Articles, s.MedianWords, s.Stories, s.MedianStory, s.LargestOne, s.Singletons, s.Distractors, s.Unlabelled, s.Outlets,
		byFrequency(s.Languages), s.WithSummary, s.WithPoints, published, s.Fingerprint)
	return err
}
