package format

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/table"
	"github.com/seed-9405df2f/assay/spec"
)

var judgedPairs = Format{
	Name:  "pairs",
	Title: "judged pairs",
	Doc: "Pairs of articles that people judged: CSV, TSV or JSON lines with id_a, id_b (or a and b, id1 and id2, left and right) and same: " +
		"yes, no or unsure, 1 or 0, OK or BAD, or a grade with same_at; judge and time are optional. " +
		"They are gold for assay score, compare, bench and check, by metrics of pairs; articles names the corpus that was judged.",
	Detect: func(_ Source, head []byte) bool { return isPairs(head) },
	New:    func() Reader { return spec.Defaults(new(pairsReader)) },
}

type pairsReader struct {
	SameAt string `spec:"same_at" default:"" doc:"the grade from which on two articles are of one story"`
	Same   string `spec:"same" default:"" doc:"column of the answers"`
	Corpus string `spec:"articles" default:"" doc:"the corpus with the texts of the articles, for commands that run algorithms: a path or a name"`

	wanted bool // judgements, and not articles
}

// The names of columns, in lower case.
var (
	pairColumns = [][2]string{
		{"id_a", "id_b"}, {"a", "b"}, {"id1", "id2"}, {"id_1", "id_2"}, {"left", "right"}, {"left_id", "right_id"}, {"first_url", "second_url"},
	}
	sameColumns  = []string{"same", "same_story", "is_same", "answer", "judgement", "quality"}
	gradeColumns = []string{"label", "grade", "score"} // which other tables have as well
)

var answers = map[string]corpus.Answer{
	"yes": corpus.Yes, "y": corpus.Yes, "true": corpus.Yes, "ok": corpus.Yes, "same": corpus.Yes,
	"no": corpus.No, "n": corpus.No, "false": corpus.No, "bad": corpus.No, "different": corpus.No,
	"unsure": corpus.Unsure, "?": corpus.Unsure, "maybe": corpus.Unsure, "unknown": corpus.Unsure,
}

// isPairs reports whether the columns of the first line are those of judged pairs, whatever
// else they may be.
func isPairs(head []byte) bool {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	if isLabelled(line) {
		return true
	}
	var names []string
	if fields := map[string]any{}; json.Unmarshal(line, &fields) == nil {
		for name := range fields {
			names = append(names, name)
		}
	} else {
		row := csv.NewReader(bytes.NewReader(line))
		if bytes.ContainsRune(line, '\t') {
			row.Comma = '\t'
		}
		names, _ = row.Read()
		for i := range names {
			names[i] = strings.ToLower(strings.TrimSpace(names[i]))
		}
	}
	pair, ok := columnsOfPair(names)
	columns := sameColumns
	if len(pair[0]) > 1 { // a and b alone may be anything
		columns = slices.Concat(sameColumns, gradeColumns)
	}
	return ok && slices.ContainsFunc(columns, func(name string) bool { return slices.Contains(names, name) })
}

func columnsOfPair(names []string) (pair [2]string, ok bool) {
	for _, pair := range pairColumns {
		if slices.Contains(names, pair[0]) && slices.Contains(names, pair[1]) {
			return pair, true
		}
	}
	return pair, false
}

// Read reads the judgements as the gold of a corpus without texts.
func (r *pairsReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	j, err := r.judgements(src, report)
	switch {
	case err != nil:
		return nil, err
	case r.Corpus != "":
		c, err := open(ctx, r.Corpus, report, nil)
		if err != nil {
			return nil, fmt.Errorf("%s: its articles: %w", src.name, err)
		}
		return j.Of(c)
	case r.wanted:
		return j.Corpus(src.BaseName()), nil
	case !ofTexts(j):
		return nil, fmt.Errorf("%s: the file holds judged pairs, neither articles nor their groups: assay score %[1]s FOUND scores clusters by "+
			"them; where articles are clustered, name their corpus, as in \"pairs(articles=CORPUS):%[1]s\"", src.name)
	}
	note := "the ids of the judged pairs are texts: they are taken for the titles of articles"
	return titled(j, src.BaseName()), reportNotes(src, []string{note}, report)
}

