package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/events"
	"gleaner/pipeline"
	"gleaner/pipeline/archive"
	"gleaner/schemas"
)

func newExplainCommand() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "explain [FILE|-]...",
		Short: "Say why events were found in an article, and which nearly were",
		Long: `Say for each event of an article why it was found: the definition and its
frame, the evidence of the models with its weight, the words that decided the
status, who is credited. Near misses follow the same form, with the confidence
that they lack.

Of several articles each has a heading. As JSON, each is one line with the id of
the article and its events.

Exit codes: 0 all articles were explained, 1 some failed (file, line and reason
are on standard error, the rest was done), 2 the command was wrong.`,
		Example: `  gleaner explain article.txt
  gleaner explain --format json article.txt | jq '.events[] | select(.reported | not)'`,
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			cfg.readNamed()
			return explain(cmd, cfg, args, format)
		},
	}
	choice(cmd, &format, "format", "text", "what to write", "text", "json")
	addSettings(cmd, cmd.Flags(), "engine")
	return cmd
}

// explain reads the articles one after another and explains each.
func explain(cmd *cobra.Command, cfg *loaded, paths []string, format string) error {
	paths, err := inputs(cmd, paths)
	if err != nil {
		return err
	}
	w, err := openWork(cfg.Engine)
	if err != nil {
		return err
	}
	engine, err := newExplainer(w)
	if err != nil {
		return err
	}
	source, err := archive.Open(paths, archive.Options{Stdin: cmd.InOrStdin()})
	if err != nil {
		return openError(err)
	}
	defer source.Close(context.WithoutCancel(cmd.Context()))
	run := &explainRun{engine: engine, format: format, stdout: cmd.OutOrStdout(), stderr: cmd.ErrOrStderr()}
	if err := run.all(cmd.Context(), source); err != nil {
		return err
	}
	if run.failed > 0 {
		return errReported
	}
	return nil
}

// explainRun is one run of the command.
type explainRun struct {
	engine         *explainer
	format         string // text or json
	stdout, stderr io.Writer
	// several says that there is more than one article, so that each needs a heading.
	several bool
	failed  int
}

// all explains every article, each when it is known whether another follows.
// The error is one of reading or writing; those of articles are told and counted.
func (e *explainRun) all(ctx context.Context, source pipeline.Source) error {
	current, err := nextSettled(ctx, source)
	for err == nil && current != nil {
		next, ahead := nextSettled(ctx, source)
		e.several = e.several || next != nil
		if err = e.one(ctx, current); err == nil {
			err = ahead
		}
		current = next
	}
	if ctx.Err() != nil {
		return errors.New("interrupted: not all articles were explained")
	}
	return err
}

// nextSettled returns the next article, nil after the last. It is settled, for
// nothing comes after explaining it, and a source waits for what is not.
func nextSettled(ctx context.Context, source pipeline.Source) (pipeline.Delivery, error) {
	d, err := source.Next(ctx)
	if errors.Is(err, io.EOF) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return d, d.Settle(ctx, pipeline.Outcome{Disposition: pipeline.Ack})
}

// one explains an article. The error is one of writing, or ctx's own.
func (e *explainRun) one(ctx context.Context, d pipeline.Delivery) error {
	article, all, err := e.read(ctx, d)
	var skip *pipeline.Skip
	switch {
	case err == nil:
		if err := e.write(place(d.Subject()), article, all); err != nil {
			return fmt.Errorf("write output: %w", err)
		}
	case ctx.Err() != nil:
		return err
	case errors.As(err, &skip):
		fmt.Fprintf(e.stderr, "gleaner: %s: left out: %s\n", place(d.Subject()), reasonOf(err))
	default:
		e.failed++
		fmt.Fprintf(e.stderr, "gleaner: %s: %s: %v\n", place(d.Subject()), codeOf(err), err)
	}
	return nil
}

func (e *explainRun) read(ctx context.Context, d pipeline.Delivery) (*schemas.Article, []events.Explanation, error) {
	if l, ok := d.(pipeline.Loader); ok {
		if err := l.Load(ctx); err != nil {
			return nil, nil, err
		}
	}
	article, _, err := schemas.DecodeArticleLenient(d.Body(), mediaType(d.Header()))
	if err != nil {
		return nil, nil, err
	}
	all, err := e.engine.explain(ctx, article)
	return article, all, err
}

