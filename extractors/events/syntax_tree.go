package events

import "gleaner/extractors/doc"

// tree finds places by the dependencies of a parsed sentence. Voice, relative
// clauses, control and coordination are read from the relations.
type tree struct{}

var _ syntax = tree{}

func (s tree) places(v *view, trigger doc.Range, head int32, c class, into []place) []place {
	head = s.top(v, trigger, head)
	if c == nounClass || c == phraseClass && v.tag(head).Noun() {
		return s.aroundNoun(v, trigger, head, into)
	}
	return s.aroundVerb(v, trigger, head, into)
}

// top is the word of the trigger whose governor stands outside of it.
func (tree) top(v *view, trigger doc.Range, head int32) int32 {
	for range trigger.Len() {
		up := v.token(head).Head
		if up == head || !trigger.Holds(up) {
			return head
		}
		head = up
	}
	return head
}

// children calls f with every dependent of a token, in order.
func (v *view) children(head int32, f func(child int32, rel doc.Rel)) {
	eachChild(v.d, v.sentence, head, f)
}

// eachChild calls f with every dependent of a token of a parsed sentence, in order.
func eachChild(d *doc.Doc, sentence doc.Range, head int32, f func(child int32, rel doc.Rel)) {
	for t := sentence.First; t < sentence.End; t++ {
		if token := &d.Tokens[t]; token.Head == head && t != head {
			f(t, token.Rel)
		}
	}
}

// child returns the first dependent of one of the relations, -1 for none.
func (v *view) child(head int32, rels ...doc.Rel) int32 {
	for t := v.sentence.First; t < v.sentence.End; t++ {
		token := v.token(t)
		if token.Head != head || t == head {
			continue
		}
		for _, r := range rels {
			if token.Rel == r {
				return t
			}
		}
	}
	return -1
}

// passive says whether a verb stands in the passive voice.
func (v *view) passive(verb int32) bool {
	if v.child(verb, doc.NsubjPass, doc.AuxPass, doc.CsubjPass) >= 0 {
		return true
	}
	rel := v.token(verb).Rel
	return v.tag(verb) == doc.VBN && rel == doc.Acl
}

// marker is the preposition or mark before a dependent, "" for none.
func (v *view) marker(t int32) string {
	m := v.child(t, doc.Case, doc.Mark)
	if m < 0 {
		return ""
	}
	word := v.lower(m)
	if next := v.child(m, doc.Fixed); next >= 0 {
		if pair, ok := compoundPrepositions[[2]string{word, v.lower(next)}]; ok {
			return pair
		}
	}
	if pair, ok := compoundPrepositions[[2]string{word, v.lower(m + 1)}]; ok {
		return pair
	}
	return word
}

// aroundVerb finds subject, object, complement and obliques of a verb, or of
// an adjective with its copula.
func (s tree) aroundVerb(v *view, trigger doc.Range, verb int32, into []place) []place {
	passive := v.passive(verb)
	if at := s.subjectOf(v, verb, 0); at >= 0 {
		where := subject
		if passive {
			where = object
		}
		into = s.add(v, into, place{at: where, head: at})
	}
	if rel := v.token(verb).Rel; rel == doc.Amod {
		into = s.add(v, into, place{at: subject, head: v.token(verb).Head})
	}
	indirect := v.child(verb, doc.Iobj) >= 0
	v.children(verb, func(t int32, rel doc.Rel) {
		switch rel {
		case doc.Iobj:
			into = s.add(v, into, place{at: object, head: t})
		case doc.Obj:
			where := object
			if indirect || passive {
				where = complement
			}
			into = s.add(v, into, place{at: where, head: t})
			into = s.phrasesOf(v, t, into)
		case doc.Xcomp, doc.Ccomp, doc.Advcl:
			into = s.clausal(v, t, into)
		case doc.Obl, doc.OblAgent, doc.Nmod:
			into = s.oblique(v, trigger, t, passive, into)
		}
	})
	return into
}

// phrasesOf adds the prepositional phrases of a noun: those of an object may
// belong to the verb.
func (s tree) phrasesOf(v *view, noun int32, into []place) []place {
	v.children(noun, func(t int32, rel doc.Rel) {
		if word := v.marker(t); rel == doc.Nmod && word != "" && word != "of" {
			into = s.add(v, into, place{at: oblique, word: word, head: t})
		}
	})
	return into
}

// oblique adds a prepositional phrase. The agent of a passive is its subject;
// what follows a preposition within the trigger is its object.
func (s tree) oblique(v *view, trigger doc.Range, t int32, passive bool, into []place) []place {
	word := v.marker(t)
	mark := v.child(t, doc.Case, doc.Mark)
	switch {
	case word == "" || v.isTime(t):
		return into
	case passive && word == "by":
		return s.add(v, into, place{at: subject, head: t})
	case trigger.Holds(mark):
		return s.add(v, into, place{at: object, head: t})
	}
	into = s.add(v, into, place{at: oblique, word: word, head: t})
	return s.phrasesOf(v, t, into)
}

// clausal adds a complement: "named Roe chairman", "from selling", "to sell".
func (s tree) clausal(v *view, t int32, into []place) []place {
	if v.tag(t).Noun() && v.marker(t) == "" {
		return s.add(v, into, place{at: complement, head: t})
	}
	if word := v.marker(t); v.tag(t).Verb() && simplePrepositions[word] {
		return append(into, place{at: oblique, word: word, head: t, phrase: doc.Range{First: t, End: (shallow{}).clauseEnd(v, t)}, clause: true})
	}
	return into
}

