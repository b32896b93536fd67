package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"text/tabwriter"
	"text/template"

	"github.com/spf13/cobra"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/events"
	"gleaner/schemas"
)

func newEventsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "events",
		Short: "Show, check and write definitions of event types",
		Long: `Show, check and write definitions of event types. A definition is one YAML file:
its roles, the words that name the event, frames in English, and examples that
prove it. With --events DIR the definitions of a folder add to those of Gleaner
or replace them.`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.SuggestionsMinimumDistance = 2
	cmd.AddCommand(newEventsListCommand(), newEventsShowCommand(), newEventsCheckCommand(), newEventsNewCommand())
	return cmd
}

// definitions loads those of Gleaner and of the configured folders.
func definitions(cmd *cobra.Command) (*events.Definitions, error) {
	cfg, err := loadConfig(cmd)
	if err != nil {
		return nil, err
	}
	return configuredDefinitions(cfg.Engine)
}

func configuredDefinitions(cfg EngineConfig) (*events.Definitions, error) {
	folders, err := eventFolders(cfg.Events)
	if err != nil {
		return nil, err
	}
	return loadDefinitions(append([]fs.FS{events.Embedded()}, folders...)...)
}

func loadDefinitions(folders ...fs.FS) (*events.Definitions, error) {
	defs, err := events.LoadDefinitions(folders...)
	if err != nil {
		return nil, usageError{err, "docs/events.md explains every key; \"gleaner events new TYPE\" writes a file to start from"}
	}
	return defs, nil
}

// typeError says that a type is not defined, and which may be meant.
func typeError(defs *events.Definitions, name string) error {
	var known []string
	for _, d := range defs.All() {
		known = append(known, d.Type)
	}
	return usageError{fmt.Errorf("no event type %q is defined", name), didYouMean(name, known)}
}

func newEventsListCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List the event types",
		Example: "  gleaner events list",
		Args:    usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			defs, err := definitions(cmd)
			if err != nil {
				return err
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, d := range defs.All() {
				fmt.Fprintf(w, "%s\t%s\n", d.Type, d.Summary)
			}
			return w.Flush()
		},
	}
	addSettings(cmd, cmd.Flags(), "engine.events")
	return cmd
}

func newEventsShowCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "show TYPE",
		Short:   "Show one event type: roles, triggers, frames, cues",
		Example: "  gleaner events show ban",
		Args:    usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			defs, err := definitions(cmd)
			if err != nil {
				return err
			}
			d := defs.Lookup(args[0])
			if d == nil {
				return typeError(defs, args[0])
			}
			return showDefinition(cmd.OutOrStdout(), d)
		},
	}
	addSettings(cmd, cmd.Flags(), "engine.events")
	return cmd
}

