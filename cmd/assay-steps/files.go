package main

import (
	"context"
	"io"
	"slices"
	"strings"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/reports"
	"github.com/seed-9405df2f/assay/reports/pages"
)

// readers are those of all formats, each with its detection.
var readers = func() (list []function) {
	for _, f := range format.Formats {
		list = append(list, of("format "+f.Name, func(s string) (c *corpus.Corpus) {
			src := format.Memory("file", []byte(s))
			if f.Detect != nil {
				f.Detect(src, []byte(s[:min(len(s), 1<<16)]))
			}
			c, _ = f.New().Read(context.Background(), src, func(corpus.Fault) error { return nil })
			return c
		}))
	}
	return append(list,
		of("format.Open", func(s string) *corpus.Corpus { c, _ := read(s); return c }),
		of("format.ParseLabels", func(s string) (l *corpus.LabelsFile) {
			l, _ = format.ParseLabels(context.Background(), "file", []byte(s))
			return l
		}),
		of("format.ParseOutlets", func(s string) (n int) {
			outlets, _ := format.ParseOutlets(strings.NewReader(s), "file")
			return len(outlets)
		}))
}()

// read reads a corpus of any format, whatever faults it has.
func read(s string) (*corpus.Corpus, error) {
	ctx := format.Streams(context.Background(), strings.NewReader(s))
	c, _, err := format.Check(ctx, "-")
	return c, err
}

