package events

import "gleaner/extractors/doc"

// supposition is how a clause speaks of what it does not assert.
type supposition uint8

const (
	// asserted: the clause is a statement, or one that only the models judge.
	asserted supposition = iota
	// asked: a question for yes or no, "Did Acme buy Zenith?".
	asked
	// contrary: a condition that was not met, "Had Acme bought Zenith, it would
	// have grown".
	contrary
)

var suppositionNames = [...]string{"", "a question for yes or no", "a condition that was not met"}

// String says it for explanations, "" for what is asserted.
func (s supposition) String() string { return suppositionNames[s] }

// supposition tells how the clause of a trigger speaks of it. Inverted clauses are rare
// in news, and parsers and models that learnt from news take them for
// statements; so words are read here, not trees.
func (r *reading) supposition(c *Candidate) supposition {
	d, s := r.d, r.d.Sentences[c.Sentence].Range
	first := clauseStart(d, c.Trigger.First, s)
	if first >= c.Trigger.First {
		return asserted
	}
	opening := d.Tokens[first].Lower
	inverted := inverting[opening] && !(first > s.First && asksFor(d, first-1)) && beginsSubject(d, first+1)
	switch {
	case negatedWithin(d, first, c.Trigger.First):
		return asserted
	case inverted && questionAfter(d, c.Trigger.End, s.End):
		if c.isVerb(d) || !presupposed(d, c.Trigger.First) {
			return asked
		}
	case opening == "if" && wordWithin(d, "had", first, c.Trigger.First), inverted && opening == "had":
		if c.isVerb(d) && wouldHave(d, s) {
			return contrary
		}
	}
	return asserted
}

// inverting are the auxiliaries that stand before their subject in questions.
var inverting = wordSet("do does did has have had is are was were will would can could should shall may might")

// clauseStart is where the clause begins in which a token stands, behind quotes,
// conjunctions and words of address.
func clauseStart(d *doc.Doc, token int32, sentence doc.Range) int32 {
	t := token
	for t > sentence.First && !bounds(d, t-1) && !quoteMark(d, t-1) {
		t--
	}
	for t < token && (quoteMark(d, t) || leading[d.Tokens[t].Lower]) {
		t++
	}
	return t
}

var leading = wordSet("and but or so then even well now")

// quoteMark says whether the token is one.
func quoteMark(d *doc.Doc, t int32) bool {
	tag := d.Tokens[t].Tag
	return tag == doc.OpenQuote || tag == doc.CloseQuote
}

// asksFor says whether the token asks for more than yes or no: "when did Acme buy
// Zenith?" takes for granted that it did.
func asksFor(d *doc.Doc, t int32) bool {
	switch d.Tokens[t].Tag {
	case doc.WDT, doc.WP, doc.WPS, doc.WRB:
		return true
	}
	return false
}

// beginsSubject says whether a noun phrase may begin with the token. Names are
// told by their capitals: behind "Will" they are often tagged as verbs.
func beginsSubject(d *doc.Doc, token int32) bool {
	t := &d.Tokens[token]
	if initial := d.Text[t.Start]; 'A' <= initial && initial <= 'Z' {
		return true
	}
	switch t.Tag {
	case doc.PRP, doc.PRPS, doc.DT, doc.JJ, doc.CD, doc.EX:
		return true
	}
	return t.Tag.Noun()
}

// isVerb says whether the trigger is, or begins with, a verb.
func (c *Candidate) isVerb(d *doc.Doc) bool {
	return d.Tokens[c.Head].Tag.Verb() || d.Tokens[c.Trigger.First].Tag.Verb()
}

// presupposed says whether a noun is named as something known: "the attack".
func presupposed(d *doc.Doc, noun int32) bool {
	for t := noun - 1; t >= max(0, noun-4); t-- {
		switch d.Tokens[t].Tag {
		case doc.DT:
			return d.Tokens[t].Lower != "a" && d.Tokens[t].Lower != "an" && d.Tokens[t].Lower != "any"
		case doc.PRPS, doc.POS:
			return true
		case doc.JJ, doc.NN, doc.NNP, doc.NNS, doc.CD:
		default:
			return false
		}
	}
	return false
}

