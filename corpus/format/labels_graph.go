package format

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/net/html/charset"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/spec"
)

var graphML = Format{
	Name: "graphml", Title: "GraphML",
	Doc: "The nodes of a graph with an attribute for their community, as igraph, networkx and Gephi write GraphML. " +
		"The ids are the attribute name or label, or those of the nodes.",
	Detect: func(_ Source, head []byte) bool {
		return bytes.HasPrefix(head, []byte("<")) && bytes.Contains(head[:min(len(head), 4096)], []byte("<graphml"))
	},
	New: func() Reader { return spec.Defaults(new(graphReader)) },
}

type graphReader struct {
	noArticles
	ID    string `spec:"id" default:"" doc:"attribute of the ids"`
	Story string `spec:"story" default:"" doc:"attribute of the communities"`
}

func (r *graphReader) column(name string) { r.Story = name }

type graphKey struct {
	ID   string `xml:"id,attr"`
	For  string `xml:"for,attr"`
	Name string `xml:"attr.name,attr"`
}

type graphNode struct {
	ID   string `xml:"id,attr"`
	Data []struct {
		Key  string `xml:"key,attr"`
		Text string `xml:",chardata"`
	} `xml:"data"`
}

// ReadLabels reads the nodes; edges are passed over.
func (r *graphReader) ReadLabels(ctx context.Context, src Source, report Reporter) (*corpus.LabelsFile, error) {
	file, err := src.Open()
	if err != nil {
		return nil, err
	}
	defer file.Close()
	d := xml.NewDecoder(file)
	d.CharsetReader = charset.NewReaderLabel
	names := map[string]string{}
	var nodes []map[string]string
	var ids []string
	var lines []int
	for ctx.Err() == nil {
		line, _ := d.InputPos()
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%s:%d: the XML is damaged: %w", src.name, line, err)
		}
		start, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		switch start.Name.Local {
		case "key":
			var k graphKey
			if err := d.DecodeElement(&k, &start); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", src.name, line, err)
			}
			if k.For == "node" || k.For == "all" || k.For == "" {
				names[k.ID] = k.Name
			}
		case "edge":
			if err := d.Skip(); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", src.name, line, err)
			}
		case "node":
			var n graphNode
			if err := d.DecodeElement(&n, &start); err != nil {
				return nil, fmt.Errorf("%s:%d: %w", src.name, line, err)
			}
			data := map[string]string{}
			for _, v := range n.Data {
				if name := names[v.Key]; name != "" {
					data[name] = v.Text
				}
			}
			ids, nodes, lines = append(ids, n.ID), append(nodes, data), append(lines, line)
		}
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return r.labels(src, ids, nodes, lines, report)
}

// labels chooses the attributes for ids and communities.
func (r *graphReader) labels(src Source, ids []string, nodes []map[string]string, lines []int,
	report Reporter) (*corpus.LabelsFile, error) {
	samples := map[string]*field{}
	var fields []*field
	for _, n := range nodes {
		for name, text := range n {
			f := samples[name]
			if f == nil {
				f = &field{path: name}
				samples[name] = f
				fields = append(fields, f)
			}
			f.sample = append(f.sample, text)
		}
	}
	params := fieldParams{ID: r.ID, Story: r.Story, labels: new(labelsOnly)}
	if params.ID == "" && samples["id"] == nil {
		for _, name := range []string{"name", "label", "_nx_name"} {
			if f := samples[name]; f != nil && len(f.sample) == len(nodes) && distinct(f.sample) && name != r.Story {
				params.ID = name
				break
			}
		}
	}
	m, err := params.mapFields(src.name, "graphml", fields)
	if err != nil {
		return nil, err
	}
	id := ""
	for _, f := range m.fields {
		if f.role == idRole {
			id = f.path
		}
	}
	list := labelList{src: src, notes: append([]string{m.String()}, m.notes...)}
	for i, n := range nodes {
		name := ids[i]
		if id != "" {
			name = n[id]
		}
		g := -1
		if text, ok := n[m.gold.path]; ok {
			g = list.group(strings.TrimSpace(text), false)
		}
		if err := list.add(name, g, lines[i], false); err != nil {
			return nil, err
		}
	}
	file, err := list.file(report)
	if err == nil && r.Story == "" {
		file.Column, file.Others = params.labels.column, params.labels.others
	}
	return file, err
}

func distinct(list []string) bool {
	seen := map[string]bool{}
	for _, s := range list {
		if seen[s] {
			return false
		}
		seen[s] = true
	}
	return true
}
