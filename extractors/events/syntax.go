package events

import (
	"slices"
	"sort"

	"gleaner/extractors/doc"
)

// syntax finds the places around a trigger. There are two: shallow works on
// tags and phrases, tree on dependencies.
type syntax interface {
	// places appends the places around a trigger whose head is the token head.
	places(v *view, trigger doc.Range, head int32, c class, into []place) []place
}

// place is where an argument stands, relative to a trigger.
type place struct {
	at position
	// word is the preposition of an oblique, or the verb of a governor, in lower case.
	word string
	// head is the token that governs the filler, phrase its shortest form.
	head   int32
	phrase doc.Range
	// clause: the filler is a gerund or infinitive clause.
	clause bool
}

// view is a sentence prepared for matching. It is reused from sentence to sentence.
type view struct {
	d        *doc.Doc
	sentence doc.Range
	chunks   []chunk
	chunkAt  []int32 // per token of the sentence: index of its chunk, -1 for none
	mention  []int32 // per token: index of the best mention that covers it, -1 for none
	// local: the document has no values, so times and sums are told by words.
	local bool
	value []int32 // per token: index of the value that covers it, -1 for none
}

// chunk is a noun phrase without what follows its head.
type chunk struct {
	// full is the phrase with determiners, inner without.
	full, inner doc.Range
	head        int32
	// owner is the chunk before "'s", -1 for none.
	owner int32
	// time: the phrase tells when.
	time bool
}

// look prepares the view for a sentence.
func (v *view) look(d *doc.Doc, sentence int) {
	v.d, v.sentence, v.local = d, d.Sentences[sentence].Range, !d.Has(doc.Values)
	n := v.sentence.Len()
	v.chunks = v.chunks[:0]
	v.chunkAt, v.mention, v.value = unset(v.chunkAt, n), unset(v.mention, n), unset(v.value, n)
	v.coverMentions()
	v.coverValues()
	v.findChunks()
}

// unset returns n times -1, in the memory of s when it is large enough.
func unset(s []int32, n int) []int32 {
	s = slices.Grow(s[:0], n)[:n]
	for i := range s {
		s[i] = -1
	}
	return s
}

// coverMentions notes the mention at each token: names first, else what refers
// to an entity.
func (v *view) coverMentions() {
	all := v.d.Mentions
	from := sort.Search(len(all), func(i int) bool { return all[i].First >= v.sentence.First })
	for i := from; i < len(all) && all[i].First < v.sentence.End; i++ {
		m := &all[i]
		for t := m.First; t < min(m.End, v.sentence.End); t++ {
			old := v.mention[t-v.sentence.First]
			if old < 0 || (all[old].Form != doc.Name && (m.Form == doc.Name || m.Len() < all[old].Len())) {
				v.mention[t-v.sentence.First] = int32(i)
			}
		}
	}
}

// coverValues notes the value at each token, the longest first.
func (v *view) coverValues() {
	all := v.d.Values
	from := sort.Search(len(all), func(i int) bool { return all[i].First >= v.sentence.First })
	for i := from; i < len(all) && all[i].First < v.sentence.End; i++ {
		if !all[i].Kind.Fills() {
			continue
		}
		for t := all[i].First; t < min(all[i].End, v.sentence.End); t++ {
			old := v.value[t-v.sentence.First]
			if old < 0 || all[old].Len() < all[i].Len() {
				v.value[t-v.sentence.First] = int32(i)
			}
		}
	}
}

func (v *view) token(t int32) *doc.Token { return &v.d.Tokens[t] }

// tag returns the tag of a token, NoTag outside the sentence.
func (v *view) tag(t int32) doc.Tag {
	if !v.sentence.Holds(t) {
		return doc.NoTag
	}
	return v.d.Tokens[t].Tag
}

// lower returns a token in lower case, "" outside the sentence.
func (v *view) lower(t int32) string {
	if !v.sentence.Holds(t) {
		return ""
	}
	return v.d.Tokens[t].Lower
}

// chunkOf returns the index of the chunk at a token, -1 for none.
func (v *view) chunkOf(t int32) int32 {
	if !v.sentence.Holds(t) {
		return -1
	}
	return v.chunkAt[t-v.sentence.First]
}

// mentionAt returns the mention at a token, nil for none.
func (v *view) mentionAt(t int32) *doc.Mention {
	if !v.sentence.Holds(t) || v.mention[t-v.sentence.First] < 0 {
		return nil
	}
	return &v.d.Mentions[v.mention[t-v.sentence.First]]
}

// valueAt returns the index of the value at a token, -1 for none.
func (v *view) valueAt(t int32) int32 {
	if !v.sentence.Holds(t) {
		return -1
	}
	return v.value[t-v.sentence.First]
}

// name returns the named mention at a token, nil for none.
func (v *view) name(t int32) *doc.Mention {
	if m := v.mentionAt(t); m != nil && m.Form == doc.Name && m.Kind.Named() {
		return m
	}
	return nil
}

