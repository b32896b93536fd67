package segment

import (
	"strings"

	"gleaner/extractors/doc"
)

// abbreviationEnds judges a full stop that belongs to an abbreviation.
func (s *splitter) abbreviationEnds(first, last, i int) bool {
	tokens := s.d.Tokens
	next := &tokens[i]
	word := tokens[last].Lower
	word = word[:len(word)-1]
	switch abbreviations[word] {
	case title, beforeNumber, never:
		return false
	}
	if !next.Shape.Is(doc.SpaceBefore) {
		return false
	}
	switch {
	case s.quoteBegins(i):
		return true
	case !next.Shape.Is(doc.Initial):
		return false
	case starters[next.Lower], word == "etc":
		return true
	case companyEnds[word]:
		return !behindCompany[next.Lower] && s.saysBetween(first, last) && s.clauseBegins(i)
	case word == "a.m", word == "p.m":
		return !clock[next.Lower] && s.clauseBegins(i)
	}
	return false
}

// shortQuote is the most tokens of a name or nickname in quotes.
const shortQuote = 4

// quoteBegins says whether a quoted sentence, not only a name, begins at i.
func (s *splitter) quoteBegins(i int) bool {
	tokens := s.d.Tokens
	if tokens[i].Lower != "\"" || i+1 >= len(tokens) || tokens[i+1].Shape&(doc.Initial|doc.SpaceBefore) != doc.Initial {
		return false
	}
	for at := i + 1; at < min(len(tokens), i+shortQuote+2); at++ {
		if tokens[at].Lower == "\"" || tokens[at].Shape.Is(doc.BreakBefore) {
			return false
		}
	}
	return true
}

// maxSubject is the most tokens of a name that a clause begins with.
const maxSubject = 7

// clauseBegins says whether a name and then a verb stand at i: "Acme Foods said".
func (s *splitter) clauseBegins(i int) bool {
	tokens := s.d.Tokens
	for at := i; at < min(len(tokens), i+maxSubject); at++ {
		token := &tokens[at]
		switch {
		case at > i && token.Shape.Is(doc.BreakBefore):
			return false
		case token.Shape.Is(doc.Initial), token.Shape.Is(doc.Digit), token.Lower == "&", token.Lower == "'s", token.Lower == "-":
		case at > i && inNames[token.Lower]:
		default:
			return at > i && finite(token)
		}
	}
	return false
}

// saysBetween says whether a verb stands among the tokens, so that they can be
// a sentence and not only a name.
func (s *splitter) saysBetween(first, last int) bool {
	for at := first + 1; at < last; at++ {
		if finite(&s.d.Tokens[at]) {
			return true
		}
	}
	return false
}

// finite says whether a token in lower case is a verb, or an adverb before one.
func finite(token *doc.Token) bool {
	return token.Shape&(doc.Letters|doc.Initial) == doc.Letters && (verbs[token.Lower] || len(token.Lower) > 4 && strings.HasSuffix(token.Lower, "ed"))
}

// starters are words that, with a capital behind an abbreviation, begin a
// sentence rather than go on with a name.
var starters = wordSet(`the a an this that these those he she it they we i you his her its their our my your in on at by for from
	with after before but and or so if when while as since although though however meanwhile there here what who why how which
	no not yet all some many most both one two also now then according last earlier later under over during despite
	because once until about against among more other another each every others`)

// companyEnds are abbreviations that end the names of companies.
var companyEnds = wordSet("inc corp co cos ltd llc llp plc bros jr")

// behindCompany are words that go on with the name of a company or name a post in it.
var behindCompany = wordSet(`ltd inc corp llc plc lp kg sa nv ag pte pty holdings holding international intl class common preferred series shares
	chairman chairwoman chair chief ceo cfo coo cto president vice executive senior director directors founder co-founder cofounder owner
	manager managing general partner analyst economist strategist spokesman spokeswoman spokesperson lawyer attorney engineer researcher
	secretary treasurer counsel head representative officer officials official board deputy principal judge employee worker consultant`)

// clock are words that go on with an hour.
var clock = wordSet(`monday tuesday wednesday thursday friday saturday sunday mon. tue. tues. wed. thu. thurs. fri. sat. sun. mon tue wed thu fri sat sun
	january february march april may june july august september october november december jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec.
	et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest ist jst aest eastern central mountain pacific greenwich daily local`)

// inNames are small words inside of names.
var inNames = wordSet("of and de la van von the for")

// verbs in forms that only stand behind a subject, and what may stand between.
var verbs = wordSet(`said says say is are was were will would has have had does did do can could may might must should
	'll 'd n't now also still then later recently already currently previously
	plans expects owns makes sells buys operates runs offers reports employs wants hopes needs remains includes include
	posted bought sold rose fell made took won lost got gave went came became began saw held paid told met left set cut hit put
	takes gives gets declined`)
