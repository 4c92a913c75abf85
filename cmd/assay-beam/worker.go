package main

import (
	"context"
	"flag"
	"log"
	"os"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/container/tools"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/util/grpcx"
)

const provision = "--provision_endpoint="

// bootsWorker reports whether an engine that keeps workers as processes of their own
// (environment type PROCESS) starts this one. It says where the addresses are that the
// worker needs, and its id.
func bootsWorker() bool { return argument(provision) != "" }

// argument returns the value of an argument.
func argument(name string) string {
	for _, a := range os.Args[1:] {
		if value, ok := strings.CutPrefix(a, name); ok {
			return value
		}
	}
	return ""
}

// bootWorker fetches the addresses, and sets the flags and variables of the worker, as the
// start program of Beam's containers does. The worker is this process.
func bootWorker() {
	endWithParent()
	id := argument("--id=")
	ctx, cancel := context.WithTimeout(grpcx.WriteWorkerID(context.Background(), id), time.Minute)
	defer cancel()
	info, err := tools.ProvisionInfo(ctx, argument(provision))
	if err != nil {
		log.Fatalf("assay-beam: the engine does not tell the worker its addresses: %v", err)
	}
	options, err := tools.ProtoToJSON(info.GetPipelineOptions())
	if err != nil {
		log.Fatalf("assay-beam: the options of the pipeline: %v", err)
	}
	os.Setenv("RUNNER_CAPABILITIES", strings.Join(info.GetRunnerCapabilities(), " "))
	if status := info.GetStatusEndpoint().GetUrl(); status != "" {
		os.Setenv("STATUS_ENDPOINT", status)
	}
	// Not in a file, as the start program passes them: workers of one folder would share it.
	os.Args = []string{os.Args[0], "--worker", "--id=" + id, "--options=" + options,
		"--logging_endpoint=" + info.GetLoggingEndpoint().GetUrl(), "--control_endpoint=" + info.GetControlEndpoint().GetUrl()}
	flag.CommandLine.Init(os.Args[0], flag.ExitOnError)
}

// endWithParent ends this process when the one that started it has ended: the harness waits
// forever when its engine is killed.
func endWithParent() {
	parent := os.Getppid()
	go func() {
		for range time.Tick(time.Second) {
			if os.Getppid() != parent {
				os.Exit(exitFailed)
			}
		}
	}()
}
