package format

import (
	"cmp"
	"context"
	"fmt"
	"maps"
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
	return openLabels(ctx, name, strict(ctx), own)
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
	n, src, err := find(ctx, name, report, own)
	if err != nil {
		return nil, err
	}
	return n.readLabels(ctx, src, report)
}

// readLabels reads labels alone, or the gold of a corpus.
func (n *corpusName) readLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	if r, ok := n.reader.(LabelsReader); ok {
		if column, ok := n.reader.(interface{ column(name string) }); ok && n.level != "" {
			column.column(n.level)
		}
		file, err := r.ReadLabels(ctx, src, report)
		if err != nil {
			return nil, explain(err)
		}
		return file, nil
	}
	level := n.level
	n.level = ""
	c, err := n.read(ctx, src, report)
	if err != nil {
		return nil, err
	}
	beside, own := foundBeside(c), cmp.Or(c.Card.Level, "story")
	if level != "" && level != own {
		if slices.Contains(beside, level) && c.Card.Levels[level] == "" {
			c.Card.Levels = maps.Clone(c.Card.Levels)
			if c.Card.Levels == nil {
				c.Card.Levels = map[string]string{}
			}
			c.Card.Levels[level] = level
		}
		if c, err = c.AtLevel(level); err != nil {
			return nil, err
		}
	}
	if !c.Labelled() {
		return nil, fmt.Errorf("%s: no article has a story: there are no labels in it", src.name)
	}
	file := c.LabelsFile(src.name)
	if level == "" && len(beside) > 0 {
		file.Column, file.Others = own, beside
	}
	return file, nil
}

// foundBeside lists the fields of articles and the levels that may hold found groups, if
// those of the corpus are gold.
func foundBeside(c *corpus.Corpus) (list []string) {
	if own, ok := classify(c.Card.Level); ok && own.role > eventRole {
		return nil
	}
	names := slices.Collect(maps.Keys(c.Card.Levels))
	for i := range c.Articles[:min(len(c.Articles), 100)] {
		for name := range c.Articles[i].Extra {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range slices.Compact(names) {
		if r, ok := classify(name); ok && r.role > eventRole && r.role <= predictedRole {
			list = append(list, name)
		}
	}
	return list
}

// column chooses the field of the labels.
func (f *fieldParams) column(name string) { f.Story = name }

// labelsOnly says that of records only the labels are wanted, and keeps what was found out
// about them.
type labelsOnly struct {
	index      *field // of the numbers of rows
	byPosition bool
	column     string   // that the labels are read from
	others     []string // that may hold what was found, if the column is one of gold
}

// asLabels reads labels by a reader of articles.
func (f *fieldParams) asLabels(src Source, read func() (*corpus.Corpus, error)) (*corpus.LabelsFile, error) {
	f.labels = new(labelsOnly)
	defer func() { f.labels = nil }()
	c, err := read()
	if err != nil {
		return nil, err
	}
	file := c.LabelsFile(src.name)
	file.ByPosition = f.labels.byPosition
	if f.Story == "" {
		file.Column, file.Others = f.labels.column, f.labels.others
	}
	return file, nil
}

// refuse is an error for tables that hold no labels of articles.
func (l *labelsOnly) refuse(src string, m *mapping, id *field) error {
	names := map[string]bool{}
	for _, f := range m.fields {
		names[plainName(f.path)] = true
	}
	if (names["count"] || names["freq"] || names["frequency"]) && (id == nil || plainName(id.path) == "unnamed0") && !hasField(m, textRole) {
		return errChoice(src, "the table has a row for each group or cell of counts (%s), and no labels of articles: give "+
			"the file with one row an article", listed(m.paths()))
	}
	for _, pair := range [][2]string{{"uniqueidl", "uniqueidr"}, {"idl", "idr"}, {"id1", "id2"}, {"ida", "idb"}, {"doc1",
		"doc2"}, {"node1", "node2"}} {
		if names[pair[0]] && names[pair[1]] {
			return errChoice(src, "the table holds pairs (%s) and no clusters: cluster the pairs first, and give the file with "+
				"one row an article", listed(m.paths()))
		}
	}
	return nil
}

// choose finds the field of the labels if no name decides it.
func (l *labelsOnly) choose(src, form string, m *mapping, id *field) error {
	unnamed := id != nil && plainName(id.path) == "unnamed0"
	if unnamed || id != nil && id.named && plainName(id.path) == "index" {
		l.index = id
	}
	if m.gold != nil {
		m.twoOrMore()
		l.column = m.gold.path
		for _, f := range m.fields {
			if m.gold.rank.role <= eventRole && f.level != "" && !f.gold && f.rank.role <= predictedRole {
				l.others = append(l.others, f.path)
			}
		}
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
		return errChoice(src, "no field is known to hold labels (label, cluster, story, …) among %s: name it with %s(story=…)",
			listed(m.paths()), form)
	case 1:
		list[0].role, list[0].gold, m.gold = storyRole, true, list[0]
		return nil
	}
	return errChoice(src, "each of the fields %s may hold the labels: choose with %s(story=%s), or write @%[3]s behind "+
		"the name", paths(list), form, list[0].path)
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
		m.notes = append(m.notes, fmt.Sprintf("labels are read from %s; choose another of the fields that could hold them "+
			"(%s) by @ and its name", m.gold.path, paths(levels)))
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
	if m.gold == nil || id == "id" && slices.Contains([]string{"story", "cluster", "label"}, m.gold.path) {
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
		for i := range r.done {
			if i == 0 {
				base = r.id(0)
			}
			first, err := strconv.Atoi(base)
			if err != nil || first > 1 || first < 0 || r.id(i) != strconv.Itoa(first+i) {
				l.byPosition = false
				break
			}
		}
	}
	if l.byPosition {
		return []string{fmt.Sprintf("the file names no articles: its %d labels go by position", r.done)}
	}
	return nil
}

// ReadLabels reads labels from JSON lines.
func (l *linesReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	if f, err := l.readGroupLines(ctx, src, report); f != nil || err != nil {
		return f, err
	}
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
