package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
)

// Lane is one of the two ways articles come in. Each has its own stream and
// consumer, so that an archive never starves the news.
type Lane string

// The lanes.
const (
	Live     Lane = "live"
	Backfill Lane = "backfill"
)

// SourceConfig tells how articles are taken from a lane.
type SourceConfig struct {
	// Lane is Live when empty.
	Lane Lane
	// Durable is the consumer's name; workers with one name share the work.
	// Default "gleaner-" and the lane.
	Durable string
	// Prefetch is how many articles are held ready. Default 2; twice the workers is good.
	Prefetch int
	// AckWait is after which time an unsettled article is handed out again. Default 60s.
	AckWait time.Duration
	// MaxDeliver is after how many deliveries the server gives up on its own.
	// Default -1: never, so that giving up always leaves a dead letter.
	MaxDeliver int
}

// maxInFlight is how many articles all workers of one consumer may hold together.
const maxInFlight = 4096

// Source returns the articles of a lane. It makes the durable consumer or
// updates it; what was not settled before is handed out again.
func (c *Client) Source(ctx context.Context, cfg SourceConfig) (pipeline.Source, error) {
	lane := cmp.Or(cfg.Lane, Live)
	stream, ok := map[Lane]string{Live: streamArticles, Backfill: streamBackfill}[lane]
	if !ok {
		return nil, fmt.Errorf("open source: unknown lane %q (use live or backfill)", lane)
	}
	durable := cmp.Or(cfg.Durable, "gleaner-"+string(lane))
	consumer, err := c.js.CreateOrUpdateConsumer(ctx, stream, js.ConsumerConfig{
		Durable:       durable,
		Description:   "Gleaner workers, " + string(lane) + " lane",
		AckPolicy:     js.AckExplicitPolicy,
		AckWait:       cmp.Or(cfg.AckWait, pipeline.DefaultAckWait),
		MaxDeliver:    cmp.Or(cfg.MaxDeliver, -1),
		MaxAckPending: maxInFlight,
	})
	if err != nil {
		return nil, hint(fmt.Errorf("open consumer %s of stream %s: %w", durable, stream, err))
	}
	iter, err := consumer.Messages(js.PullMaxMessages(max(cfg.Prefetch, 2)))
	if err != nil {
		return nil, hint(fmt.Errorf("read from consumer %s: %w", durable, err))
	}
	life, end := context.WithCancel(context.Background())
	return &source{client: c, iter: iter, durable: durable, life: life, end: end}, nil
}

// source hands out the messages of a pull consumer.
type source struct {
	client  *Client
	iter    js.MessagesContext
	durable string

	life context.Context // ends with Close
	end  context.CancelFunc
	// reading is held while the iterator is in use: it locks itself while it
	// waits, so it has to be woken before it can be drained.
	reading sync.Mutex
	drained bool
}

// Next implements pipeline.Source. A lost connection is waited for; a deleted
// consumer is an error.
func (s *source) Next(ctx context.Context) (pipeline.Delivery, error) {
	s.reading.Lock()
	defer s.reading.Unlock()
	if s.life.Err() != nil {
		return nil, io.EOF
	}
	until, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(s.life, cancel)()
	for {
		msg, err := s.iter.Next(js.NextContext(until))
		switch {
		case err == nil:
			return newDelivery(s.client, msg)
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case s.life.Err() != nil:
			return nil, io.EOF
		case errors.Is(err, js.ErrNoHeartbeat):
			continue
		case errors.Is(err, js.ErrConsumerDeleted):
			return nil, fmt.Errorf("consumer %s: %w (start again to make it anew; every article kept is then read again)", s.durable, err)
		}
		return nil, hint(fmt.Errorf("next article of consumer %s: %w", s.durable, err))
	}
}

// Close implements pipeline.Source: what was fetched and not handed out is
// given back to the server, for another worker to take at once.
func (s *source) Close(ctx context.Context) error {
	s.end()
	s.reading.Lock()
	defer s.reading.Unlock()
	if s.drained {
		return nil
	}
	s.drained = true
	s.iter.Drain()
	var held []js.Msg
	for {
		msg, err := s.iter.Next(js.NextContext(ctx))
		if errors.Is(err, js.ErrMsgIteratorClosed) {
			break
		}
		if err != nil {
			s.iter.Stop()
			return fmt.Errorf("give back articles of consumer %s: %w", s.durable, err)
		}
		held = append(held, msg)
	}
	// Only now, for while the iterator is open the server would hand them to it again.
	for _, msg := range held {
		if err := msg.Nak(); err != nil {
			return hint(fmt.Errorf("give back articles of consumer %s: %w", s.durable, err))
		}
	}
	if err := s.client.flush(ctx); err != nil {
		return hint(fmt.Errorf("give back articles of consumer %s: %w", s.durable, err))
	}
	return nil
}
