package register

import (
	"context"
	"fmt"
	"math"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text/rouge"
	"github.com/seed-9405df2f/assay/eval"
	"github.com/seed-9405df2f/assay/eval/coverage"
	"github.com/seed-9405df2f/assay/spec"
)

var coverageEntry = Entry{
	Name: "coverage", Title: "Coverage of key points: agreement with people",
	Doc: "How well automatic judgements of what a summary covers agree with people's. SummHay: a summary's score is the mean over " +
		"insights that people found fully (1), in part (.5) or not (0) in its bullets; the correlation is over all summaries. The published " +
		"labels of the judges give the published figures; beside them are our metrics on the same summaries. REALSumm: a score is the share " +
		"of content units; the correlation is over the 25 systems, the mean over documents. Lite²Pyramid reads the same units by a language " +
		"model that was trained on part of the judgements. Intervals are those of a bootstrap over subtopics or documents. The mean values of " +
		"ROUGE are those of all 2,500 summaries, by our ROUGE with standard=true,stem=porter.",
	Licence: "SummHay: Apache-2.0; REALSumm: CC BY 4.0; all-MiniLM-L6-v2: Apache-2.0",
	Where: "salesforce/summary-of-a-haystack and neulab/REALSumm on GitHub, as JSON lines in the form that docs/metrics.md describes, " +
		"to DIR/judgements and DIR/reference/summaries",
	Digits: 4,
	Parts: []Part{
		summhay("summhay", "conversations", File{Path: "judgements/summhay.jsonl.gz", Size: 86235, Fingerprint: "f3127b6ae8a0f8b1"},
			summhayJudges...),
		summhay("summhay-news", "news", File{Path: "judgements/summhay-news.jsonl.gz"}, "prompted_gpt-4o .750"),
		{Name: "realsumm", Files: []File{{Role: "units", Path: "reference/summaries/realsumm-units.jsonl.gz", Size: 256723,
			Fingerprint: "24cdaf5bbbfcf168"}}, Cells: pyramidCells, Measure: measureREALSumm},
		{Name: "rouge", Files: []File{{Role: "scores", Path: "reference/summaries/realsumm-scores.jsonl.gz", Size: 428007,
			Fingerprint: "c40993c42026a774"}}, Cells: rougeCells, Measure: measureROUGE},
	},
}

var softModel = []File{
	{Role: "weights", Path: "models/all-minilm-l6-v2/model.safetensors", Size: 45141904, Fingerprint: "e2c1790e2693d2f0"},
	{Role: "tokenizer", Path: "models/all-minilm-l6-v2/tokenizer.json", Size: 466247, Fingerprint: "9adff2eaaef9e402"},
}

var summhayJudges = []string{
	"prompted_gpt-4o .812", "prompted_gemini-1.5-pro .792", "9fs_gpt-4o .779", "prompted_claude3-opus .749", "prompted_gpt3.5 .576",
	"prompted_claude3-haiku .524",
}

// judgeCells are the figures of judges of SummHay, each given as the name of its labels and the correlation.
func judgeCells(domain string, judges []string) (cells []Cell) {
	for _, judge := range judges {
		name, figure, _ := strings.Cut(judge, " ")
		value, tolerance := parseFigure(figure)
		cells = append(cells, Cell{Name: name, Metric: "Pearson by summary", Published: value, Tolerance: tolerance, Better: eval.Higher,
			Source: Source{
				Cite:       "Laban et al. 2024, Summary of a haystack, EMNLP: evaluation benchmark, " + domain,
				URL:        "https://github.com/salesforce/summary-of-a-haystack",
				FromMemory: true,
			},
			Note: "the judge is a large language model that reads the whole summary; the words alone, and a model of 23 million weights, do not"})
	}
	return cells
}

// byWords is the metric without a model.
const byWords = "keypoints.recall"

// summhay is a part of SummHay, whose summaries are in a file.
func summhay(name, domain string, file File, judges ...string) Part {
	file.Role = "summaries"
	cells := judgeCells(domain, judges)
	return Part{Name: name, Files: append(slices.Clone(softModel), file), Cells: cells,
		Measure: func(ctx context.Context, j Job) ([]Measurement, error) { return measureSummHay(ctx, j, cells) }}
}

