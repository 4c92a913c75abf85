package bench

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/corpus/gold"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/spec"
)

// ReadPlan reads a plan from YAML; unknown fields are errors. - is standard input, which
// format.Streams gives.
func ReadPlan(ctx context.Context, path string) (Plan, error) {
	var p Plan
	file, err := format.OpenFile(ctx, path)
	if err != nil {
		return p, err
	}
	defer file.Close()
	raw, err := io.ReadAll(file)
	if err != nil {
		return p, err
	}
	depth, longest := shapeOf(raw)
	if depth > deepest {
		return p, fmt.Errorf("%s: lists within lists, %d deep: a plan has fields, and lists of names", path, depth)
	}
	if err := yaml.NewDecoder(bytes.NewReader(raw), yaml.Strict()).Decode(&p); err != nil && err != io.EOF {
		return p, fmt.Errorf("%s: %s", path, yaml.FormatError(err, false, longest <= longestShown))
	}
	if path == "-" && (slices.Contains(p.Corpora, "-") || p.Outlets == "-") {
		return p, errors.New("the plan came from standard input and names - itself: only one input can come from there; " +
			"save the other to a file")
	}
	return p, nil
}

// Limits, since the parser takes time quadratic in them: how deep a plan may be nested, and
// the length of lines, in bytes, that an error shows.
const (
	deepest      = 50
	longestShown = 1000
)

// shapeOf returns how deep YAML is nested on one line, by its marks alone, and the length of
// its longest line.
func shapeOf(raw []byte) (depth, longest int) {
	open := 0
	for line := range bytes.Lines(raw) {
		longest = max(longest, len(line))
		items := 0
		for rest := bytes.TrimLeft(line, " "); bytes.HasPrefix(rest, []byte("- ")); rest = bytes.TrimLeft(rest[1:], " ") {
			items++
		}
		for i, c := range line {
			if c == '#' && (i == 0 || line[i-1] == ' ') {
				break // a comment
			}
			switch c {
			case '[', '{':
				open++
			case ']', '}':
				open = max(0, open-1)
			}
			depth = max(depth, open+items)
		}
	}
	return depth, longest
}

// WritePlan writes a plan as a file that explains itself: what the plan leaves open is there
// as a comment, with its default.
func WritePlan(w io.Writer, p Plan) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "# What assay bench runs: every algorithm on every corpus. Lines after # are defaults: take away the # and change them.\n")
	list := func(name, about string, given, defaults []string) {
		mark := ""
		if len(given) == 0 {
			mark, given = "# ", defaults
		}
		fmt.Fprintf(out, "\n# %s\n%s%s:\n", about, mark, name)
		for _, item := range given {
			fmt.Fprintf(out, "%s  - %q\n", mark, item)
		}
	}
	list("corpora", "Paths or embedded names, with @level and #split.", p.Corpora, gold.Defaults())
	list("algorithms", "assay list algorithms shows what there is. distance=0.5..0.9/5 tries five values; k=gold is an oracle.",
		p.Algorithms, Lineup())
	list("metrics", "assay list metrics shows what there is.", p.Metrics, Metrics())
	fmt.Fprintln(out)
	writeFields(out, "", &p)
	mark := "# "
	if p.Policy != (eval.Policy{}) {
		mark = ""
	}
	fmt.Fprintf(out, "\n# What is done with articles that do not fit the comparison.\n%spolicy:\n", mark)
	writeFields(out, "  ", &p.Policy)
	return out.Flush()
}

// writeFields writes the parameters of a struct, as comments where they are not set.
func writeFields(w io.Writer, indent string, v any) {
	for _, f := range spec.Params(v) {
		value, mark := f.Get(v), ""
		if value == "" || value == "0" || value == "0s" || value == f.Default {
			value, mark = f.Default, "# "
		}
		about := f.Doc
		if f.OneOf != "" {
			about += ": " + strings.ReplaceAll(f.OneOf, ",", ", ")
		}
		fmt.Fprintf(w, "%s%s%-24s # %s\n", mark, indent, f.Name+": "+value, about)
	}
}

// saved returns the plan with streams, such as standard input, saved in the folder of the
// results: each trial opens them again, and so does who repeats it.
func (p Plan) saved(ctx context.Context, dir string) (_ Plan, err error) {
	p.Corpora = slices.Clone(p.Corpora)
	for i := range p.Corpora {
		if p.Corpora[i], err = format.SaveStream(ctx, p.Corpora[i], dir, p.Rows.Formats...); err != nil {
			return p, err
		}
	}
	if p.Outlets != "" {
		p.Outlets, err = format.SaveStream(ctx, p.Outlets, dir)
	}
	return p, err
}

// WriteTrials writes a line for each trial of a plan.
func WriteTrials(ctx context.Context, w io.Writer, p Plan) error {
	trials, err := Trials(ctx, p)
	for _, t := range trials {
		if _, err := fmt.Fprintf(w, "%s  %s  seed %d  %s\n", t.Key(), t.Corpus.Name, t.Seed, t.Algorithm); err != nil {
			return err
		}
	}
	return err
}
