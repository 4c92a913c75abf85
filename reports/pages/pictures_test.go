package pages

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/net/html"
	"golang.org/x/sys/unix"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// encodings are a picture of 64 × 48 pixels in each form that a page may hold.
func encodings(t *testing.T) map[string][]byte {
	picture := image.NewGray(image.Rect(0, 0, 64, 48))
	for i := range picture.Pix {
		picture.Pix[i] = byte(i)
	}
	var p, j, g bytes.Buffer
	require.NoError(t, png.Encode(&p, picture))
	require.NoError(t, jpeg.Encode(&j, picture, nil))
	require.NoError(t, gif.Encode(&g, picture, nil))
	webp, err := base64.StdEncoding.DecodeString("UklGRh4AAABXRUJQVlA4TBEAAAAvAAAAAAfQ//73v/+BiOh/AAA=") // one pixel
	require.NoError(t, err)
	return map[string][]byte{"image/png": p.Bytes(), "image/jpeg": j.Bytes(), "image/gif": g.Bytes(), "image/webp": webp}
}

// pictureCorpus makes a folder with a corpus of a story for each image, of two articles and
// more than the next, and returns it. Beside it is a picture that is none of its own.
func pictureCorpus(t *testing.T, addresses ...string) string {
	outer := t.TempDir()
	dir := filepath.Join(outer, "news")
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "pictures"), 0o755))
	var articles bytes.Buffer
	for n, address := range addresses {
		for k := range 2 + len(addresses) - n {
			require.NoError(t, json.NewEncoder(&articles).Encode(map[string]any{
				"id": fmt.Sprint(n, "-", k), "story": fmt.Sprint("story ", n), "lang": "en",
				"title": fmt.Sprintf("The bridge %d over the Tarn is closed", n),
				"text":  fmt.Sprintf("Bridge %d over the Tarn was closed on Monday after a flood. Engineers found %d cracks.", n, n+2),
				"image": corpus.Image{URL: address, Source: "tarn.example", Content: fmt.Sprintf(`Bridge %d "over" <the> Tarn`, n)}}))
		}
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "articles.jsonl"), articles.Bytes(), 0o644))
	return dir
}

// showing is the digest of a corpus as HTML, and what was not shown.
func showing(t *testing.T, path, images string) (page, note string) {
	d, _, err := Request{Corpus: path, Summarizer: "lead", Pictures: Pictures{Images: images}}.Make(t.Context())
	require.NoError(t, err)
	page = written(t, htmlFormat, d)
	return page, d.Pictures.Note()
}

