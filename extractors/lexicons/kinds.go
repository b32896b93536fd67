package lexicons

import "strings"

// Kinds is a set of what a name or word can be.
type Kinds uint32

// The kinds of names and words in the gazetteer.
const (
	// Country: states and dependent territories, by any usual name ("US", "Holland").
	Country Kinds = 1 << iota
	// Demonym: adjective or noun of nationality ("Chinese").
	Demonym
	// State: the first division of a country ("Bavaria", "Texas").
	State
	// City of some 15,000 people or more.
	City
	// Region: continents, seas, and regions above or across states ("Middle East").
	Region
	// GivenName and Surname of persons.
	GivenName
	Surname
	// Company: listed or well-known companies, with and without legal form.
	Company
	// Agency: agencies, regulators, ministries, alliances, parties; names and acronyms.
	Agency
	// Media: newspapers, broadcasters, news agencies.
	Media
	// University: universities and colleges.
	University
	// Team: sports teams and leagues.
	Team
	// Brand and ProductName: goods and services by name.
	Brand
	ProductName
	// PersonTitle: words before a person's name ("Mr", "Senator", "chief executive").
	PersonTitle
	// LegalForm: words at the end of a company's name ("Inc", "GmbH").
	LegalForm
	// OrganizationHead: nouns that head names of organizations ("Bank", "Ministry").
	OrganizationHead
	// PlaceHead: nouns that head names of places and facilities ("River", "Airport").
	PlaceHead
	// Calendar: months and days of the week.
	Calendar

	// prefix marks the beginnings of longer names.
	prefix Kinds = 1 << 31
)

var kindNames = [...]string{
	"country", "demonym", "state", "city", "region", "given_name", "surname", "company",
	"agency", "media", "university", "team", "brand", "product", "person_title", "legal_form",
	"organization_head", "place_head", "calendar",
}

// Has says whether k holds any of the kinds.
func (k Kinds) Has(any Kinds) bool { return k&any != 0 }

// String lists the kinds by name, for example "city+surname".
func (k Kinds) String() string {
	var names []string
	for i, name := range kindNames {
		if k&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, "+")
}

// ParseKind returns the kind of that name.
func ParseKind(name string) (k Kinds, ok bool) {
	for i, n := range kindNames {
		if n == name {
			return 1 << i, true
		}
	}
	return 0, false
}
