package format

import (
	"bufio"
	"bytes"
	"cmp"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http/httputil"
	"net/textproto"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/klauspost/compress/zstd"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/format/internal/markup"
)

var warc = Format{
	Name:  "warc",
	Title: "WARC",
	Doc: "Web pages as crawlers store them, such as Common Crawl's news; a file, compressed or not, or a folder of them. Responses " +
		"and resources in HTML are articles, " +
		"their text found as browsers' reading views do; records of extracted text (WET) are read as well. published is what the " +
		"page says, never the time of the crawl, " +
		"which is the field crawled.",
	Detect: alsoFolders(isWARC),
	New:    func() Reader { return warcReader{} },
}

type warcReader struct{}

func isWARC(_ Source, head []byte) bool { return bytes.HasPrefix(head, []byte("WARC/")) }

// Bounds of one record.
const (
	maxWARCHead = 1 << 20
	maxPage     = 32 << 20
)

// Read reads the records one by one.
func (warcReader) Read(ctx context.Context, src Source, report Reporter) (*corpus.Corpus, error) {
	w := &warcReading{collector: newCollector(src, report)}
	err := w.each(ctx, isWARC, func(file Source) error {
		in, err := file.Open()
		if err != nil {
			return err
		}
		defer in.Close()
		return w.records(ctx, file, bufio.NewReaderSize(in, 1<<16))
	})
	if err != nil {
		return nil, err
	}
	return w.finish("pages")
}

type warcReading struct{ *collector }

// records reads the records of a file. What follows a record and begins none is
// passed over.
func (w *warcReading) records(ctx context.Context, file Source, in *bufio.Reader) error {
	for number := 1; ; number++ {
		if err := ctx.Err(); err != nil {
			return err
		}
		pos := corpus.Pos{File: fmt.Sprintf("%s, record %d", file.name, number)}
		passed, err := toRecord(in)
		if passed > 0 && err == nil {
			w.note(pos, corpus.Warning, corpus.Decision, "there is something behind a record that is none: it is passed over")
		}
		var head textproto.MIMEHeader
		if err == nil {
			_, head, err = readHead(in)
		}
		var length int64
		if err == nil {
			length, err = strconv.ParseInt(head.Get("Content-Length"), 10, 64)
			if err != nil || length < 0 {
				return w.fault(pos, corpus.BadSyntax, "the record has no Content-Length, so its end cannot be found")
			}
			body := io.LimitReader(in, length)
			if err = w.record(pos, head, body); err == nil {
				_, err = io.Copy(io.Discard, body)
			}
			if lr := body.(*io.LimitedReader); err == nil && lr.N > 0 {
				err = io.ErrUnexpectedEOF
			}
		}
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, gzip.ErrChecksum), errors.Is(err, gzip.ErrHeader):
			w.note(pos, corpus.Warning, corpus.Decision, "the file breaks off or is damaged here: the records before are read; "+
				"fetch it again")
			return nil
		case err != nil:
			return err
		}
	}
}

// toRecord passes over what precedes the next record and returns how many
// bytes that are no line ends.
func toRecord(in *bufio.Reader) (passed int, err error) {
	for {
		start, err := in.Peek(5)
		if bytes.Equal(start, []byte("WARC/")) {
			return passed, nil
		}
		if len(start) == 0 {
			return passed, err
		}
		line, err := in.ReadSlice('\n')
		passed += len(bytes.TrimSpace(line))
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return passed, err
		}
	}
}

// readHead reads the first line of a record or of a response, and its headers.
func readHead(in *bufio.Reader) (first string, head textproto.MIMEHeader, err error) {
	var raw []byte
	for {
		line, err := in.ReadSlice('\n')
		if errors.Is(err, bufio.ErrBufferFull) {
			err = nil
		}
		raw = append(raw, line...)
		if err != nil || len(raw) > maxWARCHead {
			if errors.Is(err, io.EOF) {
				err = io.ErrUnexpectedEOF
			}
			return "", nil, cmp.Or(err, errors.New("the headers of a record are too long"))
		}
		if len(bytes.TrimRight(line, "\r\n")) == 0 && bytes.HasSuffix(line, []byte("\n")) {
			first, rest, _ := bytes.Cut(raw, []byte("\n"))
			head, _ := mailHead(rest)
			return string(first), head, nil
		}
	}
}

// record reads one record if it is a page.
func (w *warcReading) record(pos corpus.Pos, head textproto.MIMEHeader, body io.Reader) error {
	address := strings.Trim(head.Get("WARC-Target-URI"), "<> ")
	a := corpus.Article{URL: address, Pos: pos}
	crawled := head.Get("WARC-Date")
	kind := head.Get("Content-Type")
	switch strings.ToLower(head.Get("WARC-Type")) {
	case "response":
		return w.response(a, crawled, bufio.NewReader(body))
	case "resource":
		return w.page(a, kind, "", crawled, body)
	case "conversion":
		raw, err := io.ReadAll(io.LimitReader(body, maxPage))
		if err != nil {
			return err
		}
		title, rest, _ := strings.Cut(strings.TrimSpace(decodeFile(w.collector, pos, raw, "")), "\n")
		a.Title, a.Text = strings.TrimSpace(title), strings.TrimSpace(rest)
		return w.article(a, crawled)
	case "revisit":
		w.note(pos, corpus.Note, corpus.Decision, "a page that was visited again without a change is read once")
	}
	return nil
}

var (
	statusLine = regexp.MustCompile(`^HTTP/\d(?:\.\d)? +(\d{3})\b`)
	chunkSize  = regexp.MustCompile(`^[0-9a-fA-F]{1,8}[ \t]*(;[^\n]*)?\r?\n`)
)

