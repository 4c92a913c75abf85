package format

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
)

// A LabelsReader is a Reader whose files may hold labels alone.
type LabelsReader interface {
	ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error)
}

// OpenLabels reads the labels of a file: one that holds labels alone, in any form that the
// formats know, or the gold of a corpus. The name is written as that of a corpus for
// [Open]; the level is the column, if there are several.
func OpenLabels(ctx context.Context, name string, own ...Format) (*corpus.LabelsFile, error) {
	return openLabels(ctx, name, strict, own)
}

// CheckLabels reads labels as OpenLabels does and returns what there is to know about it:
// every fault, and what was decided in reading. Rows with faults are left out.
func CheckLabels(ctx context.Context, name string, own ...Format) (file *corpus.LabelsFile, faults []corpus.Fault, err error) {
	file, err = openLabels(ctx, name, func(f corpus.Fault) error {
		faults = append(faults, f)
		return nil
	}, own)
	return file, faults, err
}

func openLabels(ctx context.Context, name string, report Reporter, own []Format) (*corpus.LabelsFile, error) {
	formats := slices.Concat(own, Formats)
	n, err := parseName(name, formats)
	if err != nil {
		return nil, err
	}
	src, err := locate(n.path)
	if err != nil {
		return nil, err
	}
	if n.reader == nil {
		if n.reader, err = detect(src, formats); err != nil {
			return nil, err
		}
	}
	r, ok := n.reader.(LabelsReader)
	if !ok {
		return goldLabels(ctx, n, src, report)
	}
	if column, ok := n.reader.(interface{ column(name string) }); ok && n.level != "" {
		column.column(n.level)
	}
	file, err := r.ReadLabels(ctx, src, report)
	if err != nil {
		return nil, explain(err)
	}
	return file, nil
}

// column chooses the field of the labels.
func (f *fieldParams) column(name string) { f.Story = name }

// goldLabels reads a corpus and returns its gold.
func goldLabels(ctx context.Context, n corpusName, src Source, report Reporter) (*corpus.LabelsFile, error) {
	c, err := n.reader.Read(ctx, src, report)
	if err != nil {
		return nil, explain(err)
	}
	if n.level != "" {
		if c, err = c.AtLevel(n.level); err != nil {
			return nil, err
		}
	}
	if n.split != "" {
		if c, err = c.Part(n.split); err != nil {
			return nil, err
		}
	}
	if !c.Labelled() {
		return nil, fmt.Errorf("%s: no article has a story: there are no labels in it", src.name)
	}
	return labelsOf(src, c), nil
}

// labelsOf is the gold of a corpus as a labels file.
func labelsOf(src Source, c *corpus.Corpus) *corpus.LabelsFile {
	f := &corpus.LabelsFile{Path: src.name}
	for i := range c.Articles {
		a := &c.Articles[i]
		f.IDs, f.Groups, f.Lines = append(f.IDs, a.ID), append(f.Groups, a.Story), append(f.Lines, a.Pos.Line)
	}
	return f
}

// labelsOnly says that of records only the labels are wanted, and keeps what was found out
// about them.
type labelsOnly struct {
	index      *field // of the numbers of rows
	byPosition bool
}

// asLabels reads labels by a reader of articles.
func (f *fieldParams) asLabels(src Source, read func() (*corpus.Corpus, error)) (*corpus.LabelsFile, error) {
	f.labels = new(labelsOnly)
	defer func() { f.labels = nil }()
	c, err := read()
	if err != nil {
		return nil, err
	}
	file := labelsOf(src, c)
	file.ByPosition = f.labels.byPosition
	return file, nil
}

// refuse is an error for tables that hold no labels of articles.
func (l *labelsOnly) refuse(src string, m *mapping, id *field) error {
	names := map[string]bool{}
	for _, f := range m.fields {
		names[plainName(f.path)] = true
	}
	if (names["count"] || names["freq"] || names["frequency"]) && (id == nil || plainName(id.path) == "unnamed0") && !hasField(m, textRole) {
		return errChoice(src, "the table has a row for each group or cell of counts (%s), and no labels of articles: give the file with one row an article", listed(m.paths()))
	}
	for _, pair := range [][2]string{{"uniqueidl", "uniqueidr"}, {"idl", "idr"}, {"id1", "id2"}, {"ida", "idb"}, {"doc1", "doc2"}, {"node1", "node2"}} {
		if names[pair[0]] && names[pair[1]] {
			return errChoice(src, "the table holds pairs (%s) and no clusters: cluster the pairs first, and give the file with one row an article", listed(m.paths()))
		}
	}
	return nil
}

