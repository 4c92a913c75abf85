package label

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/spec"
)

// Options are what a judge asks for.
type Options struct {
	Settings
	Out       string `spec:"out" default:"" doc:"file of the judgements: JSON lines, added to and gone on with"`
	Port      int    `spec:"port" default:"0" range:"0:65535" doc:"port of the page on this machine; 0 means any that is free"`
	Sheet     string `spec:"sheet" default:"" doc:"write the questions as one offline page (.html) or a table (.csv) instead"`
	Questions int    `spec:"questions" default:"100" range:"1:" doc:"questions of a sheet"`
	Answers   string `spec:"answers" default:"" doc:"take in the answers of a sheet, and show the figures"`
	Figures   bool   `spec:"figures" default:"false" doc:"only show the figures so far"`
	Model     string `spec:"judge" default:"" doc:"have a language model answer, too: llm(model=M,record=DIR,url=U,calls=200)"`
}

// Run opens a corpus and labels files, and asks a judge about them until the context is done. The figures go to out,
// and what the judge should know to log.
func Run(ctx context.Context, name string, labels []string, o Options, out, log io.Writer) error {
	if err := o.fill(); err != nil {
		return err
	}
	c, err := format.Open(ctx, name)
	if err != nil {
		return err
	}
	var names []string
	var systems []corpus.Labels
	for _, path := range labels {
		l, _, err := format.LabelsOf(ctx, c.IDs(), path, corpus.IDPolicy{})
		if err != nil {
			return err
		}
		short := strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))
		for _, other := range names {
			if other == short {
				return fmt.Errorf("two labels files are called %q: rename one, so that figures name them apart", short)
			}
		}
		names, systems = append(names, short), append(systems, l)
	}
	s, err := Open(ctx, c, names, systems, o.Out, o.Settings)
	if err != nil {
		return err
	}
	defer s.Close()
	switch {
	case o.Sheet != "":
		return atomicfile.Write(o.Sheet, func(w io.Writer) error { return s.WriteSheet(w, o.Questions, filepath.Ext(o.Sheet) == ".csv") })
	case o.Answers != "":
		file, err := format.OpenFile(ctx, o.Answers)
		if err != nil {
			return err
		}
		defer file.Close()
		n, err := s.ReadSheet(file, o.Answers)
		if err != nil {
			return err
		}
		fmt.Fprintf(log, "note: %d answers taken in\n", n)
	case o.Model != "":
		if err := s.askModel(ctx, o.Model, log); err != nil {
			return err
		}
	case !o.Figures:
		if err := serve(ctx, s, o.Port, log); err != nil {
			return err
		}
	}
	return s.WriteText(out)
}

func serve(ctx context.Context, s *Session, port int, log io.Writer) error {
	v, err := Listen(s, port)
	if err != nil {
		return err
	}
	fmt.Fprintf(log, "Open %s in a browser on this machine. Every answer is stored at once; Ctrl-C ends.\n", v.Address())
	return v.Serve(ctx)
}

// fill completes the options.
func (o *Options) fill() error {
	if err := spec.Fill(o); err != nil {
		return err
	}
	if o.Out == "" {
		return errors.New("label needs --out FILE, where the judgements go")
	}
	o.Judge = cmp.Or(o.Judge, os.Getenv("USER"), "judge")
	if o.Sheet != "" && o.Screens != "pairs" {
		return errors.New("a sheet asks about pairs: leave --screens out")
	}
	return nil
}
