package algorithms

import "github.com/seed-9405df2f/assay/corpus"

// Counted is an algorithm that may be given the number of clusters.
type Counted interface {
	// Clusters returns the number that it was given or, as an oracle, told of; 0 if it finds
	// the number itself.
	Clusters() int
}

// NoteLabels notes what labels do not show: that vectors of articles are empty, and that an
// algorithm found fewer clusters than it was to find, since no more articles differ. Noise is
// no cluster.
func (p *Problem) NoteLabels(c Clusterer, labels corpus.Labels) {
	if _, ok := SpaceOf(c); ok && p.Space != nil {
		if n := p.Space.Empty(); n > 0 {
			p.Note("articles with an empty vector, which is like no other: %d of %d", n, p.Space.Rows())
		}
	}
	counted, ok := c.(Counted)
	if !ok {
		return
	}
	found := map[int32]bool{}
	for _, label := range labels {
		if label != corpus.None {
			found[label] = true
		}
	}
	if wanted := counted.Clusters(); len(found) < wanted {
		p.Note("found %d of %d clusters", len(found), wanted)
	}
}
