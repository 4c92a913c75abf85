package reports

import (
	"encoding/xml"
	"io"
)

type junitSuites struct {
	XMLName xml.Name `xml:"testsuites"`
	junitHead
	Suites []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	junitHead
	Cases []junitCase `xml:"testcase"`
}

type junitHead struct {
	Name     string `xml:"name,attr"`
	Tests    int    `xml:"tests,attr"`
	Failures int    `xml:"failures,attr"`
	Errors   int    `xml:"errors,attr"`
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

// WriteJUnit writes the checks of a document as JUnit XML: a suite a corpus, a case a
// check. What is inconclusive is an error, a warning a passed case with output.
func WriteJUnit(w io.Writer, d *Document) error {
	all := junitSuites{junitHead: junitHead{Name: "assay check"}}
	for _, suite := range d.Checks {
		s := junitOf(suite)
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

func junitOf(suite CheckSuite) junitSuite {
	s := junitSuite{junitHead: junitHead{suite.Name, len(suite.Checks), 0, 0}}
	for _, k := range suite.Checks {
		c := junitCase{Class: "assay." + suite.Name, Name: k.Name}
		switch {
		case k.Verdict == "fail" && k.Constraint:
			s.Failures++
			c.Failure = &junitFault{k.Found, "constraint", k.Message}
		case k.Verdict == "fail":
			s.Failures++
			c.Failure = &junitFault{k.Message, k.Verdict, k.Message + "\n" + suite.Losses}
		case k.Verdict == "inconclusive":
			s.Errors++
			c.Error = &junitFault{k.Message, k.Verdict, k.Message + "\n" + suite.Losses}
		case !k.Constraint:
			c.Out = k.Message
		}
		s.Cases = append(s.Cases, c)
	}
	return s
}
