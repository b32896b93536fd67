package events

import (
	"math"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// Templates of the features of the trigger network.
const (
	nTag = networkTemplates + iota
	nRel
	nProposed
	nProposedScore
	nKind
	nHeadline
	nMention
	nPlace
	nRepeated
)

// triggerInput describes a token of a parsed sentence as a possible trigger:
// its word, its neighbours, its governor, subject and object as vectors, what
// sentence and document are about, and what the definitions propose. The
// slots are reused.
func (r *reading) triggerInput(t int32, sentence int) neural.Input {
	m, s := &r.meaning, &r.d.Sentences[sentence]
	tok := &r.d.Tokens[t]
	r.slots = r.slots[:0]
	at := func(i int32) neural.Slot {
		if !s.Holds(i) {
			return neural.Slot{}
		}
		return m.slot(i)
	}
	var up, subject, object neural.Slot
	r.begin()
	if s.Parsed {
		r.one(nRel, uint64(tok.Rel))
		if tok.Head != t {
			up = m.slot(tok.Head)
		}
		subject, object = r.wordUnder(t, s.Range, isSubject), r.wordUnder(t, s.Range, isObject)
	}
	r.slots = append(r.slots, m.slot(t), at(t-1), at(t+1), m.sentenceSlot(int32(sentence)), m.documentSlot(), up, subject, object)
	r.one(nTag, uint64(tok.Tag))
	r.one(nMention, uint64(r.kindAt(t)))
	r.one(nPlace, bucket(sentence))
	r.one(nRepeated, bucket(r.count[r.words[t].lemma]))
	if s.Headline {
		r.one(nHeadline, 1)
	}
	for _, c := range r.proposalsAt(t) {
		eventType := linear.String(c.Definition.Type)
		r.one(nProposed, eventType)
		r.two(nProposedScore, eventType, uint64(c.Score*10+0.5))
	}
	kinds := r.kindsAround(t, s.Range)
	for k := range uint64(32) {
		if kinds&(1<<k) != 0 {
			r.one(nKind, k)
		}
	}
	return neural.Input{Slots: r.slots, Features: r.features}
}

// wordUnder is the vector of the first dependent of such a relation.
func (r *reading) wordUnder(head int32, s doc.Range, wanted func(doc.Rel) bool) neural.Slot {
	for t := s.First; t < s.End; t++ {
		if tok := &r.d.Tokens[t]; tok.Head == head && t != head && wanted(tok.Rel) {
			return r.meaning.slot(t)
		}
	}
	return neural.Slot{}
}

func isSubject(rel doc.Rel) bool {
	return rel == doc.Nsubj || rel == doc.NsubjPass || rel == doc.NmodPoss
}

func isObject(rel doc.Rel) bool {
	return rel == doc.Obj || rel == doc.Obl || rel == doc.Nmod || rel == doc.Xcomp
}

// agree replaces p by the geometric mean of p and q, normalized: two models
// that err differently are better together.
func agree(p, q []float64) {
	for i := range p {
		p[i] = math.Sqrt(p[i] * q[i])
	}
	normalize(p)
}

// follow is agree with a q that counts twice.
func follow(p, q []float64) {
	for i := range p {
		p[i] = math.Cbrt(p[i] * q[i] * q[i])
	}
	normalize(p)
}

// normalize makes p sum to 1.
func normalize(p []float64) {
	sum := 0.0
	for _, x := range p {
		sum += x
	}
	for i := range p {
		p[i] /= sum
	}
}
