package archive

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"gleaner/pipeline"
)

// Options tell how files are read.
type Options struct {
	// Stdin is what the path "-" stands for.
	Stdin io.Reader
	// Format of the files that are not tar or zip; empty or Auto finds it out.
	Format Format
	// Map says which columns and fields hold an article's. Without, an object of
	// JSON is as it is, but for fields that are missing and have a known other name.
	Map Mapping
	// Exact takes JSON as it is.
	Exact bool
	// From is where to go on: the Position of the last delivery that is done
	// with. Empty is from the beginning.
	From string
}

// Open returns a source that hands out every article of the files and folders,
// in the order given and sorted by name within a folder, where only files with
// a known extension count and hidden ones do not. The path "-" is
// Options.Stdin; a path that does not exist may be a pattern, "2019/*.gz".
//
// Every delivery has a Content-Type header and the subject "file:PATH:PLACE",
// where the place is a line, a row, a record, or one of these in a member,
// "a.json:1". What cannot be read as an article is a delivery, too, whose Load
// says why. Deliveries have two more methods: Position() string for
// Options.From, and Passed() map[string]int64, which counts what was passed over.
// Open fails when a path does not exist, or is not what it was when
// Options.From was taken (ErrChanged).
//
// Next returns io.EOF when all is read and settled, for an article that is
// settled with Retry is handed out again after its delay.
func Open(paths []string, opts Options) (*Source, error) {
	var err error
	if opts.Format, err = opts.Format.check(); err != nil {
		return nil, err
	}
	from, err := parsePosition(opts.From)
	if err != nil {
		return nil, err
	}
	if paths, err = expand(paths); err != nil {
		return nil, err
	}
	s := &Source{paths: paths, opts: opts, settled: make(chan struct{}, 1)}
	s.next, s.stop = iter.Pull2(walk(paths))
	if from.File != "" {
		if err := s.goTo(from); err != nil {
			return nil, errors.Join(err, s.Close(context.Background()))
		}
	}
	return s, nil
}

// Source reads file after file. It implements pipeline.Source: Next is called
// by one goroutine, Settle of its deliveries by many.
type Source struct {
	paths []string
	opts  Options
	next  func() (string, error, bool) // the path of the next file
	stop  func()
	open  *file
	// passed is what was passed over since the last delivery.
	passed map[string]int64

	settled chan struct{} // tells a waiting Next to look again

	mu      sync.Mutex
	inHand  int       // handed out or waiting for their next attempt
	retries []retrial // waiting for their next attempt
	closed  bool
	before  int64    // bytes of the files that are read
	reading *counter // of the file that is open

	sum   sync.Once
	total int64 // bytes of all files
}

var _ pipeline.Source = (*Source)(nil)

// retrial is a delivery that is to be handed out again.
type retrial struct {
	delivery *delivery
	due      time.Time
}

// Progress tells how many bytes of the files were read, and how many there
// are: -1 when that cannot be known. It is safe to call at any time.
func (s *Source) Progress() (done, total int64) {
	s.sum.Do(func() { s.total = totalSize(s.paths) })
	s.mu.Lock()
	defer s.mu.Unlock()
	done = s.before
	if s.reading != nil {
		done += s.reading.n.Load()
	}
	return done, s.total
}

// Passed counts what was passed over after the last delivery, by reason.
func (s *Source) Passed() map[string]int64 { return s.passed }

// goTo goes to a position.
func (s *Source) goTo(from position) error {
	for {
		path, err, ok := s.next()
		if !ok {
			return fmt.Errorf("%w: %s, where reading stopped, is not among the files", ErrChanged, from.File)
		}
		if path != from.File || err != nil {
			if at, err := os.Stat(path); err == nil {
				s.before += at.Size()
			}
			continue
		}
		if from.Unopened {
			return nil
		}
		f, err := openFile(path, &s.opts)
		if err != nil {
			return fmt.Errorf("open %s: %w", path, err)
		}
		s.open, s.reading = f, f.in
		return f.goTo(from)
	}
}

// Next implements pipeline.Source.
func (s *Source) Next(ctx context.Context) (pipeline.Delivery, error) {
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
func (s *Source) takeRetry(now time.Time) (d *delivery, wait time.Duration, done bool) {
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
func (s *Source) read() (*delivery, error) {
	for {
		if s.open == nil {
			path, err, ok := s.next()
			if !ok {
				return nil, io.EOF
			}
			var f *file
			if err == nil {
				f, err = openFile(path, &s.opts)
			}
			if err != nil {
				return s.unopened(path, err), nil
			}
			s.mu.Lock()
			s.open, s.reading = f, f.in
			s.mu.Unlock()
		}
		e, err := s.open.next()
		s.pass(s.open)
		if err == nil {
			return s.delivery(s.open.path, e, s.open.position(e)), nil
		}
		path := s.open.path
		if err := s.closeFile(); err != nil {
			return nil, fmt.Errorf("close %s: %w", path, err)
		}
	}
}

// pass takes over the counts of a file.
func (s *Source) pass(f *file) {
	for reason, n := range f.passed {
		if s.passed == nil {
			s.passed = map[string]int64{}
		}
		s.passed[reason] += n
	}
	clear(f.passed)
}

func (s *Source) closeFile() error {
	err := s.open.close()
	s.mu.Lock()
	s.before += max(s.open.size, 0)
	s.open, s.reading = nil, nil
	s.mu.Unlock()
	return err
}

// unopened is the delivery of a file that cannot be opened.
func (s *Source) unopened(path string, err error) *delivery {
	after := position{File: path, Unopened: true, Size: -1}
	return s.delivery(path, &entry{at: "0", kind: plainText, fault: damaged(err)}, after)
}

func (s *Source) delivery(path string, e *entry, after position) *delivery {
	d := &delivery{
		source: s, subject: fmt.Sprintf("file:%s:%s", path, e.at), kind: e.kind, body: e.body, attempt: 1,
		fault: e.fault, settled: new(atomic.Bool), after: after, passed: s.passed,
	}
	s.passed = nil
	return d
}

// await returns io.EOF when nothing is in hand, else nil when something was
// settled or the time is over.
func (s *Source) await(ctx context.Context, wait time.Duration) error {
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
func (s *Source) settle(d *delivery, o pipeline.Outcome) {
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
func (s *Source) Close(context.Context) error {
	s.mu.Lock()
	open := s.open
	if s.reading != nil {
		s.before += s.reading.n.Load() // Progress stays what it was
	}
	s.closed, s.open, s.reading = true, nil, nil
	s.mu.Unlock()
	s.stop()
	if open == nil {
		return nil
	}
	return open.close()
}