func showDefinition(out io.Writer, d *events.Definition) error {
	fmt.Fprintf(out, "%s: %s\n\nRoles\n", d.Type, d.Summary)
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, r := range d.Roles {
		required := ""
		if r.Required {
			required = "required"
		}
		fmt.Fprintf(w, "  %s\t%s\t%s\n", r.Name, r.Kinds, required)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	fmt.Fprintln(out, "\nTriggers")
	for _, t := range d.Triggers {
		sense := ""
		if t.Weak {
			sense = " (weak)"
		}
		for _, list := range []struct {
			name  string
			words []string
		}{{"verbs", t.Verbs}, {"nouns", t.Nouns}, {"phrases", t.Phrases}} {
			if len(list.words) > 0 {
				fmt.Fprintf(out, "  %s%s: %s\n", list.name, sense, strings.Join(list.words, ", "))
			}
		}
	}
	fmt.Fprintln(out, "\nFrames")
	for _, f := range d.Frames() {
		fmt.Fprintf(out, "  %s\n", f)
	}
	if len(d.Cues) > 0 {
		fmt.Fprintln(out, "\nStatus cues")
	}
	for _, c := range d.Cues {
		fmt.Fprintf(out, "  %s: %s\n", c.Status, strings.Join(c.Words, " "))
	}
	_, err := fmt.Fprintf(out, "\n%d examples, %d rejects in %s\n", len(d.Examples), len(d.Rejects), d.File)
	return err
}

func newEventsCheckCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "check [DIR]",
		Short: "Run the examples and rejects of all definitions, or of those in a folder",
		Long: `Run the examples and rejects of all definitions, or of those in a folder, and
print for each that does not hold what was wanted and what came out. A definition
with fewer than five examples or three rejects is warned of.

They are read as a full run reads them. A type of your own is decided by its
definition, and all of its examples must hold. The types that come with
Gleaner are judged by models, also where a file of yours replaces one: up to a
tenth of their examples may fail and are notes.

Exit codes: 0 enough hold, 1 too many do not, 2 a definition cannot be loaded.`,
		Example: "  gleaner events check my-events/",
		Args:    usage(cobra.MaximumNArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				defs, err := definitions(cmd)
				if err != nil {
					return err
				}
				return checkDefinitions(cmd, defs)
			}
			folders, err := eventFolders(args)
			if err != nil {
				return err
			}
			defs, err := loadDefinitions(folders...)
			if err != nil {
				return err
			}
			if len(defs.All()) == 0 {
				return usageError{fmt.Errorf("no *.yaml file in %s", args[0]), "\"gleaner events new TYPE\" writes one"}
			}
			return checkDefinitions(cmd, defs)
		},
	}
	addSettings(cmd, cmd.Flags(), "engine.events")
	return cmd
}

// minJudged is the share of the examples of types that models judge which must
// hold: a model errs, and must not be bent to single sentences.
const minJudged = 0.9

// checked is what a check of definitions found.
type checked struct {
	total int
	// failures are of types that their definition decides, where each counts.
	failures []*events.Failure
	// judged counts the examples of types that models judge, misjudged are those
	// of them that do not hold.
	judged    int
	misjudged []*events.Failure
}

// tolerable says whether the models err no more often than they may.
func (c *checked) tolerable() bool {
	return float64(len(c.misjudged)) <= (1-minJudged)*float64(c.judged)
}

func checkDefinitions(cmd *cobra.Command, defs *events.Definitions) error {
	for _, d := range defs.All() {
		wantExamples(cmd.ErrOrStderr(), d)
	}
	c, err := runExamples(cmd.Context(), defs)
	if err != nil {
		return err
	}
	note := ""
	if c.tolerable() {
		note = "note: "
	}
	writeFailures(cmd.OutOrStdout(), "", c.failures)
	writeFailures(cmd.OutOrStdout(), note, c.misjudged)
	fmt.Fprintf(cmd.ErrOrStderr(), "%d of %d examples and rejects hold\n", c.total-len(c.failures)-len(c.misjudged), c.total)
	if len(c.misjudged) > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "models misjudge %d of the %d of their types; up to %.0f%% may fail\n", len(c.misjudged), c.judged, 100*(1-minJudged))
	}
	if len(c.failures) > 0 || !c.tolerable() {
		return errReported
	}
	return nil
}

func writeFailures(out io.Writer, note string, failures []*events.Failure) {
	for _, f := range failures {
		fmt.Fprintf(out, "%s:%d: %s%s\n  want %s\n  got  %s\n", f.File, f.Line, note, f.Text, f.Want, f.Got)
	}
}

// runExamples reads the examples and rejects of all definitions.
func runExamples(ctx context.Context, defs *events.Definitions) (*checked, error) {
	engine, stage, err := definitionsEngine(defs)
	if err != nil {
		return nil, err
	}
	read := func(text string) (*doc.Doc, error) {
		d := extractors.Document(ctx, &schemas.Article{Text: text, Language: "en"})
		return d, engine.Apply(d)
	}
	c := new(checked)
	for _, d := range defs.All() {
		failures, err := d.Check(read)
		if err != nil {
			return nil, fmt.Errorf("check %s: %w", d.Type, err)
		}
		n := len(d.Examples) + len(d.Rejects)
		c.total += n
		if stage.Judges(d.Type) {
			c.judged += n
			c.misjudged = append(c.misjudged, failures...)
		} else {
			c.failures = append(c.failures, failures...)
		}
	}
	return c, nil
}

