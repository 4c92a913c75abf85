package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/zeebo/xxh3"
)

// WriteGitHub writes a document for the log of a GitHub Actions job: as text, in which
// no title can give the runner a command, and an annotation of the baseline for each check
// that does not pass.
func WriteGitHub(w io.Writer, d *Document) error {
	var b strings.Builder
	if err := writeText(&b, d); err != nil {
		return err
	}
	// The runner ignores commands until it reads the token again, which nobody can
	// have put into a title who does not know all of the report.
	token := fmt.Sprintf("assay-%016x", xxh3.HashString(b.String()))
	if _, err := fmt.Fprintf(w, "::stop-commands::%s\n%s::%s::\n", token, b.String(), token); err != nil {
		return err
	}
	levels := map[string]string{"fail": "error", "inconclusive": "error", "warn": "warning"}
	for _, suite := range d.Checks {
		for _, c := range suite.Checks {
			level, message := levels[c.Verdict], c.Message
			if level == "" {
				continue
			}
			if c.Verdict == "fail" && !c.Constraint {
				message = strings.TrimSpace(message + "\n" + suite.Losses)
			}
			title := fmt.Sprintf("%s: %s on %s", c.Verdict, c.Name, suite.Name)
			if _, err := fmt.Fprintf(w, "::%s file=%s,title=%s::%s\n", level, property(d.Baseline), property(title), data(message)); err != nil {
				return err
			}
		}
	}
	return nil
}

// data escapes the message of a command, and property a value before it, as the
// runner reads them back.
var (
	data     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace
	property = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace
)
