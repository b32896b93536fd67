package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"gleaner/extractors"
	"gleaner/extractors/eval"
)

// evalFlags are the flags of eval that every task may use.
type evalFlags struct {
	gold     string
	engines  []string
	failures string
	json     bool
	types    bool
	errors   int
	classes  int
	// withoutDev is for events only.
	withoutDev bool
}

// figures are the rows of a table: the figures of one engine by task.
type figures map[string]figure

// figure is one row: a value between 0 and 1, and precision and recall where
// the value is an F1.
type figure struct {
	Value     float64  `json:"value"`
	Precision *float64 `json:"precision,omitempty"`
	Recall    *float64 `json:"recall,omitempty"`
	// N is the number wanted.
	N int `json:"n"`
}

func prfFigure(c eval.PRF) figure {
	p, r := c.Precision(), c.Recall()
	return figure{Value: c.F1(), Precision: &p, Recall: &r, N: c.TP + c.FN}
}

func accuracyFigure(a eval.Accuracy) figure { return figure{Value: a.Value(), N: a.N} }

// evalTask measures one engine on the annotated data of one task.
type evalTask struct {
	name, summary string
	run           func(*cobra.Command, *extractors.Engine, *evalFlags) (figures, []eval.Mistake, error)
}

// evalTasks are what can be measured; the first is the default.
var evalTasks = []evalTask{
	{"extraction", "names, events, roles, status and source of annotated articles", evalExtraction},
	{"events", "the event models learnt anew in five folds of train and dev; takes hours", evalEvents},
	{"companynews", "event types of the sentences of SENTiVENT, of the half of its articles on which nothing was learnt", evalCompanyNews},
	{"companynews-learnt", "the same articles in three folds, models of triggers learnt anew from the labels of the others too", evalCompanyNewsLearnt},
	{"takeovers", "buyer, target, seller and amount of 1987's acquisitions; event models learnt anew in two folds", evalTakeovers},
	{"entities", "entities of annotated articles as clusters of names", evalEntities},
	{"resolve", "entities when the names are given, and what pronouns and nominals refer to", evalResolve},
	{"links", "ids of names in invented sentences, many of them ambiguous", evalLinks},
	{"gap", "ambiguous pronouns of GAP, by cross-validation", evalGap},
	{"names", "names on each set of the data folder, exact span and class", evalNames},
	{"clean", "articles taken from web pages, as bags of words, mean over pages", evalPages},
	{"segmentation", "tokens and sentences of the treebanks' running text", evalSegmentation},
	{"tags", "parts of speech and lemmas on the treebanks' own tokens", evalTags},
	{"trees", "governors (UAS), and relations too (LAS), with our own tags", evalTrees},
	{"values", "times against TimeML articles, values of phrases", evalValues},
}

func newEvalCommand() *cobra.Command {
	var flags evalFlags
	cmd := &cobra.Command{
		Use:   "eval [TASK]",
		Short: "Measure the engines against annotated articles",
		Long: `Measure the engines against annotated articles, side by side. The tasks:

` + taskList() + `
The data folder is GLEANER_DATA, or "shared" beside the checkout. F1 is the
harmonic mean of precision (P) and recall (R).`,
		Example: `  gleaner eval
  gleaner eval --gold mine.jsonl --types --errors 20 --classes 10
  gleaner eval --engine ours --fail-under 'names=0.8,detect=0.5'
  gleaner eval values`,
		Args: usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			task, err := findTask(args)
			if err != nil {
				return err
			}
			if flags.withoutDev && task.name != "events" {
				return usageError{fmt.Errorf("--without-dev is of the task events, not of %s", task.name), "gleaner eval events --without-dev"}
			}
			return runEval(cmd, task, &flags)
		},
	}
	f := cmd.Flags()
	f.StringVar(&flags.gold, "gold", "", "annotated articles, JSON lines (default gold/dev.jsonl of the data folder)")
	f.StringSliceVar(&flags.engines, "engine", []string{"ours", "prose"}, "engines to measure")
	f.StringVar(&flags.failures, "fail-under", "", "exit with 1 when a figure of the first engine is lower, for example names=0.8,detect=0.5")
	f.BoolVar(&flags.json, "json", false, "write JSON")
	f.BoolVar(&flags.types, "types", false, "show each event type")
	f.IntVar(&flags.errors, "errors", 0, "show the first `N` mistakes of the first engine")
	f.BoolVar(&flags.withoutDev, "without-dev", false, "learn events from all but dev and read dev, instead of cross-validating")
	f.IntVar(&flags.classes, "classes", 0, "show the `N` largest classes of mistakes of the first engine, with counts")
	return cmd
}

func taskList() string {
	width := 0
	for _, t := range evalTasks {
		width = max(width, len(t.name))
	}
	var b strings.Builder
	for _, t := range evalTasks {
		fmt.Fprintf(&b, "  %-*s  %s\n", width, t.name, t.summary)
	}
	return b.String()
}

func findTask(args []string) (*evalTask, error) {
	if len(args) == 0 {
		return &evalTasks[0], nil
	}
	var known []string
	for i := range evalTasks {
		if evalTasks[i].name == args[0] {
			return &evalTasks[i], nil
		}
		known = append(known, evalTasks[i].name)
	}
	return nil, usageError{fmt.Errorf("no task %q", args[0]), "the tasks are " + strings.Join(known, ", ")}
}

