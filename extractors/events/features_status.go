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
	r.features = r.features[:0]
	d := r.d
	sentence := &d.Sentences[c.Sentence]
	s := sentence.Range
	eventType := linear.String(c.Definition.Type)
	add := func(x linear.Feature) { r.features = append(r.features, x) }
	tok, w := &d.Tokens[c.Head], &r.words[c.Head]

	r.hits = statusCues(d, c.Trigger, c.Sentence, r.hits[:0])
	rule, _ := ruleStatus(d, r.hits, sentence.Parsed)
	add(linear.One(sRule, uint64(rule)))
	add(linear.Two(sRule, uint64(rule), eventType))
	for i := range r.hits {
		h := &r.hits[i]
		place := uint64(h.place)
		add(linear.Two(sCue, uint64(h.class), place))
		add(linear.Two(sCueWord, r.words[h.token].lemma, place))
		add(linear.Three(sCueNear, uint64(h.class), place, bucket(h.depth)))
	}
	add(linear.One(sBias, eventType))
	add(linear.One(sTag, uint64(tok.Tag)))
	add(linear.Two(sTag, uint64(tok.Tag), eventType))
	add(linear.One(sLemma, w.lemma))
	add(linear.Two(sLemma, w.lemma, uint64(tok.Tag)))
	if w.known {
		add(linear.Two(sCluster, uint64(w.cluster.Of512), uint64(tok.Tag)))
	}
	add(linear.One(sTense, r.tense(c.Head, s)))
	add(linear.Two(sTense, r.tense(c.Head, s), uint64(tok.Tag)))
	add(linear.One(sBefore, r.abstractAt(c.Trigger.First-1, s)))
	add(linear.Two(sBefore2, r.abstractAt(c.Trigger.First-2, s), r.abstractAt(c.Trigger.First-1, s)))
	add(linear.One(sDeterminer, r.determiner(c.Trigger.First, s)))
	if sentence.Headline {
		add(linear.Two(sHeadline, 1, uint64(tok.Tag)))
	}
	if sentence.Parsed {
		r.governorFeatures(c, s)
	}
	add(linear.One(sMain, r.mainTense(s)))
	for _, q := range r.quotes {
		if q.Holds(c.Head) {
			add(linear.Bias(sQuoted))
		}
	}
	if d.Tokens[s.End-1].Lower == "?" {
		add(linear.Bias(sQuestion))
	}
	if c.By != nil && c.By.HasStatus {
		add(linear.One(sOwn, uint64(c.By.Status)))
	}
	r.timeFeatures(s, add)
	return r.features
}

// governorFeatures add the words above the trigger in the tree.
func (r *reading) governorFeatures(c *Candidate, s doc.Range) {
	node := headOf(r.d, c.Trigger)
	add := func(x linear.Feature) { r.features = append(r.features, x) }
	for depth := range uint64(2) {
		rel, up := r.d.Tokens[node].Rel, r.d.Tokens[node].Head
		add(linear.Two(sRel, uint64(rel), depth))
		if up == node || !s.Holds(up) {
			return
		}
		add(linear.Three(sGovernor, r.words[up].lemma, uint64(rel), depth))
		add(linear.Two(sGovernor, r.words[up].lemma, depth))
		add(linear.Three(sTense, r.tense(up, s), uint64(rel), depth+1))
		if r.words[up].known {
			add(linear.Two(sGovernorCluster, uint64(r.words[up].cluster.Of512), depth))
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
func (r *reading) timeFeatures(s doc.Range, add func(linear.Feature)) {
	for t := s.First; t < s.End; t++ {
		switch r.d.Tokens[t].Lower {
		case "next", "tomorrow", "upcoming", "coming", "later", "soon", "future", "expected", "by", "until", "end":
			add(linear.One(sTime, r.words[t].lower))
		case "last", "ago", "yesterday", "earlier", "previous", "previously", "past", "already", "since", "recently", "former", "after", "today", "now":
			add(linear.One(sPast, r.words[t].lower))
		}
	}
}
