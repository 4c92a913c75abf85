package format

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
)

// An xmlNode is an element of an XML file, its name without a prefix.
type xmlNode struct {
	name     string
	attrs    []xml.Attr
	children []*xmlNode
	text     string // of a node without a name
	line     int
}

// maxDepth bounds the nesting of XML files.
const maxDepth = 200

// parseXML reads an XML file as a tree. What is not well-formed is read as far as it
// makes sense.
func parseXML(raw []byte) (root *xmlNode, d charset.Decoded, err error) {
	d = charset.Decode(raw, charset.Declared(raw))
	in := xml.NewDecoder(strings.NewReader(declaration.ReplaceAllString(d.Text, "")))
	in.Strict, in.Entity = false, xml.HTMLEntity
	root = &xmlNode{}
	stack := []*xmlNode{root}
	for {
		line, _ := in.InputPos()
		token, err := in.Token()
		if errors.Is(err, io.EOF) {
			return root, d, nil
		}
		if err != nil {
			return root, d, err
		}
		top := stack[len(stack)-1]
		switch t := token.(type) {
		case xml.StartElement:
			n := &xmlNode{name: t.Name.Local, attrs: t.Attr, line: line}
			top.children = append(top.children, n)
			if stack = append(stack, n); len(stack) > maxDepth {
				return root, d, fmt.Errorf("elements are nested more than %d deep", maxDepth)
			}
		case xml.EndElement:
			if len(stack) > 1 {
				stack = stack[:len(stack)-1]
			}
		case xml.CharData:
			top.children = append(top.children, &xmlNode{text: string(t)})
		}
	}
}

// attr is the value of an attribute; "" if absent.
func (n *xmlNode) attr(name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// all lists the elements of a name below n, in order, without looking into them.
func (n *xmlNode) all(name string) (list []*xmlNode) {
	if n == nil {
		return nil
	}
	for _, c := range n.children {
		if c.name == name {
			list = append(list, c)
		} else if c.name != "" {
			list = append(list, c.all(name)...)
		}
	}
	return list
}

// first is the first element of a path of names below n; nil if absent.
func (n *xmlNode) first(names ...string) *xmlNode {
	for _, name := range names {
		list := n.all(name)
		if len(list) == 0 {
			return nil
		}
		n = list[0]
	}
	return n
}

// oneLine is the text of n in one line.
func (n *xmlNode) oneLine() string { return strings.Join(strings.Fields(n.content()), " ") }

// content is the text of n and of what is below it.
func (n *xmlNode) content() string {
	if n == nil {
		return ""
	}
	var b strings.Builder
	n.write(&b)
	return b.String()
}

func (n *xmlNode) write(b *strings.Builder) {
	b.WriteString(n.text)
	for _, c := range n.children {
		c.write(b)
		if c.name == "br" || c.name == "p" || c.name == "td" || c.name == "li" {
			b.WriteByte('\n')
		}
	}
}
