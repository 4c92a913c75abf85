package format

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/archive"
)

// A tree is files by their names.
type tree map[string]string

func (f tree) folder(t testing.TB) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range f {
		path := filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o600))
	}
	return dir
}

func (f tree) tar(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		require.NoError(t, w.WriteHeader(&tar.Header{Name: name, Size: int64(len(f[name])), Mode: 0o644}))
		_, err := io.WriteString(w, f[name])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	require.NoError(t, z.Close())
	return writeTemp(t, "corpus.tar.gz", b.String())
}

func (f tree) zip(t testing.TB) string {
	t.Helper()
	var b bytes.Buffer
	w := zip.NewWriter(&b)
	for _, name := range slices.Sorted(maps.Keys(f)) {
		e, err := w.Create(name)
		require.NoError(t, err)
		_, err = io.WriteString(e, f[name])
		require.NoError(t, err)
	}
	require.NoError(t, w.Close())
	return writeTemp(t, "corpus.zip", b.String())
}

// everyWay reads files as a folder, as a tar and as a zip archive, which must agree.
func everyWay(t *testing.T, f tree) (*corpus.Corpus, []corpus.Fault) {
	t.Helper()
	c, faults, err := Check(t.Context(), f.folder(t))
	require.NoError(t, err)
	for _, path := range []string{f.tar(t), f.zip(t)} {
		again, _, err := Check(t.Context(), path)
		require.NoError(t, err, path)
		require.Len(t, again.Articles, len(c.Articles))
		for i, a := range again.Articles {
			a.Pos = c.Articles[i].Pos
			assert.Equal(t, c.Articles[i], a, path)
		}
		assert.Equal(t, "corpus", again.Name())
	}
	return c, faults
}

func messages(faults []corpus.Fault) (list []string) {
	for _, f := range faults {
		list = append(list, f.Message)
	}
	return list
}

func TestFolderOfMail(t *testing.T) {
	c, faults := everyWay(t, tree{
		"news/README": "about",
		"news/boats/1": "From: ann@mail.quay.example (Ann)\nSubject: Re: Masts\n of oak\nOrganization: The Quay\nDate: " +
			"Tue, 6 Apr 1993 00:16:13 GMT\n\nOak is best.\n",
		"news/boats/2": "From: bo@quay.example\r\nSubject: =?utf-8?q?F=C3=A4hre?=\r\nContent-Transfer-Encoding: " +
			"quoted-printable\r\nContent-Type: text/plain; charset=latin1\r\n\r\nEine F=E4hre.\r\n",
		"news/cranes/3":         "junk!path\nSubject: Cranes\n\nCaf\xe9 by the crane.\n",
		"news/cranes/.DS_Store": "x",
	})
	assert.Equal(t, []string{"boats/1", "boats/2", "cranes/3"}, []string{c.Articles[0].ID, c.Articles[1].ID, c.Articles[2].ID})
	a := c.Articles[0]
	assert.Equal(t, []string{"Re: Masts of oak", "Oak is best.", "The Quay", "1993-04-06T00:16:13Z", "boats"},
		[]string{a.Title, a.Text, a.Source, a.Published.String(), a.Story})
	assert.Equal(t, []string{"Fähre", "Eine Fähre.", "quay.example"}, []string{c.Articles[1].Title, c.Articles[1].Text,
		c.Articles[1].Source})
	assert.Equal(t, "Café by the crane.", c.Articles[2].Text)
	assert.Contains(t, messages(faults), "the files are read as mail: the subject is the title, the headers are left out; form=text "+
		"reads them as they are")
}

func TestFolderOfHeadlines(t *testing.T) {
	files := tree{
		"set-train/sport/a.txt":   "Row wins\n\nThe row crew won.\n",
		"set-train/sport/b.txt":   "Row loses\n\nThe row crew lost.\n",
		"set-test/business/c.txt": "Port sold\n\nThe port was sold\xa0for \xa35m.\n",
		"set-test/business/d.txt": "Port bought\n\nThe port was bought.\n",
		"set-test/list.txt":       "a list",
	}
	c, faults := everyWay(t, files)
	require.Len(t, c.Articles, 4)
	assert.Equal(t, "Port sold", c.Articles[0].Title)
	assert.Contains(t, c.Articles[0].Text, "£5m")
	assert.Equal(t, "business", c.Articles[0].Story)
	assert.Contains(t, messages(faults), "a file outside of the class folders is left out")
	c, err := Open(t.Context(), files.zip(t)+"#test")
	require.NoError(t, err)
	assert.Len(t, c.Articles, 2)
	c, err = Open(t.Context(), "folder(form=text):"+files.zip(t))
	require.NoError(t, err)
	assert.Empty(t, c.Articles[0].Title)
}

