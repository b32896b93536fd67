package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Templates of the features of the linear model of sources. Each stands for
// several: see voiceFacts.tell.
const (
	// The statement that stands nearest to a trigger.
	cAlways = creditTemplates + creditWidth*iota
	cAway
	cGoverns
	cQuoted
	cVerb
	cVerbGoverns
	cVerbTense
	cVerbAfter
	cVerbBefore
	cInverted
	cPath
	cOrder
	// Who speaks.
	cKind
	cSalience
	cKindSalience
	cHead
	cHead512
	cHead64
	cBeforeSource
	cAfterSource
	cRel
	cGovernor
	cWayToSource
	cSpeeches
	cFirst
	cOpens
	// What the event is to them.
	cRole
	cRoleKind
	cGroupRole
	cRule
	// The event, as the trigger tells it.
	cHeadline
	cSentence
	cStatus
	cClass
	cScore
	// All credits of the voice.
	cHeard
	cWithin
	cCredit
	cCreditScore
	cCreditClass
	cCreditTrigger
	// The other voices.
	cVoices
	cRank
	cOther
	cOtherVerb
	// A word of a source that is no entity, a template of its own.
	cWord
)

// creditWidth is how many features a fact about a voice makes.
const creditWidth = 6

// voiceFacts tells facts about somebody who may be the source of a group's
// event to the linear model of sources, each alone and with what it may hang on.
type voiceFacts struct {
	*reading
	// eventType is that of the group, lemma that of its clearest trigger.
	eventType, lemma uint64
	// via and verb are how the nearest credit was come by, kind whose it is.
	via, verb, kind uint64
}

// tell makes the features of a fact.
func (r *voiceFacts) tell(template, fact uint64) {
	r.one(template, fact)
	r.two(template+1, fact, r.eventType)
	r.two(template+2, fact, r.via)
	r.three(template+3, fact, r.via, r.eventType)
	r.two(template+4, fact, r.lemma)
	r.three(template+5, fact, r.via, r.verb)
}

// creditFeatures describes a voice of a group by words, for the linear model:
// what eachVoice tells in numbers.
func (r *reading) creditFeatures(g *group, all []hearing, voices []voice, v *voice) []linear.Feature {
	r.begin()
	at := v.heard[v.nearest]
	h, c := &all[at.hearing], creditOf(all, at)
	facts := voiceFacts{
		reading: r, eventType: linear.String(g.definition.Type), lemma: r.words[r.judged[g.best].Head].lemma, via: uint64(c.via),
	}
	facts.verb = facts.verbOf(c)
	if c.entity != doc.NoEntity {
		facts.kind = uint64(r.d.Entities[c.entity].Kind) + 1
	}
	facts.nearest(h, c, uint64(r.sentencesAway(all, at)+creditReach))
	facts.who(c)
	facts.part(g, h, c)
	facts.telling(g, h)
	facts.credits(all, v)
	facts.others(all, voices, v)
	return r.features
}

// verbOf is the word that credits, 0 where nothing does.
func (r *voiceFacts) verbOf(c *credit) uint64 {
	if c.statement < 0 {
		return 0
	}
	return r.words[r.says[c.statement].cue.First].lemma
}

// governing says how a credit's statement stands to the trigger: whether it
// governs it, and whether it credits the quote that holds it.
func (r *voiceFacts) governing(h *hearing, c *credit) uint64 {
	if c.statement < 0 {
		return 0
	}
	governs := uint64(1)
	if c.via == viaSentence {
		governs += 1 + yes(r.says[c.statement].distance(r.d, h.c.Trigger) < governingDepth)
	}
	return 2*governs + yes(h.quoted == c.statement)
}

// nearest tells how the nearest statement stands to the trigger, some sentences
// away.
func (r *voiceFacts) nearest(h *hearing, c *credit, away uint64) {
	trigger, cue, governs := h.c.Trigger, c.source, uint64(ungoverned)
	if c.statement >= 0 {
		st := &r.says[c.statement]
		s := r.d.Sentences[st.sentence].Range
		cue = st.cue
		quoted := yes(h.quoted == c.statement)
		if c.via == viaSentence {
			governs = bucket(int(st.distance(r.d, trigger)))
		}
		r.tell(cQuoted, quoted)
		r.tell(cInverted, both(yes(st.inverted), quoted))
		r.tell(cVerb, both(r.verb, away))
		r.tell(cVerbGoverns, both(r.verb, governs))
		r.tell(cVerbTense, both(r.tense(cue.First, s), away))
		r.tell(cVerbAfter, both(r.abstractAt(cue.End, s), r.verb))
		r.tell(cVerbBefore, r.abstractAt(cue.First-1, s))
	}
	r.tell(cAlways, 0)
	r.tell(cAway, away)
	r.tell(cGoverns, governs)
	r.tell(cOrder, both(yes(cue.First > trigger.First), bucket(gapLength(trigger, cue))))
	if c.via == viaSentence && r.d.Sentences[h.c.Sentence].Parsed {
		r.tell(cPath, r.path(cue.First, h.c.Head))
		r.tell(cWayToSource, r.path(c.source.End-1, h.c.Head))
	}
}

