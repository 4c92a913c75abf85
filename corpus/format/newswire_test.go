package format

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const reutersDay = `<!DOCTYPE lewis SYSTEM "lewis.dtd">
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" CGISPLIT="TRAINING-SET" OLDID="1" NEWID="10">
<DATE>26-FEB-1987 15:01:01.79</DATE>
<TOPICS><D>wood</D></TOPICS><PLACES><D>ruritania</D></PLACES>
<TEXT>&#2;
<TITLE>OAK &lt;MASTS&gt; RISE</TITLE>
<DATELINE>    STRELSAU, Feb 26 - </DATELINE><BODY>Masts of oak cost more.
    They are long.
 Reuter
&#3;</BODY></TEXT>
</REUTERS>
<REUTERS TOPICS="YES" LEWISSPLIT="TEST" NEWID="11">
<DATE>26-FEB-1987 15:02:20.00</DATE>
<TOPICS><D>ship</D><D>wood</D></TOPICS>
<TEXT TYPE="BRIEF">&#2;
******<TITLE>SHIPS NEED WOOD
</TITLE>Blah blah blah.
&#3;
</TEXT>
</REUTERS>
<REUTERS TOPICS="NO" LEWISSPLIT="TRAIN" NEWID="12">
<DATE>never</DATE><TOPICS></TOPICS>
<TEXT TYPE="UNPROC">&#2;
 The table of masts
&#3;
</TEXT>
</REUTERS>
<REUTERS TOPICS="YES" LEWISSPLIT="TRAIN" NEWID="13"><TOPICS><D>wood</D></TOPICS><TEXT><TITLE>CUT`

func TestReuters(t *testing.T) {
	path := writeTemp(t, "reut2-000.sgm", reutersDay)
	c, faults, err := Check(t.Context(), path)
	require.NoError(t, err)
	require.Len(t, c.Articles, 3)
	a := c.Articles[0]
	assert.Equal(t, []string{"10", "OAK <MASTS> RISE", "Masts of oak cost more.\n    They are long.", "1987-02-26T15:01:01.79Z", "wood"},
		[]string{a.ID, a.Title, a.Text, a.Published.String(), a.Story})
	assert.Equal(t, 2, a.Pos.Line)
	assert.Equal(t, []string{"SHIPS NEED WOOD", "", ""}, []string{c.Articles[1].Title, c.Articles[1].Text, c.Articles[1].Story})
	assert.Equal(t, "The table of masts", c.Articles[2].Text)
	assert.Contains(t, messages(faults), "an article with several labels has none: labels=first or labels=majority decides")
	assert.Contains(t, messages(faults), "a document breaks off: it is left out; fetch the file again")
	for choice, story := range map[string]string{"first": "ship", "majority": "wood"} {
		c, err := Open(t.Context(), "reuters(labels="+choice+"):"+path+"#test")
		require.NoError(t, err)
		require.Len(t, c.Articles, 1)
		assert.Equal(t, story, c.Articles[0].Story)
	}
	c, err = Open(t.Context(), tree{"reut2-000.sgm": reutersDay, "reut2-001.sgm": strings.ReplaceAll(reutersDay, `NEWID="1`,
		`NEWID="2`), "lewis.dtd": "x"}.tar(t))
	require.NoError(t, err)
	assert.Len(t, c.Articles, 6)
}

func ecbDocument(name string, sentences ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<?xml version=\"1.0\"?>\n<Document doc_name=%q doc_id=\"D\">\n", name)
	n := 0
	for i, s := range sentences {
		for j, token := range strings.Fields(s) {
			n++
			fmt.Fprintf(&b, "<token t_id=\"%d\" sentence=\"%d\" number=\"%d\">%s</token>\n", n, i, j, token)
		}
	}
	b.WriteString(`<Markables><ACTION_OCCURRENCE m_id="1"><token_anchor t_id="1"/><token_anchor t_id="2"/></ACTION_OCCURRENCE>
<LOC m_id="2" instance_id="X"/></Markables>
<Relations><CROSS_DOC_COREF r_id="5" note="ACT1"><source m_id="1"/><target m_id="2"/></CROSS_DOC_COREF></Relations></Document>`)
	return b.String()
}

