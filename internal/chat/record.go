package chat

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// A record is an answer on disk, in a file named by a fingerprint of the request.
type record struct {
	Model  string `json:"model"`
	Answer string `json:"answer"`
	In     int    `json:"prompt_tokens"`
	Out    int    `json:"completion_tokens"`
}

func (c *Client) path(key string) string { return filepath.Join(c.Folder, key+".json") }

func (c *Client) recorded(key string) (answer string, found bool, err error) {
	data, err := os.ReadFile(c.path(key))
	if errors.Is(err, fs.ErrNotExist) {
		return "", false, nil
	}
	if err != nil {
		return "", false, fmt.Errorf("reading a recorded answer: %w", err)
	}
	var r record
	if err := json.Unmarshal(data, &r); err != nil {
		return "", false, fmt.Errorf("the recorded answer %s is damaged: %w", c.path(key), err)
	}
	return r.Answer, true, nil
}

func (c *Client) record(key string, r record) error {
	return atomicfile.Write(c.path(key), func(w io.Writer) error {
		e := json.NewEncoder(w)
		e.SetEscapeHTML(false)
		e.SetIndent("", "  ")
		return e.Encode(r)
	})
}
