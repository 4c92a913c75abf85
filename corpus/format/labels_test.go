package format

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
)

// npy makes an array of the given type.
func npy(descr, shape string, order binary.ByteOrder, values any) string {
	var b bytes.Buffer
	head := fmt.Sprintf("{'descr': '%s', 'fortran_order': False, 'shape': %s, }", descr, shape)
	head += strings.Repeat(" ", 63-(10+len(head))%64) + "\n"
	b.WriteString("\x93NUMPY\x01\x00")
	_ = binary.Write(&b, binary.LittleEndian, uint16(len(head)))
	b.WriteString(head)
	_ = binary.Write(&b, order, values)
	return b.String()
}

func labelsLine(f *corpus.LabelsFile) string {
	var list []string
	for i, id := range f.IDs {
		list = append(list, id+"="+f.Groups[i])
	}
	line := strings.Join(list, " ")
	if f.ByPosition {
		line += " by position"
	}
	return line
}

// One input a kind of labels file: what is read of it.
func TestLabels(t *testing.T) {
	little, big := binary.LittleEndian, binary.BigEndian
	for name, c := range map[string]struct{ file, content, want string }{
		"csv":         {"a.csv", "id,label\na,3\nb,3.0\nc,-1\n", "a=3 b=3 c="},
		"semicolons":  {"a.csv", "id;label\na;3\nb;4\n", "a=3 b=4"},
		"tabs":        {"a.tsv", "doc_id\tcluster\na\tx\nb\ty\n", "a=x b=y"},
		"no header":   {"a.csv", "a,3\nb,3\nc,4\n", "a=3 b=3 c=4"},
		"reversed":    {"a.csv", "3,a\n3,b\n4,c\n", "a=3 b=3 c=4"},
		"story first": {"a.csv", "id,cluster,story\na,1,x\nb,1,y\n", "a=x b=y"},
		"predicted":   {"a.csv", "id,prediction\na,1\nb,2\n", "a=1 b=2"},
		"any name":    {"a.csv", "id,run 7\na,1\nb,2\n", "a=1 b=2"},
		"index":       {"a.csv", ",label\n0,5\n1,5\n2,6\n", "0=5 1=5 2=6 by position"},
		"R names":     {"a.csv", "\"\",\"x\"\n\"0001\",1\n\"0002\",1\n", "0001=1 0002=1"},
		"R table":     {"a.txt", "\"cluster\" \"size\"\n\"a\" 1 3\n\"b\" 1 3\n\"c\" 2 1\n", "a=1 b=1 c=2"},
		"R vector":    {"a.csv", "\"x\"\n1\n1\n2\n", "1=1 2=1 3=2 by position"},
		"lines":       {"a.txt", "4\n4\n-1\n5\n", "1=4 2=4 3= 4=5 by position"},
		"savetxt":     {"a.txt", "4.000000000000000000e+00\n4.000000000000000000e+00\n-1.000000000000000000e+00\n", "1=4 2=4 3= by position"},
		"words":       {"a.txt", "sport\nnews\nsport\n", "1=sport 2=news 3=sport by position"},
		"topics":      {"a.csv", "Document,Topic,Name\n\"a\nb\",0,0_a\nc,-1,-1_b\n", "1=0 2= by position"},
		"dedup": {"a.jsonl", "{\"id\":\"a\",\"__INDEX__\":0,\"__CLUSTER__\":0}\n" +
			"{\"id\":\"b\",\"__INDEX__\":1,\"__CLUSTER__\":0}\n", "a=0 b=0"},
		"splink": {"a.csv", "cluster_id,source_dataset,unique_id\nn-1,n,a\nn-1,n,b\n", "a=n-1 b=n-1"},
		"jsonl": {"a.jsonl", "{\"id\":1,\"label\":2.0}\n{\"id\":2,\"label\":2}\n{\"id\":3,\"label\":NaN}\n" +
			"{\"id\":4,\"label\":null}\n", "1=2 2=2 3= 4="},

		"JSON list":    {"a.json", "[4, 4, -1, 5.0]", "1=4 2=4 3= 4=5 by position"},
		"JSON objects": {"a.json", `[{"id":"a","label":1},{"id":"b","label":1.0}]`, "a=1 b=1"},
		"JSON map":     {"a.json", `{"a":1,"b":1,"c":null}`, "a=1 b=1 c="},
		"JSON pairs":   {"a.json", `[["a",1],["b",1],["c",2]]`, "a=1 b=1 c=2"},
		"communities":  {"a.json", `[["a","b"],["c"]]`, "a=0 b=0 c=1"},
		"numbers":      {"a.json", `[[0,2],[1]]`, "1=0 2=1 3=0 by position"},
		"groups":       {"a.json", `{"x":["a","b"],"y":["c"]}`, "a=x b=x c=y"},
		"members":      {"a.json", `{"clusters":[{"id":7,"members":["a","b"]},{"id":8,"members":["c"]}]}`, "a=7 b=7 c=8"},
		"member list":  {"a.json", `[{"cluster":7,"ids":["a","b"]},{"cluster":8,"ids":["c"]}]`, "a=7 b=7 c=8"},
		"noise group":  {"a.json", `{"clusters":[{"id":-1,"members":["a","b"]},{"id":8,"members":["c"]}]}`, "a= b= c=8"},
		"member objects": {"a.json",
			`{"clusters":[{"name":"p","articles":[{"id":"a"},{"id":"b"}]},{"name":"q","articles":[{"id":"c"}]}]}`,
			"a=0 b=0 c=1"},
		"member lines":   {"a.jsonl", `{"cluster_id":3,"doc_ids":["a","b"]}` + "\n" + `{"cluster_id":-1,"doc_ids":["c"]}`, "a=3 b=3 c="},
		"ids apart":      {"a.json", `{"doc_ids":["a","b","c"],"cluster_ids":[4,4,-1]}`, "a=4 b=4 c="},
		"pairs":          {"a.json", `[["a",0],["b",1],["c",2]]`, "a=0 b=1 c=2"},
		"pairs about":    {"a.json", `[[0,"a"],[0,"b"],[1,"c"]]`, "a=0 b=0 c=1"},
		"other order":    {"a.csv", "community,node\n4,a\n4,b\n-1,c\n", "a=4 b=4 c="},
		"words alone":    {"a.csv", "vertex,module\na,4\nb,4\nc,5\n", "a=4 b=4 c=5"},
		"texts beside":   {"a.csv", "Document,Topic\na ferry stops,4\na ferry sails,4\na crane lifts,5\n", "1=4 2=4 3=5 by position"},
		"no name":        {"a.csv", ",0\na,4\nb,4\nc,5\n", "a=4 b=4 c=5"},
		"R, one name":    {"a.txt", "\"x\"\n\"a\" 4\n\"b\" 4\n\"c\" 5\n", "a=4 b=4 c=5"},
		"decimal ids":    {"a.csv", "id,label\n7.0,4\n8.0,4\n9.0,5\n", "7=4 8=4 9=5"},
		"empty lines":    {"a.csv", "label\n4\n\n5\n\n", "1=4 2= 3=5 by position"},
		"minus":          {"a.csv", "id,label\na,4\nb,\u22121\nc,-\n", "a=4 b= c="},
		"overlap":        {"a.json", `{"x":["a","b"],"y":["b","c"]}`, "a=x b=x c=y"},
		"membership":     {"a.json", `{"membership":[0,0,1],"names":["a","b","c"],"modularity":0.5}`, "a=0 b=0 c=1"},
		"membership, no": {"a.json", `{"membership":[0,0,1],"modularity":0.5}`, "1=0 2=0 3=1 by position"},
		"node link": {"a.json",
			`{"directed":false,"nodes":[{"id":"a","community":0,"label":"A"},{"id":"b","community":1,"label":"B"}],"links":[]}`, "a=0 b=1"},
		"carrot": {"a.json",
			`{"clusters":[{"labels":["x"],"documents":[0],"clusters":[{"labels":["y"],"documents":[2]}]},{"labels":["z"],"documents":[3,0]}]}`,
			"1=0 2= 3=0 4=1 by position"},

		"i8":  {"a.npy", npy("<i8", "(3,)", little, []int64{4, -1, 4}), "1=4 2= 3=4 by position"},
		"u1":  {"a.npy", npy("|u1", "(2,)", little, []uint8{4, 255}), "1=4 2=255 by position"},
		">i2": {"a.npy", npy(">i2", "(2,)", big, []int16{300, -1}), "1=300 2= by position"},
		"f4":  {"a.npy", npy("<f4", "(3, 1)", little, []float32{4, float32(math.NaN()), -1}), "1=4 2= 3= by position"},
		">f8": {"a.npy", npy(">f8", "(2,)", big, []float64{4, 5}), "1=4 2=5 by position"},
		"f2":  {"a.npy", npy("<f2", "(2,)", little, []uint16{0x4400, 0xbc00}), "1=4 2= by position"},
		"U2":  {"a.npy", npy("<U2", "(2,)", little, []uint32{'a', 'b', 'é', 0}), "1=ab 2=é by position"},
		"arff": {"a.arff", "@relation 'x y'\n% c\n@attribute id string\n@attribute 'the text' string\n@attribute Cluster " +
			"{cluster0,cluster1}\n@data\na,'it\\'s, x',cluster0\nb,\"y\",?\n", "a=cluster0 b="},
		"weka": {"a.arff", "@relation x\n@attribute Instance_number numeric\n@attribute Cluster {c0,c1}\n@data\n0,c0\n1,c1\n",
			"0=c0 1=c1 by position"},
		"graph": {"a.graphml",
			`<?xml version="1.0"?><graphml><key id="k0" for="node" attr.name="name"/><key id="k1" for="node" attr.name="community"/>
<graph><node id="n0"><data key="k0">a</data><data key="k1">0.0</data></node>
<node id="n1"><data key="k0">b</data></node><edge source="n0" target="n1"/></graph></graphml>`, "a=0 b="},
		"mallet": {"a.txt", "#doc name topic proportion ...\n0\tfile:/news/a.txt\t3\t0.2\t5\t0.7\n1\tb\t3\t0.9\n", "a=5 b=3"},
		"dense": {"a.txt", "0\tfile:/news/a.txt\t0.2\t0.8\n1\tfile:/news/b.txt\t0.6\t0.4\n2\tfile:/news/c.txt\t0.6\t0.4\n" +
			"3\tfile:/news/d.txt\t0.1\t0.9\n", "a=1 b=0 c=0 d=1"},
		"corpus": {"a.jsonl", "{\"id\":\"a\",\"title\":\"A\",\"story\":\"s\"}\n{\"id\":\"b\",\"title\":\"B\"}\n", "a=s b="},
	} {
		t.Run(name, func(t *testing.T) {
			f, err := OpenLabels(t.Context(), write(t, c.file, c.content))
			require.NoError(t, err)
			assert.Equal(t, c.want, labelsLine(f))
		})
	}
}

