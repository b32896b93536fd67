// Package extractors turns articles into structured records: text in,
// entities and events out. It does no I/O, reads no clock, logs nothing and
// uses no randomness; the same article gives the same bytes.
package extractors

import "gleaner/extractors/doc"

// Stage is one step of the way from text to events. It is immutable after
// construction, safe for concurrent use on different documents, and
// deterministic.
type Stage interface {
	// Name is short and lower case, for example "segment". It appears in errors,
	// metrics and benchmarks.
	Name() string
	// Needs are the layers that must be filled before Apply.
	Needs() doc.Layer
	// Adds are the layers that Apply fills.
	Adds() doc.Layer
	// Apply reads and fills the document. An error means that this article
	// cannot be worked on, now or later, unless it is the document's own Err.
	// A *schemas.FieldError is passed on as it is.
	Apply(*doc.Doc) error
}
