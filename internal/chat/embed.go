package chat

import (
	"context"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// Embed returns a vector for each text, in their order. All have the same number of
// dimensions, at least one, and finite values; a response without them is asked for again,
// as long as there are retries. Texts of one call are one request.
func (c *Client) Embed(ctx context.Context, texts []string) (vectors [][]float32, err error) {
	body, err := json.Marshal(struct {
		Model string   `json:"model"`
		Input []string `json:"input"`
	}{c.Model, texts})
	if err != nil {
		return nil, err
	}
	err = c.withRetries(ctx, "/embeddings", body, func(data []byte) error {
		var response struct {
			Data []struct {
				Index     *int
				Embedding vector
			}
			Usage struct {
				In int `json:"prompt_tokens"`
			}
		}
		if err := json.Unmarshal(data, &response); err != nil {
			return fmt.Errorf("the response has no embeddings: %w", err)
		}
		if len(response.Data) != len(texts) {
			return fmt.Errorf("the response has %d vectors for %d texts", len(response.Data), len(texts))
		}
		vectors = make([][]float32, len(texts))
		for i, d := range response.Data {
			if d.Index != nil {
				i = *d.Index
			}
			if i < 0 || i >= len(texts) || vectors[i] != nil {
				return fmt.Errorf("the response has no vector for each text: its index %d is wrong", i)
			}
			if vectors[i] = d.Embedding; len(d.Embedding) == 0 || len(d.Embedding) != len(response.Data[0].Embedding) {
				return errors.New("the vectors of the response are not of one length")
			}
		}
		c.count(func(u *Usage) { u.In += max(response.Usage.In, 0); u.Asked++ })
		return nil
	})
	return vectors, err
}

// A vector is a list of numbers, or little-endian float32 in base64.
type vector []float32

func (v *vector) UnmarshalJSON(raw []byte) error {
	if len(raw) > 0 && raw[0] == '"' {
		var bytes []byte
		var text string
		err := json.Unmarshal(raw, &text)
		if err == nil {
			bytes, err = base64.StdEncoding.DecodeString(text)
		}
		if err != nil || len(bytes)%4 != 0 {
			return errors.New("an embedding is no base64 of float32")
		}
		for ; len(bytes) > 0; bytes = bytes[4:] {
			*v = append(*v, math.Float32frombits(binary.LittleEndian.Uint32(bytes)))
		}
	} else if err := json.Unmarshal(raw, (*[]float32)(v)); err != nil {
		return err
	}
	for _, x := range *v {
		if x-x != 0 {
			return errors.New("an embedding has values that are not finite")
		}
	}
	return nil
}
