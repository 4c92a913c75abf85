package format

import (
	"encoding/json"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"golang.org/x/text/language"

	"github.com/seed-9405df2f/assay/corpus"
)

// view is the string of bytes that will not change as long as it is used.
func view(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// finish returns the corpus: groups have their plain names, levels are entered in the
// card, and what was decided is reported.
func (r *records) finish() (*corpus.Corpus, error) {
	r.articles = r.articles[:min(r.done, len(r.articles))]
	notes := slices.Concat(r.mapping.notes, r.absent)
	if r.params.labels != nil {
		if text := r.params.labels.sentence(r.mapping); text != "" {
			notes = slices.Insert(notes, 0, text)
		}
	} else if !r.mapping.plain() {
		notes = slices.Insert(notes, 0, r.mapping.String())
	}
	c := &corpus.Corpus{Card: corpus.Card{Name: r.src.BaseName()}, Articles: r.articles}
	notes = append(notes, r.severalLabels()...)
	if f := r.mapping.gold; f != nil {
		nameClasses(r.names, r.classes[f.path])
	}
	plain, more := plainGroups(r.names)
	notes = append(notes, more...)
	r.nameStories(c, plain)
	if r.mapping.gold != nil {
		c.Card.Level = r.mapping.gold.level
	}
	for _, f := range r.mapping.fields {
		if f.level == "" || f.gold {
			continue
		}
		if c.Card.Levels == nil {
			c.Card.Levels = map[string]string{}
		}
		c.Card.Levels[f.level] = f.path
		notes = append(notes, r.plainLevel(f)...)
	}
	if n := r.wholeIDs(); n > 0 && !r.positions {
		notes = append(notes, fmt.Sprintf("the %d ids are whole numbers written as decimal ones: 3.0 is the id 3", n))
	}
	if r.params.labels != nil {
		notes = append(notes, r.params.labels.position(r)...)
	} else if r.positions && r.done > 0 {
		notes = append(notes, fmt.Sprintf("no field holds ids: they are the numbers of the records, 1 to %d", r.done))
	}
	if r.trimmed > 0 {
		notes = append(notes, fmt.Sprintf("%d ids had white space around them: it is taken off", r.trimmed))
	}
	if r.composed > 0 {
		notes = append(notes, fmt.Sprintf("%d ids are not composed Unicode (NFC): they are compared as if they were", r.composed))
	}
	if r.undated > 0 {
		notes = append(notes, fmt.Sprintf("%d dates are a word for none, such as NaT or null", r.undated))
	}
	notes = append(notes, r.dates.Notes()...)
	notes = append(notes, r.furniture(c.Articles)...)
	if r.mapping.gold != nil && r.params.labels == nil {
		notes = append(notes, r.storyTexts(c)...)
	}
	if err := reportNotes(r.src, notes, r.report); err != nil {
		return nil, err
	}
	if r.done == 0 {
		what := "articles"
		if r.params.labels != nil {
			what = "labels"
		}
		if r.refused > 0 {
			return nil, fmt.Errorf("%s: there are no %s in it: each of its %d records has a fault, the first in line %d: %s",
				r.src.name, what, r.refused, r.first.Pos.Line, r.first.Message)
		}
		return nil, fmt.Errorf("%s: there are no %s in it", r.src.name, what)
	}
	if r.alone {
		return corpus.OfLabels(c.Card, c.Stories, r.rowIDs, r.groupOf, r.src.name, r.rowLines), nil
	}
	return c, nil
}

// nameStories gives the articles the names of their groups, and lists the groups in the
// order of their first articles. Labels alone become positions in that list.
func (r *records) nameStories(c *corpus.Corpus, plain []string) {
	known := make(map[string]int32, len(plain))
	storyOf := slices.Repeat([]int32{corpus.None}, len(plain)) // by group
	c.Stories = make([]corpus.Story, 0, len(plain))
	for i, g := range r.groupOf {
		if g < 0 {
			continue
		}
		if plain[g] == "" {
			r.groupOf[i] = corpus.None
			continue
		}
		if storyOf[g] < 0 {
			s, ok := known[plain[g]]
			if !ok {
				s = int32(len(c.Stories))
				known[plain[g]] = s
				c.Stories = append(c.Stories, corpus.Story{ID: plain[g]})
			}
			storyOf[g] = s
		}
		r.groupOf[i] = storyOf[g]
		if !r.alone {
			c.Articles[i].Story = plain[g]
		}
	}
}

// wholeIDs writes ids without .0 if all of them are whole numbers that have it, and returns
// how many.
func (r *records) wholeIDs() int {
	for i := range r.done {
		whole, ok := strings.CutSuffix(r.id(i), ".0")
		if !ok || whole == "" || strings.Trim(whole, "0123456789") != "" {
			return 0
		}
	}
	for i := range r.done {
		if r.alone {
			r.rowIDs[i] = strings.TrimSuffix(r.rowIDs[i], ".0")
		} else {
			r.articles[i].ID = strings.TrimSuffix(r.articles[i].ID, ".0")
		}
	}
	return r.done
}

// severalLabels decides for the articles that have several labels, in a list or joined
// by # as annotation tools do.
func (r *records) severalLabels() (notes []string) {
	for i, g := range r.groupOf {
		if g < 0 {
			continue
		}
		if list := r.joinedLabels(r.names[g].text); len(list) > 1 {
			r.names[g].count--
			r.groupOf[i] = -1
			r.several[i] = list
		}
	}
	chosen := 0
	for _, i := range slices.Sorted(maps.Keys(r.several)) {
		if label := chooseLabel(r.several[i], r.params.Labels); label != "" {
			g := r.groupNumber([]byte(label), false)
			r.names[g].count++
			r.groupOf[i] = g
			chosen++
		}
	}
	switch n := len(r.several); {
	case n == 0:
	case r.params.Labels == "first" || r.params.Labels == "majority":
		notes = append(notes, fmt.Sprintf("%d articles have several labels: labels=%s gives %d of them one", n, r.params.Labels, chosen))
	default:
		notes = append(notes, fmt.Sprintf("%d articles have several labels, and so none: choose with labels=first or labels=majority", n))
	}
	return notes
}

// chooseLabel is the label that a rule takes from a list; empty for none.
func chooseLabel(list []string, rule string) string {
	count := map[string]int{}
	for _, label := range list {
		count[label]++
	}
	if len(count) == 1 {
		return list[0]
	}
	switch rule {
	case "first":
		return list[0]
	case "majority":
		best := list[0]
		for _, label := range list {
			if count[label] > count[best] {
				best = label
			}
		}
		return best
	}
	return ""
}

// joinedLabels takes a#b apart if a or b is a label of another article.
func (r *records) joinedLabels(name string) []string {
	if !strings.Contains(name, "#") {
		return nil
	}
	list := strings.Split(name, "#")
	known := false
	for _, part := range list {
		if part == "" {
			return nil
		}
		known = known || r.groups.Number(part, -1, r.groupName) >= 0
	}
	if !known {
		return nil
	}
	return list
}

// plainLevel brings the groups of a level to their plain names.
func (r *records) plainLevel(f *field) (notes []string) {
	at := map[string]int{}
	var names []groupName
	for i := range r.articles {
		raw, ok := r.articles[i].Extra[f.path]
		if !ok {
			continue
		}
		n, ok := at[string(raw)]
		if !ok {
			n = len(names)
			at[string(raw)] = n
			names = append(names, groupName{text: jsonText(raw)})
		}
		names[n].count++
	}
	nameClasses(names, r.classes[f.path])
	plain, more := plainGroups(names)
	for i := range r.articles {
		raw, ok := r.articles[i].Extra[f.path]
		if !ok {
			continue
		}
		switch n := at[string(raw)]; {
		case plain[n] == jsonText(raw):
		case plain[n] == "":
			delete(r.articles[i].Extra, f.path)
		default:
			r.articles[i].Extra[f.path] = json.RawMessage(quoted([]byte(plain[n]), textValue))
		}
	}
	for _, text := range more {
		notes = append(notes, fmt.Sprintf("level @%s: %s", f.level, text))
	}
	return notes
}

// nameClasses gives groups that are numbers of classes the names of the classes.
func nameClasses(groups []groupName, classes []string) {
	for i := range groups {
		if n, err := strconv.Atoi(groups[i].text); err == nil && n >= 0 && n < len(classes) {
			groups[i].text = classes[n]
		}
	}
}

// jsonText is the value of a JSON string, or any other value as it is written.
func jsonText(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return string(raw)
}

// lang brings the code of a language to its shortest form: eng is en.
func (r *records) lang(v []byte) string {
	if lang, ok := r.langs[string(v)]; ok {
		return lang
	}
	written := strings.TrimSpace(string(v))
	lang := written
	if len(written) == 3 {
		if base, err := language.ParseBase(strings.ToLower(written)); err == nil {
			lang = base.String()
		}
	} else if code := languageNames[strings.ToLower(written)]; code != "" {
		lang = code
	}
	if len(r.langs) < 1<<12 {
		r.langs[string(v)] = lang
	}
	return lang
}

var languageNames = map[string]string{"english": "en", "german": "de", "deutsch": "de", "french": "fr", "français": "fr",
	"spanish": "es", "español": "es",
	"italian": "it", "italiano": "it", "portuguese": "pt", "português": "pt", "dutch": "nl", "nederlands": "nl",
	"polish": "pl", "russian": "ru", "русский": "ru",
	"ukrainian": "uk", "turkish": "tr", "arabic": "ar", "hebrew": "he", "hindi": "hi", "chinese": "zh", "中文": "zh",
	"japanese": "ja", "日本語": "ja", "korean": "ko",
	"vietnamese": "vi", "indonesian": "id", "thai": "th", "swedish": "sv", "danish": "da", "norwegian": "no",
	"finnish": "fi", "czech": "cs", "greek": "el",
	"romanian": "ro", "hungarian": "hu", "bulgarian": "bg", "croatian": "hr", "serbian": "sr", "slovak": "sk",
	"slovenian": "sl", "persian": "fa"}

var cutMark = regexp.MustCompile(`\s*(…|\.\.\.)?\s*\[\+\d+ chars\]$`)

// furniture takes off what news services add: the outlet at the end of every title, and
// the sign of a text that was cut.
func (r *records) furniture(articles []corpus.Article) (notes []string) {
	cut := 0
	for i := range articles {
		if a := &articles[i]; strings.HasSuffix(a.Text, " chars]") {
			if at := cutMark.FindStringIndex(a.Text); at != nil {
				a.Text = a.Text[:at[0]]
				cut++
				var longer string
				if json.Unmarshal(a.Extra["description"], &longer) == nil && len(longer) > len(a.Text) {
					a.Text = longer
				}
			}
		}
	}
	if cut > 0 {
		notes = append(notes, fmt.Sprintf("%d texts were cut by the service that gave them (… [+n chars])", cut))
	}
	named := func(a *corpus.Article) int {
		for _, sign := range []string{" - ", " | ", " – ", " — "} {
			if title, ok := strings.CutSuffix(a.Title, sign+a.Source); ok && a.Source != "" {
				return len(title)
			}
		}
		return -1
	}
	with := 0
	for i := range articles {
		if articles[i].Title == "" || articles[i].Source == "" {
			continue
		}
		if named(&articles[i]) <= 0 {
			return notes
		}
		with++
	}
	if with < 3 {
		return notes
	}
	for i := range articles {
		if at := named(&articles[i]); at > 0 {
			articles[i].Title = articles[i].Title[:at]
		}
	}
	return append(notes, fmt.Sprintf("the outlet at the end of all %d titles is taken off", with))
}
