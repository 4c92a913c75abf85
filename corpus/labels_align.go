package corpus

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/internal/stringindex"
)

// An IDPolicy allows differences between a labels file and a corpus. The zero
// IDPolicy allows none. Articles that count as absent or foreign belong to one side alone:
// those that the labels lack count in recall, those that the corpus lacks in precision.
type IDPolicy struct {
	Missing string `spec:"missing" oneof:"error,singletons,absent" doc:"articles without a predicted label"`
	Unknown string `spec:"unknown" oneof:"error,ignore,foreign" doc:"predicted labels for articles that the gold does not have"`

	// Fixed is which of both, or of their values, cannot be set where the labels come from, such as "missing,unknown": errors
	// do not advise it.
	Fixed string
}

// For returns the policy for a gold: where that is judged pairs, labels of other articles are ignored, and
// articles without a label are alone.
func (p IDPolicy) For(gold *Corpus) IDPolicy {
	if gold.Judged != nil {
		p.Unknown = "ignore"
		if p.Missing == "absent" {
			p.Missing = "singletons"
		}
	}
	return p
}

// advice is what can be done about a difference: remove it or, if it can be set, allow it.
func (p IDPolicy) advice(remove, name string, values ...string) string {
	if strings.Contains(p.Fixed, name) {
		return remove
	}
	var allowed []string
	for _, value := range values {
		if !strings.Contains(p.Fixed, value) {
			allowed = append(allowed, name+"="+value)
		}
	}
	return fmt.Sprintf("%s, or allow it with %s", remove, strings.Join(allowed, " or "))
}

// unless returns a text, or nothing if a value cannot be set.
func (p IDPolicy) unless(fixed, text string) string {
	if strings.Contains(p.Fixed, fixed) {
		return ""
	}
	return text
}

// Unmatched counts the articles that one side alone has, and what a policy hides of them.
type Unmatched struct {
	Missing int `json:"missing"` // articles of the corpus without a label
	Unknown int `json:"unknown"` // labels for articles that the corpus does not have
	// Groups is the number of groups of these labels, Whole how many of them have no other articles.
	Groups int `json:"unknown_groups"`
	Whole  int `json:"unknown_groups_whole"`
}

// Notes says what the policy hides.
func (u Unmatched) Notes(p IDPolicy) (notes []string) {
	if u.Unknown > 0 && p.Unknown == "ignore" {
		notes = append(notes, fmt.Sprintf("unknown=ignore hides %d labels of articles that the gold does not have, of %d groups "+
			"(%d of them whole): no precision counts them%s", u.Unknown, u.Groups, u.Whole, p.unless("foreign", "; unknown=foreign does")))
	}
	if u.Missing > 0 && p.Missing == "singletons" {
		notes = append(notes, fmt.Sprintf("missing=singletons takes %d articles that have no label for groups of one, which precision "+
			"counts as right%s", u.Missing, p.unless("absent", "; missing=absent counts them in recall alone")))
	}
	return notes
}

// ByID returns the group of each article, by its id.
func (f *LabelsFile) ByID() map[string]string {
	groups := make(map[string]string, len(f.IDs))
	for i, id := range f.IDs {
		groups[id] = f.Groups[i]
	}
	return groups
}

// Align returns the labels of the articles with the given ids, in their order.
// Groups are numbered from 0 by first appearance. A file with found groups
// beside gold ones is an error, unless a column was named; so is unknown=foreign, which adds
// articles: see Corpus.Align.
func (f *LabelsFile) Align(ids []string, allow IDPolicy) (Labels, error) {
	labels, _, err := f.Match(ids, allow)
	return labels, err
}

// Match is Align, and counts what does not fit.
func (f *LabelsFile) Match(ids []string, allow IDPolicy) (Labels, Unmatched, error) {
	if allow.Unknown == "foreign" {
		return nil, Unmatched{}, fmt.Errorf("labels %s: unknown=foreign adds articles, and there is no corpus to add them to", f.Path)
	}
	fit, err := f.fit(ids, allow)
	if err != nil {
		return nil, Unmatched{}, err
	}
	return f.labels(fit.row, allow), f.unmatched(fit), nil
}

