package format

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/stringindex"
)

// A kind is that of a value in a record.
type kind uint8

const (
	textValue kind = iota
	numberValue
	boolValue
	nanValue  // NaN, written as a number
	listValue // one of several values of a list
	jsonValue // an object or a list, as JSON
)

// records makes a corpus of records with fields of any name. For each record: begin, set
// for each value, end; finish at the end of all.
type records struct {
	params  *fieldParams
	form    string
	src     Source
	report  Reporter
	mapping *mapping

	articles  []corpus.Article
	alone     bool // ids and groups are kept in the lists below, and there are no articles
	rowIDs    []string
	rowLines  []int32
	arena     arena
	labelText arena // apart, so that they lie side by side
	words     wordList
	ids       stringindex.Index
	dates     corpus.Dates

	groups    stringindex.Index // of names, as they are written
	names     []groupName
	groupOf   []int32             // of each article, -1 for none
	several   map[int][]string    // the labels of articles that have several
	langs     map[string]string   // codes of languages, as they are written
	positions bool                // there is no field for ids: they are numbers of records
	trimmed   int                 // ids with white space around them
	composed  int                 // ids in another Unicode form
	undated   int                 // dates that are a word for none
	refused   int                 // records with faults
	first     corpus.Fault        // of them
	absent    []string            // notes of the form that is read
	classes   map[string][]string // names of numbered classes, by field

	done   int             // articles that are whole
	now    *corpus.Article // the one behind them
	row    corpus.Article  // the same, if labels are read alone
	bad    *corpus.Fault
	labels []string // of the record
	group  int32
	nan    bool
	joined []byte // a text of several parts
	parts  int
	clock  []byte // time of day
}

func newRecords(params *fieldParams, form string, src Source, report Reporter, m *mapping) *records {
	r := &records{params: params, form: form, src: src, report: report, mapping: m, words: wordList{},
		dates:   corpus.Dates{Order: params.order()},
		several: map[int][]string{}, langs: map[string]string{}}
	r.alone = params.labels != nil
	r.positions = !slices.ContainsFunc(m.fields, func(f *field) bool { return f.role == idRole })
	return r
}

// expect makes room for n articles.
func (r *records) expect(n int) {
	if r.alone {
		r.rowIDs, r.rowLines = slices.Grow(r.rowIDs, n), slices.Grow(r.rowLines, n)
	} else {
		r.articles = slices.Grow(r.articles, n)
	}
	r.groupOf = slices.Grow(r.groupOf, n)
}

// begin starts the record of a line.
func (r *records) begin(line int) {
	begun := corpus.Article{Pos: corpus.Pos{File: r.src.name, Line: line}}
	if r.alone {
		r.row = begun
		r.now = &r.row
	} else {
		r.articles = append(r.articles[:r.done], begun)
		r.now = &r.articles[r.done]
	}
	r.bad, r.group, r.labels, r.nan, r.parts, r.clock = nil, -1, nil, false, 0, r.clock[:0]
}

// fault notes what is wrong with the record; the first fault is reported.
func (r *records) fault(k corpus.FaultKind, format string, args ...any) {
	if r.bad == nil {
		r.bad = &corpus.Fault{Pos: r.now.Pos, Kind: k, Severity: corpus.Error, Message: fmt.Sprintf(format, args...)}
	}
}

// set gives the record a value of a field. v is not kept.
func (r *records) set(f *field, v []byte, k kind) {
	if r.params.labels != nil && f.role != idRole && f.role != storyRole {
		return
	}
	if k == jsonValue && f.role != noRole && f.role != imageRole {
		r.fault(corpus.BadSyntax, "field %q: %s does not fit: a text is wanted", f.path, clipped(v))
		return
	}
	switch f.role {
	case idRole:
		r.now.ID = r.arena.keep(r.plainID(v))
	case titleRole:
		r.now.Title = r.arena.keep(v)
	case textRole:
		r.text(v)
	case sourceRole:
		r.now.Source = r.words.keep(bytes.TrimSpace(v))
	case urlRole:
		r.now.URL = r.arena.keep(bytes.TrimSpace(v))
	case publishedRole:
		m, err := r.dates.Parse(view(v))
		if err != nil {
			r.badDate(v, err)
		}
		r.now.Published = m
	case clockRole:
		r.clock = append(r.clock[:0], bytes.TrimSpace(v)...)
	case langRole:
		r.now.Lang = r.lang(v)
	case splitRole:
		r.extra("split", r.words.keep(quoted(v, k)))
	case storyRole:
		r.story(v, k)
	case distractorRole:
		r.distractor(v, k)
	case imageRole:
		r.image(f.path, v, k)
	default:
		if len(v) > 0 && k != nanValue {
			r.extra(f.path, r.arena.keep(quoted(v, k)))
		}
	}
}

// badDate takes a word for an unknown date, or reports what is no date.
func (r *records) badDate(v []byte, err error) {
	lower := strings.ToLower(string(v))
	if slices.Contains(noiseWords, lower) || slices.Contains(sureNoise, lower) || lower == "nat" {
		r.undated++
		return
	}
	r.fault(corpus.BadDate, "%s", err)
}

// text takes a text, or one part of a text that is a list.
func (r *records) text(v []byte) {
	if r.parts++; r.parts > 1 {
		if r.parts == 2 {
			r.joined = append(r.joined[:0], r.now.Text...)
		}
		r.joined = append(append(r.joined, '\n'), v...)
		return
	}
	r.now.Text = r.arena.keep(v)
}

