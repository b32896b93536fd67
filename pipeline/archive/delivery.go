package archive

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// delivery is one article of a file.
type delivery struct {
	source  *source
	subject string
	kind    kind
	body    []byte
	attempt int
	// tooLong says that the body is only the beginning of the article.
	tooLong bool
	settled *atomic.Bool
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

// Load implements pipeline.Loader: it refuses what is longer than an article may be.
func (d *delivery) Load(context.Context) error {
	if !d.tooLong {
		return nil
	}
	return &schemas.FieldError{
		Code:    schemas.CodeTooLarge,
		Message: fmt.Sprintf("more than %d bytes", schemas.MaxArticleBytes),
		Hint:    "split the article or send its text without the page",
	}
}

// PayloadRef points back to the file when the body is not whole.
func (d *delivery) PayloadRef() string {
	if !d.tooLong {
		return ""
	}
	return d.subject
}
