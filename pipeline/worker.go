package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync/atomic"
	"time"

	"gleaner/schemas"
)

// settleTimeout bounds how long a source may take to confirm a settlement, and
// a sink to store a dead letter.
const settleTimeout = 15 * time.Second

// worker takes deliveries from decoding to settlement, several at a time.
type worker struct {
	cfg Config
	// failed are the articles that were given back, to be tried again.
	failed failures
}

// handle works on a delivery and settles it, unless ctx ends before the work does.
func (w *worker) handle(ctx context.Context, j job) {
	defer close(j.done)
	began := time.Now()
	d := j.delivery
	defer j.release()
	w.cfg.Monitor.inHand.Add(1)
	defer w.cfg.Monitor.inHand.Add(-1)
	ctx, span := w.startArticle(ctx, d)
	defer span.End()

	s := Settlement{Delivery: d, Subject: d.Subject(), Attempt: d.Attempt()}
	x, fault := w.extract(ctx, d, &s)
	s.Extracting = time.Since(began)
	select {
	case <-j.turn:
	case <-ctx.Done():
		return
	}
	if fault == nil {
		writing := time.Now()
		fault = w.write(ctx, x)
		s.Writing = time.Since(writing)
	}
	if fault != nil && ctx.Err() != nil {
		return // cut short by the end of the grace: not the article's fault
	}
	outcome := w.conclude(ctx, d, fault, &s)
	s.Disposition = outcome.Disposition
	if outcome.Disposition != Retry {
		w.failed.note(keyOf(d, s.ArticleID), nil)
	}
	if err := w.settle(ctx, d, outcome); err != nil {
		s.Err = errors.Join(s.Err, err)
	}
	s.Duration = time.Since(began)
	if fault == nil {
		s.Extraction = x
	}
	endArticle(span, s)
	w.report(s)
}

// extract brings, decodes and extracts the article of a delivery.
func (w *worker) extract(ctx context.Context, d Delivery, s *Settlement) (*schemas.Extraction, *fault) {
	ctx, cancel := context.WithTimeout(ctx, w.cfg.Timeout)
	defer cancel()
	ctx, span := w.cfg.Tracer.Start(ctx, "extract")
	defer span.End()
	if w.cfg.Precedence != nil && w.cfg.GivesWay {
		ctx = withRest(ctx, w.cfg.Precedence)
		Rest(ctx)
	}
	article, unread := w.read(ctx, d)
	if unread != nil {
		s.ArticleID = unread.articleID
		return nil, unread
	}
	s.ArticleID = article.ID
	article.FetchedAt = fetchedAt(article.FetchedAt, d.FirstSeen())
	last := w.failed.of(keyOf(d, s.ArticleID))
	if d.Attempt() > 2*w.cfg.MaxAttempts && (last == nil || !last.partly) {
		// The attempts before may have taken their worker with them, so this
		// article is not worked on again. Twice, for workers that are restarted
		// give back what they have not begun.
		return nil, exhausted(d.Attempt()-1, last)
	}
	x, err := w.extractWithin(ctx, article)
	if err != nil {
		return nil, newFault("extract", err)
	}
	x.Seen = d.FirstSeen()
	s.Events, s.Entities = len(x.Events), len(x.Entities)
	return x, nil
}

// read brings and decodes the article of a delivery.
func (w *worker) read(ctx context.Context, d Delivery) (article *schemas.Article, _ *fault) {
	err := guard(func() (err error) {
		if l, ok := d.(Loader); ok {
			if err := l.Load(ctx); err != nil {
				return err
			}
		}
		article, err = w.cfg.Decode(d.Body(), contentType(d.Header()))
		return err
	})
	if err != nil {
		return nil, newFault("decode", err)
	}
	return article, nil
}

// clockError is how far clocks, or a time zone that was left out, may be off.
const clockError = 24 * time.Hour

// fetchedAt is when an article was fetched: what it says, unless it says nothing
// or a time that lies ahead of when it was first seen. One that claims to come
// from the future would be newer than every correction until then.
func fetchedAt(says string, seen time.Time) string {
	at, known := schemas.ParseTime(says)
	if seen.IsZero() || says != "" && (!known || at.Sub(seen) <= clockError) {
		return says
	}
	return seen.UTC().Format(time.RFC3339Nano)
}

// extractWithin returns when the extractor does or ctx ends, whichever is
// first. An extractor that does not heed ctx is left behind; its result is lost.
func (w *worker) extractWithin(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	type result struct {
		x   *schemas.Extraction
		err error
	}
	done := make(chan result, 1)
	var abandoned atomic.Bool
	go func() {
		defer func() {
			if !abandoned.CompareAndSwap(false, true) {
				w.cfg.Monitor.abandoned.Add(-1)
			}
		}()
		var r result
		r.err = guard(func() (err error) {
			r.x, err = w.cfg.Extractor.Extract(ctx, a)
			return err
		})
		done <- r
	}()
	select {
	case r := <-done:
		if r.err == nil && r.x == nil {
			return nil, Permanent(errors.New("the extractor returned nothing"))
		}
		return r.x, r.err
	case <-ctx.Done():
		if abandoned.CompareAndSwap(false, true) { // else it has just ended
			w.cfg.Monitor.abandoned.Add(1)
		}
		return nil, ctx.Err()
	}
}

