package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"

	"gleaner/pipeline"
	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/replay"
	"gleaner/schemas"
)

// replayWithNATS publishes on the backfill lane, or extracts here into the
// stream of records; either way the job is kept in NATS.
func replayWithNATS(cmd *cobra.Command, f *replayFlags, args []string) error {
	return withClient(cmd, "gleaner replay", func(cfg *loaded, client *jetstream.Client) error {
		ctx := cmd.Context()
		var engine work
		target := "lane backfill"
		if f.local {
			target = "records"
			var err error
			if engine, err = openWork(cfg.Engine); err != nil {
				return err
			}
		}
		sink, err := client.Sink(ctx, jetstream.SinkConfig{})
		if err != nil {
			return err
		}
		name := f.name(args, target)
		store, err := client.Job(ctx, name)
		if err != nil {
			return err
		}
		plan := replay.Plan{Name: name, Sources: f.sources(args), Target: target, Reason: f.reason, Settings: f.settings(cfg), Holder: holder(), Restart: f.restart}
		if f.local {
			plan.Producer = engine.engine.Producer()
		}
		job, err := replay.Begin(ctx, store, plan)
		if err != nil {
			return beginError(err)
		}
		r := &replayRun{cmd: cmd, flags: f, cfg: cfg, job: job}
		open := func(ctx context.Context, from string) (pipeline.Source, error) {
			if f.stream != "" {
				return f.openPast(ctx, client, from)
			}
			return f.openArchive(cmd, args, from)
		}
		if f.local {
			return r.extract(open, engine, sink, false)
		}
		return r.run(open, func(ctx context.Context, source *replay.Source) error {
			lane, err := client.JobLane(ctx, job.Name(), job.Run(), f.reason, job.Sequence())
			if err != nil {
				return err
			}
			return (&publisher{job: job, lane: lane, sink: sink}).all(ctx, source)
		})
	})
}

// openPast opens the past of a stream where the job goes on.
func (f *replayFlags) openPast(ctx context.Context, client *jetstream.Client, from string) (pipeline.Source, error) {
	now := time.Now()
	since, err := timeOf(f.since, now)
	if err != nil {
		return nil, err
	}
	until, err := timeOf(f.until, now)
	if err != nil {
		return nil, err
	}
	return client.Past(ctx, jetstream.PastConfig{
		Stream: f.stream, Subject: f.subject, Since: since, Until: until, FromSeq: f.fromSeq, From: from,
	})
}

// Bounds of what is sent together.
const (
	batchArticles = 128
	batchBytes    = 8 << 20
	batchWait     = 50 * time.Millisecond
)

// publisher sends the articles of a job, a batch at a time.
type publisher struct {
	job  *replay.Job
	lane *jetstream.JobLane
	sink pipeline.Sink // of dead letters and copies

	batch      []jetstream.JobArticle
	deliveries []pipeline.Delivery
	bytes      int
}

// all sends every article of the source.
func (p *publisher) all(ctx context.Context, source *replay.Source) error {
	for {
		d, err := p.next(ctx, source)
		switch {
		case errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil:
			err = p.send(ctx) // nothing came for a while
		case errors.Is(err, io.EOF):
			return nil
		case err == nil:
			err = p.take(ctx, d)
		}
		if err != nil {
			return err
		}
	}
}

// next returns the next article; while some wait to be sent it does not wait
// long, and at the end they are sent first, for the source ends when all are settled.
func (p *publisher) next(ctx context.Context, source *replay.Source) (pipeline.Delivery, error) {
	if len(p.batch) == 0 {
		return source.Next(ctx)
	}
	ctx, cancel := context.WithTimeout(ctx, batchWait)
	defer cancel()
	return source.Next(ctx)
}

// take puts an article into the batch. One that a worker would refuse becomes a
// dead letter here, and one that is a copy is recorded as such.
func (p *publisher) take(ctx context.Context, d pipeline.Delivery) error {
	if l, ok := d.(pipeline.Loader); ok {
		if err := l.Load(ctx); err != nil {
			return p.leaveOut(ctx, d, err)
		}
	}
	if _, err := lenient(d.Body(), contentType(d)); err != nil {
		return p.leaveOut(ctx, d, err)
	}
	position := d.Subject()
	if at, ok := d.(replay.Positioned); ok {
		position = at.Position()
	}
	p.batch = append(p.batch, jetstream.JobArticle{Position: position, Header: d.Header(), Body: d.Body()})
	p.deliveries = append(p.deliveries, d)
	if p.bytes += len(d.Body()); len(p.batch) >= batchArticles || p.bytes >= batchBytes {
		return p.send(ctx)
	}
	return nil
}

// send sends the batch and settles what was in it.
func (p *publisher) send(ctx context.Context) error {
	sequences, err := p.lane.Send(ctx, p.batch)
	if err != nil {
		return err
	}
	for i, d := range p.deliveries {
		if err := d.Settle(ctx, pipeline.Outcome{Disposition: pipeline.Ack}); err != nil {
			return err
		}
		p.job.Published(d, sequences[i])
	}
	p.batch, p.deliveries, p.bytes = nil, nil, 0
	return nil
}

// leaveOut stores why an article is not sent.
func (p *publisher) leaveOut(ctx context.Context, d pipeline.Delivery, err error) error {
	letter := &schemas.DeadLetter{Subject: d.Subject(), Headers: d.Header(), Payload: d.Body(), Stage: "replay", Attempts: 1, Error: err.Error()}
	if l, ok := d.(pipeline.Loader); ok && l.PayloadRef() != "" {
		letter.Payload, letter.PayloadRef = nil, l.PayloadRef()
	}
	letter.LastSeen = time.Now().UTC().Format(time.RFC3339Nano)
	letter.FirstSeen = letter.LastSeen
	if seen := d.FirstSeen(); !seen.IsZero() {
		letter.FirstSeen = seen.UTC().Format(time.RFC3339Nano)
	}
	var skip *pipeline.Skip
	var field *schemas.FieldError
	switch {
	case errors.As(err, &skip):
		letter.Reason, letter.Error = skip.Reason, skip.Message
		if a, err := lenient(d.Body(), contentType(d)); err == nil {
			letter.ArticleID = a.ID
		}
		err = p.sink.WriteSkipped(ctx, letter)
	case errors.As(err, &field):
		letter.Reason, letter.Field, letter.Hint = string(field.Code), field.Field, field.Hint
		err = p.sink.WriteDead(ctx, letter)
	default:
		return fmt.Errorf("%s: %w", place(d.Subject()), err) // it may pass: run again
	}
	if err != nil {
		return fmt.Errorf("%s: store why it is left out: %w", place(d.Subject()), err)
	}
	if err := d.Settle(ctx, pipeline.Outcome{Disposition: pipeline.Ack}); err != nil {
		return err
	}
	if skip != nil {
		p.job.Skipped(d, letter.Reason)
	} else {
		p.job.Dead(d, letter.Reason)
	}
	return nil
}
