package format

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// goldWords and foundWords say of a field of groups where the groups are from, before its
// name or behind it: true_label, cluster_pred.
var (
	goldWords = strings.Fields("gold golden true truth gt ref reference manual human expert actual expected correct real " +
		"original orig annotated oracle")
	foundWords = strings.Fields("pred predicted prediction hat found system sys assigned auto automatic computed estimated " +
		"output model machine hyp response kmeans hdbscan dbscan lda louvain leiden minhash bertopic agglomerative " +
		"spectral birch optics")
)

// doubtful are names of gold and of predictions that have other meanings, too.
var doubtful = strings.Fields("reference actual expected correct real manual human annotated system sys response hyp " +
	"hypothesis auto output")

// qualified returns the role of a name such as cluster_gold, predStory or label_x, as tables
// have it that were joined.
func qualified(name string) (nameRank, bool) {
	words := nameWords(name)
	for i := range len(words) - 1 {
		if words[i] == "ground" && words[i+1] == "truth" {
			words = slices.Replace(words, i, i+2, "truth")
			break
		}
	}
	if len(words) < 2 {
		return nameRank{}, false
	}
	last := len(words) - 1
	for _, c := range []struct {
		word string
		rest []string
	}{{words[0], words[1:]}, {words[last], words[:last]}} {
		r, ok := nameRanks[strings.Join(c.rest, "")]
		switch {
		case !ok || r.role < storyRole || r.role >= goldRole:
		case slices.Contains(goldWords, c.word):
			return nameRank{goldRole, 500}, true
		case slices.Contains(foundWords, c.word):
			return nameRank{predictedRole, 500}, true
		case c.word == "x" || c.word == "y":
			return nameRank{r.role, 500}, true
		}
	}
	return nameRank{}, false
}

// nameWords are the words of a name, in lower case: they are set apart by signs or begin
// with capitals.
func nameWords(name string) (words []string) {
	word, lower := []rune(nil), false
	end := func() {
		if len(word) > 0 {
			words, word = append(words, string(word)), nil
		}
	}
	for _, r := range name {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) || unicode.IsUpper(r) && lower {
			end()
		}
		if lower = unicode.IsLower(r); unicode.IsLetter(r) || unicode.IsDigit(r) {
			word = append(word, unicode.ToLower(r))
		}
	}
	end()
	return words
}

// groups reports whether the values of a field can be names of groups: short, and some of
// them more than once.
func (f *field) groups() bool {
	seen := map[string]bool{}
	repeated := false
	for _, v := range f.sample {
		if len(v) > 40 || len(strings.Fields(v)) > 3 {
			return false
		}
		repeated = repeated || seen[v]
		seen[v] = true
	}
	return repeated || len(f.sample) < 4
}

// pairs are names of gold and of found groups that say it only beside each other: human and
// model, key and response, label and kmeans.
var pairs = []struct{ gold, found []string }{
	{strings.Fields("human manual expert annotator annotation gold reference ref key truth"),
		strings.Fields("model machine system algorithm automatic response hyp hypothesis output prediction")},
	{strings.Fields("human manual expert annotator annotation gold reference ref key truth label class target cluster event"),
		strings.Fields("llm gpt kmeans hdbscan dbscan lda louvain leiden minhash bertopic agglomerative spectral birch optics")},
}

// field is the field of a plain name that may hold groups; nil if there is none.
func (m *mapping) field(name string) *field {
	for _, f := range m.fields {
		if plainName(f.path) == name && f.role == noRole && f.groups() {
			return f
		}
	}
	return nil
}

// firstOf is the first of some names that a field has that may hold groups; "" if none has.
func (m *mapping) firstOf(names []string) string {
	at := slices.IndexFunc(names, func(name string) bool { return m.field(name) != nil })
	if at < 0 {
		return ""
	}
	return names[at]
}

// take gives a field of a plain name the role of gold or of found groups, if it has no role.
func (m *mapping) take(name string, r role, byRole map[role][]*field) {
	f := m.field(name)
	if f == nil || f.named && f.rank.role.labelLike() {
		return
	}
	f.rank, f.named = nameRank{role: r}, true
	byRole[r] = append(byRole[r], f)
}

// settleDoubtful drops names of gold and of predictions that have other meanings where
// nothing beside them may hold groups.
func (m *mapping) settleDoubtful(byRole map[role][]*field) {
	if len(byRole[predictedRole]) > 0 { // y beside y_pred
		m.take("y", goldRole, byRole)
	}
	for _, p := range pairs {
		gold, found := m.firstOf(p.gold), m.firstOf(p.found)
		if gold != "" && found != "" {
			m.take(gold, goldRole, byRole)
			m.take(found, predictedRole, byRole)
		}
	}
	beside := 0
	for r := storyRole; r <= predictedRole; r++ {
		beside += len(byRole[r])
	}
	if beside > 1 {
		return
	}
	for _, r := range []role{goldRole, predictedRole} {
		byRole[r] = slices.DeleteFunc(byRole[r], func(f *field) bool {
			f.named = f.named && !slices.Contains(doubtful, plainName(f.path))
			return !f.named
		})
	}
}

// chosenLevel decides between fields that may both be gold.
func (f *fieldParams) chosenLevel(name string) { f.level = name }

// named is the field that has the name of a level, of those that may hold groups; nil if
// there is none.
func (m *mapping) named(level string, byRole map[role][]*field) *field {
	for r := storyRole; r <= predictedRole; r++ {
		for _, f := range byRole[r] {
			if levelName(f) == level {
				return f
			}
		}
	}
	return nil
}

// itemNames are names of fields of ids in files of labels, besides those of articles.
var itemNames = strings.Fields("doc document docs documents node nodes vertex item name key obs observation sample cell word url " +
	"title text документ 文档 文件 文書")

// itemField is the field of the ids in a table of labels that has none of that name: the
// one whose values are all different words or whole numbers.
func (l *labelsOnly) itemField(m *mapping) *field {
	var list, named []*field
	for _, f := range m.fields {
		switch numbers, ok := f.items(); {
		case !ok:
		case slices.Contains(itemNames, plainName(f.path)):
			list, named = append(list, f), append(named, f)
		case !numbers:
			list = append(list, f)
		}
	}
	switch {
	case len(m.fields) < 2:
		return nil
	case len(named) == 1:
		return named[0]
	case len(list) == 1:
		return list[0]
	}
	return nil
}

// items reports whether the values of a field can be ids, and whether they are numbers.
func (f *field) items() (numbers, ok bool) {
	if f.role == storyRole || f.named && f.rank.role.labelLike() || len(f.sample) < 2 {
		return false, false
	}
	seen := map[string]bool{}
	numbers = true
	words, fractions := 0, 0
	for _, v := range f.sample {
		v = strings.TrimSpace(v)
		if seen[v] {
			return false, false
		}
		seen[v] = true
		words += wordCount(v)
		if _, err := strconv.ParseFloat(v, 64); err != nil {
			numbers = false
		} else if strings.Contains(v, ".") && !strings.HasSuffix(v, ".0") {
			fractions++
		}
	}
	return numbers, words < 3*len(f.sample) && fractions < len(f.sample)
}
