package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Templates of the features of the linear model of roles. Each stands for four:
// see roleFacts.tell.
const (
	hPlace = roleTemplates + 4*iota
	hPlaceWord
	hFrame
	hHead
	hHead64
	hHead512
	hHead2048
	hWord
	hNearer
	hOrder
	hSpeaks
	hSalience
	hHeadline
	hSelf
	hDistance
	hTag
	hBefore
	hBeforeTwo
	hAfter
	hGap
	hBetween
	hKindsBetween
	hTriggerBefore1
	hTriggerBefore2
	hTriggerAfter1
	hTriggerAfter2
	hPath
	hPathWord
	hRel
	hGovernor
	hGovernor512
	hTriggerGovernor
	hSharedGovernor
	hBias
)

const (
	// shortGap is how many tokens between trigger and filler are read as one.
	shortGap = 3
	// longGap is how many of the words between them are read one by one.
	longGap = 15
	// kindsBetween is how many names, verbs and prepositions between them are
	// read as one.
	kindsBetween = 6
	// fillerWords is how many words of a filler are read.
	fillerWords = 6
)

// roleFacts tells facts about a filler to the linear model of roles, each alone
// and with what it may hang on.
type roleFacts struct {
	*reading
	eventType, lemma, kind, class uint64
	// side is 1 for a filler behind the trigger.
	side uint64
}

// tell makes the features of a fact.
func (r *roleFacts) tell(template, fact uint64) {
	r.two(template, fact, r.kind)
	r.three(template+1, fact, r.eventType, r.class)
	r.three(template+2, fact, r.eventType, r.kind)
	r.three(template+3, fact, r.lemma, r.kind)
}

// tellSided tells a fact that means another thing on either side.
func (r *roleFacts) tellSided(template, fact uint64) { r.tell(template, both(fact, r.side)) }

// roleFeatures describes a filler of a candidate by words, for the linear
// model: what argumentInput tells by what words mean.
func (r *reading) roleFeatures(c *Candidate, f *filler, all []filler) []linear.Feature {
	r.begin()
	facts := roleFacts{
		reading: r, eventType: linear.String(c.Definition.Type), lemma: r.words[c.Head].lemma,
		kind: uint64(f.kind), class: uint64(classOf(r.d.Tokens[c.Head].Tag)),
	}
	if f.First > c.Trigger.First {
		facts.side = 1
	}
	facts.place(c, f)
	facts.ownWords(f)
	facts.rivals(c, f, all)
	if f.away != 0 {
		return r.features
	}
	s := &r.d.Sentences[c.Sentence]
	facts.near(c, f, s.Range)
	facts.between(c, f, s.Range)
	if s.Parsed {
		facts.tree(c, f)
	}
	return r.features
}

// place tells where the filler stands, what the definition's frames make of it,
// and what is known of it.
func (r *roleFacts) place(c *Candidate, f *filler) {
	r.two(hBias, r.eventType, r.kind)
	r.two(hBias+1, r.eventType, r.class)
	r.three(hBias+2, r.lemma, r.kind, r.side)
	r.two(hBias+3, r.lemma, r.eventType)
	place := uint64(f.at) + 1
	switch {
	case f.away != 0:
		place = 100 + f.awayClass()
	case f.far:
		place = 0
	}
	r.tellSided(hPlace, place)
	r.tellSided(hPlaceWord, both(place, linear.String(f.word)))
	for i := range c.Arguments {
		if a := &c.Arguments[i]; a.Overlaps(f.Range) {
			r.tell(hFrame, both(linear.String(a.Role), uint64(a.Score*10)))
		}
	}
	if r.speaksIn(c.Sentence, f.Range, f.entity) {
		r.tell(hSpeaks, 1)
	}
	if f.entity != doc.NoEntity {
		r.tell(hSalience, uint64(r.d.Entities[f.entity].Salience*5))
	}
	if r.d.Sentences[c.Sentence].Headline {
		r.tell(hHeadline, 1)
	}
	if f.trigger {
		r.tell(hSelf, 1)
	}
}

