package scorefile

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/spec"
)

var records = Form{
	Name:  "records",
	Title: "JSON lines and lists",
	Doc: "A JSON object an item, in lines or in one list, with the fields of a table; fields of objects within are named with a dot. " +
		"NaN as Python writes it is a missing score.",
	detect: func(_ format.Source, head []byte) bool {
		return bytes.HasPrefix(head, []byte("{")) || bytes.HasPrefix(head, []byte("["))
	},
	New: func() Reader { return spec.Defaults(new(recordsReader)) },
}

type recordsReader struct{ columnParams }

func (r *recordsReader) read(ctx context.Context, src format.Source, b *builder) error {
	b.open = true
	head, err := src.Head()
	if err != nil {
		return err
	}
	var found *[roles]string
	each := func(n int, raw []byte) error {
		at := place(b.file.Path, b.file.record, n)
		cells, err := flatten(nil, "", raw, 0)
		if err != nil {
			return fmt.Errorf("%s: %w", at, err)
		}
		if found == nil {
			var columns []string
			for _, c := range cells {
				columns = append(columns, c.column)
			}
			roles, err := r.rolesOf(b, columns)
			if err != nil {
				return err
			}
			found = &roles
		}
		return b.addRecord(n, *found, cells)
	}
	if bytes.HasPrefix(head, []byte("[")) {
		b.file.record = "record"
		return document(ctx, src, nil, each, nil)
	}
	return lines(ctx, src, each)
}

// flatten lists the values of an object, those of objects within by their paths, and leaves lists out.
func flatten(to []cell, prefix string, raw []byte, depth int) ([]cell, error) {
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(raw, &fields); err != nil || fields == nil {
		return to, fmt.Errorf("no JSON object: %s", clip(string(raw)))
	}
	for _, name := range sortedKeys(fields) {
		v := fields[name]
		switch {
		case v[0] == '{' && depth < 10:
			var err error
			if to, err = flatten(to, prefix+name+".", v, depth+1); err != nil {
				return to, err
			}
		case v[0] == '{' || v[0] == '[':
		default:
			text, _ := plainText(v)
			to = append(to, cell{column: prefix + name, text: text, score: scoreOf(prefix+name, v)})
		}
	}
	return slices.Clip(to), nil
}
