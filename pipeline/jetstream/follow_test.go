package jetstream

import (
	"context"
	"errors"
	"strings"
	"testing"

	"gleaner/pipeline/pipelinetest"
)

// TestFollow: the newest of what is stored, told when it was read, then what
// comes; an error of the handler ends it.
func TestFollow(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	write := func(id string) {
		t.Helper()
		if err := sink.Write(t.Context(), pipelinetest.Extraction(id, "ban")); err != nil {
			t.Fatal(err)
		}
	}
	write("a1") // one event, two entities, one article
	write("a2")
	got := make(chan string, 10)
	enough := errors.New("enough")
	done := make(chan error, 1)
	go func() {
		cfg := FollowConfig{Stream: FollowRecords, Last: 5, Ready: func() { got <- "ready" }}
		done <- c.Follow(t.Context(), cfg, func(e Entry) error {
			if e.Stored.IsZero() || len(e.Body) == 0 {
				t.Errorf("entry %+v lacks time or body", e)
			}
			got <- strings.TrimPrefix(e.Subject, "records.v1.")
			if e.Subject == "records.v1.article.a3" {
				return enough
			}
			return nil
		})
	}()
	for _, want := range []string{"article.a1", "event.ban", "entity.organization", "entity.organization", "article.a2", "ready"} {
		if entry := <-got; entry != want {
			t.Errorf("got %q, want %q", entry, want)
		}
	}
	write("a3")
	for _, want := range []string{"event.ban", "entity.organization", "entity.organization", "article.a3"} {
		if entry := <-got; entry != want {
			t.Errorf("got %q, want %q", entry, want)
		}
	}
	if err := <-done; !errors.Is(err, enough) {
		t.Errorf("ended with %v", err)
	}
}

// TestFollowEmpty: an empty stream is ready at once, and the end of the
// context is no failure.
func TestFollowEmpty(t *testing.T) {
	c := testClient(t)
	ctx, cancel := context.WithCancel(t.Context())
	err := c.Follow(ctx, FollowConfig{Stream: FollowDead, Ready: cancel}, func(Entry) error { return errors.New("nothing is there") })
	if err != nil {
		t.Error(err)
	}
}
