package pages

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
)

var jsonFormat = Format{
	Name: "json", Ext: "json",
	Doc:   "for programs; a contract with a version (" + Schema + ")",
	page:  writeDigest,
	index: func(w io.Writer, x *Index) error { return writeJSON(w, x) },
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// writeDigest writes what writeJSON writes, page by page: a large digest is never in
// memory as text.
func writeDigest(w io.Writer, p *Digest) error {
	empty := *p
	empty.Stories = []Page{}
	var frame bytes.Buffer
	if err := writeJSON(&frame, empty); err != nil {
		return err
	}
	const stories = `"stories": [` // no string has it, since quotation marks are escaped
	at := bytes.Index(frame.Bytes(), []byte(stories)) + len(stories)
	b := bufio.NewWriter(w)
	b.Write(frame.Bytes()[:at]) // a bufio.Writer keeps the first error for Flush
	for i := range p.Stories {
		page, err := json.MarshalIndent(&p.Stories[i], "    ", "  ")
		if err != nil {
			return err
		}
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("\n    ")
		b.Write(page)
	}
	if len(p.Stories) > 0 {
		b.WriteString("\n  ")
	}
	b.Write(frame.Bytes()[at:])
	return b.Flush()
}
