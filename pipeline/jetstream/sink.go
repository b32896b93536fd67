package jetstream

import (
	"context"

	"gleaner/pipeline"
)

// SinkConfig tells how records are published.
type SinkConfig struct {
	// Source is the CloudEvents source of the records. Default "gleaner".
	Source string
}

// Sink returns a sink that publishes records as CloudEvents.
func (c *Client) Sink(ctx context.Context, cfg SinkConfig) (pipeline.Sink, error) { return nil, nil }
