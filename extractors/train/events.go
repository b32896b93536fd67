package train

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"unicode/utf8"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
	"gleaner/extractors/models"
	"gleaner/schemas"
)

// Events trains the models of the event stage on annotated articles read by
// the stages before it, and says in a card how well models of the same kind do
// on articles that they were not trained on.
func Events(stages []extractors.Stage, definitions *events.Definitions, gold, dev []eval.Gold) (*events.Model, models.Card, error) {
	lessons, err := EventLessons(stages, gold)
	if err != nil {
		return nil, models.Card{}, err
	}
	m, err := events.Learn(definitions, lessons)
	if err != nil {
		return nil, models.Card{}, err
	}
	stage, err := events.NewWith(definitions, m)
	if err != nil {
		return nil, models.Card{}, err
	}
	report, err := ScoreEvents(stages, stage, dev)
	if err != nil {
		return nil, models.Card{}, err
	}
	return m, eventCard(report), nil
}

func eventCard(r *eval.Report) models.Card {
	card := models.Card{
		Summary: "chooses event types, roles and statuses, and which mentions are one event",
		Origins: []models.Origin{{Source: "gold", Split: "train", Licence: "annotation made for this project"}},
	}
	for _, task := range []string{"detect", "args"} {
		if c := r.Counts[task]; c != nil {
			card.Scores = append(card.Scores, models.Score{On: "gold dev", Measure: task + " F1", Value: c.F1()})
		}
	}
	card.Scores = append(card.Scores,
		models.Score{On: "gold dev", Measure: "status accuracy", Value: r.Status.Value()},
		models.Score{On: "gold dev", Measure: "source accuracy", Value: r.Source.Value()})
	return card
}

// EventLessons runs the stages before events over annotated articles and
// brings the annotation to their tokens.
func EventLessons(stages []extractors.Stage, gold []eval.Gold) ([]events.Lesson, error) {
	engine, err := extractors.New(stages...)
	if err != nil {
		return nil, err
	}
	lessons := make([]events.Lesson, 0, len(gold))
	for i := range gold {
		d := extractors.Document(context.Background(), gold[i].Article())
		if err := engine.Apply(d); err != nil {
			return nil, fmt.Errorf("read article %s: %w", gold[i].ID, err)
		}
		lessons = append(lessons, events.Lesson{Doc: d, Gold: goldEvents(d, &gold[i])})
	}
	return lessons, nil
}

// goldEvents brings the annotated events of an article to the tokens of its
// document. Triggers in parts that were cut from the text are left out.
func goldEvents(d *doc.Doc, g *eval.Gold) []events.GoldEvent {
	at := bytesOf(g.Text)
	forms := map[string][]string{}
	for i := range g.Entities {
		forms[g.Entities[i].Name] = append([]string{g.Entities[i].Name}, g.Entities[i].Forms...)
	}
	var out []events.GoldEvent
	for i := range g.Events {
		e := &g.Events[i]
		status, _ := doc.ParseStatus(e.Status)
		o := events.GoldEvent{Type: e.Type, Status: status}
		for _, t := range e.Triggers {
			r, ok := tokensOf(d, doc.Span{Start: at[t[0]], End: at[t[1]]})
			if !ok {
				continue
			}
			o.Triggers = append(o.Triggers, r)
			if s := int32(d.SentenceAt(r.First)); !slices.Contains(o.Sentences, s) {
				o.Sentences = append(o.Sentences, s)
			}
		}
		for _, role := range sortedKeys(e.Args) {
			for _, filler := range e.Args[role] {
				names := forms[filler]
				if names == nil {
					names = []string{filler}
				}
				o.Arguments = append(o.Arguments, events.GoldArgument{Role: role, Forms: names})
			}
		}
		if e.Source != "" {
			if o.Source = forms[e.Source]; o.Source == nil {
				o.Source = []string{e.Source}
			}
		}
		out = append(out, o)
	}
	return out
}

func sortedKeys(m map[string][]string) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// bytesOf lists the byte offset of each code point, and the length at the end.
func bytesOf(text string) []int32 {
	at := make([]int32, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		at = append(at, int32(i))
	}
	return append(at, int32(len(text)))
}

// tokensOf is the range of tokens that touch a span.
func tokensOf(d *doc.Doc, s doc.Span) (doc.Range, bool) {
	first, _ := slices.BinarySearchFunc(d.Tokens, s.Start, func(t doc.Token, at int32) int { return cmp.Compare(t.End-1, at) })
	end := first
	for end < len(d.Tokens) && d.Tokens[end].Start < s.End {
		end++
	}
	return doc.Range{First: int32(first), End: int32(end)}, end > first
}

// crossFolds is how many parts the articles are cut into for cross-validation:
// article i belongs to part i modulo crossFolds.
const crossFolds = 5

// CrossValidateEvents scores the event stage on every article by models that
// were trained on the other folds, with the figures of eval.Score.
func CrossValidateEvents(stages []extractors.Stage, definitions *events.Definitions, gold []eval.Gold) (*eval.Report, error) {
	lessons, err := EventLessons(stages, gold)
	if err != nil {
		return nil, err
	}
	extractions := make([]schemas.Extraction, len(gold))
	for fold := range crossFolds {
		var seen []events.Lesson
		for i := range lessons {
			if i%crossFolds != fold {
				seen = append(seen, lessons[i])
			}
		}
		m, err := events.Learn(definitions, seen)
		if err != nil {
			return nil, err
		}
		stage, err := events.NewWith(definitions, m)
		if err != nil {
			return nil, err
		}
		for i := fold; i < len(gold); i += crossFolds {
			if err := extractWith(stages, stage, &gold[i], &extractions[i]); err != nil {
				return nil, err
			}
		}
	}
	return eval.Score(gold, extractions), nil
}

// ScoreEvents scores an event stage behind the stages before it.
func ScoreEvents(stages []extractors.Stage, stage *events.Stage, gold []eval.Gold) (*eval.Report, error) {
	extractions := make([]schemas.Extraction, len(gold))
	for i := range gold {
		if err := extractWith(stages, stage, &gold[i], &extractions[i]); err != nil {
			return nil, err
		}
	}
	return eval.Score(gold, extractions), nil
}

func extractWith(stages []extractors.Stage, stage *events.Stage, g *eval.Gold, into *schemas.Extraction) error {
	engine, err := extractors.New(append(slices.Clone(stages), extractors.Stage(stage))...)
	if err != nil {
		return err
	}
	x, err := engine.Extract(context.Background(), g.Article())
	if err != nil {
		return fmt.Errorf("read article %s: %w", g.ID, err)
	}
	*into = *x
	return nil
}
