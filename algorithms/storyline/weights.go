package storyline

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/spec"
)

// Schema is that of a file of weights.
const Schema = "assay/stories/1"

// Weights are what training learns, and what stands in its file.
type Weights struct {
	Schema   string    `json:"schema"`
	Channels []Channel `json:"channels"` // what Storyline looks at
	Judge    Signs     `json:"judge"`    // what Online knows before it has seen an article
	Trained  []Source  `json:"trained"`  // on these corpora
}

// A Channel is a space of features with its weight in concat: the likeness of two
// articles counts by the weight's square. One of weight 0 is left out.
type Channel struct {
	Space  string  `json:"space"`
	Weight float64 `json:"weight"`
}

// Signs are the weights of what speaks for an article to join a story: it does where
// their sum is above 0.
type Signs struct {
	Constant float64 `json:"constant"`
	Mean     float64 `json:"mean"`    // cosine with the story's first and latest articles
	Nearest  float64 `json:"nearest"` // cosine with the nearest of these
	Size     float64 `json:"size"`    // logarithm of the story's articles
	Time     float64 `json:"time"`    // Gaussian of the days since its latest article
}

// A Source is a corpus that was trained on.
type Source struct {
	Corpus   string `json:"corpus"`
	Digest   string `json:"digest"`
	Articles int    `json:"articles"` // that have a story
	Stories  int    `json:"stories"`
}

//go:embed weights.json
var builtIn []byte

// BuiltIn reads the weights that storyline and storyline-online have by themselves.
func BuiltIn() (*Weights, error) {
	w, err := parse(builtIn)
	if err != nil {
		return nil, fmt.Errorf("reading the weights built in: weights.json:%w", err)
	}
	return w, nil
}

// Read reads a file of weights.
func Read(path string) (*Weights, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading weights: %w", err)
	}
	w, err := parse(data)
	if err != nil {
		return nil, fmt.Errorf("reading weights: %s:%w", path, err)
	}
	return w, nil
}

// Write writes what Read reads.
func (w *Weights) Write(to io.Writer) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(w)
}

// parse reads weights and checks them. Its errors begin with the line.
func parse(data []byte) (*Weights, error) {
	w := new(Weights)
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(w); err != nil {
		at := decoder.InputOffset()
		if syntax := (*json.SyntaxError)(nil); errors.As(err, &syntax) {
			at = syntax.Offset
		}
		if wrong := (*json.UnmarshalTypeError)(nil); errors.As(err, &wrong) {
			at = wrong.Offset
		}
		return nil, fmt.Errorf("%d: %w (assay train writes such files)", lineAt(data, int(at)), err)
	}
	if rest := bytes.TrimSpace(data[decoder.InputOffset():]); len(rest) > 0 {
		return nil, fmt.Errorf("%d: something follows the weights", lineAt(data, int(decoder.InputOffset())))
	}
	if w.Schema != Schema {
		return nil, fmt.Errorf("1: its schema is %q where %q was expected (assay train writes such files)", w.Schema, Schema)
	}
	for _, c := range w.Channels {
		if err := c.valid(); err != nil {
			return nil, fmt.Errorf("%d: %w", lineOf(data, c.Space), err)
		}
	}
	if _, err := w.Space(); err != nil {
		return nil, fmt.Errorf("%d: %w", lineOf(data, "channels"), err)
	}
	return w, nil
}

func (c Channel) valid() error {
	parsed, err := spec.Parse(c.Space)
	if err == nil {
		_, _, err = features.Parse(parsed)
	}
	if err != nil {
		return fmt.Errorf("channel %q: %w", c.Space, err)
	}
	if !(c.Weight >= 0 && c.Weight <= 1e6) {
		return fmt.Errorf("channel %s: its weight is %v; it must be from 0 to 1e6", c.Space, c.Weight)
	}
	return nil
}

// lineAt is the line of an offset.
func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:min(offset, len(data))], []byte("\n"))
}

// lineOf is the line where a word first stands as JSON writes it.
func lineOf(data []byte, word string) int {
	quoted, _ := json.Marshal(word)
	return lineAt(data, max(bytes.Index(data, quoted), 0))
}

// Space is the space of the channels with a weight above 0.
func (w *Weights) Space() (spec.Spec, error) {
	var spaces, weights []string
	for _, c := range w.Channels {
		if c.Weight > 0 {
			spaces, weights = append(spaces, c.Space), append(weights, fmt.Sprint(c.Weight))
		}
	}
	if len(spaces) == 0 {
		return spec.Spec{}, fmt.Errorf("no channel has a weight above 0")
	}
	text := spaces[0]
	if len(spaces) > 1 {
		text = fmt.Sprintf("concat(%s,weights=%s)", strings.Join(spaces, ","), strings.Join(weights, ":"))
	}
	parsed, err := spec.Parse(text)
	if err != nil {
		return spec.Spec{}, err
	}
	_, canonical, err := features.Parse(parsed)
	return canonical, err
}

// Spaces are those of all channels.
func (w *Weights) Spaces() []string {
	var list []string
	for _, c := range w.Channels {
		list = append(list, c.Space)
	}
	return list
}

func (s Signs) judge() judge {
	return judge{weights: [signs]float64{s.Constant, s.Mean, s.Nearest, s.Size, s.Time}}
}

func (j *judge) named() Signs {
	w := j.weights
	return Signs{Constant: w[0], Mean: w[1], Nearest: w[2], Size: w[3], Time: w[4]}
}
