package flags

import (
	"errors"
	"io"

	"github.com/spf13/cobra"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/ladder"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
	"github.com/seed-9405df2f/assay/spec"
)

// Ladder writes what cosines mean in a space, on a labelled corpus: list features SPEC --ladder CORPUS.
func Ladder(cmd *cobra.Command, s Streams, o *Output, args []string, on string) error {
	if len(args) != 2 || args[0] != "features" {
		return errors.New(`--ladder belongs to the spec of a space: assay list features "tfidf(min_df=1)" --ladder newsroom`)
	}
	space, err := spec.Parse(args[1])
	if err != nil {
		return err
	}
	c, err := format.Open(cmd.Context(), on)
	if err != nil {
		return err
	}
	l, err := ladder.Of(cmd.Context(), c, space, features.Seed, 0)
	if err != nil {
		return err
	}
	return o.WriteEither(s, l, func(w io.Writer) error { return reports.Write(w, views.Ladder(l), "text") })
}