func (w *worker) write(ctx context.Context, x *schemas.Extraction) *fault {
	ctx, cancel := context.WithTimeout(ctx, w.cfg.Timeout)
	defer cancel()
	ctx, span := w.cfg.Tracer.Start(ctx, "write")
	defer span.End()
	patience, done := context.WithTimeout(ctx, w.cfg.Patience)
	defer done()
	var f *fault
	partly := false
	for failures := 1; ; failures++ {
		err := guard(func() error { return w.cfg.Sink.Write(ctx, x) })
		if err == nil {
			w.cfg.Monitor.stored(nil)
			return nil
		}
		if f = newFault("write", err); !f.permanent {
			w.cfg.Monitor.stored(err)
		}
		partly = partly || f.partly
		if f.permanent || !pause(patience, w.cfg.Backoff(failures)) {
			break
		}
	}
	f.partly = partly
	if f.code == schemas.CodeTimeout {
		f.code = schemas.CodeAttemptsExhausted // the sink was slow, not the article
	}
	return f
}

// pause returns after the delay; false when ctx ends before.
func pause(ctx context.Context, delay time.Duration) bool {
	if ctx.Err() != nil {
		return false
	}
	timer := time.NewTimer(delay)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// conclude says how the delivery ends; what has to be durable before is stored here.
func (w *worker) conclude(ctx context.Context, d Delivery, f *fault, s *Settlement) Outcome {
	if f == nil {
		return Outcome{Disposition: Ack}
	}
	s.Stage, s.Reason, s.Err = f.stage, string(f.code), f.err
	key := keyOf(d, s.ArticleID)
	if last := w.failed.of(key); last != nil && last.partly {
		f.partly = true // what was stored then still is
	}
	again := Outcome{Disposition: Retry, Delay: w.cfg.Backoff(d.Attempt()), Reason: s.Reason}
	final := Outcome{Disposition: Term, Reason: fmt.Sprintf("%s: %v", f.code, f.err)}
	store := w.cfg.Sink.WriteDead
	switch {
	case f.skip != nil:
		s.Reason = f.skip.Reason
		final, store = Outcome{Disposition: Ack}, w.cfg.Sink.WriteSkipped
	case !f.permanent && (f.partly || d.Attempt() < w.cfg.MaxAttempts):
		if f.code == schemas.CodeAttemptsExhausted {
			s.Reason = ReasonTemporary
		}
		w.failed.note(key, f)
		return again
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	letter := newDeadLetter(d, f, s.ArticleID, time.Now())
	if err := guard(func() error { return store(ctx, letter) }); err != nil {
		w.cfg.Monitor.stored(err)
		s.Stage = "dead"
		s.Err = errors.Join(f.err, fmt.Errorf("store dead letter: %w", err))
		w.failed.note(key, f)
		return again
	}
	return final
}

func (w *worker) settle(ctx context.Context, d Delivery, o Outcome) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), settleTimeout)
	defer cancel()
	if err := d.Settle(ctx, o); err != nil {
		return fmt.Errorf("settle with %s: %w", o.Disposition, err)
	}
	return nil
}

// report logs the settlement in one line and shows it to the observer.
func (w *worker) report(s Settlement) {
	if w.cfg.Observe != nil {
		w.cfg.Observe(s)
	}
	line := w.cfg.Log.Info()
	switch {
	case s.Disposition == Term:
		line = w.cfg.Log.Error()
	case s.Disposition == Retry || s.Err != nil && s.Reason == "":
		line = w.cfg.Log.Warn()
	}
	line = line.Str("subject", s.Subject).Str("article", s.ArticleID).Int("attempt", s.Attempt).
		Stringer("settled", s.Disposition).Int("events", s.Events).Int("entities", s.Entities).
		Dur("took", s.Duration)
	if s.Reason != "" {
		line = line.Str("reason", s.Reason).Str("stage", s.Stage)
	}
	line.Err(s.Err).Msg("article")
}

// guard calls f and turns a panic into an error.
func guard(f func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &panicError{value: v, stack: debug.Stack()}
		}
	}()
	return f()
}

// contentType finds the Content-Type whatever the case of its name.
func contentType(header map[string][]string) string {
	if v := header["Content-Type"]; len(v) > 0 {
		return v[0]
	}
	for name, v := range header {
		if strings.EqualFold(name, "Content-Type") && len(v) > 0 {
			return v[0]
		}
	}
	return ""
}
