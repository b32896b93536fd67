package events

import "gleaner/extractors/doc"

// shallow finds places by tags and noun phrases alone.
type shallow struct{}

var _ syntax = shallow{}

// maxClimb bounds how many clauses are climbed in search of a subject.
const maxClimb = 6

func (s shallow) places(v *view, trigger doc.Range, head int32, c class, into []place) []place {
	switch c {
	case nounClass:
		return s.aroundNoun(v, trigger, head, into)
	case phraseClass:
		return s.aroundPhrase(v, trigger, into)
	}
	return s.aroundVerb(v, trigger, head, into)
}

// verbGroup is a verb with its auxiliaries.
type verbGroup struct {
	first   int32
	passive bool
	// reduced: a participle without auxiliary: "banned by", also in headlines.
	reduced bool
	// infinitive: "to" begins the group.
	infinitive bool
}

// groupAt reads the auxiliaries to the left of a verb.
func (v *view) groupAt(verb int32) verbGroup {
	g := verbGroup{first: verb}
	nearest := ""
walk:
	for t := verb - 1; t >= v.sentence.First; t-- {
		word, tag := v.lower(t), v.tag(t)
		switch {
		case beForms[word], haveForms[word], doForms[word], tag == doc.MD:
			if nearest == "" {
				nearest = word
			}
			g.first = t
		case tag == doc.TO && verb-t <= 4:
			g.infinitive, g.first = true, t
		case tag == doc.RB || tag == doc.RBR:
		default:
			break walk
		}
	}
	tag := v.tag(verb)
	participle := tag == doc.VBN || tag == doc.VBD
	g.passive = participle && beForms[nearest]
	g.reduced = tag == doc.VBN && nearest == "" && !g.infinitive
	return g
}

// aroundVerb finds subject, object, complement and obliques of a verb.
func (s shallow) aroundVerb(v *view, trigger doc.Range, verb int32, into []place) []place {
	g := v.groupAt(verb)
	next := s.skipAdverbs(v, trigger.End)
	direct := v.chunkOf(next)
	if direct >= 0 && v.chunks[direct].time {
		direct = -1
	}
	// A participle with a name as its object is a past tense that was mistagged.
	if g.reduced && direct >= 0 && v.name(v.chunks[direct].head) != nil && v.lower(next-1) != "by" {
		g.reduced = false
	}
	passive := g.passive || g.reduced
	if at := s.subjectOf(v, verb, 0); at >= 0 {
		if passive {
			into = s.addWithOthers(v, into, place{at: object, head: at})
		}
		// "The ferry capsized": intransitive verbs are mistagged as participles.
		if !passive || g.reduced && v.lower(next) != "by" {
			into = s.addWithOthers(v, into, place{at: subject, head: at})
		}
	}
	if direct >= 0 {
		at := object
		if passive {
			at = complement
		}
		into = s.addWithOthers(v, into, place{at: at, head: v.chunks[direct].head})
		next = s.skipAdverbs(v, s.endOfList(v, direct))
		if second := v.chunkOf(next); second >= 0 && !passive && !v.chunks[second].time {
			into = s.addWithOthers(v, into, place{at: complement, head: v.chunks[second].head})
			next = s.endOfList(v, second)
		}
	}
	return s.obliques(v, next, passive, into)
}

func (shallow) skipAdverbs(v *view, t int32) int32 {
	for v.tag(t) == doc.RB || v.tag(t) == doc.RP {
		t++
	}
	return t
}

// obliques reads prepositional phrases, gerunds and infinitives from token t on,
// until the clause ends. The agent of a passive becomes its subject.
func (s shallow) obliques(v *view, t int32, passive bool, into []place) []place {
	for v.sentence.Holds(t) {
		word, tag := v.lower(t), v.tag(t)
		switch {
		case tag == doc.IN || tag == doc.TO || tag == doc.VBG && simplePrepositions[word]:
			var ok bool
			if into, t, ok = s.oblique(v, t, passive, into); !ok {
				return into
			}
		case v.chunkOf(t) >= 0:
			t = v.chunks[v.chunkOf(t)].full.End
		case tag == doc.Comma, tag == doc.RB, tag == doc.RP, tag == doc.POS, tag == doc.LeftRound, tag == doc.RightRound, tag == doc.CC:
			t++
		case tag == doc.VBN || tag == doc.VBG:
			t++
		default:
			return into
		}
	}
	return into
}

