package jetstream

import (
	"context"
	"errors"
	"math"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// replicaPatience is how long a reader waits for the next message before it
// asks the leader whether there is one, and then looks for it elsewhere: a
// consumer that began on a replica which was behind may never hear of the rest.
const replicaPatience = 500 * time.Millisecond

// scan calls see with every message that is stored now, in order, however far
// the replica that serves them is behind.
func (c *Client) scan(ctx context.Context, stream string, cfg js.OrderedConsumerConfig, see func(js.Msg, *js.MsgMetadata) error) error {
	next, end := max(cfg.OptStartSeq, 1), uint64(math.MaxUint64)
	for {
		now, err := c.newestOf(ctx, stream, cfg.FilterSubjects...)
		if err != nil {
			return err
		}
		end = min(end, now.seq) // later ones are not meant, and what was meant may have been removed since
		if next > end || cfg.OptStartTime != nil && now.time.Before(*cfg.OptStartTime) {
			return nil
		}
		last, err := c.scanUntil(ctx, stream, cfg, end, see)
		if last > 0 {
			next = last + 1
			cfg.DeliverPolicy, cfg.OptStartSeq, cfg.OptStartTime = js.DeliverByStartSequencePolicy, next, nil
		}
		if !errors.Is(err, errQuiet) {
			return err
		}
	}
}

// scanUntil is scan up to a sequence by one consumer. It returns the last
// sequence that was seen, 0 for none, and errQuiet if no more came.
func (c *Client) scanUntil(ctx context.Context, stream string, cfg js.OrderedConsumerConfig, end uint64, see func(js.Msg, *js.MsgMetadata) error) (last uint64, err error) {
	consumer, err := c.js.OrderedConsumer(ctx, stream, cfg)
	if err != nil {
		return 0, err
	}
	iter, err := consumer.Messages(js.PullMaxMessages(64))
	if err != nil {
		return 0, err
	}
	defer iter.Stop()
	for {
		msg, err := nextWithin(ctx, iter, replicaPatience)
		if err != nil {
			return last, err
		}
		meta, err := msg.Metadata()
		if err != nil {
			return last, err
		}
		sequence := meta.Sequence.Stream
		if sequence < cfg.OptStartSeq {
			continue // a replica that is behind begins with what it has
		}
		if sequence > end {
			return last, nil
		}
		if err := see(msg, meta); err != nil {
			return last, err
		}
		if last = sequence; last == end {
			return last, nil
		}
	}
}

// errQuiet says that no message came in time.
var errQuiet = errors.New("no message yet")

// nextWithin is the next message, or errQuiet if none comes for so long.
func nextWithin(ctx context.Context, iter js.MessagesContext, patience time.Duration) (js.Msg, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	msg, err := iter.Next(js.NextContext(limited))
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return nil, errQuiet
	}
	return msg, err
}
