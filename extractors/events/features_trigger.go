package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Templates of features. Each names one kind of evidence; the numbers are part
// of the trained models.
const (
	tBias = iota + 1
	tWord
	tLemma
	tTag
	tCluster64
	tCluster512
	tCluster2048
	tBefore1
	tBefore2
	tAfter1
	tAfter2
	tLemmaBefore
	tLemmaAfter
	tTags
	tPreposition
	tLemmaPreposition
	tLeft
	tRight
	tLemmaLeft
	tLemmaRight
	tClusterLeft
	tClusterRight
	tKinds
	tLemmaKinds
	tBag
	tBagCluster
	tHeadline
	tRepeated
	tProposed
	tProposedScore
	tProposedOften
	tProposedNear
	tMention
	tAffix
	tPosition
)

// A model's templates begin where the one before ends, so that features of
// different models never meet by accident.
const (
	statusTemplates  = 200
	networkTemplates = 700
	treeTemplates    = 800
	clauseTemplates  = 900
	roleTemplates    = 1000
	pairTemplates    = 1200
	creditTemplates  = 1700
)

// sentenceReach is how many tokens on each side of a trigger tell its topic.
const sentenceReach = 12

// content says whether a token may name an event.
func (r *reading) content(t int32, headline bool) bool {
	tok := &r.d.Tokens[t]
	switch {
	case tok.Tag.Verb():
		return !auxiliary[lemmaOf(tok)]
	case tok.Tag.Proper():
		return headline || r.mentions[t] < 0
	case tok.Tag == doc.NN || tok.Tag == doc.NNS || tok.Tag.Adjective():
		return true
	}
	return false
}

var auxiliary = wordSet("be have do will get 's 're 've 'm")

// triggerFeatures describes a token as a possible trigger.
func (r *reading) triggerFeatures(t int32, sentence int) []linear.Feature {
	r.begin()
	s := r.d.Sentences[sentence].Range
	w := &r.words[t]
	tok := &r.d.Tokens[t]

	verb := uint64(0)
	if tok.Tag.Verb() {
		verb = 1
	}
	r.one(tBias, verb)
	r.one(tWord, w.lower)
	r.two(tLemma, w.lemma, verb)
	r.one(tLemma, w.lemma)
	r.one(tTag, uint64(tok.Tag))
	if w.known {
		r.two(tCluster64, uint64(w.cluster.Of64), verb)
		r.two(tCluster512, uint64(w.cluster.Of512), verb)
		r.two(tCluster2048, uint64(w.cluster.Of2048), verb)
	}
	if n := len(tok.Lower); n > 5 {
		r.one(tAffix, linear.String(tok.Lower[:5]))
	}
	before, after := r.abstractAt(t-1, s), r.abstractAt(t+1, s)
	r.one(tBefore1, before)
	r.one(tAfter1, after)
	r.one(tBefore2, r.abstractAt(t-2, s))
	r.one(tAfter2, r.abstractAt(t+2, s))
	r.two(tLemmaBefore, w.lemma, before)
	r.two(tLemmaAfter, w.lemma, after)
	r.two(tTags, r.tagAt(t-1, s), r.tagAt(t+1, s))

	left, right, preposition := r.neighbours(t, s)
	r.one(tPreposition, preposition)
	r.two(tLemmaPreposition, w.lemma, preposition)
	r.one(tLeft, left)
	r.one(tRight, right)
	r.two(tLemmaLeft, w.lemma, left)
	r.two(tLemmaRight, w.lemma, right)
	own := uint64(0)
	if w.known {
		own = uint64(w.cluster.Of512) + 1
	}
	r.two(tClusterLeft, own, left)
	r.two(tClusterRight, own, right)
	kinds := r.kindsAround(t, s)
	for k := range uint64(32) {
		if kinds&(1<<k) != 0 {
			r.two(tKinds, k, verb)
			r.two(tLemmaKinds, w.lemma, k)
		}
	}
	for i := max(s.First, t-sentenceReach); i < min(s.End, t+sentenceReach+1); i++ {
		if i == t || !r.contentWord(i) {
			continue
		}
		r.one(tBag, r.words[i].lemma)
		if r.words[i].known {
			r.one(tBagCluster, uint64(r.words[i].cluster.Of512))
		}
	}
	if r.d.Sentences[sentence].Headline {
		r.two(tHeadline, 1, verb)
	}
	r.one(tPosition, bucket(sentence))
	r.one(tRepeated, bucket(r.count[w.lemma]))
	r.one(tMention, uint64(r.kindAt(t)))
	r.proposalFeatures(r.proposalsAt(t))
	if r.d.Sentences[sentence].Parsed {
		r.treeFeatures(t, s)
	}
	return r.features
}

// proposalFeatures says what the definitions propose at the token.
func (r *reading) proposalFeatures(proposed []Candidate) {
	if len(proposed) == 0 {
		r.bias(tProposed)
	}
	for i := range proposed {
		c := &proposed[i]
		eventType := linear.String(c.Definition.Type)
		r.one(tProposed, eventType)
		r.two(tProposedScore, eventType, uint64(c.Score*10+0.5))
		r.three(tProposedScore, eventType, uint64(min(len(c.Arguments), 3)), 1)
		r.two(tProposedOften, eventType, bucket(r.often[c.Definition.Type]))
		if len(proposed) > 1 {
			r.two(tProposedNear, eventType, uint64(len(proposed)))
		}
	}
}

// contentWord says whether a token tells what its sentence is about.
func (r *reading) contentWord(t int32) bool {
	tag := r.d.Tokens[t].Tag
	return (tag == doc.NN || tag == doc.NNS || tag.Verb() || tag.Adjective()) && r.mentions[t] < 0
}

// neighbours are the nearest noun or name on each side, and the preposition
// that follows.
func (r *reading) neighbours(t int32, s doc.Range) (left, right, preposition uint64) {
	left, right, preposition = 1, 1, 1
	for i := t - 1; i >= max(s.First, t-8); i-- {
		if tag := r.d.Tokens[i].Tag; tag.Noun() || tag == doc.PRP || r.mentions[i] >= 0 {
			left = r.abstractCluster(i)
			break
		}
	}
	for i := t + 1; i < min(s.End, t+8); i++ {
		tag := r.d.Tokens[i].Tag
		if preposition == 1 && (tag == doc.IN || tag == doc.TO || tag == doc.RP) {
			preposition = r.words[i].lower
		}
		if r.mentions[i] >= 0 {
			right = r.abstractCluster(i)
			break
		}
		if tag.Noun() && (i+1 >= s.End || !r.d.Tokens[i+1].Tag.Noun()) {
			right = r.abstractCluster(i)
			break
		}
	}
	return left, right, preposition
}

// abstractCluster is the kind of a name, else the cluster of a word.
func (r *reading) abstractCluster(t int32) uint64 {
	if k := r.kindAt(t); k != doc.NoKind {
		return uint64(k) + 1000
	}
	if r.words[t].known {
		return uint64(r.words[t].cluster.Of512) + 2000
	}
	return 2
}

// kindsAround is the set of kinds of mentions left (low half) and right (high
// half) of the token.
func (r *reading) kindsAround(t int32, s doc.Range) (kinds uint64) {
	for i := s.First; i < s.End; i++ {
		k := r.kindAt(i)
		if k == doc.NoKind {
			continue
		}
		if i < t {
			kinds |= 1 << k
		} else {
			kinds |= 1 << (k + 16)
		}
	}
	return kinds
}