func measureSummHay(ctx context.Context, j Job, cells []Cell) (list []Measurement, err error) {
	summaries, err := readSummHay(j.Path("summaries"))
	if err != nil {
		return nil, err
	}
	model := spec.Spec{Name: "bert", Args: []spec.Arg{{Name: "path", Value: spec.Spec{Name: filepath.Dir(j.Path("weights"))}}}}
	words, err := recalls(ctx, summaries, nil)
	if err != nil {
		return nil, err
	}
	soft, err := recalls(ctx, summaries, &model)
	if err != nil {
		return nil, err
	}
	for _, c := range cells {
		list = append(list, measured(c.Name, "its published labels", summaries, judgeScores(summaries, c.Name), pooled, "Pearson"),
			measured(c.Name, byWords, summaries, words, pooled, "Pearson"),
			measured(c.Name, byWords+"(soft=bert(all-minilm-l6-v2))", summaries, soft, pooled, "Pearson"))
	}
	return list, nil
}

// recalls are the shares of the points that each summary covers, by words or with vectors, too.
func recalls(ctx context.Context, list []judged, space *spec.Spec) ([]float64, error) {
	found, err := evidence(ctx, list, space)
	scores := make([]float64, len(found))
	for i := range found {
		scores[i] = coverage.Share(found[i])
	}
	return scores, err
}

// evidence is what each summary has of its points.
func evidence(ctx context.Context, list []judged, space *spec.Spec) (found [][]coverage.Evidence, err error) {
	var vectors *coverage.Vectors
	if space != nil {
		var texts []corpus.Article
		for _, s := range list {
			for _, text := range slices.Concat(s.Points, s.Sentences) {
				texts = append(texts, corpus.Article{Text: text, Lang: "en"})
			}
		}
		if vectors, err = coverage.NewVectors(ctx, *space, texts); err != nil {
			return nil, err
		}
	}
	for _, s := range list {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		e, err := vectors.CoverKeyPoints(s.Points, s.Sentences, "en")
		if err != nil {
			return nil, err
		}
		found = append(found, e)
	}
	return found, nil
}

// judgeScores are what a judge gave each summary.
func judgeScores(list []judged, judge string) []float64 {
	scores := make([]float64, len(list))
	for i, s := range list {
		scores[i] = mean(s.Judges[judge])
	}
	return scores
}

// measured is a correlation with people as a measurement.
func measured(cell, by string, list []judged, scores []float64, at population, coefficient string) Measurement {
	i := slices.IndexFunc(coefficients, func(c correlation) bool { return c.name == coefficient })
	a := agree(list, scores, at, coefficients[i].of)
	m := Measurement{Cell: cell, By: by, Values: []float64{a.Value}}
	if !math.IsNaN(a.Low) {
		m.Low, m.High = &a.Low, &a.High
	}
	return m
}

// pyramidCells are the expected values that Lite2-3Pyramid's own program for this data states.
var pyramidCells = func() (cells []Cell) {
	for _, row := range []struct{ name, pearson, spearman string }{
		{"Lite2Pyramid l3c", ".565", ".538"}, {"Lite2Pyramid p3c", ".638", ".596"}, {"Lite2Pyramid l2c", ".569", ".543"},
		{"Lite2Pyramid p2c", ".642", ".601"}, {"Lite2.5Pyramid p2c", ".616", ".572"}, {"Lite3Pyramid p2c", ".575", ".532"},
	} {
		for i, figure := range []string{row.pearson, row.spearman} {
			value, tolerance := parseFigure(figure)
			by := coefficients[i].name
			cells = append(cells, Cell{Name: row.name + ", " + by, Metric: by + " by summary, the mean over documents",
				Published: value, Tolerance: tolerance, Better: eval.Higher, Source: Source{
					Cite: "Zhang & Bansal 2021, Finding a balanced degree of automation for summary evaluation, EMNLP: expected values of " +
						"reproduce/cross_validation.py, five folds of documents",
					URL: "https://github.com/ZhangShiyue/Lite2-3Pyramid",
				},
				Note: "theirs is a language model trained on judgements of the other documents"})
		}
	}
	return cells
}()

