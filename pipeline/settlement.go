package pipeline

import (
	"time"

	"gleaner/schemas"
)

// ReasonTemporary is the Reason of a Settlement whose failure has no code of its
// own and may pass: the article is tried again.
const ReasonTemporary = "temporary"

// Settlement tells how the work on one delivery ended.
type Settlement struct {
	// Delivery is what was settled.
	Delivery Delivery
	Subject  string
	// ArticleID is empty when the article could not be read.
	ArticleID string
	Attempt   int
	// Disposition is what the source was told.
	Disposition Disposition
	// Reason is a code of schemas.Codes, ReasonTemporary or the reason of a Skip;
	// empty when all went well.
	Reason string
	// Stage is where the work failed: "decode", "extract", "write", "dead", or
	// the name of an extraction stage.
	Stage    string
	Duration time.Duration
	// Extracting and Writing are the parts of Duration spent there.
	Extracting, Writing time.Duration
	Events              int
	Entities            int
	// Extraction is what was written; nil when nothing was.
	Extraction *schemas.Extraction
	// Err is why the article was not extracted, or why the source did not
	// confirm; nil when all went well.
	Err error
}

// String names the disposition as it stands in logs and metrics.
func (d Disposition) String() string {
	switch d {
	case Ack:
		return "ack"
	case Retry:
		return "retry"
	case Term:
		return "term"
	}
	return "unknown"
}