func TestECB(t *testing.T) {
	c, _ := everyWay(t, tree{
		"ECB+/1/1_1ecb.xml":     ecbDocument("1_1ecb.xml", "Ferry sails ( again ) .", "It is n't late , they say ."),
		"ECB+/1/1_1ecbplus.xml": ecbDocument("1_1ecbplus.xml", "http : / / www . quay . example / a", "Ferry stops .", "It stopped ."),
		"ECB+/2/2_1ecb.xml":     ecbDocument("2_1ecb.xml", "Tug sails ."),
	})
	require.Len(t, c.Articles, 3)
	a, b := c.Articles[0], c.Articles[1]
	assert.Equal(t, []string{"1_1ecb", "Ferry sails (again).", "It isn't late, they say.", "1ecb"}, []string{a.ID, a.Title, a.Text,
		a.Story})
	assert.Equal(t, []string{"1_1ecbplus", "Ferry stops.", "It stopped.", "1ecbplus", "http://www.quay.example/a", "quay.example"},
		[]string{b.ID, b.Title, b.Text, b.Story, b.URL, b.Source})
	assert.JSONEq(t, `{"ACT1":["1-2"]}`, string(a.Extra["chains"]))
}

func TestNewsML(t *testing.T) {
	item := func(version, inside string) string {
		return `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:quay:1" version="` + version + `" xml:lang="en-GB">
<itemMeta><itemClass qcode="ninat:text"/>
<provider><name>The Quay</name></provider><versionCreated>2031-03-11T07:42:00Z </versionCreated></itemMeta><contentMeta>
<headline>Ferry ` + version + `</headline></contentMeta>
<contentSet>` + inside + `</contentSet></newsItem>`
	}
	c, faults := everyWay(t, tree{
		"a.xml": item("2", `<inlineXML><nitf><body><body.content><p>One <em>two</em>.</p><p>Three.</p></body.content></body></nitf>
</inlineXML>`),
		"b.xml": "<newsMessage><itemSet>" + item("1", `<inlineData>Old.</inlineData>`) + `<newsItem guid="N"> ... </newsItem>
</itemSet></newsMessage>`,
		"c.xml": `<nitf><head><title>Tug</title><docdata><doc-id id-string="tug-1"/><date.issue norm="20310311T074200Z"/></docdata>
<pubdata name="The Mast"/></head><body><body.content><p>A tug.</p></body.content></body></nitf>`,
		"d.xml": strings.Replace(item("1", `<inlineXML><html><head/><body><p>Web.</p></body></html></inlineXML>`), "urn:quay:1",
			"urn:quay:2", 1),
	})
	require.Len(t, c.Articles, 3)
	a, b := c.Articles[0], c.Articles[1]
	assert.Equal(t, []string{"urn:quay:1", "Ferry 2", "One two.\nThree.", "The Quay", "en-GB", "2031-03-11T07:42:00Z"},
		[]string{a.ID, a.Title, a.Text, a.Source, a.Lang, a.Published.String()})
	assert.Equal(t, []string{"tug-1", "Tug", "A tug.", "The Mast", "2031-03-11T07:42:00Z"}, []string{b.ID, b.Title, b.Text,
		b.Source, b.Published.String()})
	assert.Equal(t, "Web.", c.Articles[2].Text)
	assert.Contains(t, messages(faults), "a guid comes in several versions: the highest is kept")
	assert.Contains(t, messages(faults), "an item is a stub without headline and text: it is left out")
}

func TestMIND(t *testing.T) {
	news := "N1\tboats\tferries\tThe \"ferry\"\tIt sails.\thttps://a.example/1\t[]\t[]\nN2\tboats\ttugs\tThe " +
		"tug\t\thttps://a.example/2\t[]\t[]\n"
	c, _ := everyWay(t, tree{
		"small_train/news.tsv":      news,
		"small_train/behaviors.tsv": "1\tU1\t3/11/2031 7:42:00 AM\t\tN1-0\n",
		"small_dev/news.tsv":        news + "N3\tcranes\tcranes\tThe crane\tIt lifts.\thttps://a.example/3\t[]\t[]\n",
	})
	require.Len(t, c.Articles, 3)
	assert.Equal(t, []string{"N1", `The "ferry"`, "It sails.", "boats"}, []string{c.Articles[0].ID, c.Articles[0].Title,
		c.Articles[0].Text, c.Articles[0].Story})
	_, err := Open(t.Context(), writeTemp(t, "behaviors.tsv", "1\tU1\t3/11/2031 7:42:00 AM\t\tN1-0\n"))
	require.ErrorContains(t, err, "holds what users read, and no articles")
	_, err = Open(t.Context(), writeTemp(t, "news.tsv", news+"N4\tboats\n"))
	require.ErrorContains(t, err, "news.tsv:3: the line has 2 columns")
}

