package resolve

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// introducedAs is the kind that a noun in front of a name, or of the list that
// the name stands in, says it is of, where that is not the kind it was taken
// for: "brands such as Zorbax, Jane Roe and Bolt", "the lender Quillon". It
// decides only between what the noun can be and what it cannot.
func (g *grouping) introducedAs(i int) doc.Kind {
	m := &g.d.Mentions[i]
	first, listed := g.listOf(i)
	at, introduced := g.beforeList(first)
	if at < 0 || g.d.Tokens[at].Shape.Is(doc.Initial) {
		return doc.NoKind
	}
	noun := &g.d.Tokens[at]
	kind, known := pluralOf[noun.Lower]
	switch {
	case known && !introduced && !listed:
		known = g.closes(m) // unlike "companies Roe founded"
	case !known && !introduced && !listed:
		kind, known = singularOf[noun.Lower]
	}
	if !known || g.d.SentenceAt(at) != g.d.SentenceAt(m.First) || m.Kind == kind || !mistakable(m.Kind, kind) ||
		m.Kind == doc.GPE && g.stage.gazetteer.Kinds(g.d.TextOf(m.Range)).Has(lexicons.Country|lexicons.State) {
		return doc.NoKind
	}
	return kind
}

// mistakable says whether a name that was taken for one kind is rather of the
// kind that a noun tells: companies and products go by each other's names.
func mistakable(taken, told doc.Kind) bool {
	switch told {
	case doc.Organization:
		return taken == doc.Person || taken == doc.GPE || taken == doc.Location
	case doc.Product:
		return taken == doc.Person || taken == doc.GPE
	case doc.GPE:
		return taken == doc.Person || taken == doc.Organization
	}
	return taken != doc.Organization || told == doc.Person
}

// closes says whether a mark stands behind a name.
func (g *grouping) closes(m *doc.Mention) bool {
	return int(m.End) < len(g.d.Tokens) && g.d.Tokens[m.End].Shape.Is(doc.Punct)
}

// listOf is the first mention of the list that a mention stands in, and whether
// there is one.
func (g *grouping) listOf(i int) (first int, listed bool) {
	const longest = 32
	first = i
	for first > 0 && i-first < longest && g.inList(g.d.Mentions[first-1].End, g.d.Mentions[first].First) {
		first--
	}
	all := g.d.Mentions
	return first, first < i || i+1 < len(all) && g.inList(all[i].End, all[i+1].First)
}

// inList says whether nothing but links of a list stands between two names.
func (g *grouping) inList(from, to int32) bool {
	const longest = 3
	if from >= to || to-from > longest {
		return false
	}
	for _, t := range g.d.Tokens[from:to] {
		switch t.Lower {
		case ",", ";", "and", "or", "&", "(", ")", "''", "``", "\"":
		default:
			return false
		}
	}
	return true
}

// beforeList is the token of the noun in front of a list, -1 for none, and
// whether "such as" or the like leads from it to the list.
func (g *grouping) beforeList(first int) (at int32, introduced bool) {
	tokens := g.d.Tokens
	at = g.d.Mentions[first].First - 1
	comma := false
	for n := 0; at >= 0 && n < 4; n++ {
		switch lower := tokens[at].Lower; {
		case introductions[lower]:
			introduced = true
		case lower == ",":
			comma = true
		case lower != "``" && lower != "\"" && lower != "the":
			n = 4
			at++
		}
		at--
	}
	if comma && !introduced {
		return none, false
	}
	return at, introduced
}

// introductions lead from a noun to examples of it.
var introductions = wordSet("such as including include includes like namely especially called named")

// pluralOf are nouns of what a list holds, singularOf those that stand right
// in front of a name.
var (
	pluralOf = kindsOf(map[doc.Kind]string{
		doc.Organization: "banks companies firms carmakers automakers retailers airlines carriers insurers lenders chipmakers drugmakers brands labels startups start-ups " +
			"broadcasters newspapers agencies universities unions parties clubs chains supermarkets conglomerates utilities auditors charities corporations",
		doc.Person:  "players actors actresses singers directors ministers lawmakers politicians authors writers journalists musicians artists brothers sisters",
		doc.GPE:     "cities towns villages countries states provinces nations municipalities",
		doc.Product: "submarines warships vessels films movies songs albums novels smartphones games models cars drugs",
	})
	singularOf = kindsOf(map[doc.Kind]string{
		doc.Organization: "company firm carmaker automaker retailer airline insurer lender chipmaker drugmaker startup start-up conglomerate auditor telco giant subsidiary",
		doc.GPE:          "city town village",
		doc.Product:      "submarine warship",
	})
)

// kindsOf is the kind of each noun; none is of two.
func kindsOf(nouns map[doc.Kind]string) map[string]doc.Kind {
	kinds := map[string]doc.Kind{}
	for kind, words := range nouns {
		for w := range wordSet(words) {
			kinds[w] = kind
		}
	}
	return kinds
}
