package jetstream

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync/atomic"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// PastConfig says which articles of a stream to read again.
type PastConfig struct {
	// Stream is ARTICLES when empty.
	Stream string
	// Subject narrows to the subjects it matches; empty is all.
	Subject string
	// Since and Until bound the time at which an article was stored: from Since on,
	// before Until. Zero is no bound.
	Since, Until time.Time
	// FromSeq is the first sequence; 0 is no bound.
	FromSeq uint64
	// From is the Position of the last delivery that is done with, to go on behind it.
	From string
}

// Past reads what a stream holds when it is opened, in order, and then ends.
// It takes nothing from the stream: settling a delivery does nothing, and none
// can be tried again. Next is called by one goroutine.
type Past struct {
	client *Client
	cfg    PastConfig
	stream string
	// next is the sequence to go on with, last the last to read, as the leader of
	// the stream had it when it was opened.
	first, last uint64
	next        atomic.Uint64
	closed      bool

	iter js.MessagesContext
}

// pastPosition is what Position returns.
type pastPosition struct {
	Stream string `json:"stream"`
	Seq    uint64 `json:"seq"`
}

// Past opens the past of a stream. What is stored from now on is not part of it.
func (c *Client) Past(ctx context.Context, cfg PastConfig) (*Past, error) {
	cfg.Stream = cmp.Or(cfg.Stream, streamArticles)
	if slices.Contains([]string{streamRecords, streamDead, streamSkipped}, cfg.Stream) {
		return nil, fmt.Errorf("stream %s holds no articles (%s and %s do)", cfg.Stream, streamArticles, streamBackfill)
	}
	return c.past(ctx, cfg)
}

// EachRecord calls handle with every record that the stream of records holds
// now, in order, until handle fails.
func (c *Client) EachRecord(ctx context.Context, handle func(schemas.CloudEvent) error) error {
	p, err := c.past(ctx, PastConfig{Stream: streamRecords})
	if err != nil {
		return err
	}
	for {
		d, err := p.Next(ctx)
		if errors.Is(err, io.EOF) {
			return p.Close(ctx)
		}
		if err == nil {
			err = d.(*pastDelivery).Load(ctx)
		}
		var event schemas.CloudEvent
		if err == nil && json.Unmarshal(d.Body(), &event) == nil { // what others put there is no record
			err = handle(event)
		}
		if err != nil {
			return errors.Join(err, p.Close(ctx))
		}
	}
}

func (c *Client) past(ctx context.Context, cfg PastConfig) (*Past, error) {
	p := &Past{client: c, cfg: cfg, stream: cfg.Stream}
	stream, err := c.js.Stream(ctx, p.stream)
	if err != nil {
		return nil, hint(fmt.Errorf("read stream %s: %w", p.stream, err))
	}
	state := stream.CachedInfo().State
	end, err := c.newestOf(ctx, p.stream, p.subjects()...)
	if err != nil {
		return nil, hint(fmt.Errorf("read stream %s: %w", p.stream, err))
	}
	p.first, p.last = max(state.FirstSeq, cfg.FromSeq, 1), end.seq
	if !cfg.Since.IsZero() {
		at, err := c.firstSince(ctx, p.stream, cfg.Since)
		if err != nil {
			return nil, err
		}
		p.first = max(p.first, at)
	}
	p.next.Store(p.first)
	if cfg.From != "" {
		var from pastPosition
		if err := json.Unmarshal([]byte(cfg.From), &from); err != nil || from.Stream != p.stream {
			return nil, fmt.Errorf("position %.100q is not of stream %s", cfg.From, p.stream)
		}
		p.next.Store(max(p.first, from.Seq+1))
	}
	return p, nil
}

// firstSince is the sequence of the first message stored at that time or later.
func (c *Client) firstSince(ctx context.Context, stream string, since time.Time) (uint64, error) {
	consumer, err := c.js.OrderedConsumer(ctx, stream, js.OrderedConsumerConfig{
		DeliverPolicy: js.DeliverByStartTimePolicy, OptStartTime: &since, HeadersOnly: true,
	})
	if err != nil {
		return 0, hint(fmt.Errorf("look for %s in stream %s: %w", since.Format(time.RFC3339), stream, err))
	}
	info, err := consumer.Info(ctx)
	if err != nil {
		return 0, hint(fmt.Errorf("look for %s in stream %s: %w", since.Format(time.RFC3339), stream, err))
	}
	return info.Delivered.Stream + 1, nil
}