func TestGDELT(t *testing.T) {
	gkg := func(id, url, lang, more string) string {
		columns := make([]string, gkgColumns)
		columns[0], columns[1], columns[2], columns[3], columns[4], columns[25], columns[26] = id, "20310311074200", "1",
			"www.quay.example", url, lang, more
		return strings.Join(columns, "\t") + "\n"
	}
	event := make([]string, eventColumns)
	event[0], event[1], event[2], event[3], event[4] = "1", "20310310", "203103", "2031", "2031.1900"
	event[52], event[59], event[60] = "Strelsau", "20310311090000", "https://quay.example/2"
	c, faults := everyWay(t, tree{
		"a.gkg.csv": gkg("20310311074200-1", "https://quay.example/1", "", "<PAGE_TITLE>Ferry &amp; tug</PAGE_TITLE>") +
			gkg("20310311074200-T2", "https://quay.example/2", "srclc:spa;eng:x",
				"<PAGE_PRECISEPUBTIMESTAMP>20310311080000</PAGE_PRECISEPUBTIMESTAMP>"),
		"b.export.CSV": strings.Join(event, "\t") + "\n" + strings.Join(event, "\t") + "\n",
		"c.json": `{"articles":[{"url":"https://quay.example/2","title":"Barco","seendate":"20310311T093000Z",
"domain":"quay.example","language":"Spanish"}]}`,
		"d.csv": "\ufeffURL,MobileURL,Date,Title\nhttps://quay.example/3,,2031-03-11 05:20:00,\"A \"\"b\"\"\"\n",
	})
	require.Len(t, c.Articles, 3)
	var got []string
	for _, a := range c.Articles {
		got = append(got, strings.Join([]string{a.ID, a.Title, a.Lang, a.Source, a.Published.String()}, " | "))
	}
	assert.Equal(t, []string{
		"https://quay.example/1 | Ferry & tug | en | quay.example | 2031-03-11T07:42:00Z",
		"https://quay.example/2 | Barco | es | quay.example | 2031-03-11T08:00:00Z",
		`https://quay.example/3 | A "b" |  | quay.example | 2031-03-11T05:20:00Z`,
	}, got)
	assert.Contains(t, strings.Join(messages(faults), "\n"), "the time at which GDELT saw the article")
}

// warcRecord is a record of a WARC file.
func warcRecord(kind, address, body string) string {
	return fmt.Sprintf("WARC/1.0\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2031-03-12T00:00:00Z\r\nContent-Length: "+
		"%d\r\nContent-Type: text/html\r\n\r\n%s\r\n\r\n",
		kind, address, len(body), body)
}

