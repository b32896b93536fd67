package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// TailFilter says which records are wanted. The zero filter is: new events of every type.
type TailFilter struct {
	// Events, Entities and Articles choose the kinds of records; none of them
	// set means Events. Tombstones come with their kind.
	Events, Entities, Articles bool
	// Types narrows events to these types; without Events it narrows entities.
	Types []string
	// Since starts with the records stored at that time or later; zero means new
	// ones only.
	Since time.Time
	// Ready, where set, is called once no later record can be missed.
	Ready func()
}

// subjects lists what the filter lets through.
func (f TailFilter) subjects() []string {
	events := f.Events || !f.Entities && !f.Articles
	narrow := func(prefix string, types []string) []string {
		if len(types) == 0 {
			return []string{prefix + ">"}
		}
		var out []string
		for _, t := range types {
			out = append(out, prefix+schemas.SubjectToken(t))
		}
		return out
	}
	var out []string
	if events {
		out = append(out, narrow(schemas.SubjectEvent, f.Types)...)
	}
	switch {
	case f.Entities && events:
		out = append(out, narrow(schemas.SubjectEntity, nil)...)
	case f.Entities:
		out = append(out, narrow(schemas.SubjectEntity, f.Types)...)
	}
	if f.Articles {
		out = append(out, narrow(schemas.SubjectArticle, nil)...)
	}
	return out
}

// tailRetry is how long Tail waits before it tries to read on after an error.
const tailRetry = 500 * time.Millisecond

// Tail calls handle for every wanted record in the order of the stream, each
// record once, until ctx ends (nil) or handle fails (its error). It reads on
// where it was when the connection was lost, and leaves nothing behind on the
// server.
func (c *Client) Tail(ctx context.Context, filter TailFilter, handle func(schemas.CloudEvent) error) error {
	cfg, err := c.tailStart(ctx, filter)
	if err != nil {
		return err
	}
	ready := sync.OnceFunc(func() {
		if filter.Ready != nil {
			filter.Ready()
		}
	})
	for {
		err := c.tailOnce(ctx, &cfg, ready, handle)
		var stop *stopError
		switch {
		case errors.As(err, &stop):
			return stop.err
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, js.ErrStreamNotFound), c.nc.IsClosed():
			return hint(fmt.Errorf("tail %s: %w", streamRecords, err))
		}
		select {
		case <-time.After(tailRetry):
		case <-ctx.Done():
			return nil
		}
	}
}

// stopError is an error of the handler, which ends Tail.
type stopError struct{ err error }

func (e *stopError) Error() string { return e.err.Error() }

// tailStart fixes where to begin, so that a reconnect cannot move it.
func (c *Client) tailStart(ctx context.Context, filter TailFilter) (js.OrderedConsumerConfig, error) {
	cfg := js.OrderedConsumerConfig{FilterSubjects: filter.subjects()}
	if !filter.Since.IsZero() {
		since := filter.Since
		cfg.DeliverPolicy, cfg.OptStartTime = js.DeliverByStartTimePolicy, &since
		return cfg, nil
	}
	stream, err := c.js.Stream(ctx, streamRecords)
	if err != nil {
		return cfg, hint(fmt.Errorf("tail %s: %w", streamRecords, err))
	}
	cfg.DeliverPolicy = js.DeliverByStartSequencePolicy
	cfg.OptStartSeq = stream.CachedInfo().State.LastSeq + 1
	return cfg, nil
}

// tailOnce reads until an error and moves cfg on with every record.
func (c *Client) tailOnce(ctx context.Context, cfg *js.OrderedConsumerConfig, ready func(), handle func(schemas.CloudEvent) error) error {
	consumer, err := c.js.OrderedConsumer(ctx, streamRecords, *cfg)
	if err != nil {
		return err
	}
	iter, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer iter.Stop()
	ready()
	for {
		msg, err := iter.Next(js.NextContext(ctx))
		if err != nil {
			return err
		}
		meta, err := msg.Metadata()
		if err != nil {
			return err
		}
		var event schemas.CloudEvent
		body, err := c.plain(msg.Headers(), msg.Data())
		if err == nil {
			err = json.Unmarshal(body, &event)
		}
		if err == nil { // nothing else is stored there by us
			if err := handle(event); err != nil {
				return &stopError{err}
			}
		}
		cfg.DeliverPolicy, cfg.OptStartTime = js.DeliverByStartSequencePolicy, nil
		cfg.OptStartSeq = meta.Sequence.Stream + 1
	}
}
