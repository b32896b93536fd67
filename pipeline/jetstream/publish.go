package jetstream

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// headerRoom is what a message's headers may take of the server's payload limit.
const headerRoom = 8 << 10

// PublishArticle stores an article under the subject and returns when that is
// durable. It is stored once: duplicate says that the same body came under the
// same subject within the duplicate window. A body above the server's limit
// goes to the object store and the message refers to it.
// header may be nil; "Content-Type" says how the body is to be read.
func (c *Client) PublishArticle(ctx context.Context, subject string, header map[string][]string, body []byte) (duplicate bool, err error) {
	id := hashID("article", subject, strings.Join(header["Content-Type"], ","), string(body))
	return c.publishArticle(ctx, subject, header, body, id)
}

func (c *Client) publishArticle(ctx context.Context, subject string, header map[string][]string, body []byte, id string) (bool, error) {
	msg, err := c.articleMessage(ctx, subject, header, body)
	if err != nil {
		return false, err
	}
	ctx, explain := c.denials.watch(ctx, subject)
	var ack *js.PubAck
	err = c.ask(ctx, func(ctx context.Context) (err error) {
		ack, err = c.js.PublishMsg(ctx, msg, js.WithMsgID(id))
		return err
	})
	if err = explain(err); err != nil {
		return false, hint(fmt.Errorf("publish to %s: %w", subject, err))
	}
	return ack.Duplicate, nil
}

// articleMessage is an article as it is sent; a body that is too large for a
// message is stored.
func (c *Client) articleMessage(ctx context.Context, subject string, header map[string][]string, body []byte) (*nats.Msg, error) {
	msg := &nats.Msg{Subject: subject, Header: maps.Clone(nats.Header(header)), Data: body}
	if msg.Header == nil {
		msg.Header = nats.Header{}
	}
	pipeline.TraceContext.Inject(ctx, pipeline.HeaderCarrier(msg.Header))
	if msg.Header.Get(HeaderEncoding) == "" && msg.Header.Get(HeaderObject) == "" {
		var err error
		if msg.Data, err = c.codec.compress(c.cfg.Compression, msg.Header, body); err != nil {
			return nil, err
		}
	}
	if int64(len(msg.Data)) > c.nc.MaxPayload()-headerRoom {
		ticket, err := c.store(ctx, msg.Data)
		if err != nil {
			return nil, err
		}
		msg.Data = nil
		ticket.header(msg.Header)
	}
	return msg, nil
}

// outgoing is a record on its way to a stream.
type outgoing struct {
	stream  string
	subject string
	id      string
	header  nats.Header
	body    []byte
}

// message is the record as it is sent. One that the server would refuse for its
// size is refused here, for good.
func (c *Client) message(ctx context.Context, o outgoing) (*nats.Msg, error) {
	h := nats.Header{"Content-Type": {"application/cloudevents+json"}}
	maps.Copy(h, o.header)
	pipeline.TraceContext.Inject(ctx, pipeline.HeaderCarrier(h))
	body, err := c.codec.compress(c.cfg.Compression, h, o.body)
	if err != nil {
		return nil, err
	}
	if limit := c.nc.MaxPayload() - headerRoom; int64(len(body)) > limit {
		return nil, pipeline.Permanent(&schemas.FieldError{
			Code: schemas.CodeTooLarge, Message: fmt.Sprintf("the record for %s takes %d bytes, the server's limit is %d", o.subject, len(body), limit),
			Hint: "raise max_payload of the server, or split the article",
		})
	}
	return &nats.Msg{Subject: o.subject, Header: h, Data: body}, nil
}

// publishAll sends records together and returns when the server has stored them
// all. If it fails, stored says whether the server has some of them. Of records
// one of which cannot be sent, none is.
func (c *Client) publishAll(ctx context.Context, records []outgoing) (stored bool, err error) {
	msgs := make([]*nats.Msg, 0, len(records))
	for _, o := range records {
		msg, err := c.message(ctx, o)
		if err != nil {
			return false, err
		}
		msgs = append(msgs, msg)
	}
	var acks []js.PubAckFuture
	for i, o := range records {
		var ack js.PubAckFuture
		if ack, err = c.js.PublishMsgAsync(msgs[i], js.WithMsgID(o.id), js.WithExpectStream(o.stream), js.WithStallWait(c.cfg.RequestTimeout)); err != nil {
			err = hint(fmt.Errorf("publish to %s: %w", o.subject, err))
			break
		}
		acks = append(acks, ack)
	}
	for _, ack := range slices.Backward(acks) {
		failure := awaitStored(ctx, ack)
		stored = stored || failure == nil
		err = cmp.Or(err, failure)
	}
	return stored, err
}

// awaitStored returns when the server has stored a record, or has not.
func awaitStored(ctx context.Context, ack js.PubAckFuture) error {
	var err error
	select {
	case <-ack.Ok():
		return nil
	case err = <-ack.Err():
	case <-ctx.Done():
		err = ctx.Err()
	}
	return hint(fmt.Errorf("publish to %s: %w", ack.Msg().Subject, err))
}

// publish sends one record and returns when the server has stored it.
func (c *Client) publish(ctx context.Context, o outgoing, opts ...js.PublishOpt) error {
	msg, err := c.message(ctx, o)
	if err != nil {
		return err
	}
	return c.publishMessage(ctx, o, msg, opts...)
}

// publishMessage is publish of a record whose message is made already.
func (c *Client) publishMessage(ctx context.Context, o outgoing, msg *nats.Msg, opts ...js.PublishOpt) error {
	err := c.ask(ctx, func(ctx context.Context) error {
		_, err := c.js.PublishMsg(ctx, msg, append(opts, js.WithMsgID(o.id), js.WithExpectStream(o.stream))...)
		return err
	})
	if err != nil {
		return hint(fmt.Errorf("publish to %s: %w", o.subject, err))
	}
	return nil
}
