package replay

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/time/rate"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Positioned is a delivery that knows where reading goes on after it.
type Positioned interface {
	pipeline.Delivery
	// Position is for opening the source again behind this delivery.
	Position() string
}

// SourceOptions say how a job reads.
type SourceOptions struct {
	// Inspect returns the text of an article, for finding copies, and its date of
	// publication as its page says it, where it has no other. It is called by
	// several goroutines.
	Inspect func(context.Context, *schemas.Article) (text, published string)
	// Workers is how many articles are prepared at a time. Default 1.
	Workers int
	// Copies finds copies; nil lets every article through.
	Copies *Copies
	// Rate and ByteRate bound articles and bytes a second; 0 is no bound.
	Rate, ByteRate float64
	// Refer makes dead letters refer to the archive instead of holding the article.
	Refer bool
}

// Source is the source of a job.
type Source struct {
	job   *Job
	inner pipeline.Source
	opts  SourceOptions
	queue chan *item // in order
	end   context.CancelFunc
	group sync.WaitGroup
	err   error // why there is nothing more; set before queue is closed

	articles, bytes *rate.Limiter
	// until is the position that reading has to come to before anything is
	// handed out: what is before was done in an earlier run.
	until string
	// opened is where the inner source was opened.
	opened string
	last   string // the position of the last article that was taken
	held   *item  // taken and not handed out yet
	// again are articles to be tried again.
	again chan *delivery
	life  context.Context // ends with Close

	once sync.Once
	shut error
}

var _ pipeline.Source = (*Source)(nil)

// item is an article that is being prepared.
type item struct {
	d     pipeline.Delivery
	ready chan struct{} // closed when prepared is set
	prepared

	// What Next has found out: whether it was seen, then of what it is a copy,
	// where reading goes on, and when the rate allows it.
	seen     bool
	twin     *Twin
	position string
	due      time.Time
}

// burst is how many bytes an article may have, at any rate.
const burst = schemas.MaxArticleBytes + 1<<20

// Source wraps the source of the articles, which was opened at From.
func (j *Job) Source(inner pipeline.Source, opts SourceOptions) *Source {
	workers := max(opts.Workers, 1)
	life, end := context.WithCancel(context.Background())
	s := &Source{
		job: j, inner: inner, opts: opts, queue: make(chan *item, 2*workers), again: make(chan *delivery), life: life, end: end, opened: j.state.From, last: j.state.From,
		articles: rate.NewLimiter(limit(opts.Rate), max(1, int(opts.Rate))), bytes: rate.NewLimiter(limit(opts.ByteRate), burst),
	}
	if j.state.From != j.state.Position {
		s.until = j.state.Position
	}
	work := make(chan *item)
	for range workers {
		s.group.Go(func() {
			for i := range work {
				i.prepared = s.prepare(life, i.d)
				close(i.ready)
			}
		})
	}
	s.group.Go(func() { s.read(life, work) })
	j.mu.Lock()
	j.source = s
	j.mu.Unlock()
	return s
}

func limit(perSecond float64) rate.Limit {
	if perSecond <= 0 {
		return rate.Inf
	}
	return rate.Limit(perSecond)
}

// read passes articles on to be prepared.
func (s *Source) read(ctx context.Context, work chan<- *item) {
	defer close(s.queue)
	defer close(work)
	for {
		d, err := s.inner.Next(ctx)
		if err != nil {
			s.err = err
			return
		}
		i := &item{d: d, ready: make(chan struct{})}
		for _, to := range []chan<- *item{s.queue, work} {
			select {
			case to <- i:
			case <-ctx.Done():
				s.err = io.EOF
				return
			}
		}
	}
}

// Next implements pipeline.Source. What it was waiting for when its context
// ended is not lost.
func (s *Source) Next(ctx context.Context) (pipeline.Delivery, error) {
	for {
		if err := s.job.gate.pass(ctx); err != nil {
			return nil, err
		}
		again, err := s.take(ctx)
		if err != nil {
			return nil, err
		}
		if again != nil {
			return again, nil
		}
		i := s.held
		s.see(i)
		if s.until != "" {
			if i.position == s.until {
				s.until = ""
			}
			if err := i.d.Settle(ctx, pipeline.Outcome{Disposition: pipeline.Ack}); err != nil {
				return nil, err
			}
			s.held = nil
			continue
		}
		if err := s.hold(ctx, i); err != nil {
			return nil, err
		}
		l := &line{day: i.day, source: i.source, dateFrom: i.dateFrom, position: i.position}
		if p, ok := i.d.(interface{ Passed() map[string]int64 }); ok {
			l.passed = p.Passed()
		}
		s.held = nil
		s.job.ledger.handOut(l)
		return &delivery{Delivery: i.d, source: s, attempt: 1, line: l, prepared: i.prepared, twin: i.twin}, nil
	}
}

// see remembers an article and finds out whether it is a copy.
func (s *Source) see(i *item) {
	if i.seen {
		return
	}
	i.seen = true
	before := s.last
	if p, ok := i.d.(Positioned); ok {
		i.position = p.Position()
	}
	s.last = i.position
	if s.opts.Copies != nil && i.fault == nil {
		i.twin = s.opts.Copies.see(i.print, i.id, before)
	}
}