// Whatever a corpus calls its pictures, a page has none but pictures in the corpus's folder.
func TestOnlyPicturesOfTheFolderAreEmbedded(t *testing.T) {
	passwd := "/etc/passwd"
	cases := map[string]string{
		"pictures/a.png": "", "./pictures/../pictures/a.png": "", "pictures/jpeg named.png": "", "a.gif": "", "pictures/a.webp": "",
		"within.png": "", "largest.png": "",
		passwd: outside, "../secret.png": outside, "pictures/../../secret.png": outside, "escapes.png": outside,
		"absolute.png":   outside,
		"out/secret.png": outside, "passwd.png": outside, "//secret.example/a.png": outside, "/dev/zero": outside,
		"file:///etc/passwd": noAddress, "file:pictures/a.png": noAddress, "javascript:alert(1)": noAddress,
		"data:image/png;base64,AAAA": noAddress,
		"pipe.png":                   noFile, "pipelink.png": noFile, "pictures": noFile, ".": noFile,
		"large.png": tooLarge, "text.png": otherKind, "page.svg": otherKind, "empty.png": otherKind,
		"nothing.png": absent, "text.png/x": unreadable, "loop.png": unreadable, "nul\x00.png": unreadable,
		"https://pictures.example/a.png": onTheWeb,
	}
	var addresses []string
	for address := range cases {
		addresses = append(addresses, address)
	}
	dir := pictureCorpus(t, addresses...)
	of := encodings(t)
	secret := append(bytes.Clone(of["image/png"]), "the secret of the neighbours"...)
	for name, raw := range map[string][]byte{
		"pictures/a.png": of["image/png"], "pictures/jpeg named.png": of["image/jpeg"],
		"a.gif": of["image/gif"], "pictures/a.webp": of["image/webp"],
		"largest.png": append(bytes.Clone(of["image/png"]), make([]byte, maxPicture-len(of["image/png"]))...),
		"large.png":   append(bytes.Clone(of["image/png"]), make([]byte, maxPicture-len(of["image/png"])+1)...),
		"text.png":    []byte("root:x:0:0"), "page.svg": []byte(`<svg xmlns="http://www.w3.org/2000/svg"/>`), "empty.png": nil,
		"../secret.png": secret,
	} {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), raw, 0o644))
	}
	for name, target := range map[string]string{
		"within.png": "pictures/a.png", "escapes.png": "../secret.png", "absolute.png": filepath.Join(filepath.Dir(dir), "secret.png"),
		"out":        "..",
		"passwd.png": passwd, "pipelink.png": "pipe.png", "loop.png": "loop.png",
	} {
		require.NoError(t, os.Symlink(target, filepath.Join(dir, name)))
	}
	require.NoError(t, unix.Mkfifo(filepath.Join(dir, "pipe.png"), 0o600))

	p := Pictures{folder: dir}
	for address, why := range cases {
		attributes := p.attributes(&corpus.Image{URL: address})
		assert.Equal(t, why, p.asked[address], "%q", address)
		assert.Equal(t, why == "", attributes != "", "%q", address)
	}
	assert.Contains(t, p.Note(), fmt.Sprintf("%d of %d pictures not shown: 9 outside of the folder of the corpus: ", len(cases)-7, len(cases)))
	assert.Contains(t, p.attributes(&corpus.Image{URL: "pictures/jpeg named.png"}), `src="data:image/jpeg;base64,`, "its content decides")
	assert.Equal(t, p.attributes(&corpus.Image{URL: "pictures/a.png"}), p.attributes(&corpus.Image{URL: " within.png"}))

	page, note := showing(t, dir, "embed")
	assert.Equal(t, p.Note(), strings.ReplaceAll(note, "\u2066", ""))
	data := regexp.MustCompile(`base64,([^"]*)"`).FindAllStringSubmatch(page, -1)
	assert.Len(t, data, 2*7, "in the contents and in the story")
	for _, d := range data {
		raw, err := base64.StdEncoding.DecodeString(d[1])
		require.NoError(t, err)
		assert.NotContains(t, string(raw), "secret")
		assert.NotContains(t, string(raw), "root:")
	}
	assert.NotContains(t, strings.ToLower(page), `src="h`)

	_, note = showing(t, filepath.Join(dir, "articles.jsonl"), "embed")
	assert.Equal(t, p.Note(), note, "the folder of a file is that of its corpus")
	p.folder = ""
	assert.Empty(t, p.attributes(&corpus.Image{URL: "pictures/a.png"}))
	assert.Equal(t, noFolder, p.asked["pictures/a.png"])
}

