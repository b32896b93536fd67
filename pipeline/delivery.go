// Package pipeline moves articles from a Source through work to a Sink and
// settles each one: it is acknowledged only when everything it gave is
// durable. It knows nothing of language.
package pipeline

import (
	"context"
	"time"

	"gleaner/schemas"
)

// Delivery is one article handed out by a Source, to be settled exactly once.
type Delivery interface {
	// Subject is where the article came from, for example "articles.raw.reuters"
	// or "file:dev.jsonl:12".
	Subject() string
	// Header returns the headers; callers must not change them.
	Header() map[string][]string
	// Body is the article as it arrived.
	Body() []byte
	// Attempt counts deliveries of this article, from 1.
	Attempt() int
	// FirstSeen is when the article was first stored; zero when that is not known.
	FirstSeen() time.Time
	// InProgress tells the source that the work goes on, so that it does not
	// hand the article to somebody else.
	InProgress() error
	// Settle ends the delivery. It returns when the source has confirmed it.
	Settle(context.Context, Outcome) error
}

// Disposition says what becomes of a delivery.
type Disposition uint8

// The dispositions.
const (
	// Ack: everything the article gave is durable.
	Ack Disposition = iota
	// Retry: try again after Outcome.Delay.
	Retry
	// Term: never again; the dead letter is durable.
	Term
)

// Outcome is how a delivery ends.
type Outcome struct {
	Disposition Disposition
	// Delay before the next attempt, for Retry.
	Delay time.Duration
	// Reason is for the server's log, for Term.
	Reason string
}

// Source hands out articles.
type Source interface {
	// Next blocks until there is an article, ctx ends, or the source is
	// exhausted (io.EOF). It is called by one goroutine.
	Next(context.Context) (Delivery, error)
	// Close stops handing out and gives back what is held. It is safe to call
	// twice, and while deliveries are still being settled.
	Close(context.Context) error
}

// Sink stores what articles gave. It is safe for concurrent use.
type Sink interface {
	// Write returns when all records of the extraction are durable, the article
	// record last. Writing the same extraction again changes nothing for readers.
	Write(context.Context, *schemas.Extraction) error
	// WriteDead returns when the dead letter is durable.
	WriteDead(context.Context, *schemas.DeadLetter) error
	// WriteSkipped returns when it is durable that the article was left out, and why.
	WriteSkipped(context.Context, *schemas.DeadLetter) error
	// Close flushes. It is safe to call twice.
	Close(context.Context) error
}

// Extractor is the work: one article in, one extraction out. It is safe for
// concurrent use. An error is permanent when Permanent marked it.
type Extractor interface {
	Extract(context.Context, *schemas.Article) (*schemas.Extraction, error)
}
