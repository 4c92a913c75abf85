package format

import (
	"bytes"
	"compress/gzip"
	contextpkg "context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/htmlindex"
	"pgregory.net/rapid"

	"github.com/seed-9405df2f/assay/corpus"
)

// summary is a corpus in one line: articles, labelled ones and groups, the level, then the
// first article.
func summary(c *corpus.Corpus) string {
	a := c.Articles[0]
	return fmt.Sprintf("%d/%d/%d %s|%s|%s|%s|%s|%s", len(c.Articles), labelled(c), c.Gold().Groups(), c.Card.Level, a.ID,
		a.Title, a.Text, a.Source, a.Published)
}

// wide is ASCII as UTF-16, the high byte first.
func wide(text string) string {
	var b strings.Builder
	for _, r := range text {
		b.WriteString("\x00" + string(r))
	}
	return b.String()
}

func gzipped(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write([]byte(text))
	_ = z.Close()
	return b.String()
}

// A table that is cut off inside its compressed form is an error, wherever it is cut.
func TestCutOffTables(t *testing.T) {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	for i := range 20_000 {
		fmt.Fprintf(z, "%d,Title %d,x\n", i, i*i)
	}
	require.NoError(t, z.Close())
	for _, left := range []int{1, 4, 8, 9, b.Len() / 10, b.Len() / 2} {
		for _, head := range []string{"id,title,label\n", ""} {
			path := write(t, "a.csv.gz", gzipped(head)+b.String()[:b.Len()-left])
			_, err := Open(t.Context(), path)
			assert.ErrorContains(t, err, "the file was cut off")
			_, _, err = CheckLabels(t.Context(), path)
			assert.ErrorContains(t, err, "the file was cut off")
		}
	}
}

