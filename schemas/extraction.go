package schemas

import "time"

// Extraction is everything that was found in one article.
type Extraction struct {
	// Article says what was read.
	Article ArticleInfo `json:"article"`
	// Entities are the organizations, people, places and products, in order of
	// their first mention.
	Entities []Entity `json:"entities"`
	// Events are what happened, one per real-world event, in order of their trigger.
	Events []Event `json:"events"`
	// Producer says which code, models and definitions made this.
	Producer Producer `json:"producer"`
	// Notes say what was cut, skipped or shortened, and why.
	Notes []Note `json:"notes,omitempty"`
	// Seen is when the article came in, zero when that is not known. It is no part
	// of the contract: it tells versions apart that were fetched at the same time.
	Seen time.Time `json:"-"`
}

// ArticleInfo is the article as it is known after reading it.
type ArticleInfo struct {
	ID          string   `json:"id"`
	Source      string   `json:"source,omitempty"`
	URL         string   `json:"url,omitempty"`
	Title       string   `json:"title,omitempty"`
	Language    string   `json:"language,omitempty"`
	PublishedAt string   `json:"published_at,omitempty"`
	FetchedAt   string   `json:"fetched_at,omitempty"`
	Metadata    Metadata `json:"metadata,omitempty"`
	// Text is what the offsets point into. It is set when it was derived from
	// HTML; otherwise the offsets point into the article's own text.
	Text string `json:"text,omitempty"`
	// Length is the text's length in code points.
	Length int `json:"length"`
	// ContentHash is the SHA-256 of title and text, in hex.
	ContentHash string `json:"content_hash"`
}

// Producer names what made a record, so that two runs can be told apart.
type Producer struct {
	// Name is always "gleaner".
	Name string `json:"name"`
	// Version is the version of the program.
	Version string `json:"version"`
	// Engine is "ours", or "prose" for the reference engine.
	Engine string `json:"engine"`
	// Models is a digest of the embedded models and lexicons.
	Models string `json:"models,omitempty"`
	// Definitions is a digest of the event definitions in force.
	Definitions string `json:"definitions,omitempty"`
}

// Note is a remark about how the article was read.
type Note struct {
	// Code is one of a closed list, for example "junk_removed" or "sentence_split".
	Code string `json:"code"`
	// Message is for people.
	Message string `json:"message"`
	// Start and End are the span concerned, in code points of the text; both 0
	// when the whole article is concerned.
	Start int `json:"start,omitempty"`
	End   int `json:"end,omitempty"`
}

// Span is a half-open range of code points of the text.
type Span struct {
	Start int    `json:"start"`
	End   int    `json:"end"`
	Text  string `json:"text"`
}