// subjects are those to read, none for all.
func (p *Past) subjects() []string {
	if p.cfg.Subject == "" {
		return nil
	}
	return []string{p.cfg.Subject}
}

// Next returns io.EOF when all is read. A lost connection is waited for.
func (p *Past) Next(ctx context.Context) (pipeline.Delivery, error) {
	for {
		if p.closed || p.next.Load() > p.last {
			return nil, io.EOF
		}
		msg, err := p.message(ctx)
		if err == nil {
			d, err := p.delivery(msg)
			if d == nil && err == nil {
				continue
			}
			return d, err
		}
		p.stop()
		if errors.Is(err, errQuiet) {
			if err = p.shorten(ctx); err == nil {
				continue
			}
		}
		switch {
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case errors.Is(err, js.ErrStreamNotFound), p.client.nc.IsClosed():
			return nil, hint(fmt.Errorf("read stream %s: %w", p.stream, err))
		}
		select {
		case <-time.After(tailRetry):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// shorten takes from what is to be read what was removed since.
func (p *Past) shorten(ctx context.Context) error {
	now, err := p.client.newestOf(ctx, p.stream, p.subjects()...)
	if err == nil && now.seq < p.next.Load() {
		p.next.Store(p.last + 1)
	}
	return err
}

// message returns the next one, or errQuiet if none comes.
func (p *Past) message(ctx context.Context) (js.Msg, error) {
	if p.iter == nil {
		consumer, err := p.client.js.OrderedConsumer(ctx, p.stream, js.OrderedConsumerConfig{
			DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: p.next.Load(), FilterSubjects: p.subjects(),
		})
		if err != nil {
			return nil, err
		}
		if p.iter, err = consumer.Messages(js.PullMaxMessages(64)); err != nil {
			return nil, err
		}
	}
	return nextWithin(ctx, p.iter, replicaPatience)
}

// delivery returns nil for what comes before the bounds: a replica that is
// behind begins with what it has.
func (p *Past) delivery(msg js.Msg) (pipeline.Delivery, error) {
	d, err := newDelivery(p.client, msg)
	if err != nil {
		return nil, err
	}
	sequence := d.meta.Sequence.Stream
	if sequence < p.next.Load() {
		return nil, nil
	}
	if sequence > p.last || !p.cfg.Until.IsZero() && !d.meta.Timestamp.Before(p.cfg.Until) {
		p.next.Store(p.last + 1)
		return nil, io.EOF
	}
	p.next.Store(sequence + 1)
	if d.meta.Timestamp.Before(p.cfg.Since) {
		return nil, nil
	}
	return &pastDelivery{delivery: d, stream: p.stream}, nil
}

// Progress is how many messages are behind, and how many there are.
func (p *Past) Progress() (done, total int64) {
	return int64(p.next.Load() - p.first), int64(p.last + 1 - min(p.first, p.last+1))
}

func (p *Past) stop() {
	if p.iter != nil {
		p.iter.Stop()
		p.iter = nil
	}
}

// Close ends the reading. It is safe to call twice, but not while Next is called.
func (p *Past) Close(context.Context) error {
	p.stop()
	p.closed = true
	return nil
}

// pastDelivery is a message that was delivered once already, or will be, to
// those who have to settle it.
type pastDelivery struct {
	*delivery
	stream string
}

// Position is for PastConfig.From.
func (d *pastDelivery) Position() string {
	text, err := json.Marshal(pastPosition{d.stream, d.meta.Sequence.Stream})
	if err != nil {
		return "" // a string and a number always have JSON
	}
	return string(text)
}

// Attempt is 1: how often others got it says nothing of this reading.
func (d *pastDelivery) Attempt() int { return 1 }

// InProgress does nothing: nobody else waits for it.
func (d *pastDelivery) InProgress() error { return nil }

// Settle does nothing: the stream keeps the message.
func (d *pastDelivery) Settle(context.Context, pipeline.Outcome) error { return nil }