// One input a kind of table: what is read of it, and a note that must be given.
func TestTables(t *testing.T) {
	for name, c := range map[string]struct{ file, content, want, note string }{
		"plain": {"a.csv", "id,title,text,label\n1,A,b,x\n2,B,c,x\n", "2/2/1 label|1|A|b||", ""},
		"excel": {"a.csv", "\ufeffID;Headline;Content;Publisher;Date;Cluster\r\n1;A;\"b\nc\";o.example;13/04/2031 " +
			"05:20;1\r\n", "1/1/1 cluster|1|A|b\nc|o.example|2031-04-13T05:20:00Z", "times that name no zone, read as UTC: 1"},
		"german": {"a.csv", "Überschrift;Inhalt;Verlag;Datum;Gruppe\nA;b;c;13.04.2031;3\n",
			"1/1/1 cluster|1|A|b|c|2031-04-13", "published=Datum"},
		"french": {"a.csv", "titre;contenu;média;date;groupe\nA;b;c;13/04/2031 à 05:20;3\n",
			"1/1/1 cluster|1|A|b|c|2031-04-13T05:20:00Z", "source=média"},
		"spanish": {"a.csv", "título,contenido,fuente,fecha,etiqueta\nA,b,c,13 de abril de 2031,3\n",
			"1/1/1 label|1|A|b|c|2031-04-13", "story=etiqueta"},
		"russian": {"a.csv", "заголовок,текст,источник,дата,кластер\nA,b,c,13 апреля 2031,3\n",
			"1/1/1 cluster|1|A|b|c|2031-04-13", "title=заголовок"},
		"chinese": {"a.csv", "标题,正文,来源,日期,类别\nA,b,c,2031年4月13日,3\n", "1/1/1 category|1|A|b|c|2031-04-13", "text=正文"},
		"pandas":  {"a.csv", ",title,text,subject,cluster\n0,A,b,s,\n1,B,c,s,3.0\n2,C,d,s,3\n", "3/2/1 cluster|0|A|b||", "levels: @topic"},
		"headless": {"a.csv", "\"3\",\"A closes down\",\"b is a longer text, it is\"\n\"3\",\"B opens again\",\"c is a " +
			"longer text, too, is it\"\n", "2/2/1 label|1|A closes down|b is a longer text, it is||", "no header"},
		"label tab": {"a.tsv", "0\tthe bridge \"is\" closed\n0\tthe bridge is open\n1\ta train is late\n",
			"3/3/2 label|1||the bridge \"is\" closed||", "no header"},
		"pipes": {"a.txt", "id|headline|body|event\n1|A|b, c; d|e1\n2|B|c|e2\n3|C|d|e1\n", "3/3/2 event|1|A|b, c; d||", "'|'"},
		"control": {"a.txt", "a1\x01A bridge closes today\x01It is closed for three weeks now\x011\na2\x01A train is " +
			"late\x01Snow is why it was late for long\x011\n", "2/2/1 label|a1|A bridge closes today|It is closed for three " +
			"weeks now||", "no header"},
		"single": {"a.csv", "id,title,text,label\n1,'It''s a, b','c, d',x\n2,'B','c, d',x\n3,'C','d, e',x\n4,'C','d, e',x\n",
			"4/4/1 label|1|It's a, b|c, d||", "single quotation marks"},
		"backslash": {"a.csv", "id,title,text,label\n1,\"He said \\\"no\\\"\",\"a, b\",x\n",
			"1/1/1 label|1|He said \"no\"|a, b||", "backslashes protect"},
		"hive": {"a.tsv",
			"id\ttitle\ttext\n1\tA\tb\\nc\\td\\\\e\n2\t\\N\tx\n", "2/0/0 |1|A|b\nc\td\\e||", "backslashes protect"},
		"lone": {"a.tsv",
			"title\ttext\n\"A\" is it\tb \"c\"\n", "1/0/0 |1|\"A\" is it|b \"c\"||", "quotation marks are part of the texts"},
		"comments": {"a.csv", "# run 7\n# of today\nid,title,label\n1,A,x\n", "1/1/1 label|1|A|||", "2 lines of comments"},
		"sep":      {"a.csv", "sep=;\nid;title;label\n1;A;x\n", "1/1/1 label|1|A|||", ""},
		"old mac":  {"a.csv", "id,title,label\r1,A,x\r2,B,x\r", "2/2/1 label|1|A|||", ""},
		"blank":    {"a.csv", "id,title,label\r\n\r\n1,A,x,\r\n\r\n", "1/1/1 label|1|A|||", ""},
		"cut":      {"a.csv", "id,title,text,label\n1,A,b,x\n2,B", "1/1/1 label|1|A|b||", "the last row is cut off"},
		"mac, line feeds inside": {"a.csv",
			"id,title,text,label\r1,A,\"b\nc\",x\r2,B,d,x\r", "2/2/1 label|1|A|b\nc||", "carriage returns alone"},
		"mac and Windows":  {"a.csv", "id,title,label\r1,A,x\r\n2,B,x\r3,C,x", "3/3/1 label|1|A|||", "carriage returns alone"},
		"all line ends":    {"a.csv", "id,title,label\n1,A,x\r\n2,B,x\r3,C,x\n4,D,x\n", "4/4/1 label|1|A|||", "carriage returns alone"},
		"returns in texts": {"a.tsv", "id\ttitle\tlabel\n1\tA\rb\tx\n2\tB\tx\n", "2/2/1 label|1|A\rb|||", ""},
		"padded":           {"a.csv", "id, title, label\n1, \"A, b\", x\n2, B, x\n", "2/2/1 label|1|A, b|||", ""},
		"padded pipes":     {"a.txt", "id | title | label\n1 | A | x\n2 | B | x\n", "2/2/1 label|1|A|||", "'|'"},
		"marks inside":     {"a.csv", "\ufeffid,title,label\n1,A,x\n\ufeff2,B,x\n\ufeff\"3\",C,x\n", "3/3/1 label|1|A|||", ""},
		"header again": {"a.csv",
			"id,title,label\n1,A,x\nid,title,label\n2,B,x\n", "2/2/1 label|1|A|||", "1 rows repeat the header"},
		"carets": {"a.csv", "id^title^label\n1^A, b^x\n2^B^x\n", "2/2/1 label|1|A, b|||", "'^'"},
		"no quotes, backslashes": {"a.csv",
			"id,title,label\n1,A\\, b \\\"c\\\",x\n2,B\\, c,x\n", "2/2/1 label|1|A, b \"c\"|||", "backslashes protect"},
		"spaces":   {"a.csv", "id,title,label\n a1 ,A, x \na2,B,x\n", "2/2/1 label|a1|A|||", "1 ids had white space"},
		"nfd":      {"a.csv", "id,title,label\ncafe\u0301,A,x\n", "1/1/1 label|caf\u00e9|A|||", "1 ids are not composed"},
		"no dates": {"a.csv", "id,title,date\n1,A,NaT\n2,B,null\n", "2/0/0 |1|A|||", "2 dates are a word for none"},
		"several": {"a.csv",
			"id,text,label\n1,a,x#y\n2,b,x\n", "2/1/1 label|1||a||", "1 articles have several labels, and so none"},
		"story": {"a.csv", "id,text,label,story,topic\n1,a,l,s,t\n", "1/1/1 story|1||a||", "levels: @label, @topic"},
		"noise": {"a.csv", "id,text,story\n1,a,3\n2,b,3.0\n3,c, \n4,d,nan\n5,e,-1.00e+00\n6,f,N/A\n7,f,<NA>\n8,g,-2\n",
			"8/2/1 story|1||a||", `read as no group: "nan" (1), "-1" (1), "N/A" (1), "<NA>" (1), "-2" (1)`},
		"words": {"a.csv", "id,text,story\n1,a,bridge\n2,b,nan\n3,c,-1\n", "3/2/2 story|1||a||",
			`groups of their own, since other names are words, too: "nan" (1)`},

		"lines": {"a.jsonl",
			"{\"headline\":\"A\",\"meta\":{\"publisher\":{\"name\":\"o\"},\"date\":1776057600},\"body\":[\"b\",\"c\"]," +
				"\"cluster\":{\"id\":3,\"name\":\"x\"}}\n{\"headline\":\"B\",\"cluster\":null}\n",
			"2/1/1 cluster|1|A|b\nc|o|2026-04-13T05:20:00Z", "source=meta.publisher.name"},
		"mongo": {"a.jsonl",
			"{\"_id\":{\"$oid\":\"5f\"},\"title\":\"A\",\"date\":{\"$date\":{\"$numberLong\":\"1776057600000\"}}}\n",
			"1/0/0 |5f|A|||2026-04-13T05:20:00Z", "id=_id"},
		"lists": {"a.jsonl", "{\"text\":\"a\",\"labels\":[\"x\",\"y\"]}\n{\"text\":\"b\",\"labels\":[\"x\"]}\n" +
			"{\"text\":\"c\",\"labels\":[]}\n", "3/1/1 label|1||a||", "several labels"},
		"NaN": {"a.jsonl", "{\"text\":\"a\",\"label\":NaN}\n{\"text\":\"b\",\"label\":1.0}\n{\"text\":\"c\",\"label\":1}\n",
			"3/2/1 label|1||a||", ""},
		"late": {"a.jsonl", "{\"id\":1,\"title\":\"A\"}\n" + strings.Repeat("{\"title\":\"B\",\"id\":\"b\"}\n", 1) +
			"{\"id\":3,\"title\":\"C\",\"published\":\"2031-03-11\"}\n", "3/0/0 |1|A|||", ""},
		"list": {"a.json", "[{\"title\":\"A\",\"text\":\"b\",\"story\":1},\n " +
			"{\"title\":\"B\",\"text\":\"c\",\"story\":1.0}]", "2/2/1 story|1|A|b||", "no field holds ids"},
		"pretty":        {"a.json", "{\n \"title\": \"A\",\n \"text\": \"b\"\n}\n", "1/0/0 |1|A|b||", ""},
		"jq":            {"a.json", "{\n \"title\": \"A\"\n}\n{\n \"title\": \"B\"\n}\n", "2/0/0 |1|A|||", ""},
		"split":         {"a.json", `{"columns":["title","label"],"index":["p","q"],"data":[["A",1],["B",1]]}`, "2/2/1 label|p|A|||", ""},
		"columns":       {"a.json", `{"title":{"0":"A","1":"B"},"label":{"0":1,"1":1}}`, "2/2/1 label|1|A|||", "by columns"},
		"keyed columns": {"a.json", `{"title":{"p":"A","q":"B"},"label":{"p":1,"q":1}}`, "2/2/1 label|p|A|||", "by columns"},
		"list of lists": {"a.json", `[[{"id":"p","title":"A"},{"id":"q","title":"B"}],[{"id":"r","title":"C"}]]`, "3/3/2 story|p|A|||", ""},
		"one line":      {"a.json", `{"title":"A"}{"title":"B"} {"title":"C"}`, "3/0/0 |1|A|||", ""},
		"marks":         {"a.jsonl", "\ufeff{\"title\":\"A\"}\n\ufeff{\"title\":\"B\"}\n", "2/0/0 |1|A|||", ""},
		"wide":          {"a.jsonl", "\xfe\xff" + wide(`{"title":"A"}`+"\n"+`{"title":"B"}`), "2/0/0 |1|A|||", ""},
		"wide list":     {"a.json", wide(`[{"title":"A"},{"title":"B"}]`), "2/0/0 |1|A|||", "utf-16be"},
		"columns 2":     {"a.json", `{"title":["A","B"],"label":[1,1]}`, "2/2/1 label|1|A|||", "by columns"},
		"index":         {"a.json", `{"a1":{"title":"A","label":1},"a2":{"title":"B","label":2}}`, "2/2/2 label|a1|A|||", ""},
		"table": {"a.json",
			`{"schema":{"fields":[]},"data":[{"index":0,"title":"A","label":1.0},{"index":1,"title":"B","label":null}]}`,
			"2/1/1 label|0|A|||", ""},
		"rows": {"a.json", `[["id","title","label"],["1","A",3],["2","B",3]]`, "2/2/1 label|1|A|||", ""},
		"response": {"a.json",
			`{"response":{"docs":[{"headline":{"main":"A"},"abstract":"b","pub_date":"2031-04-13T05:20:00+0000","section_name":"w"}]}}`,
			"1/1/1 section_name|1|A|b||2031-04-13T05:20:00Z", "title=headline.main"},
		"elastic": {"a.json",
			`{"hits":{"hits":[{"_id":"7","_source":{"title":"A","body":"b","cluster":{"id":7,"name":"n"}}}]}}`,
			"1/1/1 cluster|7|A|b||", "title=_source.title"},
		"viewer": {"a.json",
			`{"features":[{"name":"label","type":{"names":["x","y"],"_type":"ClassLabel"}}],
"rows":[{"row_idx":0,"row":{"text":"a","label":1}}]}`, "1/1/1 label|1||a||", ""},
		"viewer, no classes": {"a.json",
			`{"features":[{"name":"label","type":{"dtype":"string","_type":"Value"}}],
"rows":[{"row_idx":0,"row":{"text":"a","label":"x","lead":"l"}}]}`, "1/1/1 label|1||a||", "kept as they are: lead\n"},
		"groups": {"a.json",
			`[{"id":"s1","title":"story one","articles":[{"id":"a","title":"A"},{"id":"b","title":"B"}]},
{"id":"s2","articles":[{"id":"c","title":"C"}]}]`, "3/3/2 story|a|A|||", "story=story.id"},
		"bare":    {"a.json", `{"data":[{"documents":[{"title":"A"},{"title":"B"}]},{"documents":[{"title":"C"}]}]}`, "3/3/2 story|1|A|||", ""},
		"by name": {"a.json", `{"one":[{"title":"A"},{"title":"B"}],"two":[{"title":"C"}]}`, "3/3/2 story|1|A|||", ""},
		"services": {"a.json",
			`{"status":"ok","articles":[{"source":{"id":null,"name":"O"},"title":"A - O","content":"b c … [+9 chars]"},
{"source":{"id":null,"name":"P"},"title":"B - P"},
{"source":{"id":null,"name":"P"},"title":"C - P"}]}`, "3/0/0 |1|A|b c|O|", "the outlet at the end of all 3 titles is taken off"},
	} {
		t.Run(name, func(t *testing.T) {
			got, faults, err := Check(t.Context(), write(t, c.file, c.content))
			require.NoError(t, err)
			assert.Equal(t, c.want, summary(got))
			var notes []string
			for _, f := range faults {
				assert.NotEqual(t, corpus.Error, f.Severity, f.Error())
				notes = append(notes, f.Message)
			}
			if c.note != "" {
				assert.Contains(t, strings.Join(notes, "\n"), c.note)
			}
		})
	}
}

