package events

import (
	"strings"

	"gleaner/extractors/doc"
)

// localTime says whether a token tells when, by its word alone. It stands in
// for documents without the layer Values.
func (v *view) localTime(t int32) bool {
	word, tag := v.lower(t), v.tag(t)
	switch {
	case calendar[word] && tag.Noun(), word == "yesterday", word == "today", word == "tomorrow", word == "tonight":
		return true
	case timeUnits[word]:
		return relativeTime[v.lower(t-1)] || v.localTime(t-1)
	case relativeTime[word]:
		return timeUnits[v.lower(t+1)] || calendar[v.lower(t+1)]
	}
	year := len(word) == 4 && (strings.HasPrefix(word, "19") || strings.HasPrefix(word, "20"))
	return year && tag == doc.CD && !v.d.Tokens[t].Shape.Is(doc.Letters)
}

// localTimeRange is the run of tokens around t that tell when.
func (v *view) localTimeRange(t int32) doc.Range {
	r := doc.Range{First: t, End: t + 1}
	for v.sentence.Holds(r.First-1) && v.localTime(r.First-1) {
		r.First--
	}
	for v.sentence.Holds(r.End) && v.localTime(r.End) {
		r.End++
	}
	return r
}

// localAmount is the sum of money or percentage around token t, by its words
// alone; empty when there is none.
func (v *view) localAmount(t int32) doc.Range {
	r := doc.Range{First: t, End: t + 1}
	for v.sentence.Holds(r.First-1) && v.amountWord(r.First-1) {
		r.First--
	}
	for v.sentence.Holds(r.End) && v.amountWord(r.End) {
		r.End++
	}
	number, unit := false, false
	for i := r.First; i < r.End; i++ {
		word := v.lower(i)
		number = number || v.token(i).Shape.Is(doc.Digit) || v.tag(i) == doc.CD
		unit = unit || currencies[word] || v.tag(i) == doc.Dollar || strings.ContainsAny(word, "$€£%¥")
	}
	if !v.amountWord(t) || !number || !unit {
		return doc.Range{}
	}
	return r
}

func (v *view) amountWord(t int32) bool {
	word, tag := v.lower(t), v.tag(t)
	return tag == doc.Dollar || tag == doc.CD || currencies[word] || scales[word] || v.token(t).Shape.Is(doc.Digit) ||
		strings.ContainsAny(word, "$€£%¥")
}

var (
	calendar = wordSet(`monday tuesday wednesday thursday friday saturday sunday january february march april may june july
		august september october november december spring summer autumn winter weekend`)
	timeUnits    = wordSet("day week month year quarter decade night morning afternoon evening season weekend spring summer autumn winter")
	relativeTime = wordSet("last next this earlier previous past coming")
	currencies   = wordSet("dollar dollars euro euros pound pounds dlr dlrs usd eur gbp yen rupees yuan francs mark marks % percent pct rs crore")
	scales       = wordSet("million billion trillion thousand m bn mln bln k hundred")
)
