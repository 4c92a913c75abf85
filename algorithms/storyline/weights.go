package storyline

import (
	"bytes"
	"cmp"
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

// Schema is the version of a file of weights.
const Schema = "assay/storyline/2"

// schema1 is the version that names the link weights judge and fingerprints digest.
const schema1 = "assay/stories/1"

// Weights are what training learns and writes to a file.
type Weights struct {
	Schema   string      `json:"schema"`
	Channels []Channel   `json:"channels"` // the space of Storyline
	Link     LinkWeights `json:"link"`     // the model that Online starts with
	// DenseWords is the number of words that count as much as a vector of the model that
	// was given in training; nil if none was.
	DenseWords *float64 `json:"dense_words,omitempty"`
	Trained    []Source `json:"trained"` // the corpora learnt from
}

// A Channel is a space of features with its weight in concat: the similarity of two
// articles counts by the square of the weight. A channel of weight 0 is left out.
type Channel struct {
	Space  string  `json:"space"`
	Weight float64 `json:"weight"`
}

// LinkWeights are the coefficients by which [Online] decides whether an article
// joins a story: it does if their weighted sum is above 0.
type LinkWeights struct {
	Constant float64 `json:"constant"`
	Mean     float64 `json:"mean"`    // of the mean cosine with the story's first and latest articles
	Nearest  float64 `json:"nearest"` // of the largest of these cosines
	Size     float64 `json:"size"`    // of the logarithm of the number of articles of the story
	Time     float64 `json:"time"`    // of a Gaussian of the days since the story's latest article
}

// A Source is a corpus that weights were learnt from.
type Source struct {
	Corpus      string `json:"corpus"`
	Fingerprint string `json:"fingerprint"`
	Articles    int    `json:"articles"` // that have a story
	Stories     int    `json:"stories"`
}

//go:embed weights.json
var builtIn []byte

// BuiltIn returns the weights that [Storyline] and [Online] use by default.
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

// Write writes the form that Read reads.
func (w *Weights) Write(to io.Writer) error {
	encoder := json.NewEncoder(to)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(w)
}

// parse reads weights and checks them. Its errors begin with the line.
func parse(data []byte) (*Weights, error) {
	var file struct {
		Weights
		Judge   LinkWeights `json:"judge"`
		Trained []struct {
			Source
			Digest string `json:"digest"`
		} `json:"trained"`
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&file); err != nil {
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
	w := &file.Weights
	for _, s := range file.Trained {
		s.Fingerprint = cmp.Or(s.Fingerprint, s.Digest)
		w.Trained = append(w.Trained, s.Source)
	}
	switch w.Schema {
	case Schema:
	case schema1:
		w.Schema, w.Link = Schema, file.Judge
	default:
		return nil, fmt.Errorf("1: its schema is %q where %q was expected (assay train writes such files)", w.Schema, Schema)
	}
	for _, c := range w.Channels {
		if err := c.valid(); err != nil {
			return nil, fmt.Errorf("%d: %w", lineOf(data, c.Space), err)
		}
	}
	if v := w.DenseWords; v != nil && !(*v >= 0 && *v <= 1e6) {
		return nil, fmt.Errorf("%d: dense_words is %v; it must be from 0 to 1e6", lineOf(data, "dense_words"), *v)
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

// lineAt returns the line of an offset, from 1.
func lineAt(data []byte, offset int) int {
	return 1 + bytes.Count(data[:min(offset, len(data))], []byte("\n"))
}

// lineOf returns the line of the first occurrence of a JSON string.
func lineOf(data []byte, word string) int {
	quoted, _ := json.Marshal(word)
	return lineAt(data, max(bytes.Index(data, quoted), 0))
}

// Space returns the space of the channels with a weight above 0.
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

// Spaces lists the spaces of all channels.
func (w *Weights) Spaces() []string {
	var list []string
	for _, c := range w.Channels {
		list = append(list, c.Space)
	}
	return list
}

func (w LinkWeights) model() linkModel {
	return linkModel{w.Constant, w.Mean, w.Nearest, w.Size, w.Time}
}

func (m linkModel) named() LinkWeights {
	return LinkWeights{Constant: m[0], Mean: m[1], Nearest: m[2], Size: m[3], Time: m[4]}
}
