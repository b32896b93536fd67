package pipeline

import (
	"context"
	"time"
)

// Record is one message of the records or dead letters, as a loader gets it.
type Record struct {
	Subject string
	// Body is the CloudEvent, JSON. It is not to be changed.
	Body []byte
	// StoredAt is when it was stored; a redelivery has the same time.
	StoredAt time.Time
	// Revision orders records: the greater was stored later, also when the
	// stream was made anew in between. A redelivery has the same revision.
	Revision int64
	// Attempt counts deliveries, from 1.
	Attempt int
}

// RecordBatch is what a loader writes at a time.
type RecordBatch struct {
	// Records are in the order of their stream, but for redeliveries.
	Records []Record
	// Waiting is how many more there were when the last one was handed out.
	Waiting uint64
	// Ack tells the source that all of the batch is durable. A lost ack costs a
	// redelivery and no more.
	Ack func(context.Context) error
}

// RecordSource hands out records in batches. One goroutine reads; acks may come
// from another, in any order.
type RecordSource interface {
	// Next waits for records and returns those that come within the source's
	// interval, at least one. io.EOF says that the source ends when it is empty,
	// and is; when ctx ends its error is returned.
	Next(context.Context) (*RecordBatch, error)
	// Close ends reading. What was not acknowledged is handed out again. It is
	// safe to call twice.
	Close(context.Context) error
}
