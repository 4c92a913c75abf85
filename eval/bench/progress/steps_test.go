package progress

import (
	"bytes"
	"context"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/seed-9405df2f/assay/internal/progress"
)

func TestSteps(t *testing.T) {
	var w bytes.Buffer
	ctx, end := Steps(context.Background(), &w, true)
	progress.Report(ctx, "random clusterings", 2, 200)
	end()
	progress.Report(ctx, "too late", 0, 0)
	assert.Equal(t, "\rrandom clusterings 2/200\x1b[K\r\x1b[K", w.String())

	w.Reset()
	_, end = Steps(context.Background(), &w, true)
	end()
	ctx, end = Steps(context.Background(), &w, false)
	progress.Report(ctx, "random clusterings", 2, 200)
	end()
	assert.Empty(t, w.String(), "nothing to show, or not on a terminal")
}
