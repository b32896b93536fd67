package train

import (
	"cmp"
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"unicode/utf8"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
	"gleaner/extractors/models"
	"gleaner/schemas"
)

// EventSources are what event models are learnt from, besides the examples of
// the definitions.
type EventSources struct {
	// Train and Dev are the annotated articles of these parts.
	Train, Dev []eval.Gold
	// Own are the articles annotated for Gleaner.
	Own []eval.Gold
	// Takeovers are articles about acquisitions that tell who bought whom, but not where.
	Takeovers []eval.Takeover
}

// ReadEventSources reads them from the data folder.
func ReadEventSources(folder string) (s EventSources, err error) {
	if s.Train, err = eval.OpenGold(filepath.Join(folder, "gold", "train.jsonl")); err != nil {
		return s, err
	}
	if s.Dev, err = eval.OpenGold(filepath.Join(folder, "gold", "dev.jsonl")); err != nil {
		return s, err
	}
	if s.Own, err = OwnAnnotations(folder); err != nil {
		return s, err
	}
	s.Takeovers, err = ReadTakeovers(folder)
	return s, err
}

// Annotated are the articles of train and dev, in that order.
func (s *EventSources) Annotated() []eval.Gold { return slices.Concat(s.Train, s.Dev) }

// Events trains the models of the event stage on all sources, read by the
// stages before it. Its card says how well models like them do on the
// annotated articles when they are learnt without these, fold by fold; what
// these find there is returned too. say is told of the progress.
func Events(stages []extractors.Stage, definitions *events.Definitions, sources *EventSources, say func(string)) (*events.Model, models.Card, *Unseen, error) {
	card := models.Card{
		Summary: "chooses event types, roles and statuses, and which mentions are one event",
		Origins: []models.Origin{
			{Source: "gold", Split: "train and dev", Licence: "annotation made for this project"},
			{Source: "articles annotated for Gleaner: of data/raw, PolNeAR, SENTiVENT, TempEval-3, CoNLL-2003 and web pages, and invented", Split: "none of gold", Licence: "annotation and invented articles Apache 2.0, the others their publishers'"},
			{Source: "examples of the event definitions", Licence: "Apache 2.0"},
			{Source: "corporate acquisitions (Freitag 1998)", Split: "train", Licence: "Reuters text of 1987, for research"},
			{Source: "GloVe 6B vectors", Licence: "PDDL 1.0"},
		},
	}
	say("learning from all articles, and from all but each part of them")
	learnt, err := sources.learn(stages, definitions, sources.Annotated(), say)
	if err != nil {
		return nil, card, nil, err
	}
	read, err := crossRead(stages, definitions, sources, learnt, say)
	if err != nil {
		return nil, card, nil, err
	}
	card.Scores = eventScores("gold train and dev, five folds", read.Score(events.Balanced))
	m, err := learnt.Model()
	return m, card, read, err
}

// How often models are shown articles: those of gold are what others are held
// against, real ones annotated by us come next, and invented ones are shown once.
var (
	goldShown = events.Shown{Triggers: 4, Events: 3, Others: 3}
	realShown = events.Shown{Triggers: 2, Events: 2}
)

// learn trains on some of the annotated articles and all other sources.
func (s *EventSources) learn(stages []extractors.Stage, definitions *events.Definitions, annotated []eval.Gold, say func(string)) (*events.Learnt, error) {
	lessons, err := s.lessons(stages, annotated)
	if err != nil {
		return nil, err
	}
	drills, err := s.drills(stages, definitions)
	if err != nil {
		return nil, err
	}
	return events.Learn(definitions, lessons, drills, say)
}

// lessons are some of the annotated articles and those of our own.
func (s *EventSources) lessons(stages []extractors.Stage, annotated []eval.Gold) ([]events.Lesson, error) {
	lessons, err := EventLessons(stages, slices.Concat(annotated, s.Own))
	if err != nil {
		return nil, err
	}
	for i := range lessons {
		switch {
		case i < len(annotated):
			lessons[i].Shown = goldShown
		case !invented(&s.Own[i-len(annotated)]):
			lessons[i].Shown = realShown
		}
	}
	return lessons, nil
}

// model is what was learnt from all that learn is given.
func (s *EventSources) model(stages []extractors.Stage, definitions *events.Definitions, annotated []eval.Gold, say func(string)) (*events.Model, error) {
	learnt, err := s.learn(stages, definitions, annotated, say)
	if err != nil {
		return nil, err
	}
	return learnt.Model()
}

// engine learns from all sources and returns the stages with what was learnt
// behind them.
func (s *EventSources) engine(stages []extractors.Stage, definitions *events.Definitions, say func(string)) (*extractors.Engine, error) {
	m, err := s.model(stages, definitions, s.Annotated(), say)
	if err != nil {
		return nil, err
	}
	return engineOf(stages, definitions, m, events.Balanced)
}

