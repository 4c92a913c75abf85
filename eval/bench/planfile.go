package bench

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/goccy/go-yaml"

	"github.com/seed-9405df2f/assay/corpus/format"
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
	if err := yaml.NewDecoder(file, yaml.Strict()).Decode(&p); err != nil && err != io.EOF {
		return p, fmt.Errorf("%s: %s", path, yaml.FormatError(err, false, true))
	}
	if path == "-" && (slices.Contains(p.Corpora, "-") || p.Outlets == "-") {
		return p, errors.New("the plan came from standard input and names - itself: only one input can come from there; " +
			"save the other to a file")
	}
	return p, nil
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
