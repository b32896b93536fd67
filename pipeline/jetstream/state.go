package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// StreamState is how a stream stands.
type StreamState struct {
	Name     string
	Subjects []string
	Messages uint64
	Bytes    uint64
	FirstSeq uint64
	LastSeq  uint64
	Oldest   time.Time
	Newest   time.Time
	// Consumers are the durable ones.
	Consumers []ConsumerState
	// Missing says that the stream does not exist yet.
	Missing bool
}

// ConsumerState is how far a durable consumer has come.
type ConsumerState struct {
	Name string
	// Pending were never delivered; InFlight are delivered and not settled;
	// Redelivered are in flight for the second time or more.
	Pending     uint64
	InFlight    int
	Redelivered int
}

// ShowStreams tells how every stream stands.
func (c *Client) ShowStreams(ctx context.Context) ([]StreamState, error) {
	var states []StreamState
	for _, want := range c.cfg.Streams.streams() {
		state, err := c.showStream(ctx, want.Name)
		if err != nil {
			return states, hint(fmt.Errorf("show stream %s: %w", want.Name, err))
		}
		states = append(states, state)
	}
	return states, nil
}

func (c *Client) showStream(ctx context.Context, name string) (StreamState, error) {
	stream, err := c.js.Stream(ctx, name)
	if errors.Is(err, js.ErrStreamNotFound) {
		return StreamState{Name: name, Missing: true}, nil
	}
	if err != nil {
		return StreamState{}, err
	}
	info, err := stream.Info(ctx)
	if err != nil {
		return StreamState{}, err
	}
	state := StreamState{
		Name: name, Subjects: info.Config.Subjects,
		Messages: info.State.Msgs, Bytes: info.State.Bytes,
		FirstSeq: info.State.FirstSeq, LastSeq: info.State.LastSeq,
		Oldest: info.State.FirstTime, Newest: info.State.LastTime,
	}
	consumers := stream.ListConsumers(ctx)
	for consumer := range consumers.Info() {
		if consumer.Config.Durable == "" {
			continue
		}
		state.Consumers = append(state.Consumers, ConsumerState{
			Name: consumer.Name, Pending: consumer.NumPending,
			InFlight: consumer.NumAckPending, Redelivered: consumer.NumRedelivered,
		})
	}
	return state, consumers.Err()
}
