package events

import (
	"gleaner/extractors/doc"
)

// cuePlace says where a cue stands, seen from the trigger.
type cuePlace uint8

const (
	// onTrigger: the trigger is the cue.
	onTrigger cuePlace = iota
	// governing: the cue governs the trigger, perhaps through other words.
	governing
	// modifying: the cue is an auxiliary, adverb or determiner of the trigger
	// or of a word that governs it.
	modifying
	// before and after: the cue stands near the trigger, in its clause.
	before
	after
)

var placeNames = [...]string{"trigger", "governor", "modifier", "before", "after"}

// String names the place.
func (p cuePlace) String() string { return placeNames[p] }

// cueHit is a cue found for a trigger.
type cueHit struct {
	statusCue
	token int32
	place cuePlace
	// depth counts the steps to the trigger: governors or tokens between.
	depth int
}

const (
	// maxGovernors bounds the walk from a trigger to the words that govern it.
	maxGovernors = 5
	// cueWindow is how many tokens before and after a trigger are read as its
	// clause when there is no tree.
	cueWindow = 8
)

// statusCues appends the cues around a trigger: those of its tree when the
// sentence is parsed, and those near it in its clause.
func statusCues(d *doc.Doc, trigger doc.Range, sentence int32, hits []cueHit) []cueHit {
	for t := trigger.First; t < trigger.End; t++ {
		if c, ok := cueAt(d, t); ok {
			hits = append(hits, cueHit{c, t, onTrigger, 0})
		}
	}
	s := d.Sentences[sentence]
	if s.Parsed {
		hits = treeCues(d, trigger, s.Range, hits)
	}
	return nearCues(d, trigger, s.Range, hits)
}

// cueAt looks a token up, with its particle when it has one.
func cueAt(d *doc.Doc, token int32) (statusCue, bool) {
	tok := &d.Tokens[token]
	if tok.Lower == "may" && tok.Tag.Noun() {
		return statusCue{}, false // the month
	}
	lemma := lemmaOf(tok)
	if particled[lemma] {
		for next := token + 1; next < min(token+3, int32(len(d.Tokens))); next++ {
			if c, ok := cueByLemma[lemma+"_"+d.Tokens[next].Lower]; ok {
				return c, true
			}
		}
	}
	c, ok := cueByLemma[lemma]
	if !ok {
		c, ok = cueByLemma[tok.Lower]
	}
	return c, ok
}

// lemmaOf is the lemma, or the word where no lemma was found.
func lemmaOf(t *doc.Token) string {
	if t.Lemma != "" {
		return t.Lemma
	}
	return t.Lower
}

// treeCues climbs from the trigger to the root of its clause and collects the
// words passed and their modifiers.
func treeCues(d *doc.Doc, trigger, sentence doc.Range, hits []cueHit) []cueHit {
	node := headOf(d, trigger)
	for depth := range maxGovernors {
		for t := sentence.First; t < sentence.End; t++ {
			if d.Tokens[t].Head != node || t == node || trigger.Holds(t) || !modifies(d.Tokens[t].Rel) {
				continue
			}
			if c, ok := cueAt(d, t); ok {
				hits = append(hits, cueHit{c, t, modifying, depth})
			}
		}
		up, rel := d.Tokens[node].Head, d.Tokens[node].Rel
		if up == node || !sentence.Holds(up) || closesClause(rel) {
			return hits
		}
		if !trigger.Holds(up) && rel != doc.Conj {
			if c, ok := cueAt(d, up); ok {
				hits = append(hits, cueHit{c, up, governing, depth})
			}
		}
		node = up
	}
	return hits
}

// headOf is the token of the range whose governor stands outside of it.
func headOf(d *doc.Doc, r doc.Range) int32 {
	for t := r.First; t < r.End; t++ {
		if h := d.Tokens[t].Head; h == t || !r.Holds(h) {
			return t
		}
	}
	return r.End - 1
}

