package jetstream

import (
	"context"
	"io"
	"slices"
	"sync"
	"time"
)

// ready holds the deliveries of a source that nobody works on yet, and counts
// the bytes of those in work. It is safe for concurrent use.
type ready struct {
	count int   // bound of what is held
	bytes int64 // bound of what is held or in work

	mu      sync.Mutex
	held    []*delivery
	inHand  int64 // bytes held or in work
	err     error // why nothing will come any more
	changed chan struct{}
}

func newReady(count int, bytes int64) *ready {
	return &ready{count: count, bytes: bytes, changed: make(chan struct{})}
}

// wake tells all who wait; mu is held.
func (r *ready) wake() {
	close(r.changed)
	r.changed = make(chan struct{})
}

// await returns when done, called with mu held, says so; false when ctx ended before.
func (r *ready) await(ctx context.Context, done func() bool) bool {
	for {
		r.mu.Lock()
		ok, changed := done(), r.changed
		r.mu.Unlock()
		if ok {
			return true
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return false
		}
	}
}

// awaitRoom returns when another delivery may be fetched; false when ctx ended before.
func (r *ready) awaitRoom(ctx context.Context) bool {
	return r.await(ctx, func() bool { return len(r.held) < r.count && (r.inHand < r.bytes || r.inHand == 0) }) && ctx.Err() == nil
}

// put adds a delivery.
func (r *ready) put(d *delivery) {
	r.mu.Lock()
	defer r.mu.Unlock()
	size := weight(d)
	r.held, r.inHand = append(r.held, d), r.inHand+size
	d.settled = sync.OnceFunc(func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		r.inHand -= size
		r.wake()
	})
	r.wake()
}

// fail says that nothing will come any more.
func (r *ready) fail(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.err = err
	r.wake()
}

// take waits for a delivery. What is held comes before the error of fail.
func (r *ready) take(ctx context.Context) (d *delivery, err error) {
	got := r.await(ctx, func() bool {
		switch {
		case len(r.held) > 0:
			d, r.held = r.held[0], r.held[1:]
			r.wake()
		case r.err != nil:
			err = r.err
		default:
			return false
		}
		return true
	})
	if !got {
		return nil, ctx.Err()
	}
	return d, err
}

// close returns what is held; take gives io.EOF from now on.
func (r *ready) close() []*delivery {
	r.mu.Lock()
	defer r.mu.Unlock()
	held := r.held
	r.held, r.err = nil, io.EOF
	r.wake()
	return held
}

// keepAlive tells the server every so often that what is held is not lost,
// until ctx ends. An error is not acted on: at worst an article is handed out twice.
func (r *ready) keepAlive(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		r.mu.Lock()
		held := slices.Clone(r.held)
		r.mu.Unlock()
		for _, d := range held {
			_ = d.InProgress()
		}
	}
}
