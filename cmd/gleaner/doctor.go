package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"gleaner/pipeline/jetstream"
)

func newDoctorCommand() *cobra.Command {
	var monitors []string
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "doctor",
		Short: "Check a deployment from outside and say what to do",
		Long: `Check a deployment from outside, as a client with these settings sees it: the
connection, its encryption and login, the server's version and limits, clocks,
every stream and consumer against the configuration, replicas, whether somebody
works on the articles and keeps up, dead letters of the last hour, and, with
--workers, whether these workers are alive and ready. Nothing is changed.

The exit code is 1 when something does not work; warnings leave it at 0.`,
		Example: `  gleaner doctor
  gleaner doctor --workers http://news-1:9464,http://news-2:9464
  gleaner doctor --json | jq '.[] | select(.status != "ok")'`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			found := jetstream.Examine(cmd.Context(), natsConfig(cfg, "gleaner doctor", zerolog.Nop()))
			for _, url := range monitors {
				found = append(found, examineWorker(cmd.Context(), url))
			}
			return showFindings(cmd.OutOrStdout(), found, asJSON)
		},
	}
	cmd.Flags().StringSliceVar(&monitors, "workers", nil, "`URLs` of workers' monitors, separated by commas")
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	addSettings(cmd, cmd.Flags(), "nats", "streams", "worker.ack_wait")
	return cmd
}

// showFindings prints what was found; what does not work makes the exit code 1.
func showFindings(out io.Writer, found []jetstream.Finding, asJSON bool) error {
	failed := false
	for _, f := range found {
		failed = failed || f.Status == jetstream.FindingFail
	}
	if asJSON {
		if err := json.NewEncoder(out).Encode(found); err != nil {
			return err
		}
	} else {
		for _, f := range found {
			fmt.Fprintf(out, "%-4s  %-26s  %s\n", f.Status, f.Check, f.Detail)
			if f.Advice != "" {
				fmt.Fprintf(out, "%-34s-> %s\n", "", f.Advice)
			}
		}
	}
	if failed {
		return errReported
	}
	return nil
}

// examineWorker asks a worker's monitor.
func examineWorker(ctx context.Context, url string) jetstream.Finding {
	if !strings.Contains(url, "://") {
		url = "http://" + url // as --monitor is written
	}
	f := jetstream.Finding{Check: "worker", Status: jetstream.FindingOK, Detail: url + " is ready"}
	if err := askHealth(ctx, strings.TrimSuffix(url, "/")+"/readyz"); err != nil {
		f.Status, f.Detail, f.Advice = jetstream.FindingFail, url+": "+err.Error(), "is it running, with --monitor, and is NATS there? see its log"
	}
	return f
}

// askHealth returns why the page does not answer 200.
func askHealth(ctx context.Context, url string) error {
	ctx, cancel := context.WithTimeout(ctx, 5*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusOK {
		return nil
	}
	var why struct {
		Reason string `json:"reason"`
	}
	if json.NewDecoder(io.LimitReader(answer.Body, 1<<16)).Decode(&why) != nil || why.Reason == "" {
		why.Reason = answer.Status
	}
	return fmt.Errorf("not ready: %s", why.Reason)
}
