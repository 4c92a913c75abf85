package summarize

import (
	"context"
	"fmt"
	"sync"
	"time"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/chat"
	"github.com/seed-9405df2f/assay/spec"
)

// The environment variables that hold the key for a language model's server, and the host
// of the server that it is for.
const (
	KeyVariable  = "ASSAY_LLM_KEY"
	HostVariable = "ASSAY_LLM_HOST"
)

var llmEntry = Entry{
	Name: "llm", Title: "Language model",
	Doc: "A language model writes title, summary and key points and chooses the image; it is called through a " +
		"server's /chat/completions in OpenAI's form. " +
		"Answers are recorded in a folder and replayed for the same request; without url they are only " +
		"replayed, so that tests never use the network. " +
		"The server's key, if it wants one, is taken from the environment variable " + KeyVariable +
		", and sent to the host in " + HostVariable + " or to this machine. An answer that lacks the requested form, " +
		"or has links or words that are not in the articles, is rejected and requested again.",
	Cost: "one request a cluster, of at most input words and the instructions",
	Cite: []string{"OpenAI API reference: Chat completions"},
	New:  func() Summarizer { return NewLLM() },
}

// LLM has a language model write the page.
type LLM struct {
	Model    string  `spec:"model,required" doc:"the model's name, as the server has it"`
	Record   string  `spec:"record,required" doc:"folder of the recorded answers"`
	URL      string  `spec:"url" default:"" doc:"URL of the server up to the version, such as http://localhost:8000/v1; empty = replay only"`
	Input    int     `spec:"input" default:"6000" range:"100:" doc:"maximum words sent: of the most central articles, 100 or more of each"`
	Timeout  int     `spec:"timeout" default:"60" range:"1:3600" doc:"seconds to wait for an answer"`
	Retries  int     `spec:"retries" default:"3" range:"0:20" doc:"maximum retries, after network errors, status 429 or 5xx, refused answers"`
	Parallel int     `spec:"parallel" default:"4" range:"1:256" doc:"requests at a time"`
	PriceIn  float64 `spec:"price_in" default:"0" range:"0:" doc:"price of a million tokens sent, for the note on costs"`
	PriceOut float64 `spec:"price_out" default:"0" range:"0:" doc:"price of a million tokens received"`
	Limits

	once   sync.Once
	client *chat.Client
}

// NewLLM returns it with every parameter at its default; Model and Record have none.
func NewLLM() *LLM { return spec.Defaults(new(LLM)) }

// Valid wants a URL that a key can be sent to, without one inside.
func (l *LLM) Valid() error {
	if l.Model == "" || l.Record == "" {
		return fmt.Errorf("model and record must not be empty")
	}
	if l.URL == "" {
		return nil
	}
	return chat.CheckURL(l.URL, KeyVariable)
}

// Requests is how many clusters may be asked about at a time.
func (l *LLM) Requests() int { return l.Parallel }

func (l *LLM) connect() *chat.Client {
	l.once.Do(func() {
		l.client = &chat.Client{
			URL: l.URL, Model: l.Model, KeyVariable: KeyVariable, HostVariable: HostVariable, Folder: l.Record,
			Timeout: time.Duration(l.Timeout) * time.Second, Retries: l.Retries, Parallel: l.Parallel,
		}
	})
	return l.client
}

// Summarize asks the model. Of articles that have titles only, or fewer than five words of
// text, it asks nothing: their page is what they have.
func (l *LLM) Summarize(ctx context.Context, articles []corpus.Article) (corpus.Page, error) {
	c, err := read(ctx, "llm", l, articles)
	if err != nil {
		return corpus.Page{}, err
	}
	p := newPaper(c, l.Input, l.Limits)
	if !c.tells() {
		pool := c.pool()
		return c.page(c.inOrder(pick(pool, l.Limits))), nil
	}
	messages, err := p.messages()
	if err != nil {
		return corpus.Page{}, err
	}
	var d corpus.Page
	_, err = l.connect().Ask(ctx, messages, func(answer string) (err error) {
		d, err = p.page(answer)
		return err
	})
	return d, err
}

// Notes tell how many answers there were, and what they cost.
func (l *LLM) Notes() []string {
	u := l.connect().Usage()
	note := fmt.Sprintf("%d answers asked for, %d replayed, %d requests made again; %d tokens sent, %d received", u.Asked, u.Replayed,
		u.Failed, u.In, u.Out)
	if l.PriceIn > 0 || l.PriceOut > 0 {
		note += fmt.Sprintf("; cost %.4f", (float64(u.In)*l.PriceIn+float64(u.Out)*l.PriceOut)/1e6)
	}
	return []string{note}
}
