package corpus

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/internal/stringindex"
)

// An IDPolicy allows differences between a labels file and a corpus. The zero
// IDPolicy allows none.
type IDPolicy struct {
	Missing string `spec:"missing" oneof:"error,singletons" doc:"articles without a predicted label"`
	Unknown string `spec:"unknown" oneof:"error,ignore" doc:"predicted labels for articles that the gold does not have"`

	Fixed string // which of both cannot be set where the labels come from, such as "missing,unknown": errors do not advise it
}

// For returns the policy for a gold: where that is judged pairs, labels of other articles are ignored.
func (p IDPolicy) For(gold *Corpus) IDPolicy {
	if gold.Judged != nil {
		p.Unknown = "ignore"
	}
	return p
}

// advice is what can be done about a difference: remove it or, if it can be set, allow it.
func (p IDPolicy) advice(remove, name, value string) string {
	if strings.Contains(p.Fixed, name) {
		return remove
	}
	return fmt.Sprintf("%s, or allow it with %s=%s", remove, name, value)
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
// beside gold ones is an error, unless a column was named.
func (f *LabelsFile) Align(ids []string, allow IDPolicy) (Labels, error) {
	if err := f.oneColumn(); err != nil {
		return nil, err
	}
	row := f.rowsOf(ids)
	if f.ByPosition && slices.Contains(row, absent) {
		if err := f.positions(row, allow); err != nil {
			return nil, err
		}
	} else if err := f.differences(ids, row, allow); err != nil {
		return nil, err
	}
	number := f.groupNumbers()
	labels := make(Labels, len(ids))
	for i, r := range row {
		switch {
		case r >= 0:
			labels[i] = number[r]
		case r == noGroup:
			labels[i] = None
		default:
			labels[i] = int32(len(f.Groups) + i) // alone
		}
	}
	return labels.Canonical(), nil
}

// What articles are that have no row in the file.
const (
	absent  int32 = -1
	noGroup int32 = -2 // they have no group
)

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
func (f *LabelsFile) positions(row []int32, allow IDPolicy) error {
	rows := len(f.Groups)
	if rows > len(row) && allow.Unknown != "ignore" || rows < len(row) && f.Rest == NoRest && allow.Missing != "singletons" {
		return fmt.Errorf("labels %s: the file names no articles and has %d labels, the corpus %d articles: "+
			"by position both must be as many", f.Path, rows, len(row))
	}
	for i := range row {
		switch {
		case i < rows:
			row[i] = int32(i)
		case f.Rest == RestIsNone:
			row[i] = noGroup
		default:
			row[i] = absent
		}
	}
	return nil
}

// differences returns an error that lists the ids on one side only.
func (f *LabelsFile) differences(ids []string, row []int32, allow IDPolicy) error {
	asked := make([]bool, len(f.IDs))
	var missing, unknown []string
	for i, id := range ids {
		if row[i] >= 0 {
			asked[row[i]] = true
		} else {
			missing = append(missing, id)
		}
	}
	for i, id := range f.IDs {
		if !asked[i] {
			unknown = append(unknown, id)
		}
	}
	var found []string
	if len(missing) > 0 && allow.Missing != "singletons" {
		found = append(found, fmt.Sprintf("%d of %d articles have no label: %s (%s)",
			len(missing), len(ids), some(missing), allow.advice("add them", "missing", "singletons")))
	}
	if len(unknown) > 0 && allow.Unknown != "ignore" {
		found = append(found, fmt.Sprintf(
			"%d of %d labels are for articles that the corpus does not have: %s (%s)",
			len(unknown), len(f.IDs), some(unknown), allow.advice("remove them", "unknown", "ignore")))
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
