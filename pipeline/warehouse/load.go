package warehouse

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/rs/zerolog"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Config tells Load what to do. Source, Target and Refuse are required.
type Config struct {
	Source pipeline.RecordSource
	Target Target
	// Refuse stores the dead letter of a record that the target refuses, and returns
	// when that is durable.
	Refuse func(context.Context, *schemas.DeadLetter) error
	// Grace is how long the batch in hand may take when ctx has ended. Default 30s.
	Grace time.Duration
	// Backoff is the delay after the n-th failure in a row, from 1. Default 1s, doubled up to a minute.
	Backoff func(int) time.Duration
	Log     zerolog.Logger
	// Observe, where set, is told of every batch that was written and acknowledged.
	Observe func(Commit)
}

// Commit is one batch that is in the warehouse.
type Commit struct {
	Records, Refused int
	// Waiting is how many more records there were.
	Waiting uint64
	Took    time.Duration
}

// Load writes what the source hands out, batch by batch: it reads ahead by one
// batch, commits, then acknowledges. What a target refuses becomes a dead
// letter and the rest of the batch is written. A target that fails is tried
// again until ctx ends. Load returns nil when the source is empty or ctx ended.
func Load(ctx context.Context, cfg Config) error {
	if cfg.Grace == 0 {
		cfg.Grace = 30 * time.Second
	}
	if cfg.Backoff == nil {
		cfg.Backoff = pipeline.Exponential(time.Second, time.Minute, nil)
	}
	reading, stop := context.WithCancel(ctx)
	defer stop()
	batches := make(chan *pipeline.RecordBatch)
	var readErr error
	go func() {
		defer close(batches)
		for {
			batch, err := cfg.Source.Next(reading)
			if err != nil {
				if !errors.Is(err, io.EOF) && reading.Err() == nil {
					readErr = fmt.Errorf("read records: %w", err)
				}
				return
			}
			select {
			case batches <- batch:
			case <-reading.Done():
				return // not acknowledged: it comes again
			}
		}
	}()
	var writeErr error
	for batch := range batches {
		if writeErr != nil {
			continue
		}
		if writeErr = (&loader{cfg}).commit(ctx, batch); writeErr != nil {
			stop()
		}
	}
	if ctx.Err() != nil && errors.Is(writeErr, context.Canceled) {
		writeErr = nil // left for the next time
	}
	return errors.Join(writeErr, readErr)
}

// loader writes batches.
type loader struct{ Config }

// item is a record and what it says.
type item struct {
	record  pipeline.Record
	content content
}

// commit writes a batch, then acknowledges it.
func (l *loader) commit(ctx context.Context, batch *pipeline.RecordBatch) error {
	began := time.Now()
	ctx, cancel := graceful(ctx, l.Grace)
	defer cancel()
	refused := 0
	var items []item
	for _, r := range batch.Records {
		c, err := read(r)
		if err != nil {
			refused++
			if err := l.refuse(ctx, r, err); err != nil {
				return err
			}
			continue
		}
		items = append(items, item{r, c})
	}
	n, err := l.write(ctx, items)
	if err != nil {
		return err
	}
	if err := batch.Ack(ctx); err != nil {
		l.Log.Warn().Err(err).Msg("written, but not acknowledged: the records come again and change nothing")
	}
	if l.Observe != nil {
		l.Observe(Commit{Records: len(batch.Records), Refused: refused + n, Waiting: batch.Waiting, Took: time.Since(began)})
	}
	return nil
}

// write writes the items. When the target refuses them it halves them until
// the offenders are found, and says how many there were.
func (l *loader) write(ctx context.Context, items []item) (refused int, err error) {
	b := &Batch{}
	for _, i := range items {
		b.add(i.content)
	}
	if b.empty() {
		return 0, nil
	}
	err = l.again(ctx, "write to "+l.Target.String(), func() error { return l.Target.Write(ctx, b) })
	switch {
	case err == nil || !pipeline.IsPermanent(err):
		return 0, err
	case len(items) == 1:
		return 1, l.refuse(ctx, items[0].record, err)
	}
	left, err := l.write(ctx, items[:len(items)/2])
	if err != nil {
		return left, err
	}
	right, err := l.write(ctx, items[len(items)/2:])
	return left + right, err
}

// refuse stores the dead letter of a record. Dead letters that cannot be
// loaded leave a line in the log only, for else they would breed.
func (l *loader) refuse(ctx context.Context, r pipeline.Record, reason error) error {
	l.Log.Error().Str("subject", r.Subject).Int64("revision", r.Revision).Err(reason).Msg("record refused")
	letter := letterFor(r, reason)
	if strings.HasPrefix(r.Subject, schemas.SubjectDead) {
		return nil
	}
	return l.again(ctx, "store a dead letter", func() error { return l.Refuse(ctx, letter) })
}

// again calls do until it succeeds, fails for good, or ctx ends.
func (l *loader) again(ctx context.Context, what string, do func() error) error {
	for n := 1; ; n++ {
		err := do()
		if err == nil || pipeline.IsPermanent(err) {
			return err
		}
		if ctx.Err() != nil {
			return fmt.Errorf("%s: %w", what, ctx.Err())
		}
		delay := l.Backoff(n)
		l.Log.Warn().Err(err).Dur("again_in", delay).Msg(what + " failed")
		select {
		case <-time.After(delay):
		case <-ctx.Done():
			return fmt.Errorf("%s: %w", what, ctx.Err())
		}
	}
}

// graceful returns a context that ends the given time after ctx has.
func graceful(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unhook := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(late, func() { timer.Stop() })
	})
	return late, func() { unhook(); cancel() }
}
