package bench

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestBytes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "plan.yaml")
	for text, want := range map[string]Bytes{"0": 0, "1500": 1500, "512MB": 512e6, "1.5 GiB": 3 << 29, "2GiB": 2 << 30, "7kB": 7000} {
		var b Bytes
		require.NoError(t, b.UnmarshalText([]byte(text)), text)
		assert.Equal(t, want, b, text)
		written, err := b.MarshalText()
		require.NoError(t, err)
		var again Bytes
		require.NoError(t, again.UnmarshalText(written))
		assert.Equal(t, want, again, string(written))

		require.NoError(t, os.WriteFile(path, []byte("memory: "+text+"\n"), 0o600))
		p, err := ReadPlan(t.Context(), path)
		require.NoError(t, err, text)
		assert.Equal(t, want, p.Memory, text)
	}
	for _, text := range []string{"", "lots", "-1", "NaN", "9e30GB"} {
		assert.ErrorContains(t, new(Bytes).UnmarshalText([]byte(text)), "such as 512MB", text)
	}
}

func TestPlanIsChecked(t *testing.T) {
	_, err := Trials(t.Context(), Plan{Seeds: -1})
	assert.EqualError(t, err, "seeds=-1: must be at least 1")
	_, err = Trials(t.Context(), Plan{TimeLimit: -1})
	assert.EqualError(t, err, "time_limit=-1ns: must be at least 0")
}
