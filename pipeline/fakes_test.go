package pipeline

import (
	"context"
	"io"
	"sync"
	"time"

	"gleaner/schemas"
)

// queue is a Source over given bodies. It hands out again what is settled with
// Retry, at once, and ends when all is settled.
type queue struct {
	mu      sync.Mutex
	waiting []*item
	inHand  int
	settled chan struct{}
	closed  int
	failure error // returned by Next once nothing is waiting
}

// item is a delivery of a queue.
type item struct {
	q        *queue
	body     string
	attempt  int
	outcomes []Outcome
	progress chan struct{} // gets a value with every InProgress, where set
	refuse   error         // returned by Settle
	header   map[string][]string
}

func newQueue(bodies ...string) *queue {
	q := &queue{settled: make(chan struct{}, 100)}
	for _, body := range bodies {
		q.waiting = append(q.waiting, &item{q: q, body: body})
	}
	return q
}

func (q *queue) Next(ctx context.Context) (Delivery, error) {
	for {
		q.mu.Lock()
		switch {
		case len(q.waiting) > 0:
			it := q.waiting[0]
			q.waiting = q.waiting[1:]
			q.inHand++
			it.attempt++
			q.mu.Unlock()
			return it, nil
		case q.failure != nil:
			q.mu.Unlock()
			return nil, q.failure
		case q.inHand == 0:
			q.mu.Unlock()
			return nil, io.EOF
		}
		q.mu.Unlock()
		select {
		case <-q.settled:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

func (q *queue) Close(context.Context) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed++
	return nil
}

func (i *item) Subject() string { return "articles.raw.test" }
func (i *item) Header() map[string][]string {
	if i.header != nil {
		return i.header
	}
	return map[string][]string{"content-type": {"text/plain"}}
}
func (i *item) Body() []byte         { return []byte(i.body) }
func (i *item) Attempt() int         { return i.attempt }
func (i *item) FirstSeen() time.Time { return time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC) }

func (i *item) InProgress() error {
	if i.progress != nil {
		select {
		case i.progress <- struct{}{}:
		default:
		}
	}
	return nil
}

func (i *item) Settle(_ context.Context, o Outcome) error {
	i.q.mu.Lock()
	defer i.q.mu.Unlock()
	i.outcomes = append(i.outcomes, o)
	i.q.inHand--
	if o.Disposition == Retry {
		i.q.waiting = append(i.q.waiting, i)
	}
	i.q.settled <- struct{}{}
	return i.refuse
}

// shelf is a Sink that keeps what it is given. Each func, where set, may refuse.
type shelf struct {
	mu          sync.Mutex
	extractions []*schemas.Extraction
	dead        []*schemas.DeadLetter
	skipped     []*schemas.DeadLetter
	onWrite     func(context.Context) error
	onDead      func() error
}

func (s *shelf) Write(ctx context.Context, x *schemas.Extraction) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.onWrite != nil {
		if err := s.onWrite(ctx); err != nil {
			return err
		}
	}
	s.extractions = append(s.extractions, x)
	return nil
}

func (s *shelf) WriteDead(_ context.Context, l *schemas.DeadLetter) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.onDead != nil {
		if err := s.onDead(); err != nil {
			return err
		}
	}
	s.dead = append(s.dead, l)
	return nil
}

func (s *shelf) WriteSkipped(_ context.Context, l *schemas.DeadLetter) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.skipped = append(s.skipped, l)
	return nil
}

func (s *shelf) Close(context.Context) error { return nil }

// extractorFunc is an Extractor made of a func.
type extractorFunc func(context.Context, *schemas.Article) (*schemas.Extraction, error)

func (f extractorFunc) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	return f(ctx, a)
}

// echo gives an extraction that says what was read.
func echo(_ context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	return &schemas.Extraction{Article: schemas.ArticleInfo{ID: a.ID, Text: a.Text, FetchedAt: a.FetchedAt}}, nil
}

// inTurn fails with each of the errors once.
func inTurn(errs ...error) func() error {
	return func() error {
		if len(errs) == 0 {
			return nil
		}
		err := errs[0]
		errs = errs[1:]
		return err
	}
}

// failing fails the first n times.
func failing(n int, err error) func() error {
	return func() error {
		if n--; n >= 0 {
			return err
		}
		return nil
	}
}
