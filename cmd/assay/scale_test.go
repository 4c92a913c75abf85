package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The recipes in docs/scale.md run as they are written, one after the other in one folder.
func TestRecipesOfScale(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "scale.md"))
	require.NoError(t, err)
	self, err := os.Executable()
	require.NoError(t, err)
	bin, dir := t.TempDir(), t.TempDir()
	require.NoError(t, os.Symlink(self, filepath.Join(bin, "assay")))
	var one, gold, found, mixed, news strings.Builder
	for i := range 300 {
		story, cluster := i/7, (i+i%5/4)/7
		fmt.Fprintf(&one, "a%d,s%d,c%d\n", i, story, cluster)
		fmt.Fprintf(&news, "{\"id\":\"a%d\",\"text\":\"%s and %d more\"}\n", i,
			strings.Repeat(fmt.Sprintf("the flood of %d reached town ", story), 9), i%3)
		fmt.Fprintf(&gold, "a%d,s%d\n", i, story)
		fmt.Fprintf(&found, "a%d,c%d\n", i, cluster)
		fmt.Fprintf(&mixed, "a%d,c%d\n", i*7%300, (i*7%300+i*7%300%5/4)/7)
	}
	for name, content := range map[string]string{
		"labels.csv": "id,story,cluster\n" + one.String(), "gold.csv": "id,story\n" + gold.String(),
		"found.csv": "id,cluster\n" + found.String(), "mixed.csv": "id,cluster\n" + mixed.String(),
		"cells.csv":   "gold,found,count\ns1,c1,7\ns2,c1,2\n",
		"cells/1.csv": "gold,found,count\ns1,c1,7\n", "cells/2.csv": "found,count,gold\nc1,2,s2\n",
		"news.jsonl": news.String(),
		"plan.yaml":  "corpora: [tiny, newsroom]\nalgorithms: [singletons, one]\nmetrics: [b3.f1]\n",
	} {
		path := filepath.Join(dir, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
	values := map[string]int{} // of what score prints
	blocks := regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(raw), -1)
	require.NotEmpty(t, blocks)
	for _, block := range blocks {
		cmd := exec.CommandContext(t.Context(), "sh", "-eu")
		cmd.Dir, cmd.Stdin = dir, strings.NewReader(block[1])
		cmd.Env = append(os.Environ(), mainVariable+"=1", "PATH="+bin+":"+os.Getenv("PATH"))
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s%s", block[1], out)
		for _, m := range regexp.MustCompile(`(?m)^b3\.f1 +(\S+)`).FindAllStringSubmatch(string(out), -1) {
			values[m[1]]++
		}
	}
	assert.Len(t, values, 2) // that of the labels, three times, and that of the cells, twice
}

