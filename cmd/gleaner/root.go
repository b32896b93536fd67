package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// run is the program: it returns the exit code. The first interrupt or
// SIGTERM asks the command to end in good order, the second ends it at once.
func run(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop)

	root := newRootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err != nil && !errors.Is(err, errReported) {
		fmt.Fprintln(stderr, "gleaner: "+err.Error())
		if h := hintOf(err); h != "" {
			fmt.Fprintln(stderr, "  hint: "+h)
		}
	}
	return exitCode(err)
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "gleaner",
		Short: "Structured records from news articles",
		Long: `Gleaner reads news articles and writes who did what: organizations, people,
places and products, and the events that connect them, each with its roles,
status, time, source and evidence.

Try it:            gleaner up --demo
One file:          gleaner extract article.txt
Many:              gleaner replay --local --out records.jsonl archive/
As a service:      gleaner streams apply && gleaner worker
Watch:             gleaner tail --type ban,sanction
Load a warehouse:  gleaner load --to postgres://news@db/news

Settings come from, later ones win: defaults, a YAML file, GLEANER_* variables,
flags. "gleaner config" shows the result and where each value came from.

Exit codes: 0 all went well, 1 something failed and the rest was done,
2 the command or its configuration was wrong and nothing was done.`,
		Args:          unknownCommand,
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usageError{err, flagHint(cmd, err)}
	})
	root.SuggestionsMinimumDistance = 2
	root.PersistentFlags().String("config", "", "YAML `file` of settings (default gleaner.yaml where there is one)")
	addSettings(root, root.PersistentFlags(), "log.level", "log.format", "output.color")
	root.AddCommand(
		newUpCommand(),
		newExtractCommand(),
		newWorkerCommand(),
		newPublishCommand(),
		newReplayCommand(),
		newTailCommand(),
		newConsoleCommand(),
		newLoadCommand(),
		newCompactCommand(),
		newSchemaCommand(),
		newExportCommand(),
		newStreamsCommand(),
		newDeadCommand(),
		newDoctorCommand(),
		newEventsCommand(),
		newExplainCommand(),
		newEvalCommand(),
		newBenchCommand(),
		newTrainCommand(),
		newModelCommand(),
		newConfigCommand(),
		newManCommand(),
		newVersionCommand(),
	)
	refuseUnknownTopics(root)
	return root
}

// flagHint names the flag that may be meant by an unknown one.
func flagHint(cmd *cobra.Command, err error) string {
	hint := fmt.Sprintf("run %q for its flags", cmd.CommandPath()+" --help")
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return hint
	}
	var known []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
	if near := nearest(unknown.GetSpecifiedName(), known); near != "" {
		hint = "did you mean --" + near + "?"
	}
	return hint
}

// unknownCommand refuses what is no subcommand, and says which may be meant.
func unknownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := fmt.Sprintf("run %q for the list", cmd.CommandPath()+" --help")
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		hint = "did you mean " + strings.Join(near, " or ") + "?"
	}
	return usageError{fmt.Errorf("unknown command %q", args[0]), hint}
}

// usage makes a usage error of what check finds: arguments that are missing, or
// the first that is one too many.
func usage(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if check(cmd, args) == nil {
			return nil
		}
		wanted := strings.Fields(cmd.Use)[1:]
		hint := fmt.Sprintf("run %q", cmd.CommandPath()+" --help")
		if len(args) > len(wanted) {
			return usageError{fmt.Errorf("argument %q is one too many", args[len(wanted)]), hint}
		}
		what := strings.Join(wanted, " ")
		return usageError{fmt.Errorf("%s is missing", what), fmt.Sprintf("write %q, or ", cmd.CommandPath()+" "+what) + hint}
	}
}

// refuseUnknownTopics has "help" refuse what is no command: cobra shows the page of the
// nearest command above it instead.
func refuseUnknownTopics(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	help, _, err := root.Find([]string{"help"})
	cobra.CheckErr(err)
	help.Example = "  gleaner help streams apply"
	help.Run = nil
	help.RunE = func(_ *cobra.Command, args []string) error {
		about, rest, err := root.Find(args)
		if err != nil || len(rest) > 0 {
			return unknownCommand(about, rest)
		}
		about.InitDefaultHelpFlag()
		return about.Help()
	}
}
