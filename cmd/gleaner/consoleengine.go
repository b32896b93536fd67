package main

import (
	"context"

	"gleaner/extractors/doc"
	"gleaner/extractors/events"
	"gleaner/pipeline/console"
	"gleaner/schemas"
)

// consoleEngine extracts and explains for the console.
type consoleEngine struct {
	work
	explainer *explainer
}

func newConsoleEngine(w work) (*consoleEngine, error) {
	explainer, err := newExplainer(w)
	if err != nil {
		return nil, err
	}
	return &consoleEngine{w, explainer}, nil
}

// Explain implements console.Engine.
func (e *consoleEngine) Explain(ctx context.Context, a *schemas.Article) ([]console.Explanation, error) {
	all, err := e.explainer.explain(ctx, a)
	if err != nil {
		return nil, err
	}
	out := make([]console.Explanation, len(all))
	for i := range all {
		out[i] = consoleExplanation(&all[i])
	}
	return out, nil
}

func consoleExplanation(e *events.Explanation) console.Explanation {
	out := console.Explanation{
		Type: e.Type, Trigger: e.Trigger, Sentence: e.Sentence, Confidence: e.Confidence, Threshold: e.Threshold, Reported: e.Reported,
		Definition: e.File, Frame: e.Frame, Rule: e.Rule, Odds: e.Odds, Status: e.Status, Cues: e.Cues,
		Source: console.Probability{Name: e.SourceCue, Text: e.Source, Value: e.SourceConfidence},
	}
	for _, r := range e.Reasons {
		out.TriggerEvidence = append(out.TriggerEvidence, console.Evidence{Name: r.Evidence, Weight: r.Weight})
	}
	for _, r := range e.Judge {
		out.EventEvidence = append(out.EventEvidence, console.Evidence{Name: r.Evidence, Weight: r.Weight})
	}
	for i, p := range e.Statuses {
		if p >= 0.05 {
			out.Statuses = append(out.Statuses, console.Probability{Name: doc.Status(i).String(), Value: p})
		}
	}
	for _, a := range e.Arguments {
		out.Roles = append(out.Roles, console.Probability{Name: a.Role, Text: a.Text, Value: a.Odds})
	}
	return out
}
