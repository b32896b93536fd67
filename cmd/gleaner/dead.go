package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

func newDeadCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "dead",
		Short: "List, show, requeue and drop dead letters",
		Long: `Look after the articles that could not be worked on. Each is kept as a dead
letter with its payload, the reason, and what to do about it; letters are chosen
by number or by filters. With --skipped the commands look after the articles that
were left out on purpose, such as those in a language that is not read.`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(newDeadListCommand(), newDeadShowCommand(), newDeadRequeueCommand(), newDeadDropCommand())
	return cmd
}

// letterChoice are the flags that choose letters.
type letterChoice struct {
	filter       jetstream.LetterFilter
	newer, older string
	all          bool
}

// addTo gives a command the filters.
func (l *letterChoice) addTo(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.BoolVar(&l.filter.Skipped, "skipped", false, "skipped articles instead of dead letters")
	flags.StringSliceVar(&l.filter.Reasons, "reason", nil, "`reasons`, separated by commas, such as timeout")
	flags.StringSliceVar(&l.filter.Stages, "stage", nil, "`stages` where it failed, separated by commas, such as write")
	flags.StringVar(&l.filter.Subject, "subject", "", "`pattern` of the article's subject, such as articles.raw.wire or articles.backfill.>")
	flags.StringVar(&l.filter.ArticleID, "article", "", "`id` of the article")
	flags.StringVar(&l.newer, "newer", "", "stored since this `time` or duration ago, such as 2h")
	flags.StringVar(&l.older, "older", "", "stored before this `time` or duration ago")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("reason", func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
		var reasons []string
		for _, code := range schemas.Codes() {
			reasons = append(reasons, string(code))
		}
		return reasons, cobra.ShellCompDirectiveNoFileComp
	}))
	addSettings(cmd, flags, "nats")
}

// resolve reads the numbers and times that were given.
func (l *letterChoice) resolve(args []string, now time.Time) error {
	for _, arg := range args {
		seq, err := strconv.ParseUint(arg, 10, 64)
		if err != nil || seq == 0 {
			return usageError{fmt.Errorf("%q is no number of a letter", arg), `"gleaner dead list" shows the numbers`}
		}
		l.filter.Sequences = append(l.filter.Sequences, seq)
	}
	var err error
	if l.filter.After, err = parseSince(l.newer, now); err == nil {
		l.filter.Before, err = parseSince(l.older, now)
	}
	return err
}

// chosen wants that something says which letters are meant.
func (l *letterChoice) chosen() error {
	f := l.filter
	if l.all || len(f.Sequences)+len(f.Reasons)+len(f.Stages) > 0 || f.Subject != "" || f.ArticleID != "" || l.newer != "" || l.older != "" {
		return nil
	}
	return usageError{errors.New("which letters?"), "give numbers or filters, or --all; --dry-run shows what would be done"}
}

func newDeadListCommand() *cobra.Command {
	var choice letterChoice
	var asJSON bool
	var limit int
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List dead letters, the oldest first",
		Long: `List dead letters, the oldest first: number, age, reason, stage, subject and
article, and the error. With --json each is a line with everything but the payload.`,
		Example: `  gleaner dead list --reason timeout,panic --newer 24h
  gleaner dead list --subject 'articles.backfill.>' --json | jq -r .reason | sort | uniq -c`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := choice.resolve(args, time.Now()); err != nil {
				return err
			}
			return withClient(cmd, "gleaner dead list", func(_ *loaded, client *jetstream.Client) error {
				return listLetters(cmd, client, choice.filter, asJSON, limit)
			})
		},
	}
	choice.addTo(cmd)
	cmd.Flags().BoolVar(&asJSON, "json", false, "write JSON lines")
	cmd.Flags().IntVarP(&limit, "limit", "n", 0, "end after this many letters")
	return cmd
}

func listLetters(cmd *cobra.Command, client *jetstream.Client, filter jetstream.LetterFilter, asJSON bool, limit int) error {
	out := cmd.OutOrStdout()
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	lines := json.NewEncoder(out)
	lines.SetEscapeHTML(false)
	listed := 0
	err := client.Letters(cmd.Context(), filter, func(l jetstream.Letter) error {
		if limit > 0 && listed == limit {
			return errEnough
		}
		listed++
		if asJSON {
			return lines.Encode(newLetterView(l))
		}
		if listed == 1 {
			fmt.Fprintln(table, "LETTER\tAGE\tREASON\tSTAGE\tSUBJECT\tARTICLE\tERROR")
		}
		_, err := fmt.Fprintf(table, "%d\t%s\t%s\t%s\t%s\t%s\t%s\n", l.Sequence, shortAge(time.Since(l.Stored)),
			l.Reason, l.Stage, l.Subject, shorten(l.ArticleID, 30), shorten(l.Error, 80))
		return err
	})
	if err != nil && !errors.Is(err, errEnough) {
		return err
	}
	if listed == 0 && !asJSON {
		fmt.Fprintln(cmd.ErrOrStderr(), "gleaner: no letters")
	}
	return table.Flush()
}

// letterView is a letter as JSON, without its payload.
type letterView struct {
	Letter uint64    `json:"letter"`
	Stored time.Time `json:"stored"`
	Bytes  int       `json:"payload_bytes,omitempty"`
	schemas.DeadLetter
}

func newLetterView(l jetstream.Letter) letterView {
	v := letterView{Letter: l.Sequence, Stored: l.Stored, Bytes: len(l.Payload), DeadLetter: l.DeadLetter}
	v.Payload = nil
	return v
}

