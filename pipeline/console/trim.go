package console

import (
	"slices"

	"gleaner/schemas"
)

// Bounds of what the index stores of one extraction, in bytes where nothing
// else is said. No honest article comes near them; beyond them a text ends in "…".
const (
	maxStoredName     = 1 << 10
	maxStoredSentence = 16 << 10
	maxStoredList     = 64     // aliases of an entity
	maxStoredItems    = 20_000 // entities, events, mentions, arguments
)

// trimmed is an extraction of which nothing is longer than the index stores.
// What need not change is shared with x.
func trimmed(x *schemas.Extraction) *schemas.Extraction {
	out := *x
	a := &out.Article
	for _, s := range []*string{&a.Title, &a.Source, &a.URL, &a.Language, &a.PublishedAt, &a.FetchedAt} {
		cut(s, maxStoredName)
	}
	out.Entities = slices.Clone(first(x.Entities, maxStoredItems))
	for i := range out.Entities {
		trimEntity(&out.Entities[i])
	}
	out.Events = slices.Clone(first(x.Events, maxStoredItems))
	for i := range out.Events {
		trimEvent(&out.Events[i])
	}
	out.Notes = slices.Clone(first(x.Notes, maxStoredItems))
	for i := range out.Notes {
		cut(&out.Notes[i].Code, maxStoredName)
		cut(&out.Notes[i].Message, maxStoredName)
	}
	return &out
}

func trimEntity(e *schemas.Entity) {
	cut(&e.Name, maxStoredName)
	e.Aliases = slices.Clone(first(e.Aliases, maxStoredList))
	for i := range e.Aliases {
		cut(&e.Aliases[i], maxStoredName)
	}
	e.Links = shortLinks(e.Links)
	e.Mentions = slices.Clone(first(e.Mentions, maxStoredItems))
	for i := range e.Mentions {
		cut(&e.Mentions[i].Text, maxStoredName)
	}
}

func trimEvent(e *schemas.Event) {
	cut(&e.Type, maxStoredName)
	cut(&e.Rule, maxStoredName)
	cut(&e.Trigger.Text, maxStoredName)
	cut(&e.Sentence.Text, maxStoredSentence)
	e.Mentions = slices.Clone(first(e.Mentions, maxStoredItems))
	for i := range e.Mentions {
		cut(&e.Mentions[i].Text, maxStoredName)
	}
	e.Arguments = slices.Clone(first(e.Arguments, maxStoredItems))
	for i := range e.Arguments {
		for _, s := range []*string{&e.Arguments[i].Role, &e.Arguments[i].Text, &e.Arguments[i].Value} {
			cut(s, maxStoredName)
		}
	}
	if e.Time != nil {
		t := *e.Time
		for _, s := range []*string{&t.Text, &t.Start, &t.End, &t.Grain} {
			cut(s, maxStoredName)
		}
		e.Time = &t
	}
	if e.Amount != nil {
		a := *e.Amount
		cut(&a.Text, maxStoredName)
		cut(&a.Currency, maxStoredName)
		e.Amount = &a
	}
	if e.Attribution != nil {
		a := *e.Attribution
		cut(&a.Source, maxStoredName)
		cut(&a.Cue, maxStoredName)
		e.Attribution = &a
	}
}

func cut(s *string, limit int) {
	if len(*s) > limit {
		*s = short(*s, limit)
	}
}

func first[T any](all []T, limit int) []T { return all[:min(len(all), limit)] }
