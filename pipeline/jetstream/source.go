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
	"gleaner/schemas"
)

// Lane is one of the two ways articles come in. Each has its own stream and
// consumer, so that an archive never starves the news.
type Lane string

// The lanes.
const (
	Live     Lane = "live"
	Backfill Lane = "backfill"
)

// stream is the lane's; empty for a lane there is not.
func (l Lane) stream() string {
	return map[Lane]string{Live: streamArticles, Backfill: streamBackfill}[l]
}

// SourceConfig tells how articles are taken from a lane.
type SourceConfig struct {
	// Lane is Live when empty.
	Lane Lane
	// Durable is the consumer's name; workers with one name share the work.
	// Default "gleaner-" and the lane.
	Durable string
	// Prefetch is how many articles are held ready. Default 2; twice the workers is good.
	Prefetch int
	// MaxBytes bounds the bodies of all articles that are held ready or in work.
	// A body in the object store counts with its size, else with the largest an
	// article may have. One article is always let in. Default 64 MiB.
	MaxBytes int64
	// AckWait is after which time an unsettled article is handed out again.
	// Default that of StreamsConfig.
	AckWait time.Duration
	// MaxDeliver is after how many deliveries the server gives up on its own.
	// Default -1: never, so that giving up always leaves a dead letter.
	MaxDeliver int
	// Changed, where set, is told when the consumer was there with other settings:
	// it is changed for all who share it, or, with Action "refused", for nobody.
	Changed func(StreamChange)
}

// pullHeartbeat is how often the server says that a request for articles stands.
const pullHeartbeat = 3 * time.Second

// DefaultMaxBytes is the default of SourceConfig.MaxBytes.
const DefaultMaxBytes = 64 << 20

func (c SourceConfig) durable() string {
	return cmp.Or(c.Durable, consumerPrefix+string(cmp.Or(c.Lane, Live)))
}

// Source returns the articles of a lane. It makes the durable consumer or
// brings it up to date, as far as the account may; what was not settled before
// is handed out again.
func (c *Client) Source(ctx context.Context, cfg SourceConfig) (pipeline.Source, error) {
	cfg.Lane = cmp.Or(cfg.Lane, Live)
	if cfg.Lane.stream() == "" {
		return nil, fmt.Errorf("open source: unknown lane %q (use live or backfill)", cfg.Lane)
	}
	cfg.Prefetch = max(cfg.Prefetch, 2)
	cfg.MaxBytes = cmp.Or(cfg.MaxBytes, DefaultMaxBytes)
	want := c.cfg.Streams.laneConsumer(cfg)
	consumer, err := c.openConsumer(ctx, want, cfg.Changed)
	if err != nil {
		return nil, err
	}
	batch := max(1, min(cfg.Prefetch/2, 32))
	iter, err := consumer.Messages(
		js.PullMaxMessagesWithBytesLimit(batch, int(max(cfg.MaxBytes, 2*c.nc.MaxPayload()))),
		js.PullThresholdMessages(1),
		js.PullHeartbeat(pullHeartbeat), // a request that was lost with a connection is made again after twice that
	)
	if err != nil {
		return nil, hint(fmt.Errorf("read from consumer %s: %w", cfg.durable(), err))
	}
	s := &source{
		client: c, iter: iter, durable: cfg.durable(), batch: batch,
		ready: newReady(cfg.Prefetch, cfg.MaxBytes), ackWait: consumer.CachedInfo().Config.AckWait,
	}
	s.life, s.end = context.WithCancel(context.Background())
	s.pumps.Go(s.pump)
	s.pumps.Go(func() { s.ready.keepAlive(s.life, s.ackWait/3) })
	return s, nil
}

// source hands out the messages of a pull consumer. A pump takes them from the
// server and holds them ready, where they are kept alive, so that an article
// which waits long for its turn is not handed to somebody else.
type source struct {
	client  *Client
	iter    js.MessagesContext
	durable string
	batch   int // messages of one request to the server
	ready   *ready
	ackWait time.Duration // of the consumer, which may not be what was wanted

	life  context.Context // ends with Close
	end   context.CancelFunc
	pumps sync.WaitGroup
	once  sync.Once
	// closeErr is what the first Close returned.
	closeErr error
}

// AckWait is the time after which the server hands an unsettled article to
// somebody else: what the consumer has where it could not be changed.
func (s *source) AckWait() time.Duration { return s.ackWait }

// pump fills ready until Close or an error that does not pass.
//
// The iterator asks for a batch when it has handed out all of the one before.
// So the pump stops for want of room only between two batches: what the
// iterator buffers nobody keeps alive.
func (s *source) pump() {
	for left := 0; ; left-- {
		if left <= 0 {
			if !s.ready.awaitRoom(s.life) {
				return
			}
			left = s.batch
		}
		d, err := s.fetch()
		if err != nil {
			s.ready.fail(err)
			return
		}
		s.ready.put(d)
	}
}

// fetch takes one message. A lost connection is waited for; a deleted consumer
// is an error.
func (s *source) fetch() (*delivery, error) {
	for {
		msg, err := s.iter.Next(js.NextContext(s.life))
		switch {
		case err == nil:
			return newDelivery(s.client, msg)
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

// Next implements pipeline.Source.
func (s *source) Next(ctx context.Context) (pipeline.Delivery, error) {
	d, err := s.ready.take(ctx)
	if err != nil {
		return nil, err
	}
	return d, nil
}

// Close implements pipeline.Source: what was fetched and not handed out is
// given back to the server, for another worker to take at once.
func (s *source) Close(ctx context.Context) error {
	s.once.Do(func() { s.closeErr = s.close(ctx) })
	return s.closeErr
}

func (s *source) close(ctx context.Context) error {
	s.end()
	s.pumps.Wait()
	var held []js.Msg
	for _, d := range s.ready.close() {
		held = append(held, d.msg)
	}
	if err := s.client.giveBack(ctx, s.iter, held...); err != nil {
		return fmt.Errorf("give back articles of consumer %s: %w", s.durable, err)
	}
	return nil
}

// giveBack ends an iterator and gives back what it buffers, and the messages in
// hand. Without it they would wait for AckWait.
func (c *Client) giveBack(ctx context.Context, iter js.MessagesContext, held ...js.Msg) error {
	iter.Drain()
	for {
		msg, err := iter.Next(js.NextContext(ctx))
		if errors.Is(err, js.ErrMsgIteratorClosed) {
			break
		}
		if err != nil {
			iter.Stop()
			return err
		}
		held = append(held, msg)
	}
	// Only now, for while the iterator is open the server would hand them to it again.
	for _, msg := range held {
		if err := msg.Nak(); err != nil {
			return hint(err)
		}
	}
	return hint(c.flush(ctx))
}

// weight is what a delivery counts against SourceConfig.MaxBytes.
func weight(d *delivery) int64 {
	if d.claim.object == "" {
		return int64(len(d.msg.Data()))
	}
	if d.claim.size > 0 {
		return min(d.claim.size, schemas.MaxArticleBytes)
	}
	return schemas.MaxArticleBytes
}
