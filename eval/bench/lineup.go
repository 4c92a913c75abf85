package bench

import (
	"cmp"
	"context"
	_ "embed"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval/results"
)

//go:embed lineup.txt
var lineupText string

// A usual algorithm is one of the default line-up, with the time that it takes by itself.
type usual struct {
	spec              string
	seconds           float64 // of a processor, on articles in stories as below
	articles, stories float64 // powers of these by which the time grows
}

// What the seconds of a usual algorithm were measured on.
const (
	measuredArticles = 10_000
	measuredStories  = 500
)

// patience is the time of a processor beyond which an algorithm is left out of the default
// line-up.
const patience = 10 * time.Minute

// quick is the time of the whole line-up up to which it runs in its own order.
const quick = time.Minute

// lineup reads the default line-up: a line for each algorithm, # before a comment.
func lineup() []usual {
	var list []usual
	for line := range strings.Lines(lineupText) {
		var u usual
		if n, _ := fmt.Sscan(line, &u.spec, &u.seconds, &u.articles, &u.stories); n == 4 && u.spec != "#" {
			list = append(list, u)
		}
	}
	return list
}

// Lineup is the default choice of algorithms.
func Lineup() []string {
	var specs []string
	for _, u := range lineup() {
		specs = append(specs, u.spec)
	}
	return specs
}

// on is the time that the algorithm is expected to take on a corpus.
func (u *usual) on(c results.Corpus) time.Duration {
	seconds := u.seconds * math.Pow(float64(c.Articles)/measuredArticles, u.articles) * math.Pow(float64(c.Stories)/measuredStories, u.stories)
	return time.Duration(min(seconds, math.MaxInt32) * float64(time.Second))
}

// fitting are the candidates of the default line-up for a corpus. On a large one the fast
// ones come first, so that there is soon something to see, and those that would take too
// long are left out, which it notes.
func fitting(ctx context.Context, candidates []candidate, c results.Corpus, path string) []candidate {
	type timed struct {
		candidate
		takes time.Duration
	}
	var list []timed
	var slow []string
	total := time.Duration(0)
	for i, u := range lineup() {
		if takes := u.on(c); takes <= patience {
			list = append(list, timed{candidates[i], takes})
			total += takes
		} else {
			slow = append(slow, u.spec)
		}
	}
	if len(slow) > 0 {
		format.Note(ctx, corpus.Fault{Pos: corpus.Pos{File: path}, Kind: corpus.Decision, Message: fmt.Sprintf(
			"%d articles of %d stories are many: the line-up leaves out what takes more than %.0f minutes of a processor, "+
				"which --algorithm runs: %s", c.Articles, c.Stories, patience.Minutes(), strings.Join(slow, ", "))})
	}
	if total > quick {
		slices.SortStableFunc(list, func(a, b timed) int { return cmp.Compare(a.takes, b.takes) })
	}
	kept := make([]candidate, len(list))
	for i, t := range list {
		kept[i] = t.candidate
	}
	return kept
}
