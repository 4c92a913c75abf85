package label

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/corpus/features"
	"github.com/seed-9405df2f/assay/corpus/format"
	"github.com/seed-9405df2f/assay/internal/testfiles"
)

// TestMain makes the test program judge, as assay label does, if it is told to.
func TestMain(m *testing.M) {
	args := os.Getenv("LABEL_TEST_ARGS")
	if args == "" {
		dir, err := os.MkdirTemp("", "label-test-")
		if err != nil {
			panic(err)
		}
		os.Setenv(features.CacheVariable, dir)
		code := m.Run()
		os.RemoveAll(dir)
		os.Exit(code)
	}
	ctx, end := signal.NotifyContext(context.Background(), os.Interrupt)
	defer end()
	var o Options
	var list []string
	if err := json.Unmarshal([]byte(args), &list); err != nil {
		panic(err)
	}
	o.Out, o.Judge = list[0], list[1]
	if err := Run(ctx, list[2], list[3:], o, os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// labels writes a clustering of newsroom: by its stories, every tenth article in the next one.
func labels(t *testing.T, name string, off int) string {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), name)
	found := c.Gold().Alone()
	for i := range found {
		if i%10 == off {
			found[i]++
		}
	}
	var b bytes.Buffer
	require.NoError(t, corpus.WriteLabels(&b, c.IDs(), found))
	require.NoError(t, os.WriteFile(path, b.Bytes(), 0o644))
	return path
}

func session(t *testing.T, path string, x Settings, names ...string) (*Session, error) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	var systems []corpus.Labels
	for i, name := range names {
		l, _, err := format.LabelsOf(t.Context(), c.IDs(), labels(t, name, i+3), corpus.IDPolicy{})
		require.NoError(t, err)
		systems = append(systems, l)
	}
	return Open(t.Context(), c, names, systems, path, x)
}

// start begins to judge in another process and returns the address of the page.
func start(t *testing.T, args ...string) (*exec.Cmd, string) {
	raw, err := json.Marshal(args)
	require.NoError(t, err)
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), "LABEL_TEST_ARGS="+string(raw))
	log, err := cmd.StderrPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
	})
	var said []byte
	address := regexp.MustCompile(`http://127[^ ]*/`)
	for buffer := make([]byte, 4096); !address.Match(said); {
		n, err := log.Read(buffer)
		said = append(said, buffer[:n]...)
		require.NoError(t, err, string(said))
	}
	return cmd, string(address.Find(said))
}

func stored(t *testing.T, path string) (list []line) {
	raw, err := os.ReadFile(path)
	require.NoError(t, err)
	for i, text := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		var x line
		require.NoError(t, json.Unmarshal([]byte(text), &x))
		if i > 0 {
			list = append(list, x)
		}
	}
	return list
}

// Thirty judgements by the keyboard alone, with the program killed in between: nothing is lost.
func TestThirtyJudgementsByKeyboard(t *testing.T) {
	b := openBrowser(t, 400)
	path, found := filepath.Join(t.TempDir(), "j.jsonl"), labels(t, "found.csv", 3)
	args := []string{path, "<script>alert(1)</script>", "newsroom", found}
	cmd, address := start(t, args...)
	b.open(address)
	assert.Equal(t, "true", b.eval("document.documentElement.scrollWidth <= 400"), "it fits a narrow screen")
	var pressed []string
	answer := func(key string) {
		before := b.eval("document.querySelector('#articles').innerText")
		b.press(key)
		pressed = append(pressed, map[string]string{"y": "yes", "n": "no", "u": "unsure"}[key])
		b.until(fmt.Sprintf("document.querySelector('#progress').textContent.startsWith('%d answered')", len(pressed)))
		assert.NotEqual(t, before, b.eval("document.querySelector('#articles').innerText"))
		assert.Len(t, stored(t, path), len(pressed), "it is stored before the next question is shown")
	}
	for k := range 15 {
		answer([]string{"y", "n", "n", "u", "y"}[k%5])
	}
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait()
	b.press("y")
	b.until("document.querySelector('#say').textContent.includes('does not answer')")
	assert.Len(t, stored(t, path), 15)
	_, address = start(t, args...)
	b.open(address)
	assert.Contains(t, b.eval("document.querySelector('#progress').textContent"), "15 answered by <script>alert(1)</script>")
	for k := range 15 {
		answer([]string{"n", "y", "n"}[k%3])
	}
	// Back, a note, and another answer.
	b.press("b")
	b.until("document.querySelector('#say').textContent.includes('You answered')")
	b.press("m")
	for _, key := range []string{"o", "k", "y", "Enter"} {
		b.press(key)
	}
	b.press("u")
	b.until("document.querySelector('#say').textContent.startsWith('Stored')")
	list := stored(t, path)
	require.Len(t, list, 31)
	for i, same := range pressed {
		assert.EqualValues(t, same, list[i].Same)
	}
	assert.Equal(t, list[29].Question, list[30].Question)
	assert.Equal(t, "oky", list[30].Note)
	seen := map[string]bool{}
	for _, x := range list[:30] {
		assert.False(t, seen[x.Question], "no question comes twice")
		seen[x.Question] = true
	}
}

