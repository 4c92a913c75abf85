package reports

import (
	"fmt"
	"io"
)

// WriteSummary writes a document of a check as Markdown, the verdict first: for the
// summary of a job, or a comment.
func WriteSummary(w io.Writer, d *Document) error {
	if _, err := fmt.Fprintf(w, "## assay check: %s\n\n%s\n\n", d.Verdict, escapeMarkdown(d.Notes[0])); err != nil {
		return err
	}
	rest := *d
	rest.Notes = d.Notes[1:]
	return writeMarkdown(w, &rest)
}
