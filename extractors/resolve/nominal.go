package resolve

import (
	"strings"

	"gleaner/extractors/doc"
)

// nominal is a noun phrase that may stand for an entity: "the Chinese chipmaker".
type nominal struct {
	doc.Range
	// head is its last noun.
	head int32
}

// headClass says what a noun can stand for.
type headClass uint8

const (
	// anyCompany: "the company", said of every business.
	anyCompany headClass = iota + 1
	// someCompany: "the airline", said of businesses of that trade only.
	someCompany
	// body: "the regulator", said of public and private bodies of that kind only.
	body
	// country: "the country"; town: "the city".
	country
	town
)

// headWords lists the nouns of each class.
var headWords = []struct {
	class headClass
	words string
}{
	{anyCompany, "company firm group business corporation conglomerate giant"},
	{someCompany, "airline automaker bank brewer broadcaster builder carmaker carrier chain chipmaker developer distributor drugmaker " +
		"insurer lender maker manufacturer miner operator processor producer provider publisher refiner retailer start-up startup " +
		"steelmaker store studio subsidiary supermarket supplier telco utility vendor planemaker exchange"},
	{body, "agency association authority body board bureau cartel charity club coalition commission committee congress council court department " +
		"foundation fund government institute institution league ministry movement network newspaper organisation organization parliament party " +
		"regulator school senate site team tribunal union university watchdog website federation bloc alliance paper"},
	{country, "country nation kingdom republic"},
	{town, "city town state province"},
}

var nominalHeads = func() map[string]headClass {
	heads := make(map[string]headClass)
	for _, c := range headWords {
		for _, w := range strings.Fields(c.words) {
			heads[w] = c.class
		}
	}
	return heads
}()

var determiners = map[string]bool{"the": true, "this": true, "that": true, "a": true, "an": true}

// nominalAt reads the definite noun phrase that begins with token i.
func (a *anaphora) nominalAt(i int32, sentence doc.Sentence) (nominal, bool) {
	switch a.d.Tokens[i].Lower {
	case "the", "this", "that":
		return a.nounPhrase(i, sentence)
	}
	return nominal{}, false
}

// maxPhrase bounds a noun phrase, in tokens.
const maxPhrase = 7

// nounPhrase reads determiner, modifiers and head; ok is false when the head
// stands for no entity, or the phrase goes on: "the company of the year".
func (a *anaphora) nounPhrase(i int32, sentence doc.Sentence) (n nominal, ok bool) {
	tokens := a.d.Tokens
	end := i + 1
	for end < sentence.End && end-i < maxPhrase && inPhrase(tokens[end].Tag) {
		end++
	}
	n = nominal{doc.Range{First: i, End: end}, end - 1}
	if end == i+1 || tokens[n.head].Tag != doc.NN || nominalHeads[tokens[n.head].Lower] == 0 {
		return n, false
	}
	if end < sentence.End && (tokens[end].Lower == "of" || tokens[end].Lower == "which" || tokens[end].Lower == "that") {
		return n, false
	}
	for j := i + 1; j < n.head; j++ {
		if otherness[tokens[j].Lower] {
			return n, false
		}
	}
	return n, true
}

// inPhrase says whether a word of that tag may stand between determiner and head.
func inPhrase(tag doc.Tag) bool {
	return tag.Adjective() || tag.Noun() || tag == doc.HYPH || tag == doc.VBG || tag == doc.VBN || tag == doc.CD
}

// otherness in a phrase says that it brings in something new.
var otherness = map[string]bool{
	"other": true, "another": true, "rival": true, "new": true, "second": true, "third": true, "first": true, "same": true,
	"whole": true, "entire": true, "average": true, "biggest": true, "largest": true, "parent": true, "holding": true, "former": true, "latter": true, "next": true,
}

// antecedentOfNominal returns the entity that the phrase stands for, or none.
func (a *anaphora) antecedentOfNominal(n nominal, sentence int32) int32 {
	head := a.d.Tokens[n.head].Lower
	class := nominalHeads[head]
	if class == someCompany || class == body || class == town {
		if at, ok := a.described[head]; ok && sentence-at.sentence <= maxDescribedBack && a.free(at, n.First, sentence) {
			return at.entity
		}
		return doc.NoEntity
	}
	return a.pick(sentence, maxSentencesBack, func(p placed) bool {
		kind := a.d.Entities[p.entity].Kind
		if class == country {
			return kind == doc.GPE && a.s.countryOf(a.d.Entities[p.entity].Name) != ""
		}
		return kind == doc.Organization && a.company(p.entity) && a.free(p, n.First, sentence)
	})
}

// free says whether an anaphor at token i can refer to p: not within one
// clause, where the article would have said "itself".
func (a *anaphora) free(p placed, i, sentence int32) bool {
	if p.sentence != sentence {
		return true
	}
	for j := p.End; j < i; j++ {
		if clauseMarks[a.d.Tokens[j].Lower] {
			return true
		}
	}
	return false
}

// clauseMarks are words and marks behind which a new clause may begin.
var clauseMarks = map[string]bool{
	",": true, ";": true, ":": true, "-": true, "--": true, "—": true, "that": true, "after": true, "before": true, "because": true, "as": true,
	"while": true, "when": true, "if": true, "but": true, "although": true, "though": true, "since": true, "said": true, "says": true, "whether": true, "where": true,
	"``": true, "\"": true,
}

// publicBody says whether the words of a name tell that it is no business.
func publicBody(name string) bool {
	for _, w := range strings.Fields(strings.ToLower(name)) {
		if nominalHeads[w] == body || bodyWords[w] {
			return true
		}
	}
	return false
}

var bodyWords = map[string]bool{"police": true, "army": true, "navy": true, "house": true, "office": true, "reserve": true, "administration": true, "nations": true, "opec": true, "nato": true}
