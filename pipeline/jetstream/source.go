package jetstream

import (
	"context"
	"time"

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

// Source returns the articles of a lane. It makes the durable consumer or
// updates it; what was not settled before is handed out again.
func (c *Client) Source(ctx context.Context, cfg SourceConfig) (pipeline.Source, error) {
	return nil, nil
}
