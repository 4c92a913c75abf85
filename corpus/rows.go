package corpus

import "slices"

// rows are the articles of a corpus that have an id and a gold story at most: an Article of
// each would take ten times the memory.
type rows struct {
	ids  []string
	gold Labels // positions in Stories
	file string
	line []int32
}

// OfLabels returns a corpus of which only ids and gold are known. It has no Articles until
// WithArticles makes them; Gold, IDs, Labelled, Fingerprint and LabelsFile need none. gold
// holds positions in stories; line is that of each id in the file.
func OfLabels(card Card, stories []Story, ids []string, gold Labels, file string, line []int32) *Corpus {
	return &Corpus{Card: card, Stories: stories, rows: &rows{ids, gold, file, line}}
}

// WithArticles returns a corpus that has Articles: c, unless it is one of OfLabels.
func (c *Corpus) WithArticles() *Corpus {
	if c.rows == nil {
		return c
	}
	return c.each(func(c *Corpus) {
		if c.rows == nil {
			return
		}
		articles := make([]Article, len(c.rows.ids))
		for i := range articles {
			articles[i] = c.row(i)
		}
		c.rows, c.Articles = nil, articles
	})
}

// row returns article i of a corpus of OfLabels.
func (c *Corpus) row(i int) Article {
	r := c.rows
	return Article{ID: r.ids[i], Story: c.rowStory(i), Pos: Pos{r.file, int(r.line[i])}, unknown: r.gold[i] == Absent}
}

func (c *Corpus) rowStory(i int) string {
	if s := c.rows.gold[i]; s >= 0 {
		return c.Stories[s].ID
	}
	return ""
}

// LabelsFile returns the gold of the corpus as a labels file of the given path.
func (c *Corpus) LabelsFile(path string) *LabelsFile {
	f := &LabelsFile{Path: path, IDs: c.IDs()}
	f.Groups, f.Lines = make([]string, len(f.IDs)), make([]int, len(f.IDs))
	for i := range f.IDs {
		if c.rows != nil {
			f.Groups[i], f.Lines[i] = c.rowStory(i), int(c.rows.line[i])
		} else {
			f.Groups[i], f.Lines[i] = c.Articles[i].Story, c.Articles[i].Pos.Line
		}
	}
	return f
}

// Corpus returns the corpus whose gold the file is, one of OfLabels.
func (f *LabelsFile) Corpus(name string) *Corpus {
	number := map[string]int32{"": None}
	gold, line := make(Labels, len(f.IDs)), make([]int32, len(f.IDs))
	var stories []Story
	for i, group := range f.Groups {
		n, ok := number[group]
		if !ok {
			n = int32(len(stories))
			number[group] = n
			stories = append(stories, Story{ID: group})
		}
		gold[i], line[i] = n, int32(f.Lines[i])
	}
	return OfLabels(Card{Name: name}, stories, f.IDs, gold, "", line)
}

// WithUnknown returns the corpus with further articles behind its own, of which only the ids are known: those
// that a prediction has and the corpus lacks. Their gold is Absent, and they are not in the fingerprint.
func (c *Corpus) WithUnknown(ids []string) *Corpus {
	if len(ids) == 0 {
		return c
	}
	return c.each(func(c *Corpus) {
		if r := c.rows; r != nil {
			c.rows = &rows{slices.Concat(r.ids, ids), slices.Concat(r.gold, slices.Repeat(Labels{Absent}, len(ids))), r.file,
				slices.Concat(r.line, make([]int32, len(ids)))}
			return
		}
		c.Articles = slices.Grow(slices.Clone(c.Articles), len(ids))
		for _, id := range ids {
			c.Articles = append(c.Articles, Article{ID: id, unknown: true})
		}
	})
}

// own counts the articles that are not of WithUnknown.
func (c *Corpus) own() (n int) {
	if c.rows != nil {
		for n = len(c.rows.gold); n > 0 && c.rows.gold[n-1] == Absent; {
			n--
		}
		return n
	}
	for n = len(c.Articles); n > 0 && c.Articles[n-1].unknown; {
		n--
	}
	return n
}
