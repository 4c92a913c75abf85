package features

import (
	"context"
	"fmt"
	"iter"
	"math"
	"slices"
	"sync"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/internal/parallel"
	"github.com/seed-9405df2f/assay/internal/progress"
)

// wordList is the words of a corpus as numbers, 4 bytes a word: of each article
// those of its title, fieldEnd, those of its text, fieldEnd.
type wordList struct {
	vocabulary []string // ascending
	words      []uint32 // places in the vocabulary
	starts     []int    // of each article in words, and the end of the last
}

const fieldEnd = math.MaxUint32

// A lexicon numbers words as they come, for one goroutine at a time.
type lexicon struct {
	words  map[string]*spelling // by language
	terms  interner
	keys   []wordKey
	buffer []uint32
}

// spelling maps the words of a language to what they are counted as.
type spelling struct {
	words interner
	terms []int32 // numbers in the lexicon; -1 for a stop word
}

// A passage is the words of some articles, by the numbers of a lexicon.
type passage struct {
	lexicon *lexicon
	words   []uint32
}

// read cuts titles and texts into words, leaves out stop words and takes stems.
// Stop words and stems are looked up once a word, not once a place.
func (f *TFIDF) read(ctx context.Context, in *Input, cut cutter) (*wordList, error) {
	const size = 256
	lexicons := sync.Pool{New: func() any { return &lexicon{words: map[string]*spelling{}} }}
	passages := make([]passage, (len(in.Articles)+size-1)/size)
	count := progress.Counter(ctx, "words", len(in.Articles))
	err := parallel.Blocks(ctx, len(in.Articles), size, in.Workers, func(from, to int) {
		defer count(to - from)
		l := lexicons.Get().(*lexicon)
		defer lexicons.Put(l)
		l.buffer = l.buffer[:0]
		for i := from; i < to; i++ {
			a := &in.Articles[i]
			if f.TitleWeight > 0 {
				l.read(f, cut(a, a.Title), a.Lang, 0)
			}
			l.buffer = append(l.buffer, fieldEnd)
			l.read(f, cut(a, a.Text), a.Lang, f.Lead)
			l.buffer = append(l.buffer, fieldEnd)
		}
		passages[from/size] = passage{l, slices.Clone(l.buffer)}
	})
	if err != nil {
		return nil, err
	}
	return join(ctx, passages, len(in.Articles))
}

// read adds words to the buffer, at most most of them if that is not 0. It looks
// none up before it has all, so that the processor can fetch many slots of the
// table at a time.
func (l *lexicon) read(f *TFIDF, words iter.Seq[string], lang string, most int) {
	s := l.words[lang]
	if s == nil {
		s = new(spelling)
		l.words[lang] = s
	}
	l.keys = l.keys[:0]
	for word := range words {
		if l.keys = append(l.keys, keyOf(word)); len(l.keys) == most {
			break
		}
	}
	for _, key := range l.keys {
		n, isNew := s.words.number(key)
		if isNew {
			s.terms = append(s.terms, l.term(f, s.words.words[n], lang))
		}
		if term := s.terms[n]; term >= 0 {
			l.buffer = append(l.buffer, uint32(term))
		}
	}
}

// term is the number of what a word is counted as.
func (l *lexicon) term(f *TFIDF, word, lang string) int32 {
	if f.Stop && text.StopWord(word, lang) {
		return -1
	}
	if f.Stem {
		word = text.Stem(word, lang)
	}
	n, _ := l.terms.number(keyOf(word))
	return int32(n)
}

// join turns the numbers of lexicons into places in one vocabulary.
func join(ctx context.Context, passages []passage, articles int) (*wordList, error) {
	out := &wordList{starts: make([]int, 1, articles+1)}
	places := map[*lexicon][]uint32{}
	total := 0
	for _, p := range passages {
		total += len(p.words)
		if places[p.lexicon] == nil {
			places[p.lexicon] = make([]uint32, len(p.lexicon.terms.words))
			out.vocabulary = append(out.vocabulary, p.lexicon.terms.words...)
		}
	}
	if total > math.MaxUint32 {
		return nil, fmt.Errorf("%d words are too many for one matrix: take fewer articles", total)
	}
	slices.Sort(out.vocabulary)
	out.vocabulary = slices.Clone(slices.Compact(out.vocabulary))
	for l, place := range places {
		for n, word := range l.terms.words {
			at, _ := slices.BinarySearch(out.vocabulary, word)
			place[n] = uint32(at)
		}
	}
	out.words = make([]uint32, 0, total)
	fields := 0
	for i, p := range passages {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		place := places[p.lexicon]
		for _, n := range p.words {
			if n != fieldEnd {
				out.words = append(out.words, place[n])
				continue
			}
			out.words = append(out.words, fieldEnd)
			if fields++; fields%2 == 0 {
				out.starts = append(out.starts, len(out.words))
			}
		}
		passages[i] = passage{}
	}
	return out, nil
}