// choose finds the field of the labels where no name tells it.
func (l *labelsOnly) choose(src, form string, m *mapping, id *field) error {
	unnamed := id != nil && plainName(id.path) == "unnamed0"
	if unnamed || id != nil && id.named && plainName(id.path) == "index" {
		l.index = id
	}
	if m.gold != nil {
		m.twoOrMore()
		return nil
	}
	var list, others []*field
	for _, f := range m.fields {
		switch {
		case f.role == idRole:
		case f.named && f.rank.role == predictedRole:
			list = append(list, f)
		case f.role == noRole:
			others = append(others, f)
		}
	}
	if len(list) == 0 {
		list = others
	}
	switch len(list) {
	case 0:
		return errChoice(src, "no field is known to hold labels (label, cluster, story, …) among %s: name it with %s(story=…)", listed(m.paths()), form)
	case 1:
		list[0].role, list[0].gold, m.gold = storyRole, true, list[0]
		return nil
	}
	return errChoice(src, "each of the fields %s may hold the labels: choose with %s(story=%s), or write @%[3]s behind the name", paths(list), form, list[0].path)
}

// twoOrMore notes that other fields could hold the labels.
func (m *mapping) twoOrMore() {
	var levels []*field
	for _, f := range m.fields {
		if f.level != "" && !f.gold {
			levels = append(levels, f)
		}
	}
	if len(levels) > 0 {
		m.notes = append(m.notes, fmt.Sprintf("labels are read from %s; choose another of the fields that could hold them (%s) by @ and its name", m.gold.path, paths(levels)))
	}
}

func hasField(m *mapping, r role) bool {
	return slices.ContainsFunc(m.fields, func(f *field) bool { return f.role == r })
}

// sentence says what is read, unless the names say it.
func (l *labelsOnly) sentence(m *mapping) string {
	id := ""
	for _, f := range m.fields {
		if f.role == idRole {
			id = f.path
		}
	}
	if m.gold == nil || plainName(id) == "id" && len(m.fields) == 2 {
		return ""
	}
	if id == "" {
		return fmt.Sprintf("labels are read from the field %s", m.gold.path)
	}
	return fmt.Sprintf("ids are read from the field %s, labels from %s", id, m.gold.path)
}

// position decides whether the labels go by position: there are no ids, or they are the
// numbers of the rows.
func (l *labelsOnly) position(r *records) (notes []string) {
	l.byPosition = r.positions
	if l.index != nil && l.index.role == idRole {
		l.byPosition = true
		base := ""
		for i := range r.articles {
			if i == 0 {
				base = r.articles[0].ID
			}
			first, err := strconv.Atoi(base)
			if err != nil || first > 1 || first < 0 || r.articles[i].ID != strconv.Itoa(first+i) {
				l.byPosition = false
				break
			}
		}
	}
	if l.byPosition {
		return []string{fmt.Sprintf("the file names no articles: its %d labels go by position", len(r.articles))}
	}
	return nil
}

// ReadLabels reads labels from JSON lines.
func (l *linesReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	return l.asLabels(src, func() (*corpus.Corpus, error) { return l.Read(ctx, src, report) })
}

// ReadLabels reads labels from a Parquet file.
func (r *parquetReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	return r.asLabels(src, func() (*corpus.Corpus, error) { return r.Read(ctx, src, report) })
}

// ReadLabels reads labels from a table.
func (r *csvReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	return r.asLabels(src, func() (*corpus.Corpus, error) { return r.Read(ctx, src, report) })
}

// labelColumns finds ids and labels in a table without a header, where there are one or
// two columns.
func (h *tableHead) labelColumns() map[int]role {
	distinct := make([]map[string]bool, h.width)
	n := 0
	for _, row := range h.rows {
		if len(row) != h.width {
			continue
		}
		n++
		for i, cell := range row {
			if distinct[i] == nil {
				distinct[i] = map[string]bool{}
			}
			distinct[i][strings.TrimSpace(cell)] = true
		}
	}
	switch {
	case h.width == 1:
		return map[int]role{0: labelRole}
	case h.width == 2 && len(distinct[1]) == n && len(distinct[0]) < n:
		return map[int]role{1: idRole, 0: labelRole}
	case h.width == 2:
		return map[int]role{0: idRole, 1: labelRole}
	}
	return nil
}

