package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gleaner/pipeline"
	"gleaner/pipeline/archive"
	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/replay"
	"gleaner/schemas"
)

// streamSide names what the stream of records holds, as a side of --diff.
const streamSide = "stream"

// replayDiff compares two sets of extractions and shows what differs.
func replayDiff(cmd *cobra.Command, f *replayFlags, args []string) error {
	c, err := replay.NewComparison(f.examples)
	if err != nil {
		return err
	}
	defer c.Close()
	cfg, err := loadConfig(cmd)
	if err != nil {
		return err
	}
	for side, name := range args {
		if err := addSide(cmd, c, replay.Side(side), name); err != nil {
			return err
		}
	}
	d, err := c.Result()
	if err != nil {
		return err
	}
	if f.report != "" {
		body, err := json.MarshalIndent(d, "", "  ")
		if err == nil {
			err = os.WriteFile(f.report, append(body, '\n'), 0o644)
		}
		if err != nil {
			return fmt.Errorf("write report: %w", err)
		}
	}
	writeDifference(cmd.OutOrStdout(), d, palette(colored(cfg.Output.Color, cmd.OutOrStdout())))
	return nil
}

// addSide reads one side: a file of extractions, or the stream.
func addSide(cmd *cobra.Command, c *replay.Comparison, side replay.Side, name string) error {
	ctx := cmd.Context()
	if name == streamSide {
		return withClient(cmd, "gleaner replay", func(_ *loaded, client *jetstream.Client) error {
			return client.EachRecord(ctx, func(e schemas.CloudEvent) error { return c.AddRecord(side, e) })
		})
	}
	source, err := archive.Open([]string{name}, archive.Options{Stdin: cmd.InOrStdin(), Format: archive.JSONLines, Exact: true})
	if err != nil {
		return usageError{err, "name files of extractions, such as replay --local and extract write"}
	}
	return errors.Join(addFile(ctx, c, side, source), source.Close(context.WithoutCancel(ctx)))
}

func addFile(ctx context.Context, c *replay.Comparison, side replay.Side, source pipeline.Source) error {
	for {
		d, err := source.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if l, ok := d.(pipeline.Loader); ok {
			if err := l.Load(ctx); err != nil {
				return fmt.Errorf("%s: %w", place(d.Subject()), err)
			}
		}
		var x schemas.Extraction
		if err := json.Unmarshal(d.Body(), &x); err != nil || x.Article.ID == "" {
			return usageError{fmt.Errorf("%s is no extraction", place(d.Subject())), "name files of extractions, such as replay --local and extract write"}
		}
		if err := errors.Join(c.Add(side, &x), d.Settle(ctx, pipeline.Outcome{Disposition: pipeline.Ack})); err != nil {
			return err
		}
	}
}

// writeDifference shows what differs to people.
func writeDifference(w io.Writer, d *replay.Difference, p palette) {
	for _, side := range []struct {
		name      string
		articles  int64
		producers map[string]int64
	}{{"old", d.OldArticles, d.OldProducers}, {"new", d.NewArticles, d.NewProducers}} {
		fmt.Fprintf(w, "%s  %s articles\n", side.name, thousands(side.articles))
		for _, name := range slices.Sorted(maps.Keys(side.producers)) {
			fmt.Fprintf(w, "     %s by %s\n", thousands(side.producers[name]), name)
		}
	}
	fmt.Fprintf(w, "\n%s articles differ; %s are only in new, %s only in old and are not compared\n\n", thousands(d.Changed), thousands(d.OnlyNew), thousands(d.OnlyOld))
	fmt.Fprintf(w, "%-20s %9s %9s %9s %9s %9s %9s\n", "type", "old", "new", "same", "added", "changed", "retracted")
	var sum replay.TypeDifference
	row := func(name string, t *replay.TypeDifference) {
		fmt.Fprintf(w, "%-20s %9s %9s %9s %9s %9s %9s\n", name, thousands(t.Old), thousands(t.New), thousands(t.Same), thousands(t.Added), thousands(t.Changed), thousands(t.Retracted))
	}
	names := slices.Sorted(maps.Keys(d.Types))
	for _, name := range names {
		t := d.Types[name]
		row(name, t)
		sum.Old, sum.New, sum.Same = sum.Old+t.Old, sum.New+t.New, sum.Same+t.Same
		sum.Added, sum.Changed, sum.Retracted = sum.Added+t.Added, sum.Changed+t.Changed, sum.Retracted+t.Retracted
	}
	row("all", &sum)
	for _, name := range names {
		for i, e := range d.Types[name].Examples {
			if i == 0 {
				fmt.Fprintf(w, "\n%s\n", p.bold(name))
			}
			writeExample(w, e, p)
		}
	}
}

func writeExample(w io.Writer, e replay.Example, p palette) {
	mark := map[string]string{"added": p.green("+ added"), "changed": p.yellow("~ changed"), "retracted": p.red("- retracted")}[e.Kind]
	fmt.Fprintf(w, "  %s  %s %q  %s  %s\n", mark, e.Status, e.Trigger, e.Roles, p.dim(e.Article))
	for _, c := range e.Changes {
		fmt.Fprintf(w, "      %s\n", c)
	}
	fmt.Fprintf(w, "      %s\n", p.dim(strings.Join(strings.Fields(e.Sentence), " ")))
}
