package jetstream

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
)

// delivery is one message of an articles stream.
type delivery struct {
	client *Client
	msg    js.Msg
	meta   *js.MsgMetadata
	claim  claim
	body   []byte      // claimed or decompressed, once loaded
	header nats.Header // that of the message, made to fit body
	// settled, where set, tells the source that the delivery is out of hand.
	settled func()
}

func newDelivery(c *Client, msg js.Msg) (*delivery, error) {
	meta, err := msg.Metadata()
	if err != nil {
		return nil, fmt.Errorf("read metadata of a message on %s: %w", msg.Subject(), err)
	}
	return &delivery{client: c, msg: msg, meta: meta, claim: claimOf(msg.Headers()), header: msg.Headers()}, nil
}

// Subject is the message's.
func (d *delivery) Subject() string { return d.msg.Subject() }

// Header is the message's, without what Load has made untrue.
func (d *delivery) Header() map[string][]string { return d.header }

// Body is the message's data, or what Load brought.
func (d *delivery) Body() []byte {
	if d.body != nil || d.claim.object != "" {
		return d.body
	}
	return d.msg.Data()
}

// Attempt is the server's count of deliveries.
func (d *delivery) Attempt() int { return int(d.meta.NumDelivered) }

// FirstSeen is when the server stored the message, or the one that was requeued.
func (d *delivery) FirstSeen() time.Time {
	if first, err := time.Parse(time.RFC3339Nano, d.header.Get(HeaderFirstSeen)); err == nil && first.Before(d.meta.Timestamp) {
		return first
	}
	return d.meta.Timestamp
}

// InProgress starts AckWait anew.
func (d *delivery) InProgress() error { return d.msg.InProgress() }

// Settle acknowledges with a double ack; the other outcomes are flushed to the
// server, which does not confirm them. One that is lost costs a redelivery.
func (d *delivery) Settle(ctx context.Context, o pipeline.Outcome) error {
	if d.settled != nil {
		d.settled()
	}
	ctx, cancel := context.WithTimeout(ctx, d.client.cfg.RequestTimeout)
	defer cancel()
	var err error
	switch o.Disposition {
	case pipeline.Ack:
		return hint(d.msg.DoubleAck(ctx))
	case pipeline.Term:
		err = d.msg.TermWithReason(oneLine(o.Reason))
	case pipeline.Retry:
		err = d.msg.NakWithDelay(o.Delay)
	default:
		return fmt.Errorf("unknown disposition %d", o.Disposition)
	}
	if err != nil {
		return hint(err)
	}
	return hint(d.client.flush(ctx))
}

// Load implements pipeline.Loader: it fetches a body from the object store and
// decompresses it.
func (d *delivery) Load(ctx context.Context) error {
	encoding := d.msg.Headers().Get(HeaderEncoding)
	if d.body != nil || d.claim.object == "" && encoding == "" {
		return nil
	}
	body := d.msg.Data()
	if d.claim.object != "" {
		var err error
		if body, err = d.client.fetch(ctx, d.claim); err != nil {
			return err
		}
	}
	body, err := d.client.codec.decompress(encoding, body)
	if err != nil {
		return err
	}
	d.body = body
	if d.claim.object == "" {
		// A dead letter holds this body; that of a claim refers to the object as it is.
		d.header = maps.Clone(d.header)
		d.header.Del(HeaderEncoding)
	}
	return nil
}

// PayloadRef implements pipeline.Loader.
func (d *delivery) PayloadRef() string { return d.claim.object }

// oneLine keeps the beginning of the first line, for protocol and advisories.
func oneLine(s string) string {
	const limit = 200
	for i, r := range s {
		if r == '\n' || r == '\r' || i >= limit {
			return s[:i]
		}
	}
	return s
}
