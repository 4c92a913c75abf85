package corpus

import (
	"fmt"
	"strings"
)

// An IDPolicy allows differences between a labels file and a corpus. The zero
// IDPolicy allows none.
type IDPolicy struct {
	Missing string `spec:"missing" oneof:"error,singletons" doc:"articles without a predicted label"`
	Unknown string `spec:"unknown" oneof:"error,ignore" doc:"predicted labels for articles that the gold does not have"`

	Fixed string // which of both cannot be set where the labels come from, such as "missing,unknown": errors do not advise it
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
	groupOf := f.ByID()
	if f.ByPosition && !knowsAll(groupOf, ids) {
		if err := f.positions(ids, groupOf, allow); err != nil {
			return nil, err
		}
	} else if err := f.differences(ids, groupOf, allow); err != nil {
		return nil, err
	}
	number := make(map[string]int32, len(f.Groups))
	for i, group := range f.Groups {
		number[group] = int32(i)
	}
	number[""] = None
	labels := make(Labels, len(ids))
	for i, id := range ids {
		group, ok := groupOf[id]
		if labels[i] = number[group]; !ok {
			labels[i] = int32(len(f.Groups) + i) // alone
		}
	}
	return labels.Canonical(), nil
}

// knowsAll reports whether all ids have groups.
func knowsAll(groupOf map[string]string, ids []string) bool {
	for _, id := range ids {
		if _, ok := groupOf[id]; !ok {
			return false
		}
	}
	return true
}

// positions gives the ids their groups in the order of the file.
func (f *LabelsFile) positions(ids []string, groupOf map[string]string, allow IDPolicy) error {
	rows := len(f.Groups)
	if rows > len(ids) && allow.Unknown != "ignore" || rows < len(ids) && f.Rest == NoRest && allow.Missing != "singletons" {
		return fmt.Errorf("labels %s: the file names no articles and has %d labels, the corpus %d articles: "+
			"by position both must be as many", f.Path, rows, len(ids))
	}
	clear(groupOf)
	for i, id := range ids {
		if i < rows {
			groupOf[id] = f.Groups[i]
		} else if f.Rest == RestIsNone {
			groupOf[id] = ""
		}
	}
	return nil
}

// differences returns an error that lists the ids on one side only.
func (f *LabelsFile) differences(ids []string, groupOf map[string]string, allow IDPolicy) error {
	asked := make(map[string]bool, len(ids))
	var missing, unknown []string
	for _, id := range ids {
		asked[id] = true
		if _, ok := groupOf[id]; !ok {
			missing = append(missing, id)
		}
	}
	for _, id := range f.IDs {
		if !asked[id] {
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
