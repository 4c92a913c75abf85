package main

import (
	"bytes"
	"encoding/json"
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
	for _, a := range k.also {
		name, path, _ := strings.Cut(a, "=")
		if err := atomicfile.Write(path, func(w io.Writer) error { return writeCheck(w, r, name, k.stories) }); err != nil {
			return err
		}
	}
	if summary := os.Getenv("GITHUB_STEP_SUMMARY"); summary != "" && k.o.format == "github" {
		if err := appendTo(summary, r, k.stories); err != nil {
			return err
		}
	}
	if k.o.format == "text" {
		return k.o.writeReport(s, views.Check(r, k.stories))
	}
	return k.o.write(s, func(w io.Writer) error {
		var b bytes.Buffer // all or nothing
		if err := writeCheck(&b, r, k.o.format, k.stories); err != nil {
			return err
		}
		_, err := w.Write(b.Bytes())
		return err
	})
}

func writeCheck(w io.Writer, r *gate.Result, format string, stories int) error {
	switch format {
	case "json":
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(r)
	case "md":
		return reports.WriteSummary(w, views.Check(r, stories))
	case "junit":
		return reports.WriteJUnit(w, views.Check(r, stories))
	case "github":
		return reports.WriteGitHub(w, views.Check(r, stories), r.Baseline)
	}
	return reports.Write(w, views.Check(r, stories), format)
}

// appendTo adds the report as Markdown to the summary of a job, which other steps
// may have begun.
func appendTo(path string, r *gate.Result, stories int) error {
	var b bytes.Buffer
	if err := reports.WriteSummary(&b, views.Check(r, stories)); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("GITHUB_STEP_SUMMARY: %w", err)
	}
	_, err = f.Write(b.Bytes())
	return errors.Join(err, f.Close())
}