// oblique reads one preposition and what it leads to. ok is false when a
// clause begins instead.
func (s shallow) oblique(v *view, t int32, passive bool, into []place) (_ []place, next int32, ok bool) {
	word := v.lower(t)
	next = t + 1
	if pair, found := compoundPrepositions[[2]string{word, v.lower(next)}]; found {
		word, next = pair, next+1
	}
	next = s.skipAdverbs(v, next)
	if tag := v.tag(next); tag == doc.VBG || (tag == doc.VB && word == "to") {
		end := s.clauseEnd(v, next)
		p := place{at: oblique, word: word, head: next, phrase: doc.Range{First: next, End: end}, clause: true}
		return append(into, p), end, true
	}
	c := v.chunkOf(next)
	if c < 0 {
		return into, next, false
	}
	end := s.endOfList(v, c)
	if subordinators[word] && s.finite(v, end) {
		return into, next, false
	}
	if v.chunks[c].time {
		return into, end, true
	}
	p := place{at: oblique, word: word, head: v.chunks[c].head}
	if passive && word == "by" {
		p = place{at: subject, head: v.chunks[c].head}
	}
	return s.addWithOthers(v, into, p), end, true
}

// subordinators begin clauses as well as phrases.
var subordinators = wordSet("after before as because since until while if that whether although though unless than")

// clauseEnd is the end of a gerund or infinitive clause: verb, object and one
// prepositional phrase.
func (s shallow) clauseEnd(v *view, verb int32) int32 {
	end := verb + 1
	for v.tag(end) == doc.RP || v.tag(end).Verb() && v.tag(end) != doc.VBD {
		end++
	}
	if c := v.chunkOf(end); c >= 0 && !v.chunks[c].time {
		end = v.chunks[c].full.End
	}
	if v.tag(end) == doc.IN {
		if c := v.chunkOf(end + 1); c >= 0 && !v.chunks[c].time {
			end = v.chunks[c].full.End
		}
	}
	return end
}

// finite says whether a finite verb or modal stands at the token, adverbs skipped.
func (s shallow) finite(v *view, t int32) bool {
	tag := v.tag(s.skipAdverbs(v, t))
	return tag == doc.VBD || tag == doc.VBZ || tag == doc.VBP || tag == doc.MD
}

// endOfList is the end of a chunk with those coordinated with it.
func (s shallow) endOfList(v *view, c int32) int32 {
	end := v.chunks[c].full.End
	for {
		next := s.coordinated(v, end)
		if next < 0 {
			return end
		}
		end = v.chunks[next].full.End
	}
}

// coordinated returns the chunk that a comma or conjunction at token t adds to
// the one before it, -1 for none. A chunk that begins a clause is none.
func (s shallow) coordinated(v *view, t int32) int32 {
	from := t
	for v.tag(t) == doc.Comma || v.tag(t) == doc.CC && v.lower(t) != "but" {
		t++
	}
	c := v.chunkOf(t)
	if t == from || t-from > 2 || c < 0 || v.chunks[c].time {
		return -1
	}
	if v.tag(t-1) != doc.CC && !s.listGoesOn(v, v.chunks[c].full.End) {
		return -1
	}
	if s.finite(v, v.chunks[c].full.End) && !s.finite(v, from) && v.tag(from) == doc.CC {
		// "Acme and Bolt said": a subject list, unless a verb stands before it.
		if v.tag(s.before(v, from)).Verb() {
			return -1
		}
	}
	return c
}

// listGoesOn says whether a comma list of names reaches a conjunction soon.
func (s shallow) listGoesOn(v *view, t int32) bool {
	for range 8 {
		switch c := v.chunkOf(t); {
		case v.tag(t) == doc.CC:
			return v.chunkOf(t+1) >= 0
		case v.tag(t) == doc.Comma:
			t++
		case c >= 0:
			t = v.chunks[c].full.End
		default:
			return false
		}
	}
	return false
}

// before is the token before the chunk that ends at t.
func (s shallow) before(v *view, t int32) int32 {
	if c := v.chunkOf(t - 1); c >= 0 {
		return v.chunks[c].full.First - 1
	}
	return t - 1
}

// addWithOthers appends a place and the same place for what is coordinated
// with its filler.
func (s shallow) addWithOthers(v *view, into []place, p place) []place {
	p.phrase = v.phraseAt(p.head)
	into = append(into, p)
	c := v.chunkOf(p.head)
	if c < 0 {
		return into
	}
	for end := v.chunks[c].full.End; ; end = v.chunks[c].full.End {
		if c = s.coordinated(v, end); c < 0 {
			return into
		}
		p.head = v.chunks[c].head
		p.phrase = v.phraseAt(p.head)
		into = append(into, p)
	}
}

