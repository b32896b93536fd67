package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"gleaner/pipeline"
)

// Options tell how files are read.
type Options struct {
	// Stdin is what the path "-" stands for.
	Stdin io.Reader
}

// Open returns a source that hands out every article of the files and folders,
// in the order given and sorted by name within a folder, where only files with
// a known extension count and hidden ones do not. The path "-" is
// Options.Stdin. It tells apart plain text, HTML, one article as JSON, and
// JSON lines, each also compressed (.gz, .zst). Every delivery has a
// Content-Type header and the subject "file:PATH:LINE"; a line that cannot be
// read as an article is a delivery too. Open fails when a path does not exist;
// a file that cannot be read later on ends the source with an error.
//
// Next returns io.EOF when all is read and settled, for an article that is
// settled with Retry is handed out again after its delay.
func Open(paths []string, opts Options) (pipeline.Source, error) {
	files, err := expand(paths)
	if err != nil {
		return nil, err
	}
	return &source{files: files, stdin: opts.Stdin, settled: make(chan struct{}, 1)}, nil
}

// source reads file after file. Next is called by one goroutine, Settle by many.
type source struct {
	stdin io.Reader
	files []string // still to be read
	open  *articles

	settled chan struct{} // tells a waiting Next to look again

	mu      sync.Mutex
	inHand  int       // handed out or waiting for their next attempt
	retries []retrial // waiting for their next attempt
	closed  bool
}

// retrial is a delivery that is to be handed out again.
type retrial struct {
	delivery *delivery
	due      time.Time
}

// Next implements pipeline.Source.
func (s *source) Next(ctx context.Context) (pipeline.Delivery, error) {
	for {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		d, wait, done := s.takeRetry(time.Now())
		if d != nil {
			return d, nil
		}
		if done {
			return nil, io.EOF
		}
		d, err := s.read()
		if err == nil {
			s.mu.Lock()
			s.inHand++
			s.mu.Unlock()
			return d, nil
		}
		if !errors.Is(err, io.EOF) {
			return nil, err
		}
		if err := s.await(ctx, wait); err != nil {
			return nil, err
		}
	}
}

// takeRetry returns a delivery that is due, else how long until the next one
// is. done says that the source was closed.
func (s *source) takeRetry(now time.Time) (d *delivery, wait time.Duration, done bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, 0, true
	}
	for i, r := range s.retries {
		left := r.due.Sub(now)
		if left <= 0 {
			s.retries = append(s.retries[:i], s.retries[i+1:]...)
			return r.delivery, 0, false
		}
		if wait == 0 || left < wait {
			wait = left
		}
	}
	return nil, wait, false
}

// read returns the next article of the files, io.EOF after the last.
func (s *source) read() (*delivery, error) {
	for {
		if s.open == nil {
			if len(s.files) == 0 {
				return nil, io.EOF
			}
			a, err := openArticles(s.files[0], s.stdin)
			if err != nil {
				return nil, err
			}
			s.open, s.files = a, s.files[1:]
		}
		d, err := s.open.next()
		if err == nil {
			d.source, d.attempt = s, 1
			return d, nil
		}
		path := s.open.path
		closeErr := s.open.close()
		s.open = nil
		if !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read %s: %w", path, err)
		}
		if closeErr != nil {
			return nil, fmt.Errorf("close %s: %w", path, closeErr)
		}
	}
}

// await returns io.EOF when nothing is in hand, else nil when something was
// settled or the time is over.
func (s *source) await(ctx context.Context, wait time.Duration) error {
	s.mu.Lock()
	idle := s.inHand == 0
	s.mu.Unlock()
	if idle {
		return io.EOF
	}
	var due <-chan time.Time
	if wait > 0 {
		timer := time.NewTimer(wait)
		defer timer.Stop()
		due = timer.C
	}
	select {
	case <-s.settled:
		return nil
	case <-due:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// settle takes a delivery back, for good or for another attempt.
func (s *source) settle(d *delivery, o pipeline.Outcome) {
	s.mu.Lock()
	if o.Disposition == pipeline.Retry {
		again := *d
		again.attempt++
		again.settled = new(atomic.Bool)
		s.retries = append(s.retries, retrial{&again, time.Now().Add(o.Delay)})
	} else {
		s.inHand--
	}
	s.mu.Unlock()
	select {
	case s.settled <- struct{}{}:
	default:
	}
}

// Close implements pipeline.Source.
func (s *source) Close(context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	if s.open == nil {
		return nil
	}
	err := s.open.close()
	s.open = nil
	return err
}