// An Alignment is labels files brought onto the articles of a corpus.
type Alignment struct {
	Corpus    *Corpus // under unknown=foreign with the articles that only files have, behind its own
	Files     []*LabelsFile
	Labels    []Labels    // of each file
	Unmatched []Unmatched // of each file
}

// Align returns the labels of the articles by each file, as LabelsFile.Align does. Under
// unknown=foreign the articles are also those that any of the files has: their gold is Absent.
func (c *Corpus) Align(allow IDPolicy, files ...*LabelsFile) (*Alignment, error) {
	a := &Alignment{Corpus: c, Files: files, Labels: make([]Labels, len(files)), Unmatched: make([]Unmatched, len(files))}
	ids, fits := c.IDs(), make([]fit, len(files))
	for n, f := range files {
		var err error
		if fits[n], err = f.fit(ids, allow); err != nil {
			return nil, err
		}
		a.Unmatched[n] = f.unmatched(fits[n])
	}
	if allow.Unknown == "foreign" {
		foreign := foreignIDs(files, fits)
		a.Corpus = c.WithUnknown(foreign)
		for n, f := range files {
			for _, r := range f.rowsOf(foreign) {
				if r == absent {
					r = elsewhere
				}
				fits[n].row = append(fits[n].row, r)
			}
		}
	}
	for n, f := range files {
		a.Labels[n] = f.labels(fits[n].row, allow)
	}
	if allow.Unknown == "foreign" || allow.Missing == "absent" {
		a.Corpus = a.Corpus.each(func(c *Corpus) { c.OneSided = true })
	}
	return a, nil
}

// foreignIDs lists the ids that the corpus does not have, in the order of the files.
func foreignIDs(files []*LabelsFile, fits []fit) (ids []string) {
	var known stringindex.Index
	at := func(n int) string { return ids[n] }
	for n, f := range files {
		for _, r := range fits[n].unknown {
			ids = append(ids, f.IDs[r])
			if known.Number(f.IDs[r], len(ids)-1, at) != len(ids)-1 {
				ids = ids[:len(ids)-1]
			}
		}
	}
	return ids
}

// labels numbers the groups of rows.
func (f *LabelsFile) labels(rows []int32, allow IDPolicy) Labels {
	number := f.groupNumbers()
	labels := make(Labels, len(rows))
	for i, r := range rows {
		switch {
		case r >= 0:
			labels[i] = number[r]
		case r == noGroup:
			labels[i] = None
		case r == elsewhere, r == absent && allow.Missing == "absent":
			labels[i] = Absent
		default:
			labels[i] = int32(len(f.Groups) + i) // alone
		}
	}
	return labels.Canonical()
}

// A fit is how a file fits a list of ids.
type fit struct {
	row     []int32 // of each id, or one of the numbers below
	unknown []int32 // rows of other ids
}

// What articles are that have no row in the file.
const (
	absent    int32 = -1
	noGroup   int32 = -2 // they have no group
	alone     int32 = -3 // each is a group of its own, as the form of the file says
	elsewhere int32 = -4 // neither the corpus has them nor this file: another file has
)

// fit finds the rows of ids. Differences that the policy does not allow are an error.
func (f *LabelsFile) fit(ids []string, allow IDPolicy) (fit, error) {
	if err := f.oneColumn(); err != nil {
		return fit{}, err
	}
	x := fit{row: f.rowsOf(ids)}
	if f.ByPosition && slices.Contains(x.row, absent) {
		return x, f.positions(&x, allow)
	}
	return x, f.differences(ids, &x, allow)
}

// unmatched counts what does not fit.
func (f *LabelsFile) unmatched(x fit) Unmatched {
	u := Unmatched{Unknown: len(x.unknown)}
	own := map[string]bool{} // groups of unknown articles: whether they have others
	for _, r := range x.unknown {
		if group := f.Groups[r]; group != "" {
			own[group] = false
		}
	}
	for _, r := range x.row {
		if r == absent {
			u.Missing++
		}
		if r >= 0 && len(own) > 0 {
			if _, ok := own[f.Groups[r]]; ok {
				own[f.Groups[r]] = true
			}
		}
	}
	u.Groups += len(own)
	for _, others := range own {
		if !others {
			u.Whole++
		}
	}
	return u
}

