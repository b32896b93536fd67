package values

import "gleaner/extractors/doc"

// vague reads times that lie nowhere on a calendar: "now", "recently", "the
// future", "recent weeks", "weeks", "daily". Their text is the reference of
// TIMEX3; they have no start or end.
func (r *reader) vague(i int32) (doc.Value, bool) {
	text, end := r.reference(i)
	if text == "" {
		return doc.Value{}, false
	}
	return doc.Value{Kind: doc.VagueTimeValue, Range: doc.Range{End: end}, Text: text}, true
}

const (
	presentRef = "PRESENT_REF"
	pastRef    = "PAST_REF"
	futureRef  = "FUTURE_REF"
)

// vagueWords are vague wherever they stand.
var vagueWords = map[string]string{
	"currently": presentRef, "presently": presentRef, "nowadays": presentRef, "current": presentRef, "recently": pastRef, "lately": pastRef, "daily": "P1D",
}

// reference is the TIMEX3 value of the vague time at a token, "" for none.
func (r *reader) reference(i int32) (text string, end int32) {
	if text = vagueWords[r.word(i)]; text != "" {
		return text, i + 1
	}
	next := r.word(i + 1)
	switch w := r.word(i); w {
	case "now":
		if next != "that" {
			return presentRef, i + 1
		}
	case "right", "just":
		if next == "now" {
			return presentRef, i + 2
		}
	case "these":
		if next == "days" {
			return presentRef, i + 2
		}
	case "more", "most":
		if next == "recently" {
			return pastRef, i + 2
		}
	case "recent":
		return r.recent(i + 1)
	case "soon":
		if next != "after" && next != "as" {
			return futureRef, i + 1
		}
	case "as":
		if r.is(i, "as", "soon", "as", "possible") {
			return futureRef, i + 4
		}
	case "future", "near":
		return r.ahead(i)
	case "the":
		return r.theReference(i)
	case "past":
		if pluralUnits[next] != "" {
			return pastRef, i + 2
		}
	case "coming":
		if unit := pluralUnits[next]; unit != "" {
			return "PX" + unit, i + 2
		}
	case "every", "each":
		if unit := timeUnits[next]; unit != "" && pluralUnits[next] == "" {
			return isoDuration(1, unit), i + 2
		}
	case "a", "several", "few", "many", "some":
		return r.someUnits(i)
	default:
		return r.bareUnits(i)
	}
	return "", 0
}

// bareUnits reads "weeks", "for days": a length of which only the unit is told.
func (r *reader) bareUnits(i int32) (text string, end int32) {
	unit := pluralUnits[r.word(i)]
	if unit == "" || r.isAge(i+1) || r.tag(i) != doc.NNS || r.tag(i-1) == doc.CD {
		return "", 0
	}
	switch before := r.word(i - 1); unit {
	case "W", "M", "Y", "CE":
		if before == "of" || r.word(i) == "minutes" {
			return "", 0
		}
	default:
		if before != "for" && before != "in" && before != "within" && before != "over" {
			return "", 0
		}
	}
	return "PX" + unit, i + 1
}

// recent reads what is recent: a time, or anything else.
func (r *reader) recent(i int32) (text string, end int32) {
	unit := pluralUnits[r.word(i)]
	switch unit {
	case "":
		return pastRef, i
	case "W", "M":
		return "PX" + unit, i + 1
	}
	return pastRef, i + 1
}

// ahead reads "future", "near future", "near term".
func (r *reader) ahead(i int32) (text string, end int32) {
	at := r.skip(i, "near")
	switch r.word(at) {
	case "future":
		if at == i && pluralUnits[r.word(at+1)] == "" {
			return "", 0
		}
		if unit := pluralUnits[r.word(at+1)]; unit != "" {
			return futureRef, at + 2
		}
		return futureRef, at + 1
	case "term":
		if at > i {
			return futureRef, at + 1
		}
	}
	return "", 0
}

// theReference reads "the future", "the past", "the near term".
func (r *reader) theReference(i int32) (text string, end int32) {
	switch r.word(i + 1) {
	case "past":
		if !r.tag(i+2).Noun() && r.tag(i+2) != doc.CD && !r.tag(i+2).Adjective() {
			return pastRef, i + 2
		}
	case "future":
		if r.word(i+2) != "of" {
			return futureRef, i + 2
		}
	case "near", "foreseeable":
		at := i + 2
		if r.word(at) == "future" || r.word(at) == "term" {
			return futureRef, at + 1
		}
	case "moment":
		if r.word(i-1) == "at" {
			return presentRef, i + 2
		}
	case "coming":
		if unit := pluralUnits[r.word(i+2)]; unit != "" {
			return "PX" + unit, i + 3
		}
	}
	return "", 0
}

// someUnits reads "a few days", "several years", "many months".
func (r *reader) someUnits(i int32) (text string, end int32) {
	at := r.skip(i, "a")
	switch r.word(at) {
	case "few", "several", "many", "some":
		at = r.hyphen(at + 1)
		at = r.skip(at, "more", "short", "long")
		unit := timeUnits[r.word(at)]
		if unit == "" || r.word(i) == "some" && pluralUnits[r.word(at)] == "" {
			return "", 0
		}
		return "PX" + isoDuration(1, unit)[len(isoDuration(1, unit))-1:], at + 1
	}
	return "", 0
}

// pluralUnits are units of time in the plural with their letter of TIMEX3.
var pluralUnits = map[string]string{
	"minutes": "M", "hours": "H", "days": "D", "weeks": "W", "months": "M", "quarters": "Q", "years": "Y", "decades": "DE", "centuries": "CE",
}
