package resolve

import (
	"slices"
	"strings"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// doubt takes from names what they cannot be: abbreviations that the article
// explains as something common, or that are common everywhere, and in articles
// of another language what nothing but a capital speaks for. It needs the
// tallies.
func (g *grouping) doubt() {
	foreign := g.foreign()
	g.explained = g.explained[:0]
	for i := range g.d.Mentions {
		if m := &g.d.Mentions[i]; m.Form == doc.Name && m.Kind.Named() && m.Len() == 1 && !g.ofBody(i) && g.explainedAsCommon(m.First) {
			g.explained = append(g.explained, g.tallyOf[i])
		}
	}
	for i := range g.d.Mentions {
		m := &g.d.Mentions[i]
		if m.Form != doc.Name || !m.Kind.Named() {
			continue
		}
		if foreign && !g.vouched(i) || !g.ofBody(i) && g.noName(m, &g.tallies[g.tallyOf[i]]) || slices.Contains(g.explained, g.tallyOf[i]) {
			m.Kind = doc.NoKind
		}
	}
}

// ofBody says whether the name stands in brackets behind that of an organization
// of several words: "Zorbury Olympic Committee (ZOC)".
func (g *grouping) ofBody(i int) bool {
	if i == 0 {
		return false
	}
	before, m := &g.d.Mentions[i-1], &g.d.Mentions[i]
	return before.Kind == doc.Organization && before.Len() > 2 && m.Kind == doc.Organization && before.End+1 == m.First &&
		g.d.Tokens[before.End].Lower == "(" && g.d.Tokens[m.First].Shape.Is(doc.AllUpper)
}

// foreign says whether the article's first words are hardly English, whatever
// its sender said.
func (g *grouping) foreign() bool {
	const sample, enough = 300, 20
	words, english := 0, 0
	for i := 0; i < len(g.d.Tokens) && words < sample; i++ {
		t := &g.d.Tokens[i]
		if !t.Shape.Is(doc.Letters) || t.Shape.Is(doc.Initial) {
			continue
		}
		words++
		if englishWords[t.Lower] {
			english++
		}
	}
	const share = 12
	return words >= enough && english*share < words
}

// englishWords are frequent in English and rare in its neighbours.
var englishWords = wordSet("the of and to that for is was with on by from at are this be have not which has were been its said it will would his he they but or who")

// noName says whether a mention is an abbreviation that names no one thing,
// unless the article keeps using it, an index of shares, part of an address
// in the web, or a hashtag or account of a network.
func (g *grouping) noName(m *doc.Mention, t *tally) bool {
	first, last := &g.d.Tokens[m.First], &g.d.Tokens[m.End-1]
	if len(first.Lower) > 1 && (first.Lower[0] == '#' || first.Lower[0] == '@') {
		return true
	}
	if m.Kind == doc.Organization && (shareIndexes[string(g.written(m.Range))] || g.ofOffice(m)) {
		return true
	}
	if m.Len() > 1 {
		return m.Kind == doc.Organization && (last.Lower == "average" || last.Lower == "index")
	}
	const often = 3
	abbreviation := first.Shape.Is(doc.AllUpper) || first.Shape.Is(doc.Mixed)
	return abbreviation && commonAbbreviations[first.Lower] && t.by[doc.Organization] < often ||
		strings.Contains(first.Lower, "://") || strings.HasPrefix(first.Lower, "www.") || strings.HasSuffix(first.Lower, ".html")
}

// ofOffice says whether the name is what somebody is minister of, or how a
// member of a party is called: "Labour Minister", "Tory MP".
func (g *grouping) ofOffice(m *doc.Mention) bool {
	tokens := g.d.Tokens
	if int(m.End) < len(tokens) {
		switch tokens[m.End].Lower {
		case "minister", "ministers":
			return true
		case "secretary", "member", "members":
			return tokens[m.First].Lower == "cabinet"
		}
	}
	return m.Len() == 1 && partyAdjectives[tokens[m.First].Lower] ||
		m.First > 1 && (tokens[m.First-1].Lower == "of" || tokens[m.First-1].Lower == "for") && tokens[m.First-2].Lower == "minister"
}

// partyAdjectives tell of what party somebody is; the party is called otherwise.
var partyAdjectives = wordSet("tory congressional republican")

// shareIndexes tell the prices of a market; none acts.
var shareIndexes = map[string]bool{"dow": true, "s&p": true, "s&p 500": true, "ftse": true, "ftse 100": true, "nikkei": true, "dax": true,
	"cac 40": true, "sensex": true, "nifty": true, "hang seng": true, "nasdaq composite": true}

// commonAbbreviations are those that news uses without a name behind them.
var commonAbbreviations = wordSet(`ai aac ac adhd aids api apis apr atm atms b2b bbq cad cctv cd cds ceo ceos cfo cfos cgi cio cmo
	co2 coo coos covid cpi cpu cpus cso cto ctos dc ddos diy dj djs dna drm dvd dvds ebitda eps esg etf etfs ev evs ffp gbp gdp gmo gmos gmt gnp
	gp gps gpu gpus gst hd hiv hr hiv/aids html http https ict icu icus id ids ied ieds iot ip ipo ipos iq ira iras isp isps it jv
	lbo lcd led llm llms lng lpg md mba mep meps mmr mot mou mous mp mp3 mpeg mp4 mps mri nda nft nfts ngo ngos oem oems pc pda
	pdf phd pm pr pe ppe ppp pvc q1 q2 q3 q4 r&d rd rna rpi sars sms sim sme smes soe soes sos spf ssd suv suvs tb tv tvs uav uavs ufo ufos url
	usb utc vat vc vcs vip vips vp vpn vpns vr vpm wap wifi wma wmd wtf xml yoy ytd
	cve cves rdp raas ag et est edt pst ist bst cet si ics ioc iocs evm imo pac`)

func wordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// explainedAsCommon says whether the word stands in brackets behind the common
// words that it abbreviates: "the superintendent of police (SP)".
func (g *grouping) explainedAsCommon(i int32) bool {
	tokens := g.d.Tokens
	if i < 3 || int(i)+1 >= len(tokens) || tokens[i-1].Lower != "(" || tokens[i+1].Lower != ")" || !tokens[i].Shape.Is(doc.AllUpper) {
		return false
	}
	head := tokens[i-2].Lower
	common := commonHeads[head]
	if g.stage.gazetteer.Kinds(head).Has(lexicons.OrganizationHead) || bodyWords[head] {
		return false
	}
	letters := fold(tokens[i].Lower)
	at, n := i-2, len(letters)-1
	for ; at >= 0 && n >= 0; at-- {
		t := &tokens[at]
		switch {
		case t.Lower != "" && t.Shape.Is(doc.Letters) && t.Lower[0] == letters[n] && (common || !t.Shape.Is(doc.Initial)):
			n--
		case minorWords[t.Lower]:
		default:
			return false
		}
	}
	return n < 0
}

// commonHeads head names of what is no organization, though it is written with
// capitals.
var commonHeads = wordSet("officer officers inspector superintendent minister act bill law treaty agreement machine machines technology units system systems " +
	"disease syndrome virus rate tax process procedure protocol standard equipment vehicle vehicles")

// vouched says whether something but its capital speaks for a name in an
// article of another language, where capitals tell other things than in
// English: a given name, a list, an unusual way of writing, or repetition.
func (g *grouping) vouched(i int) bool {
	m := &g.d.Mentions[i]
	tokens := g.d.Tokens
	first := &tokens[m.First]
	if m.Kind == doc.Person {
		return g.stage.gazetteer.Kinds(first.Lower).Has(lexicons.GivenName) && (m.Len() > 1 || !g.stage.gazetteer.Kinds(first.Lower).Has(lexicons.Surname)) ||
			m.Len() == 1 && g.tallies[g.tallyOf[i]].partly[doc.Person] > 0
	}
	const repeated = 3
	if g.tallies[g.tallyOf[i]].by[m.Kind] >= repeated {
		return true
	}
	unusual := false
	for j := m.First; j < m.End; j++ {
		s := tokens[j].Shape
		if !s.Is(doc.Initial) && !s.Is(doc.Mixed) && m.Len() > 3 {
			return false
		}
		unusual = unusual || s.Is(doc.AllUpper) || s.Is(doc.Mixed) || g.stage.gazetteer.Kinds(tokens[j].Lower).Has(lexicons.LegalForm)
	}
	const listed = lexicons.Country | lexicons.State | lexicons.City | lexicons.Region | lexicons.Company | lexicons.Agency | lexicons.Media |
		lexicons.University | lexicons.Team
	return unusual || len(first.Lower) > 3 && g.stage.gazetteer.Kinds(g.d.TextOf(m.Range)).Has(listed)
}

// neverSurname says whether a word is better known for other things than for
// the people whose surname it is.
func (s *Stage) neverSurname(word string) bool {
	const other = lexicons.Country | lexicons.State | lexicons.Company | lexicons.Media | lexicons.OrganizationHead | lexicons.PlaceHead | lexicons.Demonym
	return s.gazetteer.Kinds(word).Has(other)
}