func runEval(cmd *cobra.Command, task *evalTask, flags *evalFlags) error {
	bars, err := parseBars(flags.failures)
	if err != nil {
		return err
	}
	if err := checkEngines(flags.engines); err != nil {
		return err
	}
	results := make(map[string]figures, len(flags.engines))
	var mistakes []eval.Mistake
	for i, name := range flags.engines {
		engine, err := extractors.Open(extractors.Options{Engine: name, Version: thisBuild().Version})
		if err != nil {
			return usageError{fmt.Errorf("open engine: %w", err), ""}
		}
		rows, wrong, err := task.run(cmd, engine, flags)
		if err != nil {
			return err
		}
		results[name] = rows
		if i == 0 {
			mistakes = wrong
		}
	}
	out := cmd.OutOrStdout()
	if flags.json {
		encoder := json.NewEncoder(out)
		encoder.SetIndent("", "  ")
		err = encoder.Encode(results)
	} else {
		err = printFigures(out, flags.engines, results)
	}
	if err != nil {
		return err
	}
	for _, m := range mistakes[:min(flags.errors, len(mistakes))] {
		fmt.Fprintf(out, "%s | %s | %s | %s | %s\n", m.Article, m.Kind, m.Type, m.What, strings.Join(strings.Fields(m.Context), " "))
	}
	if flags.classes > 0 {
		printClasses(out, eval.Classes(mistakes), flags.classes)
	}
	return checkBars(bars, results[flags.engines[0]])
}

// parseBars reads "names=0.8,detect=0.5".
func parseBars(s string) (map[string]float64, error) {
	bars := map[string]float64{}
	for part := range strings.SplitSeq(s, ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		task, value, _ := strings.Cut(part, "=")
		bar, err := strconv.ParseFloat(value, 64)
		if err != nil || bar < 0 || bar > 1 {
			return nil, usageError{fmt.Errorf("--fail-under: %q is not figure=value", part), "for example --fail-under names=0.8,detect=0.5"}
		}
		bars[task] = bar
	}
	return bars, nil
}

// checkBars fails when a figure is below its bar or was not measured.
func checkBars(bars map[string]float64, rows figures) error {
	var low []error
	for _, task := range slices.Sorted(maps.Keys(bars)) {
		switch row, ok := rows[task]; {
		case !ok:
			low = append(low, fmt.Errorf("%s was not measured", task))
		case row.Value < bars[task]:
			low = append(low, fmt.Errorf("%s is %.3f, under %.3f", task, row.Value, bars[task]))
		}
	}
	return errors.Join(low...)
}

// printFigures writes a table, one row a figure, the engines side by side.
func printFigures(out io.Writer, engines []string, results map[string]figures) error {
	rows := map[string]bool{}
	fmt.Fprintf(out, "%-26s", "")
	for _, e := range engines {
		fmt.Fprintf(out, "  %-24s", e)
		for name := range results[e] {
			rows[name] = true
		}
	}
	fmt.Fprintf(out, "\n%-26s", "figure")
	for range engines {
		fmt.Fprintf(out, "  %6s %5s %5s %5s", "F1/acc", "P", "R", "n")
	}
	fmt.Fprintln(out)
	for _, name := range slices.Sorted(maps.Keys(rows)) {
		fmt.Fprintf(out, "%-26s", name)
		for _, e := range engines {
			row, ok := results[e][name]
			switch {
			case !ok:
				fmt.Fprintf(out, "  %6s %5s %5s %5s", "-", "", "", "")
			case row.Precision == nil:
				fmt.Fprintf(out, "  %6.3f %5s %5s %5d", row.Value, "", "", row.N)
			default:
				fmt.Fprintf(out, "  %6.3f %5.3f %5.3f %5d", row.Value, *row.Precision, *row.Recall, row.N)
			}
		}
		fmt.Fprintln(out)
	}
	return nil
}

// printClasses writes the largest classes of mistakes as a table.
func printClasses(out io.Writer, classes []eval.ErrorClass, most int) {
	fmt.Fprintf(out, "\n%-62s  %6s  %7s\n", "class of mistake", "errors", "fillers")
	for _, c := range classes[:min(most, len(classes))] {
		fmt.Fprintf(out, "%-62s  %6d  %7d\n", c.Name, c.Errors, c.Fillers)
	}
}

// dataPath is a path in the data folder.
func dataPath(elements ...string) (string, error) {
	dir, ok := eval.DataFolder()
	if !ok {
		return "", usageError{errors.New("the data folder is absent"), "set GLEANER_DATA to the folder that holds gold/ and data/, or name a file with --gold"}
	}
	return filepath.Join(append([]string{dir}, elements...)...), nil
}

// openGold reads the annotated articles of --gold.
func (f *evalFlags) openGold() ([]eval.Gold, error) {
	path := f.gold
	if path == "" {
		var err error
		if path, err = dataPath("gold", "dev.jsonl"); err != nil {
			return nil, err
		}
	}
	gold, err := eval.OpenGold(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil, usageError{err, "name annotated articles with --gold FILE"}
	}
	return gold, err
}
