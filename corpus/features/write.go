package features

import (
	"fmt"
	"io"
	"path/filepath"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/tensor"
)

// WriteVectors writes a dense space in the form that the ending of a path names: .npy, with
// a row for each article in order, .safetensors or .parquet, with their ids. File reads
// them back as they were.
func WriteVectors(w io.Writer, path string, s *Space, articles []corpus.Article) error {
	write, err := vectorWriter(path)
	switch {
	case err != nil:
		return err
	case s.Dense == nil:
		return fmt.Errorf("%s is sparse, and vectors are written dense: lsa(space=%[1]s) makes some of it", s.Name)
	case len(articles) != s.Rows():
		return fmt.Errorf("there are %d rows for %d articles", s.Rows(), len(articles))
	}
	ids := make([]string, len(articles))
	for i := range articles {
		ids[i] = articles[i].ID
	}
	return write(w, ids, s.Dense)
}

// CheckVectors is an error if the ending of a path is none that WriteVectors knows.
func CheckVectors(path string) error {
	_, err := vectorWriter(path)
	return err
}

func vectorWriter(path string) (func(w io.Writer, ids []string, m *Dense) error, error) {
	switch strings.ToLower(filepath.Ext(path)) {
	case ".npy":
		return func(w io.Writer, _ []string, m *Dense) error { return tensor.WriteNPY(w, m.Rows, m.Cols, m.Data) }, nil
	case ".safetensors":
		return func(w io.Writer, ids []string, m *Dense) error {
			return tensor.WriteSafetensors(w, ids, m.Rows, m.Cols, m.Data)
		}, nil
	case ".parquet":
		return func(w io.Writer, ids []string, m *Dense) error { return tensor.WriteParquet(w, ids, m.Cols, m.Data) }, nil
	}
	return nil, fmt.Errorf("%q: vectors are written to a file that ends in .npy, .safetensors or .parquet (-o FILE)", path)
}
