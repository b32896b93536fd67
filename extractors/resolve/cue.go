package resolve

import (
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// cue is the kind that the words in and around a mention tell, NoKind when they
// tell none.
func (g *grouping) cue(m *doc.Mention) doc.Kind {
	if !m.Kind.Named() || m.Kind == doc.Person {
		return doc.NoKind
	}
	tokens := g.d.Tokens
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
// behind ("Zorbury Times newspaper") and the word government behind a country.
func (g *grouping) trim() {
	tokens := g.d.Tokens
	for i := range g.d.Mentions {
		m := &g.d.Mentions[i]
		if m.Form != doc.Name || m.Kind != doc.Organization || m.Len() < 2 {
			continue
		}
		switch last := &tokens[m.End-1]; {
		case medium[last.Lower] && !last.Shape.Is(doc.Initial):
			m.End--
		case last.Lower == "government" && g.stage.gazetteer.Kinds(g.d.TextOf(doc.Range{First: m.First, End: m.End - 1})).Has(lexicons.Country|lexicons.State|lexicons.City):
			m.End--
			m.Kind = doc.GPE
		}
	}
}

var medium = wordSet("magazine newspaper radio poll website")