const (
	// sourceWords is how many words of a source are read.
	sourceWords = 6
	// toldCredits of a voice are told one by one, and toldVoices beside it; of
	// news there are fewer.
	toldCredits = 64
	toldVoices  = 64
)

// who tells who speaks: an entity, or the words for one.
func (r *voiceFacts) who(c *credit) {
	head := c.source.End - 1
	if c.entity != doc.NoEntity {
		e := &r.d.Entities[c.entity]
		r.tell(cSalience, uint64(e.Salience*5))
		r.tell(cKindSalience, both(r.kind, uint64(e.Salience*3)))
	} else {
		w := &r.words[head]
		r.tell(cHead, w.lemma)
		if w.known {
			r.tell(cHead512, uint64(w.cluster.Of512))
			r.tell(cHead64, uint64(w.cluster.Of64))
		}
		for t := c.source.First; t < min(c.source.End, c.source.First+sourceWords); t++ {
			r.one(cWord, r.words[t].lemma)
		}
	}
	r.tell(cKind, r.kind)
	s := &r.d.Sentences[r.d.SentenceAt(c.source.First)]
	r.tell(cBeforeSource, both(r.lemmaAt(c.source.First-1, s.Range), r.kind))
	r.tell(cAfterSource, both(r.abstractAt(c.source.End, s.Range), r.kind))
	if s.Parsed {
		tok := &r.d.Tokens[head]
		r.tell(cRel, uint64(tok.Rel))
		if tok.Head != head {
			r.tell(cGovernor, both(uint64(tok.Rel), r.words[tok.Head].lemma))
		}
	}
	key := r.speakerKey(c.source, c.entity)
	spoken := r.speeches[key]
	r.tell(cSpeeches, bucket(spoken.n))
	r.tell(cFirst, bucket(spoken.first))
	r.tell(cOpens, yes(len(r.says) > 0 && r.speakerKey(r.says[0].source, r.says[0].entity) == key))
}

// part tells which roles of the event the speaker plays.
func (r *voiceFacts) part(g *group, h *hearing, c *credit) {
	role := uint64(0)
	place, odds := h.c.roleOf(c.entity)
	if place > 0 {
		role = linear.String(g.definition.Roles[place-1].Name)
	}
	r.tell(cRole, both(role, uint64(odds*3)))
	r.tell(cRoleKind, both(role, r.kind))
	for i := range g.parts {
		if p := &g.parts[i]; c.entity != doc.NoEntity && p.argument.Entity == c.entity {
			r.tell(cGroupRole, both(linear.String(p.argument.Role), uint64(p.odds*3)))
		}
	}
	r.tell(cRule, uint64(ruleChooses(h.c, c)))
}

// telling tells how the event is told where the voice is nearest.
func (r *voiceFacts) telling(g *group, h *hearing) {
	r.tell(cHeadline, yes(r.d.Sentences[h.c.Sentence].Headline))
	r.tell(cSentence, bucket(int(h.c.Sentence)))
	r.tell(cStatus, uint64(likeliest(g.joined)))
	r.tell(cClass, uint64(classOf(r.d.Tokens[h.c.Head].Tag)))
	r.tell(cScore, uint64(h.c.Score*5))
}

// credits tells all credits of a voice.
func (r *voiceFacts) credits(all []hearing, v *voice) {
	within := 0
	for _, at := range v.heard[:min(len(v.heard), toldCredits)] {
		h, c := &all[at.hearing], creditOf(all, at)
		within += int(flag(c.via == viaSentence))
		how := both(uint64(c.via), r.governing(h, c))
		r.tell(cCredit, both(how, r.verbOf(c)))
		r.tell(cCreditScore, both(how, uint64(h.c.Score*5)))
		r.tell(cCreditClass, both(uint64(c.via), uint64(classOf(r.d.Tokens[h.c.Head].Tag))))
		r.tell(cCreditTrigger, both(how, r.words[h.c.Head].lemma))
	}
	r.tell(cHeard, both(bucket(len(v.heard)), bucket(len(all))))
	r.tell(cWithin, bucket(within))
}

// others tells who else may be the source.
func (r *voiceFacts) others(all []hearing, voices []voice, v *voice) {
	at, nearer := v.heard[v.nearest], 0
	for i := range voices[:min(len(voices), toldVoices)] {
		o := &voices[i]
		x := o.heard[o.nearest]
		nearer += int(flag(r.nearer(all, x, at)))
		h, c := &all[x.hearing], creditOf(all, x)
		if o == v || c.statement < 0 {
			continue
		}
		how := both(uint64(c.via), r.governing(h, c))
		r.tell(cOther, how)
		r.tell(cOtherVerb, both(how, r.verbOf(c)))
	}
	r.tell(cVoices, bucket(len(voices)))
	r.tell(cRank, bucket(nearer))
}
