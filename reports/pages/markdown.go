package pages

import (
	"bytes"
	"fmt"
	"io"
	"strings"

	"github.com/seed-9405df2f/assay/corpus/text"
	"github.com/seed-9405df2f/assay/reports"
)

var markdownFormat = Format{
	Name: "md", Ext: "md",
	Doc:   "Markdown (CommonMark), with the sources of each sentence",
	page:  writeMarkdown,
	index: writeMarkdownIndex,
}

func writeMarkdown(w io.Writer, p *Digest) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\n%s. Grouped by %s.\n", md(p.title()), p.counts(), md(p.Grouping))
	if l := p.Links; l != nil {
		b.WriteString("\n" + mdNavigation(l) + "\n")
	}
	for i := range p.Stories {
		mdStory(&b, &p.Stories[i])
	}
	mdAlso(&b, p.Also)
	_, err := w.Write(b.Bytes())
	return err
}

// mdAlso lists the groups without a page, each on one line.
func mdAlso(b *bytes.Buffer, list []Brief) {
	if len(list) > 0 {
		b.WriteString("\n## Also reported\n\n")
	}
	for i := range list {
		name := md(list[i].Title)
		if to := link(list[i].Articles[0].URL); to != "" {
			name = mdLink(list[i].Title, to)
		}
		fmt.Fprintf(b, "- %s · %s\n", name, md(list[i].facts()))
	}
}

func mdNavigation(l *Links) string {
	list := []string{mdLink("All days", l.Index)}
	if l.Earlier != "" {
		list = append(list, mdLink("Earlier", l.Earlier))
	}
	if l.Later != "" {
		list = append(list, mdLink("Later", l.Later))
	}
	return strings.Join(list, " · ")
}

func mdStory(b *bytes.Buffer, s *Page) {
	fmt.Fprintf(b, "\n## %s\n\n", mdStart(s.Title))
	var outlets []string
	for _, o := range s.Sources {
		outlets = append(outlets, fmt.Sprintf("%s: %d", md(o.Outlet), o.Articles))
	}
	fmt.Fprintf(b, "%s · %s\n\nSources: %s\n", dayName(s.Day), s.counts(), strings.Join(outlets, " · "))
	mdImage(b, s)
	if len(s.Sentences) > 0 {
		b.WriteString("\n### Summary\n\n")
		for i, sentence := range s.Sentences {
			if i > 0 {
				b.WriteByte(' ')
				b.WriteString(md(sentence.Text))
			} else {
				b.WriteString(mdStart(sentence.Text))
			}
			b.WriteString(mdSupport(sentence.Sources))
		}
		b.WriteByte('\n')
	}
	if len(s.KeyPoints) > 0 {
		b.WriteString("\n### Key points\n\n")
		for i, point := range s.KeyPoints {
			fmt.Fprintf(b, "- %s%s\n", mdStart(point), mdSupport(s.pointSources(i)))
		}
	}
	mdConflicts(b, s)
	mdDevelopments(b, s)
	b.WriteString("\n### Articles\n")
	for i := range s.Articles {
		mdArticle(b, i+1, &s.Articles[i])
	}
}

func mdImage(b *bytes.Buffer, s *Page) {
	if s.Image == nil {
		return
	}
	fmt.Fprintf(b, "\nImage: %s\n", strings.TrimRight(md(s.Image.Content)+" "+mdCredit(s.Image.Source, s.Image.URL), " "))
}

func mdCredit(source, address string) string {
	switch to := link(address); {
	case to != "":
		if source == "" {
			source = "the image"
		}
		return "(" + mdLink(source, to) + ")"
	case source != "":
		return "(" + md(source) + ")"
	}
	return ""
}

// mdSupport names the articles by their numbers below, with their shares where
// there is more than one.
func mdSupport(sources []Support) string {
	if len(sources) == 0 {
		return ""
	}
	var list []string
	for _, s := range sources {
		entry := fmt.Sprintf("%s %d", md(s.Outlet), s.Article+1)
		if len(sources) > 1 {
			entry += ": " + percent(s.Share)
		}
		list = append(list, entry)
	}
	return " (" + strings.Join(list, ", ") + ")"
}

func mdConflicts(b *bytes.Buffer, s *Page) {
	if len(s.Conflicts) == 0 {
		return
	}
	b.WriteString("\n### Outlets disagree\n\n")
	for _, c := range s.Conflicts {
		fmt.Fprintf(b, "- %s\n", mdStart(c.About))
		for _, v := range c.Values {
			var who []string
			for _, i := range v.Articles {
				who = append(who, fmt.Sprintf("%s %d", md(s.Articles[i].Outlet), i+1))
			}
			fmt.Fprintf(b, "  - **%s**: %s\n", mdStart(v.Text), strings.Join(who, ", "))
		}
	}
}

func mdDevelopments(b *bytes.Buffer, s *Page) {
	if len(s.Developments) == 0 {
		return
	}
	b.WriteString("\n### Numbers that changed\n\n")
	for _, d := range s.Developments {
		fmt.Fprintf(b, "- %s:", mdStart(d.About))
		for i, f := range d.Figures {
			first := f.Articles[0]
			fmt.Fprintf(b, "%s **%s** (%s, %s %d)", d.before(i), md(f.Text), clockName(f.Published), md(s.Articles[first].Outlet), first+1)
		}
		b.WriteByte('\n')
	}
}

// mdArticle prints an item of an ordered list; what belongs to it is indented as
// far as its number is wide.
func mdArticle(b *bytes.Buffer, number int, a *Article) {
	marker := fmt.Sprintf("%d. ", number)
	name := md(a.name())
	if to := link(a.URL); to != "" {
		name = mdLink(a.name(), to)
	}
	fmt.Fprintf(b, "\n%s**%s** · %s", marker, name, md(a.Outlet))
	if when := momentName(a.Published); when != "" {
		fmt.Fprintf(b, " · %s", when)
	}
	b.WriteByte('\n')
	if a.Extract != "" {
		fmt.Fprintf(b, "\n%s%s\n", strings.Repeat(" ", len(marker)), mdStart(a.Extract))
	}
}

func writeMarkdownIndex(w io.Writer, x *Index) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n\nGrouped by %s.\n\n", md(x.title()), md(x.Grouping))
	for _, d := range x.Days {
		fmt.Fprintf(&b, "- %s: %s\n", mdLink(dayName(d.Day), d.File), d.counts())
		for _, title := range d.Top {
			fmt.Fprintf(&b, "  - %s\n", mdStart(title))
		}
	}
	_, err := w.Write(b.Bytes())
	return err
}

var (
	mdEscapes = strings.NewReplacer(
		`\`, `\\`, "`", "\\`", "*", `\*`, "_", `\_`, "[", `\[`, "]", `\]`, "<", `\<`, ">", `\>`, "&", `\&`,
		"|", `\|`, "~", `\~`, "$", `\$`, "#", `\#`, "^", `\^`, "{", `\{`, "}", `\}`, "://", `:\//`,
	)
	mdAddress = strings.NewReplacer("<", "%3C", ">", "%3E", `\`, "%5C", "`", "%60", "|", "%7C", "&", "&amp;", " ", "%20")
)

// md is a text on one line of which nothing is markup, without controls. One written
// from right to left is isolated from the text around it.
func md(s string) string { return text.Isolate(mdEscapes.Replace(text.Line(s, text.Invisible))) }

// mdStart is md for the start of a block.
func mdStart(s string) string { return reports.EscapeBlockStart(md(s)) }

func mdLink(name, address string) string {
	return "[" + md(name) + "](<" + mdAddress.Replace(address) + ">)"
}
