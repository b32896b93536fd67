package events

import (
	"cmp"
	"slices"

	"gleaner/extractors/doc"
)

// statement is a place where somebody is credited with what a sentence says.
type statement struct {
	source, cue doc.Range
	entity      int32
	sentence    int32
	// inverted: the source follows the cue (`..., said Jane Roe`).
	inverted bool
}

// speechVerbs are the lemmas that credit their subject with a claim.
var speechVerbs = wordSet(`
say tell announce report state add claim warn confirm deny argue note explain insist stress declare reveal disclose suggest believe allege
write tweet comment acknowledge admit predict estimate conclude maintain assert reiterate emphasize emphasise remark observe recall point
describe indicate reply respond complain contend testify caution urge hint quote cite accuse blame promise vow pledge forecast expect hope
fear think inform mention concede propose demand call express reckon show find`)

// plainSpeech are the verbs that introduce a claim even without "that" or a quote.
var plainSpeech = wordSet(`say tell announce report claim warn confirm add state insist allege argue note explain declare reveal disclose reiterate acknowledge admit predict maintain contend write tweet`)

// statements finds who says what, sentence by sentence. A pronoun that was
// not resolved stands for the last speaker.
func statements(d *doc.Doc, quotes []quote, out []statement) []statement {
	held := titlesOf(d)
	for s := range d.Sentences {
		r := d.Sentences[s].Range
		for t := r.First; t < r.End; t++ {
			st, ok := statementAt(d, t, r)
			if st.sentence = int32(s); ok && st.find(d, out, held) {
				out = append(out, st)
			}
		}
	}
	creditQuoted(d, out, quotes)
	return out
}

// statementsIn are the statements of the sentences from one to another, which
// they are sorted by, with the index of the first.
func statementsIn(all []statement, from, to int32) (in []statement, first int) {
	bySentence := func(st statement, s int32) int { return cmp.Compare(st.sentence, s) }
	first, _ = slices.BinarySearchFunc(all, from, bySentence)
	end, _ := slices.BinarySearchFunc(all, to+1, bySentence)
	return all[first:max(first, end)], first
}

// statementAt reads a statement whose cue begins at the token.
func statementAt(d *doc.Doc, t int32, sentence doc.Range) (statement, bool) {
	tok := &d.Tokens[t]
	if tok.Lower == "according" && t+2 < sentence.End && d.Tokens[t+1].Lower == "to" {
		source, ok := phraseFrom(d, t+2, sentence.End)
		return statement{source: source, cue: doc.Range{First: t, End: t + 2}, inverted: true}, ok
	}
	if tok.Lower == ":" && d.Sentences[d.SentenceAt(t)].Headline {
		return colonStatement(d, t, sentence)
	}
	if !tok.Tag.Verb() || !speechVerbs[lemmaOf(tok)] && !wishVerbs[lemmaOf(tok)] || reportsNoun(d, t, sentence.End) {
		return statement{}, false
	}
	cue := doc.Range{First: t, End: t + 1}
	if passive(d, t, sentence.First) {
		return agentStatement(d, t, sentence)
	}
	if source, ok := inverted(d, t, sentence); ok {
		return statement{source: source, cue: cue, inverted: true}, true
	}
	if !introduces(d, t, sentence) && !wishes(d, t, sentence) {
		return statement{}, false
	}
	source, ok := subjectOf(d, t, sentence)
	return statement{source: source, cue: cue}, ok
}

// introduces says whether a claim stands at the speech verb: a quote, "that",
// or for the plainest verbs any clause.
func introduces(d *doc.Doc, t int32, sentence doc.Range) bool {
	if plainSpeech[lemmaOf(&d.Tokens[t])] {
		return true
	}
	for i := t + 1; i < min(t+5, sentence.End); i++ {
		switch d.Tokens[i].Lower {
		case "that", "\"", "“", "``", "if", "whether":
			return true
		}
	}
	return t > sentence.First && closesQuote(d, t-1)
}

// passive says whether the verb is a passive participle, whose subject is not
// the speaker.
func passive(d *doc.Doc, t, first int32) bool {
	if d.Tokens[t].Tag != doc.VBN {
		return false
	}
	for i := t - 1; i >= max(first, t-3); i-- {
		switch lemmaOf(&d.Tokens[i]) {
		case "be", "get":
			return true
		case "have":
			return false
		}
	}
	return true
}

// inverted reads `..., said Jane Roe, ...`.
func inverted(d *doc.Doc, t int32, sentence doc.Range) (doc.Range, bool) {
	if t == sentence.First || !(closesQuote(d, t-1) || d.Tokens[t-1].Tag == doc.Comma) || t+1 >= sentence.End || lemmaOf(&d.Tokens[t]) == "tell" {
		return doc.Range{}, false
	}
	source, ok := phraseFrom(d, t+1, sentence.End)
	if !ok || tellsTime(d.Tokens[source.End-1].Lower) || source.End < sentence.End && d.Tokens[source.End].Tag.Verb() && d.Tokens[source.End].Tag != doc.VBG {
		return doc.Range{}, false // "..., says it plans"
	}
	if plain := lemmaOf(&d.Tokens[t]) == "say" || closesQuote(d, t-1); (!plain || d.Tokens[t].Tag == doc.VBG) && !endsInSpeaker(d, source) && !citable[lemmaOf(&d.Tokens[source.End-1])] {
		return doc.Range{}, false // "..., citing concerns" and "Acme, the owner, announced the news"
	}
	return source, true
}