// modifies says whether a dependent of that relation tells of its governor
// whether it happens.
func modifies(r doc.Rel) bool {
	switch r {
	case doc.Aux, doc.AuxPass, doc.Advmod, doc.Amod, doc.Det, doc.Mark, doc.Case, doc.Cop, doc.Cc, doc.Compound, doc.NmodTmod, doc.OblTmod:
		return true
	}
	return false
}

// closesClause says whether what lies above that relation is another statement.
func closesClause(r doc.Rel) bool {
	switch r {
	case doc.AclRelcl, doc.Parataxis, doc.Appos, doc.Advcl, doc.Dislocated, doc.List:
		return true
	}
	return false
}

// nearCues reads the clause to the left and right of the trigger.
func nearCues(d *doc.Doc, trigger, sentence doc.Range, hits []cueHit) []cueHit {
	for t := trigger.First - 1; t >= max(sentence.First, trigger.First-cueWindow) && !bounds(d, t); t-- {
		if c, ok := cueAt(d, t); ok {
			hits = append(hits, cueHit{c, t, before, int(trigger.First - t)})
		}
	}
	for t := trigger.End; t < min(sentence.End, trigger.End+cueWindow) && !bounds(d, t); t++ {
		if c, ok := cueAt(d, t); ok {
			hits = append(hits, cueHit{c, t, after, int(t - trigger.End + 1)})
		}
	}
	return hits
}

// bounds says whether a clause ends at the token.
func bounds(d *doc.Doc, t int32) bool {
	switch d.Tokens[t].Lower {
	case ",", ";", ":", "(", ")", "-", "--", "that", "which", "who", "but", "while", "because", "after", "before", "when", "said", "says", "although":
		return true
	}
	return false
}

// ruleStatus decides by the strong cues alone: reversal before negation before
// possibility before plan. It returns the cues that decided.
func ruleStatus(d *doc.Doc, hits []cueHit, parsed bool) (doc.Status, []doc.Range) {
	var by [numCueClasses]int // index + 1 of the nearest hit
	for i := range hits {
		h := &hits[i]
		if h.weak || !counts(h, parsed) || undone(hits, h) {
			continue
		}
		if old := by[h.class]; old == 0 || hits[old-1].depth > h.depth {
			by[h.class] = i + 1
		}
	}
	decide := func(status doc.Status, classes ...cueClass) (doc.Status, []doc.Range, bool) {
		for _, c := range classes {
			if by[c] > 0 {
				t := hits[by[c]-1].token
				return status, []doc.Range{{First: t, End: t + 1}}, true
			}
		}
		return status, nil, false
	}
	if s, cues, ok := decide(doc.Cancelled, cueReversal); ok {
		return s, cues
	}
	if s, cues, ok := decide(doc.Negated, cueFailure, cueDenial, cueNegation); ok {
		return s, cues
	}
	if s, cues, ok := decide(doc.Possible, cueModal, cueCondition, cueAttempt, cueDemand, cueRumour); ok {
		return s, cues
	}
	if s, cues, ok := decide(doc.Planned, cueFuture); ok {
		return s, cues
	}
	return doc.Actual, nil
}

// undone says whether the cue is a reversal that was negated, or the word that
// negates it: a ban that was not lifted is in force.
func undone(hits []cueHit, h *cueHit) bool {
	for i := range hits {
		o := &hits[i]
		switch {
		case h.class == cueReversal && o.class == cueNegation && h.token-3 < o.token && o.token < h.token:
			return true
		case h.class == cueNegation && o.class == cueReversal && o.token-3 < h.token && h.token < o.token:
			return true
		}
	}
	return false
}

// counts says whether a strong cue stands where it decides: in the tree where
// there is one, else left of the trigger; reversal and failure may follow it
// ("the deal collapsed").
func counts(h *cueHit, parsed bool) bool {
	switch h.place {
	case onTrigger:
		return h.class != cueReversal && h.class != cueDenial && h.class != cueNegation
	case governing, modifying:
		return true
	case before:
		return !parsed
	}
	return !parsed && (h.class == cueReversal || h.class == cueFailure || h.class == cueDenial) && h.depth <= 4
}