func TestWARC(t *testing.T) {
	page := `<html lang="en"><head><title>Ferry | Quay</title>
<meta property="article:published_time" content="2031-03-11T07:42:00Z"></head><body><article><h1>Ferry</h1><p>It sails.</p>
</article></body></html>`
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	_, err := z.Write([]byte(page))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	records := []string{
		warcRecord("warcinfo", "", "software: x"),
		warcRecord("response", "https://quay.example/1?utm_source=x&a=b", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+page),
		warcRecord("response", "https://quay.example/1?a=b#top", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"+page),
		warcRecord("response", "https://quay.example/2", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: "+
			"gzip\r\n\r\n"+packed.String()),
		warcRecord("response", "https://quay.example/3", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: "+
			"chunked\r\n\r\n"+fmt.Sprintf("%x\r\n%s\r\n0\r\n\r\n", len(page), page)),
		warcRecord("response", "https://quay.example/8", "HTTP/2 200\r\nContent-Type: text/html\r\nContent-Length: 5\r\n"+
			"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n\r\n"+page),
		warcRecord("response", "https://quay.example/4", "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\nno"),
		warcRecord("response", "https://quay.example/5", "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n{}"),
		warcRecord("resource", "https://quay.example/6", page),
		warcRecord("conversion", "https://quay.example/7", "Tug\nA tug."),
		warcRecord("revisit", "https://quay.example/6", ""),
	}
	whole := strings.Join(records, "")
	c, faults := everyWay(t, tree{"a.warc": whole + "rubbish\r\n" + records[9][:len(records[9])-8], "b/README": "x"})
	require.Len(t, c.Articles, 6)
	for _, a := range c.Articles[:5] {
		assert.Equal(t, []string{"Ferry", "It sails.", "2031-03-11T07:42:00Z", "quay.example", "en"}, []string{a.Title, a.Text,
			a.Published.String(), a.Source, a.Lang}, a.ID)
		assert.JSONEq(t, `"2031-03-12T00:00:00Z"`, string(a.Extra["crawled"]))
	}
	assert.Equal(t, "https://quay.example/1?a=b", c.Articles[0].URL)
	assert.Equal(t, []string{"Tug", "A tug."}, []string{c.Articles[5].Title, c.Articles[5].Text})
	all := strings.Join(messages(faults), "\n")
	for _, want := range []string{"a page comes again", "no success is left out, such as 404", "no HTML is left out, such as " +
		"application/json", "there is something behind a record", "breaks off"} {
		assert.Contains(t, all, want)
	}
	_, err = Open(t.Context(), writeTemp(t, "a.warc", "WARC/1.0\r\nWARC-Type: response\r\n\r\n"))
	require.ErrorContains(t, err, "no Content-Length")
}

func TestClustbench(t *testing.T) {
	dir := tree{"x.data": "1.5 2e+000\n-3\t4\n5 6\n", "x.labels0": "1\n2\n0\n", "x.labels1": "2\n2\n1\n"}.folder(t)
	path := filepath.Join(dir, "x.data")
	c, faults, err := Check(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, "x", c.Name())
	assert.Equal(t, []int32{0, 1, -1}, []int32(c.Gold()))
	assert.Contains(t, strings.Join(messages(faults), "\n"), "cluster it in the space file("+path+")")
	c, err = Open(t.Context(), path+"@1")
	require.NoError(t, err)
	assert.Equal(t, []int32{0, 0, 1}, []int32(c.Gold()))
	for name, files := range map[string]tree{
		"there are 2 labels for 3 rows":   {"x.data": "1\n2\n3\n", "x.labels0": "1\n2\n"},
		"x.data:2: the row has 1 numbers": {"x.data": "1 2\n3\n"},
		`"b" is no label`:                 {"x.data": "1\n2\n", "x.labels0": "1\nb\n"},
	} {
		_, err := Open(t.Context(), filepath.Join(files.folder(t), "x.data"))
		assert.ErrorContains(t, err, name)
	}
}

// Mentions of GDELT are addresses, once each; what a publisher took back is said.
func TestMentionsAndCancelled(t *testing.T) {
	line := func(event, kind, address string) string {
		return event + "\t20310311050000\t20310311051500\t" + kind + "\tquay.example\t" + address +
			"\t1\t-1\t10\t20\t1\t50\t1000\t-2.5\t\t\n"
	}
	c, _ := readString(t, "20310311051500.mentions.CSV", line("1", "1", "https://www.quay.example/1")+
		line("2", "1", "https://www.quay.example/1")+line("3", "2", "BBC Monitoring")+line("3", "1", "https://www.quay.example/2"))
	require.Len(t, c.Articles, 2)
	assert.Equal(t, "quay.example", c.Articles[1].Source)
	assert.Equal(t, "2031-03-11T05:15:00Z", c.Articles[0].Published.String())

	_, faults := readString(t, "a.xml", `<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:a" version="2"><itemMeta>
<itemClass qcode="ninat:text"/><versionCreated>2031-03-11T05:00:00Z</versionCreated><pubStatus qcode="stat:canceled"/></itemMeta>
<contentMeta><headline>Ferry</headline></contentMeta>
<contentSet><inlineData contenttype="text/plain">It sails.</inlineData></contentSet></newsItem>`)
	require.NotEmpty(t, faults)
	assert.Contains(t, faults[0].Message, "taken back by its publisher (stat:canceled)")
}