func TestImagesOfEachMode(t *testing.T) {
	dir := pictureCorpus(t, `https://u@pictures.example/a.png?"x"=1&b=2`, "pictures/a.png", "javascript:alert(1)", "")
	require.NoError(t, os.WriteFile(filepath.Join(dir, "pictures/a.png"), encodings(t)["image/png"], 0o644))
	sources := regexp.MustCompile(`<img src="([^",]*)[^>]*>`)
	for mode, want := range map[string]struct {
		policy, note string
		sources      []string
	}{
		"embed": {"img-src data:;", "1 at web addresses (--images link shows them); 1 neither at web addresses nor in files: javascript:alert(1)",
			[]string{"data:image/png;base64"}},
		"link": {"img-src data: https: http:;", "1 in files (--images embed shows them): pictures/a.png; 1 neither at",
			[]string{`https://pictures.example/a.png?&#34;x&#34;=1&amp;b=2`}},
		"none": {"img-src data:;", "", nil},
	} {
		page, note := showing(t, dir, mode)
		var found []string
		for _, s := range sources.FindAllStringSubmatch(page, -1) {
			found = append(found, s[1])
			assert.Equal(t, mode == "link", strings.Contains(s[0], `loading="lazy"`))
		}
		assert.Equal(t, append(want.sources, want.sources...), found, "%s: in the contents and in the story", mode)
		assert.Contains(t, page, "default-src 'none'; style-src 'unsafe-inline'; "+want.policy)
		assert.NotContains(t, page, "<script")
		assert.Contains(t, note, want.note)
		assert.Equal(t, want.note == "", note == "")
	}
}

// A page as a phone and a desktop show it: pictures are drawn, nothing is wider than the
// screen, the summary is above the picture, and the first story is the largest.
func TestPicturesInChromium(t *testing.T) {
	testfiles.Chromium(t)
	dir := pictureCorpus(t, "pictures/wide.png", "pictures/tall.jpg", "none.png")
	for name, form := range map[string]func(*os.File, image.Image) error{
		"wide.png": func(f *os.File, i image.Image) error { return png.Encode(f, i) },
		"tall.jpg": func(f *os.File, i image.Image) error { return jpeg.Encode(f, i, nil) },
	} {
		file, err := os.Create(filepath.Join(dir, "pictures", name))
		require.NoError(t, err)
		size := map[string]image.Rectangle{"wide.png": image.Rect(0, 0, 1600, 500), "tall.jpg": image.Rect(0, 0, 500, 1600)}[name]
		require.NoError(t, form(file, image.NewGray(size)))
		require.NoError(t, file.Close())
	}
	page, _ := showing(t, dir, "embed")
	frames := `<!doctype html><meta http-equiv="Content-Security-Policy" content="style-src 'unsafe-inline'"><body>`
	for _, width := range []int{400, 1280} { // no window is as narrow as a phone
		frames += fmt.Sprintf(`<iframe style="width: %dpx; height: 900px; border: 0" srcdoc="%s"></iframe>`, width, html.EscapeString(page))
	}
	dom, console := testfiles.Browse(t, frames+"</body>", `
function look(frame) {
  const page = frame.contentDocument, box = (e) => e.getBoundingClientRect(), all = [...page.images];
  return { width: frame.contentWindow.innerWidth, images: all.length, drawn: all.filter(i => i.complete && i.naturalWidth > 1).length,
    fits: page.documentElement.scrollWidth <= frame.contentWindow.innerWidth,
    inShape: all.slice(2).every(i => Math.abs(box(i).width / box(i).height - i.naturalWidth / i.naturalHeight) < .05),
    summaryFirst: all.slice(2).every(i => box(i).top >= box(i.closest(".story").querySelector(".summary")).bottom),
    leadLarger: box(all[0]).width > 2 * box(all[1]).width, described: all[2].alt };
}
addEventListener("load", () => document.body.append(Object.assign(document.createElement("pre"), { id: "outcome",
  textContent: JSON.stringify({ phone: look(frames[0].frameElement), desktop: look(frames[1].frameElement) }) })));`)
	assert.Empty(t, console)
	want := func(width float64) map[string]any {
		return map[string]any{"width": width, "images": 4., "drawn": 4., "fits": true, "inShape": true, "summaryFirst": true, "leadLarger": true,
			"described": `Bridge 0 "over" <the> Tarn`}
	}
	assert.Equal(t, map[string]any{"phone": want(400), "desktop": want(1280)}, testfiles.Outcomes(t, dom))
}
