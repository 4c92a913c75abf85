package bench

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/eval"
)

func TestWritePlan(t *testing.T) {
	read := func(text []byte) Plan {
		path := filepath.Join(t.TempDir(), "plan.yaml")
		require.NoError(t, os.WriteFile(path, text, 0o644))
		p, err := ReadPlan(t.Context(), path)
		require.NoError(t, err, "%s", text)
		return p
	}
	for name, p := range map[string]Plan{
		"nothing set": {},
		"a corpus":    {Corpora: []string{"my news: spring.csv@topic"}, Algorithms: []string{"kmeans(k=3..9/7)"}, Seeds: 3},
		"a policy":    {Policy: eval.Policy{Noise: "one"}, Memory: 4e9},
	} {
		var out bytes.Buffer
		require.NoError(t, WritePlan(&out, p))
		assert.Equal(t, p, read(out.Bytes()), name)

		// With the marks of comments taken away the defaults are those of an empty plan.
		all := regexp.MustCompile(`(?m)^# ( *[a-z_]+:| +- )`).ReplaceAll(out.Bytes(), []byte("$1"))
		want, err := p.withDefaults()
		require.NoError(t, err)
		got, err := read(all).withDefaults()
		require.NoError(t, err)
		want.Policy, got.Policy = want.Policy.Full(), got.Policy.Full()
		assert.Equal(t, want, got, name)
	}
}