func measureREALSumm(ctx context.Context, j Job) (list []Measurement, err error) {
	summaries, err := readREALSumm(j.Path("units"))
	if err != nil {
		return nil, err
	}
	scores, err := recalls(ctx, summaries, nil)
	if err != nil {
		return nil, err
	}
	for _, c := range pyramidCells {
		_, coefficient, _ := strings.Cut(c.Name, ", ")
		list = append(list, measured(c.Name, byWords, summaries, scores, within, coefficient))
	}
	return list, nil
}

// rougeCells are the means over all summaries as the authors print them.
var rougeCells = func() (cells []Cell) {
	for _, row := range []string{
		"rouge_1_recall .511928", "rouge_1_precision .400062", "rouge_1_f_score .438128",
		"rouge_2_recall .234476", "rouge_2_precision .183364", "rouge_2_f_score .200661",
		"rouge_l_recall .468059", "rouge_l_precision .365890", "rouge_l_f_score .400643",
	} {
		name, figure, _ := strings.Cut(row, " ")
		value, tolerance := parseFigure(figure)
		cells = append(cells, Cell{Name: name, Metric: "mean of 2,500 summaries", Published: value, Tolerance: tolerance,
			Better: eval.Descriptive, Source: Source{
				Cite: "Bhandari et al. 2020, Re-evaluating evaluation in text summarization, EMNLP: analysis/analysis.ipynb, score ranges",
				URL:  "https://github.com/neulab/REALSumm",
			},
			Note: "each system was scored against its own tokenization of the reference, which is not published: 267 of 2,500 values of ROUGE-1 " +
				"differ for that, and 32 more of ROUGE-L"})
	}
	return cells
}()

// measureROUGE scores the summaries by our ROUGE, and reads the authors' scores.
func measureROUGE(ctx context.Context, j Job) (list []Measurement, err error) {
	type line struct {
		Reference string
		Systems   map[string]struct {
			Summary string
			Scores  map[string]float64
		}
	}
	o := rouge.Options{Standard: true, Stem: rouge.Stem}
	ours, theirs := map[string][]float64{}, map[string][]float64{}
	err = jsonLines(j.Path("scores"), func(l line) error {
		reference := o.Text(taggedSentences(l.Reference))
		for name, s := range l.Systems {
			candidate := o.Text(taggedSentences(s.Summary))
			longest := rouge.Lsum
			if strings.HasPrefix(name, "ptr_generator") { // whose texts were scored as one sentence each
				longest = rouge.L
			}
			for family, count := range map[string]rouge.Count{"rouge_1": rouge.N(1, candidate, reference),
				"rouge_2": rouge.N(2, candidate, reference), "rouge_l": longest(candidate, reference)} {
				score := count.Score(0.5)
				for reading, v := range map[string]float64{"recall": score.R, "precision": score.P, "f_score": score.F} {
					cell := family + "_" + reading
					ours[cell], theirs[cell] = append(ours[cell], v), append(theirs[cell], s.Scores[cell])
				}
			}
		}
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	for _, c := range rougeCells {
		slices.Sort(ours[c.Name]) // sums must not depend on the order of a map
		slices.Sort(theirs[c.Name])
		list = append(list, Measurement{Cell: c.Name, By: "the published scores", Values: []float64{mean(theirs[c.Name])}},
			Measurement{Cell: c.Name, By: fmt.Sprintf("%s(standard=true,stem=porter)", rougeName(c.Name)), Values: []float64{mean(ours[c.Name])}})
	}
	return list, nil
}

// rougeName is our name of one of their scores.
func rougeName(cell string) string {
	return strings.NewReplacer("rouge_l", "rougeLsum", "rouge_", "rouge", "_recall", ".r", "_precision", ".p", "_f_score", ".f1").Replace(cell)
}

// glued is where two sentences of the data have no tag between them.
var glued = regexp.MustCompile(` \.([a-zA-Z])`)

// taggedSentences splits a text at the tags of its sentences.
func taggedSentences(s string) (list []string) {
	s = strings.ReplaceAll(glued.ReplaceAllString(s, " .</t>$1"), "<t>", "")
	for part := range strings.SplitSeq(s, "</t>") {
		if part = strings.TrimSpace(part); part != "" {
			list = append(list, part)
		}
	}
	return list
}