func TestLabelErrors(t *testing.T) {
	little := binary.LittleEndian
	for name, c := range map[string]struct{ file, content, want string }{
		"both": {"a.csv", "id,gold,pred\na,1,2\nb,2,2\n", "both gold and pred"},
		"side": {"a.csv", "\"G1\",\"G2\"\n1,1\n1,2\n", "each of the fields G1, G2 may hold the labels: choose with " +
			"csv(story=G1), or write @G1 behind the name"},
		"short ids":  {"a.json", `{"ids":["a","b"],"labels":[1,1,2]}`, "there are 2 ids and 3 labels"},
		"qualified":  {"a.csv", "id,cluster_gold,cluster_pred\na,x,1\nb,x,2\n", "both cluster_gold and cluster_pred may hold"},
		"capitals":   {"a.csv", "id,trueLabel,predLabel\na,x,1\nb,x,2\n", "both trueLabel and predLabel may hold"},
		"merged":     {"a.csv", "id,label_x,label_y\na,x,1\nb,x,2\n", "both label_x and label_y may hold"},
		"expected":   {"a.csv", "id,expected,predicted\na,x,1\nb,x,2\n", "both expected and predicted may hold"},
		"y":          {"a.csv", "id,y,y_pred\na,0,1\nb,0,2\n", "both y and y_pred may hold"},
		"true story": {"a.csv", "id,story_true,story\na,0,1\nb,0,2\n", "both story_true and story may hold"},
		"cells":      {"a.csv", "gold,pred,count\nx,1,2\ny,2,1\n", "a row for each group or cell of counts"},
		"topics":     {"a.csv", ",Topic,Count,Name\n0,-1,4,x\n1,0,5,y\n", "no labels of articles"},
		"pairs":      {"a.csv", "match_probability,unique_id_l,unique_id_r\n0.5,a,b\n", "holds pairs"},
		"mteb":       {"a.json", `{"task_name":"x","mteb_version":"1","scores":{"test":[]}}`, "result of MTEB"},
		"twice":      {"a.csv", "id,label\na,1\na,2\n", `a.csv:3: the id "a" is that of the article in line 2`},
		"half":       {"a.npy", npy("<f8", "(2,)", little, []float64{4, 0.5}), "position 2: 0.5 is no whole number"},
		"objects":    {"a.npy", npy("|O8", "(2,)", little, []uint64{4, 5}), "astype(int)"},
		"matrix":     {"a.npy", npy("<i4", "(2, 2)", little, []int32{1, 2, 3, 4}), "one dimension"},
		"short":      {"a.npy", npy("<i4", "(3,)", little, []int32{1, 2}), "promises 3 labels, it holds 2"},
		"long":       {"a.npy", npy("<i4", "(1,)", little, []int32{1, 2}), "more bytes than the 1 labels"},
		"sparse":     {"a.arff", "@relation x\n@attribute Cluster {a,b}\n@data\n{0 a}\n", "a.arff:4: the rows are sparse"},
		"no data":    {"a.arff", "@relation x\n@attribute Cluster {a,b}\n", "has no @data"},
		"no graph":   {"a.graphml", "<graphml><graph><node id=\"a\"/></graph></graphml>", "no field is known to hold labels"},
		"bad XML":    {"a.graphml", "<graphml>\n<graph></b>", "a.graphml:2: the XML is damaged"},
		"no gold":    {"a.jsonl", "{\"id\":\"a\",\"title\":\"A\",\"text\":\"b\"}\n", "no field is known to hold labels"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := OpenLabels(t.Context(), write(t, c.file, c.content))
			require.ErrorContains(t, err, c.want)
			assert.NotContains(t, err.Error(), "\n")
		})
	}
	path := write(t, "a.csv", "\"G1\",\"G2\"\n1,1\n1,2\n")
	f, err := OpenLabels(t.Context(), path+"@G2")
	require.NoError(t, err)
	assert.Equal(t, "1=1 2=2 by position", labelsLine(f))
	_, err = Open(t.Context(), write(t, "a.npy", npy("<i4", "(1,)", little, []int32{1})))
	assert.ErrorContains(t, err, "the file holds labels, and no articles")
}

