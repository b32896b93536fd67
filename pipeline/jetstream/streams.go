package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// The streams. Their limits are declared in StreamsConfig.streams.
const (
	streamArticles = "ARTICLES"
	streamBackfill = "BACKFILL"
	streamRecords  = "RECORDS"
	streamDead     = "DEAD"
	streamSkipped  = "SKIPPED"
	// bucketBodies is the object store for bodies too large for a message.
	bucketBodies = "bodies"
)

// StreamsConfig says how much the streams keep and where. For an age, 0 is the
// default and less than 0 is for ever.
type StreamsConfig struct {
	// Replicas is how many servers keep a copy: 1, 3 or 5. Default 1.
	Replicas int
	// ArticlesMaxAge is how long articles are kept for replay. Default 30 days.
	ArticlesMaxAge time.Duration
	// RecordsMaxAge is how long records are kept. Default for ever.
	RecordsMaxAge time.Duration
	// DeadMaxAge is how long dead letters and skipped articles are kept. Default 90 days.
	DeadMaxAge time.Duration
	// MaxBytes bounds each stream. Default 0: no bound but the server's. A full
	// stream refuses new messages rather than drop old ones.
	MaxBytes int64
	// DuplicateWindow is how long message ids are remembered. Default 10 minutes.
	DuplicateWindow time.Duration
	// Memory keeps streams in memory instead of on disk, for tests.
	Memory bool
}

const day = 24 * time.Hour

func (c StreamsConfig) withDefaults() StreamsConfig {
	c.Replicas = cmp.Or(c.Replicas, 1)
	c.ArticlesMaxAge = max(cmp.Or(c.ArticlesMaxAge, 30*day), 0)
	c.RecordsMaxAge = max(c.RecordsMaxAge, 0)
	c.DeadMaxAge = max(cmp.Or(c.DeadMaxAge, 90*day), 0)
	c.DuplicateWindow = cmp.Or(c.DuplicateWindow, 10*time.Minute)
	return c
}

// streams declares every stream. Retention is by limits everywhere: an article
// stays until it is too old, whoever has read it, so that it can be replayed
// and a consumer that gives up never takes it along.
func (c StreamsConfig) streams() []js.StreamConfig {
	base := js.StreamConfig{
		Retention:   js.LimitsPolicy,
		Discard:     js.DiscardNew,
		Storage:     js.FileStorage,
		Compression: js.S2Compression,
		Replicas:    c.Replicas,
		Duplicates:  c.DuplicateWindow,
		MaxBytes:    cmp.Or(c.MaxBytes, -1),
		AllowDirect: true,
	}
	if c.Memory {
		base.Storage, base.Compression = js.MemoryStorage, js.NoCompression
	}
	declare := func(name, about, subject string, keep time.Duration) js.StreamConfig {
		s := base
		s.Name, s.Description, s.Subjects, s.MaxAge = name, about, []string{subject + ">"}, keep
		if keep > 0 {
			s.Duplicates = min(s.Duplicates, keep)
		}
		return s
	}
	return []js.StreamConfig{
		declare(streamArticles, "Articles as they come in", schemas.SubjectRaw, c.ArticlesMaxAge),
		declare(streamBackfill, "Articles from archives", schemas.SubjectBackfill, c.ArticlesMaxAge),
		declare(streamRecords, "What was found in the articles", subjectRecords, c.RecordsMaxAge),
		declare(streamDead, "Articles that could not be worked on", schemas.SubjectDead, c.DeadMaxAge),
		declare(streamSkipped, "Articles that were left out", schemas.SubjectSkipped, c.DeadMaxAge),
	}
}

// bodies declares the object store. It keeps a body as long as a message may refer to it.
func (c StreamsConfig) bodies() js.ObjectStoreConfig {
	keep := max(c.ArticlesMaxAge, c.DeadMaxAge)
	if c.ArticlesMaxAge == 0 || c.DeadMaxAge == 0 {
		keep = 0
	}
	storage := js.FileStorage
	if c.Memory {
		storage = js.MemoryStorage
	}
	return js.ObjectStoreConfig{
		Bucket: bucketBodies, Description: "Bodies of articles too large for a message",
		TTL: keep, Storage: storage, Replicas: c.Replicas, MaxBytes: cmp.Or(c.MaxBytes, -1),
	}
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

// ApplyStreams makes the streams that are missing and updates those that
// differ. It never destroys data: a change that would drop messages is refused
// and told of, and the rest is applied.
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
	return append(changes, change), nil
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
	change.Action, change.Reason = "update", destroys(info, next)
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
// it is safe.
func destroys(info *js.StreamInfo, next js.StreamConfig) string {
	have, state := info.Config, info.State
	oldest := info.TimeStamp.Sub(state.FirstTime)
	switch {
	case next.Storage != have.Storage:
		return "storage cannot be changed: copy the stream to a new one"
	case next.Retention != have.Retention:
		return "retention " + have.Retention.String() + " was chosen by somebody else: copy the stream to a new one"
	case next.MaxAge > 0 && state.Msgs > 0 && oldest > next.MaxAge:
		return fmt.Sprintf("the oldest message is %s old and would be dropped: purge it yourself if you mean it", oldest.Round(time.Minute))
	case next.MaxBytes > 0 && state.Bytes > uint64(next.MaxBytes):
		return fmt.Sprintf("the stream holds %d bytes, more than the new limit", state.Bytes)
	}
	return ""
}

// applyBodies makes the object store, and lets it keep bodies longer, never shorter.
func (c *Client) applyBodies(ctx context.Context, apply bool) (StreamChange, error) {
	want := c.cfg.Streams.bodies()
	change := StreamChange{Stream: "OBJ_" + bucketBodies, Action: "create"}
	store, err := c.js.ObjectStore(ctx, bucketBodies)
	if errors.Is(err, js.ErrBucketNotFound) {
		if apply {
			_, err = c.js.CreateObjectStore(ctx, want)
			return change, err
		}
		return change, nil
	}
	if err != nil {
		return change, err
	}
	status, err := store.Status(ctx)
	if err != nil {
		return change, err
	}
	change.Action = "unchanged"
	if have := status.TTL(); have != want.TTL {
		change.Action = "update"
		change.Fields = append(change.Fields, fmt.Sprintf("max_age: %v -> %v", have, want.TTL))
		if want.TTL > 0 && (have == 0 || want.TTL < have) && status.Size() > 0 {
			change.Action, change.Reason = "refused", "bodies might be dropped that messages refer to"
		}
	}
	if have := status.Replicas(); have != want.Replicas && change.Action != "refused" {
		change.Action = "update"
		change.Fields = append(change.Fields, fmt.Sprintf("replicas: %v -> %v", have, want.Replicas))
	}
	if apply && change.Action == "update" {
		_, err = c.js.UpdateObjectStore(ctx, want)
	}
	return change, err
}
