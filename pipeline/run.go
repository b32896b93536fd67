package pipeline

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"time"
)

// Run hands every article of the source to a worker, writes what it gave and
// settles it, until the source is exhausted, it fails, or ctx ends. Then it
// closes the source; the sink stays open, for it may serve others.
//
//   - What the extractor gave is durable before the article is acknowledged.
//   - An error that may pass is tried again after Config.Backoff.
//   - A permanent error, a panic, or the last attempt makes a dead letter, which
//     is durable before the source is told never to hand the article out again.
//   - When ctx ends nothing new is read and what no worker has begun is given
//     back; work in hand may go on for Config.Grace, what is not done then stays
//     unsettled and the source will hand it out again. This is no error.
//
// Run returns nil when the source was exhausted or ctx ended, else what kept it
// from reading on. Failures of single articles are reported by Config.Log and
// Config.Observe only.
func Run(ctx context.Context, cfg Config) error {
	cfg, err := cfg.withDefaults()
	if err != nil {
		return err
	}
	work, stop := withGrace(ctx, cfg.Grace)
	defer stop()

	w := &worker{cfg: cfg}
	jobs := make(chan job)
	var workers sync.WaitGroup
	for range cfg.Workers {
		workers.Go(func() {
			for j := range jobs {
				w.handle(work, j)
			}
		})
	}
	left, readErr := read(ctx, cfg, jobs)
	close(jobs)
	closeErr := cfg.Source.Close(work)
	if left != nil {
		// Given back after the close, or the source might hand it to us again. If
		// that fails it comes again after AckWait.
		_ = w.settle(work, left, Outcome{Disposition: Retry})
	}
	workers.Wait()

	if readErr != nil {
		return fmt.Errorf("read articles: %w", readErr)
	}
	if closeErr != nil && work.Err() == nil {
		return fmt.Errorf("close source: %w", closeErr)
	}
	return nil
}

// job is a delivery on its way to a worker.
type job struct {
	delivery Delivery
	// turn is closed when the job may be written: at once, or after the one before it.
	turn <-chan struct{}
	done chan struct{}
	// release ends what hold began; called by who has the job last.
	release func()
}

// read passes deliveries on until the source or ctx ends. It returns the
// delivery that no worker has taken by then, if there is one.
func read(ctx context.Context, cfg Config, jobs chan<- job) (left Delivery, err error) {
	turn := make(chan struct{})
	close(turn)
	for {
		d, err := cfg.Source.Next(ctx)
		switch {
		case err == nil:
		case ctx.Err() != nil, errors.Is(err, io.EOF):
			return nil, nil
		default:
			return nil, err
		}
		j := job{delivery: d, turn: turn, done: make(chan struct{}), release: hold(cfg, d)}
		select {
		case jobs <- j:
		case <-ctx.Done():
			j.release()
			return d, nil
		}
		if cfg.Ordered {
			turn = j.done
		}
	}
}

// hold keeps a delivery alive and, if it goes first, others back, until the
// returned function is called.
func hold(cfg Config, d Delivery) (release func()) {
	stop := keepAlive(d, cfg.AckWait/3)
	if cfg.Precedence == nil || cfg.GivesWay {
		return stop
	}
	leave := cfg.Precedence.enter()
	return func() { leave(); stop() }
}

// withGrace returns a context that ends the given time after ctx has.
func withGrace(ctx context.Context, grace time.Duration) (context.Context, context.CancelFunc) {
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	unhook := context.AfterFunc(ctx, func() {
		timer := time.AfterFunc(grace, cancel)
		context.AfterFunc(late, func() { timer.Stop() })
	})
	return late, func() { unhook(); cancel() }
}
