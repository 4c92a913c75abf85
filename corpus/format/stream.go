package format

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/seed-9405df2f/assay/corpus"
	"github.com/seed-9405df2f/assay/internal/atomicfile"
	"github.com/seed-9405df2f/assay/spec"
)

// stdin is the name of standard input.
const stdin = "-"

// maxStream bounds what is read from a stream, which is kept in memory.
const maxStream = 1 << 30

type streamsKey struct{}

// streams holds what was read from standard input, pipes and the like.
type streams struct {
	stdin io.Reader
	mutex sync.Mutex
	read  map[string][]byte
}

// Streams returns a context in which the name - opens the given standard input, and in
// which all that can be read only once is read once and kept: standard input, pipes and
// devices can be opened again by the same name.
func Streams(ctx context.Context, in io.Reader) context.Context {
	return context.WithValue(ctx, streamsKey{}, &streams{stdin: in, read: map[string][]byte{}})
}

// isStream reports whether a path names standard input, or what is neither a regular file
// nor a folder.
func isStream(path string) bool {
	if path == stdin {
		return true
	}
	info, err := os.Stat(path)
	return err == nil && !info.IsDir() && !info.Mode().IsRegular()
}

// readOnce returns what comes from a stream.
func readOnce(ctx context.Context, path string) ([]byte, error) {
	kept, _ := ctx.Value(streamsKey{}).(*streams)
	if kept == nil {
		if path == stdin {
			return nil, errors.New("-: standard input cannot be read here: save it to a file, and name that")
		}
		return readStream(ctx, path, func() (io.ReadCloser, error) { return os.Open(path) }, maxStream)
	}
	kept.mutex.Lock()
	defer kept.mutex.Unlock()
	key, open := path, func() (io.ReadCloser, error) { return os.Open(path) }
	if slices.Contains([]string{stdin, "/dev/stdin", "/dev/fd/0", "/proc/self/fd/0"}, path) {
		key, open = stdin, func() (io.ReadCloser, error) { return io.NopCloser(kept.stdin), nil }
	}
	if raw, ok := kept.read[key]; ok {
		return raw, nil
	}
	raw, err := readStream(ctx, path, open, maxStream)
	if err == nil {
		kept.read[key] = raw
	}
	return raw, err
}

// readStream reads a stream to its end, or until the context ends: a writer may keep
// readers waiting.
func readStream(ctx context.Context, path string, open func() (io.ReadCloser, error), limit int64) ([]byte, error) {
	var raw []byte
	done := make(chan error, 1)
	go func() {
		r, err := open()
		if err == nil {
			raw, err = io.ReadAll(io.LimitReader(r, limit+1))
			r.Close()
		}
		done <- err
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case err := <-done:
		if err == nil && len(raw) == 0 {
			err = errors.New("nothing came from it: it is empty")
		}
		if err == nil && int64(len(raw)) > limit {
			err = fmt.Errorf("it holds more than %d MiB, which is all that is kept of a stream: save it to a file, and name that", limit>>20)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		return raw, nil
	}
}

// OpenFile opens a file, or standard input as - and other streams as [Streams] keeps them.
func OpenFile(ctx context.Context, path string) (io.ReadCloser, error) {
	if !isStream(path) {
		return os.Open(path)
	}
	raw, err := readOnce(ctx, path)
	return io.NopCloser(bytes.NewReader(raw)), err
}

// SaveStream returns a name by which other processes, too, can open what name opens: a
// stream is saved as a file in the folder dir, which is made if absent. All other names
// are returned as they are.
func SaveStream(ctx context.Context, name, dir string, own ...Format) (string, error) {
	n, err := parseName(name, slices.Concat(own, Formats))
	if err != nil || !isStream(n.path) {
		return name, err
	}
	src, err := locate(ctx, n.path)
	if err != nil {
		return "", err
	}
	raw, err := readOnce(ctx, n.path)
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, src.BaseName())
	err = atomicfile.Write(path, func(w io.Writer) error {
		_, err := w.Write(raw)
		return err
	})
	return n.prefix + path + strings.TrimPrefix(name, n.prefix+n.path), err
}

// WithParams returns the name of a corpus with parameters of its format, which is found by
// the content if the name has none: with title=headline, day.csv is
// csv(title=headline):day.csv.
func WithParams(ctx context.Context, name string, params map[string]string, own ...Format) (string, error) {
	formats := slices.Concat(own, Formats)
	n, err := parseName(name, formats)
	if err != nil || len(params) == 0 {
		return name, err
	}
	var args []spec.Arg
	for _, key := range slices.Sorted(maps.Keys(params)) {
		args = append(args, spec.Arg{Name: key, Value: spec.Spec{Name: params[key]}})
	}
	if n.reader != nil {
		s, err := spec.Parse(strings.TrimSuffix(n.prefix, ":"))
		if err != nil {
			return "", err
		}
		s.Args = append(s.Args, args...)
		return s.String() + ":" + strings.TrimPrefix(name, n.prefix), spec.Bind(s, n.reader)
	}
	src, err := locate(ctx, n.path)
	if err != nil {
		return "", err
	}
	if src, err = src.unpack(func(corpus.Fault) error { return nil }); err != nil {
		return "", err
	}
	first, err := detect(src, formats)
	if err != nil {
		return "", err
	}
	head, err := src.head()
	if err != nil {
		return "", err
	}
	var refused error
	for _, f := range formats {
		if f.Name != first.Name && (f.Detect == nil || !f.Detect(src, head)) {
			continue
		}
		s := spec.Spec{Name: f.Name, Args: args}
		err := spec.Bind(s, f.New())
		if err == nil {
			return s.String() + ":" + name, nil
		}
		if refused == nil || len(spec.Params(f.New())) > 0 {
			refused = fmt.Errorf("%s: %w", name, err)
		}
	}
	return "", refused
}