// plainID is an id without white space around it, composed.
func (r *records) plainID(v []byte) []byte {
	trimmed := bytes.TrimSpace(v)
	if len(trimmed) != len(v) {
		r.trimmed++
	}
	if !isASCII(view(trimmed)) && !norm.NFC.IsNormal(trimmed) {
		r.composed++
		return norm.NFC.Bytes(trimmed)
	}
	return trimmed
}

// story takes the name of the gold group, or one of several.
func (r *records) story(v []byte, k kind) {
	if k == listValue {
		r.labels = append(r.labels, string(v))
		return
	}
	r.group = r.groupNumber(v, k == nanValue)
}

func (r *records) groupNumber(v []byte, nan bool) int32 {
	n := r.groups.Number(view(v), len(r.names), r.groupName)
	if n == len(r.names) {
		r.names = append(r.names, groupName{text: r.labelText.keep(v), nan: nan})
	}
	return int32(n)
}

func (r *records) groupName(n int) string { return r.names[n].text }

// sameID returns the number of the article before number at that has its id, or -1. Ids
// that ascend are not entered in the index: none of them comes twice.
func (r *records) sameID(at int) int {
	id := r.now.ID
	if r.ids.Len() == 0 {
		if at == 0 || shortlex(r.id(at-1), id) {
			return -1
		}
		r.ids.Expect(max(cap(r.articles), cap(r.rowIDs)))
		for i := range at {
			r.ids.Number(r.id(i), i, r.id)
		}
	}
	if first := r.ids.Number(id, at, r.id); first < at {
		return first
	}
	return -1
}

// shortlex reports whether a comes before b if the shorter one does, and else the one of
// smaller bytes, as numbers do.
func shortlex(a, b string) bool { return len(a) < len(b) || len(a) == len(b) && a < b }

// id returns the id of an article that is whole.
func (r *records) id(n int) string {
	if r.alone {
		return r.rowIDs[n]
	}
	return r.articles[n].ID
}

// pos returns where an article that is whole was read.
func (r *records) pos(n int) corpus.Pos {
	if r.alone {
		return corpus.Pos{File: r.src.name, Line: int(r.rowLines[n])}
	}
	return r.articles[n].Pos
}

func (r *records) distractor(v []byte, k kind) {
	switch strings.ToLower(string(bytes.TrimSpace(v))) {
	case "true", "1", "yes":
		r.now.Distractor = true
	case "false", "0", "no", "":
	default:
		r.fault(corpus.BadSyntax, "field %q: %s does not fit: true or false is wanted", "distractor", clipped(quoted(v, k)))
	}
}

// ofPicture matches the addresses and the paths of pictures.
var ofPicture = regexp.MustCompile(`(?i)://|\.(png|jpe?g|webp|gif)$`)

// image takes the address of a picture, or what assay's own form says about it.
func (r *records) image(path string, v []byte, k kind) {
	if k == jsonValue || bytes.HasPrefix(v, []byte("{")) { // a cell of a table may hold JSON
		image := new(corpus.Image)
		if json.Unmarshal(v, image) == nil {
			r.now.Image = image
			return
		}
	}
	if k == textValue && ofPicture.Match(v) {
		r.now.Image = &corpus.Image{URL: r.arena.keep(v)}
	} else if len(v) > 0 {
		r.extra(path, r.arena.keep(quoted(v, k)))
	}
}

// extra keeps a value as it is.
func (r *records) extra(name, raw string) {
	if r.now.Extra == nil {
		r.now.Extra = map[string]json.RawMessage{}
	}
	r.now.Extra[name] = json.RawMessage(raw)
}

// quoted is a value as JSON.
func quoted(v []byte, k kind) []byte {
	switch k {
	case numberValue, boolValue, jsonValue:
		return v
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if e.Encode(string(v)) != nil {
		return []byte(`""`)
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// end takes the record into the corpus, or reports what is wrong with it.
func (r *records) end() error {
	a := r.now
	if r.parts > 1 {
		a.Text = r.arena.keep(r.joined)
	}
	r.addClock()
	if r.positions {
		a.ID = strconv.Itoa(r.done + 1)
	}
	switch {
	case r.bad != nil:
	case a.ID == "":
		r.fault(corpus.MissingID, `the article has no id: give it a field "id"`)
	case a.Distractor && (r.group >= 0 || len(r.labels) > 0):
		r.fault(corpus.Contradiction, "article %s is a distractor and belongs to story %s: keep one of the two", a.ID,
			r.names[max(r.group, 0)].text)
	}
	if r.bad != nil {
		return r.refuse(*r.bad)
	}
	at := r.done
	if first := r.sameID(at); first >= 0 {
		return r.refuse(duplicate(a.Pos, "article", a.ID, r.pos(first)))
	}
	if len(r.labels) > 0 && chooseLabel(r.labels, "") != "" {
		r.group = r.groupNumber([]byte(r.labels[0]), false)
	} else if len(r.labels) > 0 {
		r.several[at] = r.labels
	}
	if r.alone {
		r.rowIDs, r.rowLines = append(r.rowIDs, a.ID), append(r.rowLines, int32(a.Pos.Line))
	}
	r.done++
	r.groupOf = append(r.groupOf, r.group)
	if r.group >= 0 {
		r.names[r.group].count++
	}
	return nil
}

// refuse reports the fault of a record that is left out.
func (r *records) refuse(f corpus.Fault) error {
	if r.refused++; r.refused == 1 {
		r.first = f
	}
	return r.report(f)
}

func clipped(v []byte) string {
	if len(v) > 40 {
		return string(v[:37]) + "..."
	}
	return string(v)
}
