package values

import "gleaner/extractors/doc"

// tense is the time of which a clause speaks.
type tense uint8

const (
	noTense tense = iota
	past
	future
)

// tenseReach is how many tokens around a time its verb is looked for.
const tenseReach = 14

// tense is the tense of the clause around token i: that of the nearest verb
// before it, else of the first one behind it, else of the section's heading.
func (r *reader) tense(i int32) tense {
	switch {
	case r.tellsWhenSaid(i):
		return past
	case r.movedTo(i):
		return future
	}
	for j := i - 1; j >= max(r.begin, i-tenseReach); j-- {
		if t := r.tenseAt(j); t != noTense {
			return t
		}
		if r.word(j) == "would" && r.tag(j+1) == doc.VB && r.word(j+1) != "have" {
			return future // "said it would meet on Friday"
		}
	}
	for j := i; j < min(r.end, i+tenseReach); j++ {
		if t := r.tenseAt(j); t != noTense {
			return t
		}
	}
	return r.section
}

// tenseAt is what one word tells.
func (r *reader) tenseAt(j int32) tense {
	t := &r.tokens[j]
	switch t.Tag {
	case doc.VBD:
		if reporting[t.Lower] {
			return noTense
		}
		return past
	case doc.VBN:
		if futureParticiples[t.Lower] {
			if r.word(j-1) == "than" || r.word(j-1) == "as" {
				return noTense // "lower than expected"
			}
			return future
		}
		switch r.word(r.auxiliary(j)) {
		case "has", "have", "had", "'ve", "was", "were", "been":
			return past
		}
	case doc.VB:
		if r.word(j-1) == "to" && r.planned(j-2) {
			return future
		}
	case doc.IN, doc.RB:
		if t.Lower == "as" && (r.word(j-1) == "early" || r.word(j-1) == "soon" || r.word(j-1) == "late") {
			return future
		}
	case doc.JJ:
		if t.Lower == "due" || t.Lower == "slated" || t.Lower == "upcoming" {
			return future
		}
	}
	switch t.Lower {
	case "will", "'ll", "shall", "wo", "plans", "expects", "intends", "hopes", "aims", "gonna", "expires", "matures":
		return future
	case "has", "have":
		if r.tag(j+1) == doc.VBN {
			return past
		}
	}
	return noTense
}

// auxiliary is the place before a participle, and before the adverbs and negation
// that part it from its auxiliary: "has not yet sold".
func (r *reader) auxiliary(j int32) int32 {
	for j--; r.word(j) == "n't" || r.tag(j) == doc.RB && r.word(j) != "" && r.word(j) != "as"; j-- {
	}
	return j
}

// tellsWhenSaid says whether a time tells when something was said, whatever is
// said of the future around it: "said on Tuesday it will", "told Reuters late on
// Monday", "said in a statement on Friday".
func (r *reader) tellsWhenSaid(i int32) bool {
	j := i - 1
	for w := r.word(j); w == "on" || w == "late" || w == "early"; w = r.word(j) {
		j--
	}
	told := j
	for n := 0; n < 4 && (r.tag(told).Noun() || r.tag(told) == doc.DT); n++ {
		told-- // "told the news conference"
	}
	if r.word(told) == "told" {
		return true
	}
	for n := range int32(3) { // "in Oslo", "in a statement", "in a written statement"
		if r.word(j-1-n) == "in" && r.tag(j).Noun() {
			j -= n + 2
			break
		}
	}
	return reporting[r.word(j)] && r.tag(j) == doc.VBD
}

// movedTo says whether a time is one that something was put off or goes on to:
// "extended until June", "postponed the launch to September".
func (r *reader) movedTo(i int32) bool {
	switch r.word(i - 1) {
	case "until", "till", "to":
	default:
		return false
	}
	const reach = 8
	for j := i - 2; j >= max(r.begin, i-reach); j-- {
		if putsOff[r.word(j)] {
			return true
		}
	}
	return false
}

var putsOff = map[string]bool{
	"extended": true, "postponed": true, "delayed": true, "adjourned": true, "deferred": true, "rescheduled": true, "prolonged": true, "remanded": true,
}

// reporting are the verbs that tell who says something, not when it happens.
var reporting = map[string]bool{"said": true, "told": true, "added": true, "says": true, "wrote": true, "predicted": true, "warned": true}

// planned says whether "to" and a verb behind the token speak of what is to come.
func (r *reader) planned(j int32) bool {
	if j < r.begin {
		return false
	}
	switch w := r.word(j); w {
	case "is", "are", "be", "due", "set", "about", "ready", "likely", "unlikely", "able", "plan", "plans", "intention", "wants", "want", "pledge", "promise", "decision":
		return true
	default:
		return futureParticiples[w]
	}
}

// futureParticiples tell that what they speak of is still to come.
var futureParticiples = map[string]bool{"scheduled": true, "expected": true, "slated": true, "planned": true, "projected": true, "forecast": true, "bound": true}

// heading notes what a section heading says of the time that follows.
func (a *article) heading(r *reader) {
	a.section = noTense
	for i := r.begin; i < r.end; i++ {
		if t := headingWords[r.word(i)]; t != noTense {
			a.section = t
			return
		}
	}
}

var headingWords = map[string]tense{
	"outlook": future, "guidance": future, "upcoming": future, "ahead": future, "calendar": future, "diary": future, "agenda": future, "forecast": future,
	"next": future, "background": past, "history": past, "timeline": past, "recap": past, "review": past, "highlights": past, "results": past,
}
