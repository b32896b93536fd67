package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// Followed names a stream that can be followed.
type Followed string

// The streams.
const (
	FollowRecords  Followed = streamRecords
	FollowArticles Followed = streamArticles
	FollowBackfill Followed = streamBackfill
	FollowDead     Followed = streamDead
	FollowSkipped  Followed = streamSkipped
)

// FollowConfig says what Follow reads.
type FollowConfig struct {
	Stream Followed
	// Last bounds how many of the stored messages are read, the newest ones; 0
	// is all of them.
	Last uint64
	// Ready, where set, is called once everything that was stored at the start
	// has been handled.
	Ready func()
}

// Entry is a message as it is stored.
type Entry struct {
	Subject string
	Header  map[string][]string
	// Body is decompressed. It is empty when the message refers to the object
	// store, see HeaderObject, or cannot be decompressed.
	Body []byte
	// Stored is when the server stored it.
	Stored time.Time
	// Waiting is how many messages are stored after it.
	Waiting uint64
}

// Follow calls handle for the newest stored messages of a stream and then for
// every new one, in order, each once, until ctx ends (nil) or handle fails (its
// error). It reads on where it was when the connection was lost, and leaves
// nothing behind on the server.
func (c *Client) Follow(ctx context.Context, cfg FollowConfig, handle func(Entry) error) error {
	stream, err := c.js.Stream(ctx, string(cfg.Stream))
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return hint(fmt.Errorf("follow %s: %w", cfg.Stream, err))
	}
	state := stream.CachedInfo().State
	f := follower{client: c, cfg: cfg, next: max(state.FirstSeq, 1), last: state.LastSeq, handle: handle}
	if cfg.Last > 0 && state.LastSeq >= cfg.Last {
		f.next = max(f.next, state.LastSeq-cfg.Last+1)
	}
	f.reached(f.next - 1)
	for {
		err := f.read(ctx)
		var stop *stopError
		switch {
		case errors.As(err, &stop):
			return stop.err
		case ctx.Err() != nil:
			return nil
		case errors.Is(err, js.ErrStreamNotFound), c.nc.IsClosed():
			return hint(fmt.Errorf("follow %s: %w", cfg.Stream, err))
		}
		select {
		case <-time.After(tailRetry):
		case <-ctx.Done():
			return nil
		}
	}
}

// follower is one call of Follow.
type follower struct {
	client *Client
	cfg    FollowConfig
	next   uint64 // the sequence to read
	last   uint64 // the newest sequence at the start
	ready  bool
	handle func(Entry) error
}

// read reads until an error.
func (f *follower) read(ctx context.Context) error {
	consumer, err := f.client.js.OrderedConsumer(ctx, string(f.cfg.Stream), js.OrderedConsumerConfig{
		DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: f.next,
	})
	if err != nil {
		return err
	}
	iter, err := consumer.Messages()
	if err != nil {
		return err
	}
	defer iter.Stop()
	for {
		msg, err := nextWithin(ctx, iter, followPatience)
		if errors.Is(err, errQuiet) && !f.missed(ctx) {
			continue
		}
		if err != nil {
			return err
		}
		meta, err := msg.Metadata()
		if err != nil {
			return err
		}
		body, err := f.client.plain(msg.Headers(), msg.Data())
		if err != nil {
			body = nil
		}
		entry := Entry{Subject: msg.Subject(), Header: msg.Headers(), Body: body, Stored: meta.Timestamp, Waiting: meta.NumPending}
		if err := f.handle(entry); err != nil {
			return &stopError{err}
		}
		f.next = meta.Sequence.Stream + 1
		f.reached(meta.Sequence.Stream)
	}
}

// followPatience is how long nothing may come before the stream is asked
// whether there was something: a consumer that began on a replica which was
// behind may never hear of the rest.
const followPatience = 5 * time.Second

// missed says whether the leader of the stream holds what should have come.
func (f *follower) missed(ctx context.Context) bool {
	stream, err := f.client.js.Stream(ctx, string(f.cfg.Stream))
	return err != nil || stream.CachedInfo().State.LastSeq >= f.next
}

// reached says once that what was stored at the start is handled.
func (f *follower) reached(sequence uint64) {
	if !f.ready && sequence >= f.last && f.cfg.Ready != nil {
		f.ready = true
		f.cfg.Ready()
	}
}
