package bert

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/features/internal/tokenizer"
	"github.com/seed-9405df2f/assay/internal/tensor"
	"github.com/seed-9405df2f/assay/internal/vec"
)

// Weights, Vocabulary and Config are the files that every model has; the others may be
// absent.
const (
	Weights    = "model.safetensors"
	Vocabulary = "tokenizer.json"
	Config     = "config.json"
)

// Files lists the files of a folder that vectors depend on, those that are there.
func Files(dir string) []string {
	list := []string{filepath.Join(dir, Weights), filepath.Join(dir, Vocabulary), filepath.Join(dir, Config)}
	for _, name := range []string{"modules.json", "sentence_bert_config.json", "config_sentence_transformers.json", "1_Pooling/config.json"} {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if _, err := os.Stat(path); err == nil {
			list = append(list, path)
		}
	}
	return list
}

// A Model is safe for use by many goroutines.
type Model struct {
	setting
	tokens        *tokenizer.Tokenizer
	before, after []int32 // tokens around each text

	hidden, heads    int
	words, positions []float32 // rows of hidden values
	first            int       // number of the first position
	norm             layerNorm
	layers           []layer
	act              func([]float32)
}

// A layer is one block of the encoder.
type layer struct {
	query, key, value, out linear
	attended               layerNorm
	up, down               linear
	norm                   layerNorm
}

// A linear layer is a matrix, its outputs as panels, and what is added.
type linear struct {
	weights *vec.Panels
	bias    []float32 // as wide as the panels
}

type layerNorm struct {
	scale, shift []float32
	epsilon      float64
}

// names are those of the tensors of a model: # is replaced by the number of a layer.
type names struct {
	prefixes                         []string
	words, positions, types, norm    string
	query, key, value, out, attended string
	up, down, outNorm                string
}

var bertNames = names{
	prefixes: []string{"", "bert.", "roberta.", "model."},
	words:    "embeddings.word_embeddings", positions: "embeddings.position_embeddings", types: "embeddings.token_type_embeddings",
	norm:  "embeddings.LayerNorm",
	query: "encoder.layer.#.attention.self.query", key: "encoder.layer.#.attention.self.key", value: "encoder.layer.#.attention.self.value",
	out: "encoder.layer.#.attention.output.dense", attended: "encoder.layer.#.attention.output.LayerNorm",
	up: "encoder.layer.#.intermediate.dense", down: "encoder.layer.#.output.dense", outNorm: "encoder.layer.#.output.LayerNorm",
}

var distilNames = names{
	prefixes: []string{"", "distilbert."},
	words:    "embeddings.word_embeddings", positions: "embeddings.position_embeddings", norm: "embeddings.LayerNorm",
	query: "transformer.layer.#.attention.q_lin", key: "transformer.layer.#.attention.k_lin", value: "transformer.layer.#.attention.v_lin",
	out: "transformer.layer.#.attention.out_lin", attended: "transformer.layer.#.sa_layer_norm",
	up: "transformer.layer.#.ffn.lin1", down: "transformer.layer.#.ffn.lin2", outNorm: "transformer.layer.#.output_layer_norm",
}

// Load reads a model.
func Load(dir string) (*Model, error) {
	c, err := readConfig(filepath.Join(dir, Config))
	if err != nil {
		return nil, err
	}
	m := &Model{hidden: c.Hidden, heads: c.Heads, first: c.firstPosition(), act: activations[c.Activation]}
	if m.setting, err = readSetting(dir); err != nil {
		return nil, err
	}
	path := filepath.Join(dir, Vocabulary)
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if m.tokens, err = tokenizer.New(raw); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	m.before, m.after = m.tokens.Around()
	err = tensor.OpenSafetensors(filepath.Join(dir, Weights), func(file *tensor.Safetensors) error {
		r := &reader{file: file, names: kinds[c.Kind], epsilon: c.Epsilon}
		m.read(r, c)
		return r.err
	})
	if err != nil {
		return nil, err
	}
	if most := len(m.positions)/m.hidden - m.first; m.maximum <= 0 || m.maximum > most {
		m.maximum = most
	}
	if m.maximum <= len(m.before)+len(m.after) {
		return nil, fmt.Errorf("%s: at most %d tokens, and %d are around each text", dir, m.maximum, len(m.before)+len(m.after))
	}
	if rows := len(m.words) / m.hidden; m.tokens.Size() > rows {
		return nil, fmt.Errorf("%s has %d tokens, and the model knows %d", path, m.tokens.Size(), rows)
	}
	return m, nil
}

