package views

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/eval/explain"
)

// WriteRepair writes the script of a repair as lines of text.
func WriteRepair(w io.Writer, s explain.Script) error {
	b := bufio.NewWriter(w)
	fmt.Fprintf(b, "# %s, %s: %d splits, %d moves, %d merges; cost %g\n",
		clipped(s.Corpus, 100), clipped(s.Run, 200), s.Splits, s.Moves, s.Merges, s.Cost)
	for _, step := range s.Steps {
		what := "all"
		if step.Op != explain.Merge {
			what = quoted(step.Articles)
		}
		fmt.Fprintf(b, "%s\t%q\tinto\t%q\t%s", step.Op, step.Cluster, step.Into, what)
		if step.Story != "" {
			fmt.Fprintf(b, "\t# story %s", tidy(step.Story))
		}
		b.WriteByte('\n')
	}
	return b.Flush()
}

func quoted(ids []string) string {
	list := make([]string, len(ids))
	for i, id := range ids {
		list[i] = fmt.Sprintf("%q", id)
	}
	return strings.Join(list, " ")
}
