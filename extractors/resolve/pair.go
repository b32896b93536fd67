package resolve

import "gleaner/extractors/doc"

// pluralHeads are the nouns of two businesses at once: "the two firms".
var pluralHeads = wordSet("companies firms businesses groups corporations giants airlines banks carmakers automakers retailers insurers " +
	"chipmakers drugmakers carriers brewers operators manufacturers makers rivals brands chains publishers lenders sides parties")

// maxPairBack is how many sentences back the two were named, at most.
const maxPairBack = 3

// pair reads "the two companies" or "both firms" at token i, and finds the two
// organizations that it means: those that were named last, when they are the
// only two of the last sentences or were named together.
func (a *anaphora) pair(i, index int32) (phrase doc.Range, entities [2]int32, ok bool) {
	sentence := a.d.Sentences[index]
	tokens := a.d.Tokens
	head := i + 1
	switch tokens[i].Lower {
	case "the":
		if head >= sentence.End || tokens[head].Lower != "two" {
			return phrase, entities, false
		}
		head++
	case "both":
	default:
		return phrase, entities, false
	}
	for head < sentence.End && tokens[head].Tag.Adjective() {
		head++
	}
	if head >= sentence.End || !pluralHeads[tokens[head].Lower] {
		return phrase, entities, false
	}
	if head+1 < sentence.End && (tokens[head+1].Lower == "of" || tokens[head+1].Tag.Noun()) {
		return phrase, entities, false
	}
	phrase = doc.Range{First: i, End: head + 1}
	entities, ok = a.lastTwo(index)
	return phrase, entities, ok
}

// lastTwo are the two organizations that a plural noun means. When a third was
// named in the sentences before, the two must have been named together last.
func (a *anaphora) lastTwo(index int32) (two [2]int32, ok bool) {
	n := 0
	for e := a.recent.latest; e != none && a.near(e, index, maxPairBack); e = a.recent.older[e] {
		if a.d.Entities[e].Kind != doc.Organization || publicBody(a.d.Entities[e].Name) {
			continue
		}
		if n < len(two) {
			two[n] = e
		}
		n++
	}
	switch {
	case n < len(two):
		return two, false
	case n == len(two):
		return two, true
	}
	later, earlier := a.known[two[0]].named, a.known[two[1]].named
	between := later.First - earlier.End
	return two, between == 1 && a.d.Tokens[earlier.End].Lower == "and"
}
