package format

import (
	"context"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/archive"
)

// Memory is a source that is in memory, such as what came from a pipe or the output of a
// program. name is for messages; its ending may help to tell the format.
func Memory(name string, raw []byte) Source {
	return Source{archive.File("content", raw), "content", name}
}

// ParseLabels reads labels from memory as OpenLabels reads them from a file.
func ParseLabels(ctx context.Context, name string, raw []byte, own ...Format) (*corpus.LabelsFile, error) {
	report, n := strict(ctx), corpusName{path: name}
	src, err := n.prepare(Memory(name, raw), report, slices.Concat(own, Formats))
	if err != nil {
		return nil, err
	}
	return n.readLabels(ctx, src, report)
}
