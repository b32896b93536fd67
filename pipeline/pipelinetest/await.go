package pipelinetest

import (
	"testing"
	"time"
)

// awaitTick is how often Await looks.
const awaitTick = 5 * time.Millisecond

// Await polls until done, for a condition that no signal tells of. After so much
// patience the test fails, and says what it waited for.
func Await(t testing.TB, patience time.Duration, what string, done func() bool) {
	t.Helper()
	tick, deadline := time.NewTicker(awaitTick), time.After(patience)
	defer tick.Stop()
	for !done() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain for %s", what)
		}
	}
}