// What cannot be decided, or is broken, is an error with a place and a mend.
func TestTableErrors(t *testing.T) {
	for name, c := range map[string]struct{ file, params, content, want string }{
		"gold label": {"a.csv", "", "id,text,gold,label\n1,a,x,y\n", "both gold and label may hold the gold groups: " +
			"choose with csv(story=gold) or csv(story=label)"},
		"true pred":    {"a.csv", "", "id,text,true,pred\n1,a,x,y\n", "csv(story=true) or csv(story=pred)"},
		"gold cluster": {"a.jsonl", "", "{\"id\":1,\"text\":\"a\",\"gold\":1,\"cluster\":2}\n", "jsonl(story=gold) or jsonl(story=cluster)"},
		"label pred":   {"a.csv", "", "id,text,label,prediction\n1,a,x,y\n", "both label and prediction"},
		"one rank":     {"a.csv", "", "id,text,cluster,group\n1,a,x,y\n", "both cluster and group"},
		"one name":     {"a.csv", "", "id,title,title\n1,a,b\n", `two fields have the name "title": rename one`},
		"two labels": {"a.tsv", "", "1\t3\tthe text is here\n1\t2\tthe text is there\n2\t2\tno text is here\n",
			"columns 1 and 2 may both hold"},
		"two dates": {"a.csv", "", "id,title,date\n1,A,03/04/2031\n",
			`a.csv:2: "03/04/2031" is no date that is certain: it may be 3 April or 4 March; choose with dates=dmy or dates=mdy`},
		"bad date": {"a.csv", "", "id,title,date\n1,A,2031-02-30\n", "a.csv:2: \"2031-02-30\" is no date: there is no such day"},
		"same ids": {"a.csv", "", "id,title\n1,A\n1,B\n", `a.csv:3: the id "1" is that of the article in line 2`},
		"no id":    {"a.csv", "", "id,title\n1,A\n,B\n", "a.csv:3: the article has no id"},
		"ragged":   {"a.csv", "", "id,title,label\n1,A, b,x\n2,B,y\n3,B,y\n", "a.csv:2: the row has 4 columns, the header 3"},
		"no field": {"a.csv", "(title=headlin)", "id,headline\n1,A\n",
			`there is no field "headlin" (fields: id, headline); did you mean headline?`},
		"near name": {"a.csv", "", "headlin,number\nsome words,3\nother words,4\n",
			"did you mean headlin for headline? write csv(title=headlin)"},
		"mixed":       {"a.csv", "", "id,title\n1,\u00e9\n2,\xe9\n", "a.csv:3: the text is not UTF-8"},
		"no encoding": {"a.csv", "(encoding=klingon)", "id,title\n1,A\n", "there is no such encoding"},
		"two signs":   {"a.csv", "", "id::title::label\n1::A::x\n2::B::x\n", `the cells look set apart by "::"`},
		"wide sign":   {"a.csv", "", "\"id\"¦\"title\"\n\"1\"¦\"A\"\n", `the cells look set apart by "¦"`},
		"nothing":     {"a.csv", "", "\ufeff\r\n", "a.csv: the file is empty"},
		"separator":   {"a.csv", "(sep=abc)", "id,title\n1,A\n", "one sign is wanted"},
		"open quote": {"a.csv", "(quote=double)", "id,title,label\n1,\"A,x\n2,B,y\n3,C,z\n",
			"a.csv:2: the quotation mark that opens a field here is never closed"},
		"stray quote": {"a.csv", "(quote=double)", "id,title,label\n1,\"A\" b,x\n2,B,y\n", "a.csv:2: a quotation mark is where none may be"},
		"empty":       {"a.csv", "", "id,title\n", "there are no articles in it"},
		"cut JSON":    {"a.json", "", "[{\"title\":\"A\"},\n{\"title\":", "a.json:2: the JSON document is cut off"},
		"bad JSON":    {"a.json", "", "[{\"title\":\"A\"},\n]", "a.json:2: not a JSON document"},
		"no records":  {"a.json", "", `{"a":{"b":{"c":1}}}`, "no records were found"},
		"wrong type":  {"a.json", "", `[{"title":"a","text":"b"},{"title":"b","text":[1]}]`, `field "text": [1] does not fit`},
		"deep":        {"a.json", "", strings.Repeat("[", 5000), "the JSON"},
		"labels":      {"a.json", "", `{"a1":3,"a2":4}`, "the file holds labels, and no articles"},
		"late gold": {"a.jsonl", "", strings.Repeat("{\"text\":\"a b c d e f g h i j k l m n o p q r s t u v w x y "+
			"z\",\"topic\":\"t\"}\n", 20000) + "{\"text\":\"b\",\"topic\":\"t\",\"story\":1}\n", "a.jsonl:20001: the field " +
			"story comes here for the first time"},
	} {
		t.Run(name, func(t *testing.T) {
			path := write(t, c.file, c.content)
			if c.params != "" {
				path = strings.TrimPrefix(filepath.Ext(c.file), ".") + c.params + ":" + path
			}
			_, err := Open(t.Context(), path)
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
}

func TestFieldsByHand(t *testing.T) {
	path := write(t, "a.csv", "a,b,meta.publisher,d,e\n1,Title,o.example,03/04/2031,g\n")
	c, err := Open(t.Context(), "csv(id=a,title=b,source=meta.publisher,published=d,dates=mdy,story=e):"+path)
	require.NoError(t, err)
	assert.Equal(t, "1/1/1 e|1|Title||o.example|2031-03-04", summary(c))
}

// Texts in the encodings of before are read as what they are.
func TestEncodings(t *testing.T) {
	for name, text := range map[string]string{
		"windows-1252": "Größe allein sei „kein Ziel“, sagte der Sprecher; die Brücke über die Ruhr bleibt gesperrt",
		"windows-1250": "Łódź świętuje, święto trwało całą noc i było głośno; pociąg się spóźnił",
		"windows-1251": "Мост через реку закрыли на ремонт в понедельник утром; поезд опоздал",
		"koi8-r":       "Мост через реку закрыли на ремонт в понедельник утром; поезд опоздал",
		"windows-1253": "Η γέφυρα έκλεισε τη Δευτέρα για επισκευές; το τρένο άργησε",
		"windows-1254": "Köprü pazartesi günü büyük bir çatlak yüzünden kapatıldı; ışıklar söndü",
		"windows-1255": "הגשר נסגר ביום שני בגלל סדק גדול שנמצא בו",
		"windows-1256": "تم إغلاق الجسر يوم الاثنين بسبب وجود شرخ كبير",
		"windows-874":  "สะพานปิดเพราะพบรอยร้าวขนาดใหญ่",
		"shift_jis":    "大きなひびが見つかったため、橋は月曜日に閉鎖された。",
		"euc-jp":       "大きなひびが見つかったため、橋は月曜日に閉鎖された。",
		"gb18030":      "由于发现裂缝，大桥在星期一关闭，市民只能绕道而行。",
		"big5":         "由於發現裂縫，大橋在星期一關閉，市民只能繞道而行。",
		"euc-kr":       "균열이 발견되어 다리가 월요일에 폐쇄되었다고 시가 밝혔다.",
		"utf-16le":     "Größe allein sei „kein Ziel“",
		"utf-16be":     "由于发现裂缝，大桥在星期一关闭 and more",
	} {
		e, err := htmlindex.Get(name)
		require.NoError(t, err)
		table := "id,title,label\n1," + strings.ReplaceAll(text, ",", "") + ",x\n"
		raw, err := e.NewEncoder().Bytes([]byte(table))
		require.NoError(t, err)
		c, faults, err := Check(t.Context(), write(t, "a.csv", string(raw)))
		require.NoError(t, err, name)
		assert.Equal(t, strings.ReplaceAll(text, ",", ""), c.Articles[0].Title, name)
		var notes []string
		for _, f := range faults {
			notes = append(notes, f.Message)
		}
		if !strings.HasPrefix(name, "utf") {
			assert.Contains(t, strings.Join(notes, "\n"), "it is read as "+name)
		}
		c, err = Open(t.Context(), fmt.Sprintf("csv(encoding=%s):%s", name, write(t, "b.csv", string(raw))))
		require.NoError(t, err)
		assert.Equal(t, strings.ReplaceAll(text, ",", ""), c.Articles[0].Title, name)
	}
}

// What is written in any of the formats of one file reads back.
func TestTablesRoundTrip(t *testing.T) {
	dir := t.TempDir()
	words := rapid.StringOf(rapid.SampledFrom([]rune("ab ,;\t\"'\\\n|é橋🙂-1#{}[]")))
	id := rapid.StringMatching(`[a-z][a-z0-9,;" é]{0,6}[a-z0-9]`)
	rapid.Check(t, func(t *rapid.T) {
		c := &corpus.Corpus{Card: corpus.Card{Name: "a"}}
		n := rapid.IntRange(1, 12).Draw(t, "articles")
		for i := range n {
			a := corpus.Article{ID: fmt.Sprint(id.Draw(t, "id"), i), Title: words.Draw(t, "title"), Text: words.Draw(t, "text")}
			if rapid.Bool().Draw(t, "more") {
				a.Source, a.Lang, a.URL = "o.example", "en", "https://o.example/1"
				a.Image = rapid.SampledFrom([]*corpus.Image{nil, {URL: "https://o.example/a"}, {URL: "pictures/a b.JPG"}, {URL: "{a}.png"},
					{URL: "a.tif"}, {URL: "a.webp", Content: `A "bridge"`}}).Draw(t, "image")
				a.Published = rapid.SampledFrom([]corpus.Moment{day(2031, 3, 11), {Time: day(2031, 3, 11).Time.Add(5e9)}}).Draw(t, "published")
			}
			if a.Story = rapid.SampledFrom([]string{"", "s1", "s2", "s 3"}).Draw(t, "story"); a.Story == "" {
				a.Distractor = rapid.Bool().Draw(t, "distractor")
			}
			c.Articles = append(c.Articles, a)
		}
		c.Articles[0].Title, c.Articles[0].Story, c.Articles[0].Distractor = "the first of all", "s1", false
		c.AddMissingStories()
		for _, name := range []string{"a.csv", "a.tsv", "a.json", "a.jsonl", "a.parquet", "a.csv.gz"} {
			path := filepath.Join(dir, name)
			require.NoError(t, Write(path, c))
			again, err := Open(background, path)
			require.NoError(t, err, name)
			require.Len(t, again.Articles, n, name)
			for i := range c.Articles {
				want, got := c.Articles[i], again.Articles[i]
				got.Pos = corpus.Pos{}
				want.Title, got.Title = lineEnds(want.Title), lineEnds(got.Title)
				want.Text, got.Text = lineEnds(want.Text), lineEnds(got.Text)
				require.Equal(t, want, got, name)
			}
			require.NoError(t, os.Remove(path))
		}
	})
}

func lineEnds(s string) string { return strings.ReplaceAll(s, "\r\n", "\n") }

func fuzzFormat(f *testing.F, name string, seeds ...string) {
	for _, s := range seeds {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, content, 0o600))
		for _, ending := range []string{"csv", "json", "jsonl", "parquet", "arff", "labelstudio", "argilla", "prodigy"} {
			if !strings.HasSuffix(name, "."+ending) {
				continue
			}
			if c, err := Open(t.Context(), ending+":"+path); err == nil {
				ids := map[string]bool{}
				for i := range c.Articles {
					require.False(t, ids[c.Articles[i].ID] || c.Articles[i].ID == "")
					ids[c.Articles[i].ID] = true
				}
				c.Check()
			} else {
				require.NotEmpty(t, err.Error())
			}
		}
		if l, err := OpenLabels(t.Context(), path); err == nil {
			require.Equal(t, len(l.IDs), len(l.Groups))
			require.Equal(t, len(l.IDs), len(l.Lines))
		}
	})
}

