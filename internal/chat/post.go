package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

const maxResponse = 64 << 20 // bytes of a response

// A finalError is one that a retry would not change.
type finalError struct{ error }

// A busyError is a refusal for now.
type busyError struct {
	status string
	text   string
	wait   time.Duration // that the server asked for; 0 = it did not
}

func (e busyError) Error() string { return serverError(e.status, e.text) }

func serverError(status, text string) string {
	if text == "" {
		return "the server says " + status
	}
	return fmt.Sprintf("the server says %s: %s", status, text)
}

// client does not follow redirects, which would take the key to other places.
var client = &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}

// post makes one request.
func (c *Client) post(ctx context.Context, path string, body []byte) ([]byte, error) {
	if c.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.Timeout)
		defer cancel()
	}
	q, err := http.NewRequestWithContext(ctx, http.MethodPost, strings.TrimSuffix(c.URL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, finalError{err}
	}
	q.Header.Set("Content-Type", "application/json")
	key, err := c.key()
	if err != nil {
		return nil, finalError{err}
	}
	if key != "" {
		q.Header.Set("Authorization", "Bearer "+key)
	}
	r, err := client.Do(q)
	if err != nil {
		return nil, c.timeout(ctx, err)
	}
	defer r.Body.Close()
	data, err := io.ReadAll(io.LimitReader(r.Body, maxResponse+1))
	switch {
	case err != nil:
		return nil, c.timeout(ctx, err)
	case len(data) > maxResponse:
		return nil, finalError{fmt.Errorf("the response is longer than %d bytes", maxResponse)}
	case r.StatusCode == http.StatusTooManyRequests || r.StatusCode >= 500:
		return nil, busyError{r.Status, c.excerpt(data), retryAfter(r.Header.Get("Retry-After"))}
	case r.StatusCode != http.StatusOK:
		return nil, finalError{errors.New(serverError(r.Status, c.excerpt(data)))}
	}
	return data, nil
}

// timeout names the timeout if that was the reason.
func (c *Client) timeout(ctx context.Context, err error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %v", c.Timeout)
	}
	return err
}

// read takes the answer out of a response.
func (c *Client) read(data []byte) (record, error) {
	var response struct {
		Choices []struct {
			Message struct {
				Content string `json:"content"`
				Refusal string `json:"refusal"`
			} `json:"message"`
			Finish string `json:"finish_reason"`
		} `json:"choices"`
		Usage struct {
			In  int `json:"prompt_tokens"`
			Out int `json:"completion_tokens"`
		} `json:"usage"`
	}
	if err := json.Unmarshal(data, &response); err != nil {
		return record{}, fmt.Errorf("the response is no chat completion: %w", err)
	}
	if len(response.Choices) == 0 {
		return record{}, errors.New("the response has no choices")
	}
	first := response.Choices[0]
	switch {
	case first.Message.Refusal != "":
		return record{}, fmt.Errorf("the model refuses: %s", c.excerpt([]byte(first.Message.Refusal)))
	case first.Finish == "length":
		return record{}, errors.New("the answer was cut off at the limit of tokens")
	case strings.TrimSpace(first.Message.Content) == "":
		return record{}, errors.New("the answer is empty")
	}
	return record{Model: c.Model, Answer: first.Message.Content, In: max(response.Usage.In, 0), Out: max(response.Usage.Out, 0)}, nil
}

// retryAfter reads seconds; a date is left to the own pauses.
func retryAfter(header string) time.Duration {
	seconds, err := strconv.Atoi(strings.TrimSpace(header))
	if err != nil || seconds < 0 {
		return 0
	}
	return time.Duration(min(seconds, int(maxPause/time.Second))) * time.Second
}

// excerpt is the beginning of a text, on one line and without the key.
func (c *Client) excerpt(data []byte) string {
	const most = 300
	text := string(data)
	if key, err := c.key(); err == nil && key != "" { // servers repeat what they were sent
		text = strings.ReplaceAll(text, key, "[key]")
	}
	text = strings.ToValidUTF8(strings.Join(strings.Fields(text), " "), "�")
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most]) + "…"
	}
	return text
}
