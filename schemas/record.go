package schemas

// EventRecord is what is published for one event of an article.
type EventRecord struct {
	ArticleID string `json:"article_id"`
	Event     Event  `json:"event"`
	// Entities are those that the event's arguments and attribution refer to, so that a
	// subscriber to one event type needs no second look-up. Each has the mentions nearest to
	// the trigger, 20 at most; entity records have all.
	Entities []Entity `json:"entities"`
	// Article is the source, for a subscriber that reads nothing else.
	Article  ArticleInfo `json:"article"`
	Producer Producer    `json:"producer"`
}

// EntityRecord is what is published for one entity of an article.
type EntityRecord struct {
	ArticleID string `json:"article_id"`
	Entity    Entity `json:"entity"`
	// PublishedAt is the article's, RFC 3339.
	PublishedAt string   `json:"published_at,omitempty"`
	Producer    Producer `json:"producer"`
}

// ArticleRecord is published last, when all other records of an article are
// stored: its arrival means the set is complete. The article is the unit of
// replacement; ids an older record listed and the newer does not are retracted.
type ArticleRecord struct {
	Article   ArticleInfo `json:"article"`
	EventIDs  []string    `json:"event_ids"`
	EntityIDs []string    `json:"entity_ids"`
	// EventTypes holds the type of each event of EventIDs, in the same order.
	EventTypes []string `json:"event_types"`
	// EntityTypes holds the type of each entity of EntityIDs, in the same order.
	EntityTypes []EntityType `json:"entity_types"`
	Producer    Producer     `json:"producer"`
	Notes       []Note       `json:"notes,omitempty"`
}

// Tombstone retracts a record that an earlier extraction of the article had.
type Tombstone struct {
	ArticleID string `json:"article_id"`
	// Kind is "event" or "entity".
	Kind string `json:"kind"`
	// ID is the id of the retracted event or entity.
	ID       string   `json:"id"`
	Type     string   `json:"type"`
	Producer Producer `json:"producer"`
}

// DeadLetter is an article that could not be worked on, with all that is
// needed to see why and to send it again.
type DeadLetter struct {
	// Subject is where the article came from.
	Subject string `json:"subject"`
	// Headers are those of the original message.
	Headers map[string][]string `json:"headers,omitempty"`
	// Payload is the original body, base64 in JSON; empty when PayloadRef is set.
	Payload []byte `json:"payload,omitempty"`
	// PayloadRef is the name of the object that holds a body too large for a message.
	PayloadRef string `json:"payload_ref,omitempty"`
	// Stage is where it failed: "decode", or the name of an extraction stage.
	Stage string `json:"stage"`
	// Reason is a code of a closed list, see Codes.
	Reason string `json:"reason"`
	// Field names the offending field of the article, where there is one.
	Field string `json:"field,omitempty"`
	// Error is the message for people.
	Error string `json:"error"`
	// Hint says what to do about it.
	Hint string `json:"hint,omitempty"`
	// Attempts is how often it was delivered.
	Attempts int `json:"attempts"`
	// FirstSeen and LastSeen are RFC 3339 date-times.
	FirstSeen string `json:"first_seen"`
	LastSeen  string `json:"last_seen"`
	// ArticleID is set when it could be read.
	ArticleID string `json:"article_id,omitempty"`
}
