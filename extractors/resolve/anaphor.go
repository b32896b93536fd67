package resolve

import (
	"strings"

	"gleaner/extractors/doc"
)

// anaphor is a phrase that may stand for an entity named before it: "she",
// "its", "the Chinese chipmaker".
type anaphor struct {
	doc.Range
	class class
	form  doc.Form
	// head is the pronoun, or the last noun of the phrase.
	head     int32
	sentence int32
	// possessive: "his", "the company's". reflexive: "himself".
	possessive, reflexive bool
	role                  role
	quoted                bool
	// country is that of a nationality in the phrase, "" for none.
	country string
}

// class is what an anaphor can stand for.
type class uint8

const (
	noClass class = iota
	// he and she: a person of that gender. it: no person. they: any group.
	he
	she
	it
	they
	// company: "the firm", said of every business. trade: "the airline", said of
	// businesses of that trade only. body: "the regulator", "the party".
	company
	trade
	body
	// country: "the nation". town: "the city".
	country
	town
	// person: "the minister", "the singer".
	person
	// product: "the smartphone", "the film".
	product
	// thing: any other noun; stands for what the article called so before.
	thing
)

// pronoun says what a pronoun can refer to.
type pronoun struct {
	class                 class
	possessive, reflexive bool
}

var pronouns = map[string]pronoun{
	"he": {class: he}, "him": {class: he}, "his": {class: he, possessive: true}, "himself": {class: he, reflexive: true},
	"she": {class: she}, "her": {class: she}, "hers": {class: she}, "herself": {class: she, reflexive: true},
	"it": {class: it}, "its": {class: it, possessive: true}, "itself": {class: it, reflexive: true},
	"they": {class: they}, "them": {class: they}, "their": {class: they, possessive: true}, "themselves": {class: they, reflexive: true},
}

// headWords lists the nouns of each class.
var headWords = []struct {
	class class
	words string
}{
	{company, "company firm group business corporation conglomerate giant"},
	{trade, "airline automaker bank brewer broadcaster builder carmaker carrier chain chipmaker developer distributor drugmaker " +
		"insurer lender maker manufacturer miner operator processor producer provider publisher refiner retailer start-up startup " +
		"steelmaker store studio subsidiary supermarket supplier telco utility vendor planemaker exchange unit brand outlet"},
	{body, "agency association authority body board bureau cartel charity club coalition commission committee congress council court department " +
		"foundation fund institute institution league ministry movement network newspaper organisation organization parliament party " +
		"regulator school senate site team tribunal union university watchdog website federation bloc alliance paper magazine service side hospital " +
		"militia platform band"},
	{country, "country nation kingdom republic island"},
	{town, "city town state province capital village territory"},
	{person, "president premier minister chancellor chairman chairwoman executive ceo spokesman spokeswoman secretary senator governor mayor " +
		"judge king queen prince princess pope singer actor actress striker midfielder defender goalkeeper coach manager boss founder " +
		"billionaire tycoon lawmaker politician leader candidate nominee general commander director author writer businessman businesswoman " +
		"entrepreneur suspect defendant man woman mp star player captain champion congressman congresswoman lawyer attorney banker scientist " +
		"researcher journalist editor footballer officer prosecutor democrat republican activist artist musician"},
	{product, "device phone smartphone handset tablet laptop computer console game film movie book novel album song show series drug vaccine medicine car " +
		"vehicle suv sedan aircraft plane jet airliner app software system chip watch headset browser spacecraft rocket missile satellite ship vessel"},
}

var headClass = func() map[string]class {
	heads := make(map[string]class)
	for _, c := range headWords {
		for _, w := range strings.Fields(c.words) {
			heads[w] = c.class
		}
	}
	return heads
}()

var determiners = map[string]bool{"the": true, "this": true, "that": true, "a": true, "an": true}

