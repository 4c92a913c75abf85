package bench

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/seed-9405df2f/assay/internal/progress"
)

func TestTick(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var seen []Progress
		ctx, stop := tick(t.Context(), Progress{Done: 3, Total: 9}, func(p Progress) { seen = append(seen, p) })
		for i := range 11 {
			progress.Report(ctx, "linkage", i, 100)
			time.Sleep(310 * time.Millisecond)
		}
		stop()
		time.Sleep(time.Minute)
		require.Len(t, seen, 4, "the begin and three seconds")
		assert.Zero(t, seen[0].Elapsed)
		assert.Equal(t, []string{"", "linkage 3/100", "linkage 6/100", "linkage 9/100"},
			[]string{seen[0].Step, seen[1].Step, seen[2].Step, seen[3].Step})
		assert.Equal(t, 3*time.Second, seen[3].Elapsed)
		assert.Equal(t, 3, seen[3].Done)
	})
}

// Steps pass through the pipe to the parent, however it is cut into writes.
func TestMessages(t *testing.T) {
	for _, size := range []int{1, 7, 1000} {
		var seen []progress.Step
		a := messages{ctx: progress.With(t.Context(), func(s progress.Step) { seen = append(seen, s) })}
		lines := `{"step":{"name":"linkage","done":4,"total":9}}` + "\n" + `{"outcome":{"status":"ok","peak_memory":5}}` + "\n"
		_, err := io.CopyBuffer(struct{ io.Writer }{&a}, struct{ io.Reader }{strings.NewReader(lines)}, make([]byte, size))
		require.NoError(t, err)
		assert.Equal(t, []progress.Step{{Name: "linkage", Done: 4, Total: 9}}, seen)
		assert.EqualValues(t, 5, a.outcome.PeakMemory)
	}
	a := messages{ctx: t.Context()}
	_, err := a.Write([]byte("panic\n"))
	assert.ErrorContains(t, err, "reading its outcome")
	assert.False(t, errors.Is(err, io.EOF))
}