// citable are what an article cites that speaks, where it has no name.
var citable = wordSet(`source official analyst report data figure filing document statement spokesman spokeswoman spokesperson media newspaper paper agency
website site executive person people lawyer study memo email letter interview record witness expert researcher insider diplomat police familiar`)

// tellsTime says whether a phrase that ends with the word tells when something
// was said, not by whom.
func tellsTime(word string) bool { return timeUnits[word] || calendar[word] || otherTimes[word] }

var otherTimes = wordSet("yesterday today tomorrow time")

func closesQuote(d *doc.Doc, t int32) bool {
	switch d.Tokens[t].Lower {
	case "\"", "”", "''", "'", "’":
		return true
	}
	return false
}

// subjectOf finds the subject of a verb: by the tree, else the noun phrase on
// its left, stepping over what stands between commas.
func subjectOf(d *doc.Doc, verb int32, sentence doc.Range) (doc.Range, bool) {
	t := verb - 1
	for t >= sentence.First && skipsToSubject(d.Tokens[t].Tag) {
		t--
	}
	if d.Tokens[verb].Tag == doc.VBG && t == verb-1 && t >= sentence.First && nominal(d.Tokens[t].Tag) {
		return phraseOf(d, t, sentence), true // "an agreement with politicians calling for a ban"
	}
	// What stands between a comma or a quotation mark and the verb speaks, and
	// a comma before the verb ends what was put in: neither needs a tree.
	apart, parsed := t < sentence.First || d.Tokens[t].Tag == doc.Comma, d.Sentences[d.SentenceAt(verb)].Parsed
	if !apart && nominal(d.Tokens[t].Tag) {
		r := climb(d, phraseOf(d, t, sentence), sentence)
		before := r.First - 1
		for before >= sentence.First && (premodifies(d.Tokens[before].Tag) || d.Tokens[before].Tag.Noun()) {
			before--
		}
		if before < sentence.First || d.Tokens[before].Tag == doc.Comma || closesQuote(d, before) {
			return r, true
		}
	}
	if parsed && (!apart || d.Tokens[verb].Tag == doc.VBG) { // "Acme cut the price, saying"
		if head, ok := treeSubject(d, verb, sentence); ok {
			return phraseOf(d, head, sentence), true
		}
	}
	if t > sentence.First && d.Tokens[t].Tag == doc.Comma {
		for i := t - 1; i > sentence.First && i > t-20; i-- {
			if d.Tokens[i].Tag == doc.Comma {
				t = i - 1
				break
			}
		}
	}
	if t < sentence.First || !nominal(d.Tokens[t].Tag) {
		return doc.Range{}, false
	}
	return climb(d, phraseOf(d, t, sentence), sentence), true
}

// climb goes from a phrase after a preposition to the one it belongs to: from
// "Acme" to "Jane Roe" in "Jane Roe of Acme", to the whole in "sources close
// to the talks".
func climb(d *doc.Doc, r, sentence doc.Range) doc.Range {
	for range 2 {
		t := r.First - 1
		for t > sentence.First && d.Tokens[t].Tag == doc.DT {
			t--
		}
		if t <= sentence.First {
			return r
		}
		switch knows := knowing[d.Tokens[t-1].Lower]; {
		case knows && (leadsOn[d.Tokens[t].Lower] || d.Tokens[t].Tag == doc.IN):
			t -= 2
		case leadsOn[d.Tokens[t].Lower]:
			t--
		default:
			return r
		}
		if t < sentence.First || !nominal(d.Tokens[t].Tag) {
			return r
		}
		if m := mentionAt(d, t); m >= 0 && d.Mentions[m].Kind == doc.Person {
			return d.Mentions[m].Range
		}
		r.First = phraseOf(d, t, sentence).First
	}
	return r
}

var leadsOn = wordSet("of for at in within from to with inside")

// knowing are the words between somebody and what they know about: "people
// familiar with the matter", "a source briefed on the talks".
var knowing = wordSet("close familiar acquainted aware briefed involved informed")

// treeSubject finds the subject among the dependents of the verb or, for a
// verb that shares it, of the verb it is joined to.
func treeSubject(d *doc.Doc, verb int32, sentence doc.Range) (int32, bool) {
	for range 3 {
		for t := sentence.First; t < sentence.End; t++ {
			if d.Tokens[t].Head == verb && d.Tokens[t].Rel == doc.Nsubj && t != verb {
				return t, true
			}
		}
		if r := d.Tokens[verb].Rel; r != doc.Conj && r != doc.Xcomp && !(r == doc.Advcl && d.Tokens[verb].Tag == doc.VBG) {
			break
		}
		verb = d.Tokens[verb].Head
	}
	return 0, false
}

func skipsToSubject(t doc.Tag) bool {
	return t == doc.MD || t == doc.RB || t.Verb() || t == doc.DT || t == doc.TO
}

