package format

import (
	"bytes"
	"encoding/base64"
	"io"
	"mime"
	"mime/quotedprintable"
	"net/textproto"
	"regexp"
	"strings"

	webcharset "golang.org/x/net/html/charset"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format/internal/charset"
	"github.com/seed-9405df2f/assay/corpus/text"
)

var mailHost = regexp.MustCompile(`@([A-Za-z0-9.-]+\.[A-Za-z]{2,})`)

// readMail reads a message: its subject is the title, its body the text.
func readMail(c *collector, a *corpus.Article, raw []byte) error {
	head, body := mailHead(raw)
	kind, params, _ := mime.ParseMediaType(head.Get("Content-Type"))
	switch strings.ToLower(strings.TrimSpace(head.Get("Content-Transfer-Encoding"))) {
	case "quoted-printable":
		if plain, err := io.ReadAll(quotedprintable.NewReader(bytes.NewReader(body))); err == nil {
			body = plain
		}
	case "base64":
		if plain, err := io.ReadAll(base64.NewDecoder(base64.StdEncoding, bytes.NewReader(body))); err == nil {
			body = plain
		}
	}
	if strings.HasPrefix(kind, "multipart/") {
		c.note(a.Pos, corpus.Note, corpus.Decision, "a message of several parts is read as it is")
	}
	a.Text = strings.TrimSpace(decodeFile(c, a.Pos, body, params["charset"]))
	words := mime.WordDecoder{CharsetReader: webcharset.NewReaderLabel}
	a.Title = strings.Join(strings.Fields(decodeFile(c, a.Pos, []byte(head.Get("Subject")), params["charset"])), " ")
	if plain, err := words.DecodeHeader(a.Title); err == nil {
		a.Title = plain
	}
	if a.Source = strings.Join(strings.Fields(charset.Decode([]byte(head.Get("Organization")), "").Text), " "); a.Source == "" {
		if m := mailHost.FindStringSubmatch(head.Get("From")); m != nil {
			a.Source = text.Outlet(m[1])
		}
	}
	var err error
	a.Published, err = c.moment(a.Pos, head.Get("Date"))
	return err
}

// mailHead parts the headers of a message from its body. Of a header that comes twice
// the first counts.
func mailHead(raw []byte) (textproto.MIMEHeader, []byte) {
	head := textproto.MIMEHeader{}
	rest := bytes.TrimLeft(raw, "\r\n")
	last := ""
	for len(rest) > 0 {
		line, after, _ := bytes.Cut(rest, []byte("\n"))
		line = bytes.TrimRight(line, "\r")
		if len(line) == 0 {
			return head, after
		}
		name, value, ok := bytes.Cut(line, []byte(":"))
		switch {
		case (line[0] == ' ' || line[0] == '\t') && last != "":
			values := head[last]
			values[len(values)-1] += " " + string(bytes.TrimSpace(line))
		case ok && headerLine.Match(append(bytes.Clone(line), '\n')):
			last = textproto.CanonicalMIMEHeaderKey(string(name))
			head[last] = append(head[last], string(bytes.TrimSpace(value)))
		case last == "" && len(rest) < len(bytes.TrimLeft(raw, "\r\n")):
			return head, rest
		default: // such as the "From " of a mailbox or a path before the first header
			last = "X-Unknown"
			head[last] = append(head[last], string(line))
		}
		rest = after
	}
	return head, nil
}
