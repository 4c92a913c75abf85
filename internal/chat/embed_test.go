package chat

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestEmbed(t *testing.T) {
	for name, response := range map[string]string{
		"in order": `{"data":[{"embedding":[1,0.5]},{"embedding":[-2,3e-2]}]}`,
		"by index": `{"data":[{"index":1,"embedding":[-2,0.03]},{"index":0,"embedding":[1,0.5]}],"usage":{"prompt_tokens":7}}`,
		"base64":   `{"data":[{"index":0,"embedding":"AACAPwAAAD8="},{"index":1,"embedding":"AAAAwI/C9Tw="}]}`,
		"with more fields": `{"object":"list","model":"m","data":[{"object":"embedding","index":0,"embedding":[1,0.5]},` +
			`{"index":1,"embedding":[-2,0.03]}]}`,
	} {
		c, _ := server(t, func(w http.ResponseWriter, r *http.Request) {
			assert.Equal(t, "POST /v1/embeddings", r.Method+" "+r.URL.Path)
			var sent map[string]any
			assert.NoError(t, json.NewDecoder(r.Body).Decode(&sent))
			assert.Equal(t, map[string]any{"model": "m", "input": []any{"a", "b"}}, sent)
			body(response)(w, r)
		})
		got, err := c.Embed(t.Context(), []string{"a", "b"})
		require.NoError(t, err, name)
		assert.Equal(t, [][]float32{{1, .5}, {-2, .03}}, got, name)
	}
}

func TestEmbedFaults(t *testing.T) {
	for response, want := range map[string]string{
		`{"data":[{"embedding":[1]}]}`:                                       "1 vectors for 2 texts",
		`{"data":[{"embedding":[1]},{"embedding":[1,2]}]}`:                   "not of one length",
		`{"data":[{"embedding":[]},{"embedding":[]}]}`:                       "not of one length",
		`{"data":[{"index":0,"embedding":[1]},{"index":0,"embedding":[1]}]}`: "its index 0 is wrong",
		`{"data":[{"index":5,"embedding":[1]},{"index":0,"embedding":[1]}]}`: "its index 5 is wrong",
		`{"data":[{"embedding":"AADAfw=="},{"embedding":"AACAPw=="}]}`:       "not finite",
		`{"data":[{"embedding":"AAC"},{"embedding":"AACAPw=="}]}`:            "no base64 of float32",
		`{"error":"no"}`: "0 vectors for 2 texts",
		`<html>`:         "no embeddings",
	} {
		c, calls := server(t, body(response))
		c.Retries = 1
		_, err := c.Embed(t.Context(), []string{"a", "b"})
		assert.ErrorContains(t, err, want, response)
		assert.EqualValues(t, 2, calls.Load(), response)
	}
	c, calls := server(t, status(http.StatusTooManyRequests, "slow down"), status(500, "later"), body(`{"data":[{"embedding":[1]}]}`))
	c.Retries = 2
	got, err := c.Embed(t.Context(), []string{"a"})
	require.NoError(t, err)
	assert.Equal(t, [][]float32{{1}}, got)
	assert.EqualValues(t, 3, calls.Load())
}

// The key goes to the named host and to this machine, and to no other server.
func TestKey(t *testing.T) {
	t.Setenv("TEST_KEY", "sk-1")
	for _, c := range []struct{ address, host, want string }{
		{"http://localhost:8000/v1", "", "sk-1"}, {"http://127.0.0.1/v1", "", "sk-1"}, {"http://[::1]:9/v1", "", "sk-1"},
		{"https://api.example/v1", "api.example", "sk-1"}, {"https://api.example:8443/v1", "api.example:8443", "sk-1"},
		{"https://api.example:8443/v1", "api.example", "sk-1"},
		{"https://api.example/v1", "", ""}, {"https://evil.example/v1", "api.example", ""}, {"https://localhost.evil.example/v1", "", ""},
		{"https://api.example.evil.example/v1", "api.example", ""}, {"https://api.example:1/v1", "api.example:8443", ""},
		{"https://127.0.0.1.evil.example/v1", "", ""},
	} {
		t.Setenv("TEST_HOST", c.host)
		got, err := Key(c.address, "TEST_KEY", "TEST_HOST")
		assert.Equal(t, c.want, got, c.address)
		if c.want == "" {
			assert.ErrorContains(t, err, "set TEST_HOST=", c.address)
			assert.NotContains(t, err.Error(), "sk-1")
		}
	}
	t.Setenv("TEST_KEY", "")
	got, err := Key("https://evil.example/v1", "TEST_KEY", "TEST_HOST")
	assert.NoError(t, err)
	assert.Empty(t, got)
}

// A redirect is an error, and the place that it leads to sees nothing.
func TestEmbedRedirect(t *testing.T) {
	seen := false
	other := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { seen = true }))
	t.Cleanup(other.Close)
	c, _ := server(t, http.RedirectHandler(other.URL, http.StatusTemporaryRedirect).ServeHTTP)
	_, err := c.Embed(t.Context(), []string{"a"})
	assert.ErrorContains(t, err, "307")
	assert.False(t, seen)
}
