package reports

import (
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/eval/gate"
)

type junitSuites struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Cases    []junitCase `xml:"testcase"`
}

type junitCase struct {
	Class   string      `xml:"classname,attr"`
	Name    string      `xml:"name,attr"`
	Failure *junitFault `xml:"failure"`
	Error   *junitFault `xml:"error"`
	Out     string      `xml:"system-out,omitempty"`
}

type junitFault struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

// WriteJUnit writes a check as JUnit XML: a suite a corpus, a case a metric and a
// constraint. What is inconclusive is an error, a warning a passed case with output.
func WriteJUnit(w io.Writer, r *gate.Result) error {
	all := junitSuites{Name: "assay check"}
	for i := range r.Corpora {
		s := junitOf(&r.Corpora[i])
		all.Tests, all.Failures, all.Errors = all.Tests+s.Tests, all.Failures+s.Failures, all.Errors+s.Errors
		all.Suites = append(all.Suites, s)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	e := xml.NewEncoder(w)
	e.Indent("", "  ")
	if err := e.Encode(all); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func junitOf(on *gate.CorpusResult) junitSuite {
	s := junitSuite{Name: on.Name}
	stories := brokenStories(on)
	for _, m := range on.Metrics {
		c := junitCase{Class: "assay." + on.Name, Name: m.Metric}
		line := metricLine(m)
		switch m.Verdict {
		case gate.Fail:
			c.Failure = &junitFault{line, string(m.Verdict), line + "\n" + stories}
		case gate.Inconclusive:
			c.Error = &junitFault{line, string(m.Verdict), line + "\n" + stories}
		default:
			c.Out = line
		}
		s.add(c)
	}
	for _, h := range on.Constraints {
		c := junitCase{Class: "assay." + on.Name, Name: h.Constraint}
		if h.Verdict == gate.Fail {
			c.Failure = &junitFault{h.Detail, "constraint", constraintLine(h)}
		}
		s.add(c)
	}
	return s
}

func (s *junitSuite) add(c junitCase) {
	s.Tests++
	if c.Failure != nil {
		s.Failures++
	}
	if c.Error != nil {
		s.Errors++
	}
	s.Cases = append(s.Cases, c)
}

// metricLine is a test in a sentence.
func metricLine(m gate.Test) string {
	old, now := "–", "–"
	if m.Old != nil {
		old = Plain.print(*m.Old)
	}
	if m.New != nil {
		now = Plain.print(*m.New)
	}
	return fmt.Sprintf("%s: %s → %s, gain %s, margin %.3f: %s", m.Metric, old, now, gain(m), m.Margin, m.Reason)
}

func constraintLine(h gate.ConstraintResult) string {
	line := h.Constraint + ": " + h.Detail
	if h.Why != "" {
		line += " (why: " + h.Why + ")"
	}
	return line
}

// brokenStories lists the costliest losses, a line each.
func brokenStories(on *gate.CorpusResult) string {
	losses, _ := divide(on.Changes)
	var b strings.Builder
	for _, c := range losses[:min(10, len(losses))] {
		fmt.Fprintf(&b, "%s (%d articles, b3.f1 %.3f → %.3f): %s\n", c.Name(), c.Articles, c.Before, c.After, c.Words())
	}
	if n := len(losses) - 10; n > 0 {
		fmt.Fprintf(&b, "and %d more\n", n)
	}
	return b.String()
}
