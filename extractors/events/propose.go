package events

import (
	"cmp"
	"slices"
	"sync"

	"gleaner/extractors/doc"
)

// RuleThreshold is the score from which the rules alone are enough to report
// a candidate.
const RuleThreshold = 0.5

// proposer holds what proposing needs for one document. It is pooled.
type proposer struct {
	view  view
	match matcher
	found []hit
	// excluded are the words of the sentence that have a sense which a definition
	// excludes.
	excluded []exclusion
}

// exclusion is a word in a sense that a definition excludes.
type exclusion struct {
	head       int32
	definition *Definition
}

// hit is a trigger found in a sentence.
type hit struct {
	entry   *indexed
	trigger doc.Range
	head    int32
	// near: the tag is not that of the class, only near it.
	near bool
}

var proposers = sync.Pool{New: func() any { return new(proposer) }}

// propose appends to into the candidates of a document, in order of trigger
// and type. Needed are the layers Tags and Mentions; Entities, Values and
// Trees make the arguments better. Only sentences with a trigger are parsed.
// The error is the document's own.
func (s *Definitions) propose(d *doc.Doc, into []Candidate) ([]Candidate, error) {
	p := proposers.Get().(*proposer)
	defer proposers.Put(p)
	for i := range d.Sentences {
		if err := d.Err(); err != nil {
			return into, err
		}
		into = p.sentence(s.index, d, i, true, into)
	}
	return into, nil
}

// proposeIn appends the candidates of one sentence, by its tree if it has one,
// else by tags and phrases, and what is excluded there.
func (s *Definitions) proposeIn(d *doc.Doc, sentence int, into []Candidate, excluded []exclusion) ([]Candidate, []exclusion) {
	p := proposers.Get().(*proposer)
	defer proposers.Put(p)
	into = p.sentence(s.index, d, sentence, false, into)
	return into, append(excluded, p.excluded...)
}

// sentence appends the candidates of one sentence, which is parsed first if
// parse says so.
func (p *proposer) sentence(index triggerIndex, d *doc.Doc, i int, parse bool, into []Candidate) []Candidate {
	p.found, p.excluded = p.found[:0], p.excluded[:0]
	s := &d.Sentences[i]
	for t := s.First; t < s.End; t++ {
		entries := index[d.Tokens[t].Lower]
		for e := range entries {
			p.try(d, s, &entries[e], t)
		}
	}
	if len(p.found) == 0 {
		return into
	}
	p.view.look(d, i)
	p.keepLongest()
	from := syntax(shallow{})
	if d.Has(doc.Trees) && (s.Parsed || parse && d.Parse(i) == nil) {
		from = tree{}
	}
	for h := range p.found {
		hit := &p.found[h]
		if p.insideName(hit, s) {
			continue
		}
		into = append(into, p.candidate(from, hit, int32(i)))
	}
	return into
}

// try notes a trigger when the entry matches at token t.
func (p *proposer) try(d *doc.Doc, s *doc.Sentence, e *indexed, t int32) {
	trigger, head, ok := e.match(d.Tokens, s.Range, t)
	if !ok {
		return
	}
	ok, near := e.agrees(&d.Tokens[head], s)
	if !ok {
		return
	}
	for i := range e.trigger.not {
		if e.trigger.not[i].matches(d.Tokens, s.Range, trigger) {
			p.excluded = append(p.excluded, exclusion{head, e.definition})
			return
		}
	}
	p.found = append(p.found, hit{entry: e, trigger: trigger, head: head, near: near})
}

// keepLongest drops triggers that overlap a longer one of the same type, and
// sorts the rest by place and type.
func (p *proposer) keepLongest() {
	slices.SortStableFunc(p.found, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.entry.definition.Type, b.entry.definition.Type),
			cmp.Compare(b.trigger.Len(), a.trigger.Len()), compareNear(a, b), cmp.Compare(a.trigger.First, b.trigger.First))
	})
	kept := p.found[:0]
	for _, h := range p.found {
		if !slices.ContainsFunc(kept, func(k hit) bool {
			return k.entry.definition == h.entry.definition && k.trigger.Overlaps(h.trigger)
		}) {
			kept = append(kept, h)
		}
	}
	p.found = kept
	slices.SortStableFunc(p.found, func(a, b hit) int {
		return cmp.Or(cmp.Compare(a.trigger.First, b.trigger.First), cmp.Compare(a.entry.definition.Type, b.entry.definition.Type))
	})
}

// compareNear puts triggers whose tag agrees first.
func compareNear(a, b hit) int {
	switch {
	case a.near == b.near:
		return 0
	case b.near:
		return -1
	}
	return 1
}

// insideName says whether the trigger is part of a name: "Merger Street Ltd".
// Headlines are spared, for there names are guessed from capitals too.
func (p *proposer) insideName(h *hit, s *doc.Sentence) bool {
	m := p.view.name(h.head)
	return m != nil && m.Len() > 1 && !s.Headline && !s.TitleCase
}

// candidate fills the roles around a trigger and scores the result.
func (p *proposer) candidate(from syntax, h *hit, sentence int32) Candidate {
	e := h.entry
	c := Candidate{Definition: e.definition, By: e.trigger, Trigger: h.trigger, Head: h.head, Sentence: sentence}
	p.match.view, p.match.def = &p.view, e.definition
	p.match.places = from.places(&p.view, h.trigger, h.head, e.class, p.match.places[:0])
	p.match.places = slices.DeleteFunc(p.match.places, func(at place) bool { return h.trigger.Holds(at.head) })
	framed := 0
	c.Arguments, c.Frame, framed = p.match.match(e.trigger, e.class, h.head, nil)
	c.Score = p.score(h, framed, c.Arguments)
	if e.trigger.HasStatus {
		c.Status = e.trigger.Status
	}
	return c
}

// score says how much the rules alone speak for a candidate, from its arguments
// and how many roles frames filled. It passes RuleThreshold when a strong noun
// has an argument, a strong verb a second one or an entity, and a weak trigger
// two in frames, its required roles and an entity.
func (p *proposer) score(h *hit, framed int, args []doc.Argument) float32 {
	named := slices.ContainsFunc(args, func(a doc.Argument) bool { return a.Entity != doc.NoEntity })
	enough := len(args) > 1 || named || len(args) == 1 && h.entry.class != verbClass
	t := h.entry.trigger
	met := framed > 0 || len(t.needs) > 0
	for _, role := range t.needs {
		met = met && p.match.filled[role]
	}
	score := float32(0.6)
	switch {
	case t.Weak && !(met && named):
		score = 0.1
	case t.Weak:
		score = 0.3
	case !enough:
		score = 0.35
	case !met:
		score = 0.5
	}
	if h.near {
		score -= 0.05
	}
	return score + 0.1*float32(min(framed, 3))
}
