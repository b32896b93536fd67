package jetstream

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// StreamChange is one difference between the wanted and the existing streams.
type StreamChange struct {
	Stream string
	// Consumer is set when the change is one of a consumer of the stream.
	Consumer string
	// Action is "create", "update", "unchanged" or "refused".
	Action string
	// Fields says what differs, one "field: old -> new" each.
	Fields []string
	// Reason says why a change was refused.
	Reason string
}

// ApplyStreams makes the streams and consumers that are missing and updates
// those that differ. It destroys no data unless StreamsConfig.AllowLoss says so:
// a change that would drop messages is refused and told of, and the rest is
// applied.
func (c *Client) ApplyStreams(ctx context.Context) ([]StreamChange, error) {
	return c.eachStream(ctx, true)
}

// PlanStreams says what ApplyStreams would do, and does nothing.
func (c *Client) PlanStreams(ctx context.Context) ([]StreamChange, error) {
	return c.eachStream(ctx, false)
}

func (c *Client) eachStream(ctx context.Context, apply bool) ([]StreamChange, error) {
	var changes []StreamChange
	for _, want := range c.cfg.Streams.streams() {
		change, err := c.applyStream(ctx, want, apply)
		if err != nil {
			return changes, hint(fmt.Errorf("apply stream %s: %w", want.Name, err))
		}
		changes = append(changes, change)
	}
	change, err := c.applyBodies(ctx, apply)
	if err != nil {
		return changes, hint(fmt.Errorf("apply object store %s: %w", bucketBodies, err))
	}
	changes = append(changes, change)
	for _, want := range []js.KeyValueConfig{c.cfg.Streams.jobs(), c.cfg.Streams.locks()} {
		change, err := c.applyBucket(ctx, want, apply)
		if err != nil {
			return changes, hint(fmt.Errorf("apply bucket %s: %w", want.Bucket, err))
		}
		changes = append(changes, change)
	}
	for _, want := range c.cfg.Streams.consumers() {
		change, err := c.applyConsumer(ctx, want, apply)
		if err != nil {
			return changes, hint(fmt.Errorf("apply consumer %s of stream %s: %w", want.config.Durable, want.stream, err))
		}
		changes = append(changes, change)
	}
	return changes, nil
}

func (c *Client) applyStream(ctx context.Context, want js.StreamConfig, apply bool) (StreamChange, error) {
	change := StreamChange{Stream: want.Name, Action: "create"}
	stream, err := c.js.Stream(ctx, want.Name)
	if errors.Is(err, js.ErrStreamNotFound) {
		if apply {
			_, err = c.js.CreateStream(ctx, want)
			return change, err
		}
		return change, nil
	}
	if err != nil {
		return change, err
	}
	info, err := stream.Info(ctx)
	if err != nil {
		return change, err
	}
	next, fields := merge(info.Config, want)
	change.Fields = fields
	change.Action, change.Reason = "update", destroys(info, next, c.cfg.Streams.AllowLoss)
	switch {
	case len(fields) == 0:
		change.Action, change.Reason = "unchanged", ""
	case change.Reason != "":
		change.Action = "refused"
	case apply:
		_, err = c.js.UpdateStream(ctx, next)
	}
	return change, err
}

// merge changes the fields of have that we manage to what is wanted and says
// which ones differed. Other fields stay as the operator left them, and so do
// subjects that were added.
func merge(have, want js.StreamConfig) (next js.StreamConfig, fields []string) {
	next = have
	differs := func(field string, from, to any) {
		fields = append(fields, fmt.Sprintf("%s: %v -> %v", field, from, to))
	}
	for _, subject := range want.Subjects {
		if !slices.Contains(have.Subjects, subject) {
			next.Subjects = append(slices.Clone(next.Subjects), subject)
			differs("subjects", have.Subjects, next.Subjects)
		}
	}
	if have.MaxAge != want.MaxAge {
		differs("max_age", have.MaxAge, want.MaxAge)
		next.MaxAge = want.MaxAge
	}
	if have.MaxBytes != want.MaxBytes {
		differs("max_bytes", have.MaxBytes, want.MaxBytes)
		next.MaxBytes = want.MaxBytes
	}
	if have.Replicas != want.Replicas {
		differs("replicas", have.Replicas, want.Replicas)
		next.Replicas = want.Replicas
	}
	if have.Duplicates != want.Duplicates {
		differs("duplicate_window", have.Duplicates, want.Duplicates)
		next.Duplicates = want.Duplicates
	}
	if have.Discard != want.Discard {
		differs("discard", have.Discard, want.Discard)
		next.Discard = want.Discard
	}
	if have.AllowDirect != want.AllowDirect {
		differs("allow_direct", have.AllowDirect, want.AllowDirect)
		next.AllowDirect = want.AllowDirect
	}
	if have.Storage != want.Storage {
		differs("storage", have.Storage, want.Storage)
		next.Storage = want.Storage
	}
	if have.Retention != want.Retention {
		differs("retention", have.Retention, want.Retention)
		next.Retention = want.Retention
	}
	return next, fields
}

