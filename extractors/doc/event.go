package doc

// Status says whether an event happened. The zero value is Actual.
type Status uint8

// The statuses, as the annotation guide defines them.
const (
	Actual Status = iota
	Planned
	Possible
	Negated
	Cancelled
	NumStatuses
)

var statusNames = [NumStatuses]string{"actual", "planned", "possible", "negated", "cancelled"}

// String returns the status as the records write it.
func (s Status) String() string {
	if s < NumStatuses {
		return statusNames[s]
	}
	return ""
}

// ParseStatus returns the status of that name.
func ParseStatus(name string) (s Status, ok bool) {
	for i, n := range statusNames {
		if n == name {
			return Status(i), true
		}
	}
	return Actual, false
}

// Event is one real-world event of the article.
type Event struct {
	// Type is the name of its definition.
	Type   string
	Status Status
	// Confidence is the probability that the event is right, 0 to 1.
	Confidence float32
	// Trigger names the event best; Mentions are all triggers, Trigger first.
	Trigger  Range
	Mentions []Range
	// Sentence is the index of the trigger's sentence.
	Sentence  int32
	Arguments []Argument
	// Time and Amount are indexes in Doc.Values, -1 for none.
	Time, Amount int32
	Attribution  *Attribution
	// Rule says why: definition and frame or model.
	Rule string
}

// Argument fills a role of an event.
type Argument struct {
	Role string
	// Range is the filler as it stands in the text.
	Range
	// Entity is the index in Doc.Entities, NoEntity for phrases.
	Entity int32
	// Value is the index in Doc.Values, -1 for none.
	Value int32
	// Score is how sure the stage is, 0 to 1.
	Score float32
}

// Attribution is who says so.
type Attribution struct {
	// Source is the speaker, Cue the words that attribute.
	Source, Cue Range
	// Entity is the index in Doc.Entities, NoEntity for phrases.
	Entity int32
	// Confidence is the probability that the article credits the source with the
	// event, 0 to 1.
	Confidence float32
}
