package algorithms

import "github.com/seed-9405df2f/assay/corpus"

// Counted is an algorithm that may be given the number of clusters.
type Counted interface {
	// Clusters returns the number that it was given or, as an oracle, told of; 0 if it finds
	// the number itself.
	Clusters() int
}

// NoteCount notes that an algorithm found fewer clusters than it was to find: there are no
// more articles that differ. Noise is no cluster.
func (p *Problem) NoteCount(c Clusterer, labels corpus.Labels) {
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
