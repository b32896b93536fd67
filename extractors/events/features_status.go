package events

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
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
	sSpeech
	sDocument
)

// statusFeatures describes the clause of a trigger as to whether the event
// happened.
func (r *reading) statusFeatures(c *Candidate) []linear.Feature {
	r.begin()
	d := r.d
	sentence := &d.Sentences[c.Sentence]
	s := sentence.Range
	eventType := linear.String(c.Definition.Type)
	tok, w := &d.Tokens[c.Head], &r.words[c.Head]

	r.hits = statusCues(d, c.Trigger, c.Sentence, r.hits[:0])
	rule, _ := ruleStatus(d, r.hits, sentence.Parsed)
	r.one(sRule, uint64(rule))
	r.two(sRule, uint64(rule), eventType)
	for i := range r.hits {
		h := &r.hits[i]
		place := uint64(h.place)
		r.two(sCue, uint64(h.class), place)
		r.two(sCueWord, r.words[h.token].lemma, place)
		r.three(sCueNear, uint64(h.class), place, bucket(h.depth))
	}
	r.one(sBias, eventType)
	r.one(sTag, uint64(tok.Tag))
	r.two(sTag, uint64(tok.Tag), eventType)
	r.one(sLemma, w.lemma)
	r.two(sLemma, w.lemma, uint64(tok.Tag))
	if w.known {
		r.two(sCluster, uint64(w.cluster.Of512), uint64(tok.Tag))
	}
	r.one(sTense, r.tense(c.Head, s))
	r.two(sTense, r.tense(c.Head, s), uint64(tok.Tag))
	r.one(sBefore, r.abstractAt(c.Trigger.First-1, s))
	r.two(sBefore2, r.abstractAt(c.Trigger.First-2, s), r.abstractAt(c.Trigger.First-1, s))
	r.one(sDeterminer, r.determiner(c.Trigger.First, s))
	if sentence.Headline {
		r.two(sHeadline, 1, uint64(tok.Tag))
	}
	if sentence.Parsed {
		r.governorFeatures(c, s)
	}
	r.one(sMain, r.mainTense(s))
	for _, q := range r.quotes {
		if q.Holds(c.Head) {
			r.bias(sQuoted)
		}
	}
	if d.Tokens[s.End-1].Lower == "?" {
		r.bias(sQuestion)
	}
	if c.By != nil && c.By.HasStatus {
		r.one(sOwn, uint64(c.By.Status))
	}
	r.timeFeatures(s)
	return r.features
}

// governorFeatures add the words above the trigger in the tree.
func (r *reading) governorFeatures(c *Candidate, s doc.Range) {
	node := headOf(r.d, c.Trigger)
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

// mainTense is the tense of the first finite verb of the sentence.
func (r *reading) mainTense(s doc.Range) uint64 {
	for t := s.First; t < s.End; t++ {
		switch tag := r.d.Tokens[t].Tag; tag {
		case doc.VBD, doc.VBZ, doc.VBP, doc.MD:
			return uint64(linear.Two(sMain, uint64(tag), r.words[t].lemma))
		}
	}
	return 0
}

// determiner is the article or adjective that opens the phrase of a noun.
func (r *reading) determiner(first int32, s doc.Range) uint64 {
	for t := first - 1; t >= max(s.First, first-4); t-- {
		switch tag := r.d.Tokens[t].Tag; {
		case tag == doc.DT || tag == doc.PRPS || tag == doc.POS:
			return r.words[t].lower
		case tag.Adjective() || tag.Noun() || tag == doc.CD || tag == doc.VBN:
		default:
			return 1
		}
	}
	return 1
}

// timeFeatures say whether the sentence tells of the past or the future.
func (r *reading) timeFeatures(s doc.Range) {
	for t := s.First; t < s.End; t++ {
		switch r.d.Tokens[t].Lower {
		case "next", "tomorrow", "upcoming", "coming", "later", "soon", "future", "expected", "by", "until", "end":
			r.one(sTime, r.words[t].lower)
		case "last", "ago", "yesterday", "earlier", "previous", "previously", "past", "already", "since", "recently", "former", "after", "today", "now":
			r.one(sPast, r.words[t].lower)
		}
	}
}
