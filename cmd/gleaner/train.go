package main

import (
	"context"
	"fmt"
	"io"
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
	// writes is the folder below training.out that it writes to, "" for none.
	writes string
	run    func(ctx context.Context, t *training) error
}

// training is where a task reads and writes: the data folder, the source tree,
// progress, and what there is to tell of the quality.
type training struct {
	folder, out string
	say         func(string)
	report      io.Writer
}

func tasks() map[string]task {
	return map[string]task{
		"lexicons": {"word clusters and gazetteer", "lexicons", trainLexicons},
		"tag":      {"parts of speech, from the treebanks", "models", trainTag},
		"names":    {"names, from all annotated sets", "models", trainNames},
		"resolve":  {"what pronouns and \"the company\" refer to, from GUM, GAP and the annotated articles", "models", trainResolve},
		"conll":    {"names, from CoNLL-2003 alone: scores the method, writes nothing", "", trainCoNLL},
		"parse":    {"dependency trees, from the treebanks and the trees of invented articles", "models", trainParse},
		"events":   {"triggers, roles and status, from the annotated articles", "models", trainEvents},
	}
}

func newTrainCommand() *cobra.Command {
	var t training
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
seed give the same bytes. events also prints what gleaner eval events --types
--classes 40 does, as its models are cross-validated anyway.

Tasks, in the order in which they depend on one another:
` + strings.Join(about, "\n"),
		Example:           "  GLEANER_DATA=/srv/gleaner-data gleaner train tag && make build",
		Args:              usage(cobra.ExactArgs(1)),
		ValidArgs:         sortedTasks(known),
		ValidArgsFunction: cobra.FixedCompletions(sortedTasks(known), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, ok := known[args[0]]
			if !ok {
				return usageError{fmt.Errorf("unknown task %q", args[0]), "use one of " + strings.Join(sortedTasks(known), ", ")}
			}
			if t.folder == "" {
				t.folder = dataFolder()
			}
			if t.folder == "" {
				return usageError{fmt.Errorf("there is no data folder"), "name it with --data or GLEANER_DATA"}
			}
			if err := t.prepare(chosen.writes); err != nil {
				return err
			}
			t.say = func(line string) { fmt.Fprintln(cmd.ErrOrStderr(), line) }
			t.report = cmd.OutOrStdout()
			return chosen.run(cmd.Context(), &t)
		},
	}
	cmd.Flags().StringVar(&t.folder, "data", "", "the data `folder` (default $GLEANER_DATA)")
	cmd.Flags().StringVar(&t.out, "out", "extractors", "the `folder` of package extractors in the source tree")
	return cmd
}

// prepare makes sure, before an hour is spent, that there is a folder to write to.
func (t *training) prepare(writes string) error {
	if writes == "" {
		return nil
	}
	folder := filepath.Join(t.out, writes)
	if info, err := os.Stat(folder); err != nil || !info.IsDir() {
		return usageError{fmt.Errorf("there is no folder %s to write to", folder), "run it in the source tree, or name its folder extractors with --out"}
	}
	return nil
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

func trainLexicons(_ context.Context, t *training) error {
	return train.Lexicons(t.folder, filepath.Join(t.out, "lexicons"))
}

func trainTag(ctx context.Context, t *training) error {
	file, card, err := train.Tags(ctx, t.folder, t.say)
	if err != nil {
		return err
	}
	return t.writeModel("tag", file, card)
}

func trainNames(ctx context.Context, t *training) error {
	model, card, err := train.Names(ctx, t.folder, t.say)
	if err != nil {
		return err
	}
	return t.writeModel("names", model.Encode(), card)
}

// trainCoNLL trains on one set alone, as others do who publish scores on it.
func trainCoNLL(ctx context.Context, t *training) error {
	sets, err := eval.NameSets()
	if err != nil {
		return err
	}
	sets = slices.DeleteFunc(sets, func(s eval.NameSet) bool { return s.Domain != names.CoNLL })
	_, card, err := train.NamesOf(ctx, t.folder, sets, t.say)
	if err != nil {
		return err
	}
	for _, score := range card.Scores {
		t.say(fmt.Sprintf("%s: %s %.4f", score.On, score.Measure, score.Value))
	}
	return nil
}

func trainParse(ctx context.Context, t *training) error {
	file, card, err := train.Trees(ctx, t.folder, t.say)
	if err != nil {
		return err
	}
	return t.writeModel("parse", file, card)
}

func trainResolve(ctx context.Context, t *training) error {
	stages, err := extractors.BeforeResolve()
	if err != nil {
		return err
	}
	model, card, err := train.Antecedents(ctx, t.folder, append([]extractors.Stage{eval.Verbatim()}, stages[1:]...), t.say)
	if err != nil {
		return err
	}
	return t.writeModel("resolve", model.Encode(), card)
}

func trainEvents(_ context.Context, t *training) error {
	definitions, err := events.LoadDefinitions(events.Embedded())
	if err != nil {
		return err
	}
	stages, err := extractors.BeforeEvents()
	if err != nil {
		return err
	}
	sources, err := train.ReadEventSources(t.folder)
	if err != nil {
		return err
	}
	model, card, read, err := train.Events(stages, definitions, &sources, t.say)
	if err != nil {
		return err
	}
	rows, mistakes := eventFigures(read, &evalFlags{types: true})
	if err := printFigures(t.report, []string{"ours"}, map[string]figures{"ours": rows}); err != nil {
		return err
	}
	printClasses(t.report, eval.Classes(mistakes), 40)
	card.Command = "gleaner train events"
	return t.writeModel("events", model.Encode(), card)
}

// writeModel writes a model and says how good and how large it is.
func (t *training) writeModel(name string, file []byte, card models.Card) error {
	card.Date = modelDate
	card, err := models.Write(filepath.Join(t.out, "models"), name, file, card)
	if err != nil {
		return err
	}
	for _, s := range card.Scores {
		t.say(fmt.Sprintf("%-24s %-20s %.4f", s.On, s.Measure, s.Value))
	}
	t.say(fmt.Sprintf("wrote model %s, %d bytes; build again to embed it", name, card.Bytes))
	return nil
}

// modelDate is the day of the data that models are trained on; a clock would
// give other bytes each day.
const modelDate = "2026-11-28"