func nominal(t doc.Tag) bool {
	return t.Noun() || t == doc.PRP || t == doc.CD || t == doc.WP
}

// phraseFrom reads the noun phrase that begins at a token.
func phraseFrom(d *doc.Doc, first, end int32) (doc.Range, bool) {
	t := first
	for t < end && (premodifies(d.Tokens[t].Tag) || nominal(d.Tokens[t].Tag)) {
		t++
	}
	for t > first && !nominal(d.Tokens[t-1].Tag) {
		t--
	}
	if t == first {
		return doc.Range{}, false
	}
	r := doc.Range{First: first, End: t}
	if m := lastMention(d, r); m >= 0 && d.Mentions[m].End == t && d.Mentions[m].Kind == doc.Person {
		return d.Mentions[m].Range, true
	}
	return withoutDeterminer(d, r), true
}

// phraseOf is the noun phrase that ends at the head: the mention that covers
// it, else its premodifiers and it.
func phraseOf(d *doc.Doc, head int32, sentence doc.Range) doc.Range {
	if m := mentionAt(d, head); m >= 0 {
		return d.Mentions[m].Range
	}
	end := head + 1
	first := head
	for d.Tokens[head].Tag != doc.PRP && d.Tokens[head].Tag != doc.WP && d.Tokens[head].Tag != doc.WDT && first > sentence.First && (premodifies(d.Tokens[first-1].Tag) || d.Tokens[first-1].Tag.Noun()) {
		first--
	}
	return withoutDeterminer(d, doc.Range{First: first, End: end})
}

func premodifies(t doc.Tag) bool {
	return t == doc.DT || t == doc.PRPS || t == doc.POS || t.Adjective() || t == doc.CD || t == doc.HYPH || t == doc.VBN || t == doc.PDT
}

func withoutDeterminer(d *doc.Doc, r doc.Range) doc.Range {
	for r.Len() > 1 {
		switch d.Tokens[r.First].Tag {
		case doc.DT, doc.PRPS, doc.POS, doc.PDT:
			r.First++
			continue
		}
		break
	}
	return r
}

// mentionAt returns the longest mention that holds the token, -1 for none.
func mentionAt(d *doc.Doc, token int32) int {
	best := -1
	for i := mentionsFrom(d, token-longestMention); i < len(d.Mentions); i++ {
		m := &d.Mentions[i]
		if m.First > token {
			break
		}
		if m.Holds(token) && (best < 0 || m.Len() > d.Mentions[best].Len()) {
			best = i
		}
	}
	return best
}

// longestMention bounds the mentions that are looked for around a token, in tokens.
const longestMention = 64

// mentionsFrom is the index of the first mention that begins at the token or
// behind it.
func mentionsFrom(d *doc.Doc, token int32) int {
	i, _ := slices.BinarySearchFunc(d.Mentions, token, func(m doc.Mention, t int32) int { return cmp.Compare(m.First, t) })
	return i
}

// lastMention returns the last mention within the range, -1 for none.
func lastMention(d *doc.Doc, r doc.Range) int {
	last := -1
	for i := mentionsFrom(d, r.First); i < len(d.Mentions); i++ {
		if d.Mentions[i].First >= r.End {
			break
		}
		if r.Contains(d.Mentions[i].Range) {
			last = i
		}
	}
	return last
}

// byRule is the confidence of a source that a rule finds: the share of those that
// are right, for known events of gold train and dev in five folds.
const byRule = 0.4

// attribute finds who is credited with the event of a candidate: the
// statement that governs the trigger, else one in its sentence, else the
// speaker of the quote that its sentence stands in.
func attribute(d *doc.Doc, all []statement, quotes []quote, trigger doc.Range, sentence int32) *doc.Attribution {
	best, bestCost := -1, 1<<30
	in, first := statementsIn(all, sentence, sentence)
	for i := range in {
		st := &in[i]
		if st.source.Overlaps(trigger) {
			continue
		}
		if cost := st.distance(d, trigger); cost < bestCost {
			best, bestCost = first+i, cost
		}
	}
	if best < 0 {
		best = speaker(d, all, quotes, trigger, sentence)
	}
	if best < 0 {
		return nil
	}
	st := &all[best]
	return &doc.Attribution{Source: st.source, Cue: st.cue, Entity: st.entity, Confidence: byRule}
}

// distance ranks the statements of a sentence: one that governs the trigger in
// the tree comes first, then cues before the trigger, then cues after it. Last
// is the trigger's own subject, who announces the event.
func (st *statement) distance(d *doc.Doc, trigger doc.Range) int {
	if st.cue.Overlaps(trigger) {
		return 1000
	}
	if d.Sentences[st.sentence].Parsed {
		node := headOf(d, trigger)
		for depth := range 12 {
			if st.cue.Holds(node) {
				return depth
			}
			if d.Tokens[node].Head == node {
				break
			}
			node = d.Tokens[node].Head
		}
	}
	if st.cue.End <= trigger.First {
		return 100 + int(trigger.First-st.cue.End)
	}
	return 200 + int(st.cue.First-trigger.End)
}
