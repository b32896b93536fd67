package resolve

import (
	"cmp"
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// cue is the kind that the words in and around a mention tell, NoKind when they
// tell none.
func (g *grouping) cue(i int) doc.Kind {
	m := &g.d.Mentions[i]
	if !m.Kind.Named() {
		return doc.NoKind
	}
	if kind := g.introducedAs(i); kind != doc.NoKind {
		return kind
	}
	tokens := g.d.Tokens
	if m.Kind == doc.Person {
		if int(m.End) < len(tokens) && ofCompanies[tokens[m.End].Lower] {
			return doc.Organization
		}
		return doc.NoKind
	}
	first := tokens[m.First].Lower
	before, after := "", ""
	if m.First > 0 {
		before = tokens[m.First-1].Lower
	}
	if int(m.End) < len(tokens) {
		after = tokens[m.End].Lower
	}
	switch {
	case m.Len() > 1 && shipPrefixes[first] && tokens[m.First].Shape.Is(doc.AllUpper):
		return doc.Product
	case m.Len() == 1 && strings.HasSuffix(first, ".") && g.stage.division(g.d.TextOf(m.Range)) != "":
		return doc.GPE
	case m.Kind == doc.Organization && g.government(m, after):
		return doc.GPE
	case m.Len() == 1 && services[first] && (servicePrepositions[before] || servicePlaces[after]):
		return doc.Product
	case m.Kind == doc.Organization && (isPossessive(before) || before == "its" || before == "their") && things[after]:
		return doc.Product
	}
	return doc.NoKind
}

// government says whether what was taken for an organization is a country, as
// its national team is too, or a capital that speaks for it: "Washington said".
func (g *grouping) government(m *doc.Mention, after string) bool {
	name := g.d.TextOf(m.Range)
	if !g.stage.knowledge.Knows(doc.GPE, name) {
		return false
	}
	for _, r := range g.stage.knowledge.Find(doc.GPE, name) {
		if r.Rank == lexicons.Sovereign || r.Rank == lexicons.Capital && speaks[after] {
			return true
		}
	}
	return false
}

// ofCompanies are nouns behind the names of companies and brands, not of people.
var ofCompanies = wordSet("shares stock brand brands label stores dealership dealerships subsidiary franchise shareholders investors")

// speaks are verbs of those who speak or act for a country.
var speaks = wordSet("said says has had is was will would wants wanted denied denies accused accuses insists insisted agreed rejected rejects believes hopes")

var shipPrefixes = wordSet("ins uss hms rms hmas hmcs")

// services are websites and networks that are used as often as they act.
var services = wordSet("twitter facebook youtube instagram reddit weibo wechat whatsapp telegram tiktok snapchat linkedin pinterest tumblr flickr myspace google")

var servicePrepositions = wordSet("on via through")

// servicePlaces behind a service are what people have or see there.
var servicePlaces = wordSet("page pages account accounts feed post posts group user users video videos channel followers message messages profile thread")

// things are nouns whose name stands before them: "its Zephyr spacecraft".
var things = wordSet("spacecraft submarine submarines satellite rocket missile missiles trojan worm virus ransomware malware smartphone smartphones handset handsets " +
	"console browser app programme show game games film album song single novel drug vaccine software computer computers sedan suv jet jets watch tablet tablets")

// trim cuts from names of organizations what is none of it: the lower-case noun
// behind ("Zorbury Times newspaper"), the town where a company sits, and the
// word government beside a country. Names that begin within a word get the rest of it.
func (g *grouping) trim() {
	tokens := g.d.Tokens
	var towns []doc.Mention
	for i := range g.d.Mentions {
		m := &g.d.Mentions[i]
		if m.Form != doc.Name {
			continue
		}
		if g.beginsWithin(i) {
			m.First--
		}
		if m.Kind != doc.Organization {
			if g.knownBody(m) {
				m.Kind = doc.Organization
			}
			continue
		}
		if m.Len() < 2 {
			continue
		}
		const state = lexicons.Country | lexicons.State
		switch last := &tokens[m.End-1]; {
		case medium[last.Lower] && !last.Shape.Is(doc.Initial):
			m.End--
		case last.Lower == "government" && g.listed(m.First, m.End-1, state|lexicons.City):
			m.End--
			m.Kind = doc.GPE
		case tokens[m.First].Lower == "government" && tokens[m.First+1].Lower == "of" && g.listed(m.First+2, m.End, state):
			m.First += 2
			m.Kind = doc.GPE
		case tokens[m.First].Lower == "state" && tokens[m.First+1].Lower == "of" && g.listed(m.First+2, m.End, state),
			last.Lower == "state" && g.listed(m.First, m.End-1, lexicons.State):
			m.Kind = doc.GPE
		default:
			if of := g.seat(m); of > 0 {
				towns = append(towns, doc.Mention{Range: doc.Range{First: of + 1, End: m.End}, Kind: doc.GPE, Entity: doc.NoEntity, Score: m.Score})
				m.End = of
			}
		}
	}
	if len(towns) > 0 {
		g.d.Mentions = append(g.d.Mentions, towns...)
		slices.SortStableFunc(g.d.Mentions, func(a, b doc.Mention) int { return cmp.Compare(a.First, b.First) })
	}
}

// beginsWithin says whether a name begins at the hyphen of a word whose beginning
// is left out: "-Saharan Africa" of "sub-Saharan Africa".
func (g *grouping) beginsWithin(i int) bool {
	first := g.d.Mentions[i].First
	if first == 0 || i > 0 && g.d.Mentions[i-1].End >= first {
		return false
	}
	t := &g.d.Tokens[first]
	return strings.HasPrefix(t.Lower, "-") && g.d.Tokens[first-1].End == t.Start && g.d.Tokens[first-1].Shape.Is(doc.Letters)
}

// listed says whether what stands in the range is of one of the kinds.
func (g *grouping) listed(first, end int32, kinds lexicons.Kinds) bool {
	return first < end && g.stage.gazetteer.Kinds(g.d.TextOf(doc.Range{First: first, End: end})).Has(kinds)
}

// knownBody says whether what was taken for a place or a people is a widely
// known organization, unless something is in it: "the White House said", but
// "in the White House"; the members of a party stand for it.
func (g *grouping) knownBody(m *doc.Mention) bool {
	text := g.d.TextOf(m.Range)
	switch m.Kind {
	case doc.Nationality:
		if !strings.HasSuffix(text, "s") {
			return false
		}
	case doc.Location:
		at := m.First - 1
		if at >= 0 && g.d.Tokens[at].Lower == "the" {
			at--
		}
		if at >= 0 && insides[g.d.Tokens[at].Lower] {
			return false
		}
	default:
		return false
	}
	return g.stage.only(doc.Organization, text) != "" && !g.stage.knowledge.Knows(doc.GPE, text) && !g.stage.gazetteer.Kinds(text).Has(lexicons.Region)
}

// insides are prepositions before places.
var insides = wordSet("in at outside inside near around on into from")

// seat is the "of" between a company and its town, 0 for none: "Zorbax Works of
// Quillon, N.J.". Bodies bear the name of their town.
func (g *grouping) seat(m *doc.Mention) int32 {
	tokens := g.d.Tokens
	if int(m.End)+1 >= len(tokens) || tokens[m.End].Lower != "," || !tokens[m.End+1].Shape.Is(doc.Initial) || g.stage.division(g.d.Slice(tokens[m.End+1].Span)) == "" {
		return 0
	}
	for i := m.First + 1; i < m.End-1; i++ {
		if tokens[i].Lower == "of" {
			if isBody(tokens[i-1].Lower) || civic[tokens[i-1].Lower] {
				return 0
			}
			return i
		}
	}
	return 0
}

// civic heads stand before the name of a town.
var civic = wordSet("city town county state bank chamber archdiocese diocese museum port college bar sheriff church")

var medium = wordSet("magazine newspaper radio poll website")