func FuzzCSV(f *testing.F) {
	fuzzFormat(f, "a.csv", "id,title,label\n1,\"A\n\"\"b\",x\n", "a;b\r\n1;2\r\n", "sep=,\rid,label\r1,2", "1\t\"x\n",
		"\xff\xfei\x00d\x00", "a\\tb\t\\N\n")
}

func FuzzJSON(f *testing.F) {
	fuzzFormat(f, "a.json", `[{"id":1,"title":"\ud83d\ude42","story":NaN}]`, `{"columns":["id"],"data":[[1]]}`,
		`{"title":{"0":"a"},"x":{"0":1}}`,
		`[{"articles":[{"title":"a"}]}]`, `[["a","b"],["c"]]`,
		`{"clusters":[{"labels":["x"],"documents":[0,2],"clusters":[]}]}`, `{"$date":{"$x":1}}`, `{"a":[]}`)
}

func FuzzJSONLines(f *testing.F) {
	fuzzFormat(f, "a.jsonl", "{\"id\":1,\"source\":{\"name\":\"x\"},\"text\":[\"a\",{\"text\":\"b\"}]}\n{\"id\":2}\n",
		"{\"a\":{\"$oid\":\"1\"},\"label\":[1,null]}\n{}\n")
}

func FuzzParquet(f *testing.F) {
	var b bytes.Buffer
	path := filepath.Join(f.TempDir(), "a.parquet")
	require.NoError(f, Write(path, &corpus.Corpus{Articles: []corpus.Article{{ID: "1", Title: "A", Story: "s"}, {ID: "2", Text: "b"}}}))
	raw, err := os.ReadFile(path)
	require.NoError(f, err)
	b.Write(raw)
	fuzzFormat(f, "a.parquet", b.String(), "PAR1PAR1", "PARE")
}