// ofTexts reports whether the ids of all judged articles are texts of several words, as in tables of pairs of headlines.
func ofTexts(j *corpus.Judgements) bool {
	return !slices.ContainsFunc(j.IDs(), func(id string) bool { return len(strings.Fields(id)) < 2 })
}

// titled makes a corpus of articles whose ids are their titles.
func titled(j *corpus.Judgements, name string) *corpus.Corpus {
	c := j.Corpus(name).WithArticles()
	for i := range c.Articles {
		c.Articles[i].Title = c.Articles[i].ID
	}
	return c
}

// judgements reads the file.
func (r *pairsReader) judgements(src Source, report Reporter) (*corpus.Judgements, error) {
	p := pairRows{judged: &corpus.Judgements{Path: src.name}, same: append([]string{r.Same}, slices.Concat(sameColumns, gradeColumns)...)}
	if r.SameAt != "" {
		at, err := strconv.ParseFloat(r.SameAt, 64)
		if err != nil {
			return nil, fmt.Errorf("pairs: same_at=%s: a number is wanted, the least grade of two articles of one story", r.SameAt)
		}
		p.sameAt = &at
	}
	text, err := src.openText("")
	if err != nil {
		return nil, err
	}
	defer text.Close()
	in := bufio.NewReader(text)
	if head, _ := in.Peek(100); isLabelled(head) {
		if err := p.labelled(in); err != nil {
			return nil, err
		}
		return p.judged, p.any()
	}
	rows := table.Table{
		Columns:  slices.Concat(p.same, []string{"judge", "time"}),
		Required: [][]string{slices.DeleteFunc(slices.Clone(p.same), func(name string) bool { return name == "" })},
		Booleans: true, Header: "id_a,id_b,same", Object: `{"id_a":"7","id_b":"12","same":"yes"}`, Row: p.add,
	}
	for _, pair := range pairColumns {
		rows.Columns = append(rows.Columns, pair[0], pair[1])
	}
	if line, err := rows.Read(in); err != nil {
		return nil, fmt.Errorf("%s: %w", corpus.Pos{File: src.name, Line: line}, err)
	}
	if err := p.any(); err != nil {
		return nil, err
	}
	var notes []string
	if p.open > 0 {
		notes = append(notes, fmt.Sprintf("%d rows have no answer and are left out", p.open))
	}
	if p.itself > 0 {
		notes = append(notes, fmt.Sprintf("%d rows pair an article with itself and are left out", p.itself))
	}
	return p.judged, reportNotes(src, notes, report)
}

// any is an error if there are no judgements.
func (p *pairRows) any() error {
	if len(p.judged.List) == 0 {
		return fmt.Errorf("%s: no pair is judged in it", p.judged.Path)
	}
	return nil
}

// isLabelled reports whether a first line is that of a file of assay label.
func isLabelled(line []byte) bool {
	return bytes.HasPrefix(line, []byte(`{"schema":"assay/judgements/`))
}

// labelled reads a file of assay label: answers of people to pairs, and of single articles with each that was shown with it.
func (p *pairRows) labelled(in *bufio.Reader) error {
	for number := 1; ; number++ {
		text, err := in.ReadBytes('\n')
		if errors.Is(err, io.EOF) { // what follows the last line end was cut off
			return nil
		}
		if err != nil {
			return err
		}
		var x struct {
			Question string `json:"question"`

			A     string        `json:"id_a"`
			B     string        `json:"id_b"`
			Same  corpus.Answer `json:"same"`
			Judge string        `json:"judge"`
			Model bool          `json:"model"`
			Time  corpus.Moment `json:"time"`
			Focus string        `json:"focus"`

			Groups []struct {
				Articles []string `json:"articles"`
				Same     []string `json:"same"`
			} `json:"groups"`
		}
		if number == 1 {
			if err := p.design(text); err != nil {
				return fmt.Errorf("%s: %w", corpus.Pos{File: p.judged.Path, Line: number}, err)
			}
			continue
		}
		if err := json.Unmarshal(text, &x); err != nil {
			return fmt.Errorf("%s: no judgement: %w", corpus.Pos{File: p.judged.Path, Line: number}, err)
		}
		add := func(a, b string, same corpus.Answer) {
			p.judged.List = append(p.judged.List, corpus.Judgement{A: a, B: b, Same: same, Judge: x.Judge, Time: x.Time, Line: number,
				Stratum: p.stratumOf(x.Question)})
		}
		if x.Model {
			continue
		}
		if x.A != "" && x.B != "" && x.A != x.B {
			add(x.A, x.B, x.Same)
		}
		for _, g := range x.Groups {
			for _, id := range g.Articles {
				switch {
				case x.Same == corpus.Unsure:
					add(x.Focus, id, corpus.Unsure)
				case slices.Contains(g.Same, id):
					add(x.Focus, id, corpus.Yes)
				default:
					add(x.Focus, id, corpus.No)
				}
			}
		}
	}
}

