package label

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/seed-9405df2f/assay/internal/testfiles"
	"github.com/stretchr/testify/require"
)

// A browser is a headless Chromium with one page, driven by its DevTools protocol through a pipe.
type browser struct {
	t       *testing.T
	in      *os.File
	out     *bufio.Reader
	session string
	last    int
}

// openBrowser starts one of the given width, or skips the test if there is none.
func openBrowser(t *testing.T, width int) *browser {
	path := testfiles.Chromium(t)
	toRead, in, err := os.Pipe()
	require.NoError(t, err)
	out, toWrite, err := os.Pipe()
	require.NoError(t, err)
	ctx, cancel := context.WithCancel(context.Background())
	cmd := exec.CommandContext(ctx, path, "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
		"--remote-debugging-pipe", "--user-data-dir="+testfiles.Profile(t), fmt.Sprintf("--window-size=%d,900", width), "about:blank")
	cmd.ExtraFiles = []*os.File{toRead, toWrite}
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait() // it was killed
	})
	b := &browser{t: t, in: in, out: bufio.NewReader(out)}
	var target struct{ TargetID string }
	b.call("Target.createTarget", map[string]any{"url": "about:blank"}, &target)
	var attached struct{ SessionID string }
	b.call("Target.attachToTarget", map[string]any{"targetId": target.TargetID, "flatten": true}, &attached)
	b.session = attached.SessionID
	b.call("Emulation.setDeviceMetricsOverride", map[string]any{"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": false}, nil)
	return b
}

// call calls a method and decodes its result.
func (b *browser) call(method string, params map[string]any, into any) {
	b.t.Helper()
	b.last++
	raw, err := json.Marshal(map[string]any{"id": b.last, "method": method, "params": params, "sessionId": b.session})
	require.NoError(b.t, err)
	if b.session == "" {
		raw = []byte(strings.Replace(string(raw), `,"sessionId":""`, "", 1))
	}
	_, err = b.in.Write(append(raw, 0))
	require.NoError(b.t, err)
	for {
		raw, err := b.out.ReadBytes(0)
		require.NoError(b.t, err)
		var answer struct {
			ID     int
			Result json.RawMessage
			Error  *struct{ Message string }
		}
		require.NoError(b.t, json.Unmarshal(raw[:len(raw)-1], &answer))
		if answer.ID != b.last {
			continue // an event
		}
		require.Nil(b.t, answer.Error, "%s: %s", method, raw)
		if into != nil {
			require.NoError(b.t, json.Unmarshal(answer.Result, into))
		}
		return
	}
}

func (b *browser) open(address string) {
	b.call("Page.navigate", map[string]any{"url": address}, nil)
	b.until("document.querySelector('#progress') && document.querySelector('#progress').textContent != ''")
}

// eval returns the value of a JavaScript expression as text.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	var out struct{ Result struct{ Value any } }
	b.call("Runtime.evaluate", map[string]any{"expression": "String(" + expression + ")", "returnByValue": true}, &out)
	return fmt.Sprint(out.Result.Value)
}

// until waits until an expression is true.
func (b *browser) until(expression string) {
	b.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(10 * time.Millisecond) {
		if b.eval("Boolean("+expression+")") == "true" {
			return
		}
		require.True(b.t, time.Now().Before(deadline), "%s: %s", expression, b.eval("document.body && document.body.innerText"))
	}
}

// press presses a key.
func (b *browser) press(key string) {
	text := key
	if key == "Enter" {
		text = "\r"
	}
	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyDown", "key": key, "text": text}, nil)
	b.call("Input.dispatchKeyEvent", map[string]any{"type": "keyUp", "key": key}, nil)
}
