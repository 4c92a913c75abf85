package format

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
)

// several returns the rule and the levels in the name of a level: none if it names one level.
//
//	judge1,judge2    max(judge1,judge2)    mean(judge1,judge2)
func several(level string) (rule string, names []string) {
	switch rule = corpus.RuleOf(level); {
	case rule != "":
		level = level[len(rule)+1 : len(level)-1]
	case strings.Contains(level, ","):
		rule = corpus.Each
	default:
		return "", nil
	}
	for name := range strings.SplitSeq(level, ",") {
		names = append(names, strings.TrimSpace(name))
	}
	return rule, names
}

// oneLevel returns an error if the name has several levels.
func (n *corpusName) oneLevel() error {
	if _, names := several(n.level); names != nil {
		return fmt.Errorf("%s@%s: several gold levels are for score, bench and compare: name one, such as @%s", n.path, n.level, names[0])
	}
	return nil
}

// OpenLevels is Open for what is scored: the name may have several gold levels. With judge1,judge2 it returns a corpus for each; with
// max(judge1,judge2) or mean(judge1,judge2) one that is scored against both (corpus.Several).
func OpenLevels(ctx context.Context, name string, own ...Format) ([]*corpus.Corpus, error) {
	return levels(ctx, name, own, func(ctx context.Context, name string) (*corpus.Corpus, error) { return Open(ctx, name, own...) })
}

// OpenGoldLevels is OpenGoldLabels for names that may have several gold levels, as OpenLevels takes them.
func OpenGoldLevels(ctx context.Context, path string) (list []*corpus.Corpus, texts bool, err error) {
	list, err = levels(ctx, path, nil, func(ctx context.Context, name string) (c *corpus.Corpus, err error) {
		c, texts, err = OpenGoldLabels(ctx, name)
		return c, err
	})
	return list, texts, err
}

// levels opens the corpus at each level of a name.
func levels(
	ctx context.Context, name string, own []Format, open func(context.Context, string) (*corpus.Corpus, error),
) ([]*corpus.Corpus, error) {
	n, err := parseName(name, slices.Concat(own, Formats))
	if err != nil {
		return nil, err
	}
	rule, names := several(n.level)
	if names == nil {
		c, err := open(ctx, name)
		return []*corpus.Corpus{c}, err
	}
	list := make([]*corpus.Corpus, len(names))
	for i, level := range names {
		if level == "" {
			return nil, fmt.Errorf("%s: a gold level has no name: write @judge1,judge2 or @max(judge1,judge2)", name)
		}
		if strings.ContainsAny(level, "()") {
			return nil, fmt.Errorf("%s: write @judge1,judge2, or @%s(judge1,judge2) to score all at once", name,
				strings.Join(corpus.Rules, "(judge1,judge2) or @"))
		}
		one := n.prefix + n.path + "@" + level
		if n.split != "" {
			one += "#" + n.split
		}
		if list[i], err = open(ctx, one); err != nil {
			return nil, err
		}
		if list[i].Judged != nil {
			return nil, fmt.Errorf("%s: judged pairs have no levels", one)
		}
	}
	several, err := corpus.Several(rule, names, list)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return several, nil
}
