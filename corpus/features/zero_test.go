package features

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/spec"
)

// A struct whose parameters were never set builds a space, or names the parameter
// that is missing, or the constructor to call, which exists.
func TestZeroValues(t *testing.T) {
	var source strings.Builder
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		source.Write(text)
	}
	for _, e := range Entries {
		b := reflect.New(reflect.TypeOf(e.New()).Elem()).Interface().(Builder)
		for _, in := range []*Input{{Articles: synthetic(10)}, {}} {
			s, err := b.Build(t.Context(), in)
			if err == nil {
				assert.Equal(t, len(in.Articles), s.Rows(), e.Name)
			} else if !strings.Contains(err.Error(), "is missing") {
				assert.ErrorContains(t, err, spec.Constructor(b)+" ", e.Name)
				assert.Contains(t, source.String(), "func "+strings.TrimPrefix(spec.Constructor(b), "features."))
			}
		}
	}
}
