package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

func newTailCommand() *cobra.Command {
	var t tailRun
	cmd := &cobra.Command{
		Use:   "tail",
		Short: "Watch records as they come",
		Long: `Watch records as they come, until Ctrl-C: events, narrowed by --type, or what
--events, --entities and --articles choose. Piped or with --json, every record is
one line of JSON, a CloudEvent.

--since also shows what is stored: a duration before now (2h) or a time
(2026-11-23 or 2026-11-23T08:30:00Z).`,
		Example: `  gleaner tail --type ban,sanction
  gleaner tail --since 24h --json | jq .data.event.type
  gleaner tail --entities -n 10`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			since, err := parseSince(t.sinceText, time.Now())
			if err != nil {
				return err
			}
			if t.limit < 0 {
				return usageError{fmt.Errorf("--limit %d is no number of records", t.limit), "write 1 or more, or leave it out to read until Ctrl-C"}
			}
			t.filter.Since = since
			doubtTypes(cmd.ErrOrStderr(), t.filter)
			return withClient(cmd, "gleaner tail", func(cfg *loaded, client *jetstream.Client) error {
				return t.watch(cmd, cfg, client)
			})
		},
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&t.filter.Types, "type", nil, "event `types` to show, separated by commas")
	flags.BoolVar(&t.filter.Events, "events", false, "show events (the default)")
	flags.BoolVar(&t.filter.Entities, "entities", false, "show entities")
	flags.BoolVar(&t.filter.Articles, "articles", false, "show finished articles")
	flags.StringVar(&t.sinceText, "since", "", "also show records stored since this `time` or duration ago")
	flags.IntVarP(&t.limit, "limit", "n", 0, "end after this many records")
	flags.BoolVar(&t.json, "json", false, "write JSON, also on a terminal")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("type", completeTypes))
	addSettings(cmd, flags, "nats")
	return cmd
}

// tailRun is one run of the command.
type tailRun struct {
	filter    jetstream.TailFilter
	sinceText string
	limit     int
	json      bool
}

// errEnough ends the feed after the wanted number of records.
var errEnough = errors.New("enough records")

func (t *tailRun) watch(cmd *cobra.Command, cfg *loaded, client *jetstream.Client) error {
	out := cmd.OutOrStdout()
	people := &recordView{view: newView(out, cfg.Output.Color)}
	show := people.show
	if t.json || !isTerminal(out) {
		lines := json.NewEncoder(out)
		lines.SetEscapeHTML(false)
		show = func(e schemas.CloudEvent) error { return lines.Encode(e) }
	}
	seen := 0
	err := client.Tail(cmd.Context(), t.filter, func(e schemas.CloudEvent) error {
		if err := show(e); err != nil {
			return err
		}
		if seen++; seen == t.limit {
			return errEnough
		}
		return nil
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// parseSince reads a duration before now, a date or a time; "" is zero.
func parseSince(text string, now time.Time) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	if ago, err := time.ParseDuration(text); err == nil && ago >= 0 {
		return now.Add(-ago), nil
	}
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, nil
		}
	}
	return time.Time{}, usageError{fmt.Errorf("--since %q is neither a duration nor a time", text), "write 30m, 24h, 2026-11-23 or 2026-11-23T08:30:00Z"}
}
