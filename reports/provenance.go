package reports

import (
	"fmt"
	"regexp"
	"strings"
)

// Provenance is what it takes to make the numbers of a report again, and to see whether
// they are the same.
type Provenance struct {
	Commands   []string `json:"commands"` // of a shell; several where no one command makes all the results
	Corpora    []Source `json:"corpora"`
	Labels     []Source `json:"labels,omitempty"` // what was found, where it was read from files
	Algorithms []string `json:"algorithms"`       // canonical specs
	Metrics    []string `json:"metrics"`          // canonical specs
	Policies   []string `json:"policies"`
	Seeds      []uint64 `json:"seeds"`
	Orders     int      `json:"orders,omitempty"` // further runs in another order
	Replicates []int    `json:"replicates"`       // of the bootstrap
	Outlets    []string `json:"outlets,omitempty"`
	Inputs     []string `json:"inputs,omitempty"` // fingerprints of files that algorithms and metrics read, each after who reads it
	Versions   []string `json:"versions"`         // of assay
	Hosts      []string `json:"hosts"`
}

// A Source names a corpus, or labels, so that others can be told from them.
type Source struct {
	Name        string `json:"name"`
	Fingerprint string `json:"fingerprint,omitempty"` // empty for labels that are no file
	Path        string `json:"path"`                  // where it was
}

// lines are in words what the commands do not.
func (r *Provenance) lines() []string {
	var list []string
	for _, c := range r.Corpora {
		list = append(list, c.line())
	}
	for _, l := range r.Labels {
		list = append(list, "labels "+l.line())
	}
	for _, p := range r.Policies {
		list = append(list, "policy: "+p)
	}
	seeds := fmt.Sprintf("%s: %s", Plural(len(r.Seeds), "seed", "seeds"), Ranges(r.Seeds))
	if len(r.Replicates) > 0 {
		seeds += "; replicates of the bootstrap: " + strings.ReplaceAll(strings.Trim(fmt.Sprint(r.Replicates), "[]"), " ", ", ")
	}
	list = append(list, seeds)
	for _, d := range r.Outlets {
		list = append(list, "table of outlets: fingerprint "+d)
	}
	for _, d := range r.Inputs {
		list = append(list, "files read by "+d)
	}
	return append(list, fmt.Sprintf("made by assay %s on %s", strings.Join(r.Versions, ", "), strings.Join(r.Hosts, " and on ")))
}

func (c Source) line() string {
	line := c.Name
	if c.Fingerprint != "" {
		line += ": fingerprint " + c.Fingerprint
	}
	if c.Path != "" && c.Path != c.Name {
		line += ", was at " + c.Path
	}
	return line
}

// Command is a command line as a POSIX shell reads it.
func Command(words ...string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = quoteShell(w)
	}
	return strings.Join(quoted, " ")
}

var plainWord = regexp.MustCompile(`^[A-Za-z0-9_./:=,@%+-]+$`)

// quoteShell writes a word so that a POSIX shell reads it as it is.
func quoteShell(s string) string {
	if plainWord.MatchString(s) {
		return s
	}
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Runs takes ascending numbers apart where they do not follow each other.
func Runs(numbers []uint64) [][]uint64 {
	var runs [][]uint64
	for i, n := range numbers {
		if i == 0 || n != numbers[i-1]+1 {
			runs = append(runs, nil)
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], n)
	}
	return runs
}

// Ranges writes ascending numbers as 1–3, 7.
func Ranges(numbers []uint64) string {
	var list []string
	for _, run := range Runs(numbers) {
		if last := run[len(run)-1]; last > run[0] {
			list = append(list, fmt.Sprintf("%d–%d", run[0], last))
		} else {
			list = append(list, fmt.Sprint(last))
		}
	}
	return strings.Join(list, ", ")
}
