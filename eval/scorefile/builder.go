package scorefile

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/seed-9405df2f/assay/spec"
)

// A builder makes a File of what a reader finds.
type builder struct {
	options  Options
	file     *File
	at       map[[3]string]int // of rows, by system, run and item
	columns  []column
	columnOf map[string]int
	joins    bool // several records may be of one item, with different metrics each
	open     bool // any column may hold scores, or something else
}

// A column is what may be a metric.
type column struct {
	name                   string
	numbers, texts, blanks int
	text                   string // the first
	line                   int    // of the text
	skipped                bool   // for its name
}

// A value is the score of an item by a metric, as it is written: a number, or a text that is none.
type value struct {
	metric string
	number float64 // NaN if it is missing
	text   string  // if it is no number
}

// number makes a value of text as in a table.
func number(metric, text string) value {
	text = strings.TrimSpace(text)
	if v, ok := parseNumber(text); ok {
		return value{metric: metric, number: v}
	}
	return value{metric: metric, number: missing, text: text}
}

// parseNumber reads a number, a word for a missing one, or a truth value.
func parseNumber(text string) (v float64, ok bool) {
	switch strings.ToLower(text) {
	case "", "nan", "null", "none", "na", "n/a", "-", "<na>":
		return missing, true
	case "true", "pass", "passed", "correct":
		return 1, true
	case "false", "fail", "failed", "incorrect":
		return 0, true
	}
	v, err := strconv.ParseFloat(text, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) || strings.ContainsAny(text, "xX_") {
		return missing, false
	}
	if math.IsInf(v, 0) {
		v = missing
	}
	return v, true
}

// add adds the scores of an item. Row has no Values yet.
func (b *builder) add(row Row, values []value) error {
	f := b.file
	fault := func(format string, args ...any) error {
		return fmt.Errorf("%s: %w", f.At(row), fmt.Errorf(format, args...))
	}
	row.Item = strings.TrimSpace(row.Item)
	if row.Item == "" {
		return fault("the id of the item is empty: every score needs one")
	}
	key := [3]string{row.System, row.Run, row.Item}
	i, known := b.at[key]
	if !known {
		i = len(f.Rows)
		b.at[key] = i
		f.Rows = append(f.Rows, row)
	}
	to := &f.Rows[i]
	if known && (to.Unit != row.Unit || to.Content != row.Content) {
		return fault("item %q was there already, with another unit or another content (%s): keep one of the two", row.Item, f.At(*to))
	}
	for _, v := range values {
		m, ok := b.columnOf[v.metric]
		if !ok {
			m = len(b.columns)
			b.columnOf[v.metric] = m
			b.columns = append(b.columns, column{name: v.metric})
		}
		for len(to.Values) <= m {
			to.Values = append(to.Values, absent)
		}
		if known && (!b.joins || !Absent(to.Values[m])) {
			return fault("item %q is there twice (first: %s): keep one, or name the column that tells the runs apart, as in table(run=COLUMN)",
				row.Item, f.At(*to))
		}
		b.columns[m].count(v, row.Line)
		to.Values[m] = v.number
	}
	if known && len(values) == 0 {
		return fault("item %q is there twice (first: %s): keep one", row.Item, f.At(*to))
	}
	return nil
}

// absent marks a metric that a record does not have; it is a NaN of its own.
var absent = math.Float64frombits(0x7ff8000000000abc)

// Absent reports whether a value is that of a metric by which an item is not scored at all, where others are; other missing
// values are NaN, too.
func Absent(v float64) bool { return math.Float64bits(v) == math.Float64bits(absent) }

func (c *column) count(v value, line int) {
	switch {
	case v.text != "":
		if c.texts++; c.texts == 1 {
			c.text, c.line = v.text, line
		}
	case math.IsNaN(v.number):
		c.blanks++
	default:
		c.numbers++
	}
}

