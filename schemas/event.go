package schemas

import "strings"

// Status says whether an event happened.
type Status string

// The statuses.
const (
	// Actual: happened, in force, under way, or formally announced as done.
	Actual Status = "actual"
	// Planned: announced, agreed or scheduled for the future.
	Planned Status = "planned"
	// Possible: sought, proposed, rumoured, considered, urged, conditional.
	Possible Status = "possible"
	// Negated: did not happen, was denied or refused.
	Negated Status = "negated"
	// Cancelled: was planned or in force, then withdrawn, lifted, collapsed or overturned.
	Cancelled Status = "cancelled"
)

// Statuses lists every status in the order of the documentation.
func Statuses() []Status {
	return []Status{Actual, Planned, Possible, Negated, Cancelled}
}

// Event is something that happened, will, may or did not happen between entities.
type Event struct {
	// ID is a hash of article, type and trigger; it does not depend on the
	// producer's version, so a new extraction replaces the old one.
	ID string `json:"id"`
	// Type is the name of an event definition, for example "ban".
	Type   string `json:"type"`
	Status Status `json:"status"`
	// Confidence is the calibrated probability that the event is right, 0 to 1.
	Confidence float64 `json:"confidence"`
	// Trigger is the word or words that name the event best.
	Trigger Span `json:"trigger"`
	// Mentions are all places that name the event, the trigger included.
	Mentions []Span `json:"mentions"`
	// Sentence is the evidence: the sentence of the trigger.
	Sentence Span `json:"sentence"`
	// Arguments are who and what takes part, by role.
	Arguments []Argument `json:"arguments"`
	// Time is when, if the article says so.
	Time *Time `json:"time,omitempty"`
	// Amount is the event's sum of money, if the article says so.
	Amount *Amount `json:"amount,omitempty"`
	// Attribution is who the article credits for the claim.
	Attribution *Attribution `json:"attribution,omitempty"`
	// Rule says why the event was extracted: definition and frame.
	Rule string `json:"rule,omitempty"`
}

// Argument is one participant or circumstance of an event.
type Argument struct {
	// Role is one of the roles of the event's type, or "time" or "place".
	Role string `json:"role"`
	// Text is the filler as it stands in the article.
	Text string `json:"text"`
	// EntityID refers to an entity of the same extraction; empty for phrases.
	EntityID string `json:"entity_id,omitempty"`
	Start    int    `json:"start"`
	End      int    `json:"end"`
	// Value is the normalized value, for example "2018-05-01" or "12900000000 USD".
	Value string `json:"value,omitempty"`
	// Confidence is the probability that the filler plays the role in the event, if
	// there is such an event, 0 to 1; calibrated for types that models have learnt.
	// Absent in records of older producers.
	Confidence float64 `json:"confidence,omitempty"`
}

// Time is a time expression and its value relative to the publication date.
type Time struct {
	Text string `json:"text"`
	// Start and End are ISO 8601 dates or date-times, End exclusive; empty when
	// the expression could not be anchored.
	Start string `json:"start,omitempty"`
	End   string `json:"end,omitempty"`
	// Grain is year, quarter, month, week, day, hour, minute or second.
	Grain string `json:"grain,omitempty"`
}

// Amount is a sum of money.
type Amount struct {
	// Value is the amount in units of the currency; of a range, its lower end.
	Value float64 `json:"value"`
	// Upper is the upper end of a range, in units of the currency.
	Upper float64 `json:"upper,omitempty"`
	// Comparator is about, at_least, at_most or range; empty for a sum that the
	// article states as it is.
	Comparator string `json:"comparator,omitempty"`
	// Currency is an ISO 4217 code.
	Currency string `json:"currency"`
	Text     string `json:"text"`
}

// Phrase says how much it is as far as that is known, with number to write the
// numbers: "at least 3000000 USD", "10 to 20 EUR".
func (a *Amount) Phrase(number func(float64) string) string {
	text := number(a.Value)
	switch {
	case a.Comparator == "range" && a.Upper > a.Value:
		text += " to " + number(a.Upper)
	case a.Comparator != "":
		text = strings.ReplaceAll(a.Comparator, "_", " ") + " " + text
	}
	return strings.TrimSpace(text + " " + a.Currency)
}

// Attribution is who says so.
type Attribution struct {
	// Source is the speaker as the article names it.
	Source string `json:"source"`
	// EntityID refers to the entity of the same extraction that the source is,
	// speaks for ("officials of Acme") or refers to, if there is one.
	EntityID string `json:"entity_id,omitempty"`
	// Cue is the word that attributes, for example "told" or "according to", or
	// the trigger where the source is said to tell of itself.
	Cue string `json:"cue"`
	// Confidence is the probability that the article credits the source with the
	// event, 0 to 1; calibrated for types that models have learnt. The likeliest
	// source is given even where that is low: who wants few wrong ones takes those
	// from 0.5 on. Absent in records of older producers.
	Confidence float64 `json:"confidence,omitempty"`
}

// Likely says that the source is more likely right than wrong, or that its
// producer did not say how likely it is.
func (a *Attribution) Likely() bool { return a.Confidence == 0 || a.Confidence >= 0.5 }
