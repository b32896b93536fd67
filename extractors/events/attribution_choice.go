package events

import (
	"strings"

	"gleaner/extractors/doc"
)

// credit is somebody who may be the source of what one trigger tells.
type credit struct {
	source, cue doc.Range
	entity      int32
	via         creditVia
	// statement is the index of the statement, -1 when there is none.
	statement int
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
	credible = 0.04
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
		out = append(out, credit{st.source, st.cue, st.entity, via, first + i})
	}
	s := r.d.Sentences[c.Sentence].Range
	for t := s.First; t < s.End; t++ {
		m := r.mentionAt(t)
		if m == nil || m.First != t || m.Entity == doc.NoEntity || m.Overlaps(c.Trigger) || m.Kind > doc.GPE {
			continue
		}
		if !names(out, m.Entity) {
			out = append(out, credit{m.Range, c.Trigger, m.Entity, viaNamed, -1})
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

// hearing is what one member of a group has around it: who may be its source.
type hearing struct {
	c       *judged
	credits []credit
	// quoted is the statement that credits the quote which holds the trigger, -1
	// for none.
	quoted int
	// same counts the credits by statements of the sentence, said those by any.
	same, said int
}

// voice is somebody who may be the source of a group's event, with the credits
// of all members that lead there.
type voice struct {
	heard []heard
	// nearest is the one that stands nearest to its trigger.
	nearest int
}

// heard is a credit of a hearing.
type heard struct{ hearing, credit int }

// speaking is the share of the clearest trigger's score from which a member's
// sources count.
const speaking = 0.25

// maxHearings bounds the members that are asked. Events of news have fewer.
const maxHearings = 32

// hear lists what the members of a group have around them, and who is named there.
func (r *reading) hear(g *group) ([]hearing, []voice) {
	var all []hearing
	var voices []voice
	for _, m := range g.members {
		c := &r.judged[m]
		if c.Score < r.judged[g.best].Score*speaking {
			continue
		}
		if len(all) == maxHearings {
			break
		}
		h := hearing{
			c: c, credits: r.credits(&c.Candidate, nil),
			quoted: speaker(r.d, r.says, r.quotes, c.Trigger, c.Sentence),
		}
		for i := range h.credits {
			h.same += int(flag(h.credits[i].via == viaSentence))
			h.said += int(flag(h.credits[i].statement >= 0))
		}
		all = append(all, h)
		for i := range h.credits {
			voices = r.join(voices, all, heard{len(all) - 1, i})
		}
	}
	return all, voices
}

// join adds what was heard to the voice it belongs to: that of its entity or
// of the same words.
func (r *reading) join(voices []voice, all []hearing, x heard) []voice {
	for i := range voices {
		v := &voices[i]
		if !r.sameVoice(creditOf(all, v.heard[0]), creditOf(all, x)) {
			continue
		}
		v.heard = append(v.heard, x)
		if r.nearer(all, x, v.heard[v.nearest]) {
			v.nearest = len(v.heard) - 1
		}
		return voices
	}
	return append(voices, voice{heard: []heard{x}})
}

func creditOf(all []hearing, x heard) *credit { return &all[x.hearing].credits[x.credit] }

func (r *reading) sameVoice(a, b *credit) bool {
	if a.entity != doc.NoEntity || b.entity != doc.NoEntity {
		return a.entity == b.entity
	}
	return a.source == b.source
}

// nearer says whether a stands fewer sentences from its trigger than b, or has
// the clearer one.
func (r *reading) nearer(all []hearing, a, b heard) bool {
	x, y := r.sentencesAway(all, a), r.sentencesAway(all, b)
	if x*x != y*y {
		return x*x < y*y
	}
	return all[a.hearing].c.Score > all[b.hearing].c.Score
}

// sentencesAway is how many sentences behind the trigger a credit's statement
// stands, negative for before.
func (r *reading) sentencesAway(all []hearing, x heard) int32 {
	c := creditOf(all, x)
	if c.statement < 0 {
		return 0
	}
	return r.says[c.statement].sentence - all[x.hearing].c.Sentence
}

// speeches are the statements of a document by one source.
type speeches struct {
	// n is how many there are, first the place of the first, from 1.
	n, first int
}

// speakerKey names who speaks: an entity, or words without one.
type speakerKey struct {
	entity int32
	words  string
}

func (r *reading) speakerKey(source doc.Range, entity int32) speakerKey {
	if entity != doc.NoEntity {
		return speakerKey{entity: entity}
	}
	return speakerKey{doc.NoEntity, strings.ToLower(r.d.TextOf(source))}
}

// countSpeeches counts the statements of the document by their source.
func (r *reading) countSpeeches() {
	r.speeches = make(map[speakerKey]speeches, len(r.says))
	for i := range r.says {
		key := r.speakerKey(r.says[i].source, r.says[i].entity)
		s := r.speeches[key]
		if s.n++; s.first == 0 {
			s.first = i + 1
		}
		r.speeches[key] = s
	}
}

// attribution returns who is credited with a group's event: the likeliest
// source, nil when none is likely enough. Where no model knows the type it is
// what the rules say of the clearest member that has any.
func (s *Stage) attribution(r *reading, g *group) *doc.Attribution {
	if s.model == nil || s.model.source == nil || !s.model.knows(g.definition.Type) {
		return r.attributionByRule(g)
	}
	all, voices := r.hear(g)
	var found *doc.Attribution
	most := credible
	r.eachVoice(g, all, voices, func(v *voice, x []float32) {
		if p := s.credited(r, g, all, voices, v, x); p > most {
			most = p
			c := creditOf(all, v.heard[v.nearest])
			found = &doc.Attribution{Source: c.source, Cue: c.cue, Entity: c.entity, Confidence: float32(p)}
		}
	})
	return found
}

// credited is the probability that a voice is the source: what both models
// agree on, that of numbers and that of words.
func (s *Stage) credited(r *reading, g *group, all []hearing, voices []voice, v *voice, numbers []float32) float64 {
	p := s.model.source.Probability(numbers)
	byNumbers, byWords := [...]float64{1 - p, p}, [2]float64{}
	s.model.credit.Score(r.creditFeatures(g, all, voices, v), &r.scores)
	s.model.credit.Probabilities(&r.scores, r.allLabels[:len(byWords)], byWords[:])
	agree(byWords[:], byNumbers[:])
	return byWords[1]
}

func (r *reading) attributionByRule(g *group) *doc.Attribution {
	found := r.judged[g.best].Attribution
	for _, m := range g.members {
		if found == nil {
			found = r.judged[m].Attribution
		}
	}
	return found
}
