package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// report writes the result in the formats asked for.
func (k *checkFlags) report(s streams, r *gate.Result) error {
	doc := views.Check(r, k.stories)
	write := func(w io.Writer, format string) error {
		if format == "json" {
			return writeJSON(w, r)
		}
		return reports.WriteCheck(w, doc, format)
	}
	for _, a := range k.also {
		name, path, _ := strings.Cut(a, "=")
		if err := atomicfile.Write(path, func(w io.Writer) error { return write(w, name) }); err != nil {
			return err
		}
	}
	if summary := os.Getenv("GITHUB_STEP_SUMMARY"); summary != "" && k.o.format == "github" {
		if err := appendTo(summary, doc); err != nil {
			return err
		}
	}
	if k.o.format == "text" {
		return k.o.writeReport(s, doc)
	}
	return k.o.write(s, func(w io.Writer) error {
		var b bytes.Buffer // all or nothing
		if err := write(&b, k.o.format); err != nil {
			return err
		}
		_, err := w.Write(b.Bytes())
		return err
	})
}

// appendTo adds the report as Markdown to the summary of a job, which other steps
// may have begun.
func appendTo(path string, doc *reports.Document) error {
	var b bytes.Buffer
	if err := reports.WriteSummary(&b, doc); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("GITHUB_STEP_SUMMARY: %w", err)
	}
	_, err = f.Write(b.Bytes())
	return errors.Join(err, f.Close())
}