// response reads a response of the web. Its lengths and codings are not trusted:
// crawlers store bodies unpacked under the headers of packed ones.
func (w *warcReading) response(a corpus.Article, crawled string, in *bufio.Reader) error {
	if start, err := in.Peek(5); err != nil || string(start) != "HTTP/" {
		w.note(a.Pos, corpus.Note, corpus.Decision, "a response that is not of the web's protocol is left out")
		return nil
	}
	first, head, err := readHead(in)
	status := statusLine.FindStringSubmatch(first)
	if err != nil || status == nil {
		w.note(a.Pos, corpus.Warning, corpus.Decision, "a response whose headers cannot be read is left out")
		return nil
	}
	if status[1] != "200" {
		w.note(a.Pos, corpus.Note, corpus.Decision, "a response that is no success is left out, such as %s", status[1])
		return nil
	}
	body := io.Reader(in)
	if strings.Contains(strings.ToLower(head.Get("Transfer-Encoding")), "chunked") {
		if start, _ := in.Peek(32); chunkSize.Match(start) {
			body = httputil.NewChunkedReader(in)
		}
	}
	return w.page(a, head.Get("Content-Type"), head.Get("Content-Encoding"), crawled, body)
}

// page reads the page of a response or resource.
func (w *warcReading) page(a corpus.Article, kind, coding, crawled string, body io.Reader) error {
	media, params, _ := mime.ParseMediaType(kind)
	if media != "text/html" && media != "application/xhtml+xml" {
		w.note(a.Pos, corpus.Note, corpus.Decision, "a page that is no HTML is left out, such as %s", orElse(media, "one without a type"))
		return nil
	}
	raw, err := readCoded(body, coding)
	if err != nil && len(raw) == 0 {
		w.note(a.Pos, corpus.Warning, corpus.Decision, "a page that cannot be unpacked is left out: %s", err)
		return nil
	}
	if err != nil {
		w.note(a.Pos, corpus.Warning, corpus.Decision, "a page that cannot be unpacked to its end is read as far as it goes: %s", err)
	}
	if len(raw) > maxPage {
		raw = raw[:maxPage]
		w.note(a.Pos, corpus.Warning, corpus.Decision, "a page of more than %d MiB is cut off", maxPage>>20)
	}
	page, err := markup.ReadPage(decodeFile(w.collector, a.Pos, raw, orElse(params["charset"], charset.Declared(raw))), a.URL)
	if err != nil {
		w.note(a.Pos, corpus.Warning, corpus.Decision, "a page that cannot be read is left out: %s", err)
		return nil
	}
	a.Title, a.Text, a.Lang = page.Title, page.Text, languageTag(page.Lang)
	if page.Image != "" {
		a.Image = &corpus.Image{URL: page.Image}
	}
	if a.Published, err = w.moment(a.Pos, page.Published); err != nil {
		return err
	}
	if page.Published == "" {
		w.note(a.Pos, corpus.Note, corpus.MissingField, "a page does not say when it was published: the time of the crawl is not "+
			"taken for it")
	}
	return w.article(a, crawled)
}

// article adds a page, once for each address.
func (w *warcReading) article(a corpus.Article, crawled string) error {
	if a.ID = canonical(a.URL); a.ID == "" {
		w.note(a.Pos, corpus.Warning, corpus.Decision, "a page without an address is left out")
		return nil
	}
	if w.has(a.ID) {
		w.note(a.Pos, corpus.Note, corpus.Decision, "a page comes again, its address but for marks of campaigns being the same: the first "+
			"is kept")
		return nil
	}
	a.URL, a.Source, a.Extra = a.ID, outletOf(a.ID), extra("crawled", crawled)
	return w.add(a)
}

// canonical is an address without its fragment and the parameters by which campaigns
// are counted.
func canonical(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	u.Fragment, u.RawFragment = "", ""
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		name, _, _ := strings.Cut(part, "=")
		if part != "" && !strings.HasPrefix(name, "utm_") && !slices.Contains([]string{"fbclid", "gclid", "mc_cid", "mc_eid",
			"igshid"}, name) {
			kept = append(kept, part)
		}
	}
	u.RawQuery = strings.Join(kept, "&")
	return u.String()
}

// readCoded unpacks the body of a response, at most one byte more than a page may
// have.
func readCoded(body io.Reader, coding string) ([]byte, error) {
	in := bufio.NewReader(body)
	r := io.Reader(in)
	var err error
	switch strings.ToLower(strings.TrimSpace(coding)) {
	case "gzip", "x-gzip":
		if head, _ := in.Peek(2); len(head) == 2 && head[0] == 0x1f && head[1] == 0x8b { // crawlers unpack and leave the header
			r, err = gzip.NewReader(in)
		}
	case "deflate":
		if head, _ := in.Peek(1); len(head) == 1 && head[0] == 0x78 {
			r, err = zlib.NewReader(in)
		} else if len(head) == 1 && head[0] != '<' {
			r = flate.NewReader(in)
		}
	case "zstd":
		if head, _ := in.Peek(4); bytes.Equal(head, []byte{0x28, 0xb5, 0x2f, 0xfd}) {
			var z *zstd.Decoder
			if z, err = zstd.NewReader(in, zstd.WithDecoderConcurrency(1)); err == nil {
				defer z.Close()
				r = z
			}
		}
	case "br":
		if head, _ := in.Peek(1); len(head) == 1 && head[0] != '<' && head[0] != ' ' && head[0] != '\n' {
			return nil, errors.New("it is packed with Brotli")
		}
	}
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(r, maxPage+1))
}
