package schemas

// EventList is a page of events, the newest first.
type EventList struct {
	Events []EventRecord `json:"events"`
	// Next is the cursor of the page that follows; empty on the last one.
	Next string `json:"next,omitempty"`
}

// ArticleSummary is an article in a list.
type ArticleSummary struct {
	ID          string `json:"id"`
	Title       string `json:"title,omitempty"`
	Source      string `json:"source,omitempty"`
	PublishedAt string `json:"published_at,omitempty"`
	// ArrivedAt is when its records were stored, RFC 3339.
	ArrivedAt string `json:"arrived_at"`
	// Events and Entities are how many were found.
	Events   int `json:"events"`
	Entities int `json:"entities"`
}

// ArticleList is a page of articles, the newest first.
type ArticleList struct {
	Articles []ArticleSummary `json:"articles"`
	// Next is the cursor of the page that follows; empty on the last one.
	Next string `json:"next,omitempty"`
}

// EntitySummary is an entity in a list.
type EntitySummary struct {
	ID   string     `json:"id"`
	Type EntityType `json:"type"`
	Name string     `json:"name"`
	// Articles and Events are how many of those at hand name it.
	Articles int `json:"articles"`
	Events   int `json:"events"`
}

// EntityList holds the entities that answer a search, the best first. Their
// order follows their counts, so one whose count changes between two pages may
// be on both or on none.
type EntityList struct {
	Entities []EntitySummary `json:"entities"`
	// Next is the cursor of the page that follows; empty on the last one.
	Next string `json:"next,omitempty"`
}

// Count is how often something occurs.
type Count struct {
	Name  string `json:"name"`
	Count int    `json:"count"`
}

// Partner is an entity that takes part in the same events as another.
type Partner struct {
	Entity EntitySummary `json:"entity"`
	// Events is how many they share, Types which, the most frequent first.
	Events int     `json:"events"`
	Types  []Count `json:"types"`
}

// EntityProfile is what is known of one entity.
type EntityProfile struct {
	Entity EntitySummary `json:"entity"`
	// Aliases are the other forms of its name.
	Aliases []string `json:"aliases"`
	// Links are identifiers elsewhere by scheme: ticker, iso3166, geonames, qid.
	Links map[string]string `json:"links,omitempty"`
	// Types are its events by type, the most frequent first.
	Types []Count `json:"types"`
	// Partners share its events, the most frequent first.
	Partners []Partner `json:"partners"`
	// Events are its newest events; GET /v1/events?entity=ID pages through all.
	Events []EventRecord `json:"events"`
}

// EventType is the definition of an event type, and how often it occurs.
type EventType struct {
	Name    string          `json:"name"`
	Summary string          `json:"summary"`
	Roles   []EventTypeRole `json:"roles"`
	// Triggers are the words that name the event, in dictionary form.
	Triggers []EventTypeTrigger `json:"triggers"`
	// Frames are the patterns around a trigger, in English.
	Frames []string `json:"frames"`
	// Cues are words that decide the status.
	Cues []EventTypeCue `json:"cues,omitempty"`
	// Examples must give the type, Rejects must not.
	Examples []EventTypeExample `json:"examples"`
	Rejects  []string           `json:"rejects"`
	// Events is how many of those at hand are of the type.
	Events int `json:"events"`
}

// EventTypeRole is one part that a participant plays.
type EventTypeRole struct {
	Name string `json:"name"`
	// Kinds are what may fill it.
	Kinds    []string `json:"kinds"`
	Required bool     `json:"required,omitempty"`
}

// EventTypeTrigger is a group of words of one class.
type EventTypeTrigger struct {
	// Class is verb, noun or phrase.
	Class string   `json:"class"`
	Words []string `json:"words"`
	// Weak words have other senses too.
	Weak bool `json:"weak,omitempty"`
}

// EventTypeCue is a phrase that gives events of the type a status.
type EventTypeCue struct {
	Status Status `json:"status"`
	Words  string `json:"words"`
}

// EventTypeExample is a text with what must be found in it.
type EventTypeExample struct {
	Text   string                 `json:"text"`
	Status Status                 `json:"status,omitempty"`
	Roles  []EventTypeExampleRole `json:"roles"`
}

// EventTypeExampleRole is a filler that an example asks for.
type EventTypeExampleRole struct {
	Role string `json:"role"`
	Text string `json:"text"`
}

// EventTypeList holds every event type, in alphabetical order.
type EventTypeList struct {
	Types []EventType `json:"types"`
}

// Problem says why a request was refused.
type Problem struct {
	// Code is one of Codes, or not_found, busy, unauthorized.
	Code string `json:"code"`
	// Field names the parameter or the field of the article, where there is one.
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
	// Hint says what to do.
	Hint string `json:"hint,omitempty"`
}
