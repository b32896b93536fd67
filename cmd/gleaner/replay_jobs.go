package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/replay"
)

// standing is how a job stands.
type standing struct {
	*replay.State
	// Alive is who runs it; empty when nobody does.
	Alive string `json:"alive,omitempty"`
	// Told is what it was last told: "pause", "cancel", or nothing.
	Told string `json:"told,omitempty"`
}

// status is how it stands in a word: a job that nobody runs does not run,
// whatever it said last.
func (s standing) status() string {
	if s.Alive == "" && (s.Status == replay.Running || s.Status == replay.Paused) {
		return "killed"
	}
	return string(s.Status)
}

func (s standing) percent() string {
	if s.Status == replay.Done {
		return "100 %"
	}
	if s.BytesTotal <= 0 {
		return ""
	}
	return fmt.Sprintf("%d %%", 100*min(s.BytesDone, s.BytesTotal)/s.BytesTotal)
}

func newReplayListCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "list [FOLDER]",
		Short: "List the jobs of NATS, or of the *.replay files in a folder",
		Long: `List the replay jobs that are kept in NATS, with how far each has come. With
FOLDER, list those of "replay --local --out FILE", which are kept in FILE.replay.`,
		Example: "  gleaner replay list\n  gleaner replay list .",
		Args:    usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				all, err := fileJobs(cmd.Context(), args[0])
				if err != nil {
					return err
				}
				return listJobs(cmd.OutOrStdout(), all, asJSON)
			}
			return withClient(cmd, "gleaner replay", func(_ *loaded, client *jetstream.Client) error {
				names, err := client.JobNames(cmd.Context())
				if err != nil {
					return err
				}
				slices.Sort(names)
				var all []standing
				for _, name := range names {
					s, err := natsJob(cmd.Context(), client, name)
					if err != nil {
						return err
					}
					all = append(all, s)
				}
				return listJobs(cmd.OutOrStdout(), all, asJSON)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON, one job a line")
	addSettings(cmd, cmd.Flags(), "nats")
	return cmd
}

func listJobs(w io.Writer, all []standing, asJSON bool) error {
	if asJSON {
		for _, s := range all {
			if err := json.NewEncoder(w).Encode(s); err != nil {
				return err
			}
		}
		return nil
	}
	if len(all) == 0 {
		_, err := fmt.Fprintln(w, "no jobs")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "JOB\tSTATUS\tDONE\tREAD\tDEAD\tLAST SEEN\tREASON\tSOURCES")
	for _, s := range all {
		fmt.Fprintf(t, "%s\t%s\t%s\t%d\t%d\t%s\t%.40s\t%.60s\n", s.Job, s.status(), s.percent(), s.Report.Read, s.Report.Dead,
			s.UpdatedAt.Local().Format(time.DateTime), s.Reason, strings.Join(s.Sources, " "))
	}
	return t.Flush()
}

func newReplayStatusCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "status JOB|FILE.replay",
		Short:   "Show how far a job has come, and what became of its articles",
		Long:    "Show how far a job has come and what became of its articles, by reason, day and source.",
		Example: "  gleaner replay status archive-3fa2c1\n  gleaner replay status records.jsonl.replay",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			return withJob(cmd, args[0], func(store replay.Store) error {
				s, err := stand(cmd.Context(), store, args[0])
				if err != nil {
					return err
				}
				if asJSON {
					return json.NewEncoder(cmd.OutOrStdout()).Encode(s)
				}
				w := cmd.OutOrStdout()
				fmt.Fprintf(w, "job       %s %s\nsources   %s\nto        %s\n", s.status(), s.percent(), strings.Join(s.Sources, " "), s.Target)
				for _, part := range []struct{ name, value string }{
					{"reason", s.Reason}, {"run by", s.Alive}, {"told to", s.Told}, {"error", s.Error}, {"engine", s.Producer.Version}, {"position", s.Position},
				} {
					if part.value != "" {
						fmt.Fprintf(w, "%-9s %s\n", part.name, part.value)
					}
				}
				fmt.Fprintf(w, "began     %s, active %s, last seen %s\n", s.BeganAt.Local().Format(time.DateTime), s.Active.Round(time.Second), s.UpdatedAt.Local().Format(time.DateTime))
				writeReplayReport(w, s.State, s.Active, s.Report.Read)
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	addSettings(cmd, cmd.Flags(), "nats")
	return cmd
}

// newReplayTellCommands are those that tell a job something.
func newReplayTellCommands() []*cobra.Command {
	var all []*cobra.Command
	for _, c := range []struct{ use, command, short, long, said string }{
		{"pause", replay.Pause, "Let a job hold", "Let a running job hold, within a second, until it is resumed. What is in hand is finished.", "will hold"},
		{"resume", replay.Run, "Let a job go on that was paused or cancelled", "Let a paused job go on. One that was cancelled goes on when its command is run again.", "may go on"},
		{"cancel", replay.Cancel, "End a job", "End a running job, within a second, and refuse to run it again until it is resumed or begun anew. What is done stays done.", "will end"},
	} {
		cmd := &cobra.Command{
			Use: c.use + " JOB|FILE.replay", Short: c.short, Long: c.long,
			Example: "  gleaner replay " + c.use + " archive-3fa2c1",
			Args:    usage(cobra.ExactArgs(1)),
			RunE: func(cmd *cobra.Command, args []string) error {
				return withJob(cmd, args[0], func(store replay.Store) error {
					if _, err := stand(cmd.Context(), store, args[0]); err != nil {
						return err
					}
					if err := store.Tell(cmd.Context(), c.command); err != nil {
						return err
					}
					_, err := fmt.Fprintf(cmd.OutOrStdout(), "%s %s\n", args[0], c.said)
					return err
				})
			},
		}
		addSettings(cmd, cmd.Flags(), "nats")
		all = append(all, cmd)
	}
	return all
}

// withJob opens the store of a job: a file's, or NATS'.
func withJob(cmd *cobra.Command, name string, do func(replay.Store) error) error {
	if isFile(name) {
		return do(replay.NewFileStore(name))
	}
	return withClient(cmd, "gleaner replay", func(_ *loaded, client *jetstream.Client) error {
		store, err := client.Job(cmd.Context(), name)
		if err != nil {
			return err
		}
		return do(store)
	})
}

func natsJob(ctx context.Context, client *jetstream.Client, name string) (standing, error) {
	store, err := client.Job(ctx, name)
	if err != nil {
		return standing{}, err
	}
	return stand(ctx, store, name)
}

// stand looks how a job stands.
func stand(ctx context.Context, store replay.Store, name string) (standing, error) {
	body, err := store.Load(ctx)
	if err != nil {
		return standing{}, err
	}
	if body == nil {
		return standing{}, usageError{fmt.Errorf("there is no job %s", name), "gleaner replay list shows those there are"}
	}
	s := standing{}
	if s.State, err = replay.ParseState(body); err != nil {
		return standing{}, err
	}
	if s.Told, err = store.Command(ctx); err != nil {
		return standing{}, err
	}
	switch store := store.(type) {
	case *jetstream.JobStore:
		s.Alive, err = store.Alive(ctx)
	case *replay.FileStore:
		s.Alive, err = store.Alive()
	}
	if s.Job == "" {
		s.Job = name
	}
	return s, err
}

// fileJobs are the jobs kept in a folder.
func fileJobs(ctx context.Context, folder string) ([]standing, error) {
	paths, err := filepath.Glob(filepath.Join(folder, "*.replay"))
	if err != nil {
		return nil, err
	}
	var all []standing
	var errs []error
	for _, path := range paths {
		s, err := stand(ctx, replay.NewFileStore(path), path)
		if err != nil {
			errs = append(errs, fmt.Errorf("%s: %w", path, err))
			continue
		}
		all = append(all, s)
	}
	return all, errors.Join(errs...)
}
