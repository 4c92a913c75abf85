package reference

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// WriteCounts writes how many entries each list has.
func WriteCounts(w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, k := range Kinds() {
		fmt.Fprintf(out, "%-12s %4d   assay list %[1]s\n", k.Name, len(k.Entries))
	}
	return out.Flush()
}

// WriteSummary writes a list with a line for each entry: its name, and what it is. Metrics
// that are readings of one thing share a line.
func WriteSummary(w io.Writer, k Kind) error {
	lines := summaries(k.Entries)
	wide := 0
	for _, l := range lines {
		wide = max(wide, utf8.RuneCountInString(l.name))
	}
	out := bufio.NewWriter(w)
	for _, l := range lines {
		fmt.Fprintf(out, "%s%s  %s\n", l.name, strings.Repeat(" ", wide-utf8.RuneCountInString(l.name)), l.title)
	}
	fmt.Fprintf(out, "\n%d %s. In full: assay list %[2]s NAME, or all with -v.\n", len(k.Entries), k.Name)
	return out.Flush()
}

// A summary is a line: an entry, or several that are readings of one thing.
type summary struct{ name, title string }

// readings are the endings of names that share a line, with the words that end their
// titles; those of the first kind stand for the whole, the others vary an entry of their
// own.
var readings = []struct{ ending, word string }{{".p", "precision"}, {".r", "recall"}, {".f1", "F1"}}

var variants = []string{".bias", ".error"}

// extended are the metrics that equal others on groups that do not overlap.
var extended = map[string]string{"b3x": "b3"}

func summaries(entries []Entry) []summary {
	var names []string
	for _, e := range entries {
		names = append(names, e.Name)
	}
	var list []summary
	at := map[string]int{} // of the line of a stem
	for _, e := range entries {
		if base := variantOf(e.Name); slices.Contains(names, base) {
			if i, ok := at[base]; ok {
				list[i].name += ", " + strings.TrimPrefix(e.Name, base)
				continue
			}
		}
		stem, word := reading(e)
		if of := extended[stem]; of != "" {
			if i := at[of]; !strings.Contains(list[i].title, stem) {
				list[i].title += fmt.Sprintf("; %s: for groups that overlap", stem)
			}
			continue
		}
		if i, ok := at[stem]; ok && word != "" {
			list[i].name += ", " + strings.TrimPrefix(e.Name, stem)
			list[i].title += ", " + word
			continue
		}
		at[stem], at[e.Name] = len(list), len(list)
		list = append(list, summary{e.Name, e.Title})
	}
	return list
}

// variantOf is the name of what an entry varies; empty if it varies nothing.
func variantOf(name string) string {
	for _, ending := range variants {
		if base, ok := strings.CutSuffix(name, ending); ok {
			return base
		}
	}
	return ""
}

// reading is the stem of a name, and the word for what of it is read; the name and "" if it
// is no reading.
func reading(e Entry) (stem, word string) {
	for _, r := range readings {
		if stem, ok := strings.CutSuffix(e.Name, r.ending); ok && strings.HasSuffix(e.Title, r.word) {
			return stem, r.word
		}
	}
	return e.Name, ""
}
