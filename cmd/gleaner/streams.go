package main

import (
	"encoding/json"
	"fmt"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/spf13/cobra"

	"gleaner/pipeline/jetstream"
)

func newStreamsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "streams",
		Short: "Make and inspect the JetStream streams",
		Long: `Make and inspect the JetStream streams: articles that come in, articles of
archives, records that go out, dead letters, and skipped articles.`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(newStreamsPlanCommand(), newStreamsApplyCommand(), newStreamsShowCommand(), newStreamsSweepCommand())
	return cmd
}

func newStreamsPlanCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Show what apply would change",
		Long: `Show how the streams and consumers on the server differ from the configuration,
and what "gleaner streams apply" would make of it. Nothing is changed. The exit
code is 1 when a change would be refused.`,
		Example: "  gleaner streams plan --replicas 3",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, "gleaner streams plan", func(_ *loaded, client *jetstream.Client) error {
				changes, err := client.PlanStreams(cmd.Context())
				if err != nil {
					return fmt.Errorf("plan streams: %w", err)
				}
				return showChanges(cmd, changes)
			})
		},
	}
	addSettings(cmd, cmd.Flags(), "nats", "streams", "worker.ack_wait")
	return cmd
}

func newStreamsApplyCommand() *cobra.Command {
	var dryRun, allowLoss bool
	cmd := &cobra.Command{
		Use:   "apply",
		Short: "Make the streams that are missing, update those that differ",
		Long: `Make the streams and consumers that are missing, update those that differ from
the configuration, and show each difference. Nothing stored is dropped unasked:
a change that would is refused, told of, and makes the exit code 1; the rest is
applied. --allow-data-loss makes such a change, where the server can make it.`,
		Example: `  gleaner streams plan
  gleaner streams apply --replicas 3 --nats nats://news-1:4222,nats://news-2:4222`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClientAs(cmd, "gleaner streams apply", func(c *jetstream.Config) { c.Streams.AllowLoss = allowLoss }, func(_ *loaded, client *jetstream.Client) error {
				act := client.ApplyStreams
				if dryRun {
					act = client.PlanStreams
				}
				changes, err := act(cmd.Context())
				if err != nil {
					return fmt.Errorf("apply streams: %w", err)
				}
				return showChanges(cmd, changes)
			})
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "the same as plan: say what would be done and do nothing")
	cmd.Flags().BoolVar(&allowLoss, "allow-data-loss", false, "also make changes that drop stored messages")
	addSettings(cmd, cmd.Flags(), "nats", "streams", "worker.ack_wait")
	return cmd
}

func showChanges(cmd *cobra.Command, changes []jetstream.StreamChange) error {
	refused := 0
	for _, c := range changes {
		name := c.Stream
		if c.Consumer != "" {
			name += " > " + c.Consumer
		}
		fmt.Fprintf(cmd.OutOrStdout(), "%-10s %s\n", c.Action, name)
		for _, f := range c.Fields {
			fmt.Fprintf(cmd.OutOrStdout(), "           %s\n", f)
		}
		if c.Action == "refused" {
			refused++
			fmt.Fprintf(cmd.ErrOrStderr(), "gleaner: stream %s: %s\n", name, c.Reason)
		}
	}
	if refused > 0 {
		return errReported
	}
	return nil
}

func newStreamsShowCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "show",
		Short: "Show what the streams hold and how far the workers have come",
		Long: `Show what the streams hold and, for each consumer, how many articles wait, are
being worked on, and were handed out again.`,
		Example: "  gleaner streams show\n  gleaner streams show --json | jq '.[].Consumers'",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, "gleaner streams show", func(_ *loaded, client *jetstream.Client) error {
				states, err := client.ShowStreams(cmd.Context())
				if err != nil {
					return fmt.Errorf("show streams: %w", err)
				}
				if asJSON {
					return json.NewEncoder(cmd.OutOrStdout()).Encode(states)
				}
				return showStates(cmd, states)
			})
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON")
	addSettings(cmd, cmd.Flags(), "nats")
	return cmd
}

func showStates(cmd *cobra.Command, states []jetstream.StreamState) error {
	table := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "STREAM\tSUBJECTS\tMESSAGES\tBYTES\tCONSUMER\tWAITING\tIN WORK\tAGAIN")
	for _, s := range states {
		if s.Missing {
			fmt.Fprintf(table, "%s\tmissing: run \"gleaner streams apply\"\n", s.Name)
			continue
		}
		fmt.Fprintf(table, "%s\t%s\t%d\t%d", s.Name, strings.Join(s.Subjects, " "), s.Messages, s.Bytes)
		for i, c := range s.Consumers {
			if i > 0 {
				fmt.Fprint(table, "\n\t\t\t")
			}
			fmt.Fprintf(table, "\t%s\t%d\t%d\t%d", c.Name, c.Pending, c.InFlight, c.Redelivered)
		}
		fmt.Fprintln(table)
	}
	return table.Flush()
}

func newStreamsSweepCommand() *cobra.Command {
	var dryRun bool
	cmd := &cobra.Command{
		Use:   "sweep",
		Short: "Remove large bodies that nothing refers to",
		Long: `Remove bodies from the object store that no article and no letter refers to: their
letter was dropped, or their article could not be published after them. Those of
the last hour stay. The store drops bodies by age anyway; this frees room earlier.`,
		Example: "  gleaner streams sweep --dry-run",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, "gleaner streams sweep", func(_ *loaded, client *jetstream.Client) error {
				swept, err := client.SweepBodies(cmd.Context(), dryRun)
				if err != nil {
					return fmt.Errorf("sweep bodies: %w", err)
				}
				verb, bytes := "removed", uint64(0)
				if dryRun {
					verb = "would remove"
				}
				for _, b := range swept {
					bytes += b.Bytes
					fmt.Fprintf(cmd.OutOrStdout(), "%s %s, %d bytes, of %s\n", verb, b.Name, b.Bytes, b.Stored.UTC().Format(time.RFC3339))
				}
				fmt.Fprintf(cmd.ErrOrStderr(), "gleaner: %s %d bodies, %d bytes\n", verb, len(swept), bytes)
				return nil
			})
		},
	}
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be removed and remove nothing")
	addSettings(cmd, cmd.Flags(), "nats")
	return cmd
}
