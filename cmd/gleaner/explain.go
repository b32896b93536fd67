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
that they lack.`,
		Example: `  gleaner explain article.txt
  gleaner explain --format json article.txt | jq '.[] | select(.reported | not)'`,
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
		return usageError{err, ""}
	}
	defer source.Close(cmd.Context())
	for {
		delivery, err := source.Next(cmd.Context())
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		article, _, err := schemas.DecodeArticleLenient(delivery.Body(), mediaType(delivery.Header()))
		if err != nil {
			return fmt.Errorf("%s: %w", place(delivery.Subject()), err)
		}
		all, err := engine.explain(cmd.Context(), article)
		var skip *pipeline.Skip
		switch {
		case errors.As(err, &skip):
			fmt.Fprintf(cmd.ErrOrStderr(), "gleaner: %s: left out: %s\n", place(delivery.Subject()), reasonOf(err))
		case err == nil:
			err = writeExplanations(cmd.OutOrStdout(), all, format)
		}
		if err != nil && skip == nil {
			return fmt.Errorf("%s: %w", place(delivery.Subject()), err)
		}
		if err := delivery.Settle(cmd.Context(), pipeline.Outcome{Disposition: pipeline.Ack}); err != nil {
			return fmt.Errorf("%s: %w", place(delivery.Subject()), err)
		}
	}
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

func writeExplanations(out io.Writer, all []events.Explanation, format string) error {
	if format == "json" {
		return json.NewEncoder(out).Encode(all)
	}
	var b strings.Builder
	for i := range all {
		writeExplanation(&b, &all[i])
	}
	_, err := io.WriteString(out, b.String())
	return err
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
