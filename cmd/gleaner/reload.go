package main

import (
	"context"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"

	"github.com/rs/zerolog"

	"gleaner/schemas"
)

// reloading is an engine whose event definitions can be read anew while
// articles are worked on. An article is read by one engine from start to end.
type reloading struct {
	now  atomic.Pointer[work]
	open func() (work, error)
	log  zerolog.Logger
}

// openReloading opens the engine for the first time.
func openReloading(open func() (work, error), log zerolog.Logger) (*reloading, error) {
	first, err := open()
	if err != nil {
		return nil, err
	}
	r := &reloading{open: open, log: log}
	r.now.Store(&first)
	return r, nil
}

// Extract reads an article by the newest engine.
func (r *reloading) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	return r.now.Load().Extract(ctx, a)
}

// reload opens the engine anew. Where that fails, for a wrong definition say,
// the one at work stays.
func (r *reloading) reload() {
	next, err := r.open()
	if err != nil {
		r.log.Error().Err(err).Msg("reload: the definitions at work stay; mend the file and send SIGHUP again")
		return
	}
	r.now.Store(&next)
	r.log.Info().Str("definitions", next.engine.Producer().Definitions).Msg("reload: event definitions read anew")
}

// hearHangups collects SIGHUP, which would end the process otherwise, until stop
// is called. It is the first thing a worker does, for it takes a while to start.
func hearHangups() (hangups <-chan os.Signal, stop func()) {
	heard := make(chan os.Signal, 1)
	signal.Notify(heard, syscall.SIGHUP)
	return heard, func() { signal.Stop(heard) }
}

// watch reloads at each hangup until ctx ends or stop is called.
func (r *reloading) watch(ctx context.Context, hangups <-chan os.Signal) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			select {
			case <-hangups:
				r.reload()
			case <-ctx.Done():
				return
			}
		}
	}()
	return func() {
		cancel()
		<-done
	}
}
