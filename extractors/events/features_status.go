package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
	"gleaner/extractors/neural"
)

// Templates of the status model.
const (
	sBias = statusTemplates + iota
	sRule
	sCue
	sCueWord
	sCueNear
	sTag
	sTense
	sLemma
	sCluster
	sBefore
	sBefore2
	sGovernor
	sGovernorCluster
	sMain
	sDeterminer
	sHeadline
	sQuoted
	sQuestion
	sTime
	sPast
	sRel
	sOwn
	sDated
	sBeside
	sUnder
)

// statusInput describes the clause of a trigger as to whether the event
// happened: what stands around it, and the words that decide by their meaning.
// The slots are reused.
func (r *reading) statusInput(c *Candidate) neural.Input {
	r.clauseFeatures(c.Trigger, c.Head, c.Sentence)
	eventType, tag := linear.String(c.Definition.Type), uint64(r.d.Tokens[c.Head].Tag)
	rule, _ := ruleStatus(r.d, r.hits, r.d.Sentences[c.Sentence].Parsed)
	r.two(sRule, uint64(rule), eventType)
	r.one(sBias, eventType)
	r.two(sTag, tag, eventType)
	if c.By != nil && c.By.HasStatus {
		r.one(sOwn, uint64(c.By.Status))
	}
	r.statusSlots(c)
	return neural.Input{Slots: r.slots, Features: r.features}
}

// statusSlots are the trigger, the two words that govern it, the two before it,
// the main verb, and what the sentence is about.
func (r *reading) statusSlots(c *Candidate) {
	m, s := &r.meaning, &r.d.Sentences[c.Sentence]
	r.slots = append(r.slots[:0], m.slot(c.Head), neural.Slot{}, neural.Slot{}, neural.Slot{}, neural.Slot{}, neural.Slot{}, m.sentenceSlot(c.Sentence))
	if s.Parsed {
		node := headOf(r.d, c.Trigger)
		for k := range 2 {
			up := r.d.Tokens[node].Head
			if up == node || !s.Holds(up) {
				break
			}
			r.slots[1+k] = m.slot(up)
			node = up
		}
	}
	for k := range int32(2) {
		if t := c.Trigger.First - 1 - k; s.Holds(t) {
			r.slots[3+k] = m.slot(t)
		}
	}
	if verb := r.mainVerb(s.Range); verb >= 0 {
		r.slots[5] = m.slot(verb)
	}
}

// clauseFeatures describe the clause of any word as to whether what it tells
// of happened. The cues are left in r.hits.
func (r *reading) clauseFeatures(trigger doc.Range, head, at int32) {
	r.begin()
	d := r.d
	sentence := &d.Sentences[at]
	s := sentence.Range
	tok, w := &d.Tokens[head], &r.words[head]

	r.hits = statusCues(d, trigger, at, r.hits[:0])
	rule, _ := ruleStatus(d, r.hits, sentence.Parsed)
	r.one(sRule, uint64(rule))
	for i := range r.hits {
		h := &r.hits[i]
		place := uint64(h.place)
		r.two(sCue, uint64(h.class), place)
		r.two(sCueWord, r.words[h.token].lemma, place)
		r.three(sCueNear, uint64(h.class), place, bucket(h.depth))
	}
	r.one(sTag, uint64(tok.Tag))
	r.one(sLemma, w.lemma)
	r.two(sLemma, w.lemma, uint64(tok.Tag))
	if w.known {
		r.two(sCluster, uint64(w.cluster.Of512), uint64(tok.Tag))
	}
	r.one(sTense, r.tense(head, s))
	r.two(sTense, r.tense(head, s), uint64(tok.Tag))
	r.one(sBefore, r.abstractAt(trigger.First-1, s))
	r.two(sBefore2, r.abstractAt(trigger.First-2, s), r.abstractAt(trigger.First-1, s))
	r.one(sDeterminer, r.determiner(trigger.First, s))
	if sentence.Headline {
		r.two(sHeadline, 1, uint64(tok.Tag))
	}
	r.surroundingFeatures(trigger, s)
	if sentence.Parsed {
		r.governorFeatures(trigger, s)
		r.dependentFeatures(trigger, s)
	}
	r.one(sMain, r.mainTense(s))
	if _, ok := quoteAt(r.quotes, head); ok {
		r.bias(sQuoted)
	}
	if d.Tokens[s.End-1].Lower == "?" {
		r.bias(sQuestion)
	}
	r.timeFeatures(trigger, s)
}

// surroundings is how many tokens on either side of a trigger are read as a bag.
const surroundings = 6

// surroundingFeatures are the words on either side of the trigger, whatever their place.
func (r *reading) surroundingFeatures(trigger, s doc.Range) {
	for t := max(s.First, trigger.First-surroundings); t < trigger.First; t++ {
		r.two(sBeside, r.abstractAt(t, s), 0)
	}
	for t := trigger.End; t < min(s.End, trigger.End+surroundings); t++ {
		r.two(sBeside, r.abstractAt(t, s), 1)
	}
}