func TestFolderIDs(t *testing.T) {
	files := tree{"a/x/1.txt": "one two", "a/x/1.html": "<html><p>Three.</p></html>", "a/y/1": "four", "b/z/1": "five"}
	c, err := Open(t.Context(), files.folder(t)+"@topic")
	require.NoError(t, err)
	var ids []string
	for _, a := range c.Articles {
		ids = append(ids, a.ID+" "+a.Story)
	}
	assert.Equal(t, []string{"a/x/1.html a", "a/x/1.txt a", "a/y/1 a", "b/z/1 b"}, ids)
}

func TestArchivesOfOtherForms(t *testing.T) {
	native := tree{"day/articles.jsonl": `{"id":"1","title":"Ferry stops","story":"s"}` + "\n", "day/corpus.json": `{"name":"harbour"}`}
	for _, path := range []string{native.tar(t), native.zip(t)} {
		c, err := Open(t.Context(), path)
		require.NoError(t, err)
		assert.Equal(t, "harbour", c.Name())
	}
	c, err := Open(t.Context(), tree{"harbour.jsonl": `{"id":"1","title":"Ferry stops"}` + "\n"}.zip(t))
	require.NoError(t, err)
	assert.Len(t, c.Articles, 1)
	feeds := tree{"a.xml": `<rss><channel><item><title>A</title><guid>1</guid></item></channel></rss>`,
		"b.xml": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>2</id><title>B</title></entry></feed>`}
	c, _ = everyWay(t, feeds)
	assert.Len(t, c.Articles, 2)
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestArchiveBomb(t *testing.T) {
	path := filepath.Join(t.TempDir(), "bomb.tar.gz")
	f, err := os.Create(path)
	require.NoError(t, err)
	z, err := gzip.NewWriterLevel(f, gzip.BestSpeed)
	require.NoError(t, err)
	w := tar.NewWriter(z)
	const size = 300 << 20
	require.NoError(t, w.WriteHeader(&tar.Header{Name: "a/b", Size: size, Mode: 0o644}))
	_, err = io.CopyN(w, zeros{}, size)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	require.NoError(t, z.Close())
	require.NoError(t, f.Close())
	start := time.Now()
	_, err = Open(t.Context(), path)
	require.ErrorIs(t, err, archive.ErrLimit)
	assert.ErrorContains(t, err, "100 times its size")
	assert.Less(t, time.Since(start), 10*time.Second)
}

func TestLinksOutOfAFolder(t *testing.T) {
	secret := writeTemp(t, "secret.txt", "Secret\n\nnobody reads this\n")
	dir := tree{"a/1.txt": "One\n\none\n", "b/2.txt": "Two\n\ntwo\n"}.folder(t)
	require.NoError(t, os.Symlink(secret, filepath.Join(dir, "a", "3.txt")))
	require.NoError(t, os.Symlink("../b/2.txt", filepath.Join(dir, "a", "4.txt")))
	c, faults, err := Check(t.Context(), dir)
	require.NoError(t, err)
	assert.Len(t, c.Articles, 3, "a link inside of the folder is followed")
	assert.Contains(t, messages(faults), "links out of the folder and special files are left out: 1")
}

// Pictures and files of systems among the texts of a class are no articles.
func TestFolderOfTextsAlone(t *testing.T) {
	dir := t.TempDir()
	for name, content := range map[string]string{
		"sea/1.txt": "Ferry sails.", "sea/2.txt": "Tug sinks.", "sea/3.jpg": "\xff\xd8\xff\xe0\x00\x10JFIF\x00", "sea/desktop.ini": "[x]",
		"land/1.txt": "Bridge built.", "land/2.txt": "\xff\xfeR\x00o\x00a\x00d\x00s\x00.\x00",
	} {
		require.NoError(t, os.MkdirAll(filepath.Join(dir, filepath.Dir(name)), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte(content), 0o666))
	}
	c, faults, err := Check(t.Context(), dir)
	require.NoError(t, err)
	var ids []string
	for _, a := range c.Articles {
		ids = append(ids, a.ID+" "+a.Text)
	}
	assert.Equal(t, []string{"land/1 Bridge built.", "land/2 Roads.", "sea/1 Ferry sails.", "sea/2 Tug sinks."}, ids)
	assert.Contains(t, faults[1].Message, "no text")
}
