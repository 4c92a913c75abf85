package check_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"github.com/seed-9405df2f/assay/eval/check"
	"github.com/seed-9405df2f/assay/eval/gate"
)

// Make a baseline once; test later versions of the system against it.
func Example() {
	if err := run(); err != nil {
		fmt.Println(err)
	}
	// Output:
	// agglomerative(distance=0.9,linkage=complete): pass
	// agglomerative(distance=0.5,linkage=complete): fail
}

func run() error {
	dir, err := os.MkdirTemp("", "check")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ctx := context.Background()
	in := check.Input{
		Baseline: filepath.Join(dir, "baseline.json"), Corpora: []string{"newsroom"},
		Algorithm: "agglomerative(distance=0.9,linkage=complete)",
	}
	made, err := in.Update(ctx, gate.Update{})
	if err != nil {
		return err
	}
	if err := made.Baseline.Write(in.Baseline); err != nil {
		return err
	}
	for _, algorithm := range []string{in.Algorithm, "agglomerative(distance=0.5,linkage=complete)"} {
		in.Algorithm = algorithm
		r, err := in.Run(ctx)
		if err != nil {
			return err
		}
		fmt.Printf("%s: %s\n", r.System.Algorithm, r.Verdict)
	}
	return nil
}
