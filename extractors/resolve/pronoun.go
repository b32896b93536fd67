package resolve

import "gleaner/extractors/doc"

// pronoun says what a pronoun can refer to.
type pronoun struct {
	gender gender
	// possessive pronouns can refer to the subject of their own clause.
	possessive bool
	// reflexive pronouns must.
	reflexive bool
}

var pronouns = map[string]pronoun{
	"he": {gender: male}, "him": {gender: male}, "his": {gender: male, possessive: true}, "himself": {gender: male, reflexive: true},
	"she": {gender: female}, "her": {gender: female, possessive: true}, "herself": {gender: female, reflexive: true},
	"it": {}, "its": {possessive: true}, "itself": {reflexive: true},
}

// antecedentOfPronoun returns the entity that the pronoun at token i refers
// to, or none.
func (a *anaphora) antecedentOfPronoun(p pronoun, i, index int32, sentence doc.Sentence) int32 {
	if p.gender != unknown {
		return a.pick(index, maxSentencesBack, func(at placed) bool {
			known := a.genders[at.entity]
			return a.d.Entities[at.entity].Kind == doc.Person && (known == unknown || known == p.gender) &&
				(p.possessive || p.reflexive || a.free(at, i, index))
		})
	}
	if !p.possessive && !p.reflexive && a.pleonastic(i, sentence) {
		return doc.NoEntity
	}
	back := int32(1)
	if p.possessive || p.reflexive {
		back = 0
	}
	return a.pick(index, back, func(at placed) bool {
		switch a.d.Entities[at.entity].Kind {
		case doc.Organization, doc.GPE:
			return at.subject && (p.possessive || p.reflexive || a.free(at, i, index))
		}
		return false
	})
}

// pleonastic says whether "it" refers to nothing: "it is clear that", "it
// seems", "it emerged".
func (a *anaphora) pleonastic(i int32, sentence doc.Sentence) bool {
	tokens := a.d.Tokens
	const window = 8
	for j := i + 1; j < min(i+window, sentence.End); j++ {
		switch lower := tokens[j].Lower; {
		case raising[lower]:
			return true
		case lower == "that" || lower == "to" && j > i+2 && tokens[j-1].Tag.Adjective() || lower == "whether":
			return j > i+1
		case lower == ",":
			return false
		}
	}
	return false
}

// raising verbs and nouns have a subject "it" that means nothing.
var raising = map[string]bool{
	"seems": true, "seemed": true, "appears": true, "appeared": true, "emerged": true, "emerges": true, "turned": true,
	"rained": true, "snowed": true, "time": true, "clear": true, "likely": true, "unlikely": true, "possible": true, "impossible": true,
	"happened": true, "transpired": true, "takes": true, "took": true,
}
