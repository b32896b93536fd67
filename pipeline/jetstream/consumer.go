package jetstream

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"unicode"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// applyConsumer makes a consumer or brings it up to date, which never moves it.
func (c *Client) applyConsumer(ctx context.Context, want declaredConsumer, apply bool) (StreamChange, error) {
	change := StreamChange{Stream: want.stream, Consumer: want.config.Durable, Action: "create"}
	have, err := c.js.Consumer(ctx, want.stream, want.config.Durable)
	switch {
	case errors.Is(err, js.ErrConsumerNotFound), errors.Is(err, js.ErrStreamNotFound) && !apply:
		if apply {
			_, err = c.js.CreateConsumer(ctx, want.stream, want.config)
			return change, err
		}
		return change, nil
	case err != nil:
		return change, err
	}
	next, fields := mergeConsumer(have.CachedInfo().Config, want.config)
	change.Action, change.Fields = "update", fields
	switch {
	case len(fields) == 0:
		change.Action = "unchanged"
	case apply:
		_, err = c.js.UpdateConsumer(ctx, want.stream, next)
	}
	return change, err
}

// mergeConsumer is merge for a consumer.
func mergeConsumer(have, want js.ConsumerConfig) (next js.ConsumerConfig, fields []string) {
	next = have
	differs := func(field string, from, to any) {
		fields = append(fields, fmt.Sprintf("%s: %v -> %v", field, from, to))
	}
	if have.AckWait != want.AckWait {
		differs("ack_wait", have.AckWait, want.AckWait)
		next.AckWait = want.AckWait
	}
	if have.MaxDeliver != want.MaxDeliver {
		differs("max_deliver", have.MaxDeliver, want.MaxDeliver)
		next.MaxDeliver = want.MaxDeliver
	}
	if have.MaxAckPending != want.MaxAckPending {
		differs("max_ack_pending", have.MaxAckPending, want.MaxAckPending)
		next.MaxAckPending = want.MaxAckPending
	}
	return next, fields
}

// openConsumer returns a declared consumer, made or brought up to date where
// the account may do that. An account that may not uses the one that is there.
// told, where set, hears what was different.
func (c *Client) openConsumer(ctx context.Context, want declaredConsumer, told func(StreamChange)) (js.Consumer, error) {
	ctx, explain := c.denials.watch(ctx, "$JS.API.CONSUMER.")
	consumer, err := c.js.Consumer(ctx, want.stream, want.config.Durable)
	if err == nil {
		next, fields := mergeConsumer(consumer.CachedInfo().Config, want.config)
		if len(fields) == 0 {
			return consumer, explain(nil)
		}
		change := StreamChange{Stream: want.stream, Consumer: want.config.Durable, Action: "update", Fields: fields}
		updated, err := c.js.UpdateConsumer(ctx, want.stream, next)
		if err = explain(err); isForbidden(err) {
			updated, err = consumer, nil
			change.Action, change.Reason = "refused", "the account may not change it"
		}
		if err == nil && told != nil {
			told(change)
		}
		return updated, c.consumerErr(want, err)
	}
	if errors.Is(err, js.ErrConsumerNotFound) {
		consumer, err = c.js.CreateOrUpdateConsumer(ctx, want.stream, want.config)
	}
	if err = explain(err); isForbidden(err) {
		err = fmt.Errorf("%w: run `gleaner streams apply` with an account that may make it", err)
	}
	return consumer, c.consumerErr(want, err)
}

func (c *Client) consumerErr(want declaredConsumer, err error) error {
	if err == nil {
		return nil
	}
	return hint(fmt.Errorf("open consumer %s of stream %s: %w", want.config.Durable, want.stream, err))
}

// maxName is how long the server lets a name be.
const maxName = 255

// ValidName says whether a consumer can have that name; "" is the default one.
func ValidName(name string) bool {
	return len(name) <= maxName && !strings.ContainsFunc(name, func(r rune) bool {
		return unicode.IsSpace(r) || !unicode.IsPrint(r) || strings.ContainsRune(`.*>/\`, r)
	})
}

// isForbidden says whether the account may not make the request.
func isForbidden(err error) bool { return errors.Is(err, nats.ErrPermissionViolation) }