// isTime says whether a token belongs to a time expression.
func (v *view) isTime(t int32) bool {
	if i := v.valueAt(t); i >= 0 {
		return v.d.Values[i].Kind == doc.TimeValue || v.d.Values[i].Kind == doc.DurationValue
	}
	if m := v.mentionAt(t); m != nil && m.Kind == doc.Date {
		return true
	}
	return v.local && v.sentence.Holds(t) && v.localTime(t)
}

// findChunks divides the sentence into noun phrases.
func (v *view) findChunks() {
	open, hasNoun := int32(-1), false
	for t := v.sentence.First; t < v.sentence.End; t++ {
		if open >= 0 && !v.continues(t, hasNoun) {
			v.closeChunk(open, t)
			open = -1
		}
		if open < 0 && v.startsChunk(t) {
			open, hasNoun = t, false
		}
		if open >= 0 {
			tag := v.tag(t)
			hasNoun = hasNoun || tag.Noun() || tag == doc.PRP || v.name(t) != nil
		}
	}
	if open >= 0 {
		v.closeChunk(open, v.sentence.End)
	}
}

// startsChunk says whether a noun phrase may begin with the token.
func (v *view) startsChunk(t int32) bool {
	switch tag := v.tag(t); {
	case tag == doc.DT, tag == doc.PDT, tag == doc.PRPS, tag == doc.PRP, tag == doc.CD, tag == doc.Dollar, tag == doc.Hash:
		return true
	case tag.Noun(), tag.Adjective():
		return true
	case (tag == doc.VBG || tag == doc.VBN) && v.tag(t+1).Noun() && !v.afterVerbGroup(t):
		return tag == doc.VBN && t == v.sentence.First
	}
	m := v.name(t)
	return m != nil && m.First == t
}

// afterVerbGroup says whether an auxiliary stands before the token.
func (v *view) afterVerbGroup(t int32) bool {
	before := v.lower(t - 1)
	return beForms[before] || haveForms[before]
}

// continues says whether the token goes on with the noun phrase before it.
func (v *view) continues(t int32, hasNoun bool) bool {
	if m := v.name(t); m != nil && m.First < t {
		return true
	}
	if v.isTime(t) != v.isTime(t-1) && hasNoun {
		return false
	}
	switch tag := v.tag(t); {
	case v.tag(t-1) == doc.PRP:
		return false
	case tag.Noun(), tag == doc.HYPH, tag == doc.Dollar:
		return true
	case v.lower(t) == "-" && v.token(t).Shape&doc.SpaceBefore == 0:
		return true
	case tag.Adjective(), tag == doc.CD:
		return !hasNoun || v.lower(t-1) == "-"
	case tag == doc.VBG, tag == doc.VBN:
		next := v.tag(t + 1)
		return !hasNoun && (next.Noun() || next.Adjective()) || v.lower(t-1) == "-"
	case tag == doc.RB:
		return !hasNoun && v.tag(t+1).Adjective()
	case tag == doc.CC && v.lower(t) == "&":
		return true
	case tag == doc.DT:
		return v.tag(t-1) == doc.PDT
	}
	return false
}

// closeChunk stores the noun phrase of the tokens first to end.
func (v *view) closeChunk(first, end int32) {
	c := chunk{full: doc.Range{First: first, End: end}, head: end - 1, owner: -1}
	for c.head > first && !v.tag(c.head).Noun() && v.tag(c.head) != doc.CD && v.name(c.head) == nil {
		c.head--
	}
	if v.tag(c.head) == doc.DT || c.head == first {
		c.head = end - 1
	}
	inner := first
	for inner < end-1 && isDeterminer(v.tag(inner)) {
		inner++
	}
	c.inner = doc.Range{First: inner, End: end}
	c.time = v.isTime(c.head)
	if v.tag(first-1) == doc.POS {
		c.owner = v.chunkOf(first - 2)
	}
	for t := first; t < end; t++ {
		v.chunkAt[t-v.sentence.First] = int32(len(v.chunks))
	}
	v.chunks = append(v.chunks, c)
}

func isDeterminer(t doc.Tag) bool {
	return t == doc.DT || t == doc.PDT || t == doc.PRPS
}

// phraseAt is the shortest noun phrase around a token, with a following
// "of" phrase: "violations of trade rules". Without a chunk it is the token.
func (v *view) phraseAt(t int32) doc.Range {
	i := v.chunkOf(t)
	if i < 0 {
		return doc.Range{First: t, End: t + 1}
	}
	phrase := v.chunks[i].inner
	if v.lower(phrase.End) == "of" && v.name(v.chunks[i].head) == nil {
		if next := v.chunkOf(phrase.End + 1); next >= 0 && !v.chunks[next].time {
			phrase.End = v.chunks[next].full.End
		}
	}
	return phrase
}

var (
	beForms   = wordSet("be is are was were been being am 's 're get gets got getting gotten")
	haveForms = wordSet("have has had having 've")
	doForms   = wordSet("do does did")
)
