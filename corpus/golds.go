package corpus

import (
	"fmt"
	"slices"
	"strings"
)

// Golds are several gold levels of the same articles, such as those of two judges.
type Golds struct {
	// Rule is how the scores against the levels become one: Max or Mean. Each leaves them apart: the corpus is one of several, each
	// scored against its own level, and the others are judges.
	Rule   string
	Names  []string // of the levels, as they were chosen
	Levels []*Corpus
	Own    int // the level whose stories are those of the corpus
}

// The rules.
const (
	Each = "each"
	Max  = "max"  // the best value of all levels, in the direction of the metric
	Mean = "mean" // the mean of the values
)

// Rules lists the rules that make one score of several.
var Rules = []string{Max, Mean}

// RuleOf is the rule in a name of several levels, such as max(judge1,judge2); empty for one level.
func RuleOf(level string) string {
	rule, _, found := strings.Cut(level, "(")
	if !found || !slices.Contains(Rules, rule) || !strings.HasSuffix(level, ")") {
		return ""
	}
	return rule
}

// Several returns corpora of the same articles, each with one of the levels as its gold and the others as judges; or, if the rule
// is Max or Mean, the one corpus that is scored against all of them. Its stories are those of the first.
func Several(rule string, names []string, levels []*Corpus) ([]*Corpus, error) {
	if len(levels) < 2 {
		return nil, fmt.Errorf("%s takes two gold levels or more, such as %[1]s(judge1,judge2)", rule)
	}
	g := Golds{Rule: rule, Names: names, Levels: levels}
	for i, level := range levels {
		if n := slices.Index(names, names[i]); n < i {
			return nil, fmt.Errorf("the gold level %q is given twice", names[i])
		}
		if !slices.Equal(level.IDs(), levels[0].IDs()) {
			return nil, fmt.Errorf("the gold levels %s and %s are not of the same articles in the same order", names[0], names[i])
		}
	}
	var list []*Corpus
	for i, level := range levels {
		one, own := *level, g
		own.Own = i
		if one.Golds = &own; rule != Each {
			one.Level = fmt.Sprintf("%s(%s)", rule, strings.Join(names, ","))
			return []*Corpus{&one}, nil
		}
		list = append(list, &one)
	}
	return list, nil
}

// Joint reports whether the corpus is scored against several levels at once.
func (c *Corpus) Joint() bool { return c.Golds != nil && c.Golds.Rule != Each }

// Judges lists the levels whose labels can be scored as if they were found: all but its own, or all if the corpus is Joint.
func (c *Corpus) Judges() (names []string) {
	if c.Golds == nil {
		return nil
	}
	for i, name := range c.Golds.Names {
		if c.Joint() || i != c.Golds.Own {
			names = append(names, name)
		}
	}
	return names
}

// AddJudges adds the judges of the same corpus, opened with other levels beside its own. It is not for a corpus that is Joint.
func (c *Corpus) AddJudges(o *Corpus) {
	if o.Golds == nil {
		return
	}
	if c.Golds == nil {
		c.Golds = &Golds{Rule: Each, Names: []string{o.Golds.Names[o.Golds.Own]}, Levels: []*Corpus{c}}
	}
	g := *c.Golds
	for i, name := range o.Golds.Names {
		if !slices.Contains(g.Names, name) {
			g.Names, g.Levels = append(slices.Clip(g.Names), name), append(slices.Clip(g.Levels), o.Golds.Levels[i])
		}
	}
	c.Golds = &g
}

// Judge returns the labels of a level of Judges, and the corpus without it: what they are scored against. The human ceiling
// is what judges score against each other.
func (c *Corpus) Judge(name string) (Labels, *Corpus, error) {
	at := -1
	if c.Golds != nil {
		at = slices.Index(c.Golds.Names, name)
	}
	if at < 0 || !slices.Contains(c.Judges(), name) {
		return nil, nil, fmt.Errorf("corpus %s has no judge %q (it has %s)", c.Name(), name, strings.Join(c.Judges(), ", "))
	}
	labels := c.Golds.Levels[at].Gold()
	if !c.Joint() {
		return labels, c, nil
	}
	names := slices.Delete(slices.Clone(c.Golds.Names), at, at+1)
	levels := slices.Delete(slices.Clone(c.Golds.Levels), at, at+1)
	if len(levels) == 1 {
		return labels, levels[0], nil
	}
	others, err := Several(c.Golds.Rule, names, levels)
	if err != nil {
		return nil, nil, err
	}
	return labels, others[0], nil
}

// each applies a change to the corpus and to its levels.
func (c *Corpus) each(change func(*Corpus)) *Corpus {
	whole := *c
	change(&whole)
	if c.Golds != nil {
		g := *c.Golds
		g.Levels = make([]*Corpus, len(c.Golds.Levels))
		for i, level := range c.Golds.Levels {
			one := *level
			change(&one)
			g.Levels[i] = &one
		}
		whole.Golds = &g
	}
	return &whole
}
