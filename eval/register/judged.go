package register

import (
	"bufio"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/eval/stats"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

// A judged is a summary, with what people say of the key points that it may cover.
type judged struct {
	Group, System string // a group of summaries has the same key points
	Points        []string
	Sentences     []string  // or bullets: what can cover a point
	Human         []float64 // of each point: 0, 1, or .5 for half of it
	Judges        map[string][]float64
}

// jsonLines calls read for each line of a file of JSON lines, plain or compressed.
func jsonLines[T any](path string, read func(T) error) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	plain, err := compressed.NewReader(f)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	defer plain.Close()
	lines := bufio.NewScanner(plain)
	lines.Buffer(nil, 1<<26)
	for n := 1; lines.Scan(); n++ {
		var v T
		err := json.Unmarshal(lines.Bytes(), &v)
		if err == nil {
			err = read(v)
		}
		if err != nil {
			return fmt.Errorf("%s, line %d: %w", path, n, err)
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return nil
}

var sourceMarks = regexp.MustCompile(`(\[\d+\])+`)

// readSummHay reads summaries of SummHay, one a line, without the marks of their sources.
func readSummHay(path string) (list []judged, err error) {
	type line struct {
		Group    string `json:"subtopic_id"`
		System   string
		Summary  []string
		Insights []struct{ Text string }
		Human    []float64
		Judges   map[string][]float64
	}
	err = jsonLines(path, func(l line) error {
		j := judged{Group: l.Group, System: l.System, Human: l.Human, Judges: l.Judges}
		for _, i := range l.Insights {
			j.Points = append(j.Points, i.Text)
		}
		for _, bullet := range l.Summary {
			j.Sentences = append(j.Sentences, sourceMarks.ReplaceAllString(bullet, ""))
		}
		list = append(list, j)
		return j.check()
	})
	return list, err
}

// readREALSumm reads the documents of REALSumm, with the content units that people found in each summary.
func readREALSumm(path string) (list []judged, err error) {
	type line struct {
		ID      string
		Units   []string `json:"scus"`
		Systems map[string]struct {
			Summary string
			Present []float64 `json:"scu_present"`
		}
	}
	err = jsonLines(path, func(l line) error {
		for _, name := range slices.Sorted(maps.Keys(l.Systems)) {
			s := l.Systems[name]
			j := judged{Group: l.ID, System: name, Points: l.Units, Sentences: text.Sentences(s.Summary, "en"), Human: s.Present}
			if err := j.check(); err != nil {
				return err
			}
			list = append(list, j)
		}
		return nil
	})
	return list, err
}

func (j *judged) check() error {
	if len(j.Points) == 0 || len(j.Human) != len(j.Points) {
		return fmt.Errorf("%d judgements of %d points", len(j.Human), len(j.Points))
	}
	for name, list := range j.Judges {
		if len(list) != len(j.Points) {
			return fmt.Errorf("%s has %d judgements of %d points", name, len(list), len(j.Points))
		}
	}
	return nil
}

// A population is what is correlated.
type population string

const (
	pooled  population = "all summaries"                  // whatever their group
	within  population = "the summaries of each document" // the mean over groups
	systems population = "systems"                        // the means of their summaries
)

// An agreement is the correlation of scores with what people say, and its interval.
type agreement struct{ Value, Low, High float64 }

const resamples = 1000

// agree correlates the scores of summaries with the mean judgements of people. The interval is that of a bootstrap
// over groups, whose summaries are judged by the same key points: 95 %, by percentiles.
func agree(list []judged, scores []float64, at population, of func(x, y []float64) float64) agreement {
	groups := map[string][]int{}
	var names []string
	for i, j := range list {
		if groups[j.Group] == nil {
			names = append(names, j.Group)
		}
		groups[j.Group] = append(groups[j.Group], i)
	}
	human := make([]float64, len(list))
	for i, j := range list {
		human[i] = mean(j.Human)
	}
	d := drawn{list: list, scores: scores, human: human, of: of, each: map[string]float64{}}
	if at == within {
		for name, rows := range groups {
			d.each[name] = d.rows(rows)
		}
	}
	a := agreement{Value: d.value(names, groups, at)}
	random := rand.New(rand.NewPCG(1, uint64(len(names))))
	var values []float64
	sample := make([]string, len(names))
	for range resamples {
		for i := range sample {
			sample[i] = names[random.IntN(len(names))]
		}
		if v := d.value(sample, groups, at); !math.IsNaN(v) {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	a.Low, a.High = math.NaN(), math.NaN()
	if n := len(values); n > 0 {
		a.Low, a.High = values[n*25/1000], values[min(n*975/1000, n-1)]
	}
	return a
}

// A drawn computes a correlation over groups that were drawn.
type drawn struct {
	list          []judged
	scores, human []float64
	of            func(x, y []float64) float64
	each          map[string]float64 // within each group
}

func (d *drawn) rows(rows []int) float64 {
	x, y := make([]float64, len(rows)), make([]float64, len(rows))
	for i, r := range rows {
		x[i], y[i] = d.scores[r], d.human[r]
	}
	return d.of(x, y)
}

func (d *drawn) value(names []string, groups map[string][]int, at population) float64 {
	var rows []int
	sum, n := 0.0, 0.0
	for _, name := range names {
		if at != within {
			rows = append(rows, groups[name]...)
		} else if r := d.each[name]; !math.IsNaN(r) {
			sum += r
			n++
		}
	}
	switch at {
	case within:
		return sum / n
	case systems:
		return d.systems(rows)
	}
	return d.rows(rows)
}

func (d *drawn) systems(rows []int) float64 {
	ours, theirs, count := map[string]float64{}, map[string]float64{}, map[string]float64{}
	for _, r := range rows {
		s := d.list[r].System
		ours[s] += d.scores[r]
		theirs[s] += d.human[r]
		count[s]++
	}
	var x, y []float64
	for _, s := range slices.Sorted(maps.Keys(count)) {
		x, y = append(x, ours[s]/count[s]), append(y, theirs[s]/count[s])
	}
	return d.of(x, y)
}

func mean(values []float64) float64 {
	sum := 0.0
	for _, v := range values {
		sum += v
	}
	return sum / float64(len(values))
}

// A correlation is how an agreement is measured.
type correlation struct {
	name string
	of   func(x, y []float64) float64
}

var coefficients = []correlation{{"Pearson", stats.Pearson}, {"Spearman", stats.Spearman}, {"Kendall", stats.Kendall}}
