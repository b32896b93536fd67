package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/rs/zerolog"
	"github.com/spf13/cobra"
	"golang.org/x/sync/errgroup"

	"gleaner/pipeline"
	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/warehouse"
)

func newLoadCommand() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "load",
		Short: "Load records into a data warehouse",
		Long: `Load records from NATS into typed tables, until asked to end: articles, entities,
mentions, events, event_arguments, dead_letters and runs, as docs/tables.md
describes them.

  parquet:DIR                   Parquet files; views.sql there is for DuckDB
  parquet:s3://BUCKET/PREFIX    the same in an object store
  postgres://USER@HOST/DB       tables in the schema gleaner, made if missing

Records are written in batches and acknowledged when they are durable. Loading
is idempotent: running twice, redelivery, several loaders at once and a crash at
any point leave the same rows. A newer extraction of an article replaces the
older one. What a target refuses becomes a dead letter (articles.dead.refused)
and the rest is written.

A loader begins with the oldest record that its warehouse has not seen: each
warehouse has its own consumer, which loaders of that warehouse share. One line
per batch is logged to standard error.

Passwords: PGPASSWORD or ~/.pgpass; AWS_ACCESS_KEY_ID and
AWS_SECRET_ACCESS_KEY, ~/.aws/credentials or the machine's role.`,
		Example: `  gleaner load --to parquet:warehouse
  gleaner load --to postgres://news@db/news
  gleaner load --to parquet:s3://news/gleaner --s3-endpoint https://s3.example.org
  gleaner load --once --to parquet:warehouse     # what is there, for a timetable`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := loadConfig(cmd)
			if err != nil {
				return err
			}
			log, err := newLogger(cfg, cmd.ErrOrStderr())
			if err != nil {
				return err
			}
			if err := checkTarget(cfg, log); err != nil {
				return err
			}
			how := natsConfig(cfg, "gleaner load", log)
			awaitServer(&how)
			return withConnection(cmd.Context(), how, func(client *jetstream.Client) error {
				l := &loading{cfg: cfg, client: client, log: log, once: once}
				return l.run(cmd.Context())
			})
		},
	}
	cmd.Flags().BoolVar(&once, "once", false, "end when everything is loaded")
	addSettings(cmd, cmd.Flags(), "nats", "load", "s3")
	return cmd
}

// checkTarget finds what is wrong with the target to load, without reaching it.
func checkTarget(cfg *loaded, log zerolog.Logger) error {
	if cfg.Load.To == "" {
		return usageError{errors.New("no warehouse is named"), "say --to parquet:DIR or --to postgres://USER@HOST/DATABASE"}
	}
	return targetUsage(warehouse.Check(cfg.Load.To, targetOptions(cfg, log)))
}

// openTarget opens the warehouse that is configured.
func openTarget(ctx context.Context, cfg *loaded, to string, log zerolog.Logger) (warehouse.Target, error) {
	target, err := warehouse.Open(ctx, to, targetOptions(cfg, log))
	return target, targetUsage(err)
}

// targetOptions are how the configuration says to open a warehouse.
func targetOptions(cfg *loaded, log zerolog.Logger) warehouse.Options {
	return warehouse.Options{
		Version: thisBuild().Version, SmallFiles: cfg.Load.SmallFiles, Log: log,
		S3: warehouse.S3Options{Endpoint: cfg.S3.Endpoint, Region: cfg.S3.Region},
	}
}

// targetUsage makes a usage error of a target that is written wrong or not there.
func targetUsage(err error) error {
	var wrong *warehouse.TargetError
	if errors.As(err, &wrong) {
		return usageError{err, wrong.Hint()}
	}
	return err
}

// loading is one run of a loader.
type loading struct {
	cfg    *loaded
	client *jetstream.Client
	log    zerolog.Logger
	once   bool
	// drain, when closed, ends the loader once it has loaded everything.
	drain <-chan struct{}
}

// run opens the configured warehouse and loads it.
func (l *loading) run(ctx context.Context) error {
	target, err := openTarget(ctx, l.cfg, l.cfg.Load.To, l.log)
	if err != nil {
		return err
	}
	err = l.load(ctx, target)
	return errors.Join(err, target.Close(context.WithoutCancel(ctx)))
}

// load loads records and dead letters side by side.
func (l *loading) load(ctx context.Context, target warehouse.Target) error {
	sink, err := l.client.Sink(ctx, jetstream.SinkConfig{})
	if err != nil {
		return err
	}
	l.log.Info().Str("to", target.String()).Msg("loader started")
	group, ctx := errgroup.WithContext(ctx)
	for _, dead := range []bool{false, true} {
		group.Go(func() error { return l.stream(ctx, target, sink, dead) })
	}
	err = group.Wait()
	l.log.Info().Msg("loader ended")
	return err
}

// stream loads one stream.
func (l *loading) stream(ctx context.Context, target warehouse.Target, sink pipeline.Sink, dead bool) error {
	durable := l.cfg.Load.Durable
	if durable == "" {
		durable = "gleaner-load-" + target.ID()
	}
	source, err := l.client.Records(ctx, jetstream.RecordsConfig{
		Durable: durable, Dead: dead, MaxRecords: l.cfg.Load.Batch, Interval: l.cfg.Load.Interval,
		AckWait: l.cfg.Load.AckWait, Once: l.once, Drain: l.drain,
	})
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return fmt.Errorf("start loader: %w", err)
	}
	err = warehouse.Load(ctx, warehouse.Config{
		Source: source, Target: target, Refuse: sink.WriteDead, Log: l.log,
		Observe: func(c warehouse.Commit) {
			l.log.Info().Int("records", c.Records).Int("refused", c.Refused).Uint64("waiting", c.Waiting).
				Dur("took", c.Took).Int("per_second", int(float64(c.Records)/max(c.Took.Seconds(), 1e-3))).Msg("loaded")
		},
	})
	return errors.Join(err, source.Close(context.WithoutCancel(ctx)))
}

// upLoader is the loader of "up": small batches, soon.
func upLoader(cfg *loaded, client *jetstream.Client, log zerolog.Logger, drain <-chan struct{}) *loading {
	own := *cfg
	if cfg.origins["load.interval"] == "default" {
		own.Load.Interval = time.Second
	}
	return &loading{cfg: &own, client: client, log: log, drain: drain}
}
