package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Rescue is the second net below the workers: it makes a dead letter of every
// article the server gives up on, until ctx ends, which is no error. Our own
// consumers are never given up on, but an operator may bound their deliveries,
// and so may consumers of somebody else on the lanes. The advisories are kept in
// a stream, so none is missed while no worker runs; workers share them.
func (c *Client) Rescue(ctx context.Context, sink pipeline.Sink) error {
	var want declaredConsumer
	for _, d := range c.cfg.Streams.consumers() {
		if d.config.Durable == consumerRescue {
			want = d
		}
	}
	consumer, err := c.openConsumer(ctx, want, nil)
	if err != nil {
		return err
	}
	iter, err := consumer.Messages(js.PullMaxMessages(1))
	if err != nil {
		return hint(fmt.Errorf("read from consumer %s: %w", consumerRescue, err))
	}
	for {
		msg, err := iter.Next(js.NextContext(ctx))
		switch {
		case ctx.Err() != nil:
			ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), c.cfg.RequestTimeout)
			defer cancel()
			_ = c.giveBack(ending, iter) // if it fails, AckWait passes
			return nil
		case errors.Is(err, js.ErrNoHeartbeat):
			continue
		case err != nil:
			iter.Stop()
			return hint(fmt.Errorf("next advisory: %w", err))
		}
		if err := c.rescue(ctx, msg, sink); err != nil {
			_ = msg.NakWithDelay(rescueRetry) // if this is lost, AckWait passes
		} else {
			_ = msg.DoubleAck(ctx) // if this is lost, the letter is found to be there
		}
	}
}

// rescueRetry is when an advisory is tried again that could not be acted on.
const rescueRetry = 5 * time.Second

// maxDeliveries is the server's advisory of a message it has given up on.
type maxDeliveries struct {
	Stream     string `json:"stream"`
	Consumer   string `json:"consumer"`
	Sequence   uint64 `json:"stream_seq"`
	Deliveries int    `json:"deliveries"`
}

// rescue stores the dead letter of the article that an advisory is about. An
// advisory that makes no sense, or whose article is gone, is done with.
func (c *Client) rescue(ctx context.Context, msg js.Msg, sink pipeline.Sink) error {
	var a maxDeliveries
	if err := json.Unmarshal(msg.Data(), &a); err != nil || a.Stream != streamArticles && a.Stream != streamBackfill {
		return nil
	}
	article, err := c.stored(ctx, a.Stream, a.Sequence)
	if article == nil || err != nil {
		return err
	}
	letter := &schemas.DeadLetter{
		Subject: article.Subject, Headers: article.Header, Payload: article.Data,
		Stage: "deliver", Reason: string(schemas.CodeAttemptsExhausted),
		Error:    fmt.Sprintf("the server gave up after %d deliveries to consumer %s", a.Deliveries, a.Consumer),
		Hint:     "look for workers that were killed or ran out of memory, then requeue the letter",
		Attempts: a.Deliveries, FirstSeen: article.Time.UTC().Format(time.RFC3339Nano),
		LastSeen: c.now().UTC().Format(time.RFC3339Nano),
	}
	if ticket := claimOf(article.Header); ticket.object != "" {
		letter.Payload, letter.PayloadRef = nil, ticket.object
	}
	return sink.WriteDead(ctx, letter)
}
