package pages

import (
	"encoding/json"
	"io"
)

var jsonFormat = Format{
	Name: "json", Ext: "json",
	Doc:   "for programs; a contract with a version (" + Schema + ")",
	page:  func(w io.Writer, p *Digest) error { return writeJSON(w, p) },
	index: func(w io.Writer, x *Index) error { return writeJSON(w, x) },
}

func writeJSON(w io.Writer, v any) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}
