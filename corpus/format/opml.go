package format

import (
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"path"
	"strings"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
)

// An opmlFeed is a feed of a list.
type opmlFeed struct {
	title, address string
	line           int
}

// maxFeeds bounds the feeds of a list.
const maxFeeds = 100_000

// parseOPML lists the feeds of an OPML file. Lists that are not well-formed, as
// most are not, are read as far as they can be.
func parseOPML(raw []byte) (list []opmlFeed, err error) {
	d := xml.NewDecoder(strings.NewReader(declaration.ReplaceAllString(charset.Decode(raw, charset.Declared(raw)).Text, "")))
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	for {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return list, err
		}
		start, ok := token.(xml.StartElement)
		if !ok || !strings.EqualFold(start.Name.Local, "outline") {
			continue
		}
		line, _ := d.InputPos()
		f := opmlFeed{line: line}
		for _, a := range start.Attr {
			switch strings.ToLower(a.Name.Local) {
			case "xmlurl":
				f.address = strings.TrimSpace(a.Value)
			case "url":
				if f.address == "" {
					f.address = strings.TrimSpace(a.Value)
				}
			case "title", "text":
				f.title = orElse(f.title, a.Value)
			}
		}
		if f.address != "" {
			list = append(list, f)
		}
		if len(list) > maxFeeds {
			return list, fmt.Errorf("the list has more than %d feeds", maxFeeds)
		}
	}
}

// readOPML reads the feeds of a list that are files in its own folder.
func readOPML(ctx context.Context, c *collector) error {
	raw, err := c.src.bytes()
	if err != nil {
		return err
	}
	feeds, err := parseOPML(raw)
	if err != nil {
		c.note(corpus.Pos{File: c.src.name}, corpus.Warning, corpus.Decision, "the list cannot be read to its end: %s", err)
	}
	read := map[string]bool{}
	for _, f := range feeds {
		if err := ctx.Err(); err != nil {
			return err
		}
		pos := corpus.Pos{File: c.src.name, Line: f.line}
		name, web, err := localFile(c.src, f.address)
		switch {
		case web:
			c.note(pos, corpus.Note, corpus.Decision, "a feed on the web is left out, as nothing is fetched: download it into the folder of "+
				"the list and write its file name as xmlUrl")
			continue
		case err != nil:
			c.note(pos, corpus.Warning, corpus.Decision, "a feed is left out: %s", err)
			continue
		case read[name]:
			c.note(pos, corpus.Note, corpus.Decision, "a feed is listed more than once: it is read once")
			continue
		}
		read[name] = true
		file := Source{c.src.fsys, name, path.Join(path.Dir(c.src.name), name)}
		head, err := file.head()
		if err != nil {
			return err
		}
		if !isFeed(file, head) {
			c.note(pos, corpus.Warning, corpus.Decision, "a file of the list is left out: it is no feed")
			continue
		}
		if err := readFeed(c, file); err != nil {
			return err
		}
	}
	return nil
}

// localFile is the name of the file that an address of a list means, inside the
// folder of the list, or whether it is on the web.
func localFile(list Source, address string) (name string, web bool, err error) {
	u, err := url.Parse(address)
	switch {
	case err == nil && u.Scheme == "file":
		return "", false, fmt.Errorf("%s: a file must be named by its path in the folder of the list", address)
	case err == nil && u.Scheme != "" && len(u.Scheme) > 1:
		return "", true, nil
	case strings.HasPrefix(address, "//"):
		return "", true, nil
	}
	clean := strings.ReplaceAll(address, `\`, "/")
	for _, candidate := range []string{clean, unescaped(clean)} {
		if path.IsAbs(candidate) || len(candidate) > 1 && candidate[1] == ':' {
			return "", false, fmt.Errorf("%s: the file is not in the folder of the list", address)
		}
		name = path.Join(path.Dir(list.path), candidate)
		base := path.Dir(list.path)
		if !fs.ValidPath(name) || base != "." && !strings.HasPrefix(name, base+"/") {
			return "", false, fmt.Errorf("%s: the file is not in the folder of the list", address)
		}
		target, resolveErr := resolve(list.fsys, name)
		if resolveErr == nil && base != "." && !strings.HasPrefix(target, base+"/") {
			resolveErr = errors.New("its link leads out of the folder of the list")
		}
		if resolveErr == nil {
			var info fs.FileInfo
			if info, resolveErr = fs.Stat(list.fsys, target); resolveErr == nil && !info.Mode().IsRegular() {
				resolveErr = errors.New("it is no file")
			}
		}
		if err = resolveErr; err == nil {
			return target, false, nil
		}
	}
	return "", false, fmt.Errorf("%s: %w", address, err)
}

func unescaped(name string) string {
	if plain, err := url.PathUnescape(name); err == nil {
		return plain
	}
	return name
}