func newDeadShowCommand() *cobra.Command {
	var choice letterChoice
	var payload bool
	cmd := &cobra.Command{
		Use:   "show LETTER...",
		Short: "Show dead letters in full",
		Long: `Show dead letters in full, as JSON. With --payload the article itself is written
as it was sent, and nothing else; it may be in the object store.`,
		Example: `  gleaner dead show 17
  gleaner dead show 17 --payload > article.json`,
		Args: usage(cobra.MinimumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if err := choice.resolve(args, time.Now()); err != nil {
				return err
			}
			return withClient(cmd, "gleaner dead show", func(_ *loaded, client *jetstream.Client) error {
				lines := json.NewEncoder(cmd.OutOrStdout())
				lines.SetEscapeHTML(false)
				lines.SetIndent("", "  ")
				return client.Letters(cmd.Context(), choice.filter, func(l jetstream.Letter) error {
					if !payload {
						return lines.Encode(newLetterView(l))
					}
					body, err := client.Payload(cmd.Context(), &l.DeadLetter)
					if err == nil {
						_, err = cmd.OutOrStdout().Write(body)
					}
					return err
				})
			})
		},
	}
	cmd.Flags().BoolVar(&choice.filter.Skipped, "skipped", false, "skipped articles instead of dead letters")
	cmd.Flags().BoolVar(&payload, "payload", false, "write the article as it was sent")
	addSettings(cmd, cmd.Flags(), "nats")
	return cmd
}

func newDeadRequeueCommand() *cobra.Command {
	return newDeadActCommand("requeue", "requeued", &cobra.Command{
		Use:   "requeue [LETTER]...",
		Short: "Send the articles of dead letters again",
		Long: `Send the articles of dead letters again, under the subjects they came on, once
the cause is gone; each letter is removed when its article is stored. A requeued
article never replaces a newer version of itself.`,
		Example: `  gleaner dead requeue 17 18
  gleaner dead requeue --reason timeout --newer 24h --dry-run`,
	}, (*jetstream.Client).Requeue)
}

func newDeadDropCommand() *cobra.Command {
	return newDeadActCommand("drop", "dropped", &cobra.Command{
		Use:   "drop [LETTER]...",
		Short: "Remove dead letters for good",
		Long: `Remove dead letters, and with them the articles they hold, for good. A large body
in the object store goes with "gleaner streams sweep".`,
		Example: `  gleaner dead drop 17
  gleaner dead drop --reason empty_body --older 720h --dry-run`,
	}, (*jetstream.Client).DropLetter)
}

// newDeadActCommand completes a command that does something with each letter.
func newDeadActCommand(verb, done string, cmd *cobra.Command, act func(*jetstream.Client, context.Context, jetstream.Letter) error) *cobra.Command {
	var choice letterChoice
	var dryRun bool
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		err := choice.resolve(args, time.Now())
		if err == nil {
			err = choice.chosen()
		}
		if err != nil {
			return err
		}
		return withClient(cmd, "gleaner dead "+verb, func(_ *loaded, client *jetstream.Client) error {
			return actOnLetters(cmd, client, choice.filter, dryRun, verb, done, act)
		})
	}
	choice.addTo(cmd)
	cmd.Flags().BoolVar(&choice.all, "all", false, "all letters")
	cmd.Flags().BoolVar(&dryRun, "dry-run", false, "say what would be done and do nothing")
	return cmd
}

// actOnLetters acts on each letter that was there at the beginning. One that
// fails is told of and does not keep the others.
func actOnLetters(cmd *cobra.Command, client *jetstream.Client, filter jetstream.LetterFilter, dryRun bool, verb, done string, act func(*jetstream.Client, context.Context, jetstream.Letter) error) error {
	count, failed := 0, 0
	err := client.Letters(cmd.Context(), filter, func(l jetstream.Letter) error {
		if dryRun {
			count++
			fmt.Fprintf(cmd.OutOrStdout(), "would %s %d: %s on %s, %s ago\n", verb, l.Sequence, l.Reason, l.Subject, shortAge(time.Since(l.Stored)))
			return nil
		}
		if err := act(client, cmd.Context(), l); err != nil {
			if cmd.Context().Err() != nil {
				return err
			}
			failed++
			fmt.Fprintf(cmd.ErrOrStderr(), "gleaner: %v\n", err)
			return nil
		}
		count++
		return nil
	})
	switch {
	case !dryRun:
		fmt.Fprintf(cmd.ErrOrStderr(), "gleaner: %d %s, %d failed\n", count, done, failed)
	case count == 0 && err == nil:
		fmt.Fprintf(cmd.ErrOrStderr(), "gleaner: no letters to %s\n", verb)
	}
	if err != nil {
		return err
	}
	if failed > 0 {
		return errReported
	}
	return nil
}

// shortAge is a duration in its largest unit.
func shortAge(d time.Duration) string {
	switch {
	case d >= 48*time.Hour:
		return fmt.Sprintf("%dd", d/(24*time.Hour))
	case d >= time.Hour:
		return fmt.Sprintf("%dh", d/time.Hour)
	case d >= time.Minute:
		return fmt.Sprintf("%dm", d/time.Minute)
	}
	return fmt.Sprintf("%ds", max(d, 0)/time.Second)
}

// shorten keeps the first line, and of that at most n characters.
func shorten(s string, n int) string {
	s, _, _ = strings.Cut(s, "\n")
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
