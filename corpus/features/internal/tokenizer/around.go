package tokenizer

import (
	"encoding/json"
	"fmt"
)

// Around returns the tokens that a model expects before and after each text, such as [CLS]
// and [SEP].
func (t *Tokenizer) Around() (before, after []int32) { return t.before, t.after }

// readAround reads the part "post_processor" of the file.
func (t *Tokenizer) readAround(raw json.RawMessage, depth int) error {
	kind, err := kindOf("post_processor", raw)
	if err != nil {
		return err
	}
	switch kind {
	case "", "ByteLevel":
		return nil
	case "TemplateProcessing":
		return t.readTemplate(raw)
	case "BertProcessing", "RobertaProcessing":
		var p struct{ Cls, Sep pair }
		if err := json.Unmarshal(raw, &p); err != nil {
			return fmt.Errorf("the tokenizer's %s: %w", kind, err)
		}
		t.before, t.after = append(t.before, p.Cls.id), append(t.after, p.Sep.id)
		return nil
	case "Sequence":
		var p struct{ Processors []json.RawMessage }
		if err := json.Unmarshal(raw, &p); err != nil {
			return err
		}
		if depth > maxNesting {
			return fmt.Errorf("the tokenizer's post_processors are nested more than %d deep", maxNesting)
		}
		for _, inner := range p.Processors {
			if err := t.readAround(inner, depth+1); err != nil {
				return err
			}
		}
		return nil
	}
	return fmt.Errorf("the tokenizer's post_processor %q is not known", kind)
}

// readTemplate takes the tokens on both sides of the one text of a template.
func (t *Tokenizer) readTemplate(raw json.RawMessage) error {
	var p struct {
		Single []struct {
			SpecialToken, Sequence *struct{ ID string }
		}
		Tokens map[string]struct{ IDs []int32 } `json:"special_tokens"`
	}
	if err := json.Unmarshal(raw, &p); err != nil {
		return fmt.Errorf("the tokenizer's template: %w", err)
	}
	texts := 0
	for _, piece := range p.Single {
		switch {
		case piece.Sequence != nil:
			texts++
		case piece.SpecialToken != nil:
			token, ok := p.Tokens[piece.SpecialToken.ID]
			if !ok {
				return fmt.Errorf("the tokenizer's template has no token %q", piece.SpecialToken.ID)
			}
			if texts == 0 {
				t.before = append(t.before, token.IDs...)
			} else {
				t.after = append(t.after, token.IDs...)
			}
		}
	}
	if texts != 1 {
		return fmt.Errorf("the tokenizer's template has %d texts, not one", texts)
	}
	return nil
}

// A pair is a list in the file: a token and its id.
type pair struct{ id int32 }

func (p *pair) UnmarshalJSON(raw []byte) error {
	var list []json.RawMessage
	if err := json.Unmarshal(raw, &list); err != nil {
		return err
	}
	if len(list) != 2 {
		return fmt.Errorf("%.50s is no pair of a token and its id", raw)
	}
	return json.Unmarshal(list[1], &p.id)
}
