package testfiles

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"html"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// Chromium finds a browser, and skips the test if there is none.
func Chromium(t *testing.T) string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("needs chromium")
	return ""
}

// Profile makes a directory for the profile of a browser. It is not a TempDir of the test, which
// fails if it cannot be removed: processes of a browser that was stopped may still be writing.
func Profile(t *testing.T) string {
	dir, err := os.MkdirTemp("", "assay-chromium-")
	require.NoError(t, err)
	t.Cleanup(func() { _ = os.RemoveAll(dir) })
	return dir
}

var consoleLine = regexp.MustCompile(`(?m)^.*\bCONSOLE\b.*$`)

// Browse opens a page from a file, with a script of the test at its end that the policy of the
// page is made to allow, and returns the document as it then is and the lines of the console.
func Browse(t *testing.T, page, script string, flags ...string) (dom string, console []string) {
	path := filepath.Join(t.TempDir(), "page.html")
	sum := sha256.Sum256([]byte(script))
	allowed := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
	if strings.Contains(page, "script-src ") {
		page = strings.Replace(page, "script-src ", allowed+" ", 1)
	} else {
		page = strings.Replace(page, "style-src ", allowed+"; style-src ", 1)
	}
	require.Contains(t, page, allowed)
	page = strings.Replace(page, "</body>", "<script>"+script+"</script></body>", 1)
	require.NoError(t, os.WriteFile(path, []byte(page), 0o644))
	args := append([]string{"--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
		"--enable-logging=stderr", "--user-data-dir=" + Profile(t), "--virtual-time-budget=5000", "--dump-dom"}, flags...)
	cmd := exec.CommandContext(t.Context(), Chromium(t), append(args, "file://"+path)...)
	var out, logged bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &logged
	require.NoError(t, cmd.Run(), logged.String())
	return out.String(), consoleLine.FindAllString(logged.String(), -1)
}

var outcomeTag = regexp.MustCompile(`(?s)<pre id="outcome">(.*?)</pre>`)

// Outcomes are what the script of a test found, by name, as JSON in an element of the document.
func Outcomes(t *testing.T, dom string) map[string]any {
	found := outcomeTag.FindStringSubmatch(dom)
	require.NotNil(t, found, "the test script did not end")
	var list map[string]any
	require.NoError(t, json.Unmarshal([]byte(html.UnescapeString(found[1])), &list))
	return list
}