// questionAfter says whether the first mark after a token that ends a sentence
// is that of a question.
func questionAfter(d *doc.Doc, first, end int32) bool {
	for t := first; t < end; t++ {
		switch d.Tokens[t].Lower {
		case "?", "?!", "??", "!?":
			return true
		case ".", "!":
			return false
		}
	}
	return false
}

// wouldHave says whether the sentence tells what would have been.
func wouldHave(d *doc.Doc, sentence doc.Range) bool {
	for t := sentence.First; t < sentence.End-1; t++ {
		switch d.Tokens[t].Lower {
		case "would", "could", "might", "'d":
			if wordWithin(d, "have", t+1, min(t+4, sentence.End)) {
				return true
			}
		}
	}
	return false
}

// wordWithin says whether a word stands from first on before end.
func wordWithin(d *doc.Doc, word string, first, end int32) bool {
	for t := first; t < end; t++ {
		if d.Tokens[t].Lower == word {
			return true
		}
	}
	return false
}

// negatedWithin says whether "not" or "never" stands from first on before end: who asks
// "Didn't Acme buy Zenith?" takes it for true.
func negatedWithin(d *doc.Doc, first, end int32) bool {
	return wordWithin(d, "not", first, end) || wordWithin(d, "n't", first, end) || wordWithin(d, "never", first, end)
}

// supposedBy is how the group's triggers speak of the event: as something
// asserted when any of those that are about as sure as the surest asserts it.
func (r *reading) supposedBy(g *group) supposition {
	surest := float32(0)
	for _, m := range g.members {
		surest = max(surest, r.judged[m].Score)
	}
	all := contrary
	for _, m := range g.members {
		c := &r.judged[m]
		if c.Score < surest/2 {
			continue
		}
		if all = min(all, r.supposition(&c.Candidate)); all == asserted {
			break
		}
	}
	return all
}

// suppose gives a group that nothing asserts its status: what is asked may be,
// and what was a condition that was not met did not come about. That something
// was called off can be asked and supposed, too, and stays. What is freed has yet
// to come.
func (r *reading) suppose(g *group) {
	if freed(r.d, &r.judged[g.best].Candidate) {
		g.statuses[doc.Cancelled], g.statuses[doc.Actual] = 0, 0
		g.statuses[doc.Possible] += doubt
		normalize(g.statuses[:])
	}
	status := doc.Possible
	switch r.supposedBy(g) {
	case asserted:
		return
	case contrary:
		status = doc.Negated
	}
	cancelled := g.statuses[doc.Cancelled]
	g.statuses = [doc.NumStatuses]float64{}
	g.statuses[status] = 1 - cancelled
	g.statuses[doc.Cancelled] = cancelled
}

// freed says whether the trigger is what something was against that was itself
// undone: who overturns the ban on a merger does not cancel the merger, but lets it
// come.
func freed(d *doc.Doc, c *Candidate) bool {
	sentence := &d.Sentences[c.Sentence]
	t := c.Trigger.First - 1
	for t > sentence.First && (isDeterminer(d.Tokens[t].Tag) || d.Tokens[t].Tag.Adjective() || d.Tokens[t].Tag.Noun()) {
		t--
	}
	if !sentence.Parsed || t <= sentence.First || d.Tokens[t].Tag != doc.IN || !hindrances[lemmaOf(&d.Tokens[t-1])] {
		return false
	}
	cue, ok := cueAt(d, d.Tokens[t-1].Head)
	return ok && cue.class == cueReversal && !negatedAt(d, d.Tokens[t-1].Head, sentence.First)
}

// hindrances are nouns for what keeps an event from happening.
var hindrances = wordSet("ban block embargo freeze injunction moratorium objection opposition prohibition restriction suspension veto")
