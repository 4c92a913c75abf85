package rouge

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
	"sync"
)

// exceptionsFile has a form and its base on each line. Its notice stands in
// WORDNET-LICENSE.txt.
//
//go:embed exceptions.txt.gz
var exceptionsFile []byte

// exceptions are the base forms of irregular words, from WordNet 3.0: 5,599 of
// them. ROUGE-1.5.5 comes with those of WordNet 2.0.
var exceptions = sync.OnceValue(func() map[string]string {
	lines, err := unzip(exceptionsFile)
	if err != nil {
		panic(err) // the file is part of the program
	}
	base := make(map[string]string, 6000)
	for line := range strings.Lines(lines) {
		form, to, _ := strings.Cut(strings.TrimSpace(line), " ")
		base[form] = to
	}
	return base
})

func unzip(data []byte) (string, error) {
	z, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(z)
	return string(text), err
}

// Stem is what ROUGE-1.5.5 makes of a word in lower case with its option -m: a
// word of up to three bytes stays, an irregular one becomes the base form that
// WordNet has for it, and any other loses its suffixes by Porter's rules.
func Stem(word string) string {
	if len(word) <= 3 {
		return word
	}
	if base, ok := exceptions()[word]; ok {
		return base
	}
	return porter(word)
}