// design reads the first line of a file of assay label: the strata of which pairs were drawn.
func (p *pairRows) design(line []byte) error {
	var h struct {
		Survey struct {
			Bands  int `json:"bands"`
			Strata []struct {
				Together int   `json:"together"`
				Band     int   `json:"band"`
				Pairs    int64 `json:"pairs"`
			} `json:"strata"`
		} `json:"survey"`
	}
	if err := json.Unmarshal(line, &h); err != nil {
		return fmt.Errorf("no header of judgements: %w", err)
	}
	for _, s := range h.Survey.Strata {
		if s.Pairs < 1 {
			return fmt.Errorf("the design has a stratum of %d pairs: the header is damaged", s.Pairs)
		}
		p.judged.Strata = append(p.judged.Strata, corpus.PairStratum{Pairs: s.Pairs, Far: s.Together == 0 && s.Band == h.Survey.Bands-1})
	}
	return nil
}

// stratumOf is the number of the stratum from 1 of a question such as p3.14, 0 if it has none.
func (p *pairRows) stratumOf(question string) int {
	var h, k int
	if n, err := fmt.Sscanf(question, "p%d.%d", &h, &k); n != 2 || err != nil || h < 0 || h >= len(p.judged.Strata) {
		return 0
	}
	return h + 1
}

// pairRows collects the rows of a table of judgements.
type pairRows struct {
	judged *corpus.Judgements
	same   []string // columns of answers, the first that is there counts
	sameAt *float64
	open   int // rows without an answer
	itself int // rows that pair an article with itself
}

func (p *pairRows) add(line int, row map[string]string) error {
	names := make([]string, 0, len(row))
	for name := range row {
		names = append(names, name)
	}
	columns, ok := columnsOfPair(names)
	if !ok {
		return errors.New("the columns of the two articles are missing: name them id_a and id_b")
	}
	x := corpus.Judgement{A: plainGroup(row[columns[0]]), B: plainGroup(row[columns[1]]), Judge: strings.TrimSpace(row["judge"]), Line: line}
	var err error
	if x.Time, err = corpus.ParseMoment(strings.TrimSpace(row["time"])); err != nil {
		return err
	}
	for _, name := range p.same {
		text, ok := row[name]
		switch {
		case !ok:
			continue
		case strings.TrimSpace(text) == "":
			p.open++
			return nil
		}
		if x.Same, err = p.answer(strings.TrimSpace(text)); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		break
	}
	switch {
	case x.A == "" || x.B == "":
		return errors.New("the id of an article is missing: each row needs two")
	case x.A == x.B:
		p.itself++
		return nil
	}
	p.judged.List = append(p.judged.List, x)
	return nil
}

func (p *pairRows) answer(text string) (corpus.Answer, error) {
	if a, ok := answers[strings.ToLower(text)]; ok {
		return a, nil
	}
	grade, err := strconv.ParseFloat(text, 64)
	switch {
	case err != nil || grade != grade:
		return "", fmt.Errorf("%q is no answer: write yes, no or unsure, 1 or 0, or a grade", text)
	case p.sameAt != nil && grade >= *p.sameAt, p.sameAt == nil && grade == 1:
		return corpus.Yes, nil
	case p.sameAt == nil && grade != 0:
		return "", fmt.Errorf("%s is a grade: say from which on two articles are of one story, as in --same-at 4", text)
	}
	return corpus.No, nil
}
