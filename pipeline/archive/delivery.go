package archive

import (
	"context"
	"errors"
	"sync/atomic"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// delivery is one article of a file.
type delivery struct {
	source  *Source
	subject string
	kind    kind
	body    []byte
	attempt int
	// fault is why the body is not whole; nil when it is.
	fault   *schemas.FieldError
	settled *atomic.Bool
	// after is where reading goes on after this one, and passed what was passed
	// over before it.
	after  position
	passed map[string]int64
}

var errSettled = errors.New("the delivery is settled already")

// Subject is "file:PATH:LINE".
func (d *delivery) Subject() string { return d.subject }

// Header holds the Content-Type.
func (d *delivery) Header() map[string][]string {
	return map[string][]string{"Content-Type": {string(d.kind)}}
}

// Body is the line, or the whole file.
func (d *delivery) Body() []byte { return d.body }

// Attempt counts from 1.
func (d *delivery) Attempt() int { return d.attempt }

// FirstSeen is zero: when a file was read says nothing of its articles.
func (d *delivery) FirstSeen() time.Time { return time.Time{} }

// InProgress does nothing, for a file has no other readers.
func (d *delivery) InProgress() error { return nil }

// Settle implements pipeline.Delivery.
func (d *delivery) Settle(_ context.Context, o pipeline.Outcome) error {
	if d.settled.Swap(true) {
		return errSettled
	}
	d.source.settle(d, o)
	return nil
}

// Load implements pipeline.Loader: it refuses what could not be read whole.
func (d *delivery) Load(context.Context) error {
	if d.fault != nil {
		return d.fault
	}
	return nil
}

// PayloadRef points back to the file when the body is not whole.
func (d *delivery) PayloadRef() string {
	if d.fault == nil {
		return ""
	}
	return d.subject
}

// Position is where reading goes on after this article, for Options.From.
func (d *delivery) Position() string { return d.after.String() }

// Passed counts what was passed over since the delivery before, by reason:
// records and files that hold no article.
func (d *delivery) Passed() map[string]int64 { return d.passed }