// The clusters that datatrove writes are those of the duplicates alone.
func TestDatatrove(t *testing.T) {
	dir := t.TempDir()
	for name, pairs := range map[string][]uint32{"000000.clusters": {1, 0, 2, 1}, "000001.clusters": {0, 0, 1, 1}} {
		var b bytes.Buffer
		require.NoError(t, binary.Write(&b, binary.LittleEndian, pairs))
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), b.Bytes(), 0o600))
	}
	f, err := OpenLabels(t.Context(), dir)
	require.NoError(t, err)
	labels, err := f.Align([]string{"a", "b", "c", "d", "e", "f"}, corpus.IDPolicy{})
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 1, 1, 2, 2, 3}, labels)
}

func TestAlignByPosition(t *testing.T) {
	f, err := OpenLabels(t.Context(), write(t, "a.txt", "5\n5\n-1\n6\n"))
	require.NoError(t, err)
	labels, err := f.Align([]string{"a", "b", "c", "d"}, corpus.IDPolicy{})
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 0, corpus.None, 1}, labels)
	_, err = f.Align([]string{"a", "b", "c"}, corpus.IDPolicy{})
	assert.ErrorContains(t, err, "has 4 labels, the corpus 3 articles")
	labels, err = f.Align([]string{"4", "2", "1", "3"}, corpus.IDPolicy{})
	require.NoError(t, err)
	assert.Equal(t, corpus.Labels{0, 1, 1, corpus.None}, labels, "numbers that are ids are ids")
}