// subjectOf returns the head of the grammatical subject of a verb, -1 when
// none is found. Control, coordination and relative clauses are followed.
func (s shallow) subjectOf(v *view, verb int32, climbed int) int32 {
	if climbed > maxClimb {
		return -1
	}
	g := v.groupAt(verb)
	t := g.first - 1
	if g.infinitive {
		return s.controller(v, t, climbed)
	}
	for v.tag(t) == doc.RB || v.tag(t) == doc.RightRound && v.chunkOf(t-1) >= 0 {
		t--
	}
	switch tag := v.tag(t); {
	case t < v.sentence.First:
		return s.subjectAhead(v, verb, climbed)
	case tag == doc.WDT || tag == doc.WP:
		return s.nounBefore(v, t, false)
	case tag == doc.CC:
		if u := s.verbBefore(v, t); u >= 0 {
			return s.subjectOf(v, u, climbed+1)
		}
		return s.nounBefore(v, t, true)
	case v.chunkOf(t) >= 0:
		return s.nounBefore(v, t+1, v.tag(verb) != doc.VBN && v.tag(verb) != doc.VBG || g.first < verb)
	case tag == doc.Comma && v.tag(verb) != doc.VBG && v.tag(verb) != doc.VBN:
		return s.nounBefore(v, t, true)
	}
	if u := s.verbBefore(v, t); u >= 0 {
		return s.subjectOf(v, u, climbed+1)
	}
	return s.subjectAhead(v, verb, climbed)
}

// controller returns the subject of an infinitive from the word before "to".
func (s shallow) controller(v *view, t int32, climbed int) int32 {
	for v.tag(t) == doc.RB || v.tag(t).Adjective() && v.chunkOf(t) >= 0 && v.chunks[v.chunkOf(t)].full.Len() == 1 {
		t--
	}
	if c := v.chunkOf(t); c >= 0 {
		u := s.verbBefore(v, v.chunks[c].full.First)
		if u >= 0 && objectControl[v.lower(u)] || u < 0 && v.name(v.chunks[c].head) != nil || v.tag(v.chunks[c].head) == doc.PRP {
			return v.chunks[c].head
		}
		if owner := v.chunks[c].owner; owner >= 0 {
			return v.chunks[owner].head
		}
		t = u
	}
	if v.sentence.Holds(t) && (v.tag(t).Verb() || beForms[v.lower(t)]) {
		return s.subjectOf(v, t, climbed+1)
	}
	if u := s.verbBefore(v, t); u >= 0 {
		return s.subjectOf(v, u, climbed+1)
	}
	return -1
}

// objectControl are verbs whose object is the subject of a following infinitive.
var objectControl = wordSet(`force forces forced forcing ask asks asked asking order orders ordered ordering urge urges urged
	urging allow allows allowed allowing tell tells told telling require requires required requiring want wants wanted
	help helps helped enable enables enabled persuade persuades persuaded press pressed pressured invite invited permit
	permits permitted expect expects expected advise advised compel compelled instruct instructed get cause causes caused
	hire hired appoint appointed choose chose nominate nominated authorize authorized authorise authorised lead led`)

// verbBefore returns the last verb before token t, -1 for none.
func (s shallow) verbBefore(v *view, t int32) int32 {
	for t--; t >= v.sentence.First; t-- {
		if v.tag(t).Verb() && v.chunkOf(t) < 0 {
			return t
		}
		if tag := v.tag(t); tag == doc.Colon {
			return -1
		}
	}
	return -1
}

// subjectAhead returns the subject of the next finite verb: "After buying
// Bolt, Acme said".
func (s shallow) subjectAhead(v *view, verb int32, climbed int) int32 {
	for t := verb + 1; t < v.sentence.End; t++ {
		if s.finite(v, t) && v.chunkOf(s.before(v, t)) < 0 && v.chunkOf(t-1) >= 0 {
			return s.nounBefore(v, t, true)
		}
	}
	return -1
}

// nounBefore returns the head of the noun phrase that ends before token t. With
// climb it goes over appositions and prepositional phrases to the phrase they
// belong to.
func (s shallow) nounBefore(v *view, t int32, climb bool) int32 {
	t--
	for v.tag(t) == doc.Comma || v.tag(t) == doc.RB || v.tag(t) == doc.POS {
		t--
	}
	found := int32(-1)
	for range maxClimb {
		c := v.chunkOf(t)
		if c < 0 {
			return found
		}
		if !v.chunks[c].time {
			found = v.chunks[c].head
		}
		t = v.chunks[c].full.First - 1
		if !climb {
			return found
		}
		switch {
		case v.tag(t) == doc.IN && v.chunkOf(t-1) >= 0:
			t--
		case v.tag(t) == doc.Comma && v.chunkOf(t-1) >= 0 && v.tag(v.chunks[c].full.End) == doc.Comma:
			// "A rival of Acme, Bolt, said": the name of the two is meant.
			if outer := s.nounBefore(v, t, true); v.name(outer) != nil || v.name(found) == nil {
				return outer
			}
			return found
		case v.chunkOf(t) >= 0 && v.chunks[c].time:
		case v.tag(t) == doc.CC && v.chunkOf(t-1) >= 0 && v.verbFree(t):
			t--
		default:
			return found
		}
	}
	return found
}

