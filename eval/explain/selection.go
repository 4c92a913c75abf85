package explain

import (
	"fmt"
	"slices"
)

// Only returns the explanation of one story, of one cluster, or of both; "" is none. It keeps the
// score, the story or cluster, and the changes and repair steps of the story, which may need steps
// for other stories before them. What is about all stories is left out.
func (e *Explanation) Only(story, cluster string) (*Explanation, error) {
	one := *e
	one.Stories, one.Clusters = e.Stories[:0:0], e.Clusters[:0:0]
	one.Splits, one.Merges, one.Shares, one.Conflicts = nil, nil, nil, nil
	if story != "" {
		i := slices.IndexFunc(e.Stories, func(s Story) bool { return s.ID == story })
		if i < 0 {
			return nil, fmt.Errorf("no story %q among the %d that are scored", story, len(e.Stories))
		}
		one.Stories = e.Stories[i : i+1]
	}
	if cluster != "" {
		i := slices.IndexFunc(e.Clusters, func(c Cluster) bool { return c.Name == cluster })
		if i < 0 {
			return nil, fmt.Errorf("no cluster %q holds articles of different stories, or a story and others", cluster)
		}
		one.Clusters = e.Clusters[i : i+1]
	}
	one.Repair = e.Repair.only(story)
	if e.Difference != nil {
		d := *e.Difference
		d.Stories = slices.DeleteFunc(slices.Clone(d.Stories), func(s StoryChange) bool { return s.ID != story })
		one.Difference = &d
	}
	return &one, nil
}

// only returns the steps for one story, with their number and cost.
func (s Script) only(story string) Script {
	s.Steps = slices.DeleteFunc(slices.Clone(s.Steps), func(step Step) bool { return story == "" || step.Story != story })
	s.count()
	return s
}
