// Package progress shows how far a bench is.
package progress

import (
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
	"golang.org/x/term"

	"github.com/seed-9405df2f/assay/eval/bench"
	"github.com/seed-9405df2f/assay/eval/results"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// Show returns what writes the progress of a run: a bar with the time left, for a
// terminal, else a line for each trial.
func Show(w io.Writer, bar bool) func(bench.Progress) {
	if bar {
		return progressBar(w)
	}
	begin := time.Now()
	return func(p bench.Progress) {
		if p.Result == nil || p.Resumed {
			return
		}
		line := fmt.Sprintf("%d/%d  %s  %s", p.Done, p.Total, p.Trial.Corpus.Name, p.Trial.Algorithm)
		if p.Result.Status != results.OK {
			line += fmt.Sprintf("  %s: %s", p.Result.Status, p.Result.Error)
		}
		fmt.Fprintf(w, "%s  (%.0f s)\n", line, time.Since(begin).Seconds())
	}
}

// Steps returns a context whose steps are shown on a line of w if that is a terminal, and
// what takes the line away, after which no step is shown.
func Steps(ctx context.Context, w io.Writer, terminal bool) (showing context.Context, end func()) {
	if !terminal {
		return ctx, func() {}
	}
	var mu sync.Mutex
	shown, ended := false, false
	show := func(text string) {
		mu.Lock()
		defer mu.Unlock()
		if !ended && (shown || text != "") {
			fmt.Fprintf(w, "\r%s\x1b[K", text)
			shown = true
		}
		ended = ended || text == ""
	}
	return progress.With(ctx, func(s progress.Step) { show(s.String()) }), func() { show("") }
}

// barColumns is what the bar, the counts and the times take of a line of the terminal.
const barColumns = 42

func progressBar(w io.Writer) func(bench.Progress) {
	var bar *progressbar.ProgressBar
	return func(p bench.Progress) {
		if bar == nil {
			bar = progressbar.NewOptions(p.Total,
				progressbar.OptionSetWriter(w), progressbar.OptionShowCount(), progressbar.OptionSetPredictTime(true),
				progressbar.OptionSetElapsedTime(true), progressbar.OptionSetWidth(10), progressbar.OptionClearOnFinish())
		}
		if p.Result == nil {
			bar.Describe(describe(p, columns(w)-barColumns))
		}
		bar.Set(p.Done)
	}
}

// columns is the width of a terminal.
func columns(w io.Writer) int {
	if f, ok := w.(interface{ Fd() uintptr }); ok {
		if width, _, err := term.GetSize(int(f.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

// describe says in at most room characters which trial is under way, for how long, and
// what it is doing. Of a long name the beginning is shown.
func describe(p bench.Progress, room int) string {
	var details []string
	if p.Elapsed > 0 {
		details = append(details, fmt.Sprintf("%.0f s", p.Elapsed.Seconds()))
	}
	if p.Step != "" {
		details = append(details, p.Step)
	}
	name, tail := []rune(p.Trial.Corpus.Name+" "+p.Trial.Algorithm.String()), ""
	if details != nil {
		tail = " " + strings.Join(details, ", ")
	}
	if most := max(room-len(tail), 10); len(name) > most {
		name = append(name[:most-1], '…')
	}
	return string(name) + tail
}