// wantExamples warns of a definition that too little is asked of.
func wantExamples(stderr io.Writer, d *events.Definition) {
	if len(d.Examples) < events.MinExamples || len(d.Rejects) < events.MinRejects {
		fmt.Fprintf(stderr, "gleaner: warning: %s has %d examples and %d rejects; at least %d and %d show that it holds\n",
			d.File, len(d.Examples), len(d.Rejects), events.MinExamples, events.MinRejects)
	}
}

// definitionsEngine is the default engine with these definitions in place of its
// own, and its event stage.
func definitionsEngine(defs *events.Definitions) (*extractors.Engine, *events.Stage, error) {
	engine, err := extractors.Default()
	if err != nil {
		return nil, nil, fmt.Errorf("open engine: %w", err)
	}
	stages := engine.Stages()
	i := slices.IndexFunc(stages, func(s extractors.Stage) bool { return s.Adds()&doc.Events != 0 })
	found, ok := stages[max(i, 0)].(*events.Stage)
	if !ok {
		return nil, nil, errors.New("the default engine finds no events")
	}
	stage := found.With(defs)
	stages[i] = stage
	engine, err = extractors.New(stages...)
	if err != nil {
		return nil, nil, fmt.Errorf("open engine: %w", err)
	}
	return engine, stage, nil
}

func newEventsNewCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "new TYPE",
		Short: "Write a commented definition to start from",
		Example: `  mkdir -p my-events
  gleaner events new relocation > my-events/relocation.yaml
  gleaner events check my-events/`,
		Args: usage(cobra.ExactArgs(1)),
		RunE: func(cmd *cobra.Command, args []string) error {
			if !newTypeName.MatchString(args[0]) {
				return usageError{fmt.Errorf("type %q cannot be used", args[0]), "use lower case letters, digits and underscores, a letter first"}
			}
			if defs, err := events.LoadDefinitions(events.Embedded()); err == nil && defs.Lookup(args[0]) != nil {
				fmt.Fprintf(cmd.ErrOrStderr(), "gleaner: note: the type %q comes with Gleaner; a file of that name replaces it\n", args[0])
			}
			return newDefinition.Execute(cmd.OutOrStdout(), args[0])
		},
	}
}

var newTypeName = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)

// newDefinition is a definition that loads and holds as it is.
var newDefinition = template.Must(template.New("definition").Parse(`# One event type. docs/events.md explains every key.
type: {{.}}
summary: In one line, what the type covers and what it does not.

# What takes part. Kinds: organization, person, gpe (countries, cities), location,
# product, amount (money, percent), time, count, phrase (any noun phrase).
# time and place are roles of every type.
roles:
  agent: {kinds: [organization, person, phrase], required: true}
  object: phrase

# How roles stand around a trigger, in active voice: passive voice, relative
# clauses and "agreed to ..." are understood. a|b are alternatives, * any verb.
frames:
  - "{agent} <verb> {object}"
  - "{agent}'s <noun> of {object}"
  - "<noun> of {object} by {agent}"

# Words that name the event, in dictionary form. Mark groups whose words have
# other senses too as weak; leave out senses with not.
triggers:
  - verbs: relocate
  - nouns: relocation
  - verbs: move
    weak: true
    not: ["<verb> on"]

# Words over a trigger that decide its status.
cues:
  cancelled: scrap, shelve

# At least five texts with what must be found in them, and three that must not
# give the type. Run them with: gleaner events check DIR
examples:
  - text: The agency relocated its archive on Monday.
    status: actual
    roles: {agent: agency, object: archive, time: Monday}
  - text: The archive was relocated by the agency.
    roles: {agent: agency, object: archive}
  - text: The agency will relocate its archive.
    status: planned
    roles: {agent: agency, object: archive}
  - text: The relocation of the archive by the agency took a week.
    roles: {agent: agency, object: archive}
  - text: The agency may relocate its archive.
    status: possible
    roles: {agent: agency, object: archive}
rejects:
  - He moved on to the next page.
  - The weather was calm.
  - The story is moving.
`))
