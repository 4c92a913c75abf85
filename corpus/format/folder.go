package format

import (
	"bytes"
	"context"
	"errors"
	"path"
	"regexp"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/format/internal/markup"
	"github.com/seed-9405df2f/assay/spec"
)

var folder = Format{
	Name:  "folder",
	Title: "a folder by class",
	Doc: "A folder with a folder for each class and in it a file for each article, plain or as an archive (.tar, .tar.gz, .zip), as " +
		"20 newsgroups and BBC are published. " +
		"Above the classes there may be one of train, test and so on, which are splits (#test). An article's id is its path.",
	Detect: func(src Source, head []byte) bool { return head == nil && src.Dir() && isClassFolder(src) },
	New:    func() Reader { return spec.Defaults(new(folderReader)) },
}

type folderReader struct {
	Form string `spec:"form" default:"auto" oneof:"auto,mail,headline,text,html" doc:"what a file holds; auto: as most look"`
	dateOrder
}

// A classFile is a file of a folder by class.
type classFile struct {
	Source
	split, class, id string
}

// isClassFolder reports whether the first files of a folder are texts in at least two
// classes.
func isClassFolder(src Source) bool {
	files, _, err := src.files(0)
	if err != nil {
		return false
	}
	list, _ := classFiles(files)
	classes := map[string]bool{}
	texts, looked := 0, 0
	for i, f := range list {
		classes[f.class] = true
		if i%(len(list)/16+1) == 0 {
			looked++
			if head, err := f.head(); err == nil && bytes.IndexByte(head, 0) < 0 && !bytes.HasPrefix(head, []byte("{")) {
				texts++
			}
		}
	}
	return len(classes) >= 2 && 2*texts > looked
}

// splitName finds the name of a split at the end of that of a folder.
var splitName = regexp.MustCompile(`(?i)(?:^|[-_. ])(train|test|dev|val|valid|validation|training)$`)

// classFiles sorts files into classes by their folders. Those outside of a class
// are left.
func classFiles(files []Source) (list []classFile, left []Source) {
	var paths [][]string
	var kept []Source
	for _, f := range files {
		base := strings.ToLower(path.Base(f.path))
		if strings.HasPrefix(base, "readme") || strings.HasPrefix(base, "licen") {
			left = append(left, f)
			continue
		}
		kept = append(kept, f)
		paths = append(paths, strings.Split(f.path, "/"))
	}
	root := commonRoot(paths)
	splits, deep := true, false
	for _, p := range paths {
		if p = p[min(root, len(p)):]; len(p) > 2 {
			splits, deep = splits && splitName.MatchString(p[0]), true
		}
	}
	splits = splits && deep
	for i, p := range paths {
		p = p[min(root, len(p)):]
		if len(p) < 2 || splits && len(p) < 3 {
			left = append(left, kept[i])
			continue
		}
		f := classFile{Source: kept[i], id: strings.Join(p, "/")}
		if splits {
			f.split, p = strings.ToLower(splitName.FindStringSubmatch(p[0])[1]), p[1:]
		}
		f.class = strings.Join(p[:len(p)-1], "/")
		list = append(list, f)
	}
	nameFiles(list)
	return list, left
}

// commonRoot is the number of folders around those of the classes: nine files of ten
// are two folders below.
func commonRoot(paths [][]string) int {
	for root := 0; ; root++ {
		tops, deep := map[string]bool{}, 0
		for _, p := range paths {
			if len(p) > root+1 {
				tops[p[root]] = true
			}
			if len(p) > root+2 {
				deep++
			}
		}
		if len(tops) != 1 || 10*deep < 9*len(paths) {
			return root
		}
	}
}

// nameFiles gives each file the shortest id that none shares: without the split
// and without the ending, else as it is.
func nameFiles(list []classFile) {
	for _, short := range []func(f classFile) string{
		func(f classFile) string { return f.class + "/" + stem(f.path) },
		func(f classFile) string { return f.class + "/" + path.Base(f.path) },
	} {
		seen := map[string]bool{}
		for _, f := range list {
			seen[short(f)] = true
		}
		if len(seen) == len(list) {
			for i, f := range list {
				list[i].id = short(f)
			}
			return
		}
	}
}

// Read reads the files.
func (r *folderReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	c := newCollector(src, report)
	c.dates.Order, c.ordered = r.order(), true
	files, links, err := src.files(0)
	if err != nil {
		return nil, err
	}
	pos := corpus.Pos{File: src.name}
	if links > 0 {
		c.note(pos, corpus.Warning, corpus.Decision, "links out of the folder and special files are left out: %d", links)
	}
	list, left := classFiles(files)
	for _, f := range left {
		c.note(corpus.Pos{File: f.name}, corpus.Note, corpus.Decision, "a file outside of the class folders is left out")
	}
	form, err := r.form(c, pos, list)
	if err != nil {
		return nil, err
	}
	deep := false
	var read []classFile
	for i, f := range list {
		if i%64 == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		a, err := readText(c, f.Source, form)
		if errors.Is(err, errBinary) {
			c.note(a.Pos, corpus.Warning, corpus.Decision, "a file that is no text is left out")
			continue
		}
		if err != nil {
			return nil, err
		}
		read = append(read, f)
		a.ID, a.Story = f.id, f.class
		a.Extra = extra("split", f.split)
		deep = deep || strings.Contains(f.class, "/")
		if err := c.add(a); err != nil {
			return nil, err
		}
	}
	c.corpus.Card.Level = "topic"
	if deep {
		c.corpus.Card.Level, c.corpus.Card.Levels = "class", map[string]string{"topic": "topic"}
		for i, a := range c.corpus.Articles {
			top, _, _ := strings.Cut(a.Story, "/")
			c.corpus.Articles[i].Extra = extra("topic", top, "split", read[i].split)
		}
	}
	c.note(pos, corpus.Note, corpus.Decision, "the folders are the gold groups: they are topics unless you know better")
	return c.finish("articles in folders of classes")
}