func FuzzARFF(f *testing.F) {
	fuzzFormat(f, "a.arff", "@relation x\n@attribute 'a b' string\n@attribute Cluster {c0,c1}\n@data\n'it\\'s',c0\n?,c1 "+
		"{2}\n", "@relation x\n@data\n{0 1}\n")
}

func FuzzAnnotations(f *testing.F) {
	fuzzFormat(f, "a.labelstudio",
		`[{"id":1,"annotations":[{"completed_by":1,"result":[{"from_name":"s","value":{"choices":["x"]}}]}],"data":{"text":"a"}}]`,
		"annotation_id,annotator,id,text,label\n1,1,1,a,x\n")
}

func FuzzArgilla(f *testing.F) {
	fuzzFormat(f, "a.argilla", `[{"id":"1","fields":{"text":"a"},"responses":{"q":[{"value":["x"],"user_id":"u"}]}}]`)
}

func FuzzProdigy(f *testing.F) {
	fuzzFormat(f, "a.prodigy", "{\"text\":\"a\",\"_input_hash\":1,\"_task_hash\":2,\"accept\":[\"x\"],\"answer\":\"accept\"}\n")
}

func FuzzLabels(f *testing.F) {
	npy := "\x93NUMPY\x01\x00\x36\x00{'descr': '<i2', 'fortran_order': False, 'shape': (2,)}\n\x01\x00\xff\xff"
	fuzzFormat(f, "a.labels", npy, "4\n-1\n", "#doc name topic proportion ...\n0\tfile:/a.txt\t0\t0.7\t1\t0.2\n", "\"a\" \"b\"\n\"x\" 1 2\n",
		"<graphml><key id=\"k\" for=\"node\" attr.name=\"community\"/><graph><node id=\"n\"><data key=\"k\">1</data></node></graph></graphml>")
}

var background = contextpkg.Background()

// Of two columns that may be gold, the level in the name of the file chooses one.
func TestLevelChoosesGold(t *testing.T) {
	path := write(t, "a.csv", "id,title,gold,label\n1,A,x,u\n2,B,x,v\n")
	_, err := Open(t.Context(), path)
	require.ErrorContains(t, err, "both gold and label may hold")
	_, err = Open(t.Context(), path+"@other")
	require.ErrorContains(t, err, "both gold and label may hold")
	for level, groups := range map[string]int{"gold": 1, "label": 2} {
		c, err := Open(t.Context(), path+"@"+level)
		require.NoError(t, err)
		assert.Equal(t, groups, c.Gold().Groups(), level)
	}
}
