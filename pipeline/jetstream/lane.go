package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// LaneState is how far the workers of a lane have come.
type LaneState struct {
	// Waiting were never delivered; InFlight are delivered and not settled;
	// Redelivered are in flight for the second time or more.
	Waiting     uint64
	InFlight    int
	Redelivered int
	// Workers is how many requests of workers for an article the server has.
	Workers int
	// Oldest is when the oldest article was stored that is not settled; zero when
	// all are, or the account may not look.
	Oldest time.Time
}

// LaneState asks the server how a lane stands. Of cfg it heeds Lane and Durable.
func (c *Client) LaneState(ctx context.Context, cfg SourceConfig) (LaneState, error) {
	want := c.cfg.Streams.laneConsumer(cfg)
	fail := func(err error) (LaneState, error) {
		return LaneState{}, hint(fmt.Errorf("look at consumer %s of stream %s: %w", want.config.Durable, want.stream, err))
	}
	consumer, err := c.js.Consumer(ctx, want.stream, want.config.Durable)
	if err != nil {
		return fail(err)
	}
	info := consumer.CachedInfo()
	state := LaneState{Waiting: info.NumPending, InFlight: info.NumAckPending, Redelivered: info.NumRedelivered, Workers: info.NumWaiting}
	if state.Waiting == 0 && state.InFlight == 0 {
		return state, nil
	}
	if state.Oldest, err = c.storedAt(ctx, want.stream, info.AckFloor.Stream+1); err != nil {
		return fail(err)
	}
	return state, nil
}

// storedAt is when the first message from a sequence on was stored; zero when
// there is none any more, or the account may not look at it.
func (c *Client) storedAt(ctx context.Context, stream string, sequence uint64) (time.Time, error) {
	ctx, explain := c.denials.watch(ctx, "."+stream+`"`) // as a refused subject ends
	s, err := c.js.Stream(ctx, stream)
	var msg *js.RawStreamMsg
	if err == nil {
		msg, err = s.GetMsg(ctx, sequence, js.WithGetMsgSubject(">"))
	}
	switch err = explain(err); {
	case err == nil:
		return msg.Time, nil
	case isForbidden(err), errors.Is(err, js.ErrMsgNotFound): // settled meanwhile
		return time.Time{}, nil
	}
	return time.Time{}, err
}

// Connected says whether the client is connected to a server right now.
func (c *Client) Connected() bool { return c.nc.IsConnected() }