// Every shard that cannot be done says why in one line.
func TestShardErrors(t *testing.T) {
	table := file(t, "t.csv", "id,story,cluster\na,1,1\nb,1,2\n")
	out := filepath.Join(t.TempDir(), "part")
	for want, args := range map[string][]string{
		"--cells takes GOLD and PRED":                           {"score", "--cells", table, "-o", out},
		"--shard, --memory and --any-order are for --cells":     {"score", table + "@story", table + "@cluster", "--shard", "1/2"},
		`"3" is no shard: write it as 3/100`:                    {"score", "--cells", table, table, "-o", out, "--shard", "3"},
		"shard 4/3: shards are numbered from 1/3 to 3/3":        {"score", "--cells", table, table, "-o", out, "--shard", "4/3"},
		"an amount from 1MB with its unit is wanted":            {"score", "--cells", table, table, "-o", out, "--memory", "7"},
		"neither SLURM_ARRAY_TASK_ID nor JOB_COMPLETION_INDEX":  {"score", "--cells", table, table, "-o", out, "--shard", "auto"},
		"both story and cluster may hold the groups":            {"score", "--cells", table + "@story", table, "-o", out},
		"it is neither a partial nor a table with the columns":  {"merge", table, "-o", out},
		"merge needs -o: a file":                                {"merge", table},
		"needs the articles, and cells are counts alone":        {"score", wholeOf(t, table), "--metric", "silhouette"},
		`c.csv:3: the count "0" is no whole number from 1`:      {"score", file(t, "c.csv", "gold,found,count\n1,1,3\n1,2,0\n")},
		"were counted under the policy noise=singletons, unlab": {"score", wholeOf(t, table), "--noise", "drop"},
	} {
		assert.Contains(t, fails(t, args...), want, args)
		assert.NoFileExists(t, out)
	}
	t.Setenv("SLURM_ARRAY_TASK_ID", "2")
	succeeds(t, "score", "--cells", table+"@story", table+"@cluster", "-o", out, "--shard", "auto/2")
	assert.Contains(t, fails(t, "score", out), "1 of 2 shards are missing: 1")
	assert.Contains(t, fails(t, "score", "--cells", table, table, "-o", out, "--shard", "auto"), "are not those of all")
	t.Setenv("JOB_COMPLETION_INDEX", "0")
	first := out + "1"
	succeeds(t, "score", "--cells", table+"@story", table+"@cluster", "-o", first, "--shard", "auto/2")
	succeeds(t, "merge", out, first, "-o", out+"whole")
	assert.Equal(t, scores(t, table+"@story", table+"@cluster", "--metric", "b3.*,ari"), scores(t, out+"whole", "--metric", "b3.*,ari"))
}

// wholeOf returns the cells of a table.
func wholeOf(t *testing.T, table string) string {
	whole := filepath.Join(t.TempDir(), "whole")
	succeeds(t, "score", "--cells", table+"@story", table+"@cluster", "-o", whole)
	return whole
}

// The recipe for DuckDB in docs/scale.md gives the cells of the same labels, Parquet as well as CSV.
func TestDuckDBInDocs(t *testing.T) {
	python, err := exec.LookPath("python3")
	if err != nil || exec.Command(python, "-c", "import duckdb").Run() != nil {
		t.Skip("python3 with duckdb is not installed")
	}
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "scale.md"))
	require.NoError(t, err)
	recipe := regexp.MustCompile("(?s)With DuckDB:\n\n```sql\n(.*?)```").FindSubmatch(raw)
	require.NotNil(t, recipe)
	dir := t.TempDir()
	cmd := exec.CommandContext(t.Context(), python, "-c", `import duckdb, os
os.makedirs("gold"); os.makedirs("found")
duckdb.sql("CREATE TABLE a AS SELECT 'a' || i AS id, i // 7 AS story, i * 37 % 101 AS cluster FROM range(3000) t(i)")
duckdb.sql("UPDATE a SET story = NULL WHERE story % 9 = 4")
duckdb.sql("COPY (SELECT id, story FROM a ORDER BY hash(id)) TO 'gold/1.parquet'")
duckdb.sql("COPY (SELECT id, cluster FROM a WHERE cluster < 50) TO 'found/1.parquet'")
duckdb.sql("COPY (SELECT id, cluster FROM a WHERE cluster >= 50) TO 'found/2.parquet'")
duckdb.sql("COPY (SELECT id, story, cluster FROM a) TO 'labels.csv'")
`+fmt.Sprintf("duckdb.sql('''%s''')\nduckdb.sql(\"COPY (FROM 'cells.parquet') TO 'cells.csv'\")\n", recipe[1]))
	cmd.Dir = dir
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	t.Chdir(dir)
	want := scores(t, "labels.csv@story", "labels.csv@cluster", "--metric", "b3.*,ari,v")
	for _, cells := range []string{"cells.parquet", "cells.csv"} {
		assert.InDeltaMapValues(t, want, scores(t, cells, "--metric", "b3.*,ari,v"), 1e-12)
	}
}