// rowsOf returns the row of each id, or absent. Where the file has the same ids in the same
// order nothing is looked up.
func (f *LabelsFile) rowsOf(ids []string) []int32 {
	row := make([]int32, len(ids))
	var index *stringindex.Index
	at := func(n int) string { return f.IDs[n] }
	for i, id := range ids {
		if i < len(f.IDs) && f.IDs[i] == id {
			row[i] = int32(i)
			continue
		}
		if index == nil {
			index = new(stringindex.Index)
			index.Expect(len(f.IDs))
			for n, known := range f.IDs {
				index.Number(known, n, at)
			}
		}
		row[i] = int32(index.Number(id, -1, at))
	}
	return row
}

// groupNumbers returns a number for the group of each row.
func (f *LabelsFile) groupNumbers() []int32 {
	var index stringindex.Index
	numbers := make([]int32, len(f.Groups))
	at := func(n int) string { return f.Groups[n] }
	for i, group := range f.Groups {
		if numbers[i] = None; group != "" {
			numbers[i] = int32(index.Number(group, i, at))
		}
	}
	return numbers
}

// positions gives the articles the rows of the file in their order.
func (f *LabelsFile) positions(x *fit, allow IDPolicy) error {
	rows := len(f.Groups)
	if rows > len(x.row) && allow.Unknown != "ignore" || rows < len(x.row) && f.Rest == NoRest && !allow.missing() {
		return fmt.Errorf("labels %s: the file names no articles and has %d labels, the corpus %d articles: "+
			"by position both must be as many", f.Path, rows, len(x.row))
	}
	for i := range x.row {
		switch {
		case i < rows:
			x.row[i] = int32(i)
		case f.Rest == RestIsNone:
			x.row[i] = noGroup
		case f.Rest == RestIsAlone:
			x.row[i] = alone
		default:
			x.row[i] = absent
		}
	}
	for r := len(x.row); r < rows; r++ {
		x.unknown = append(x.unknown, int32(r))
	}
	return nil
}

// missing reports whether articles may have no label, and unknown whether labels may have no article.
func (p IDPolicy) missing() bool { return p.Missing == "singletons" || p.Missing == "absent" }
func (p IDPolicy) unknown() bool { return p.Unknown == "ignore" || p.Unknown == "foreign" }

// differences finds the ids on one side only. Those that the policy does not allow are an error that lists them.
func (f *LabelsFile) differences(ids []string, x *fit, allow IDPolicy) error {
	asked := make([]bool, len(f.IDs))
	var missing, unknown []string
	for i, id := range ids {
		if x.row[i] >= 0 {
			asked[x.row[i]] = true
		} else {
			missing = append(missing, id)
		}
	}
	for i, id := range f.IDs {
		if !asked[i] {
			unknown = append(unknown, id)
			x.unknown = append(x.unknown, int32(i))
		}
	}
	var found []string
	if len(missing) > 0 && !allow.missing() {
		found = append(found, fmt.Sprintf("%d of %d articles have no label: %s (%s)",
			len(missing), len(ids), some(missing), allow.advice("add them", "missing", "singletons", "absent")))
	}
	if len(unknown) > 0 && !allow.unknown() {
		found = append(found, fmt.Sprintf(
			"%d of %d labels are for articles that the corpus does not have: %s (%s)",
			len(unknown), len(f.IDs), some(unknown), allow.advice("remove them", "unknown", "ignore", "foreign")))
	}
	if len(found) == 0 {
		return nil
	}
	return fmt.Errorf("labels %s do not fit the corpus: %s", f.Path, strings.Join(found, "; "))
}

func some(ids []string) string {
	const most = 10
	if len(ids) > most {
		return fmt.Sprintf("%q and %d more", ids[:most], len(ids)-most)
	}
	return fmt.Sprintf("%q", ids)
}

// oneColumn returns an error if the file has found groups beside gold ones.
func (f *LabelsFile) oneColumn() error {
	if len(f.Others) == 0 {
		return nil
	}
	return fmt.Errorf("%s: both %s and %s may hold the groups: choose with @%[2]s or @%[3]s behind the name of the file, or take one out",
		f.Path, f.Column, f.Others[0])
}
