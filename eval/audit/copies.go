package audit

import (
	"context"
	"fmt"
)

var copies = Check{
	Name: "copies", Title: "Copies that were separated",
	Doc: "Near-duplicates, such as a report of an agency in several outlets, that are not in one cluster.",
	Rule: "Near-duplicates are what minhash finds: texts that share at least half of their runs of three words, which different " +
		"reports of one event hardly do.",
	Cite: []string{"Broder 1997, On the resemblance and containment of documents"},

	needs: needs{texts: true},
	find:  findCopies,
}

func findCopies(_ context.Context, s *subject) (list []Finding, _ []string, _ error) {
	for _, rows := range s.copies.Members() {
		if len(rows) < 2 {
			continue
		}
		var groups []group
		at := map[int32]int{}
		for _, i := range rows {
			g := s.labels[i]
			k, ok := at[g]
			if !ok || g < 0 {
				k = len(groups)
				at[g], groups = k, append(groups, group{})
			}
			groups[k].rows = append(groups[k].rows, i)
		}
		if len(groups) > 1 {
			list = append(list, s.finding(fmt.Sprintf("%d copies in %d places", len(rows), len(groups)), groups...))
		}
	}
	return list, nil, nil
}
