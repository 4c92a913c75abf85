package flags

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func TestHelp(t *testing.T) {
	cmd := &cobra.Command{Use: "sort", Long: strings.Repeat("A long text of many words. ", 9) + "\n\n  a line that is kept\nand\nmore",
		Run: func(*cobra.Command, []string) {}}
	cmd.Flags().StringArray("metric", nil, "metric specs")
	cmd.Flags().String("noise", "singletons", strings.Repeat("what noise becomes ", 9))
	cmd.Flags().Int("depth", 0, "levels; 0 means all")
	cmd.Flags().StringToString("map", nil, "fields")
	cmd.Flags().Bool("quiet", false, "suppress notes")
	Help(cmd)
	var out bytes.Buffer
	cmd.SetOut(&out)
	require.NoError(t, cmd.Help())
	text := out.String()
	for line := range strings.Lines(text) {
		assert.LessOrEqual(t, utf8.RuneCountInString(strings.TrimRight(line, "\n")), 80, line)
	}
	assert.Contains(t, text, "\n\n  a line that is kept\nand more\n")
	assert.Contains(t, text, "\n\nFlags:\n      --depth int   levels; 0 means all\n\nInput:\n      --map name=value   fields\n\nScores:\n")
	assert.Contains(t, text, "--metric list    metric specs\n")
	assert.Contains(t, text, "(default singletons)")
	assert.NotContains(t, text, "[]")
	assert.Less(t, strings.Index(text, "--noise"), strings.Index(text, "--quiet"))
}

// Each flag of the groups is in one of them.
func TestGroups(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range groups {
		for _, name := range g.names {
			assert.False(t, seen[name], name)
			seen[name] = true
		}
	}
}