// One article with others to tick, by keys.
func TestArticlesByKeyboard(t *testing.T) {
	b := openBrowser(t, 1000)
	s, err := session(t, filepath.Join(t.TempDir(), "j.jsonl"), Settings{Screens: "articles", Judge: "ann"}, "found")
	require.NoError(t, err)
	v, err := Listen(s, 0)
	require.NoError(t, err)
	go func() { _ = v.Serve(t.Context()) }()
	b.open(v.Address())
	b.press("1")
	b.press("3")
	b.press("3")
	b.press("Enter")
	b.until("document.querySelector('#progress').textContent.startsWith('1 answered')")
	require.Len(t, s.store.list, 1)
	same := 0
	for _, g := range s.store.list[0].Groups {
		same += len(g.Same)
	}
	assert.Equal(t, 1, same)
}

func TestRequestsOfOtherPages(t *testing.T) {
	s, err := session(t, filepath.Join(t.TempDir(), "j.jsonl"), Settings{Judge: "ann"}, "found")
	require.NoError(t, err)
	v, err := Listen(s, 0)
	require.NoError(t, err)
	go func() { _ = v.Serve(t.Context()) }()
	q, ok := s.Next()
	require.True(t, ok)
	body := fmt.Sprintf(`{"id":%q,"same":"yes"}`, q.ID)
	post := func(address, body string, header ...string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(body))
		require.NoError(t, err)
		r.Header.Set("Content-Type", "application/json")
		for i := 0; i < len(header); i += 2 {
			if r.Header.Set(header[i], header[i+1]); header[i] == "Host" {
				r.Host = header[i+1]
			}
		}
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		defer answer.Body.Close()
		text, err := io.ReadAll(answer.Body)
		require.NoError(t, err)
		return answer.StatusCode, string(text)
	}
	at := v.Address() + "answer"
	for _, c := range []struct {
		code    int
		address string
		body    string
		header  []string
	}{
		{http.StatusForbidden, at, body, []string{"Origin", "http://news.example"}},
		{http.StatusForbidden, at, body, []string{"Host", "news.example"}},
		{http.StatusForbidden, at, body, []string{"Origin", "null"}},
		{http.StatusUnsupportedMediaType, at, body, []string{"Content-Type", "text/plain"}},
		{http.StatusNotFound, strings.Replace(at, v.token, "x", 1), body, nil},
		{http.StatusBadRequest, at, `{"id":"p99.1","same":"yes"}`, nil},
		{http.StatusBadRequest, at, fmt.Sprintf(`{"id":%q,"same":"perhaps"}`, q.ID), nil},
		{http.StatusBadRequest, at, `{"id":`, nil},
		{http.StatusBadRequest, at, fmt.Sprintf(`{"id":%q,"same":"yes","note":%q}`, q.ID, strings.Repeat("x", 1<<17)), nil},
	} {
		code, text := post(c.address, c.body, c.header...)
		assert.Equal(t, c.code, code, text)
		assert.LessOrEqual(t, strings.Count(strings.TrimSpace(text), "\n"), 0)
	}
	assert.Empty(t, s.store.list)
	for _, want := range []int{http.StatusNoContent, http.StatusNoContent} { // a doubled answer is one
		code, _ := post(at, body)
		assert.Equal(t, want, code)
	}
	code, text := post(at, strings.Replace(body, "yes", "no", 1)) // two windows
	assert.Equal(t, http.StatusConflict, code)
	assert.Contains(t, text, "another window")
	assert.Len(t, s.store.list, 1)
	_, port, err := net.SplitHostPort(v.listener.Addr().String())
	require.NoError(t, err)
	var taken int
	fmt.Sscan(port, &taken)
	_, err = Listen(s, taken)
	assert.ErrorContains(t, err, "cannot be opened: choose another --port")
}

