package jetstream

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// RecordsConfig tells how records are taken for a warehouse.
type RecordsConfig struct {
	// Durable is the consumers' name; loaders with one name share the records. It is required.
	Durable string
	// Dead reads the dead letters instead of the records.
	Dead bool
	// MaxRecords, MaxBytes and Interval bound a batch. Defaults 5,000, 32 MiB and 5s.
	MaxRecords int
	MaxBytes   int
	Interval   time.Duration
	// AckWait is after which time a batch that was not acknowledged is handed out again. Default 5m.
	AckWait time.Duration
	// Once ends with io.EOF when everything that was there when it was opened
	// was acknowledged, by whomever; Drain, from when it is closed, when
	// everything was.
	Once  bool
	Drain <-chan struct{}
}

func (cfg RecordsConfig) withDefaults() RecordsConfig {
	cfg.MaxRecords = cmp.Or(cfg.MaxRecords, 5000)
	cfg.MaxBytes = cmp.Or(cfg.MaxBytes, 32<<20)
	cfg.Interval = cmp.Or(cfg.Interval, 5*time.Second)
	cfg.AckWait = cmp.Or(cfg.AckWait, 5*time.Minute)
	return cfg
}

// Records returns the records, or dead letters, in batches. It makes the
// durable consumer or updates it; what was not acknowledged before is handed
// out again.
func (c *Client) Records(ctx context.Context, cfg RecordsConfig) (pipeline.RecordSource, error) {
	cfg = cfg.withDefaults()
	if cfg.Durable == "" {
		return nil, errors.New("open records: no name for the consumer")
	}
	name, subject := streamRecords, subjectRecords+">"
	if cfg.Dead {
		name, subject = streamDead, schemas.SubjectDead+">"
	}
	stream, err := c.js.Stream(ctx, name)
	if err != nil {
		return nil, hint(fmt.Errorf("open stream %s: %w", name, err))
	}
	consumer, err := stream.CreateOrUpdateConsumer(ctx, js.ConsumerConfig{
		Durable:       cfg.Durable,
		Description:   "Gleaner, loading a warehouse",
		FilterSubject: subject,
		AckPolicy:     js.AckExplicitPolicy,
		AckWait:       cfg.AckWait,
		MaxDeliver:    -1,
		MaxAckPending: max(maxInFlight, 8*cfg.MaxRecords),
		// A warehouse that is gone for good leaves nothing behind; one that comes back loads everything again.
		InactiveThreshold: 90 * day,
	})
	if err != nil {
		return nil, hint(fmt.Errorf("open consumer %s of stream %s: %w", cfg.Durable, name, err))
	}
	life, end := context.WithCancel(context.Background())
	info := stream.CachedInfo()
	return &batches{client: c, consumer: consumer, cfg: cfg, epoch: epoch(info.Created), last: info.State.LastSeq, life: life, end: end}, nil
}

// batches fetches from a pull consumer.
type batches struct {
	client   *Client
	consumer js.Consumer
	cfg      RecordsConfig
	epoch    int64
	last     uint64          // in the stream when it was opened
	life     context.Context // ends with Close
	end      context.CancelFunc
}

// epoch is what the revisions of a stream begin with: the minute it was made,
// since 2020. There is room for 2^25 minutes, until 2083.
func epoch(created time.Time) int64 {
	start := time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC)
	return max(int64(created.Sub(start)/time.Minute), 0) << 38
}

// Next implements pipeline.RecordSource. A lost connection is waited for.
func (b *batches) Next(ctx context.Context) (*pipeline.RecordBatch, error) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(b.life, cancel)()
	for {
		if b.cfg.Once && b.caughtUp(ctx) {
			return nil, io.EOF
		}
		msgs, err := b.fetch(ctx)
		switch {
		case len(msgs) > 0:
			return b.batch(msgs)
		case b.life.Err() != nil:
			return nil, io.EOF
		case ctx.Err() != nil:
			return nil, ctx.Err()
		case err == nil && b.draining():
			info, err := b.consumer.Info(ctx)
			// What somebody else holds counts as left: if he died it comes again.
			if err == nil && info.NumPending == 0 && info.NumAckPending == 0 {
				return nil, io.EOF
			}
		case errors.Is(err, js.ErrConsumerDeleted), errors.Is(err, js.ErrConsumerNotFound), b.client.nc.IsClosed():
			return nil, hint(fmt.Errorf("read records of consumer %s: %w", b.cfg.Durable, err))
		}
		if err != nil && !pause(ctx, tailRetry) {
			return nil, ctx.Err()
		}
	}
}

// caughtUp says whether everything was acknowledged that was there at the
// beginning. A stream that is written to all the time is never empty.
func (b *batches) caughtUp(ctx context.Context) bool {
	info, err := b.consumer.Info(ctx)
	return err == nil && info.AckFloor.Stream >= b.last
}

// draining says whether the source ends when it is empty.
func (b *batches) draining() bool {
	select {
	case <-b.cfg.Drain:
		return true
	default:
		return b.cfg.Once
	}
}

// fetch takes what comes within the interval; with Once, what is there.
func (b *batches) fetch(ctx context.Context) ([]js.Msg, error) {
	wait := b.cfg.Interval
	if b.draining() {
		wait = min(wait, 200*time.Millisecond)
	}
	limited, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	batch, err := b.consumer.Fetch(b.cfg.MaxRecords, js.FetchContext(limited), js.FetchMaxBytes(b.cfg.MaxBytes))
	if err != nil {
		return nil, err
	}
	var msgs []js.Msg
	for msg := range batch.Messages() {
		msgs = append(msgs, msg)
	}
	err = batch.Error()
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, js.ErrMaxBytesExceeded) {
		err = nil
	}
	return msgs, err
}

func (b *batches) batch(msgs []js.Msg) (*pipeline.RecordBatch, error) {
	out := &pipeline.RecordBatch{Records: make([]pipeline.Record, 0, len(msgs))}
	for _, msg := range msgs {
		meta, err := msg.Metadata()
		if err != nil {
			return nil, fmt.Errorf("read metadata of a message on %s: %w", msg.Subject(), err)
		}
		body, err := b.client.plain(msg.Headers(), msg.Data())
		if err != nil {
			body = msg.Data() // as it is, for the warehouse to refuse
		}
		out.Waiting = meta.NumPending
		out.Records = append(out.Records, pipeline.Record{
			Subject: msg.Subject(), Body: body, StoredAt: meta.Timestamp.UTC(),
			Revision: b.epoch | int64(meta.Sequence.Stream), Attempt: int(meta.NumDelivered),
		})
	}
	out.Ack = func(ctx context.Context) error {
		for _, msg := range msgs {
			if err := msg.Ack(); err != nil {
				return hint(fmt.Errorf("acknowledge records of consumer %s: %w", b.cfg.Durable, err))
			}
		}
		return hint(b.client.flush(ctx))
	}
	return out, nil
}

// Close implements pipeline.RecordSource.
func (b *batches) Close(context.Context) error {
	b.end()
	return nil
}

// pause waits and says whether ctx still lives.
func pause(ctx context.Context, d time.Duration) bool {
	select {
	case <-time.After(d):
		return true
	case <-ctx.Done():
		return false
	}
}
