package format

import (
	"bytes"
	"context"
	"regexp"
	"strconv"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
)

var ecbplus = Format{
	Name:  "ecbplus",
	Title: "ECB+ XML",
	Doc: "One document of ECB+, or a folder of them. The label of a document is its topic with ecb or ecbplus, as 1ecb and 1ecbplus " +
		"are different events of one topic; " +
		"the topic itself is the level @topic. The first sentence is the title; in ecbplus files sentence 0 is the address. " +
		"Each document keeps its mentions and the chains that they belong to in the field chains.",
	Detect: alsoFolders(isECB),
	New:    func() Reader { return ecbReader{} },
}

type ecbReader struct{}

func isECB(_ Source, head []byte) bool {
	name, attributes := root(head)
	return name == "document" && strings.Contains(attributes, "doc_name") && bytes.Contains(head, []byte("<token"))
}

// ecbName takes the name of a document apart: topic, number and part.
var ecbName = regexp.MustCompile(`^(\d+)_(\d+)(ecb(?:plus)?)$`)

// Read reads the documents.
func (ecbReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	c := newCollector(src, report)
	if err := c.each(ctx, isECB, func(file Source) error { return readECB(c, file) }); err != nil {
		return nil, err
	}
	c.corpus.Card.Lang, c.corpus.Card.Level, c.corpus.Card.Levels = "en", "event", map[string]string{"topic": "topic"}
	return c.finish("documents")
}

func readECB(c *collector, file Source) error {
	raw, err := file.bytes()
	if err != nil {
		return err
	}
	pos := corpus.Pos{File: file.name, Line: 1}
	tree, _, err := parseXML(raw)
	if err != nil {
		return c.fault(pos, corpus.BadSyntax, "the document is not well-formed: %s", err)
	}
	doc := tree.first("Document")
	a := corpus.Article{ID: strings.TrimSuffix(doc.attr("doc_name"), ".xml"), Pos: pos}
	if a.ID == "" {
		a.ID = stem(file.path)
	}
	topic := ""
	m := ecbName.FindStringSubmatch(a.ID)
	if m == nil {
		c.note(pos, corpus.Warning, corpus.Decision, "a document's name is not of the form 1_2ecb, so it has no label")
	} else {
		topic, a.Story = m[1], m[1]+m[3]
	}
	sentences := ecbSentences(doc)
	if m != nil && m[3] == "ecbplus" && len(sentences) > 0 {
		if address := strings.Join(sentences[0], ""); strings.Contains(address, "://") || strings.HasPrefix(address, "www.") {
			if a.URL = address; !strings.Contains(address, "://") {
				a.URL = "http://" + address
			}
			a.Source = outletOf(a.URL)
			sentences = sentences[1:]
		}
	}
	var text []string
	for _, tokens := range sentences {
		text = append(text, detokenize(tokens))
	}
	if len(text) > 0 {
		a.Title, a.Text = text[0], strings.Join(text[1:], " ")
	}
	a.Extra = extra("topic", topic)
	if chains := ecbChains(doc); len(chains) > 0 {
		if a.Extra == nil {
			a.Extra = extra("chains", chains)
		} else {
			a.Extra["chains"] = extra("chains", chains)["chains"]
		}
	}
	return c.add(a)
}

// ecbSentences lists the tokens of each sentence that has any.
func ecbSentences(doc *xmlNode) (list [][]string) {
	last := ""
	for i, t := range doc.all("token") {
		if s := t.attr("sentence"); i == 0 || s != last {
			list, last = append(list, nil), s
		}
		list[len(list)-1] = append(list[len(list)-1], strings.TrimSpace(t.content()))
	}
	return list
}

// ecbChains lists, for each chain of the document, the tokens of its mentions as
// ranges of token numbers.
func ecbChains(doc *xmlNode) map[string][]string {
	spans := map[string]string{}
	if marks := doc.first("Markables"); marks != nil {
		for _, m := range marks.children {
			var tokens []int
			for _, anchor := range m.all("token_anchor") {
				if t, err := strconv.Atoi(anchor.attr("t_id")); err == nil {
					tokens = append(tokens, t)
				}
			}
			if len(tokens) > 0 {
				spans[m.attr("m_id")] = spanName(tokens[0], tokens[len(tokens)-1])
			}
		}
	}
	chains := map[string][]string{}
	if relations := doc.first("Relations"); relations != nil {
		for _, r := range relations.children {
			name := orElse(r.attr("note"), r.attr("r_id"))
			for _, s := range r.all("source") {
				if span, ok := spans[s.attr("m_id")]; ok && name != "" {
					chains[name] = append(chains[name], span)
				}
			}
		}
	}
	return chains
}

func spanName(from, to int) string {
	if from == to {
		return strconv.Itoa(from)
	}
	return strconv.Itoa(from) + "-" + strconv.Itoa(to)
}

// detokenize joins tokens as they are written in text.
func detokenize(tokens []string) string {
	var b strings.Builder
	for i, t := range tokens {
		if i > 0 && !strings.ContainsAny(t[:min(len(t), 1)],
			".,;:!?)]}'%") && t != "n't" && t != "’s" && t != "''" && !opens(tokens[i-1]) {
			b.WriteByte(' ')
		}
		b.WriteString(t)
	}
	return b.String()
}

func opens(t string) bool { return t == "(" || t == "[" || t == "{" || t == "$" || t == "``" }
