package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"

	"gleaner/pipeline"
	"gleaner/pipeline/jetstream"
)

func newWorkerCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "worker",
		Short: "Take articles from NATS and publish records",
		Long: `Take articles from NATS, extract them and publish records, until asked to end.

Start as many workers as you like: those with one --durable name share the
articles. An article is acknowledged only when all of its records are stored.
What fails for now is tried again with a growing delay; what cannot succeed
becomes a dead letter on articles.dead.<reason>, with its payload.

Live articles (articles.raw.>) and archives (articles.backfill.>) come in on lanes
of their own. A worker takes both, --live-weight live articles for each archived
one while both have some; --lane makes it take one only.

On SIGTERM or Ctrl-C the worker stops reading, finishes the work in hand within
--grace, and leaves the rest to others. A second signal ends it at once; even
then nothing is lost. One line per settled article is logged to standard error.`,
		Example: `  gleaner streams apply && gleaner worker
  gleaner worker --lane backfill --workers 8
  GLEANER_NATS_URL=nats://news:4222 gleaner worker --credentials gleaner.creds`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return withClient(cmd, "gleaner worker", func(cfg *loaded, client *jetstream.Client) error {
				log, err := newLogger(cfg, cmd.ErrOrStderr())
				if err != nil {
					return err
				}
				engine, err := openWork(cfg.Engine)
				if err != nil {
					return err
				}
				return runWorker(cmd.Context(), cfg, client, engine, log, nil)
			})
		},
	}
	addSettings(cmd, cmd.Flags(), "nats", "worker", "engine")
	return cmd
}

// runWorker works on the articles of the configured lanes until ctx ends.
// observe, where not nil, sees every settlement.
func runWorker(ctx context.Context, cfg *loaded, client *jetstream.Client, engine pipeline.Extractor, log zerolog.Logger, observe func(pipeline.Settlement)) error {
	w := cfg.Worker
	if w.AckWait <= pipeline.LongestWork(w.Timeout) {
		log.Warn().Dur("ack_wait", w.AckWait).Dur("longest_work", pipeline.LongestWork(w.Timeout)).
			Msg("worker.ack_wait is shorter than the work on an article may be: raise it, or lower worker.timeout")
	}
	source, err := openLanes(ctx, w, client)
	if err != nil {
		return notStarted(ctx, err)
	}
	sink, err := client.Sink(ctx, jetstream.SinkConfig{})
	if err != nil {
		return errors.Join(notStarted(ctx, err), source.Close(context.WithoutCancel(ctx)))
	}
	log.Info().Str("lane", w.Lane).Int("workers", w.workers()).Str("version", thisBuild().Version).Msg("worker started")
	unhook := context.AfterFunc(ctx, func() {
		log.Info().Dur("grace", w.Grace).Msg("asked to end: finishing the work in hand")
	})
	defer unhook()
	var rescue sync.WaitGroup
	rescue.Go(func() { keepRescuing(ctx, client, sink, log) })
	defer rescue.Wait()
	err = pipeline.Run(ctx, pipeline.Config{
		Source: source, Sink: sink, Extractor: engine, Workers: w.workers(), MaxAttempts: w.MaxAttempts,
		Timeout: w.Timeout, Patience: w.Patience, Grace: w.Grace, AckWait: w.AckWait,
		Backoff: pipeline.Exponential(w.BackoffBase, w.BackoffMax, nil), Log: log, Observe: observe,
	})
	if closing := sink.Close(context.WithoutCancel(ctx)); err == nil {
		err = closing
	}
	log.Info().Msg("worker ended")
	return err
}

// rescueRetry is how long the second net waits after an error.
const rescueRetry = 30 * time.Second

// keepRescuing holds the second net below the workers, see jetstream.Client.Rescue.
// That it cannot be held is no reason to stop working.
func keepRescuing(ctx context.Context, client *jetstream.Client, sink pipeline.Sink, log zerolog.Logger) {
	for {
		err := client.Rescue(ctx, sink)
		if ctx.Err() != nil {
			return
		}
		log.Warn().Err(err).Msg("articles the server gives up on are not watched for, trying again")
		select {
		case <-time.After(rescueRetry):
		case <-ctx.Done():
			return
		}
	}
}

// openLanes opens the lanes that the worker takes articles from.
func openLanes(ctx context.Context, w WorkerConfig, client *jetstream.Client) (pipeline.Source, error) {
	open := func(lane jetstream.Lane) (pipeline.Source, error) {
		return client.Source(ctx, jetstream.SourceConfig{
			Lane: lane, Durable: w.Durable, Prefetch: cmp.Or(w.Prefetch, 2*w.workers()), MaxBytes: w.MaxBytes, AckWait: w.AckWait,
		})
	}
	if w.Lane != "both" {
		return open(jetstream.Lane(w.Lane))
	}
	live, err := open(jetstream.Live)
	if err != nil {
		return nil, err
	}
	backfill, err := open(jetstream.Backfill)
	if err != nil {
		return nil, errors.Join(err, live.Close(context.WithoutCancel(ctx)))
	}
	return pipeline.Lanes(w.AckWait, pipeline.Lane{Source: live, Weight: w.LiveWeight}, pipeline.Lane{Source: backfill, Weight: 1}), nil
}

// notStarted is why a worker did not start; being asked to end is no failure.
func notStarted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("start worker: %w", err)
}
