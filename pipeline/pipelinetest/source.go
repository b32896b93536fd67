// Package pipelinetest is the conformance suite that every Source and Sink
// passes. An adapter's test makes a harness, which declares what the adapter
// guarantees beyond the contract, and calls TestSource or TestSink.
package pipelinetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"gleaner/pipeline"
)

// patience bounds every wait of the suite; a sound adapter needs a fraction of it.
const patience = 20 * time.Second

// SourceHarness is a source to be tested, with what it promises.
type SourceHarness struct {
	Source pipeline.Source
	// Ordered: articles come in the order they were put in.
	Ordered bool
	// Ends: Next returns io.EOF when all is settled. A source that does not end
	// waits for more.
	Ends bool
	// Reopen, for a source that is durable, opens another one on the same
	// articles; it hands out what was not settled.
	Reopen func(t *testing.T) pipeline.Source
}

// TestSource holds a source to the contract of pipeline.Source. open is called
// once per subtest, with the bodies the source is to hand out.
func TestSource(t *testing.T, open func(t *testing.T, bodies []string) SourceHarness) {
	tests := []struct {
		name string
		run  func(*testing.T, func(*testing.T, []string) SourceHarness)
	}{
		{"every article once", everyArticleOnce},
		{"retry comes again", retryComesAgain},
		{"term never comes again", termNeverComesAgain},
		{"settled twice is an error", settledTwice},
		{"next heeds its context", nextHeedsContext},
		{"close ends next", closeEndsNext},
		{"settle after close", settleAfterClose},
		{"many workers", manyWorkers},
		{"unsettled is handed out again", unsettledComesAgain},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) { c.run(t, open) })
	}
}

func everyArticleOnce(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	want := bodies(7)
	h := open(t, want)
	var got []string
	for range want {
		d := next(t, h.Source)
		if d.Subject() == "" {
			t.Error("a delivery has no subject")
		}
		if d.Attempt() != 1 {
			t.Errorf("attempt %d, want 1", d.Attempt())
		}
		if err := d.InProgress(); err != nil {
			t.Errorf("in progress: %v", err)
		}
		got = append(got, string(d.Body()))
		settle(t, d, pipeline.Outcome{Disposition: pipeline.Ack})
	}
	if !h.Ordered {
		slices.Sort(got)
		slices.Sort(want)
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	exhausted(t, h)
}

func retryComesAgain(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	h := open(t, bodies(1))
	first := next(t, h.Source)
	settle(t, first, pipeline.Outcome{Disposition: pipeline.Retry, Delay: 10 * time.Millisecond})
	again := next(t, h.Source)
	if again.Attempt() != 2 {
		t.Errorf("attempt %d, want 2", again.Attempt())
	}
	if string(again.Body()) != string(first.Body()) || again.Subject() != first.Subject() {
		t.Errorf("got %q on %s, want %q on %s", again.Body(), again.Subject(), first.Body(), first.Subject())
	}
	if !again.FirstSeen().Equal(first.FirstSeen()) {
		t.Errorf("first seen %v, before %v", again.FirstSeen(), first.FirstSeen())
	}
	settle(t, again, pipeline.Outcome{Disposition: pipeline.Ack})
	exhausted(t, h)
}

func termNeverComesAgain(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	h := open(t, bodies(1))
	settle(t, next(t, h.Source), pipeline.Outcome{Disposition: pipeline.Term, Reason: "invalid_json: unexpected end"})
	exhausted(t, h)
}

func settledTwice(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	h := open(t, bodies(1))
	d := next(t, h.Source)
	settle(t, d, pipeline.Outcome{Disposition: pipeline.Ack})
	if err := d.Settle(t.Context(), pipeline.Outcome{Disposition: pipeline.Retry}); err == nil {
		t.Error("settling twice gave no error")
	}
	exhausted(t, h)
}

func nextHeedsContext(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	h := open(t, bodies(1))
	next(t, h.Source) // stays unsettled, so that the source does not end
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := h.Source.Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want context.Canceled", err)
	}
}

func closeEndsNext(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	h := open(t, bodies(3))
	next(t, h.Source)
	for range 2 {
		if err := h.Source.Close(t.Context()); err != nil {
			t.Fatalf("close: %v", err)
		}
	}
	if _, err := h.Source.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("next after close: %v, want io.EOF", err)
	}
}

func settleAfterClose(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	h := open(t, bodies(1))
	d := next(t, h.Source)
	if err := h.Source.Close(t.Context()); err != nil {
		t.Fatalf("close: %v", err)
	}
	settle(t, d, pipeline.Outcome{Disposition: pipeline.Ack})
}

func manyWorkers(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	const n = 60
	h := open(t, bodies(n))
	seen := make(chan string, n)
	var workers sync.WaitGroup
	for range n {
		d := next(t, h.Source)
		workers.Go(func() {
			seen <- string(d.Body())
			if err := d.Settle(t.Context(), pipeline.Outcome{Disposition: pipeline.Ack}); err != nil {
				t.Errorf("settle: %v", err)
			}
		})
	}
	workers.Wait()
	close(seen)
	distinct := map[string]bool{}
	for body := range seen {
		distinct[body] = true
	}
	if len(distinct) != n {
		t.Errorf("%d distinct articles, want %d", len(distinct), n)
	}
	exhausted(t, h)
}

func unsettledComesAgain(t *testing.T, open func(*testing.T, []string) SourceHarness) {
	h := open(t, bodies(3))
	if h.Reopen == nil {
		t.Skip("this source does not promise to be durable")
	}
	settle(t, next(t, h.Source), pipeline.Outcome{Disposition: pipeline.Ack})
	left := next(t, h.Source)
	if err := h.Source.Close(t.Context()); err != nil {
		t.Fatalf("close: %v", err)
	}
	other := h.Reopen(t)
	got := map[string]int{}
	for range 2 {
		d := next(t, other)
		got[string(d.Body())] = d.Attempt()
		settle(t, d, pipeline.Outcome{Disposition: pipeline.Ack})
	}
	if got[string(left.Body())] < 2 || len(got) != 2 {
		t.Errorf("after reopening: %v, want two articles, %q for the second time", got, left.Body())
	}
}

// bodies invents n articles that differ.
func bodies(n int) []string {
	var out []string
	for i := range n {
		out = append(out, fmt.Sprintf(`{"id":"article-%03d","text":"Fennmark fined Ostrevia Rail %d million euros."}`, i, i+1))
	}
	return out
}

// next returns the next delivery within patience.
func next(t *testing.T, s pipeline.Source) pipeline.Delivery {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	d, err := s.Next(ctx)
	if err != nil {
		t.Fatalf("next: %v", err)
	}
	return d
}

func settle(t *testing.T, d pipeline.Delivery, o pipeline.Outcome) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if err := d.Settle(ctx, o); err != nil {
		t.Fatalf("settle with %s: %v", o.Disposition, err)
	}
}

// exhausted fails when there is another article. A source that does not end is
// given a moment to hand one out.
func exhausted(t *testing.T, h SourceHarness) {
	t.Helper()
	wait, want := patience, error(io.EOF)
	if !h.Ends {
		wait, want = 150*time.Millisecond, context.DeadlineExceeded
	}
	ctx, cancel := context.WithTimeout(t.Context(), wait)
	defer cancel()
	d, err := h.Source.Next(ctx)
	if err == nil {
		t.Fatalf("handed out once more: %q, attempt %d", d.Body(), d.Attempt())
	}
	if !errors.Is(err, want) {
		t.Errorf("next: %v, want %v", err, want)
	}
}