// take sets held to the next article, when it is prepared, or returns one that
// is to be tried again.
func (s *Source) take(ctx context.Context) (*delivery, error) {
	if s.held == nil {
		select {
		case next, ok := <-s.queue:
			if !ok {
				return s.waitForLast(ctx)
			}
			s.held = next
		case d := <-s.again:
			return d, nil
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	select {
	case <-s.held.ready:
		return nil, nil
	case <-s.life.Done():
		return nil, io.EOF
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// waitForLast waits for what is in hand, for some of it may have to be tried again.
func (s *Source) waitForLast(ctx context.Context) (*delivery, error) {
	settled := make(chan error, 1)
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { settled <- s.job.ledger.drained(ctx) }()
	select {
	case d := <-s.again:
		return d, nil
	case err := <-settled:
		if err == nil {
			err = s.over()
		}
		return nil, err
	case <-s.life.Done():
		return nil, io.EOF
	}
}

// over is why there is nothing more.
func (s *Source) over() error {
	if !errors.Is(s.err, io.EOF) {
		return s.err
	}
	if s.until != "" {
		return fmt.Errorf("the archive has no position %s any more: begin anew", s.until)
	}
	p, ok := s.inner.(interface{ Passed() map[string]int64 })
	if ok && (!s.job.wasDone || s.job.Done() > 0) {
		s.job.ledger.passOver(p.Passed())
	}
	return io.EOF
}

// hold waits until the rate allows an article.
func (s *Source) hold(ctx context.Context, i *item) error {
	if i.due.IsZero() {
		i.due = time.Now()
		bytes := min(max(len(i.body), len(i.d.Body())), burst)
		i.due = i.due.Add(max(s.articles.Reserve().Delay(), s.bytes.ReserveN(i.due, bytes).Delay()))
	}
	wait := time.Until(i.due)
	if wait <= 0 {
		return ctx.Err()
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// from is where to open the source to go on at the position.
func (s *Source) from(position string) string {
	if s.opts.Copies == nil {
		return position
	}
	if from, ok := s.opts.Copies.from(); ok {
		return from
	}
	return s.opened // nothing was seen yet
}

func (s *Source) progress() (done, total int64) {
	if p, ok := s.inner.(interface{ Progress() (int64, int64) }); ok {
		return p.Progress()
	}
	return 0, -1
}

// Close implements pipeline.Source.
func (s *Source) Close(ctx context.Context) error {
	s.once.Do(func() {
		s.end()
		for range s.queue { // let the reader go
		}
		s.group.Wait()
		s.shut = s.inner.Close(ctx)
	})
	return s.shut
}

// delivery is an article of a job.
type delivery struct {
	pipeline.Delivery
	source  *Source
	attempt int
	line    *line
	prepared
	twin    *Twin
	settled atomic.Bool
}

var errSettled = errors.New("the delivery is settled already")

// reasonCopy is why a copy is left out.
const reasonCopy = "copy"

// Load implements pipeline.Loader.
func (d *delivery) Load(ctx context.Context) error {
	if d.twin != nil {
		return &pipeline.Skip{Reason: reasonCopy, Message: d.twin.String(), ArticleID: d.id}
	}
	if l, ok := d.Delivery.(pipeline.Loader); ok && d.body == nil {
		return l.Load(ctx)
	}
	return nil
}

// PayloadRef implements pipeline.Loader. The archive holds the copies.
func (d *delivery) PayloadRef() string {
	if l, ok := d.Delivery.(pipeline.Loader); ok && l.PayloadRef() != "" {
		return l.PayloadRef()
	}
	if d.source.opts.Refer || d.twin != nil {
		return d.Subject()
	}
	return ""
}

// Body is the article with what was found out about it.
func (d *delivery) Body() []byte {
	if d.body != nil {
		return d.body
	}
	return d.Delivery.Body()
}

// Header says what the body is.
func (d *delivery) Header() map[string][]string {
	if d.header != nil {
		return d.header
	}
	return d.Delivery.Header()
}

// Position implements Positioned.
func (d *delivery) Position() string { return d.line.position }

// Attempt counts those of this run.
func (d *delivery) Attempt() int { return d.attempt }

// Settle implements pipeline.Delivery. What is to be tried again stays in this
// process, for its place in the archive has to be kept.
func (d *delivery) Settle(ctx context.Context, o pipeline.Outcome) error {
	if d.settled.Swap(true) {
		return errSettled
	}
	if o.Disposition != pipeline.Retry {
		return d.Delivery.Settle(ctx, o)
	}
	again := delivery{Delivery: d.Delivery, source: d.source, attempt: d.attempt + 1, line: d.line, prepared: d.prepared, twin: d.twin}
	time.AfterFunc(o.Delay, func() {
		select {
		case d.source.again <- &again:
		case <-d.source.life.Done():
		}
	})
	return nil
}
