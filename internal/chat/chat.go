// Package chat asks models behind the endpoints /chat/completions and /embeddings that
// OpenAI defined and many servers offer. Every answer of a chat is recorded in a folder and
// replayed from there when the same is asked again, so that what was asked once
// never calls out again.
package chat

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A Message is one turn of a conversation.
type Message struct {
	Role    string `json:"role"` // system, user or assistant
	Content string `json:"content"`
}

// A Client asks one model. Its methods may be called from several goroutines.
type Client struct {
	URL   string // up to the version, such as http://localhost:8000/v1; empty = replay only
	Model string
	Key   string // sent as the bearer token; empty = none. Never stored or printed
	// KeyVariable and HostVariable name environment variables with the key and the host
	// that it is for, where Key is empty: see [Key].
	KeyVariable, HostVariable string
	Folder                    string // of the recorded answers; made when the first is recorded
	Timeout                   time.Duration
	Retries                   int // of a request that may do better the next time
	Parallel                  int // requests at a time; 0 = 1

	Pause time.Duration // before the first retry, doubled before each other; 0 = a second

	once  sync.Once
	slots chan struct{}
	mu    sync.Mutex
	usage Usage
}

// Usage counts what a client did.
type Usage struct {
	Asked, Replayed int // answers
	Failed          int // requests that were made again
	In, Out         int // tokens of the requests answered, as the server counts them
}

// Usage returns the counts so far.
func (c *Client) Usage() Usage {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.usage
}

func (c *Client) count(change func(*Usage)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	change(&c.usage)
}

// request is the body that is sent, and what the name of a recorded answer is made of.
type request struct {
	Model       string    `json:"model"`
	Messages    []Message `json:"messages"`
	Temperature float64   `json:"temperature"`
	Format      struct {
		Type string `json:"type"`
	} `json:"response_format"`
}

// Ask returns the model's answer, a JSON object, which check accepts: a recorded
// one, else a new one, which is then recorded. An answer that check refuses is
// never recorded; the model is asked again, as after a network error, a timeout,
// status 429 or 5xx, as long as there are retries.
func (c *Client) Ask(ctx context.Context, messages []Message, check func(answer string) error) (string, error) {
	q := request{Model: c.Model, Messages: messages}
	q.Format.Type = "json_object"
	body, err := json.Marshal(q)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(body)
	key := hex.EncodeToString(sum[:16])
	switch answer, found, err := c.recorded(key); {
	case err != nil:
		return "", err
	case found:
		if err := check(answer); err != nil {
			return "", fmt.Errorf("the recorded answer %s: %w", c.path(key), err)
		}
		c.count(func(u *Usage) { u.Replayed++ })
		return answer, nil
	case c.URL == "":
		return "", fmt.Errorf("no answer is recorded in %s, and there is no url to ask", c.path(key))
	}
	var a record
	err = c.withRetries(ctx, "/chat/completions", body, func(data []byte) (err error) {
		if a, err = c.read(data); err != nil {
			return err
		}
		c.count(func(u *Usage) { u.In, u.Out = u.In+a.In, u.Out+a.Out })
		return check(a.Answer)
	})
	if err != nil {
		return "", err
	}
	if err := c.record(key, a); err != nil {
		return "", err
	}
	c.count(func(u *Usage) { u.Asked++ })
	return a.Answer, nil
}

// withRetries posts until read accepts the response, the error is final, or the retries
// are used up.
func (c *Client) withRetries(ctx context.Context, path string, body []byte, read func(data []byte) error) error {
	if err := c.acquire(ctx); err != nil {
		return err
	}
	defer func() { <-c.slots }()
	for attempt := 0; ; attempt++ {
		data, err := c.post(ctx, path, body)
		if err == nil {
			if err = read(data); err == nil {
				return nil
			}
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		var final finalError
		if errors.As(err, &final) || attempt == c.Retries {
			return fmt.Errorf("asking %s (attempt %d): %w", c.Model, attempt+1, err)
		}
		c.count(func(u *Usage) { u.Failed++ })
		if err := c.pause(ctx, attempt, err); err != nil {
			return err
		}
	}
}

func (c *Client) acquire(ctx context.Context) error {
	c.once.Do(func() { c.slots = make(chan struct{}, max(c.Parallel, 1)) })
	select {
	case c.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

const maxPause = time.Minute

// pause waits before a request is made again: as long as the server asked for,
// else twice as long each time; a minute at most.
func (c *Client) pause(ctx context.Context, attempt int, after error) error {
	wait := cmp.Or(c.Pause, time.Second) << min(attempt, 10)
	var busy busyError
	if errors.As(after, &busy) && busy.wait > 0 {
		wait = busy.wait
	}
	timer := time.NewTimer(min(wait, maxPause))
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
