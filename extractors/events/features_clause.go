package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Templates of the features of the linear model of statuses, beside those of
// the network.
const (
	wBefore = clauseTemplates + iota
	wAfter
	wThreeBefore
	wTwoAfter
	wAround
	wBeforeLemma
	wAfterLemma
	wTwoBeforeLemma
	wChain
	wChainLemma
	wChainTense
	wType
	wLemma
	wTag
)

const (
	// nearby is how many tokens on either side of a trigger are read with their
	// places.
	nearby = 4
	// chain is how many words above a trigger in the tree are.
	chain = 4
)

// clauseWords describes the clause of a trigger by words, for the linear model
// of statuses: what the network sees and where the words stand, each alone and
// with the type, the trigger's lemma and its tag. statusInput was asked before.
func (r *reading) clauseWords(c *Candidate) []linear.Feature {
	s := &r.d.Sentences[c.Sentence]
	lemma := r.words[c.Head].lemma
	r.nearbyFeatures(c.Trigger, lemma, s.Range)
	if s.Parsed {
		r.chainFeatures(headOf(r.d, c.Trigger), lemma, s.Range)
	}
	eventType, tag := linear.String(c.Definition.Type), uint64(r.d.Tokens[c.Head].Tag)
	for _, f := range r.features { // those of now: appending does not move its end
		r.two(wType, uint64(f), eventType)
		r.two(wLemma, uint64(f), lemma)
		r.two(wTag, uint64(f), tag)
	}
	return r.features
}

// nearbyFeatures are the words beside the trigger, in their order.
func (r *reading) nearbyFeatures(trigger doc.Range, lemma uint64, s doc.Range) {
	before := func(n int32) uint64 { return r.abstractAt(trigger.First-n, s) }
	after := func(n int32) uint64 { return r.abstractAt(trigger.End-1+n, s) }
	for n := int32(1); n <= nearby; n++ {
		r.two(wBefore, uint64(n), before(n))
		r.two(wAfter, uint64(n), after(n))
	}
	r.three(wThreeBefore, before(3), before(2), before(1))
	r.two(wTwoAfter, after(1), after(2))
	r.two(wAround, before(1), after(1))
	r.two(wBeforeLemma, before(1), lemma)
	r.two(wAfterLemma, after(1), lemma)
	r.three(wTwoBeforeLemma, before(2), before(1), lemma)
}

// chainFeatures are the words above the trigger in the tree, with the relations
// that lead to them.
func (r *reading) chainFeatures(node int32, lemma uint64, s doc.Range) {
	relations := uint64(0)
	for depth := range uint64(chain) {
		up := r.d.Tokens[node].Head
		if up == node || !s.Holds(up) {
			return
		}
		relations = both(relations, uint64(r.d.Tokens[node].Rel))
		r.two(wChain, relations, r.words[up].lemma)
		r.three(wChainLemma, relations, r.words[up].lemma, lemma)
		r.two(wChainTense, depth, r.tense(up, s))
		node = up
	}
}
