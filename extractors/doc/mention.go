package doc

// Kind is what a mention or entity is.
type Kind uint8

// The kinds. Organization to Product become entities of the records; the rest
// serve the later stages.
const (
	NoKind Kind = iota
	Organization
	Person
	GPE
	Location
	Product
	// Nationality: nationalities, religions, parties as adjectives (NORP).
	Nationality
	// Date: dates and times.
	Date
	// Money: sums of money.
	Money
	// Misc: any other name: laws, events, languages.
	Misc
	NumKinds
)

var kindNames = [NumKinds]string{
	"", "organization", "person", "gpe", "location", "product", "nationality", "date", "money", "misc",
}

// String returns the kind as the records write it.
func (k Kind) String() string {
	if k < NumKinds {
		return kindNames[k]
	}
	return ""
}

// Named says whether mentions of the kind become entities of the records.
func (k Kind) Named() bool { return k >= Organization && k <= Product }

// Form is how a mention refers.
type Form uint8

// The forms.
const (
	// Name: "Acme Corp".
	Name Form = iota
	// Nominal: "the company".
	Nominal
	// Pronoun: "it".
	Pronoun
)

// NoEntity is the Entity of a mention or argument that refers to none.
const NoEntity int32 = -1

// Mention is a place where something is referred to. Mentions are sorted by
// first token; those of form Name do not overlap.
type Mention struct {
	Range
	// Entity is the index in Doc.Entities, NoEntity before the layer Entities
	// and for kinds that are not entities.
	Entity int32
	Kind   Kind
	Form   Form
	// Score is how sure the stage is, 0 to 1.
	Score float32
}

// Entity is one organization, person, place or product, in order of first mention.
type Entity struct {
	// ID is stable across articles and versions.
	ID string
	// Name is the fullest form in the article, Aliases the others, in order.
	Name    string
	Aliases []string
	Kind    Kind
	// Links are identifiers elsewhere, sorted by scheme.
	Links []Link
	// Salience is how much the article is about it, 0 to 1.
	Salience float32
}

// Link is an identifier in another system.
type Link struct{ Scheme, ID string }

// Value is a time, sum or quantity.
type Value struct {
	Range
	Kind ValueKind
	// Text is the normalized value: times and durations as in TIMEX3
	// ("2018-05-01", "2018-Q3", "P2Y"), "12900000000 USD", "-5%", "5000 jobs".
	Text string
	// From and To are ISO 8601 for times, To exclusive; "" when not anchored.
	From, To string
	// Grain of a time: year, quarter, month, week, day, hour, minute, second.
	Grain string
	// Number and Unit (ISO 4217 for money) of the rest; the number of a range is
	// its lower end.
	Number float64
	Unit   string
	// Upper is the upper end of a range of money, 0 otherwise.
	Upper float64
	// Comparator is "", "about", "at_least", "at_most" or "range".
	Comparator string
}

// ValueKind is what a value measures.
type ValueKind uint8

// The kinds of values.
const (
	NoValue ValueKind = iota
	TimeValue
	DurationValue
	MoneyValue
	PercentValue
	QuantityValue
	// OrdinalValue: a place in a row, "21st".
	OrdinalValue
	// VagueTimeValue: a time that lies nowhere on a calendar, "recently", "for
	// weeks". It has no From and To; Text is as in TIMEX3.
	VagueTimeValue
)

// Fills says whether values of the kind fill roles of events: not an ordinal,
// which tells no amount, nor a vague time, which tells no date.
func (k ValueKind) Fills() bool { return k != OrdinalValue && k != VagueTimeValue }