func TestPackedLabels(t *testing.T) {
	const content = "id,label\na,1\nb,2\n"
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := z.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, z.Close())
	for _, behind := range []string{"", strings.Repeat("\x00", 600), "GARBAGE!"} {
		f, faults, err := CheckLabels(t.Context(), write(t, "a.csv.gz", b.String()+behind))
		require.NoError(t, err)
		assert.Equal(t, "a=1 b=2", labelsLine(f))
		assert.Equal(t, behind == "GARBAGE!", len(faults) > 0 && strings.Contains(faults[len(faults)-1].Message,
			"8 bytes behind the compressed data"))
	}
	b.Reset()
	archive := zip.NewWriter(&b)
	w, err := archive.Create("p.csv")
	require.NoError(t, err)
	_, err = w.Write([]byte(content))
	require.NoError(t, err)
	require.NoError(t, archive.Close())
	f, err := OpenLabels(t.Context(), write(t, "p.zip", b.String()))
	require.NoError(t, err)
	assert.Equal(t, "a=1 b=2", labelsLine(f))
}

func TestAnnotations(t *testing.T) {
	studio := `[{"id":7,"annotations":[{"completed_by":1,"was_cancelled":false,"result":[{"from_name":"story","value":{"choices":["x"]}}]},
{"completed_by":2,"result":[{"from_name":"story","value":{"choices":["y"]}}]},
{"completed_by":{"id":3,"email":"c@o.example"},"result":[{"from_name":"story","value":{"choices":["y"]}}]}],
"predictions":[{"result":[{"value":{"choices":["z"]}}]}],"data":{"title":"A","text":"b"}},
{"id":8,"annotations":[{"completed_by":1,"was_cancelled":true,"result":[]}],"data":{"title":"B"}}]`
	path := write(t, "a.json", studio)
	c, err := Open(t.Context(), path)
	require.NoError(t, err)
	assert.Equal(t, "2/0/0 story|7|A|b||", summary(c))
	for params, want := range map[string]string{"first": "x", "majority": "y"} {
		c, err := Open(t.Context(), "labelstudio(labels="+params+"):"+path)
		require.NoError(t, err)
		assert.Equal(t, want, c.Articles[0].Story)
		assert.Empty(t, c.Articles[1].Story)
	}
	c, err = Open(t.Context(), path+"@2")
	require.NoError(t, err)
	assert.Equal(t, "y", c.Articles[0].Story)
	_, err = Open(t.Context(), "labelstudio(story=storey):"+path)
	assert.ErrorContains(t, err, "did you mean story?")

	rows := "annotation_id,annotator,id,lead_time,text,label\n1,1,7,1.5,a,x\n2,2,7,1.5,a,x\n" +
		"3,1,8,2,b,\"{\"\"choices\"\":[\"\"x\"\",\"\"y\"\"]}\"\n"
	c, err = Open(t.Context(), write(t, "b.csv", rows))
	require.NoError(t, err)
	assert.Equal(t, "2/1/1 label|7||a||", summary(c))

	argilla := `[{"id":"r1","fields":{"text":"a"},"metadata":{"source":"o.example"},
"responses":{"q":[{"value":"x","user_id":"u"},{"value":"z","user_id":"v","status":"discarded"}]}},
{"id":"r2","fields":{"text":"b"},"responses":{},"suggestions":{"q":{"value":"x"}}}]`
	c, err = Open(t.Context(), write(t, "c.json", argilla))
	require.NoError(t, err)
	assert.Equal(t, "2/1/1 q|r1||a|o.example|", summary(c))

	prodigy := "{\"text\":\"a\",\"_input_hash\":1,\"_task_hash\":2,\"accept\":[\"x\"],\"answer\":\"accept\"}\n" +
		"{\"text\":\"b\",\"_input_hash\":2,\"_task_hash\":3,\"accept\":[\"x\"],\"answer\":\"reject\"}\n" +
		"{\"text\":\"c\",\"_input_hash\":3,\"_task_hash\":4,\"label\":\"x\",\"answer\":\"accept\"}\n"
	c, err = Open(t.Context(), write(t, "d.jsonl", prodigy))
	require.NoError(t, err)
	assert.Equal(t, "3/2/1 label|1||a||", summary(c))

	doccano := "{\"id\":1,\"text\":\"a\",\"label\":[\"x\"],\"Comments\":[]}\n{\"id\":2,\"text\":\"b\",\"label\":[]}\n"
	c, err = Open(t.Context(), write(t, "e.jsonl", doccano))
	require.NoError(t, err)
	assert.Equal(t, "2/1/1 label|1||a||", summary(c))
}
