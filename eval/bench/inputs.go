package bench

import (
	"fmt"

	"github.com/seed-9405df2f/assay/algorithms"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/spec"
)

// hashInputs digests the files that an algorithm and its features read beside the
// corpus.
func hashInputs(c algorithms.Clusterer) (string, error) {
	var files []string
	if reader, ok := c.(algorithms.FileReader); ok {
		files = append(files, reader.Files()...)
	}
	if space, ok := algorithms.SpaceOf(c); ok {
		files = append(files, features.Files(space)...)
	}
	return fingerprint.Sum(files)
}

// hashOutlets checks a table of outlets and digests its file.
func hashOutlets(path string) (string, error) {
	if path == "" {
		return "", nil
	}
	if _, err := format.ReadOutlets(path); err != nil {
		return "", err
	}
	return fingerprint.Sum([]string{path})
}

// hashMetrics digests the files that metrics read, such as the model of keypoints.recall(soft=bert(path)).
func hashMetrics(measures []eval.Measure) (string, error) {
	var files []string
	for _, m := range measures {
		of := spaceFiles(m.Spec)
		if reader, ok := m.Scorer.(interface{ Files() []string }); ok { // a metric of another module
			of = append(of, reader.Files()...)
		}
		if _, err := fingerprint.Sum(of); err != nil {
			return "", fmt.Errorf("%s: %w", m.Spec, err)
		}
		files = append(files, of...)
	}
	return fingerprint.Sum(files)
}

// spaceFiles lists the files of the spaces among the parameters of a spec, and of what these parameters take.
func spaceFiles(s spec.Spec) (files []string) {
	for _, a := range s.Args {
		if _, _, err := features.Parse(a.Value); err == nil {
			files = append(files, features.Files(a.Value)...)
		} else {
			files = append(files, spaceFiles(a.Value)...)
		}
	}
	return files
}
