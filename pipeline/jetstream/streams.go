package jetstream

import (
	"context"
	"time"
)

// StreamsConfig says how much the streams keep and where.
type StreamsConfig struct {
	// Replicas is how many servers keep a copy: 1, 3 or 5. Default 1.
	Replicas int
	// ArticlesMaxAge is how long articles are kept for replay. Default 30 days.
	ArticlesMaxAge time.Duration
	// RecordsMaxAge is how long records are kept. Default 0: for ever.
	RecordsMaxAge time.Duration
	// DeadMaxAge is how long dead letters and skipped articles are kept. Default 90 days.
	DeadMaxAge time.Duration
	// MaxBytes bounds each stream. Default 0: no bound but the server's. A full
	// ARTICLES, BACKFILL, RECORDS or DEAD stream refuses new messages rather than drop old ones.
	MaxBytes int64
	// DuplicateWindow is how long message ids are remembered. Default 10 minutes.
	DuplicateWindow time.Duration
	// Memory keeps streams in memory instead of on disk, for tests.
	Memory bool
}

// StreamChange is one difference between the wanted and the existing streams.
type StreamChange struct {
	Stream string
	// Action is "create", "update", "unchanged" or "refused".
	Action string
	// Fields says what differs, one "field: old -> new" each.
	Fields []string
	// Reason says why a change was refused.
	Reason string
}

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

// ApplyStreams makes the streams that are missing and updates those that
// differ. It never destroys data: a change that would drop messages is refused
// and told of, and the rest is applied.
func (c *Client) ApplyStreams(ctx context.Context) ([]StreamChange, error) { return nil, nil }

// PlanStreams says what ApplyStreams would do, and does nothing.
func (c *Client) PlanStreams(ctx context.Context) ([]StreamChange, error) { return nil, nil }

// ShowStreams tells how every stream stands.
func (c *Client) ShowStreams(ctx context.Context) ([]StreamState, error) { return nil, nil }
