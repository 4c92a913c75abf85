package main

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-9405df2f/assay/cmd/internal/flags"
	"github.com/seed-9405df2f/assay/eval/gate"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/views"
)

// report writes the result in the formats asked for.
func (k *checkFlags) report(s flags.Streams, r *gate.Result) error {
	doc := views.Check(r, k.stories)
	write := func(w io.Writer, format string) error {
		if format == "json" {
			return reports.WriteJSON(w, r)
		}
		return reports.WriteCheck(w, doc, format)
	}
	for _, a := range k.also {
		name, path, _ := strings.Cut(a, "=")
		if err := atomicfile.Write(path, func(w io.Writer) error { return write(w, name) }); err != nil {
			return err
		}
	}
	if summary := os.Getenv(stepSummary); summary != "" && k.o.Format == "github" {
		if err := reports.AppendSummary(summary, doc); err != nil {
			return fmt.Errorf("%s: %w", stepSummary, err)
		}
	}
	if k.o.Format == "text" {
		return k.o.WriteReport(s, doc)
	}
	return k.o.Write(s, func(w io.Writer) error {
		var b bytes.Buffer // all or nothing
		if err := write(&b, k.o.Format); err != nil {
			return err
		}
		_, err := w.Write(b.Bytes())
		return err
	})
}