// files are of all forms: nested, not closed, of one long line, with many records, fields,
// stories and outlets.
var files = append(repeated(
	"{", "[", `{"a":`, `[{"a":[`, `{"a":1}`, "{}\n", "[]\n", `"`, `\"`, `"a",`, `{"a":1},`, "\\u0041", ",", ";", "\t", "|", "\n", "\r\n",
	"a,b\n", "a\tb\n", `"a""b",`,
	`"a`+"\n", "a\n", "a b\n", "1 2\n", "#", "%", "@attribute a numeric\n", "<", "<a>", "<a><b>", "</a>", "<!--", "<![CDATA[",
	"<!DOCTYPE a [", "<item>", "&amp;", "\x00",
	"PAR1", "WARC/1.0\r\n\r\n", "-DOCSTART- O\n\n", "#begin document (a);\n", "*", "- a\n", "Date: 25-04-2025\n", "Sources: a: 1\n", "é",
	"\xff", "\xfe\xff", "\x1b$B", "=E9",
), framed(
	[3]string{"id,title,text,source,story\n", "#,a b c,d e f.,o#.com,s#\n", ""},
	[3]string{"id,title,text,source,story\n", "#,a b c,d e f.,o#.com,s\n", ""},
	[3]string{"id;text;story\n", "#;\"a; b\"\"\";1\n", ""}, [3]string{"id,story,", "c#,", "text\n1,2,3\n"},
	[3]string{"id\tlabel\n", "#\t#\n", ""},
	[3]string{"id,text,story\n1,\"", "a, ", "\",1\n"}, [3]string{"id,text,story\n1,\"", "\"\"", "\",1\n"},
	[3]string{"id,text,story\n", "1,a,2\n", ""},
	[3]string{"", `{"id":"#","title":"Quake hits # valley","text":"It shook. Ann Lee left.","source":"o#.com","story":"s#"}` + "\n", ""},
	[3]string{"", `{"id":"#","title":"Quake hits # valley","source":"o#.com","story":"s"}` + "\n", ""},
	[3]string{"", `{"id":"#","title":"Quake hits # valley","text":"a b.","f#":[#]}` + "\n", ""},
	[3]string{"", `{"id":"1","text":"a"}` + "\n", ""},
	[3]string{"[", `{"id":"#","title":"b","text":"c","story":"d"},`, "{}]"}, [3]string{"{", `"f#":{"a":"b"},`, `"g":1}`},
	[3]string{"{", `"#":[#],`, `"g":[]}`},
	[3]string{`{"id":"1","text":"`, `\n`, `"}`}, [3]string{`{"articles":[`, `{"id":"#","text":"a"},`, `{}],"stories":[]}`},
	[3]string{"[", `["#"],`, "[]]"},
	[3]string{`{"category":"a","clusters":[{"title":"b","articles":[`, `{"title":"t#","link":"http://a.com/#","domain":"a#.com"},`,
		"{}]}]}"},
	[3]string{`{"category":"a","clusters":[`,
		`{"cluster_number":#,"title":"b","short_summary":"[a.com#1]","articles":[{"title":"c","link":"http://a.com/#"}]},`, "{}]}"},
	[3]string{"<rss><channel>", "<item><guid>#</guid><title>a</title><description>&lt;p&gt;b</description></item>", "</channel></rss>"},
	[3]string{"<rss><channel><item><guid>1</guid><title>a</title><description>", "&lt;b&gt;", "</description></item></channel></rss>"},
	[3]string{"<rss><channel><item>", "<a>", "</item></channel></rss>"},
	[3]string{"<rss><channel><item ", "x#='1' ", "></item></channel></rss>"},
	[3]string{"<html><body>", "<table><tr><td>", ""}, [3]string{"<html><body>", "<b><p>", ""},
	[3]string{"<html><body><p>", "a<br>", "</p>"}, [3]string{"<html>", "<a href='#'>", ""},
	[3]string{"", "<REUTERS NEWID=\"#\" TOPICS=\"YES\"><TOPICS><D>a</D></TOPICS><TEXT><TITLE>b</TITLE><BODY>c</BODY></TEXT></REUTERS>\n",
		""},
	[3]string{"<REUTERS NEWID=\"1\"><TEXT><BODY>", "&lt;", "</BODY></TEXT></REUTERS>"},
	[3]string{"<Document doc_name=\"1_1ecb\">", `<token t_id="#" sentence="#">a</token>`, "</Document>"},
	[3]string{"<graphml><graph>", `<node id="#"><data key="a">1</data></node>`, "</graph></graphml>"},
	[3]string{"<newsItem>", "<subject qcode=\"#\"/>", "</newsItem>"},
	[3]string{"@relation a\n@attribute id string\n@attribute c {", "v#,", "z}\n@data\n1,z\n"},
	[3]string{"@relation a\n", "@attribute a# numeric\n", "@data\n1\n"},
	[3]string{"#begin document (a); part 0\n", "a 0 # w - (#)\n", "\n#end document\n"},
	[3]string{"#begin document (a); part 0\n", "a 0 # w - (#\n", "\n#end document\n"},
	[3]string{"", "WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.com/#\r\nContent-Length: 1\r\n\r\na\r\n\r\n", ""},
	[3]string{"WARC/1.0\r\n", "X-#: a\r\n", "\r\n"}, [3]string{"", "a# b# c#\n", ""}, [3]string{"", "#\n", ""}, [3]string{"1", " #", "\n"},
	[3]string{"Title\n\nDate: 25-04-2025\nSources: ", "o#.com: 1 | ", "a.com: 1\n\nSummary:\n\nA.\n\nArticles:\n"},
	[3]string{"Title\n\nDate: 25-04-2025\nSources: a.com: 9999\n\nSummary:\n\nA.\n\nArticles:\n", "\nHead # | a.com\n\nText.\n", ""},
	[3]string{"", "Title #\n\nDate: 25-04-2025\nSources: a.com: 1\n\nSummary:\n\nA.\n\nArticles:\n\nHead | a.com\n\nText.\n\n\n", ""},
	[3]string{"Title\n\nDate: 25-04-2025\nSources: a.com: 1\n\nSummary:\n\n", "A.\n\n", "Articles:\n"},
)...)

// corpora are the same as files of native form: what is summarized and written.
var corpora = framed(
	[3]string{"", `{"id":"#","title":"Quake hits # valley","text":"It shook # homes. Ann Lee left.","source":"o#.com","story":"s"}` + "\n",
		""},
	[3]string{"",
		`{"id":"#","title":"Quake hits # valley","text":"It shook # homes. Ann Lee left.","source":"o#.com","story":"s#"}` + "\n", ""},
	[3]string{"", `{"id":"#","title":"Quake","text":"It shook 9 homes.","source":"a.com","story":"s"}` + "\n", ""},
	[3]string{"",
		`{"id":"#","title":"Quake","text":"“It’s”","source":"News # Times","x#":1,"story":"s","published":"2031-03-11"}` + "\n", ""},
	[3]string{`{"id":"1","title":"a","story":"s","source":"a.com","text":"`, "Quake # hit. ", `"}`},
	[3]string{`{"id":"1","title":"a","story":"s","text":"`, "x", `"}`},
	[3]string{`{"id":"1","title":"a","story":"s","text":"`, "He said # people left ", `"}`},
	[3]string{`{"id":"1","text":"a","story":"s","title":"`, "Quake | ", `"}`},
	[3]string{`{"id":"1","title":"a","story":"s","text":"`, "&<a>*_[](", `"}`},
	[3]string{`{"id":"1","title":"a","story":"s","text":"`, "a\\n", `"}`},
	[3]string{`{"id":"1","title":"a","story":"s","text":"`, "“", `"}`},
	[3]string{`{"id":"1","title":"a","text":"b","story":"s","source":"`, "a.", `"}`},
)