// verbFree says whether no verb stands before token t: what is coordinated
// there is a list of subjects.
func (v *view) verbFree(t int32) bool {
	return (shallow{}).verbBefore(v, t) < 0
}

// aroundNoun finds possessor, modifiers, obliques and the verb that governs a noun.
func (s shallow) aroundNoun(v *view, trigger doc.Range, noun int32, into []place) []place {
	first, end := trigger.First, trigger.End
	if c := v.chunkOf(noun); c >= 0 {
		into = v.premodifiers(c, trigger, into)
		first, end = min(first, v.chunks[c].full.First), max(end, v.chunks[c].full.End)
		if owner := v.chunks[c].owner; owner >= 0 {
			into = s.addWithOthers(v, into, place{at: possessor, head: v.chunks[owner].head})
			first = v.chunks[owner].full.First
		}
	}
	into = s.governors(v, first, into)
	into = s.obliques(v, end, false, into)
	return s.predicate(v, end, into)
}

// premodifiers finds what stands before the trigger in its own noun phrase:
// "its", "Acme", "drug" in "its Acme drug ban".
func (v *view) premodifiers(c int32, trigger doc.Range, into []place) []place {
	full := v.chunks[c].full
	words := doc.Range{First: -1}
	for t := full.First; t < trigger.First; t++ {
		if v.tag(t) == doc.PRPS {
			into = append(into, place{at: possessor, head: t, phrase: doc.Range{First: t, End: t + 1}})
			continue
		}
		if m := v.name(t); m != nil {
			if m.First == t || t == full.First {
				into = append(into, place{at: modifier, head: m.End - 1, phrase: m.Range})
			}
			words.First = -1
			continue
		}
		if v.tag(t).Noun() && words.First < 0 {
			words.First = t
		}
	}
	if words.First >= 0 {
		words.End = trigger.First
		into = append(into, place{at: modifier, head: trigger.First - 1, phrase: words})
	}
	return into
}

// governors finds the subject of the verb that has the phrase beginning at
// first as its object: "Acme made a bid", "Acme pulled out of the deal".
func (s shallow) governors(v *view, first int32, into []place) []place {
	t := first - 1
	for v.tag(t) == doc.IN || v.tag(t) == doc.RP || v.tag(t) == doc.RB || v.tag(t) == doc.TO {
		t--
	}
	if !v.tag(t).Verb() {
		return into
	}
	if at := s.subjectOf(v, t, 0); at >= 0 {
		into = s.addWithOthers(v, into, place{at: governor, word: v.lower(t), head: at})
	}
	return into
}

// predicate finds the verb that has the noun as its subject: the agent of a
// passive ("a ban was imposed by Acme") governs, the object of an active verb
// is governed. Obliques were read unless that verb stopped them.
func (s shallow) predicate(v *view, t int32, into []place) []place {
	for v.sentence.Holds(t) && !s.finite(v, t) {
		switch c := v.chunkOf(t); {
		case v.tag(t) == doc.IN:
			t++
		case c >= 0:
			t = v.chunks[c].full.End
		default:
			return into
		}
	}
	verb := t
	for v.tag(verb+1).Verb() || v.tag(verb+1) == doc.RB {
		verb++
	}
	if !v.tag(verb).Verb() {
		return into
	}
	g := v.groupAt(verb)
	next := s.skipAdverbs(v, verb+1)
	if !g.passive {
		if c := v.chunkOf(next); c >= 0 && !v.chunks[c].time {
			into = s.addWithOthers(v, into, place{at: governed, word: v.lower(verb), head: v.chunks[c].head})
		}
		return into
	}
	from := len(into)
	into = s.obliques(v, next, true, into)
	for i := from; i < len(into); i++ {
		if into[i].at == subject {
			into[i].at, into[i].word = governor, v.lower(verb)
		}
	}
	return into
}

// aroundPhrase finds the subject of a predicate such as "is bankrupt" or "on
// strike", or the noun that it describes, and its obliques.
func (s shallow) aroundPhrase(v *view, trigger doc.Range, into []place) []place {
	if c := v.chunkOf(trigger.First); c >= 0 && v.chunks[c].head >= trigger.End {
		into = s.addWithOthers(v, into, place{at: subject, head: v.chunks[c].head})
	} else if at := s.subjectOf(v, trigger.First, 0); at >= 0 {
		into = s.addWithOthers(v, into, place{at: subject, head: at})
	}
	next := s.skipAdverbs(v, trigger.End)
	if c := v.chunkOf(next); c >= 0 && !v.chunks[c].time && v.chunkOf(trigger.End-1) != c {
		into = s.addWithOthers(v, into, place{at: object, head: v.chunks[c].head})
		next = s.endOfList(v, c)
	}
	return s.obliques(v, next, false, into)
}
