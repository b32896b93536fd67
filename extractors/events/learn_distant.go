package events

import (
	"slices"

	"gleaner/extractors/doc"
)

// Distant makes a lesson of an article that is known to tell of an event of a
// type with certain fillers, but not where (distant supervision, Mintz et al.
// 2009): its triggers are what the definition proposes in sentences that name a
// filler. It teaches roles only: an article that speaks of one event throughout
// does not tell when the same words mean no such event. ok is false when there
// is no such place.
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
	return Lesson{Doc: x, Gold: []GoldEvent{e}, Partial: true, RolesOnly: true}, len(e.Triggers) > 0
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

// DistantSentences makes a lesson of an article of which is known what its
// sentences tell of, but not by which words. told lists what the sentence of a
// token tells of; an entry are types of which it is one, and its trigger is the
// likeliest that their definitions propose there. Of the known types that no
// entry of a sentence has, it tells nothing.
func (s *Definitions) DistantSentences(x *doc.Doc, known []string, told func(first int32) [][]string) (Lesson, error) {
	candidates, err := s.propose(x, nil)
	if err != nil {
		return Lesson{}, err
	}
	l := Lesson{Doc: x, Partial: true, Absent: make([][]string, len(x.Sentences))}
	for i := range x.Sentences {
		entries := told(x.Sentences[i].First)
		l.Absent[i] = slices.DeleteFunc(slices.Clone(known), func(t string) bool { return slices.Contains(slices.Concat(entries...), t) })
		for _, types := range entries {
			if c := likeliestOf(candidates, int32(i), types); c != nil {
				l.Gold = append(l.Gold, GoldEvent{Type: c.Definition.Type, Triggers: []doc.Range{c.Trigger}, Sentences: []int32{int32(i)}})
			}
		}
	}
	return l, nil
}

// likeliestOf is the candidate of a sentence and of any of the types with the
// highest score, the first of equals; nil when there is none.
func likeliestOf(candidates []Candidate, sentence int32, types []string) (best *Candidate) {
	for i := range candidates {
		c := &candidates[i]
		if c.Sentence == sentence && slices.Contains(types, c.Definition.Type) && (best == nil || c.Score > best.Score) {
			best = c
		}
	}
	return best
}
