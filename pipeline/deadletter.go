package pipeline

import (
	"time"

	"gleaner/schemas"
)

// newDeadLetter says all that is needed to see what went wrong and to send the
// article again.
func newDeadLetter(d Delivery, f *fault, articleID string, now time.Time) *schemas.DeadLetter {
	letter := &schemas.DeadLetter{
		Subject:   d.Subject(),
		Headers:   d.Header(),
		Payload:   d.Body(),
		Stage:     f.stage,
		Reason:    string(f.code),
		Field:     f.field,
		Error:     f.err.Error(),
		Hint:      f.hint,
		Attempts:  d.Attempt(),
		LastSeen:  now.UTC().Format(time.RFC3339Nano),
		ArticleID: articleID,
	}
	if f.skip != nil {
		letter.Reason, letter.Error = f.skip.Reason, f.skip.Message
	}
	if l, ok := d.(Loader); ok && l.PayloadRef() != "" {
		letter.Payload, letter.PayloadRef = nil, l.PayloadRef()
	}
	letter.FirstSeen = letter.LastSeen
	if seen := d.FirstSeen(); !seen.IsZero() {
		letter.FirstSeen = seen.UTC().Format(time.RFC3339Nano)
	}
	return letter
}