// form is what the files hold: as given, or as most of them look.
func (r *folderReader) form(c *collector, pos corpus.Pos, list []classFile) (string, error) {
	if r.Form != "auto" {
		return r.Form, nil
	}
	votes := map[string]int{}
	looked := 0
	for i := 0; i < len(list); i += len(list)/64 + 1 {
		head, err := list[i].head()
		if err != nil {
			return "", err
		}
		looked++
		votes[textForm(head)]++
	}
	form := "text"
	switch {
	case 2*votes["mail"] > looked:
		form = "mail"
	case 2*votes["html"] > looked:
		form = "html"
	case 10*votes["headline"] >= 8*looked && looked > 0:
		form = "headline"
	}
	c.note(pos, corpus.Note, corpus.Decision, map[string]string{
		"mail":     "the files are read as mail: the subject is the title, the headers are left out; form=text reads them as they are%s",
		"headline": "the first line of each file is read as its title; form=text reads it as text%s",
		"html":     "the files are read as web pages%s",
		"text":     "the files are read as texts without titles; form=headline reads the first line as the title%s",
	}[form], "")
	return form, nil
}

var (
	blankLine  = regexp.MustCompile(`\r?\n\r?\n`)
	headerLine = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*:( |\t|\r?\n|$)`)
	headerSign = regexp.MustCompile(`(?mi)^(subject|from):`)
	firstLine  = regexp.MustCompile(`^[^\n]{1,250}\r?\n\s*\r?\n`)
)

// isMail reports whether a file begins with headers, one of which is its subject or
// sender. The first line may be that of a mailbox, or the path of a newsgroup.
func isMail(head []byte) bool {
	head = topBlock(head)
	_, second, _ := bytes.Cut(head, []byte("\n"))
	return headerSign.Match(head) && (headerLine.Match(head) || headerLine.Match(second))
}

// topBlock is the text before the first empty line.
func topBlock(raw []byte) []byte {
	raw = bytes.TrimLeft(raw, " \t\r\n")
	if at := blankLine.FindIndex(raw); at != nil {
		return raw[:at[0]]
	}
	return raw
}

// textForm returns what the first bytes of a file look like.
func textForm(head []byte) string {
	lower := bytes.ToLower(head[:min(len(head), 256)])
	switch {
	case isMail(head):
		return "mail"
	case bytes.HasPrefix(lower, []byte("<!doctype html")) || bytes.HasPrefix(lower, []byte("<html")):
		return "html"
	case firstLine.Match(head):
		return "headline"
	}
	return "text"
}

// errBinary is the error of a file that is no text.
var errBinary = errors.New("the file is no text")

// readText reads a file of one article, without id and story.
func readText(c *collector, file Source, form string) (corpus.Article, error) {
	a := corpus.Article{Pos: corpus.Pos{File: file.name}}
	raw, err := file.bytes()
	if err != nil {
		return a, err
	}
	if bytes.IndexByte(charset.Head(raw[:min(len(raw), headSize)]), 0) >= 0 {
		return a, errBinary
	}
	own := textForm(bytes.TrimLeft(raw[:min(len(raw), 4096)], " \t\r\n"))
	if form == "mail" && headerSign.Match(topBlock(raw)) {
		return a, readMail(c, &a, raw)
	}
	declared := ""
	if own == "html" || form == "html" {
		form, declared = "html", charset.Declared(raw)
	}
	body := decodeFile(c, a.Pos, raw, declared)
	switch form {
	case "html":
		p, err := markup.ReadPage(body, "")
		if err != nil {
			return a, c.fault(a.Pos, corpus.BadSyntax, "the page cannot be read: %s", err)
		}
		a.Title, a.Text, a.Lang, a.URL = p.Title, p.Text, languageTag(p.Lang), p.Canonical
		a.Source = outletOf(a.URL)
		a.Published, err = c.moment(a.Pos, p.Published)
		return a, err
	case "headline":
		if title, rest, ok := strings.Cut(strings.TrimSpace(body), "\n"); ok && len(title) <= 500 {
			a.Title, a.Text = strings.TrimSpace(title), strings.TrimSpace(rest)
			return a, nil
		}
	case "mail":
		c.note(a.Pos, corpus.Note, corpus.Decision, "a file without headers is read as text")
	}
	a.Text = strings.TrimSpace(body)
	return a, nil
}

// decodeFile decodes the bytes of a file and notes what was decided.
func decodeFile(c *collector, pos corpus.Pos, raw []byte, declared string) string {
	d := charset.Decode(raw, declared)
	if d.Note != "" {
		severity := corpus.Note
		if d.Guessed {
			severity = corpus.Warning
		}
		c.note(pos, severity, corpus.Decision, "%s", d.Note)
	}
	return strings.ReplaceAll(d.Text, "\r\n", "\n")
}
