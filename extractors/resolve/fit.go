package resolve

import (
	"slices"
	"strings"
	"unicode/utf8"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// fitting returns the clusters that a form may be short for.
func (g *grouping) fitting(f *form) []int32 {
	if f.introducedBy != none {
		if long := &g.forms[f.introducedBy]; long.cluster != none && introducible(f, long) {
			return []int32{long.cluster}
		}
	}
	if len(f.words) == 0 {
		return nil
	}
	switch f.kind {
	case doc.Person:
		return g.fittingPerson(f)
	case doc.GPE:
		return g.fittingCountry(f)
	}
	if fitting := g.fittingRow(f); fitting != nil {
		return fitting
	}
	if fitting := g.fittingAcronym(f); fitting != nil {
		return fitting
	}
	if fitting := g.fittingPart(f); fitting != nil {
		return fitting
	}
	return g.fittingMisspelt(f)
}

// introducible says whether the short form in brackets can stand for the long
// one: two names of organizations in a row always do; else it is an acronym or
// in another script, or its letters occur in the long form, in order, the first
// one first.
func introducible(short, long *form) bool {
	if short.kind == doc.Organization && len(short.words) <= 3 {
		return true
	}
	if short.acronym && len(long.words) > 1 || short.key != "" && short.key[0] >= utf8.RuneSelf {
		return true
	}
	if len(short.words) != 1 || len(short.key) < 2 || len(short.key) >= len(long.key) {
		return false
	}
	rest := long.key
	for i := 0; i < len(short.key); i++ {
		at := strings.IndexByte(rest, short.key[i])
		if at < 0 || i == 0 && at > 0 && !startsWord(long.words, short.key[0]) {
			return false
		}
		rest = rest[at+1:]
	}
	return true
}

func startsWord(words []string, c byte) bool {
	return slices.ContainsFunc(words, func(w string) bool { return w != "" && w[0] == c })
}

// fittingPerson finds the people a name may be short for: "Roe" and "Jane" for
// "Jane Roe", "J. Roe" and "Jane Ann Roe" likewise. A surname counts before
// any other word.
func (g *grouping) fittingPerson(f *form) []int32 {
	var surname, other []int32
	for _, c := range g.byWord[keyed{f.kind, f.last()}] {
		lead := &g.forms[g.clusters[c].lead]
		switch {
		case len(f.words) > 1 && !samePerson(f.words, lead.words):
		case lead.last() == f.last():
			surname = append(surname, c)
		default:
			other = append(other, c)
		}
	}
	switch {
	case len(surname) > 0:
		return surname
	case len(other) > 0:
		return other
	}
	return g.fittingMisspelt(f)
}

// samePerson says whether two names of two words or more can be one person's.
func samePerson(short, long []string) bool {
	if isSubsequence(short, long) {
		return true
	}
	a, b := short[0], long[0]
	if short[len(short)-1] != long[len(long)-1] || a == "" || b == "" {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	return strings.HasPrefix(b, a) && (len(a) == 1 || len(a) >= 3)
}

func isSubsequence(short, long []string) bool {
	for _, w := range long {
		if len(short) > 0 && short[0] == w {
			short = short[1:]
		}
	}
	return len(short) == 0
}

// fittingCountry finds the country of another name: "America" for "United
// States". Other places have one name.
func (g *grouping) fittingCountry(f *form) []int32 {
	if id := g.stage.ofArticle(f); id != "" {
		return g.byRow[keyed{f.kind, id}]
	}
	var fitting []int32
	for _, c := range g.byWord[keyed{f.kind, f.first()}] {
		lead := g.forms[g.clusters[c].lead].words
		if len(lead) == len(f.words)+1 && slices.Equal(lead[:len(f.words)], f.words) && cityWords[lead[len(lead)-1]] {
			fitting = append(fitting, c)
		}
	}
	return fitting
}

// cityWords may be left out at the end of a place's name.
var cityWords = map[string]bool{"city": true, "state": true, "province": true, "dc": true, "republic": true, "county": true}

// fittingRow finds the name that the knowledge base says is the same: "VW" for
// "Volkswagen", "AAPL" for "Apple".
func (g *grouping) fittingRow(f *form) []int32 {
	id := g.stage.only(f.kind, f.text)
	if id == "" && f.acronym {
		id = g.stage.only(doc.Misc, f.text)
	}
	if id == "" {
		return nil
	}
	return g.byRow[keyed{f.kind, id}]
}

// fittingAcronym finds the names whose initials the form is.
func (g *grouping) fittingAcronym(f *form) []int32 {
	if len(f.words) != 1 || len(f.key) < 2 || len(f.key) > 8 {
		return nil
	}
	if !f.acronym && len(f.key) < 3 {
		return nil
	}
	return g.byInitials[keyed{f.kind, f.key}]
}

// fittingPart finds the names that the form is a telling part of: their
// beginning, or else the one name that ends with it.
func (g *grouping) fittingPart(f *form) []int32 {
	var fitting, ending []int32
	for _, c := range g.byWord[keyed{f.kind, f.first()}] {
		lead := g.forms[g.clusters[c].lead].words
		switch {
		case len(lead) <= len(f.words):
		case g.stage.isPart(f, lead), f.kind == doc.Organization && g.stage.isOutline(f.words, lead):
			fitting = append(fitting, c)
		case endsWith(lead, f.words) && len(lead)-len(f.words) <= maxBefore:
			ending = append(ending, c)
		}
	}
	if fitting == nil && f.kind != doc.Location {
		return ending
	}
	return fitting
}

// isOutline says whether some of the words of a longer name are left: its head
// alone ("Court" for "European Court of Justice"), or what is before and behind
// the rest ("Zorbury School" for "Zorbury Primary School").
func (s *Stage) isOutline(short, long []string) bool {
	if len(short) == 1 {
		return s.gazetteer.Kinds(short[0]).Has(lexicons.OrganizationHead)
	}
	last := short[len(short)-1]
	return short[0] == long[0] && last == long[len(long)-1] && s.generic(last) && isSubsequence(short, long) &&
		(len(short) > 2 || !s.generic(short[0]) && !s.gazetteer.Kinds(short[0]).Has(places))
}

// maxBefore is how many words may be left out before a name: "Rovers" for
// "Zorbury Town Rovers".
const maxBefore = 2

func endsWith(long, short []string) bool {
	return len(long) >= len(short) && slices.Equal(long[len(long)-len(short):], short)
}

// isPart says whether the words of f stand for a longer name: its beginning,
// when only generic words follow ("Acme" for "Acme Motor Group"), or its end,
// when it heads the name ("Commission" for "European Commission").
func (s *Stage) isPart(f *form, long []string) bool {
	n := len(f.words)
	if slices.Equal(long[:n], f.words) {
		if f.kind == doc.Organization && s.within(f.words, long) {
			return false
		}
		return f.kind == doc.Organization && (s.telling(f) || long[n] == "of" || long[n] == "for") || f.kind != doc.Product && !slices.ContainsFunc(long[n:], s.tellsWhich)
	}
	if f.kind == doc.Organization && len(long[0]) <= 2 && slices.Equal(long[1:n+1], f.words) {
		return len(long) == n+1 || s.telling(f) // initials may be left out: "Zorbax" for "J.P. Zorbax Tobacco"
	}
	if f.kind != doc.Organization || !slices.Equal(long[len(long)-n:], f.words) {
		return false
	}
	return s.generic(f.last())
}

// within says whether a longer name is that of a body within the one that it
// begins with: "Zorbury University Press", "U.S. House Ethics Committee".
func (s *Stage) within(whole, long []string) bool {
	n, last := len(whole), long[len(long)-1]
	return n > 1 && isBody(whole[n-1]) && long[n] != "of" && long[n] != "for" &&
		(isBody(last) || last == "center" || last == "centre" || s.gazetteer.Kinds(last).Has(lexicons.OrganizationHead))
}

// isBody says whether a word heads the names of bodies, not of companies.
func isBody(word string) bool { return headClass[word] == body || bodyWords[word] }

func (s *Stage) tellsWhich(word string) bool { return !s.generic(word) }

// telling says whether the beginning of a name is enough to know it by: two
// words, or one that is no place and no common head.
func (s *Stage) telling(f *form) bool {
	if len(f.words) > 1 {
		return true
	}
	kinds := s.gazetteer.Kinds(f.key)
	return (len(f.key) >= 4 || f.acronym && len(f.key) == 3) && !s.generic(f.key) && !kinds.Has(lexicons.Media) &&
		!kinds.Has(lexicons.Country|lexicons.State|lexicons.Demonym|lexicons.Region)
}

// places are kinds of names that stand for many things besides.
const places = lexicons.Country | lexicons.State | lexicons.City | lexicons.Demonym | lexicons.Region

// generic says whether a word tells what kind of thing a name names, not which.
func (s *Stage) generic(word string) bool {
	return genericWords[word] || s.gazetteer.Kinds(word).Has(lexicons.LegalForm|lexicons.OrganizationHead|lexicons.PlaceHead)
}

// genericWords complete the gazetteer's lists of heads and legal forms.
var genericWords = map[string]bool{
	"and": true, "of": true, "the": true, "for": true, "international": true, "global": true, "worldwide": true,
	"technology": true, "technologies": true, "communications": true, "systems": true, "industries": true, "motors": true,
	"motor": true, "airlines": true, "airways": true, "pharmaceuticals": true, "pharmaceutical": true, "electronics": true,
	"entertainment": true, "software": true, "solutions": true, "services": true, "financial": true, "holdings": true,
	"holding": true, "stores": true, "resources": true, "energy": true, "petroleum": true, "oil": true, "gas": true,
	"steel": true, "foods": true, "laboratories": true, "labs": true, "partners": true, "capital": true, "mobile": true,
	"telecom": true, "networks": true, "semiconductor": true, "computer": true, "computers": true, "group": true,
	"department": true, "force": true, "house": true, "parliament": true,
}
