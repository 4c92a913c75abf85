package format

import (
	"context"
	"fmt"
	"io"
	"os"
	"slices"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/archive"
)

// Memory is a source that is in memory, such as what came from a pipe or the output of a
// program. name is for messages; its ending may help to tell the format.
func Memory(name string, raw []byte) Source {
	return Source{archive.File("content", raw), "content", name}
}

// maxPipe bounds what is read from a pipe.
const maxPipe = 4 << 30

// readPipe reads what comes from a pipe or a device to its end.
func readPipe(path string) (Source, error) {
	file, err := os.Open(path)
	if err != nil {
		return Source{}, err
	}
	defer file.Close()
	raw, err := io.ReadAll(io.LimitReader(file, maxPipe+1))
	if err == nil && len(raw) > maxPipe {
		err = fmt.Errorf("%s: more than %d GiB come from the pipe: store it in a file", path, maxPipe>>30)
	}
	return Memory(path, raw), err
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
