package chat

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const key = "sk-not-to-be-told"

func completion(answer string) string {
	content, _ := json.Marshal(answer)
	return fmt.Sprintf(`{"choices":[{"message":{"content":%s},"finish_reason":"stop"}],`+
		`"usage":{"prompt_tokens":10,"completion_tokens":3}}`, content)
}

// server answers the requests in turn; the last reply serves all others.
func server(t *testing.T, replies ...http.HandlerFunc) (*Client, *atomic.Int32) {
	var calls atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		replies[min(int(calls.Add(1)), len(replies))-1](w, r)
	}))
	t.Cleanup(s.Close)
	return &Client{URL: s.URL + "/v1", Model: "m", Key: key, Folder: filepath.Join(t.TempDir(), "answers"), Timeout: 5 * time.Second,
		Pause: time.Millisecond}, &calls
}

func says(answer string) http.HandlerFunc { return body(completion(answer)) }

func body(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, text) }
}

func status(code int, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { http.Error(w, text, code) }
}

func fine(string) error { return nil }

var question = []Message{{"system", "Be brief."}, {"user", `Say "yes".`}}

func TestAskRecordsAndReplays(t *testing.T) {
	c, calls := server(t, func(w http.ResponseWriter, r *http.Request) {
		assert.Equal(t, "POST /v1/chat/completions", r.Method+" "+r.URL.Path)
		assert.Equal(t, "Bearer "+key, r.Header.Get("Authorization"))
		assert.Equal(t, "application/json", r.Header.Get("Content-Type"))
		var sent map[string]json.RawMessage
		assert.NoError(t, json.NewDecoder(r.Body).Decode(&sent))
		assert.JSONEq(t, `"m"`, string(sent["model"]))
		assert.JSONEq(t, `[{"role":"system","content":"Be brief."},{"role":"user","content":"Say \"yes\"."}]`, string(sent["messages"]))
		assert.JSONEq(t, `0`, string(sent["temperature"]))
		assert.JSONEq(t, `{"type":"json_object"}`, string(sent["response_format"]))
		says("<yes>")(w, r)
	})
	ctx := context.Background()
	for range 3 {
		answer, err := c.Ask(ctx, question, fine)
		require.NoError(t, err)
		assert.Equal(t, "<yes>", answer)
	}
	assert.EqualValues(t, 1, calls.Load())
	assert.Equal(t, Usage{Asked: 1, Replayed: 2, In: 10, Out: 3}, c.Usage())

	files, err := os.ReadDir(c.Folder)
	require.NoError(t, err)
	require.Len(t, files, 1)
	stored, err := os.ReadFile(filepath.Join(c.Folder, files[0].Name()))
	require.NoError(t, err)
	assert.NotContains(t, string(stored), key)
	assert.Contains(t, string(stored), "<yes>")

	offline := &Client{Model: "m", Folder: c.Folder}
	answer, err := offline.Ask(ctx, question, fine)
	require.NoError(t, err)
	assert.Equal(t, "<yes>", answer)
	_, err = offline.Ask(ctx, question[:1], fine)
	assert.ErrorContains(t, err, "no answer is recorded in "+c.Folder)
	_, err = (&Client{Model: "other", Folder: c.Folder}).Ask(ctx, question, fine)
	assert.ErrorContains(t, err, "no answer is recorded", "another model is another question")
	_, err = offline.Ask(ctx, question, func(string) error { return errors.New("not liked") })
	assert.ErrorContains(t, err, "the recorded answer")
	assert.ErrorContains(t, err, "not liked")

	require.NoError(t, os.WriteFile(filepath.Join(c.Folder, files[0].Name()), []byte("{"), 0o644))
	_, err = offline.Ask(ctx, question, fine)
	assert.ErrorContains(t, err, "is damaged")
}