// ownWords tells the words of the filler.
func (r *roleFacts) ownWords(f *filler) {
	head := &r.words[f.head]
	r.tell(hHead, head.lemma)
	if head.known {
		r.tell(hHead64, uint64(head.cluster.Of64))
		r.tell(hHead512, uint64(head.cluster.Of512))
		r.tell(hHead2048, uint64(head.cluster.Of2048))
	}
	for t := f.First; t < min(f.End, f.First+fillerWords); t++ {
		if t != f.head {
			r.one(hWord, r.words[t].lemma)
			r.two(hWord+1, r.words[t].lemma, r.eventType)
		}
	}
}

// rivals tells how many others of its kind there are, and where it stands among
// them.
func (r *roleFacts) rivals(c *Candidate, f *filler, all []filler) {
	same, before, nearer := f.rivals(c.Trigger, all)
	r.tellSided(hNearer, bucket(nearer))
	r.tellSided(hOrder, both(bucket(same), bucket(before)))
}

// near tells what stands beside the filler and beside the trigger.
func (r *roleFacts) near(c *Candidate, f *filler, s doc.Range) {
	r.tell(hDistance, f.distance(c.Trigger))
	r.tell(hTag, uint64(r.d.Tokens[f.head].Tag))
	before := r.before(f, s)
	r.tellSided(hBefore, r.lemmaAt(before, s))
	r.tell(hBeforeTwo, both(r.abstractAt(before, s), r.abstractAt(before-1, s)))
	r.tell(hAfter, r.abstractAt(f.End, s))
	r.tellSided(hTriggerBefore1, r.abstractAt(c.Trigger.First-1, s))
	r.tellSided(hTriggerBefore2, r.abstractAt(c.Trigger.First-2, s))
	r.tellSided(hTriggerAfter1, r.abstractAt(c.Trigger.End, s))
	r.tellSided(hTriggerAfter2, r.abstractAt(c.Trigger.End+1, s))
}

// between tells the words that stand between filler and trigger.
func (r *roleFacts) between(c *Candidate, f *filler, s doc.Range) {
	gap := between(c.Trigger, f.Range)
	if gap.Len() <= shortGap {
		words := r.side
		for t := gap.First; t < gap.End; t++ {
			words = both(words, r.abstractAt(t, s))
		}
		r.tell(hGap, words)
	}
	for t := gap.First; t < min(gap.End, gap.First+longGap); t++ {
		r.three(hBetween, r.words[t].lemma, r.eventType, r.side)
		r.three(hBetween+1, r.words[t].lemma, r.side, r.kind)
	}
	r.tell(hKindsBetween, r.kindsIn(gap))
}

// kindsIn is the names, verbs, prepositions and commas of a range, as one value.
func (r *roleFacts) kindsIn(gap doc.Range) uint64 {
	kinds, n := r.side, 0
	for t := gap.First; t < gap.End && n < kindsBetween; t++ {
		tok := &r.d.Tokens[t]
		var one uint64
		switch {
		case r.mentions[t] >= 0:
			if t > gap.First && r.mentions[t-1] == r.mentions[t] {
				continue
			}
			one = uint64(r.kindAt(t)) + 1
		case tok.Tag.Verb():
			one = 101
		case tok.Tag == doc.IN || tok.Tag == doc.TO:
			one = r.words[t].lemma
		case tok.Lower == "," || tok.Lower == "and":
			one = 102
		default:
			continue
		}
		kinds = both(kinds, one)
		n++
	}
	return kinds
}

// tree tells the way between filler and trigger, and what governs them.
func (r *roleFacts) tree(c *Candidate, f *filler) {
	path := r.path(c.Head, f.head)
	r.tell(hPath, path)
	r.tell(hPathWord, both(path, linear.String(f.word)))
	tok, trigger := &r.d.Tokens[f.head], &r.d.Tokens[c.Head]
	r.tell(hRel, uint64(tok.Rel))
	if tok.Head != c.Head {
		governor := &r.words[tok.Head]
		r.tell(hGovernor, both(governor.lemma, uint64(tok.Rel)))
		if governor.known {
			r.tell(hGovernor512, both(uint64(governor.cluster.Of512), uint64(tok.Rel)))
		}
	}
	if trigger.Head != f.head && trigger.Head != c.Head {
		governor := r.words[trigger.Head].lemma
		r.tellSided(hTriggerGovernor, both(governor, uint64(trigger.Rel)))
		if tok.Head == trigger.Head {
			r.tell(hSharedGovernor, both(governor, uint64(tok.Rel)))
		}
	}
}