// destroys says why an update would lose messages or cannot be made, "" when
// it is safe or the loss is allowed.
func destroys(info *js.StreamInfo, next js.StreamConfig, allowLoss bool) string {
	have, state := info.Config, info.State
	oldest := info.TimeStamp.Sub(state.FirstTime)
	switch {
	case next.Storage != have.Storage:
		return "storage cannot be changed: copy the stream to a new one"
	case next.Retention != have.Retention:
		return "retention " + have.Retention.String() + " was chosen by somebody else: copy the stream to a new one"
	case allowLoss:
	case next.MaxAge > 0 && state.Msgs > 0 && oldest > next.MaxAge:
		return fmt.Sprintf("the oldest message is %s old and would be dropped: allow loss if you mean it", oldest.Round(time.Minute))
	case next.MaxBytes > 0 && state.Bytes > uint64(next.MaxBytes):
		return fmt.Sprintf("the stream holds %d bytes, more than the new limit", state.Bytes)
	}
	return ""
}

// applyBodies makes the object store, and lets it keep more and for longer,
// never less.
func (c *Client) applyBodies(ctx context.Context, apply bool) (StreamChange, error) {
	want := c.cfg.Streams.bodies()
	change := StreamChange{Stream: "OBJ_" + bucketBodies, Action: "create"}
	stream, err := c.js.Stream(ctx, change.Stream)
	if errors.Is(err, js.ErrStreamNotFound) {
		if apply {
			_, err = c.js.CreateObjectStore(ctx, want)
			return change, err
		}
		return change, nil
	}
	if err != nil {
		return change, err
	}
	info := stream.CachedInfo()
	next := info.Config
	next.MaxAge, next.MaxBytes, next.Replicas = want.TTL, want.MaxBytes, want.Replicas
	next, change.Fields = merge(info.Config, next)
	change.Action, change.Reason = "update", losesBodies(info, next, c.cfg.Streams.AllowLoss)
	switch {
	case len(change.Fields) == 0:
		change.Action, change.Reason = "unchanged", ""
	case change.Reason != "":
		change.Action = "refused"
	case apply:
		_, err = c.js.UpdateStream(ctx, next)
	}
	return change, err
}

// losesBodies is destroys for the object store, where a body may have been
// referred to long after it was stored.
func losesBodies(info *js.StreamInfo, next js.StreamConfig, allowLoss bool) string {
	have, state := info.Config, info.State
	switch {
	case allowLoss || state.Msgs == 0:
	case next.MaxAge > 0 && (have.MaxAge == 0 || next.MaxAge < have.MaxAge):
		return "bodies might be dropped that messages refer to"
	case next.MaxBytes > 0 && state.Bytes > uint64(next.MaxBytes):
		return fmt.Sprintf("it holds %d bytes, more than the new limit", state.Bytes)
	}
	return ""
}

// applyBucket makes a key-value bucket, or brings its replicas up to date.
func (c *Client) applyBucket(ctx context.Context, want js.KeyValueConfig, apply bool) (StreamChange, error) {
	change := StreamChange{Stream: "KV_" + want.Bucket, Action: "create"}
	kv, err := c.js.KeyValue(ctx, want.Bucket)
	if errors.Is(err, js.ErrBucketNotFound) {
		if apply {
			_, err = c.js.CreateKeyValue(ctx, want)
			return change, err
		}
		return change, nil
	}
	if err != nil {
		return change, err
	}
	status, err := kv.Status(ctx)
	if err != nil {
		return change, err
	}
	have := status.Config()
	change.Action = "unchanged"
	if have.Replicas != want.Replicas {
		change.Action = "update"
		change.Fields = append(change.Fields, fmt.Sprintf("replicas: %v -> %v", have.Replicas, want.Replicas))
	}
	if apply && change.Action == "update" {
		have.Replicas = want.Replicas
		_, err = c.js.UpdateKeyValue(ctx, have)
	}
	return change, err
}