func TestRetries(t *testing.T) {
	broken := func(w http.ResponseWriter, _ *http.Request) {
		conn, _, _ := w.(http.Hijacker).Hijack()
		conn.Close()
	}
	for name, reply := range map[string]http.HandlerFunc{
		"429": status(429, "slow down"), "500": status(500, ""), "503": status(503, "no"), "network": broken,
		"no JSON": body("<html>"), "no choices": body(`{"choices":[]}`), "empty": says(" \n"), "refused": says("no"),
		"cut off": body(`{"choices":[{"message":{"content":"yes"},"finish_reason":"length"}]}`),
		"refusal": body(`{"choices":[{"message":{"content":null,"refusal":"I will not"}}]}`),
	} {
		check := func(a string) error {
			if a != "yes" {
				return errors.New("not yes")
			}
			return nil
		}
		c, _ := server(t, reply, reply, says("yes"))
		c.Retries = 2
		answer, err := c.Ask(context.Background(), question, check)
		require.NoError(t, err, name)
		assert.Equal(t, "yes", answer, name)
		assert.Equal(t, 2, c.Usage().Failed, name)

		c, calls := server(t, reply)
		c.Retries = 2
		_, err = c.Ask(context.Background(), question, check)
		assert.ErrorContains(t, err, "asking m (attempt 3): ", name)
		assert.EqualValues(t, 3, calls.Load(), name)
		_, err = os.Stat(c.Folder)
		assert.ErrorIs(t, err, os.ErrNotExist, "%s: nothing is recorded", name)
	}
}

func TestFinalErrors(t *testing.T) {
	for name, reply := range map[string]http.HandlerFunc{
		"400": status(400, "no such model"), "401": status(401, "wrong key "+key), "404": status(404, ""),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/elsewhere", http.StatusTemporaryRedirect)
		},
		"long": body(strings.Repeat("x", maxResponse+1)),
	} {
		c, calls := server(t, reply)
		c.Retries = 5
		_, err := c.Ask(context.Background(), question, fine)
		require.Error(t, err, name)
		assert.EqualValues(t, 1, calls.Load(), name)
		assert.NotContains(t, err.Error(), key, name)
	}
	c, _ := server(t, status(401, strings.Repeat("x", 290)+key))
	_, err := c.Ask(context.Background(), question, fine)
	assert.NotContains(t, err.Error(), key[:8], "not even a part, where the excerpt ends")
}

func TestTimeoutAndCancellation(t *testing.T) {
	slow := func(w http.ResponseWriter, r *http.Request) {
		io.Copy(io.Discard, r.Body) // else the server does not see the client leave
		select {
		case <-r.Context().Done():
		case <-time.After(10 * time.Second):
		}
	}
	c, _ := server(t, slow)
	c.Timeout = 20 * time.Millisecond
	_, err := c.Ask(context.Background(), question, fine)
	assert.ErrorContains(t, err, "no answer within 20ms")

	c, calls := server(t, slow)
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		for calls.Load() == 0 {
			time.Sleep(time.Millisecond)
		}
		cancel()
	}()
	_, err = c.Ask(ctx, question, fine)
	assert.Equal(t, context.Canceled, err)

	c, _ = server(t, status(429, ""))
	c.Retries, c.Pause = 9, time.Hour
	ctx, cancel = context.WithTimeout(context.Background(), 50*time.Millisecond)
	defer cancel()
	_, err = c.Ask(ctx, question, fine)
	assert.Equal(t, context.DeadlineExceeded, err, "it does not sit out a pause")
}

func TestRetryAfter(t *testing.T) {
	for header, want := range map[string]time.Duration{"": 0, "2": 2 * time.Second, " 7 ": 7 * time.Second, "-1": 0, "soon": 0,
		"999999999999": 0, "86400": time.Minute} {
		if header == "999999999999" {
			want = time.Minute
		}
		assert.Equal(t, want, retryAfter(header), header)
	}
}

func TestParallel(t *testing.T) {
	var now, most atomic.Int32
	c, calls := server(t, func(w http.ResponseWriter, r *http.Request) {
		n := now.Add(1)
		for m := most.Load(); n > m && !most.CompareAndSwap(m, n); m = most.Load() {
		}
		time.Sleep(5 * time.Millisecond)
		now.Add(-1)
		says("yes")(w, r)
	})
	c.Parallel = 3
	var group sync.WaitGroup
	for i := range 12 {
		group.Go(func() {
			_, err := c.Ask(context.Background(), []Message{{"user", fmt.Sprint(i)}}, fine)
			assert.NoError(t, err)
		})
	}
	group.Wait()
	assert.EqualValues(t, 12, calls.Load())
	assert.LessOrEqual(t, most.Load(), int32(3))
	assert.Equal(t, 12, c.Usage().Asked)
}