// explained is an article in the output for programs.
type explained struct {
	ArticleID string               `json:"article_id"`
	Events    []events.Explanation `json:"events"`
}

func (e *explainRun) write(place string, a *schemas.Article, all []events.Explanation) error {
	if e.format == "json" {
		return json.NewEncoder(e.stdout).Encode(explained{a.ID, all})
	}
	var b strings.Builder
	if e.several {
		fmt.Fprintf(&b, "== %s (%s)\n\n", printable(place), printable(a.ID))
	}
	if len(all) == 0 {
		b.WriteString("no events\n\n")
	}
	for i := range all {
		writeExplanation(&b, &all[i])
	}
	_, err := io.WriteString(e.stdout, b.String())
	return err
}

// codeOf is the code of an article that cannot be read.
func codeOf(err error) schemas.Code {
	var field *schemas.FieldError
	if errors.As(err, &field) {
		return field.Code
	}
	return schemas.CodeStageFailed
}

func mediaType(header map[string][]string) string {
	for name, values := range header {
		if strings.EqualFold(name, "Content-Type") && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// explainer says why events are found: an engine cut before its event stage.
// It is safe for concurrent use.
type explainer struct {
	before *extractors.Engine
	stage  *events.Stage
}

func newExplainer(w work) (*explainer, error) {
	for i, s := range w.engine.Stages() {
		if stage, ok := s.(*events.Stage); ok {
			return &explainer{w.engine.First(i), stage}, nil
		}
	}
	return nil, usageError{errors.New("this engine finds no events"), "use --engine ours"}
}

// explain works on an article, with the errors of workError.
func (e *explainer) explain(ctx context.Context, a *schemas.Article) ([]events.Explanation, error) {
	d := extractors.Document(ctx, a)
	defer d.Release()
	if err := e.before.Apply(d); err != nil {
		return nil, workError(ctx, err)
	}
	all, err := e.stage.Explain(d)
	if err != nil {
		return nil, workError(ctx, fmt.Errorf("explain events: %w", err))
	}
	return all, nil
}

// writeExplanation writes one event for people to read.
func writeExplanation(b *strings.Builder, e *events.Explanation) {
	verdict := "near miss"
	if e.Reported {
		verdict = "event"
	}
	fmt.Fprintf(b, "%s %s %q  confidence %.2f (threshold %.2f)\n", verdict, e.Type, e.Trigger, e.Confidence, e.Threshold)
	row := func(name, format string, args ...any) {
		fmt.Fprintf(b, "  %-11s %s\n", name, printable(fmt.Sprintf(format, args...)))
	}
	row("in", "%s", e.Sentence)
	switch {
	case e.Frame != "":
		row("definition", "%s, frame %q, %.2f alone", e.File, e.Frame, e.Rule)
	case e.File != "":
		row("definition", "%s, no frame matched, %.2f alone", e.File, e.Rule)
	default:
		row("definition", "none proposes this word; the model does")
	}
	if len(e.Mentions) > 0 {
		row("also", "%s", strings.Join(e.Mentions, ", "))
	}
	row("trigger", "%.2f %s", e.Odds, reasons(e.Reasons))
	row("event", "%.2f %s", e.Confidence, reasons(e.Judge))
	row("status", "%s %s", e.Status, statuses(e.Statuses))
	switch {
	case e.StatusTold:
		row("decided by", "the trigger, which tells the status itself")
	case len(e.Verdict) > 0:
		row("decided by", "%s", reasons(e.Verdict))
	}
	if len(e.Cues) > 0 {
		row("cues", "%s", strings.Join(e.Cues, ", "))
	}
	if e.Source != "" {
		row("source", "%s (%s, %.2f)", e.Source, e.SourceCue, e.SourceConfidence)
	}
	for _, a := range e.Arguments {
		row(a.Role, "%s (%.2f)", a.Text, a.Odds)
	}
	b.WriteString("\n")
}

func reasons(all []events.Reason) string {
	parts := make([]string, len(all))
	for i, r := range all {
		parts[i] = fmt.Sprintf("%s %+.1f", r.Evidence, r.Weight)
	}
	return strings.Join(parts, ", ")
}

// statuses lists the probabilities of the statuses that are not negligible.
func statuses(p []float64) string {
	var parts []string
	for i := range p {
		if p[i] >= 0.05 {
			parts = append(parts, fmt.Sprintf("%s %.2f", doc.Status(i), p[i]))
		}
	}
	return strings.Join(parts, ", ")
}
