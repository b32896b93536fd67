package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"slices"
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
of their own. A worker takes both, but archived articles rest while live ones are
in hand: where there always are some, one goes on for each --live-weight of them.
--lane makes a worker take one lane only.

With --service it also answers requests on gleaner.extract: an article in, its
extraction out, nothing stored; "nats micro info gleaner" knows it. Requests have
--service-workers of their own, so they never starve the streams.

With --monitor it serves /metrics for Prometheus, /healthz and /readyz there, and
with --trace-endpoint it sends traces to an OpenTelemetry collector.

On SIGHUP it reads the event definitions of --events anew; a wrong one is logged
and those at work stay.

On SIGTERM or Ctrl-C the worker stops reading, finishes the work in hand within
--grace, and leaves the rest to others. A second signal ends it at once; even
then nothing is lost. One line per settled article is logged to standard error.`,
		Example: `  gleaner streams apply && gleaner worker
  gleaner worker --lane backfill --workers 8
  gleaner worker --service --monitor 127.0.0.1:9464
  GLEANER_NATS_URL=nats://news:4222 gleaner worker --credentials gleaner.creds`,
		Args: usage(cobra.NoArgs),
		RunE: func(cmd *cobra.Command, _ []string) error {
			hangups, stop := hearHangups()
			defer stop()
			return withClientAs(cmd, "gleaner worker", awaitServer, func(cfg *loaded, client *jetstream.Client) error {
				log, err := newLogger(cfg, cmd.ErrOrStderr())
				if err != nil {
					return err
				}
				counts := newMetrics()
				engine, err := openReloading(func() (work, error) { return openMeasuredWork(cfg.Engine, counts.stage) }, log)
				if err != nil {
					return err
				}
				defer engine.watch(cmd.Context(), hangups)()
				return (&workerRun{cfg: cfg, client: client, engine: engine, log: log, metrics: counts}).run(cmd.Context())
			})
		},
	}
	addSettings(cmd, cmd.Flags(), "nats", "worker", "engine", "monitor", "trace")
	return cmd
}

// workerRun is one run of a worker, in a process of its own or within "up".
type workerRun struct {
	cfg    *loaded
	client *jetstream.Client
	engine pipeline.Extractor
	log    zerolog.Logger
	// metrics, where set, count what is done.
	metrics *metrics
	// observe, where set, sees every settlement.
	observe func(pipeline.Settlement)
}

// run works on the articles of the configured lanes until ctx ends.
func (r *workerRun) run(ctx context.Context) (err error) {
	if r.metrics == nil {
		r.metrics = newMetrics()
	}
	w := r.cfg.Worker
	if w.AckWait <= pipeline.LongestWork(w.Timeout) {
		r.log.Warn().Dur("ack_wait", w.AckWait).Dur("longest_work", pipeline.LongestWork(w.Timeout)).
			Msg("worker.ack_wait is shorter than the work on an article may be: raise it, or lower worker.timeout")
	}
	listener, err := listenMonitor(r.cfg.Monitor.Listen) // before articles are taken
	if err != nil {
		return err
	}
	if listener != nil {
		defer listener.Close() // closed already when it has served
	}
	tracer, sendTraces, err := openTracer(ctx, r.cfg.Trace, r.log)
	if err != nil {
		return err
	}
	defer sendTraces()
	lanes, err := r.openLanes(ctx)
	if err != nil {
		return notStarted(ctx, err)
	}
	sink, err := r.client.Sink(ctx, jetstream.SinkConfig{})
	if err != nil {
		return errors.Join(notStarted(ctx, err), closeLanes(ctx, lanes))
	}
	how := pipeline.Config{
		Sink: sink, Extractor: r.engine, Workers: w.workers(), MaxAttempts: w.MaxAttempts,
		Timeout: w.Timeout, Patience: w.Patience, Grace: w.Grace, AckWait: w.AckWait,
		Backoff: pipeline.Exponential(w.BackoffBase, w.BackoffMax, nil), Log: r.log, Observe: r.settled,
		Tracer: tracer, Monitor: &pipeline.Monitor{},
	}
	stop, err := r.startBeside(ctx, how, listener)
	if err != nil {
		return errors.Join(err, closeLanes(ctx, lanes))
	}
	defer stop()
	r.log.Info().Str("lane", w.Lane).Int("workers", w.workers()).Str("version", thisBuild().Version).Msg("worker started")
	defer context.AfterFunc(ctx, func() {
		r.log.Info().Dur("grace", w.Grace).Msg("asked to end: finishing the work in hand")
	})()
	err = runLanes(ctx, how, lanes, w.LiveWeight)
	if closing := sink.Close(context.WithoutCancel(ctx)); err == nil {
		err = closing
	}
	r.log.Info().Msg("worker ended")
	return err
}

// settled shows a settlement to all who want to see it.
func (r *workerRun) settled(s pipeline.Settlement) {
	r.metrics.settled(s)
	if r.observe != nil {
		r.observe(s)
	}
}