// engineOf is the stages with event models behind them, which report events
// from a confidence on.
func engineOf(stages []extractors.Stage, definitions *events.Definitions, m *events.Model, threshold float64) (*extractors.Engine, error) {
	stage, err := events.NewWith(definitions, m)
	if err != nil {
		return nil, err
	}
	return extractors.New(append(slices.Clone(stages), extractors.Stage(stage.At(threshold)))...)
}

// withoutFold puts every n-th, from fold on, into unseen.
func withoutFold[T any](all []T, fold, n int) (seen, unseen []T) {
	for i := range all {
		if i%n == fold {
			unseen = append(unseen, all[i])
		} else {
			seen = append(seen, all[i])
		}
	}
	return seen, unseen
}

// addCounts adds the counts of each class.
func addCounts(sum, counts map[string]*eval.PRF) {
	for class, c := range counts {
		if sum[class] == nil {
			sum[class] = &eval.PRF{}
		}
		sum[class].Add(*c)
	}
}

func eventScores(on string, r *eval.Report) []models.Score {
	var scores []models.Score
	for _, task := range []string{"detect", "args"} {
		if c := r.Counts[task]; c != nil {
			scores = append(scores, models.Score{On: on, Measure: task + " F1", Value: c.F1()})
		}
	}
	return append(scores,
		models.Score{On: on, Measure: "status accuracy", Value: r.Status.Value()},
		models.Score{On: on, Measure: "source accuracy", Value: r.Source.Value()})
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

// drills reads what every model learns from: the examples of the definitions,
// and acquisitions.
func (s *EventSources) drills(stages []extractors.Stage, definitions *events.Definitions) ([]events.Lesson, error) {
	read, err := reader(stages)
	if err != nil {
		return nil, err
	}
	drills, err := events.Drills(definitions, read)
	if err != nil {
		return nil, err
	}
	takeovers, err := takeoverLessons(definitions, s.Takeovers, read)
	return slices.Concat(drills, takeovers), err
}

// reader runs stages over texts.
func reader(stages []extractors.Stage) (events.Reader, error) {
	engine, err := extractors.New(stages...)
	if err != nil {
		return nil, err
	}
	return func(text string) (*doc.Doc, error) {
		d := extractors.Document(context.Background(), &schemas.Article{Text: text})
		return d, engine.Apply(d)
	}, nil
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

// Thresholds of confidence at which cross-validated events are compared, lowest first.
var Thresholds = [...]float64{0.15, 0.2, events.Broad, 0.3, 0.35, 0.4, events.Balanced, 0.5, events.Precise, 0.7}

// Unseen is what was found in annotated articles by event models that had not
// seen them: all events from the lowest of Thresholds.
type Unseen struct {
	Gold  []eval.Gold
	Found []schemas.Extraction // in the order of Gold
}

// Score compares both, events from a confidence on.
func (u *Unseen) Score(confidence float64) *eval.Report {
	return eval.Score(u.Gold, eval.AtLeast(u.Found, confidence))
}

// CrossValidateEvents reads the annotated articles, those of each of
// events.Folds parts by event stages whose models were trained on the others.
func CrossValidateEvents(stages []extractors.Stage, definitions *events.Definitions, sources *EventSources, say func(string)) (*Unseen, error) {
	say("learning from all articles but each part of them")
	learnt, err := sources.learn(stages, definitions, sources.Annotated(), say)
	if err != nil {
		return nil, err
	}
	return crossRead(stages, definitions, sources, learnt, say)
}

// EventsWithoutDev reads dev by an event stage that was trained on all else.
func EventsWithoutDev(stages []extractors.Stage, definitions *events.Definitions, sources *EventSources, say func(string)) (*Unseen, error) {
	say("learning from all but dev")
	m, err := sources.model(stages, definitions, sources.Train, say)
	if err != nil {
		return nil, err
	}
	found, err := readEvents(stages, definitions, m, sources.Dev)
	return &Unseen{sources.Dev, found}, err
}

// crossRead reads each part of the annotated articles by models of the others.
func crossRead(stages []extractors.Stage, definitions *events.Definitions, sources *EventSources, learnt *events.Learnt, say func(string)) (*Unseen, error) {
	all := new(Unseen)
	for part := range events.Folds {
		say(fmt.Sprintf("reading part %d of %d", part+1, events.Folds))
		m, err := learnt.Without(part)
		if err != nil {
			return nil, err
		}
		_, unseen := withoutFold(sources.Annotated(), part, events.Folds)
		found, err := readEvents(stages, definitions, m, unseen)
		if err != nil {
			return nil, err
		}
		all.Gold, all.Found = append(all.Gold, unseen...), append(all.Found, found...)
	}
	return all, nil
}

// readEvents reads articles by the stages and event models behind them: all
// events from the lowest of Thresholds.
func readEvents(stages []extractors.Stage, definitions *events.Definitions, m *events.Model, gold []eval.Gold) ([]schemas.Extraction, error) {
	engine, err := engineOf(stages, definitions, m, Thresholds[0])
	if err != nil {
		return nil, err
	}
	return eval.Extract(context.Background(), engine, gold)
}
