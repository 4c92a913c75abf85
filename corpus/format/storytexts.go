package format

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/internal/compressed"
)

// storyParts are the names, behind that of a group, of what is said about the group.
var storyParts = map[string]func(s *corpus.Story, raw json.RawMessage) bool{
	"title":      storyTitle,
	"headline":   storyTitle,
	"summary":    storySummary,
	"abstract":   storySummary,
	"keypoints":  func(s *corpus.Story, raw json.RawMessage) bool { return storyList(&s.KeyPoints, raw) },
	"highlights": func(s *corpus.Story, raw json.RawMessage) bool { return storyList(&s.KeyPoints, raw) },
	"references": func(s *corpus.Story, raw json.RawMessage) bool { return storyList(&s.References, raw) },
}

func storyTitle(s *corpus.Story, raw json.RawMessage) bool {
	return json.Unmarshal(raw, &s.Title) == nil
}

func storySummary(s *corpus.Story, raw json.RawMessage) bool {
	return json.Unmarshal(raw, &s.Summary) == nil
}

// storyList reads a list of texts, or a text of one line each.
func storyList(to *[]string, raw json.RawMessage) bool {
	var text string
	if json.Unmarshal(raw, to) == nil {
		return true
	}
	if json.Unmarshal(raw, &text) != nil {
		return false
	}
	*to = strings.Split(strings.TrimSpace(text), "\n")
	return true
}

// storyPart is the part of a story that a field of an article holds, such as
// cluster.summary or story_title; empty if it holds none.
func (m *mapping) storyPart(path string) string {
	name := plainName(strings.ReplaceAll(path, ".", "_"))
	for part := range storyParts {
		group, ok := strings.CutSuffix(name, part)
		if r, known := nameRanks[group]; ok && known && (r.role == storyRole || m.gold != nil && r.role == m.gold.rank.role) {
			return part
		}
	}
	return ""
}

// storyTexts moves what the articles say about their stories to the stories: fields whose
// values are the same in all articles of each story.
func (r *records) storyTexts(c *corpus.Corpus) (notes []string) {
	fields := map[string]string{} // parts of stories by field
	for i := range c.Articles {
		for path := range c.Articles[i].Extra {
			if _, ok := fields[path]; !ok {
				fields[path] = r.mapping.storyPart(path)
			}
		}
	}
	maps.DeleteFunc(fields, func(_, part string) bool { return part == "" })
	at := make(map[string]int, len(c.Stories))
	for i := range c.Stories {
		at[c.Stories[i].ID] = i
	}
	var moved []string
	for _, path := range slices.Sorted(maps.Keys(fields)) {
		if r.moveToStories(c, at, path, storyParts[fields[path]]) {
			moved = append(moved, path)
		}
	}
	if len(moved) > 0 {
		notes = append(notes, "texts of stories are read from "+listed(moved))
	}
	return notes
}

// moveToStories moves a field, if its values fit and no two articles of a story differ.
func (r *records) moveToStories(c *corpus.Corpus, at map[string]int, path string,
	set func(*corpus.Story, json.RawMessage) bool) bool {
	values := make([]json.RawMessage, len(c.Stories))
	for i := range c.Articles {
		raw, ok := c.Articles[i].Extra[path]
		if !ok {
			continue
		}
		n, grouped := at[c.Articles[i].Story]
		if !grouped || values[n] != nil && string(values[n]) != string(raw) || !set(new(corpus.Story), raw) {
			return false
		}
		values[n] = raw
	}
	for n, raw := range values {
		if raw != nil {
			set(&c.Stories[n], raw)
		}
	}
	for i := range c.Articles {
		if delete(c.Articles[i].Extra, path); len(c.Articles[i].Extra) == 0 {
			c.Articles[i].Extra = nil
		}
	}
	return true
}

// storiesFile is the name of the file beside one of articles that holds the story texts:
// news.stories.jsonl beside news.csv.
func storiesFile(path string) string {
	plain := compressed.Plain(path)
	return strings.TrimSuffix(plain, filepath.Ext(plain)) + ".stories.jsonl"
}

// addStories reads the story texts from the file beside one of articles, if there is one.
func addStories(ctx context.Context, src Source, c *corpus.Corpus, report Reporter) error {
	file, err := src.find(storiesFile(src.path))
	if err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		return err
	}
	stories, err := readStories(ctx, file, report)
	if err != nil {
		return err
	}
	if err := reportNotes(src, []string{"texts of stories are read from " + file.name}, report); err != nil {
		return err
	}
	*c = *c.WithArticles() // positions of stories change
	c.Stories = stories
	c.AddMissingStories()
	return nil
}

// writeArticles writes a file of articles, and beside it one of the story texts if there
// are any.
func writeArticles(path string, c *corpus.Corpus, articles func(io.Writer) error) error {
	stories := storiesFile(path)
	if !slices.ContainsFunc(c.Stories, hasTexts) {
		for _, ending := range compressionEndings {
			if exists(stories + ending) {
				return fmt.Errorf("%s: the stories of %s%s, which lies beside it, would be read with it: remove that file or choose "+
					"another name", path, stories, ending)
			}
		}
		return writeFile(path, articles)
	}
	beside := stories + strings.TrimPrefix(path, compressed.Plain(path))
	return atomicfile.WriteAll(compressedFile(path, articles),
		compressedFile(beside, func(w io.Writer) error { return writeLines(w, each(c.Stories)) }))
}