// Dims is the number of values of a vector.
func (m *Model) Dims() int { return m.hidden }

// Maximum is the number of tokens of a text that are read, with those around it.
func (m *Model) Maximum() int { return m.maximum }

// Prompt is what the folder puts before every text if no prefix is given.
func (m *Model) Prompt() string { return m.prompt }

func (m *Model) read(r *reader, c *config) {
	n := &r.names
	for _, p := range n.prefixes {
		if r.file.Has(p + n.words + ".weight") {
			r.prefix = p
			break
		}
	}
	m.words = r.table(n.words, c.Hidden)
	m.positions = r.table(n.positions, c.Hidden)
	if n.types != "" && r.err == nil {
		kind := r.table(n.types, c.Hidden) // all tokens are of the first type
		for i := range m.positions {
			if r.err == nil {
				m.positions[i] += kind[i%c.Hidden]
			}
		}
	}
	m.norm = r.norm(n.norm, c.Hidden)
	for i := range c.Layers {
		r.layer = fmt.Sprint(i)
		m.layers = append(m.layers, layer{
			query: r.linear(n.query, c.Hidden, c.Hidden), key: r.linear(n.key, c.Hidden, c.Hidden), value: r.linear(n.value, c.Hidden, c.Hidden),
			out: r.linear(n.out, c.Hidden, c.Hidden), attended: r.norm(n.attended, c.Hidden),
			up: r.linear(n.up, c.Hidden, c.Inner), down: r.linear(n.down, c.Inner, c.Hidden), norm: r.norm(n.outNorm, c.Hidden),
		})
	}
}

// A reader takes tensors by name and keeps the first error.
type reader struct {
	file          *tensor.Safetensors
	names         names
	prefix, layer string
	epsilon       float64
	err           error
}

// floats reads a tensor of a shape; 0 means any size.
func (r *reader) floats(name string, shape ...int) []float32 {
	if r.err != nil {
		return nil
	}
	name = r.prefix + strings.ReplaceAll(name, "#", r.layer)
	got, data, err := r.file.Floats(name)
	if err != nil {
		r.err = err
		return nil
	}
	fits := len(got) == len(shape)
	for i := range shape {
		fits = fits && (shape[i] == 0 || got[i] == shape[i])
	}
	if !fits {
		r.err = fmt.Errorf("tensor %q has the shape %v, and the config asks for %v", name, got, shape)
		return nil
	}
	return data
}

func (r *reader) table(name string, dims int) []float32 { return r.floats(name+".weight", 0, dims) }

// norm reads a normalisation; old files have other names for its two vectors.
func (r *reader) norm(name string, dims int) layerNorm {
	if r.file.Has(r.prefix + strings.ReplaceAll(name, "#", r.layer) + ".gamma") {
		return layerNorm{r.floats(name+".gamma", dims), r.floats(name+".beta", dims), r.epsilon}
	}
	return layerNorm{r.floats(name+".weight", dims), r.floats(name+".bias", dims), r.epsilon}
}

func (r *reader) linear(name string, in, out int) linear {
	weights, bias := r.floats(name+".weight", out, in), r.floats(name+".bias", out)
	if r.err != nil {
		return linear{}
	}
	l := linear{weights: vec.NewPanels(out, in)}
	for i := range out {
		l.weights.Set(i, weights[i*in:])
	}
	l.bias = make([]float32, l.weights.Width())
	copy(l.bias, bias)
	return l
}
