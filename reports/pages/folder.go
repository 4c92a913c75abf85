package pages

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
)

// IndexSchema names the form of a folder's index in JSON.
const IndexSchema = "assay/digest-index/2"

// An Index lists the files of a folder.
type Index struct {
	Schema     string `json:"schema"`
	Corpus     Corpus `json:"corpus"`
	Grouping   string `json:"grouping"`
	Summarizer string `json:"summarizer"`
	Days       []Day  `json:"days"` // the earliest first, the undated last
}

// A Day is one file of a folder.
type Day struct {
	Day      string   `json:"day"` // empty if unknown
	File     string   `json:"file"`
	Stories  int      `json:"stories"`
	Articles int      `json:"articles"`
	Top      []string `json:"top"` // titles of the largest stories
}

const (
	maxTop = 3
	// manifest lists the files that assay wrote into a folder.
	manifest = ".assay-digest"
)

// ownFile is what pages and indices are called.
var ownFile = regexp.MustCompile(`^(\d{4,}-\d\d-\d\d|undated|index|kite)\.(txt|md|html|json)$`)

// WriteFolder writes a file a day, with the pages whose last article is of that day,
// and an index. Every file is written whole or not at all. The folder keeps a list of
// the files that are assay's (.assay-digest): days of an earlier run that this one has
// no pages for are removed, in any format; a file in the way that is not on the list is
// an error, and nothing is written then. After an interrupted run all files are whole,
// and the next run removes what is left.
func WriteFolder(dir string, f Format, p *Digest) (*Index, error) {
	days := p.days(f.Ext)
	index := p.index(days)
	names := []string{f.IndexFile()}
	for _, d := range index.Days {
		names = append(names, d.File)
	}
	old, err := readManifest(dir)
	if err != nil {
		return nil, err
	}
	if err := checkFree(dir, names, old); err != nil {
		return nil, err
	}
	if err := writeManifest(dir, append(old, names...)); err != nil {
		return nil, err
	}
	for i, d := range index.Days {
		err := atomicfile.Write(filepath.Join(dir, d.File), func(w io.Writer) error { return f.Write(w, days[i]) })
		if err != nil {
			return nil, err
		}
	}
	err = atomicfile.Write(filepath.Join(dir, names[0]), func(w io.Writer) error { return f.index(w, index) })
	if err != nil {
		return nil, err
	}
	for _, name := range old {
		if slices.Contains(names, name) {
			continue
		}
		if err := os.Remove(filepath.Join(dir, name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("removing a file of an earlier run: %w", err)
		}
	}
	return index, writeManifest(dir, names)
}

// days are the digests of the days, the earliest first, the undated last.
func (p *Digest) days(ext string) []*Digest {
	at := map[string]*Digest{}
	var list []*Digest
	of := func(name string) *Digest {
		if at[name] == nil {
			day := *p
			day.Day, day.Stories, day.Also = name, []Page{}, nil
			at[name] = &day
			list = append(list, &day)
		}
		return at[name]
	}
	for _, s := range p.Stories {
		day := of(s.Day)
		day.Stories = append(day.Stories, s)
	}
	for _, b := range p.Also {
		day := of(b.Day)
		day.Also = append(day.Also, b)
	}
	slices.SortFunc(list, func(a, b *Digest) int {
		if (a.Day == "") != (b.Day == "") {
			return cmp.Compare(len(b.Day), len(a.Day))
		}
		return cmp.Or(cmp.Compare(len(a.Day), len(b.Day)), cmp.Compare(a.Day, b.Day)) // the year 10000 is longer
	})
	for i, day := range list {
		day.Links = &Links{Index: "index." + ext}
		if i > 0 {
			day.Links.Earlier = list[i-1].file(ext)
		}
		if i+1 < len(list) {
			day.Links.Later = list[i+1].file(ext)
		}
	}
	return list
}

func (p *Digest) file(ext string) string { return cmp.Or(p.Day, "undated") + "." + ext }

func (p *Digest) index(days []*Digest) *Index {
	x := &Index{Schema: IndexSchema, Corpus: p.Corpus, Grouping: p.Grouping, Summarizer: p.Summarizer, Days: []Day{}}
	for _, day := range days {
		d := Day{Day: day.Day, Stories: len(day.Stories), Articles: day.articles()}
		d.File = day.file(filepath.Ext(day.Links.Index)[1:])
		for _, s := range day.Stories[:min(maxTop, len(day.Stories))] {
			d.Top = append(d.Top, s.Title)
		}
		x.Days = append(x.Days, d)
	}
	return x
}

// readManifest lists the files of earlier runs. It ignores other names than those of
// days and indices, so that nothing else can be removed.
func readManifest(dir string) (names []string, err error) {
	file, err := os.Open(filepath.Join(dir, manifest))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer file.Close()
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if name := lines.Text(); ownFile.MatchString(name) {
			names = append(names, name)
		}
	}
	return names, nil
}

func writeManifest(dir string, names []string) error {
	names = slices.Compact(slices.Sorted(slices.Values(names)))
	return atomicfile.Write(filepath.Join(dir, manifest), func(w io.Writer) error {
		for _, name := range names {
			if _, err := fmt.Fprintln(w, name); err != nil {
				return err
			}
		}
		return nil
	})
}

// checkFree refuses to write over files that are not assay's.
func checkFree(dir string, names, own []string) error {
	for _, name := range names {
		if slices.Contains(own, name) {
			continue
		}
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return fmt.Errorf("%s is in the way, and assay digest did not write it: choose another folder", filepath.Join(dir, name))
		}
	}
	return nil
}
