package schemas

import "encoding/json"

// CloudEvent is the envelope of every record, CloudEvents 1.0 in structured
// JSON mode (https://cloudevents.io).
type CloudEvent struct {
	SpecVersion string `json:"specversion"`
	// ID is the record's id: a content hash of what the record says and when in
	// the article's life it says it; equal ids are equal records.
	ID string `json:"id"`
	// Source is "gleaner".
	Source string `json:"source"`
	// Type is one of the Type constants.
	Type string `json:"type"`
	// Subject is the article's id.
	Subject string `json:"subject"`
	// Time is when the record was made, RFC 3339.
	Time            string          `json:"time"`
	DataContentType string          `json:"datacontenttype"`
	DataSchema      string          `json:"dataschema,omitempty"`
	TraceParent     string          `json:"traceparent,omitempty"`
	Data            json.RawMessage `json:"data"`
}

// The types of records.
const (
	TypeEvent     = "gleaner.event.v1"
	TypeEntity    = "gleaner.entity.v1"
	TypeArticle   = "gleaner.article.v1"
	TypeTombstone = "gleaner.tombstone.v1"
	TypeDead      = "gleaner.deadletter.v1"
)
