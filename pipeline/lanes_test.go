package pipeline

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

// lanesOf makes a live and a backfill lane of n articles each.
func lanesOf(n int) (live, backfill *queue) {
	var news, archive []string
	for i := range n {
		news, archive = append(news, fmt.Sprintf("live %d", i)), append(archive, fmt.Sprintf("backfill %d", i))
	}
	return newQueue(news...), newQueue(archive...)
}

// TestLanesWeights: while both lanes have articles, each gets its part; then
// the other gets everything.
func TestLanesWeights(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		live, backfill := lanesOf(40)
		source := Lanes(-1, Lane{live, 3}, Lane{backfill, 1})
		var got []string
		for range 80 {
			synctest.Wait() // both lanes have filled up
			d, err := source.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, string(d.Body())[:4])
			if err := d.Settle(t.Context(), Outcome{}); err != nil {
				t.Fatal(err)
			}
		}
		count := func(part []string) int {
			return len(slices.DeleteFunc(slices.Clone(part), func(s string) bool { return s != "live" }))
		}
		for i := 0; i < 40; i += 4 {
			if n := count(got[i : i+4]); n != 3 {
				t.Errorf("articles %d to %d: %v, want 3 of the live lane", i, i+3, got[i:i+4])
			}
		}
		if n := count(got); n != 40 {
			t.Errorf("%d live articles, want 40", n)
		}
		if _, err := source.Next(t.Context()); !errors.Is(err, io.EOF) {
			t.Errorf("got %v at the end", err)
		}
		if err := source.Close(t.Context()); err != nil {
			t.Error(err)
		}
	})
}

// TestLanesGiveBack: what waits for its turn is kept alive, and given back when
// the source is closed.
func TestLanesGiveBack(t *testing.T) {
	live, backfill := lanesOf(3)
	items := append(slices.Clone(live.waiting), backfill.waiting...)
	alive := make(chan struct{})
	live.waiting[0].progress = alive
	source := Lanes(3*time.Millisecond, Lane{live, 1}, Lane{backfill, 1})
	<-alive
	for range 2 {
		if err := source.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if live.closed != 1 || backfill.closed != 1 {
		t.Errorf("lanes were closed %d and %d times", live.closed, backfill.closed)
	}
	for i, it := range items {
		if it.attempt > 0 && (len(it.outcomes) != 1 || it.outcomes[0].Disposition != Retry) {
			t.Errorf("article %d was taken and ended with %+v", i, it.outcomes)
		}
	}
	if _, err := source.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("got %v after the close", err)
	}
}

// TestLanesFail: a lane that fails ends the run.
func TestLanesFail(t *testing.T) {
	live, backfill := lanesOf(1)
	live.failure = errLater
	err := Run(t.Context(), Config{
		Source: Lanes(-1, Lane{live, 1}, Lane{backfill, 1}), Sink: &shelf{}, Extractor: extractorFunc(echo),
	})
	if !errors.Is(err, errLater) {
		t.Errorf("got %v", err)
	}
}