// truth answers questions by the stories of newsroom until there are n.
func judgeAll(t *testing.T, s *Session, n int) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	gold := c.Gold().Alone()
	for len(s.done) < n {
		q, ok := s.Next()
		if !ok {
			return
		}
		r := Reply{ID: q.ID, Same: corpus.Yes}
		for i, a := range q.Articles[1:] {
			same := gold[a.at] == gold[q.Articles[0].at]
			if same {
				r.Ticked = append(r.Ticked, i+1)
			} else if !q.Tick {
				r.Same = corpus.No
			}
		}
		require.NoError(t, s.Answer(r))
	}
}

// Estimates from judging hold the scores of the whole gold.
func TestFigures(t *testing.T) {
	for _, x := range []Settings{{Judge: "ann", Screens: "articles"}, {Judge: "ann"}, {Judge: "ann", Ask: "precision"}} {
		path := filepath.Join(t.TempDir(), "j.jsonl")
		s, err := session(t, path, x, "found")
		require.NoError(t, err)
		judgeAll(t, s, 120)
		p := s.Progress()
		assert.Equal(t, 120, p.Answered)
		require.NotEmpty(t, p.Figures)
		text := new(strings.Builder)
		require.NoError(t, s.WriteText(text))
		t.Log(text)
		require.NoError(t, s.Close())
		again, err := session(t, path, x, "found")
		require.NoError(t, err)
		assert.Equal(t, p, again.Progress(), "it goes on where it ended")
		require.NoError(t, again.Close())
	}
}

func TestCompareIsSettled(t *testing.T) {
	c, err := format.Open(t.Context(), "newsroom")
	require.NoError(t, err)
	worse := c.Gold().Alone()
	for i := range worse {
		worse[i] /= 3 // three stories in one
	}
	x := Settings{Judge: "ann", Until: "compare good bad"}
	s, err := Open(t.Context(), c, []string{"good", "bad"}, []corpus.Labels{c.Gold(), worse}, filepath.Join(t.TempDir(), "j"), x)
	require.NoError(t, err)
	judgeAll(t, s, 400)
	p := s.Progress()
	require.NotNil(t, p.Verdict)
	assert.True(t, p.Verdict.Settled)
	assert.Less(t, p.Answered, 200)
	assert.Contains(t, strings.Join(p.Notes, " "), "Settled: good is better than bad by ")
}

func TestFilesThatDoNotFit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j.jsonl")
	s, err := session(t, path, Settings{Judge: "ann"}, "found")
	require.NoError(t, err)
	_, err = session(t, path, Settings{Judge: "bob"}, "found")
	assert.ErrorContains(t, err, "choose another --out", "somebody judges already")
	judgeAll(t, s, 3)
	require.NoError(t, s.Close())
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	write := func(text string) { require.NoError(t, os.WriteFile(path, []byte(text), 0o644)) }
	for text, want := range map[string]string{
		"id,label\n1,2\n":                                                 "something else than judgements",
		string(whole) + "{\"question\":1}\n":                              ":5: no judgement",
		string(whole) + "{\"question\":\"p9\"}\n":                         `there is no question "p9"`,
		strings.Replace(string(whole), `"id_a":"`, `"id_a":"no such `, 1): `:2: no article has the id "no such `,
	} {
		write(text)
		_, err = session(t, path, Settings{Judge: "ann"}, "found")
		assert.ErrorContains(t, err, want)
		left, err := os.ReadFile(path)
		require.NoError(t, err)
		assert.Equal(t, text, string(left), "nothing is lost")
	}
	write(string(whole))
	for want, x := range map[string]Settings{"--seed 1": {Judge: "ann", Seed: 2}, "--ask all": {Judge: "ann", Ask: "recall"}} {
		_, err = session(t, path, x, "found")
		assert.ErrorContains(t, err, "were begun with "+want)
	}
	_, err = session(t, path, Settings{Judge: "ann"}, "found", "other")
	assert.ErrorContains(t, err, "were begun with other labels")
	for _, x := range []Settings{{Judge: "a\nb"}, {Judge: " "}, {Judge: "ann", Ask: "compare"}, {Judge: "ann", Until: "compare found x"}} {
		_, err = session(t, path, x, "found")
		assert.Error(t, err)
	}
	write(string(whole) + `{"question":"p0.`) // the power went
	s, err = session(t, path, Settings{Judge: "ann"}, "found")
	require.NoError(t, err)
	assert.Len(t, s.done, 3)
	judgeAll(t, s, 4)
	require.NoError(t, s.Close())
	assert.Len(t, stored(t, path), 4)
}

