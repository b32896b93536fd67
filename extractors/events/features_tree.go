package events

import "gleaner/extractors/doc"

// Templates of the features of a trigger's place in the tree, each of which
// stands for six: see treeFacts.tell.
const (
	tChild = treeTemplates + treeWidth*iota
	tCaseChild
	tGovernor
	tSibling
	tCase
	tChildren
	tRoot

	treeWidth = 6
)

// treeFacts tells facts about the words around a trigger in the tree, each
// alone, with the trigger's lemma and with its cluster.
type treeFacts struct {
	*reading
	sentence       doc.Range
	lemma, cluster uint64
}

// treeFeatures adds what stands above, below and beside a token in the tree of
// its sentence.
func (r *reading) treeFeatures(t int32, sentence doc.Range) {
	facts := treeFacts{reading: r, sentence: sentence, lemma: r.words[t].lemma}
	if r.words[t].known {
		facts.cluster = uint64(r.words[t].cluster.Of512) + 1
	}
	facts.below(t)
	facts.above(t)
}

// tell makes the features of a word in a place.
func (r *treeFacts) tell(template, place uint64, t int32) {
	word := r.abstractAt(t, r.sentence)
	r.two(template, place, word)
	r.three(template+1, place, word, r.lemma)
	r.three(template+2, place, word, r.cluster)
	if w := &r.words[t]; w.known && r.kindAt(t) == doc.NoKind {
		r.two(template+3, place, uint64(w.cluster.Of512))
		r.three(template+4, place, uint64(w.cluster.Of64), r.lemma)
		r.three(template+5, place, uint64(w.cluster.Of64), r.cluster)
	}
}

// below tells the words that a token governs, with their prepositions, and
// which relations there are.
func (r *treeFacts) below(t int32) {
	relations := uint64(0)
	eachChild(r.d, r.sentence, t, func(child int32, rel doc.Rel) {
		if rel == doc.PunctRel {
			return
		}
		relations |= 1 << rel
		r.tell(tChild, uint64(rel), child)
		if c := r.caseOf(child); c >= 0 {
			r.tell(tCaseChild, both(uint64(rel), r.words[c].lemma), child)
			r.three(tCase, uint64(rel), r.words[c].lemma, r.lemma)
		}
	})
	r.two(tChildren, relations, r.lemma)
	r.two(tChildren+1, relations, r.cluster)
}

// caseReach is how many tokens before a noun its preposition is looked for.
const caseReach = 12

// caseOf is the preposition of a word, -1 for none.
func (r *treeFacts) caseOf(t int32) int32 {
	for c := max(r.sentence.First, t-caseReach); c < t; c++ {
		if tok := &r.d.Tokens[c]; tok.Head == t && tok.Rel == doc.Case {
			return c
		}
	}
	return -1
}

// above tells what governs a token, and the subject and the object of that.
func (r *treeFacts) above(t int32) {
	up, rel := r.d.Tokens[t].Head, r.d.Tokens[t].Rel
	if up == t || !r.sentence.Holds(up) {
		r.one(tRoot, r.lemma)
		return
	}
	r.tell(tGovernor, uint64(rel), up)
	eachChild(r.d, r.sentence, up, func(sibling int32, its doc.Rel) {
		if sibling != t && (its == doc.Nsubj || its == doc.Obj || its == doc.NsubjPass) {
			r.tell(tSibling, both(uint64(rel), uint64(its)), sibling)
		}
	})
}