// onCorpus makes a function of one that takes a corpus.
func onCorpus(name string, f func(c *corpus.Corpus) error) function {
	return function{name, func(s string) func() {
		c, err := read(s)
		if err != nil {
			panic(err)
		}
		return func() { f(c) }
	}}
}

var summarizers = func() (list []function) {
	for _, e := range summarize.Entries {
		if s := e.New(); !summarize.Remote(s) {
			list = append(list, onCorpus("summarizer "+e.Name, func(c *corpus.Corpus) error {
				_, err := s.Summarize(context.Background(), c.Articles)
				return err
			}))
		}
	}
	return list
}()

var writers = func() (list []function) {
	for _, f := range pages.Formats {
		list = append(list, onCorpus("digest as "+f.Name, func(c *corpus.Corpus) error {
			d, err := pages.Builder{Summarizer: summarize.NewLead()}.Gold(context.Background(), c)
			if err != nil {
				return err
			}
			return f.Write(io.Discard, d)
		}))
	}
	return append(list,
		onCorpus("corpus as pages", func(c *corpus.Corpus) error { return format.WritePages(io.Discard, c) }),
		onCorpus("corpus as JSON lines", func(c *corpus.Corpus) error {
			return format.WriteArticles(io.Discard, func(yield func(corpus.Article, error) bool) {
				for _, a := range c.Articles {
					if !yield(a, nil) {
						return
					}
				}
			})
		}),
		onCorpus("labels", func(c *corpus.Corpus) error { return corpus.WriteLabels(io.Discard, c.IDs(), c.Gold()) }),
		onCorpus("Check", func(c *corpus.Corpus) error { c.Check(); return nil }))
}()

// reportWriters write a report whose rows, columns and notes are the lines of a text.
var reportWriters = func() (list []function) {
	add := func(kind string, formats []reports.Format) {
		for _, f := range formats {
			list = append(list, function{kind + " as " + f.Name, func(s string) func() {
				d := reportOf(strings.Split(s, "\n"))
				return func() { f.Write(io.Discard, d) }
			}})
		}
	}
	add("report", reports.Formats)
	add("check", slices.DeleteFunc(slices.Clone(reports.CheckFormats), func(f reports.Format) bool { // but those of any report
		return f.Name != "md" && slices.ContainsFunc(reports.Formats, func(o reports.Format) bool { return o.Name == f.Name })
	}))
	return list
}()

func reportOf(lines []string) *reports.Document {
	rows := reports.Table{Title: lines[0], RowHeader: "row", Columns: []reports.Column{{Name: "words", Title: "words",
		Unit: reports.TextUnit}}, Notes: lines,
		Groups: []reports.Group{{}}}
	columns := reports.Table{RowHeader: "row", Groups: []reports.Group{{Rows: []reports.Row{{Name: "r"}}}}}
	checks := reports.CheckSuite{Name: lines[0], Losses: lines[0]}
	half := 0.5
	for i, line := range lines {
		rows.Groups[0].Rows = append(rows.Groups[0].Rows, reports.Row{Name: line, Notes: []int{i + 1}, Cells: []reports.Cell{{Text: line}}})
		checks.Checks = append(checks.Checks, reports.CheckOutcome{Name: line, Verdict: "fail", Message: line, Found: line})
		columns.Columns = append(columns.Columns, reports.Column{Name: line, Title: line})
		columns.Groups[0].Rows[0].Cells = append(columns.Groups[0].Rows[0].Cells, reports.Cell{Value: &half})
	}
	return &reports.Document{Schema: reports.Schema, Tables: []reports.Table{rows, columns}, Notes: lines,
		Checks: []reports.CheckSuite{checks}}
}

var tables = append(repeated("a", " ", "\n", "é\n", "地", "a ", "`", "*", "_", "|", "<a>", "&", "\\", "$", "{", `"`, ",", "\u0301",
	"\u202e", "ש ", "👩\u200d", "-\n", "x.", "\x00"),
	framed([3]string{"", "row # of many\n", ""}, [3]string{"", "# ", ""}, [3]string{"", "kmeans(k=#,space=tfidf)\n", ""},
		[3]string{"a", "\u0301", ""}, [3]string{"地", " ", "a"})...)
