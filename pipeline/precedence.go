package pipeline

import (
	"context"
	"sync"
	"time"
)

// Precedence lets the articles of one Run go before those of another in the same
// process, as live news before an archive. Both have workers of their own, so
// that no article waits for a worker; but while articles that go first are in
// hand, the others rest wherever their extractor calls Rest. While there always
// are some, one of the others goes on for every so many of them, so that nothing
// starves. It is safe for concurrent use.
type Precedence struct {
	weight int

	mu      sync.Mutex
	first   int // articles in hand that go first
	credit  int // how many of them have ended since another was let go on
	changed chan struct{}
}

// longestRest bounds how long one article rests, all in all: its time runs on.
const longestRest = 10 * time.Second

// NewPrecedence lets one other article go on for every weight of those that go
// first, at least 1, while there always are some.
func NewPrecedence(weight int) *Precedence {
	return &Precedence{weight: max(weight, 1), changed: make(chan struct{})}
}

// wake tells all who rest; mu is held.
func (p *Precedence) wake() {
	close(p.changed)
	p.changed = make(chan struct{})
}

// enter says that an article which goes first is in hand, until leave is called.
func (p *Precedence) enter() (leave func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.first++
	return func() {
		p.mu.Lock()
		defer p.mu.Unlock()
		if p.first--; p.first == 0 {
			p.credit = 0
		} else {
			p.credit = min(p.credit+1, p.weight)
		}
		p.wake()
	}
}

// admit says whether an article may go on: for now, or for good. If not, changed
// is closed when it is worth asking again.
func (p *Precedence) admit() (now, good bool, changed <-chan struct{}) {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch {
	case p.first == 0:
		return true, false, nil
	case p.credit >= p.weight:
		p.credit = 0
		return true, true, nil
	}
	return false, false, p.changed
}

// Rest returns when the article of the context, which is that of
// Extractor.Extract, may go on; at once unless it gives way to others, see
// Config.GivesWay. It also returns when ctx ends. It is called by one goroutine.
func Rest(ctx context.Context) {
	if r, ok := ctx.Value(restKey{}).(*resting); ok {
		r.rest(ctx)
	}
}

type restKey struct{}

// resting is an article that gives way.
type resting struct {
	precedence *Precedence
	free       bool // it need not rest any more
	rested     time.Duration
}

// withRest makes Rest give way.
func withRest(ctx context.Context, p *Precedence) context.Context {
	return context.WithValue(ctx, restKey{}, &resting{precedence: p})
}

func (r *resting) rest(ctx context.Context) {
	if r.free {
		return
	}
	now, good, changed := r.precedence.admit()
	if now {
		r.free = good
		return
	}
	began := time.Now()
	limit := time.NewTimer(longestRest - r.rested)
	defer limit.Stop()
	for !now {
		select {
		case <-changed:
			now, r.free, changed = r.precedence.admit()
		case <-limit.C:
			now, r.free = true, true
		case <-ctx.Done():
			now = true
		}
	}
	r.rested += time.Since(began)
}
