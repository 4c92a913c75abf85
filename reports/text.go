package reports

import (
	"bytes"
	"fmt"
	"io"
	"strings"
)

var text = Format{Name: "text", Doc: "for the terminal", Write: writeText}

func writeText(w io.Writer, r *Document) error {
	var b bytes.Buffer
	own := r.ownVerdicts()
	if v := r.Verdict; v != nil && !r.Bare {
		if own {
			writeTextVerdict(&b, v, r.Width)
		} else { // the rest is below the one table
			b.WriteString(wrap(v.short(), lineWidth(r.Width)) + "\n")
		}
		b.WriteByte('\n')
	}
	for i, t := range r.Tables {
		if i > 0 {
			b.WriteByte('\n')
		}
		if err := (&textTable{Table: &t, columns: r.Width, color: r.Color}).write(&b, r.Bare); err != nil {
			return err
		}
		if t.Verdict != nil && !r.Bare {
			writeTextVerdict(&b, t.Verdict, r.Width)
		}
	}
	if r.Bare {
		return writeTrimmed(w, b.Bytes())
	}
	b.WriteByte('\n')
	for _, n := range r.Notes {
		b.WriteString(wrap(n, lineWidth(r.Width)) + "\n")
	}
	if r.Provenance != nil {
		b.WriteByte('\n')
		writeTextProvenance(&b, r.Provenance, r.Width)
	}
	return writeTrimmed(w, b.Bytes())
}

// writeTextVerdict writes the sentences of a verdict, and the command that comes next.
func writeTextVerdict(b *bytes.Buffer, v *Verdict, columns int) {
	b.WriteString(wrap(v.text(), lineWidth(columns)) + "\n")
	if v.Next != "" {
		b.WriteString("Next: " + v.Next + "\n")
	}
}

// writeTrimmed writes lines without the spaces at their ends.
func writeTrimmed(w io.Writer, text []byte) error {
	for line := range bytes.Lines(text) {
		if _, err := w.Write(append(bytes.TrimRight(line, " \n"), '\n')); err != nil {
			return err
		}
	}
	return nil
}

// lineWidth is the width of running text: that of the terminal, within reason.
func lineWidth(width int) int {
	if width <= 0 {
		return 120
	}
	return min(width, 120)
}

// hang wraps a text behind a lead, and sets the lines after the first in as far.
func hang(lead, s string, columns int) string {
	in := width(lead)
	return lead + strings.ReplaceAll(wrap(s, lineWidth(columns)-in), "\n", "\n"+strings.Repeat(" ", in)) + "\n"
}

// writeTextProvenance prints how to make the results again. Long commands are
// continued behind a backslash, as in a shell.
func writeTextProvenance(w io.Writer, r *Provenance, columns int) {
	fmt.Fprintln(w, "To repeat:")
	for _, command := range r.Commands {
		lines := []string{""}
		for _, part := range atFlags(clean(command)) {
			if last := &lines[len(lines)-1]; *last == "" || width(*last+part) <= lineWidth(columns)-4 {
				*last += part
			} else {
				lines = append(lines, "   "+part)
			}
		}
		fmt.Fprintln(w, "  "+strings.Join(lines, " \\\n  "))
	}
	if columns > 0 {
		return // what else it takes is in every file
	}
	for _, line := range r.lines() {
		fmt.Fprint(w, hang("  ", line, columns))
	}
}

// atFlags takes a command apart before each flag outside of quotes.
func atFlags(command string) []string {
	var parts []string
	from, quoted := 0, false
	for i := range len(command) {
		switch {
		case command[i] == '\'' && (quoted || i == 0 || command[i-1] != '\\'):
			quoted = !quoted
		case !quoted && i > from && strings.HasPrefix(command[i:], " --"):
			parts = append(parts, command[from:i])
			from = i
		}
	}
	return append(parts, command[from:])
}
