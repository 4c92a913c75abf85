// Package bert turns texts into vectors by the encoders of the BERT family (Devlin et al.
// 2019), as a folder of sentence-transformers (Reimers & Gurevych 2019) describes them:
// BERT, RoBERTa, XLM-RoBERTa and DistilBERT, with mean, CLS or maximum pooling.
package bert

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// A config is what config.json says; those of DistilBERT have names of their own.
type config struct {
	Kind          string   `json:"model_type"`
	Architectures []string `json:"architectures"`
	Hidden        int      `json:"hidden_size"`
	Layers        int      `json:"num_hidden_layers"`
	Heads         int      `json:"num_attention_heads"`
	Inner         int      `json:"intermediate_size"`
	Activation    string   `json:"hidden_act"`
	Epsilon       float64  `json:"layer_norm_eps"`
	Positions     int      `json:"max_position_embeddings"`
	PositionKind  string   `json:"position_embedding_type"`
	Padding       *int     `json:"pad_token_id"`

	DistilHidden     int    `json:"dim"`
	DistilLayers     int    `json:"n_layers"`
	DistilHeads      int    `json:"n_heads"`
	DistilInner      int    `json:"hidden_dim"`
	DistilActivation string `json:"activation"`
}

// kinds are the model types that are known, each with the names of its tensors.
var kinds = map[string]names{
	"bert": bertNames, "roberta": bertNames, "xlm-roberta": bertNames, "camembert": bertNames, "distilbert": distilNames,
}

// readConfig reads the config, or says what architecture it is that is not known.
func readConfig(path string) (*config, error) {
	c := &config{Epsilon: 1e-12, Activation: "gelu"}
	if err := readJSON(path, c); err != nil {
		return nil, err
	}
	if c.Kind == "distilbert" {
		c.Hidden, c.Layers, c.Heads, c.Inner, c.Activation = c.DistilHidden, c.DistilLayers, c.DistilHeads, c.DistilInner, c.DistilActivation
	}
	switch _, known := kinds[c.Kind]; {
	case !known:
		return nil, fmt.Errorf("%s: the model is %s, which is not of the BERT family (bert, roberta, xlm-roberta, camembert and distilbert are)",
			path, c.architecture())
	case c.PositionKind != "" && c.PositionKind != "absolute":
		return nil, fmt.Errorf("%s: positions of the kind %q are not known, absolute ones are", path, c.PositionKind)
	case c.Hidden < 1 || c.Layers < 1 || c.Heads < 1 || c.Inner < 1 || c.Positions < 1:
		return nil, fmt.Errorf("%s: sizes of the model are missing", path)
	case c.Hidden%c.Heads != 0:
		return nil, fmt.Errorf("%s: %d dimensions cannot be divided among %d heads", path, c.Hidden, c.Heads)
	case activations[c.Activation] == nil:
		return nil, fmt.Errorf("%s: the activation %q is not known (gelu, gelu_new and relu are)", path, c.Activation)
	}
	return c, nil
}

// architecture is what the model calls itself.
func (c *config) architecture() string {
	if len(c.Architectures) > 0 {
		return strings.Join(c.Architectures, ", ")
	}
	return fmt.Sprintf("of the type %q", c.Kind)
}

// firstPosition is the number of the first position: RoBERTa counts from the number of
// its padding token on.
func (c *config) firstPosition() int {
	switch c.Kind {
	case "bert", "distilbert":
		return 0
	}
	if c.Padding != nil {
		return *c.Padding + 1
	}
	return 2
}

// A setting is what the folder says about the way from texts to vectors.
type setting struct {
	maximum   int // tokens of a text, with those around it; 0 means as many as the model has positions
	lowercase bool
	prompt    string
	pooling   string
	normalize bool
}

// readSetting reads modules.json and the files that it names. A folder without it is
// pooled by the mean, as sentence-transformers does.
func readSetting(dir string) (setting, error) {
	s := setting{pooling: "mean"}
	var modules []struct{ Path, Type string }
	if err := optionalJSON(filepath.Join(dir, "modules.json"), &modules); err != nil {
		return s, err
	}
	first := ""
	for _, m := range modules {
		var err error
		switch kind := m.Type[strings.LastIndexByte(m.Type, '.')+1:]; kind {
		case "Transformer":
			first = m.Path
		case "Pooling":
			s.pooling, err = readPooling(filepath.Join(dir, m.Path, "config.json"))
		case "Normalize":
			s.normalize = true
		default:
			err = fmt.Errorf("%s: a module of the kind %q is not known (Transformer, Pooling and Normalize are)",
				filepath.Join(dir, "modules.json"), m.Type)
		}
		if err != nil {
			return s, err
		}
	}
	if first != "" {
		return s, fmt.Errorf("%s: the transformer is in %q, not in the folder itself", filepath.Join(dir, "modules.json"), first)
	}
	var sentence struct {
		Maximum   int  `json:"max_seq_length"`
		Lowercase bool `json:"do_lower_case"`
	}
	var prompts struct {
		Prompts map[string]string
		Default string `json:"default_prompt_name"`
	}
	err := errors.Join(optionalJSON(filepath.Join(dir, "sentence_bert_config.json"), &sentence),
		optionalJSON(filepath.Join(dir, "config_sentence_transformers.json"), &prompts))
	s.maximum, s.lowercase, s.prompt = sentence.Maximum, sentence.Lowercase, prompts.Prompts[prompts.Default]
	return s, err
}

// readPooling returns the one way of pooling that is on.
func readPooling(path string) (string, error) {
	var p map[string]any
	if err := readJSON(path, &p); err != nil {
		return "", err
	}
	var on []string
	if name, ok := p["pooling_mode"].(string); ok {
		on = append(on, name)
	}
	for key, value := range p {
		if name, ok := strings.CutPrefix(key, "pooling_mode_"); ok && value == true {
			on = append(on, strings.TrimSuffix(strings.TrimSuffix(name, "_token"), "_tokens"))
		}
	}
	if len(on) != 1 || poolings[on[0]] == nil {
		slices.Sort(on)
		return "", fmt.Errorf("%s: pooling by %q is not known (mean, cls, max or mean_sqrt_len is, one of them)", path, strings.Join(on, " and "))
	}
	return on[0], nil
}

func readJSON(path string, v any) error {
	raw, err := os.ReadFile(path)
	if err == nil {
		if err = json.Unmarshal(raw, v); err != nil {
			err = fmt.Errorf("%s: %w", path, err)
		}
	}
	return err
}

func optionalJSON(path string, v any) error {
	err := readJSON(path, v)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
