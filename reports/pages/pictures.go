package pages

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"errors"
	"fmt"
	"html"
	"html/template"
	"io"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/reports"
)

// Pictures are what the pages of a digest show of its images, in formats with
// [Format.Pictures]. They remember which they could not show.
type Pictures struct {
	Images string `spec:"images" default:"embed" oneof:"embed,link,none" doc:"pictures of html pages: files within the page, web addresses, or none"`

	folder string            // of the files; empty if there is none
	asked  map[string]string // why a picture is not shown, by address; empty if it is
}

// maxPicture is the largest file that a page may hold, in bytes.
const maxPicture = 2_000_000

// Why a picture is not shown. A page may be made of the corpus of a stranger, and given
// away: of the files here it holds none that is not a picture in the folder of that corpus.
const (
	onTheWeb   = "at web addresses (--images link shows them)"
	noAddress  = "neither at web addresses nor in files"
	inFile     = "in files (--images embed shows them)"
	noFolder   = "in files of a corpus that has no folder"
	outside    = "outside of the folder of the corpus"
	absent     = "in files that do not exist"
	unreadable = "in files that cannot be read"
	noFile     = "in what is no file"
	tooLarge   = "larger than 2 MB"
	otherKind  = "neither PNG, JPEG, WebP nor GIF"
)

// scheme is how addresses begin that name no file.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// attributes are those of an <img> that shows an image; empty if it is not shown.
func (p *Pictures) attributes(image *corpus.Image) template.HTMLAttr {
	if p == nil || p.Images == "none" || image == nil {
		return ""
	}
	address := strings.TrimSpace(image.URL)
	if address == "" {
		return ""
	}
	source, why := p.source(address)
	if p.asked == nil {
		p.asked = map[string]string{}
	}
	p.asked[address] = why
	if why != "" {
		return ""
	}
	attributes := `src="` + html.EscapeString(source) + `" decoding="async"`
	if p.Images == "link" {
		attributes += ` loading="lazy"`
	}
	return template.HTMLAttr(attributes)
}

// source is where a picture is loaded from, or why it is not shown.
func (p *Pictures) source(address string) (source, why string) {
	web := link(address)
	switch {
	case p.Images == "link" && web != "":
		return web, ""
	case web != "":
		return "", onTheWeb
	case scheme.MatchString(address):
		return "", noAddress
	case p.Images == "link":
		return "", inFile
	case p.folder == "":
		return "", noFolder
	}
	raw, why := readPicture(p.folder, filepath.FromSlash(address))
	if why != "" {
		return "", why
	}
	kind := http.DetectContentType(raw)
	if !slices.Contains([]string{"image/png", "image/jpeg", "image/webp", "image/gif"}, kind) {
		return "", otherKind
	}
	return "data:" + kind + ";base64," + base64.StdEncoding.EncodeToString(raw), ""
}

// readPicture reads a file of a folder, or returns why it does not. Links are followed
// within the folder alone, and nothing is opened but regular files: a pipe would not end.
func readPicture(folder, name string) (raw []byte, why string) {
	if !filepath.IsLocal(name) {
		return nil, outside
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, unreadable
	}
	defer root.Close()
	info, err := root.Stat(name)
	if err == nil && !info.Mode().IsRegular() {
		return nil, noFile
	}
	var file *os.File
	if err == nil {
		file, err = root.OpenFile(name, os.O_RDONLY|syscall.O_NONBLOCK, 0) // it may be another one by now
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, absent
	case err != nil && strings.Contains(err.Error(), "escapes"):
		return nil, outside
	case err != nil:
		return nil, unreadable
	}
	defer file.Close()
	if info, err = file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, noFile
	}
	var b bytes.Buffer
	switch n, err := io.Copy(&b, io.LimitReader(file, maxPicture+1)); {
	case err != nil:
		return nil, unreadable
	case n > maxPicture:
		return nil, tooLarge
	}
	return b.Bytes(), ""
}

// Note says which pictures the pages written so far do not show, and why; empty if there
// are none.
func (p *Pictures) Note() string {
	const named = 3
	missing, by := 0, map[string][]string{}
	for _, address := range slices.Sorted(maps.Keys(p.asked)) {
		if why := p.asked[address]; why != "" {
			missing++
			by[why] = append(by[why], shorten(text.Line(address, text.Invisible), 60))
		}
	}
	var list []string
	for _, why := range slices.SortedFunc(maps.Keys(by), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(by[b]), len(by[a])), cmp.Compare(a, b))
	}) {
		group := fmt.Sprintf("%d %s", len(by[why]), why)
		if why != onTheWeb {
			group += ": " + strings.Join(by[why][:min(named, len(by[why]))], ", ")
		}
		list = append(list, group)
	}
	if missing == 0 {
		return ""
	}
	return fmt.Sprintf("%d of %s not shown: %s", missing, reports.Counted(len(p.asked), "picture"), strings.Join(list, "; "))
}

// policy are the sources of images that the pages load, as a content security policy has them.
func (p *Pictures) policy() string {
	if p != nil && p.Images == "link" {
		return "data: https: http:"
	}
	return "data:" // the icon, too
}
