package features

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/spec"
)

// When the test program is started with this variable it is another process that
// uses the cache: "build" prints the space that it got; "write" begins to write
// one, says so, and never ends.
const otherVariable = "ASSAY_TEST_CACHE"

func TestMain(m *testing.M) {
	switch os.Getenv(otherVariable) {
	case "build":
		other(func(c *Cache, s spec.Spec, in *Input) error {
			space, _, err := c.Build(context.Background(), s, in)
			if err != nil {
				return err
			}
			return space.write(os.Stdout)
		})
	case "write":
		other(func(c *Cache, s spec.Spec, in *Input) error {
			return atomicfile.Write(c.path(s, in), func(w io.Writer) error {
				if _, err := w.Write(make([]byte, 100_000)); err != nil {
					return err
				}
				fmt.Println("writing")
				select {}
			})
		})
	default:
		os.Exit(m.Run())
	}
}

const otherSpec = "lsa(dims=5)"

func otherInput() *Input { return &Input{Articles: synthetic(200), Seed: 7} }

func other(use func(*Cache, spec.Spec, *Input) error) {
	s, err := spec.Parse(otherSpec)
	if err == nil {
		err = use(&Cache{Dir: os.Args[len(os.Args)-1]}, s, otherInput())
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func process(t *testing.T, mode, dir string) *exec.Cmd {
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), self, dir)
	cmd.Env = append(os.Environ(), otherVariable+"="+mode)
	cmd.Stderr = os.Stderr
	return cmd
}

func TestTwoProcessesAtOnce(t *testing.T) {
	var want bytes.Buffer
	require.NoError(t, build(t, otherSpec, otherInput()).write(&want))
	for range 3 {
		dir := t.TempDir()
		var group sync.WaitGroup
		for range 2 {
			group.Go(func() {
				got, err := process(t, "build", dir).Output()
				assert.NoError(t, err)
				assert.Equal(t, want.Bytes(), got)
			})
		}
		group.Wait()
		assert.Len(t, files(t, dir), 1, "one space, nothing half written, no lock")
	}
}

func TestAKilledWriter(t *testing.T) {
	dir := t.TempDir()
	cmd := process(t, "write", dir)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	require.NoError(t, err)
	require.Equal(t, "writing\n", line)
	require.NoError(t, cmd.Process.Kill())
	require.Error(t, cmd.Wait())
	left := files(t, dir)
	require.Len(t, left, 1)

	c := &Cache{Dir: dir}
	assert.Equal(t, build(t, otherSpec, otherInput()), cached(t, c, otherSpec, otherInput()))
	assert.Len(t, files(t, dir), 2, "it might still be writing")
	old := time.Now().Add(-2 * abandoned)
	require.NoError(t, os.Chtimes(filepath.Join(dir, left[0]), old, old))
	cached(t, c, "tfidf", otherInput())
	assert.NotContains(t, files(t, dir), left[0], "nobody writes for so long")
	assert.Len(t, files(t, dir), 2)
}
