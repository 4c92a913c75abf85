package format

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var datatrove = Format{
	Name: "datatrove", Title: "clusters of datatrove",
	Doc: "The folder of MinHash deduplication by datatrove: NNNNNN.clusters with the document and the cluster of each " +
		"duplicate. A document in none of them is alone. " +
		"Documents are numbered within a rank: rank r of n holds the articles r, r+n, r+2n, …, or with ranks=blocks it " +
		"cannot be told how many a rank has, and only one rank is read.",
	Detect: func(src Source, head []byte) bool {
		files, err := clusterFiles(src)
		return head == nil && err == nil && len(files) > 0
	},
	New: func() Reader { return spec.Defaults(new(datatroveReader)) },
}

type datatroveReader struct {
	noArticles
	Ranks string `spec:"ranks" default:"turns" oneof:"turns,blocks" doc:"how the articles were dealt to the ranks"`
}

// clusterFiles lists the files of clusters in a folder, in the order of their ranks.
func clusterFiles(src Source) ([]string, error) {
	if !src.Dir() {
		return nil, nil
	}
	return fs.Glob(src.fsys, path.Join(src.path, "[0-9]*.clusters"))
}

// ReadLabels reads the clusters of all ranks.
func (r *datatroveReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	files, err := clusterFiles(src)
	if err != nil {
		return nil, err
	}
	ranks := 0
	for _, name := range files {
		rank, err := strconv.Atoi(strings.TrimSuffix(path.Base(name), ".clusters"))
		if err != nil {
			return nil, fmt.Errorf("%s: %s is no number of a rank", src.name, name)
		}
		ranks = max(ranks, rank+1)
	}
	if ranks > 1 && r.Ranks == "blocks" {
		return nil, fmt.Errorf("%s: %d ranks that hold blocks of articles cannot be put together: it is not told how many "+
			"each has", src.name, ranks)
	}
	list := labelList{src: src}
	if ranks > 1 {
		list.notes = append(list.notes, fmt.Sprintf("%d ranks: document d of rank r is taken for article d·%[1]d+r, counted from 0", ranks))
	}
	for _, name := range files {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		rank, _ := strconv.Atoi(strings.TrimSuffix(path.Base(name), ".clusters"))
		file := src.Join(name)
		in, err := file.Open()
		if err != nil {
			return nil, err
		}
		raw, err := io.ReadAll(in)
		in.Close()
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file.name, err)
		}
		if len(raw)%8 != 0 {
			return nil, fmt.Errorf("%s: the file is cut off: pairs of a document and a cluster are wanted, 8 bytes each", file.name)
		}
		for pair := range slices.Chunk(raw, 8) {
			document := int(binary.LittleEndian.Uint32(pair))*ranks + rank
			cluster := strconv.FormatUint(uint64(binary.LittleEndian.Uint32(pair[4:])), 10)
			if err := list.add(strconv.Itoa(document), list.group(cluster, false), 0, true); err != nil {
				return nil, err
			}
		}
	}
	if len(list.ids) == 0 {
		return nil, fmt.Errorf("%s: there are no clusters in it", src.name)
	}
	return list.positions(corpus.RestIsAlone, report)
}
