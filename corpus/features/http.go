package features

import (
	"context"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/seed-9405df2f/assay/internal/chat"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
	"github.com/seed-9405df2f/assay/internal/vec"
	"github.com/seed-9405df2f/assay/spec"
)

// The environment variables that hold the key for a server of embeddings, and the host of
// the server that it is for.
const (
	KeyVariable  = "ASSAY_EMBEDDINGS_KEY"
	HostVariable = "ASSAY_EMBEDDINGS_HOST"
)

var httpEntry = Entry{
	Name:  "http",
	Title: "Embeddings of a server",
	Doc: "Vectors of a server with an /embeddings endpoint in OpenAI's form: OpenAI, Ollama, TEI, vLLM, LM Studio. " +
		"Title and text are joined by a line end and cut after a number of characters; rows are scaled to unit length. " +
		"The server's key, if it wants one, is taken from the environment variable " + KeyVariable + ", and sent to the host in " +
		HostVariable + " or to this machine, to no other. Vectors are kept in the cache, one a text: the same is not asked for twice.",
	Cost: "a request for every batch of new texts; n·dims numbers in memory",
	Cite: []string{"OpenAI API reference: Embeddings"},
	New:  func() Builder { return NewHTTP() },
}

// HTTP embeds articles by a server.
type HTTP struct {
	URL      string `spec:"url,required" doc:"URL of the server up to the version, such as http://localhost:8000/v1"`
	Model    string `spec:"model,required" doc:"the model's name, as the server has it"`
	Prefix   string `spec:"prefix" default:"" doc:"text put before each article, such as \"query: \" for e5"`
	Letters  int    `spec:"characters" default:"8000" range:"1:" doc:"characters of an article that are sent, prefix aside"`
	Dims     int    `spec:"dims" default:"0" range:"0:" doc:"dimensions that a vector must have; 0 = any"`
	Batch    int    `spec:"batch" default:"32" range:"1:2048" doc:"texts of a request"`
	Timeout  int    `spec:"timeout" default:"120" range:"1:3600" doc:"seconds to wait for an answer"`
	Retries  int    `spec:"retries" default:"5" range:"0:20" doc:"maximum retries, after network errors, status 429 or 5xx, bad answers"`
	Parallel int    `spec:"parallel" default:"2" range:"1:64" doc:"requests at a time"`
}

// NewHTTP returns it with every parameter at its default; URL and Model have none.
func NewHTTP() *HTTP { return spec.Defaults(new(HTTP)) }

// Valid wants a URL that a key can be sent to, without one inside.
func (f *HTTP) Valid() error {
	if f.Model == "" {
		return fmt.Errorf("model must not be empty")
	}
	return chat.CheckURL(f.URL, KeyVariable)
}

// ReadsTexts is true.
func (*HTTP) ReadsTexts() bool { return true }

// Build embeds every article; one without words becomes a row of zeros.
func (f *HTTP) Build(ctx context.Context, in *Input) (*Space, error) {
	if err := spec.Check("http", f); err != nil {
		return nil, err
	}
	client := &chat.Client{
		URL: f.URL, Model: f.Model, KeyVariable: KeyVariable, HostVariable: HostVariable, Timeout: time.Duration(f.Timeout) * time.Second,
		Retries: f.Retries, Parallel: f.Parallel,
	}
	texts, cut := make([]string, len(in.Articles)), 0
	for i := range in.Articles {
		text := strings.TrimSpace(articleText(&in.Articles[i]))
		if short := firstRunes(text, f.Letters); short != text {
			text = short
			cut++
		}
		if text != "" {
			texts[i] = f.Prefix + text
		}
	}
	count := progress.Counter(ctx, "embedding", len(texts))
	model := fmt.Sprintf("http 1 %q %q", strings.TrimSuffix(f.URL, "/"), f.Model)
	out, err := embedKept(ctx, model, texts, f.Batch*f.Parallel, func(ctx context.Context, texts []string) ([][]float32, error) {
		return f.ask(ctx, client, texts, count)
	})
	if err != nil {
		return nil, err
	}
	if f.Dims > 0 && out.Cols != f.Dims {
		return nil, fmt.Errorf("the vectors of %s have %d dimensions, not %d", f.Model, out.Cols, f.Dims)
	}
	s := &Space{Dense: out}
	if cut > 0 {
		s.Notes = append(s.Notes, fmt.Sprintf("%d of %d articles are longer than %d characters: the rest of them is not in their vectors",
			cut, len(texts), f.Letters))
	}
	return s, nil
}

// ask returns the vectors of texts, at unit length, by requests of a batch each.
func (f *HTTP) ask(ctx context.Context, client *chat.Client, texts []string, count func(int)) ([][]float32, error) {
	batches := slices.Collect(slices.Chunk(texts, f.Batch))
	answers, failures := make([][][]float32, len(batches)), make([]error, len(batches))
	err := parallel.Each(ctx, len(batches), f.Parallel, func(i int) {
		answers[i], failures[i] = client.Embed(ctx, batches[i])
		count(len(batches[i]))
	})
	for _, failure := range failures {
		if err == nil {
			err = failure
		}
	}
	rows := slices.Concat(answers...)
	for _, row := range rows {
		if square := vec.SquaredNorm(row); square > 0 {
			scale := 1 / math.Sqrt(square)
			for i := range row {
				row[i] = float32(float64(row[i]) * scale)
			}
		}
	}
	return rows, err
}

// firstRunes returns the first characters of a text.
func firstRunes(text string, most int) string {
	if len(text) <= most {
		return text
	}
	at := 0
	for range most {
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return text[:at]
}