// dependentFeatures are the words below the trigger in the tree.
func (r *reading) dependentFeatures(trigger, s doc.Range) {
	r.view.children(headOf(r.d, trigger), func(t int32, rel doc.Rel) {
		if !trigger.Holds(t) {
			r.two(sUnder, r.abstractAt(t, s), uint64(rel))
		}
	})
}

// governorFeatures add the words above the trigger in the tree.
func (r *reading) governorFeatures(trigger, s doc.Range) {
	node := headOf(r.d, trigger)
	for depth := range uint64(2) {
		rel, up := r.d.Tokens[node].Rel, r.d.Tokens[node].Head
		r.two(sRel, uint64(rel), depth)
		if up == node || !s.Holds(up) {
			return
		}
		r.three(sGovernor, r.words[up].lemma, uint64(rel), depth)
		r.two(sGovernor, r.words[up].lemma, depth)
		r.three(sTense, r.tense(up, s), uint64(rel), depth+1)
		if r.words[up].known {
			r.two(sGovernorCluster, uint64(r.words[up].cluster.Of512), depth)
		}
		node = up
	}
}

// tense is the chain of auxiliaries before a verb and its form, as one number.
func (r *reading) tense(t int32, s doc.Range) uint64 {
	chain := uint64(r.d.Tokens[t].Tag)
	for i := t - 1; i >= max(s.First, t-5); i-- {
		tag := r.d.Tokens[i].Tag
		switch {
		case tag == doc.MD, tag == doc.TO, auxiliary[lemmaOf(&r.d.Tokens[i])], cueByLemma[lemmaOf(&r.d.Tokens[i])].class == cueNegation:
			chain = uint64(linear.Two(sTense, chain, r.words[i].lower))
		case tag == doc.RB:
		default:
			return chain
		}
	}
	return chain
}

// mainTense is the tense of the main verb of the sentence.
func (r *reading) mainTense(s doc.Range) uint64 {
	if t := r.mainVerb(s); t >= 0 {
		return uint64(linear.Two(sMain, uint64(r.d.Tokens[t].Tag), r.words[t].lemma))
	}
	return 0
}

// mainVerb is the first finite verb of the sentence, -1 for none.
func (r *reading) mainVerb(s doc.Range) int32 {
	for t := s.First; t < s.End; t++ {
		switch r.d.Tokens[t].Tag {
		case doc.VBD, doc.VBZ, doc.VBP, doc.MD:
			return t
		}
	}
	return -1
}

// determiner is the article or adjective that opens the phrase of a noun.
func (r *reading) determiner(first int32, s doc.Range) uint64 {
	if t := r.determinerAt(first, s); t >= 0 {
		return r.words[t].lower
	}
	return 1
}

// determinerAt is the token of the determiner of a phrase, -1 for none.
func (r *reading) determinerAt(first int32, s doc.Range) int32 {
	for t := first - 1; t >= max(s.First, first-4); t-- {
		switch tag := r.d.Tokens[t].Tag; {
		case tag == doc.DT || tag == doc.PRPS || tag == doc.POS:
			return t
		case tag.Adjective() || tag.Noun() || tag == doc.CD || tag == doc.VBN:
		default:
			return -1
		}
	}
	return -1
}

// timeFeatures say whether the sentence tells of the past or the future.
func (r *reading) timeFeatures(trigger, s doc.Range) {
	r.datedFeatures(trigger, s)
	for t := s.First; t < s.End; t++ {
		switch r.d.Tokens[t].Lower {
		case "next", "tomorrow", "upcoming", "coming", "later", "soon", "future", "expected", "by", "until", "end":
			r.one(sTime, r.words[t].lower)
		case "last", "ago", "yesterday", "earlier", "previous", "previously", "past", "already", "since", "recently", "former", "after", "today", "now":
			r.one(sPast, r.words[t].lower)
		}
	}
}

// datedFeatures compare the dates of the sentence with the article's.
func (r *reading) datedFeatures(trigger, s doc.Range) {
	nearest, distance := uint64(undated), len(r.d.Tokens)
	for i := r.firstValue(s); i < len(r.d.Values) && r.d.Values[i].First < s.End; i++ {
		v := &r.d.Values[i]
		when := r.dated(v)
		if when == undated {
			continue
		}
		r.one(sDated, when)
		if gap := gapLength(trigger, v.Range); gap < distance {
			nearest, distance = when, gap
		}
	}
	r.two(sDated, nearest, 1)
}

// How a time lies to the day of the article.
const (
	undated = iota
	datedToday
	datedBefore
	datedAfter
)

// dated says how a value lies to the day of the article.
func (r *reading) dated(v *doc.Value) uint64 {
	const day = len("2006-01-02")
	if v.Kind != doc.TimeValue || v.From == "" || len(r.d.Published) < day {
		return undated
	}
	switch today := r.d.Published[:day]; {
	case v.To != "" && v.To <= today:
		return datedBefore
	case v.From > today:
		return datedAfter
	}
	return datedToday
}