// byPosition makes a labels file of groups by position.
func byPosition(src Source, groups []groupName, rows []int, report Reporter) (*corpus.LabelsFile, error) {
	plain, notes := plainGroups(groups)
	f := &corpus.LabelsFile{Path: src.name, ByPosition: true}
	for i, g := range rows {
		group := ""
		if g >= 0 {
			group = plain[g]
		}
		f.IDs, f.Groups, f.Lines = append(f.IDs, strconv.Itoa(i+1)), append(f.Groups, group), append(f.Lines, i+1)
	}
	notes = append(notes, fmt.Sprintf("the file names no articles: its %d labels go by position", len(rows)))
	return f, reportNotes(src, notes, report)
}

func reportNotes(src Source, notes []string, report Reporter) error {
	for _, text := range notes {
		if err := report(corpus.Fault{Pos: corpus.Pos{File: src.name}, Kind: corpus.Decision, Severity: corpus.Note, Message: text}); err != nil {
			return err
		}
	}
	return nil
}

// A labelList collects labels of named articles.
type labelList struct {
	src     Source
	ids     []string
	rows    []int
	lines   []int
	groups  []groupName
	at      map[string]int
	seen    map[string]int
	notes   []string
	overlap int // articles in several groups, of which the first counts
}

// group is the number of a group.
func (l *labelList) group(name string, nan bool) int {
	n, ok := l.at[name]
	if !ok {
		if l.at == nil {
			l.at = map[string]int{}
		}
		n = len(l.groups)
		l.at[name] = n
		l.groups = append(l.groups, groupName{text: name, nan: nan})
	}
	l.groups[n].count++
	return n
}

// add gives an article a group; g is -1 for none. Articles may be added again if they may
// be in several groups.
func (l *labelList) add(id string, g, line int, several bool) error {
	id = plainGroup(id)
	pos := corpus.Pos{File: l.src.name, Line: line}
	if id == "" {
		return fmt.Errorf("%s: the id is empty: every label needs the id of an article", pos)
	}
	if first, ok := l.seen[id]; ok {
		if several {
			l.overlap++
			return nil
		}
		return fmt.Errorf("%s: id %q stood in line %d already: keep one of the two", pos, id, l.lines[first])
	}
	if l.seen == nil {
		l.seen = map[string]int{}
	}
	l.seen[id] = len(l.ids)
	l.ids, l.rows, l.lines = append(l.ids, id), append(l.rows, g), append(l.lines, line)
	return nil
}

// file returns the labels.
func (l *labelList) file(report Reporter) (*corpus.LabelsFile, error) {
	if len(l.ids) == 0 {
		return nil, fmt.Errorf("%s: there are no labels in it", l.src.name)
	}
	plain, notes := plainGroups(l.groups)
	f := &corpus.LabelsFile{Path: l.src.name, IDs: l.ids, Lines: l.lines}
	for _, g := range l.rows {
		if g < 0 {
			f.Groups = append(f.Groups, "")
		} else {
			f.Groups = append(f.Groups, plain[g])
		}
	}
	if l.overlap > 0 {
		notes = append(notes, fmt.Sprintf("%d times an article is in a second group: the first counts", l.overlap))
	}
	return f, reportNotes(l.src, slices.Concat(l.notes, notes), report)
}

// positions returns the labels of articles that are named by their positions from 0. Those
// without a group have none, or are groups of their own.
func (l *labelList) positions(rest corpus.Rest, report Reporter) (*corpus.LabelsFile, error) {
	most := -1
	for _, id := range l.ids {
		n, err := strconv.Atoi(id)
		if err != nil || n < 0 || n > 1<<30 {
			return nil, fmt.Errorf("%s: %q is no position of an article", l.src.name, id)
		}
		most = max(most, n)
	}
	if most > 100*len(l.ids)+1000 {
		return nil, fmt.Errorf("%s: %d articles are named by positions up to %d: are these ids?", l.src.name, len(l.ids), most)
	}
	rows := make([]int, most+1)
	for i := range rows {
		rows[i] = -1
		if rest == corpus.RestIsAlone {
			rows[i] = l.group(fmt.Sprint("alone ", i), false)
		}
	}
	for i, id := range l.ids {
		n, _ := strconv.Atoi(id)
		rows[n] = l.rows[i]
	}
	if l.overlap > 0 {
		l.notes = append(l.notes, fmt.Sprintf("%d times an article is in a second group: the first counts", l.overlap))
	}
	if err := reportNotes(l.src, l.notes, report); err != nil {
		return nil, err
	}
	f, err := byPosition(l.src, l.groups, rows, report)
	if err == nil {
		f.Rest = cmp.Or(rest, corpus.RestIsNone)
	}
	return f, err
}
