package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"
	"time"

	"github.com/apache/beam/sdks/v2/go/pkg/beam"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/options/jobopts"
	"github.com/apache/beam/sdks/v2/go/pkg/beam/runners"
)

var flinkREST = flag.String("flink", "http://localhost:8081", "address of Flink's REST interface, by which an interrupted job is cancelled")

// remote gives a pipeline to the job server of an engine, and waits for its end.
func remote(ctx context.Context, p *beam.Pipeline) error {
	if err := environment(); err != nil {
		return err
	}
	if err := dial(ctx, *jobopts.Endpoint); err != nil {
		return err
	}
	if *runners.Runner == "flink" {
		if err := refuseLoopback(ctx); err != nil {
			return err
		}
	}
	if *jobopts.JobName == "" {
		*jobopts.JobName = fmt.Sprintf("assay%d", time.Now().UnixNano())
	}
	ended := make(chan error, 1)
	go func() {
		_, err := beam.Run(context.WithoutCancel(ctx), *runners.Runner, p)
		ended <- err
	}()
	select {
	case err := <-ended:
		return err
	case <-ctx.Done():
	}
	if *runners.Runner != "flink" {
		return errors.New("the job goes on: this engine has to cancel it")
	}
	if err := cancelFlink(*jobopts.JobName); err != nil {
		return fmt.Errorf("the job goes on: %w", err)
	}
	return errors.New("the job is cancelled")
}

// environment fills in what Beam's flags say of the workers: processes of this program, on the
// machines of the engine.
func environment() error {
	program, err := os.Executable()
	if err != nil {
		return err
	}
	if *jobopts.WorkerBinary == "" {
		*jobopts.WorkerBinary = program
	}
	if *jobopts.EnvironmentType == "" {
		*jobopts.EnvironmentType = "PROCESS"
	}
	if *jobopts.EnvironmentType == "PROCESS" && *jobopts.EnvironmentConfig == "" {
		config, err := json.Marshal(map[string]string{"command": *jobopts.WorkerBinary})
		if err != nil {
			return err
		}
		*jobopts.EnvironmentConfig = string(config)
	}
	return nil
}

// patience is how long a server may take to answer. Beam's library would wait two minutes, in
// silence.
const patience = 5 * time.Second

// dial returns an error if nothing answers at an address.
func dial(ctx context.Context, endpoint string) error {
	if endpoint == "" {
		return usageError("--endpoint HOST:PORT: name the job server of the engine")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c, err := new(net.Dialer).DialContext(ctx, "tcp", endpoint)
	if err != nil {
		return fmt.Errorf("--endpoint %s: no job server answers there: start it, or correct the address: %w", endpoint, err)
	}
	return c.Close()
}

// refuseLoopback returns an error if the workers are to be in this process, but the engine has
// several TaskManagers: each would wait for the address of the others.
func refuseLoopback(ctx context.Context) error {
	if *jobopts.EnvironmentType != "LOOPBACK" {
		return nil
	}
	var overview struct {
		TaskManagers int `json:"taskmanagers"`
	}
	if err := flinkCall(ctx, http.MethodGet, "/overview", &overview); err != nil {
		return err
	}
	if overview.TaskManagers > 1 {
		return usageError(fmt.Sprintf("--environment_type LOOPBACK works with one TaskManager, and there are %d: leave the flag out",
			overview.TaskManagers))
	}
	return nil
}

// cancelFlink cancels the jobs whose names begin with that name and have not ended, and waits
// until they have: Flink's names have a suffix.
// Beam's library does not tell the engine that its caller has gone.
func cancelFlink(name string) error {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	asked := map[string]bool{}
	for {
		var jobs struct {
			Jobs []struct {
				ID    string `json:"jid"`
				Name  string `json:"name"`
				State string `json:"state"`
			} `json:"jobs"`
		}
		if err := flinkCall(ctx, http.MethodGet, "/jobs/overview", &jobs); err != nil {
			return err
		}
		found, left := false, false
		for _, j := range jobs.Jobs {
			if !strings.HasPrefix(j.Name, name) {
				continue
			}
			found = true
			if j.State == "CANCELED" || j.State == "FINISHED" || j.State == "FAILED" {
				continue
			}
			left = true
			if !asked[j.ID] {
				if err := flinkCall(ctx, http.MethodPatch, "/jobs/"+url.PathEscape(j.ID)+"?mode=cancel", nil); err != nil {
					return err
				}
				asked[j.ID] = true
			}
		}
		if found && !left {
			return nil
		}
		select { // a job that was given to the job server may reach Flink later
		case <-ctx.Done():
			return fmt.Errorf("%s does not end it: %w", *flinkREST, ctx.Err())
		case <-time.After(200 * time.Millisecond):
		}
	}
}

// flinkCall asks Flink, and reads the JSON of its answer unless that is nil.
func flinkCall(ctx context.Context, method, path string, answer any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, method, *flinkREST+path, nil)
	if err != nil {
		return usageError(fmt.Sprintf("--flink %s: %v", *flinkREST, err))
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("--flink %s: Flink does not answer there: %w", *flinkREST, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, 16<<20))
	if err != nil {
		return err
	}
	if resp.StatusCode >= 300 {
		return fmt.Errorf("%s %s%s: %s: %s", method, *flinkREST, path, resp.Status, bytes.TrimSpace(body))
	}
	if answer == nil {
		return nil
	}
	return json.Unmarshal(body, answer)
}
