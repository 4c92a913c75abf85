package features

import (
	"context"
	"fmt"

	"github.com/seed-9405df2f/assay/corpus/features/internal/bert"
	"github.com/seed-9405df2f/assay/internal/fingerprint"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/spec"
)

var bertEntry = Entry{
	Name:  "bert",
	Title: "Sentence embeddings",
	Doc: "Vectors of a sentence encoder of the BERT family, such as all-MiniLM-L6-v2 or multilingual-e5, from a folder of " +
		"sentence-transformers in the layout of Hugging Face: model.safetensors, tokenizer.json, config.json, and modules.json with what " +
		"it names. BERT, RoBERTa, XLM-RoBERTa and DistilBERT; WordPiece and Unigram; mean, CLS or maximum pooling. " +
		"Title and text are joined by a line end, and what is beyond the model's number of tokens is left out, with a note. " +
		"Vectors are kept in the cache, one a text: a corpus that grew embeds only what is new.",
	Cost: "about 2·tokens·weights operations an article: 2.7 billion for 128 tokens of all-MiniLM-L6-v2; the weights in memory",
	Cite: []string{"Devlin et al. 2019, NAACL", "Reimers & Gurevych 2019, EMNLP", "Wang et al. 2024, Multilingual E5"},
	New:  func() Builder { return new(Bert) },
}

// Bert embeds articles by a sentence encoder.
type Bert struct {
	Path   string `spec:"path,positional,required" doc:"the model's folder"`
	Prefix string `spec:"prefix" default:"" doc:"text put before each article, such as \"query: \" for e5; empty = the model's own, if it has one"`
}

// Files lists the files of the model.
func (f *Bert) Files() []string { return bert.Files(f.Path) }

// ReadsTexts is true.
func (*Bert) ReadsTexts() bool { return true }

// embedAtOnce is the number of texts whose vectors are made before they are kept.
const embedAtOnce = 1024

// Build embeds every article; one without words becomes a row of zeros.
func (f *Bert) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("bert", f); err != nil {
		return nil, err
	}
	m, err := bert.Load(f.Path)
	if err != nil {
		return nil, err
	}
	files, err := fingerprint.Sum(f.Files())
	if err != nil {
		return nil, err
	}
	prefix := f.Prefix
	if prefix == "" {
		prefix = m.Prompt()
	}
	texts, cut := make([]string, len(in.Articles)), 0
	for i := range in.Articles {
		if text := articleText(&in.Articles[i]); text != "" {
			texts[i] = prefix + text
		}
	}
	// Whether a text is cut is asked of all, kept or not: that is cheap beside a vector.
	for _, text := range texts {
		if _, long := m.Tokens(text); long {
			cut++
		}
	}
	count := progress.Counter(ctx, "embedding", len(texts))
	embed := func(ctx context.Context, texts []string) ([][]float32, error) {
		ids, rows := make([][]int32, len(texts)), make([][]float32, len(texts))
		for i, text := range texts {
			ids[i], _ = m.Tokens(text)
			rows[i] = make([]float32, m.Dims())
		}
		return rows, m.Embed(ctx, rows, ids, in.Workers, count)
	}
	out, err := embedKept(ctx, fmt.Sprintf("bert 1 %s", files), texts, embedAtOnce, embed)
	if err != nil {
		return nil, err
	}
	s := &Space{Dense: out}
	if cut > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d of %d articles are longer than the model's %d tokens: the rest of them is not in their vectors",
			cut, len(texts), m.Maximum()))
	}
	return s, nil
}
