package reports

import (
	"bytes"
	"fmt"
	"io"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// CheckFormats lists the formats of a check: those of any report, with the verdict first
// in Markdown, and those of CI systems.
var CheckFormats = []Format{
	text, {Name: "md", Doc: "Markdown tables, the verdict first", Write: WriteSummary}, latex, csvFormat, jsonFormat, htmlFormat,
	{Name: "junit", Doc: "JUnit XML", Write: WriteJUnit}, {Name: "github", Doc: "the log of a GitHub Actions job", Write: WriteGitHub},
}

// WriteCheck writes a document of a check in one of the CheckFormats.
func WriteCheck(w io.Writer, d *Document, format string) error {
	return writeAs(CheckFormats, w, d, format)
}

// WriteSummary writes a document of a check as Markdown, the verdict first: for the
// summary of a job, or a comment.
func WriteSummary(w io.Writer, d *Document) error {
	if _, err := fmt.Fprintf(w, "## assay check: %s\n\n%s\n\n", d.Gate, escapeMarkdown(d.Notes[0])); err != nil {
		return err
	}
	rest := *d
	rest.Notes = d.Notes[1:]
	return writeMarkdown(w, &rest)
}

// AppendSummary adds a document as WriteSummary writes it to the summary of a job, a file
// that other steps may have begun.
func AppendSummary(path string, d *Document) error {
	var b bytes.Buffer
	if err := WriteSummary(&b, d); err != nil {
		return err
	}
	return atomicfile.AppendTo(path, b.Bytes())
}
