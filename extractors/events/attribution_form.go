package events

import "gleaner/extractors/doc"

// colonStatement reads a headline that names its source before or after a
// colon: "Officials: ransom demanded", "City faces attack: minister".
func colonStatement(d *doc.Doc, t int32, sentence doc.Range) (statement, bool) {
	const longest = 4
	cue := doc.Range{First: t, End: t + 1}
	if source, ok := phraseFrom(d, t+1, sentence.End); ok && sentence.End-t-1 <= longest && sentence.End-source.End <= 1 {
		return statement{source: source, cue: cue, inverted: true}, true
	}
	if source, ok := phraseFrom(d, sentence.First, t); ok && t-sentence.First <= longest && source.End == t {
		return statement{source: source, cue: cue}, true
	}
	return statement{}, false
}

// agentStatement reads who a passive names: "is reported by Reuters to have".
func agentStatement(d *doc.Doc, t int32, sentence doc.Range) (statement, bool) {
	if t+2 >= sentence.End || d.Tokens[t+1].Lower != "by" || !plainSpeech[lemmaOf(&d.Tokens[t])] && d.Tokens[t].Lower != "quoted" {
		return statement{}, false
	}
	source, ok := phraseFrom(d, t+2, sentence.End)
	return statement{source: source, cue: doc.Range{First: t, End: t + 2}, inverted: true}, ok
}

// reportsNoun says whether a word taken for a verb is the noun of "media
// reports say".
func reportsNoun(d *doc.Doc, t, end int32) bool {
	if d.Tokens[t].Lower != "reports" || t+1 >= end {
		return false
	}
	switch lemmaOf(&d.Tokens[t+1]) {
	case "say", "suggest", "claim", "indicate":
		return true
	}
	return false
}

// wishVerbs credit their subject with what it wants or expects of others.
var wishVerbs = wordSet(`ask call urge recommend propose demand vow promise pledge threaten believe expect hope predict forecast speculate signal
want seek request petition appeal`)

// wishes says whether a wish stands at the verb: "called for", "urged them to",
// "predicted a fall".
func wishes(d *doc.Doc, t int32, sentence doc.Range) bool {
	lemma := lemmaOf(&d.Tokens[t])
	if !wishVerbs[lemma] || d.Tokens[t].Tag == doc.VBN && d.Tokens[max(t-1, sentence.First)].Tag == doc.DT {
		return false
	}
	switch lemma {
	case "ask", "call", "appeal":
		for i := t + 1; i < min(t+8, sentence.End); i++ {
			switch d.Tokens[i].Lower {
			case "for", "on", "to":
				return true
			case ",", ".":
				return false
			}
		}
		return false
	}
	return true
}
