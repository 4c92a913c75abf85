package format

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"

	"github.com/seed-9405df2f/assay/corpus"
)

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
		return fmt.Errorf("%s: id %q is in line %d already: keep one of the two", pos, id, l.lines[first])
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
