package events

import (
	"slices"

	"gleaner/extractors/doc"
)

// Distant makes a lesson of an article that is known to tell of an event of a
// type with certain fillers, but not where (distant supervision, Mintz et al.
// 2009): its triggers are what the definition proposes in sentences that name a
// filler. ok is false when there is no such place.
func (s *Definitions) Distant(x *doc.Doc, eventType string, fillers []GoldArgument) (l Lesson, ok bool) {
	candidates, err := s.propose(x, nil)
	if err != nil {
		return Lesson{}, false
	}
	e := GoldEvent{Type: eventType, Arguments: fillers}
	for i := range candidates {
		c := &candidates[i]
		if c.Definition.Type != eventType || !c.tellsOf(x, fillers) {
			continue
		}
		e.Triggers = append(e.Triggers, c.Trigger)
		if !slices.Contains(e.Sentences, c.Sentence) {
			e.Sentences = append(e.Sentences, c.Sentence)
		}
	}
	return Lesson{Doc: x, Gold: []GoldEvent{e}, Partial: true}, len(e.Triggers) > 0
}

// tellsOf says whether a frame found one of the fillers, or the trigger is
// strong and its sentence names one.
func (c *Candidate) tellsOf(x *doc.Doc, fillers []GoldArgument) bool {
	for i := range fillers {
		f := &fillers[i]
		if slices.ContainsFunc(c.Arguments, func(a doc.Argument) bool { return f.is(x, a.Range, a.Entity) }) {
			return true
		}
		if c.Score >= RuleThreshold && slices.ContainsFunc(x.Mentions, func(m doc.Mention) bool {
			return x.Sentences[c.Sentence].Contains(m.Range) && f.is(x, m.Range, m.Entity)
		}) {
			return true
		}
	}
	return false
}