// finish chooses the metrics.
func (b *builder) finish() (*File, error) {
	f := b.file
	if len(f.Rows) == 0 {
		return nil, fmt.Errorf("%s: there are no scores in it", f.Path)
	}
	var kept []int
	var left []string
	wanted := Names(b.options.Metrics, b.names())
	for _, name := range slices.Concat(wanted, Names(b.options.Also, b.names())) {
		m, ok := b.columnOf[name]
		if !ok {
			return nil, b.unknown(name)
		}
		if !slices.Contains(kept, m) && (wanted == nil || slices.Contains(wanted, name)) {
			kept = append(kept, m)
		}
	}
	named := len(kept)
	for m := range b.columns {
		c := &b.columns[m]
		if wanted != nil || slices.Contains(kept[:named], m) {
			continue
		}
		if b.choose(c) {
			kept = append(kept, m)
		} else if c.skipped {
			left = append(left, c.name)
		}
	}
	for _, m := range kept {
		c := b.columns[m]
		if c.texts > 0 {
			return nil, fmt.Errorf("%s: %s is %q, which is no number: mend it%s", place(f.Path, f.record, c.line), c.name, clip(c.text), b.advice())
		}
		if c.numbers == 0 {
			return nil, fmt.Errorf("%s: %s has no score at all", f.Path, c.name)
		}
	}
	slices.Sort(kept) // in the order of the file
	for _, m := range kept {
		f.Metrics = append(f.Metrics, b.columns[m].name)
	}
	if len(kept) == 0 {
		return nil, fmt.Errorf("%s: no column holds scores that are known to be some (%s): name it with --metric, "+
			"and with --lower if less is better", f.Path, shortList(b.names()))
	}
	if empty := b.empty(); wanted == nil && len(empty) > 0 {
		f.Notes = append(f.Notes, fmt.Sprintf("%s: without any value, and left out: %s.", f.Path, shortList(empty)))
	}
	if len(left) > 0 {
		f.Notes = append(f.Notes, fmt.Sprintf("Not gated, since they may be no scores, or better if lower: %s; --metric NAME takes one in, "+
			"with --lower NAME if less is better.", shortList(left)))
	}
	for i := range f.Rows {
		values := make([]float64, len(kept))
		for k, m := range kept {
			values[k] = absent
			if own := f.Rows[i].Values; m < len(own) {
				values[k] = own[m]
			}
			if Absent(values[k]) && f.Rows[i].failed {
				values[k] = missing
			}
		}
		f.Rows[i].Values = values
	}
	return f, nil
}

func (b *builder) advice() string {
	if b.options.Metrics == nil && b.open {
		return ", or choose the metrics with --metric"
	}
	return ""
}

func (b *builder) names() (list []string) {
	for _, c := range b.columns {
		list = append(list, c.name)
	}
	return list
}

// empty lists the columns of which all values are missing.
func (b *builder) empty() (list []string) {
	for _, c := range b.columns {
		if c.numbers+c.texts == 0 && !NotScore(c.name) {
			list = append(list, c.name)
		}
	}
	return list
}

func (b *builder) unknown(name string) error {
	_, err := spec.Find("metric", b.names(), func(s string) string { return s }, name)
	return fmt.Errorf("%s: %w", b.file.Path, err)
}

// choose reports whether a column holds scores of which more is better, as far as names and values tell.
func (b *builder) choose(c *column) bool {
	switch {
	case c.numbers == 0:
		return !b.open && c.texts > 0 // an evaluator's score that is no number is an error
	case b.open && c.texts > c.numbers:
		return false
	case NotScore(c.name) || LowerBetter(c.name):
		c.skipped = true
		return false
	}
	return true
}

// words divides a name at signs and at capitals.
func words(name string) []string {
	var b strings.Builder
	before := ' '
	for _, r := range name {
		if unicode.IsUpper(r) && unicode.IsLower(before) {
			b.WriteByte(' ')
		}
		before = r
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			r = ' '
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return strings.Fields(b.String())
}

// plainName is a name without what does not set it apart.
func plainName(name string) string { return strings.Join(words(name), "") }

var lowerWords = []string{
	"loss", "nll", "perplexity", "ppl", "bpb", "wer", "cer", "ter", "mae", "mse", "rmse", "brier", "error", "errors", "latency", "duration",
	"runtime", "cost", "toxicity", "bias", "hallucination", "hallucinations",
}

// LowerBetter reports whether the name of a metric is that of one of which less is better.
func LowerBetter(name string) bool {
	return slices.ContainsFunc(words(name), func(w string) bool { return slices.Contains(lowerWords, w) })
}

var otherWords = []string{
	"ms", "seconds", "time", "timestamp", "date", "year", "tokens", "price", "usd", "length", "chars", "count", "index", "idx", "rank",
	"order", "position", "size", "threshold", "weight", "line", "row", "version", "label", "target", "gold", "expected", "answer",
	"prediction", "predicted", "output", "response", "reference", "prompt", "input", "question", "query", "text", "id", "ids",
	"seed", "temperature",
}

// NotScore reports whether the name of a column is one of something else than scores: its last word is.
func NotScore(name string) bool {
	w := words(name)
	return len(w) == 0 || w[0] == "unnamed" || slices.Contains(otherWords, w[len(w)-1])
}

// clip shortens a text for a message.
func clip(text string) string {
	if r := []rune(text); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return text
}