// Two judges: one of ten questions is one that the other answered.
func TestTwoJudges(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j.jsonl")
	for _, name := range []string{"ann", "<script>"} {
		s, err := session(t, path, Settings{Judge: name}, "found")
		require.NoError(t, err)
		judgeAll(t, s, 40)
		text := new(strings.Builder)
		require.NoError(t, s.WriteText(text))
		if name != "ann" {
			assert.Contains(t, text.String(), "76 questions answered")
			assert.Contains(t, text.String(), "over 4 pairs")
		}
		require.NoError(t, s.Close())
	}
}

func TestSheets(t *testing.T) {
	path := filepath.Join(t.TempDir(), "j.jsonl")
	s, err := session(t, path, Settings{Judge: "ann"}, "found")
	require.NoError(t, err)
	var sheet, page bytes.Buffer
	require.NoError(t, s.WriteSheet(&sheet, 20, true))
	require.NoError(t, s.WriteSheet(&page, 20, false))
	assert.Equal(t, 21, strings.Count(sheet.String(), "\np")+strings.Count(sheet.String(), "question,title_a"))
	assert.Equal(t, 20, strings.Count(page.String(), "<fieldset"))
	ids := regexp.MustCompile(`(?m)^p\d+\.\d+`).FindAllString(sheet.String(), -1)
	answers := "question,same,note\n" + ids[0] + ",yes,\n" + ids[1] + ",NO,\"why, \"\"not\"\"\"\n" + ids[2] + ",,\n"
	n, err := s.ReadSheet(strings.NewReader(answers), "answers.csv")
	require.NoError(t, err)
	assert.Equal(t, 2, n)
	assert.Equal(t, `why, "not"`, s.store.list[1].Note)
	for text, want := range map[string]string{
		"question,same\n" + ids[3] + ",yes\np77.1,no\n": "answers.csv:3: there is no question",
		"question,same\n" + ids[3] + ",jein\n":          `answers.csv:2: "jein" is no answer`,
		"question,same\n" + ids[0] + ",no\n":            "has another answer already",
	} {
		_, err = s.ReadSheet(strings.NewReader(text), "answers.csv")
		assert.ErrorContains(t, err, want)
	}
	assert.Len(t, s.store.list, 2, "all rows, or none")
}

// A model answers what people answered and more, from records.
func TestModelAsSecondJudge(t *testing.T) {
	calls := 0
	server := &http.Server{ReadHeaderTimeout: time.Second, Handler: http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls++
		fmt.Fprint(w, `{"choices":[{"message":{"content":"{\"same\":\"yes\"}"}}],"usage":{}}`)
	})}
	listener, err := net.Listen("tcp4", "127.0.0.1:0")
	require.NoError(t, err)
	go func() { _ = server.Serve(listener) }()
	defer server.Close()
	path, record := filepath.Join(t.TempDir(), "j.jsonl"), t.TempDir()
	s, err := session(t, path, Settings{Judge: "ann"}, "found")
	require.NoError(t, err)
	judgeAll(t, s, 60)
	before := s.Progress()
	model := fmt.Sprintf("llm(model=m,record=%s,url=\"http://%s/v1\",calls=90)", record, listener.Addr())
	require.NoError(t, s.askModel(t.Context(), model, io.Discard))
	assert.Equal(t, 90, calls)
	after := s.Progress()
	assert.InDelta(t, *before.Figures[0].Value, *after.Figures[0].Value, .02, "a model that always says yes changes nothing much")
	var text strings.Builder
	require.NoError(t, s.WriteText(&text))
	assert.Contains(t, text.String(), "ann and llm:m")
	assert.ErrorContains(t, s.askModel(t.Context(), "gpt(model=m)", io.Discard), "--judge gpt(model=m): a model is written llm(")
}

// The newest corpora of the shared folder can be judged, too.
func TestSharedCorpus(t *testing.T) {
	c, err := format.Open(t.Context(), testfiles.Path(t, "corpora", "wikinews"))
	require.NoError(t, err)
	s, err := Open(t.Context(), c, nil, nil, filepath.Join(t.TempDir(), "j"), Settings{Judge: "ann"})
	require.NoError(t, err)
	q, ok := s.Next()
	assert.True(t, ok)
	assert.NotEmpty(t, q.Articles[1].Title)
}