// add appends a place and the same place for what is coordinated with its filler.
func (s tree) add(v *view, into []place, p place) []place {
	first := p.head
	if tag := v.tag(first); tag == doc.WDT || tag == doc.WP {
		return into
	}
	p.phrase = v.phraseAt(first)
	into = append(into, p)
	v.children(first, func(t int32, rel doc.Rel) {
		switch {
		case rel == doc.Conj && !v.tag(t).Verb():
			p.head, p.phrase = t, v.phraseAt(t)
			into = append(into, p)
		case rel == doc.Appos && v.name(first) == nil && v.name(t) != nil:
			p.head, p.phrase = t, v.phraseAt(t)
			into = append(into, p)
		}
	})
	return into
}

// subjectOf returns the grammatical subject of a verb, -1 for none. Where the
// verb has none of its own it is that of the verb it is coordinated with, of
// the verb that controls it, or the noun that it describes.
func (s tree) subjectOf(v *view, verb int32, climbed int) int32 {
	if climbed > maxClimb {
		return -1
	}
	token := v.token(verb)
	up := token.Head
	if own := v.child(verb, doc.Nsubj, doc.NsubjPass); own >= 0 {
		if tag := v.tag(own); token.Rel == doc.AclRelcl && (tag == doc.WDT || tag == doc.WP || v.lower(own) == "that") {
			return up
		}
		return own
	}
	if up == verb {
		return -1
	}
	switch token.Rel {
	case doc.Conj, doc.Parataxis:
		return s.subjectOf(v, up, climbed+1)
	case doc.Xcomp, doc.Advcl, doc.Ccomp:
		if controlled := v.child(up, doc.Obj, doc.Iobj); token.Rel == doc.Xcomp && controlled >= 0 && objectControl[v.lower(up)] {
			return controlled
		}
		return s.subjectOf(v, up, climbed+1)
	case doc.Acl:
		return s.described(v, verb, up, climbed)
	}
	return -1
}

// described returns the subject of a clause that describes a noun: the noun
// itself for participles; for "plans to sell" who has the plans.
func (s tree) described(v *view, verb, noun int32, climbed int) int32 {
	if v.tag(verb) != doc.VB || v.name(noun) != nil {
		return noun
	}
	if owner := v.child(noun, doc.NmodPoss); owner >= 0 {
		return owner
	}
	if up := v.token(noun).Head; up != noun && v.tag(up).Verb() {
		return s.subjectOf(v, up, climbed+1)
	}
	return -1
}

// aroundNoun finds possessor, modifiers, obliques and the verb that governs a noun.
func (s tree) aroundNoun(v *view, trigger doc.Range, noun int32, into []place) []place {
	if c := v.chunkOf(noun); c >= 0 {
		into = v.premodifiers(c, trigger, into)
	}
	v.children(noun, func(t int32, rel doc.Rel) {
		switch {
		case rel == doc.NmodPoss && !isDeterminer(v.tag(t)):
			into = s.add(v, into, place{at: possessor, head: t})
		case rel == doc.Nmod || rel == doc.Obl:
			into = s.oblique(v, trigger, t, false, into)
		case rel == doc.Acl || rel == doc.Advcl:
			into = s.clausal(v, t, into)
		case rel == doc.Nsubj: // "is on strike"
			into = s.add(v, into, place{at: subject, head: t})
		}
	})
	return s.governors(v, trigger, noun, into)
}

// governors finds the verb over a noun, through coordination and one noun
// between ("plans for a launch").
func (s tree) governors(v *view, trigger doc.Range, noun int32, into []place) []place {
	at := noun
	for range maxClimb {
		token := v.token(at)
		up := token.Head
		if up == at {
			return into
		}
		if token.Rel == doc.Conj || token.Rel == doc.Nmod || token.Rel == doc.Compound || token.Rel == doc.Appos {
			at = up
			continue
		}
		if !v.tag(up).Verb() {
			return into
		}
		return s.governor(v, trigger, at, up, token.Rel, into)
	}
	return into
}

// governor adds what the verb over a noun has around it.
func (s tree) governor(v *view, trigger doc.Range, noun, verb int32, rel doc.Rel, into []place) []place {
	word, passive := v.lower(verb), v.passive(verb)
	if rel == doc.Nsubj || rel == doc.NsubjPass {
		v.children(verb, func(t int32, r doc.Rel) {
			switch {
			case r == doc.Obj && !passive:
				into = s.add(v, into, place{at: governed, word: word, head: t})
			case (r == doc.Obl || r == doc.OblAgent) && passive && v.marker(t) == "by":
				into = s.add(v, into, place{at: governor, word: word, head: t})
			case r == doc.Obl:
				into = s.oblique(v, trigger, t, false, into)
			}
		})
		return into
	}
	if at := s.subjectOf(v, verb, 0); at >= 0 && at != noun {
		into = s.add(v, into, place{at: governor, word: word, head: at})
	}
	v.children(verb, func(t int32, r doc.Rel) {
		if r == doc.Obl && t != noun {
			into = s.oblique(v, trigger, t, false, into)
		}
	})
	return into
}
