package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"gleaner/extractors"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
	"gleaner/extractors/models"
	"gleaner/extractors/names"
	"gleaner/extractors/train"
)

// task is something that can be trained: it reads the data folder and writes
// to the source tree, from where the next build embeds it.
type task struct {
	about string
	run   func(ctx context.Context, folder, out string, say func(string)) error
}

func tasks() map[string]task {
	return map[string]task{
		"lexicons": {"word clusters and gazetteer", trainLexicons},
		"tag":      {"parts of speech, from the treebanks", trainTag},
		"names":    {"names, from all annotated sets", trainNames},
		"resolve":  {"what pronouns and \"the company\" refer to, from GUM, GAP and the annotated articles", trainResolve},
		"conll":    {"names, from CoNLL-2003 alone: scores the method, writes nothing", trainCoNLL},
		"parse":    {"dependency trees, from the treebanks", trainParse},
		"events":   {"triggers, roles and status, from the annotated articles", trainEvents},
	}
}

func newTrainCommand() *cobra.Command {
	var folder, out string
	known := tasks()
	var about []string
	for _, name := range sortedTasks(known) {
		about = append(about, fmt.Sprintf("  %-9s %s", name, known[name].about))
	}
	cmd := &cobra.Command{
		Use:   "train TASK",
		Short: "Train an embedded model again from the data folder",
		Long: `Train one of the embedded models, or compile the word lists, and write weights
and card to the source tree; the next build embeds them. The same data and
seed give the same bytes.

Tasks, in the order in which they depend on one another:
` + strings.Join(about, "\n"),
		Example:           "  GLEANER_DATA=/srv/gleaner-data gleaner train tag && make build",
		Args:              cobra.ExactArgs(1),
		ValidArgs:         sortedTasks(known),
		ValidArgsFunction: cobra.FixedCompletions(sortedTasks(known), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, ok := known[args[0]]
			if !ok {
				return usageError{fmt.Errorf("unknown task %q", args[0]), "use one of " + strings.Join(sortedTasks(known), ", ")}
			}
			if folder == "" {
				folder = dataFolder()
			}
			if folder == "" {
				return usageError{fmt.Errorf("there is no data folder"), "name it with --data or GLEANER_DATA"}
			}
			say := func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) }
			return chosen.run(cmd.Context(), folder, out, say)
		},
	}
	cmd.Flags().StringVar(&folder, "data", "", "the data `folder` (default $GLEANER_DATA)")
	cmd.Flags().StringVar(&out, "out", "extractors", "the `folder` of package extractors in the source tree")
	return cmd
}

// dataFolder is where corpora and annotated articles lie, "" when there is none.
func dataFolder() string {
	if folder := os.Getenv("GLEANER_DATA"); folder != "" {
		return folder
	}
	for _, folder := range []string{"../shared", "../../../shared"} {
		if _, err := os.Stat(filepath.Join(folder, "gold")); err == nil {
			return folder
		}
	}
	return ""
}

func sortedTasks(known map[string]task) []string {
	names := make([]string, 0, len(known))
	for name := range known {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func trainLexicons(_ context.Context, folder, out string, say func(string)) error {
	return train.Lexicons(folder, filepath.Join(out, "lexicons"))
}

func trainTag(ctx context.Context, folder, out string, say func(string)) error {
	file, card, err := train.Tags(ctx, folder, say)
	if err != nil {
		return err
	}
	return writeModel(out, "tag", file, card, say)
}

func trainNames(ctx context.Context, folder, out string, say func(string)) error {
	model, card, err := train.Names(ctx, folder, say)
	if err != nil {
		return err
	}
	return writeModel(out, "names", model.Encode(), card, say)
}

// trainCoNLL trains on one set alone, as others do who publish scores on it.
func trainCoNLL(ctx context.Context, folder, _ string, say func(string)) error {
	sets, err := eval.NameSets()
	if err != nil {
		return err
	}
	sets = slices.DeleteFunc(sets, func(s eval.NameSet) bool { return s.Domain != names.CoNLL })
	_, card, err := train.NamesOf(ctx, folder, sets, say)
	if err != nil {
		return err
	}
	for _, score := range card.Scores {
		say(fmt.Sprintf("%s: %s %.4f", score.On, score.Measure, score.Value))
	}
	return nil
}

func trainParse(ctx context.Context, folder, out string, say func(string)) error {
	file, card, err := train.Trees(ctx, folder, say)
	if err != nil {
		return err
	}
	return writeModel(out, "parse", file, card, say)
}

func trainResolve(ctx context.Context, folder, out string, say func(string)) error {
	stages, err := extractors.BeforeResolve()
	if err != nil {
		return err
	}
	model, card, err := train.Antecedents(ctx, folder, append([]extractors.Stage{eval.Verbatim()}, stages[1:]...), say)
	if err != nil {
		return err
	}
	return writeModel(out, "resolve", model.Encode(), card, say)
}

func trainEvents(_ context.Context, folder, out string, say func(string)) error {
	definitions, err := events.LoadDefinitions(events.Embedded())
	if err != nil {
		return err
	}
	stages, err := extractors.BeforeEvents()
	if err != nil {
		return err
	}
	sources, err := train.ReadEventSources(folder)
	if err != nil {
		return err
	}
	model, card, err := train.Events(stages, definitions, &sources, say)
	if err != nil {
		return err
	}
	card.Command = "gleaner train events"
	return writeModel(out, "events", model.Encode(), card, say)
}

// writeModel writes a model and says how good and how large it is.
func writeModel(out, name string, file []byte, card models.Card, say func(string)) error {
	card.Date = modelDate
	card, err := models.Write(filepath.Join(out, "models"), name, file, card)
	if err != nil {
		return err
	}
	for _, s := range card.Scores {
		say(fmt.Sprintf("%-24s %-20s %.4f", s.On, s.Measure, s.Value))
	}
	say(fmt.Sprintf("wrote model %s, %d bytes; build again to embed it", name, card.Bytes))
	return nil
}

// modelDate is the day of the data that models are trained on; a clock would
// give other bytes each day.
const modelDate = "2026-11-25"
