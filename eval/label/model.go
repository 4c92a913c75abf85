package label

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"github.com/seed-9405df2f/assay/algorithms/summarize"
	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/chat"
	"github.com/seed-9405df2f/assay/spec"
)

// A model is a language model as second judge.
type model struct {
	Model   string `spec:"model,required" doc:"the model's name, as the server has it"`
	Record  string `spec:"record,required" doc:"folder of the recorded answers"`
	URL     string `spec:"url" default:"" doc:"URL of the server up to the version; empty = replay only"`
	Calls   int    `spec:"calls" default:"200" range:"1:" doc:"questions at most"`
	Timeout int    `spec:"timeout" default:"60" range:"1:3600" doc:"seconds to wait for an answer"`
	Retries int    `spec:"retries" default:"3" range:"0:20" doc:"maximum retries"`
}

const instructions = `You judge whether two news articles are about the same story: the same event or its immediate developments, and ` +
	`not only the same topic. Answer with a JSON object: {"same":"yes"}, {"same":"no"} or {"same":"unsure"}.`

// askModel has a language model answer the pairs that people answered, and others of the design after these, as many as its budget
// of calls allows. It answers no question twice.
func (s *Session) askModel(ctx context.Context, text string, log io.Writer) error {
	m := spec.Defaults(new(model))
	parsed, err := spec.Parse(text)
	if err != nil {
		return err
	}
	switch {
	case parsed.Name != "llm":
		return fmt.Errorf("--judge %s: a model is written llm(model=M,record=DIR,url=U)", text)
	case s.frame == nil:
		return fmt.Errorf("--judge: a model answers pairs: leave --screens out")
	}
	if err := spec.Bind(parsed, m); err != nil {
		return err
	}
	if m.URL != "" {
		if err := chat.CheckURL(m.URL, summarize.KeyVariable); err != nil {
			return err
		}
	}
	client := &chat.Client{
		URL: m.URL, Model: m.Model, KeyVariable: summarize.KeyVariable, HostVariable: summarize.HostVariable, Folder: m.Record,
		Timeout: time.Duration(m.Timeout) * time.Second, Retries: m.Retries,
	}
	name := "llm:" + m.Model
	asked := 0
	for _, id := range s.forModel(name, m.Calls) {
		q, err := s.question(id)
		if err != nil {
			return err
		}
		same, err := ask(ctx, client, q)
		if err != nil {
			return fmt.Errorf("after %d answers, which are stored: %w", asked, err)
		}
		a, b := q.Articles[0], q.Articles[1]
		x := line{
			Question: id, A: s.articles[a.at].ID, B: s.articles[b.at].ID, Same: same, Judge: name, Model: true,
			Time: time.Now().UTC().Truncate(time.Second),
		}
		if err := s.store.add(x); err != nil {
			return err
		}
		asked++
	}
	u := client.Usage()
	fmt.Fprintf(log, "note: %s answered %d questions: %d asked, %d replayed; %d tokens sent, %d received\n", name, asked, u.Asked, u.Replayed,
		u.In, u.Out)
	return nil
}

// forModel lists the questions for a model: first those that people answered, then as many again of each stratum.
func (s *Session) forModel(name string, calls int) (ids []string) {
	var people []string
	known := map[string]bool{}
	for _, x := range s.store.list {
		if x.Judge == name {
			known[x.Question] = true
		} else if !x.Model && !slices.Contains(people, x.Question) {
			people = append(people, x.Question)
		}
	}
	add := func(id string) {
		if !known[id] && len(ids) < calls {
			known[id] = true
			ids = append(ids, id)
		}
	}
	for _, id := range people {
		add(id)
	}
	survey := s.survey(corpus.Unsure)
	next := map[int]int{}
	for _, h := range survey.Plan(s.figures(), calls) {
		for ; ; next[h]++ {
			id := fmt.Sprintf("p%d.%d", h, next[h])
			if _, ok := s.frame.Ahead(h, next[h]); !ok {
				break
			}
			if !known[id] {
				add(id)
				break
			}
		}
	}
	return ids
}

// ask asks a model one question.
func ask(ctx context.Context, client *chat.Client, q Question) (same corpus.Answer, err error) {
	type seen struct {
		Title string `json:"title"`
		Text  string `json:"text,omitempty"`
		From  string `json:"from,omitempty"`
	}
	var articles []seen
	for _, a := range q.Articles {
		articles = append(articles, seen{a.Title, a.Text, a.From()})
	}
	raw, err := json.Marshal(articles)
	if err != nil {
		return "", err
	}
	messages := []chat.Message{{Role: "system", Content: instructions}, {Role: "user", Content: string(raw)}}
	_, err = client.Ask(ctx, messages, func(answer string) error {
		var said struct {
			Same corpus.Answer `json:"same"`
		}
		if err := json.Unmarshal([]byte(answer), &said); err != nil {
			return err
		}
		if !slices.Contains([]corpus.Answer{corpus.Yes, corpus.No, corpus.Unsure}, said.Same) {
			return fmt.Errorf("%q is no answer", said.Same)
		}
		same = said.Same
		return nil
	})
	return same, err
}
