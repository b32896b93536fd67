package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"gleaner/pipeline"
	"gleaner/pipeline/archive"
	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/replay"
	"gleaner/schemas"
)

// saveEvery is how often the progress of a job is made durable.
const saveEvery = time.Second

// replayToFile extracts here into a file of JSON lines.
func replayToFile(cmd *cobra.Command, f *replayFlags, args []string) error {
	cfg, err := loadConfig(cmd)
	if err != nil {
		return err
	}
	if f.stream != "" {
		return withClient(cmd, "gleaner replay", func(cfg *loaded, client *jetstream.Client) error {
			return extractToFile(cmd, f, cfg, f.sources(args), func(ctx context.Context, from string) (pipeline.Source, error) {
				return f.openPast(ctx, client, from)
			})
		})
	}
	return extractToFile(cmd, f, cfg, args, func(_ context.Context, from string) (pipeline.Source, error) {
		return f.openArchive(cmd, args, from)
	})
}

type openSource func(ctx context.Context, from string) (pipeline.Source, error)

func extractToFile(cmd *cobra.Command, f *replayFlags, cfg *loaded, sources []string, open openSource) error {
	engine, err := openWork(cfg.Engine)
	if err != nil {
		return err
	}
	job, err := replay.Begin(cmd.Context(), replay.NewFileStore(f.out+".replay"), replay.Plan{
		Name: cmp.Or(f.job, f.out), Sources: sources, Target: f.out, Reason: f.reason, Producer: engine.engine.Producer(), Settings: f.settings(cfg), Holder: holder(),
		Restart: f.restart, Files: []string{f.out, f.deadFile()},
	})
	if err != nil {
		return beginError(err)
	}
	sink := replay.InTime(archive.NewWriter(job.Output(0), job.Output(1)))
	return (&replayRun{cmd: cmd, flags: f, cfg: cfg, job: job}).extract(open, engine, sink, true)
}

// replayRun is one run of a job.
type replayRun struct {
	cmd   *cobra.Command
	flags *replayFlags
	cfg   *loaded
	job   *replay.Job
}

// extract takes the articles through the engine into the sink, which is
// ordered when it writes the job's files.
func (r *replayRun) extract(open openSource, engine work, sink pipeline.Sink, ordered bool) error {
	return r.run(open, func(ctx context.Context, source *replay.Source) error {
		workers := r.cfg.Worker.workers()
		c := pipeline.Config{
			Source: source, Sink: sink, Extractor: atATime(engine, workers), Decode: lenient, Ordered: ordered,
			// Those that are done wait for their turn to be written; others work meanwhile.
			Workers: 3 * workers, Timeout: r.cfg.Worker.Timeout, Grace: r.cfg.Worker.Grace, MaxAttempts: 1, AckWait: -1,
			Observe: r.observe,
		}
		if !ordered {
			c.MaxAttempts, c.Patience = r.cfg.Worker.MaxAttempts, r.cfg.Worker.Patience
			c.Backoff = pipeline.Exponential(r.cfg.Worker.BackoffBase, r.cfg.Worker.BackoffMax, nil)
		}
		return pipeline.Run(ctx, c)
	})
}

// observe counts, and ends the run when nothing more can be written.
func (r *replayRun) observe(s pipeline.Settlement) {
	if s.Err != nil && (s.Stage == "write" || s.Stage == "dead") && r.flags.out != outNATS {
		r.job.Fail(fmt.Errorf("write output: %w", s.Err))
		return
	}
	r.job.Observe(s)
}

// run opens the source where the job goes on, lets do work on it, shows how it
// goes, and ends the job.
func (r *replayRun) run(open openSource, do func(context.Context, *replay.Source) error) error {
	ctx := r.cmd.Context()
	running, wait := r.job.Keep(ctx, saveEvery)
	show := newReplayProgress(r)
	inner, err := open(running, r.job.From())
	if err == nil {
		o := r.flags.sourceOptions(r.cfg.Worker.workers())
		o.Refer = r.flags.local && r.flags.out != outNATS
		source := r.job.Source(inner, o)
		show.start()
		err = do(running, source)
		err = errors.Join(err, source.Close(context.WithoutCancel(ctx)))
	}
	if cause := context.Cause(running); cause != nil {
		err = cause
	}
	wait()
	show.stop()
	state, saved := r.job.End(context.WithoutCancel(ctx), err)
	if err := show.report(&state); err != nil {
		return err
	}
	return r.conclude(&state, err, saved)
}

// conclude says how the run ended.
func (r *replayRun) conclude(state *replay.State, err, saved error) error {
	again := "run the same command again to go on"
	switch {
	case saved != nil && !errors.Is(err, saved):
		return errors.Join(err, saved)
	case state.Status == replay.Interrupted:
		return fmt.Errorf("interrupted after %d articles: %s", state.Report.Read, again)
	case state.Status == replay.Cancelled:
		return fmt.Errorf("cancelled after %d articles", state.Report.Read)
	case err != nil:
		var usage usageError
		if errors.As(err, &usage) {
			return err
		}
		return fmt.Errorf("%w (%s once the cause is gone)", err, again)
	case state.Report.Dead > 0:
		return errReported
	}
	return nil
}

// atATime lets n articles be extracted at the same time.
func atATime(engine pipeline.Extractor, n int) pipeline.Extractor {
	return limited{engine, make(chan struct{}, n)}
}

type limited struct {
	pipeline.Extractor
	slots chan struct{}
}

func (l limited) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
		return l.Extractor.Extract(ctx, a)
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
