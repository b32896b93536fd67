package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"github.com/rs/zerolog"

	"gleaner/pipeline/jetstream"
)

// TestLogConnection: what is refused while connected is no new connection, and
// the same is not told of again and again.
func TestLogConnection(t *testing.T) {
	var out bytes.Buffer
	tell := logConnection(zerolog.New(&out))
	refused := errors.New("login refused")
	for range 5 {
		tell(jetstream.ConnectionChange{Err: refused})
	}
	tell(jetstream.ConnectionChange{Connected: true})
	tell(jetstream.ConnectionChange{Connected: true, Err: errors.New("may not publish")})
	tell(jetstream.ConnectionChange{})
	var got []string
	for line := range strings.Lines(out.String()) {
		got = append(got, line)
	}
	want := []string{"connection to NATS lost", "connected to NATS again", "may not publish"}
	if len(got) != len(want) {
		t.Fatalf("logged %q", got)
	}
	for i, w := range want {
		if !strings.Contains(got[i], w) {
			t.Errorf("line %d is %s, want %q", i, got[i], w)
		}
	}
}
