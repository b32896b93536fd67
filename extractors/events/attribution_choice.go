package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// credit is somebody who may be the source of what is said of an event.
type credit struct {
	source, cue doc.Range
	entity      int32
	via         creditVia
	// statement is the index of the statement, -1 when there is none.
	statement int
	odds      float64
}

// creditVia says how a credit was come by.
type creditVia uint8

const (
	// viaSentence: a statement in the trigger's sentence.
	viaSentence creditVia = iota
	// viaBefore and viaAfter: a statement in a sentence near by.
	viaBefore
	viaAfter
	// viaNamed: the trigger's sentence names it, but not as a speaker; who
	// reports of itself often goes without saying.
	viaNamed
)

const (
	// creditReach is how many sentences before and after the trigger's are
	// searched for statements.
	creditReach = 2
	// credible is the probability from which a source is reported. Sources are
	// named rarely and by many, so that even the right one seldom looks likely.
	credible = 0.07
)

// credits lists who may be the source for a candidate.
func (r *reading) credits(c *Candidate, out []credit) []credit {
	in, first := statementsIn(r.says, c.Sentence-creditReach, c.Sentence+creditReach)
	for i := range in {
		st := &in[i]
		if st.source.Overlaps(c.Trigger) {
			continue
		}
		via := viaSentence
		switch {
		case st.sentence < c.Sentence:
			via = viaBefore
		case st.sentence > c.Sentence:
			via = viaAfter
		}
		out = append(out, credit{st.source, st.cue, st.entity, via, first + i, 0})
	}
	s := r.d.Sentences[c.Sentence].Range
	for t := s.First; t < s.End; t++ {
		m := r.mentionAt(t)
		if m == nil || m.First != t || m.Entity == doc.NoEntity || m.Overlaps(c.Trigger) || m.Kind > doc.GPE {
			continue
		}
		if !names(out, m.Entity) {
			out = append(out, credit{m.Range, c.Trigger, m.Entity, viaNamed, -1, 0})
		}
	}
	return out
}

// names says whether the list holds an entity as named in the sentence.
func names(all []credit, entity int32) bool {
	for i := range all {
		if all[i].entity == entity && (all[i].via == viaNamed || all[i].via == viaSentence) {
			return true
		}
	}
	return false
}

// Templates of the model of sources.
const (
	cBias = creditTemplates + iota
	cVia
	cCue
	cKind
	cType
	cRule
	cDepth
	cDistance
	cQuote
	cSpeaker
	cRole
	cSalience
	cIntroduces
	cStatements
	cOrder
	cTrigger
	cHeadline
	cTense
)

// creditFeatures describes a possible source of a candidate.
func (r *reading) creditFeatures(c *Candidate, all []credit, i int) []linear.Feature {
	r.begin()
	x := &all[i]
	via, eventType := uint64(x.via), linear.String(c.Definition.Type)
	kind := uint64(0)
	if x.entity != doc.NoEntity {
		kind = uint64(r.d.Entities[x.entity].Kind)
	}
	r.one(cVia, via)
	r.two(cKind, via, kind)
	r.two(cType, via, eventType)
	r.three(cType, via, eventType, kind)
	r.two(cTrigger, via, r.words[c.Head].lemma)
	r.two(cSalience, via, r.salienceOf(x.entity))
	if a := attribute(r.d, r.says, r.quotes, c.Trigger, c.Sentence); a != nil {
		chosen := uint64(0)
		if a.Source == x.source {
			chosen = 1
		}
		r.two(cRule, via, chosen)
	} else {
		r.two(cRule, via, 2)
	}
	if r.d.Sentences[c.Sentence].Headline {
		r.one(cHeadline, via)
	}
	same := 0
	for k := range all {
		if all[k].via == viaSentence {
			same++
		}
	}
	r.two(cStatements, via, bucket(same))
	if x.statement < 0 {
		r.namedFeatures(c, x)
		return r.features
	}
	r.statementFeatures(c, x)
	return r.features
}

func (r *reading) salienceOf(entity int32) uint64 {
	if entity == doc.NoEntity {
		return 9
	}
	return uint64(r.d.Entities[entity].Salience * 5)
}

// namedFeatures describe a source that the sentence names without a cue.
func (r *reading) namedFeatures(c *Candidate, x *credit) {
	order := uint64(0)
	if x.source.First > c.Trigger.First {
		order = 1
	}
	r.two(cOrder, order, bucket(gapLength(c.Trigger, x.source)))
	role := uint64(0)
	for i := range c.Arguments {
		if a := &c.Arguments[i]; a.Entity == x.entity {
			role = linear.String(a.Role)
		}
	}
	r.one(cRole, role)
	r.two(cRole, role, linear.String(c.Definition.Type))
	r.two(cTense, r.tense(c.Head, r.d.Sentences[c.Sentence].Range), role)
}

// statementFeatures describe a source that is credited in so many words.
func (r *reading) statementFeatures(c *Candidate, x *credit) {
	st := &r.says[x.statement]
	via, cue := uint64(x.via), r.words[st.cue.First].lemma
	away := uint64(16 + st.sentence - c.Sentence)
	r.two(cCue, cue, via)
	r.two(cDistance, via, away)
	if st.inverted {
		r.two(cIntroduces, via, 2)
	}
	if introduces(r.d, st.cue.First, r.d.Sentences[st.sentence].Range) {
		r.two(cIntroduces, via, 1)
	}
	if x.via == viaSentence {
		r.one(cDepth, bucket(min(st.distance(r.d, c.Trigger), 100)))
		order := uint64(0)
		if st.cue.First > c.Trigger.First {
			order = 1
		}
		r.two(cOrder, order+2, bucket(gapLength(c.Trigger, st.cue)))
	}
	inQuote, quoted := uint64(0), speaker(r.d, r.says, r.quotes, c.Trigger, c.Sentence)
	if _, ok := quoteAt(r.quotes, c.Head); ok {
		inQuote = 1
	}
	r.two(cQuote, via, inQuote)
	if quoted == x.statement {
		r.one(cSpeaker, via)
	}
}

// creditFor returns the likeliest source of a group's event, nil when none is
// likely enough. Each member speaks for its own sources.
func (s *Stage) creditFor(r *reading, g *group) *doc.Attribution {
	best := credit{odds: credible}
	var found *doc.Attribution
	for _, m := range g.members {
		c := &r.judged[m].Candidate
		if c.Score*4 < r.judged[g.best].Score {
			continue
		}
		r.credited = r.credits(c, r.credited[:0])
		for i := range r.credited {
			x := r.credited[i]
			x.odds = yes(s.model.credit, r.creditFeatures(c, r.credited, i), &r.scores)
			if x.odds > best.odds {
				best = x
				found = &doc.Attribution{Source: x.source, Cue: x.cue, Entity: x.entity}
			}
		}
	}
	return found
}