// startBeside starts what runs beside the work: the second net, answers to
// requests, and what Prometheus reads on the listener, if any. The returned func ends all of it.
func (r *workerRun) startBeside(ctx context.Context, how pipeline.Config, listener net.Listener) (_ func(), err error) {
	var stops []func()
	stop := func() {
		for _, s := range slices.Backward(stops) {
			s()
		}
	}
	defer func() {
		if err != nil {
			stop()
		}
	}()
	aside, endAside := context.WithCancel(ctx)
	var beside sync.WaitGroup
	stops = append(stops, beside.Wait, endAside)
	beside.Go(func() { keepRescuing(aside, r.client, how.Sink, r.log) })

	lanes := &lanesCollector{client: r.client, lanes: r.cfg.Worker.lanes()}
	if listener != nil {
		r.metrics.registry.MustRegister(lanes)
		r.metrics.watchRun(how.Monitor, r.client)
		h := &health{client: r.client, monitor: how.Monitor, lanes: lanes, workers: how.Workers, ending: ctx.Done()}
		stops = append(stops, serveMonitor(listener, r.metrics, h))
		r.log.Info().Str("url", "http://"+listener.Addr().String()).Msg("serving /metrics, /healthz and /readyz")
	}
	if r.cfg.Worker.Service {
		service, err := r.client.StartService(jetstream.ServiceConfig{
			Work: how, Version: thisBuild().Version, Workers: r.cfg.Worker.ServiceWorkers, Observe: r.metrics.answered,
		})
		if err != nil {
			return nil, err
		}
		// Asked to end, it takes no more at once, and answers what it has within the grace.
		stopService := sync.OnceFunc(func() {
			graceful, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.cfg.Worker.Grace)
			defer cancel()
			if err := service.Stop(graceful); err != nil {
				r.log.Warn().Err(err).Msg("stop answering requests")
			}
		})
		unhook := context.AfterFunc(ctx, stopService)
		stops = append(stops, func() { unhook(); stopService() })
		r.log.Info().Str("subject", jetstream.SubjectExtract).Msg("answering requests")
	}
	return stop, nil
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

// lanes are those that the worker takes articles from.
func (w WorkerConfig) lanes() []jetstream.SourceConfig {
	names := []jetstream.Lane{jetstream.Lane(w.Lane)}
	if w.Lane == "both" {
		names = []jetstream.Lane{jetstream.Live, jetstream.Backfill}
	}
	var lanes []jetstream.SourceConfig
	for _, name := range names {
		lanes = append(lanes, jetstream.SourceConfig{
			Lane: name, Durable: w.Durable, Prefetch: cmp.Or(w.Prefetch, 2*w.workers()), MaxBytes: w.MaxBytes, AckWait: w.AckWait,
		})
	}
	return lanes
}

// openLanes opens the lanes of the worker.
func (r *workerRun) openLanes(ctx context.Context) (map[jetstream.Lane]pipeline.Source, error) {
	open := map[jetstream.Lane]pipeline.Source{}
	for _, lane := range r.cfg.Worker.lanes() {
		lane.Changed = r.consumerChanged
		source, err := r.client.Source(ctx, lane)
		if err != nil {
			return nil, errors.Join(err, closeLanes(ctx, open))
		}
		open[lane.Lane] = source
	}
	return open, nil
}

// consumerChanged warns of workers that want the consumer they share to be
// different: the one that started last would decide for all, in silence.
func (r *workerRun) consumerChanged(c jetstream.StreamChange) {
	what := "the consumer that workers share was different and is changed for all of them: start them with the same settings"
	if c.Action == "refused" {
		what = "the consumer that workers share is different and stays so, for this account may not change it: run `gleaner streams apply`, or start this worker with its settings"
	}
	r.log.Warn().Str("consumer", c.Consumer).Strs("different", c.Fields).Msg(what)
}

func closeLanes(ctx context.Context, lanes map[jetstream.Lane]pipeline.Source) error {
	var err error
	for _, source := range lanes {
		err = errors.Join(err, source.Close(context.WithoutCancel(ctx)))
	}
	return err
}

// runLanes works on all lanes at the same time, each with workers of its own,
// until ctx ends or one of them fails. Archived articles give way to live ones.
func runLanes(ctx context.Context, how pipeline.Config, lanes map[jetstream.Lane]pipeline.Source, weight int) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	how.Precedence = pipeline.NewPrecedence(weight)
	var running sync.WaitGroup
	errs := make(chan error, len(lanes))
	for lane, source := range lanes {
		how := how
		how.Source, how.GivesWay = source, lane == jetstream.Backfill
		if s, ok := source.(interface{ AckWait() time.Duration }); ok {
			how.AckWait = s.AckWait()
		}
		running.Go(func() {
			err := pipeline.Run(ctx, how)
			if err != nil {
				cancel()
			}
			errs <- err
		})
	}
	running.Wait()
	close(errs)
	var all error
	for err := range errs {
		all = errors.Join(all, err)
	}
	return all
}

// notStarted is why a worker did not start; being asked to end is no failure.
func notStarted(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return nil
	}
	return fmt.Errorf("start worker: %w", err)
}
