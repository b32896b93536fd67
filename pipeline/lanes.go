package pipeline

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"
)

// Lane is one of several sources that share the workers.
type Lane struct {
	Source Source
	// Weight is the lane's part of the articles while several lanes have some;
	// a lane that is alone gets everything. Less than 1 counts as 1.
	Weight int
}

// Lanes joins sources to one. While all have articles, they are handed out in
// proportion to their weights, evenly mixed, so that no lane starves another.
// What waits for its turn is kept alive as by Run; ackWait is that of Config.
//
// The joined source is exhausted when all of its lanes are, and fails when one
// fails. Closing it closes them and gives back what waited.
func Lanes(ackWait time.Duration, lanes ...Lane) Source {
	l := &laneSource{ackWait: ackWait, changed: make(chan struct{}, 1)}
	life, end := context.WithCancel(context.Background())
	l.end = end
	for _, lane := range lanes {
		q := &laneQueue{source: lane.Source, weight: max(lane.Weight, 1), room: make(chan struct{}, laneReady)}
		l.lanes = append(l.lanes, q)
		l.readers.Go(func() { l.read(life, q) })
	}
	return l
}

// laneReady is how many articles of a lane wait for their turn.
const laneReady = 2

type laneSource struct {
	lanes   []*laneQueue
	ackWait time.Duration
	changed chan struct{} // gets a value when a queue changed
	end     context.CancelFunc
	readers sync.WaitGroup
	once    sync.Once
	closed  error // what the first Close returned

	mu sync.Mutex // guards the queues
}

// laneQueue holds the articles of a lane whose turn has not come.
type laneQueue struct {
	source  Source
	weight  int
	room    chan struct{} // holds a value for each article read and not handed out
	credit  int
	waiting []held
	err     error // why nothing more will come
}

// held is a delivery that is kept alive until release is called.
type held struct {
	delivery Delivery
	release  func()
}

// read moves the articles of a lane to its queue.
func (l *laneSource) read(ctx context.Context, q *laneQueue) {
	for {
		select {
		case q.room <- struct{}{}:
		case <-ctx.Done():
			return
		}
		d, err := q.source.Next(ctx)
		l.mu.Lock()
		if err != nil {
			q.err = err
		} else {
			q.waiting = append(q.waiting, held{d, keepAlive(d, l.ackWait/3)})
		}
		l.mu.Unlock()
		select {
		case l.changed <- struct{}{}:
		default:
		}
		if err != nil {
			return
		}
	}
}

// Next implements Source.
func (l *laneSource) Next(ctx context.Context) (Delivery, error) {
	for {
		d, err := l.pick()
		if d != nil || err != nil {
			return d, err
		}
		select {
		case <-l.changed:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// pick takes from the lane whose turn it is among those that have something:
// each gains its weight, and the richest pays for all. It returns nothing when
// there is nothing yet.
func (l *laneSource) pick() (Delivery, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var best *laneQueue
	total, exhausted := 0, 0
	for _, q := range l.lanes {
		switch {
		case len(q.waiting) > 0:
			q.credit += q.weight
			total += q.weight
			if best == nil || q.credit > best.credit {
				best = q
			}
		case q.err != nil && !errors.Is(q.err, io.EOF):
			return nil, q.err
		case q.err != nil:
			exhausted++
		}
	}
	switch {
	case best != nil:
		best.credit -= total
		h := best.waiting[0]
		best.waiting = best.waiting[1:]
		<-best.room
		h.release() // Run keeps it alive from now on
		return h.delivery, nil
	case exhausted == len(l.lanes):
		return nil, io.EOF
	}
	return nil, nil
}

// Close implements Source.
func (l *laneSource) Close(ctx context.Context) error {
	l.once.Do(func() { l.closed = l.close(ctx) })
	return l.closed
}

func (l *laneSource) close(ctx context.Context) error {
	l.end()
	l.readers.Wait()
	l.mu.Lock()
	defer l.mu.Unlock()
	var errs []error
	for _, q := range l.lanes {
		errs = append(errs, q.source.Close(ctx))
	}
	// Given back after the close, or the sources might hand them out again.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	for _, q := range l.lanes {
		for _, h := range q.waiting {
			h.release()
			errs = append(errs, h.delivery.Settle(ctx, Outcome{Disposition: Retry}))
		}
		q.waiting, q.err = nil, io.EOF
	}
	return errors.Join(errs...)
}
