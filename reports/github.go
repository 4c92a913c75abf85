package reports

import (
	"fmt"
	"io"
	"strings"

	"github.com/zeebo/xxh3"

	"github.com/seed-9405df2f/assay/eval/gate"
)

// WriteGitHub writes a check for the log of a GitHub Actions job: the report as
// text, in which no title can give the runner a command, and an annotation for each
// metric and constraint that does not pass.
func WriteGitHub(w io.Writer, r *gate.Result, most int) error {
	var b strings.Builder
	if err := Write(&b, Check(r, most), "text"); err != nil {
		return err
	}
	// The runner ignores commands until it reads the token again, which nobody can
	// have put into a title who does not know all of the report.
	token := fmt.Sprintf("assay-%016x", xxh3.HashString(b.String()))
	if _, err := fmt.Fprintf(w, "::stop-commands::%s\n%s::%s::\n", token, b.String(), token); err != nil {
		return err
	}
	for i := range r.Corpora {
		for _, line := range annotations(r.Baseline, &r.Corpora[i]) {
			if _, err := io.WriteString(w, line+"\n"); err != nil {
				return err
			}
		}
	}
	return nil
}

func annotations(baseline string, on *gate.CorpusResult) []string {
	var list []string
	levels := map[gate.Verdict]string{gate.Fail: "error", gate.Inconclusive: "error", gate.Warn: "warning"}
	add := func(v gate.Verdict, title, message string) {
		if level := levels[v]; level != "" {
			list = append(list, fmt.Sprintf("::%s file=%s,title=%s::%s", level, property(baseline), property(title), data(message)))
		}
	}
	for _, m := range on.Metrics {
		message := metricLine(m)
		if m.Verdict == gate.Fail {
			message += "\n" + brokenStories(on)
		}
		add(m.Verdict, fmt.Sprintf("%s: %s on %s", m.Verdict, m.Metric, on.Name), strings.TrimSpace(message))
	}
	for _, h := range on.Constraints {
		add(h.Verdict, fmt.Sprintf("%s: %s on %s", h.Verdict, h.Constraint, on.Name), constraintLine(h))
	}
	return list
}

// data escapes the message of a command, and property a value before it, as the
// runner reads them back.
func data(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(s)
}

func property(s string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C").Replace(s)
}
