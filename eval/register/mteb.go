package register

import (
	"context"
	"path/filepath"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/mteb"
	"github.com/seed-9405df2f/assay/spec"
)

var embeddings = Entry{
	Name: "mteb", Title: "Massive Text Embedding Benchmark: clustering of newsgroups by title",
	Doc: "V-measure of mini-batch k-means on vectors of titles, by version 1 of the protocol (assay features --protocol \"mteb(v1)\"). " +
		"The benchmark's ten sets are titles drawn from all of 20 newsgroups; measured are those of the by-date test part, so figures " +
		"are not compared. Three publications of one model differ by .046 among themselves, four times the deviation between sets.",
	Licence: "none stated for 20 newsgroups; the model is Apache 2.0",
	Where: "the by-date test part of qwone.com/~jason/20Newsgroups as DIR/corpora/20newsgroups-test, " +
		"and sentence-transformers/all-MiniLM-L6-v2",
	Parts: []Part{minilmTitles, {Name: "others", Cells: otherModels,
		Unmeasured: "the model is not there: assay features CORPUS \"bert(DIR)\" --protocol \"mteb(v1)\" measures any"}},
}

// qmteb is where result files of the benchmark's program were published.
func qmteb(model string) Source {
	return Source{Cite: "result files of the benchmark's program 1.1.0, collection qMTEB: results/" + model +
		"/TwentyNewsgroupsClustering.json"}
}

func titlesCell(name, figure string, source Source) Cell {
	value, tolerance := parseFigure(figure)
	return Cell{Name: name + ", V-measure", Metric: "v", Published: value, Tolerance: tolerance, Runs: 10, Better: eval.Higher, Source: source}
}

var minilmTitles = Part{
	Name: "all-MiniLM-L6-v2",
	Files: []File{
		{Role: "corpus", Path: "corpora/20newsgroups-test/articles.jsonl.gz", Size: 5101049, Fingerprint: "0ad4d58f67867906"},
		{Role: "weights", Path: "models/all-minilm-l6-v2/model.safetensors", Size: 45141904, Fingerprint: "e2c1790e2693d2f0"},
		{Role: "tokenizer", Path: "models/all-minilm-l6-v2/tokenizer.json", Size: 466247, Fingerprint: "9adff2eaaef9e402"},
	},
	Cells: minilm,
	Measure: func(ctx context.Context, j Job) ([]Measurement, error) {
		c, err := format.Open(quiet(ctx), j.Path("corpus"))
		if err != nil {
			return nil, err
		}
		for i := range c.Articles {
			c.Articles[i].Text = ""
		}
		model := spec.Spec{Name: "bert", Args: []spec.Arg{{Name: "path", Value: spec.Spec{Name: filepath.Dir(j.Path("weights"))}}}}
		p, err := mteb.Parse("mteb(v1)")
		if err != nil {
			return nil, err
		}
		r, err := mteb.Run(quiet(ctx), c, model, p, j.Seed, j.Workers)
		if err != nil {
			return nil, err
		}
		var list []Measurement
		for _, cell := range minilm {
			list = append(list, Measurement{Cell: cell.Name, By: "bert, titles, " + p.String(), Values: r.Levels[0].V,
				Incomparable: "the titles of the by-date test part, not the benchmark's ten sets"})
		}
		return list, nil
	},
}

var minilm = []Cell{
	titlesCell("all-MiniLM-L6-v2, as the leaderboard", "46.86",
		Source{Cite: "Muennighoff et al. 2023, MTEB: Massive text embedding benchmark, EACL, table of all results", FromMemory: true}),
	titlesCell("all-MiniLM-L6-v2", "46.49", qmteb("all-MiniLM-L6-v2")),
	titlesCell("all-MiniLM-L6-v2, ONNX", "42.38", qmteb("optimum/all-MiniLM-L6-v2-unquantized")),
	titlesCell("all-MiniLM-L6-v2, ONNX in 8 bits", "41.93", qmteb("optimum/all-MiniLM-L6-v2-q8")),
}

var otherModels = []Cell{
	titlesCell("gte-base", "51.54", qmteb("gte-base")),
}