// anaphorAt reads the anaphor that begins with token i.
func (a *anaphora) anaphorAt(i, index int32) (anaphor, bool) {
	sentence := a.d.Sentences[index]
	lower := a.d.Tokens[i].Lower
	n := anaphor{Range: doc.Range{First: i, End: i + 1}, head: i, sentence: index, form: doc.Pronoun, quoted: a.quoted}
	if p, ok := pronouns[lower]; ok {
		n.class, n.possessive, n.reflexive = p.class, p.possessive, p.reflexive
		if lower == "her" {
			n.possessive = a.d.Tokens[i].Tag == doc.PRPS
		}
	} else if lower == "the" || lower == "this" || lower == "that" {
		phrase, ok := a.nounPhrase(i, sentence)
		if !ok || a.brings(phrase) {
			return n, false
		}
		n.Range, n.form, n.head = phrase, doc.Nominal, phrase.End-1
		if n.class = headClass[a.d.Tokens[n.head].Lower]; n.class == noClass {
			n.class = thing
		}
		n.country = a.nationality(n.Range)
		n.possessive = n.End < sentence.End && a.d.Tokens[n.End].Tag == doc.POS
	} else {
		return n, false
	}
	n.role = a.roleOf(n.Range, sentence)
	return n, true
}

// maxPhrase bounds a noun phrase, in tokens.
const maxPhrase = 7

// nounPhrase reads determiner, modifiers and head; ok is false when there is
// no common noun in the singular at its end, or the phrase goes on: "the
// company of the year".
func (a *anaphora) nounPhrase(i int32, sentence doc.Sentence) (phrase doc.Range, ok bool) {
	tokens := a.d.Tokens
	end := i + 1
	for end < sentence.End && end-i < maxPhrase && inPhrase(tokens[end].Tag) {
		end++
	}
	phrase = doc.Range{First: i, End: end}
	if end == i+1 || tokens[end-1].Tag != doc.NN {
		return phrase, false
	}
	if end < sentence.End {
		switch tokens[end].Lower {
		case "of", "which", "that", "who", "whose":
			return phrase, false
		}
	}
	return phrase, true
}

// brings says whether the phrase brings in something new, or names it: "the
// other bank", "the Zorbax subsidiary".
func (a *anaphora) brings(phrase doc.Range) bool {
	for j := phrase.First + 1; j < phrase.End-1; j++ {
		if otherness[a.d.Tokens[j].Lower] {
			return true
		}
	}
	for k := a.next; k < len(a.names) && a.d.Mentions[a.names[k]].First < phrase.End; k++ {
		switch m := a.d.Mentions[a.names[k]]; m.Kind {
		case doc.Organization, doc.Person, doc.Product:
			if m.First >= phrase.First {
				return true
			}
		}
	}
	return false
}

// nationality is the country of "Chinese" or "US" within a phrase.
func (a *anaphora) nationality(phrase doc.Range) string {
	for j := phrase.First + 1; j < phrase.End-1; j++ {
		if t := &a.d.Tokens[j]; t.Shape.Is(doc.Initial) {
			text := a.d.TextOf(doc.Range{First: j, End: j + 1})
			if code := a.s.only(doc.Nationality, text); code != "" {
				return code
			}
			if code := a.s.only(doc.GPE, text); code != "" {
				return code
			}
		}
	}
	return ""
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

// expletive says whether a clause behind "it" is what "it" means: "it is clear
// that", "it was not said whether".
func (a *anaphora) expletive(i int32, sentence doc.Sentence) bool {
	tokens := a.d.Tokens[i+1 : sentence.End]
	at, verb := 0, false
	for at < len(tokens) && (formsOfBe[tokens[at].Lower] || tokens[at].Tag == doc.MD || tokens[at].Tag == doc.RB || tokens[at].Lemma == "have") {
		verb = verb || formsOfBe[tokens[at].Lower]
		at++
	}
	if !verb || at+1 >= len(tokens) || !tokens[at].Tag.Adjective() && tokens[at].Tag != doc.VBN {
		return false
	}
	switch tokens[at+1].Lower {
	case "that", "whether", "how", "why":
		return true
	}
	return false
}

var formsOfBe = map[string]bool{"is": true, "was": true, "'s": true, "’s": true, "be": true, "been": true}

// raising verbs and nouns have a subject "it" that means nothing.
var raising = map[string]bool{
	"seems": true, "seemed": true, "appears": true, "appeared": true, "emerged": true, "emerges": true, "turned": true,
	"rained": true, "snowed": true, "time": true, "clear": true, "likely": true, "unlikely": true, "possible": true, "impossible": true,
	"happened": true, "transpired": true, "takes": true, "took": true,
}
