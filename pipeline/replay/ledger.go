package replay

import (
	"context"
	"sync"

	"gleaner/pipeline"
)

// ledger follows every article from being handed out to its end, and commits
// them in the order of the archive. It is safe for concurrent use.
type ledger struct {
	mu sync.Mutex
	// open are the articles that are not committed, in order; first is the
	// number of open[0], which is how many are committed in this run.
	open  []*line
	first int64
	moved chan struct{} // closed when something is committed

	report   Report
	position string
}

func newLedger(report Report, position string) *ledger {
	return &ledger{moved: make(chan struct{}), report: report, position: position}
}

// handOut enters an article.
func (l *ledger) handOut(entry *line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.open = append(l.open, entry)
}

// end enters how an article ended.
func (l *ledger) end(entry *line, o outcome) {
	l.mu.Lock()
	defer l.mu.Unlock()
	entry.ended, entry.outcome = true, o
	before := l.first
	for len(l.open) > 0 && l.open[0].ended {
		l.report.add(l.open[0])
		l.position = l.open[0].position
		l.open[0] = nil
		l.open = l.open[1:]
		l.first++
	}
	if l.first > before {
		close(l.moved)
		l.moved = make(chan struct{})
	}
}

// passOver counts what was passed over after the last article.
func (l *ledger) passOver(passed map[string]int64) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for reason, n := range passed {
		l.report.PassedOver[reason] += n
	}
}

// snapshot is what is committed now.
func (l *ledger) snapshot() (Report, string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.report.Clone(), l.position
}

// totals are the counts now.
func (l *ledger) totals() Counts {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.report.Counts
}

// await waits until n articles of this run are committed.
func (l *ledger) await(ctx context.Context, n int64) error {
	for {
		l.mu.Lock()
		done, moved := l.first >= n, l.moved
		l.mu.Unlock()
		if done {
			return nil
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// drained waits until everything that was handed out is committed.
func (l *ledger) drained(ctx context.Context) error {
	l.mu.Lock()
	n := l.first + int64(len(l.open))
	l.mu.Unlock()
	return l.await(ctx, n)
}

// outcomeOf says how an article ended; ok is false when it will be tried again.
func outcomeOf(s pipeline.Settlement) (o outcome, ok bool) {
	switch {
	case s.Disposition == pipeline.Retry:
		return o, false
	case s.Disposition == pipeline.Term:
		return outcome{kind: dead, reason: s.Reason}, true
	case s.Reason != "":
		return outcome{kind: skipped, reason: s.Reason}, true
	}
	return outcome{kind: extracted, events: int64(s.Events)}, true
}
