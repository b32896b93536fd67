package jetstream

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

func TestTailSubjects(t *testing.T) {
	for _, k := range []struct {
		filter TailFilter
		want   []string
	}{
		{TailFilter{}, []string{"records.v1.event.>"}},
		{TailFilter{Types: []string{"ban", "fine"}}, []string{"records.v1.event.ban", "records.v1.event.fine"}},
		{TailFilter{Entities: true, Types: []string{"person"}}, []string{"records.v1.entity.person"}},
		{TailFilter{Events: true, Entities: true, Types: []string{"ban"}}, []string{"records.v1.event.ban", "records.v1.entity.>"}},
		{TailFilter{Articles: true}, []string{"records.v1.article.>"}},
	} {
		if got := k.filter.subjects(); !slices.Equal(got, k.want) {
			t.Errorf("%+v: %q, want %q", k.filter, got, k.want)
		}
	}
}

// TestTail: what was there before is left out, what is filtered too; the order
// is that of the stream.
func TestTail(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	write := func(id string, types ...string) {
		t.Helper()
		if err := sink.Write(t.Context(), pipelinetest.Extraction(id, types...)); err != nil {
			t.Fatal(err)
		}
	}
	write("before", "ban")
	got := make(chan string, 10)
	ready := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- c.Tail(ctx, TailFilter{Types: []string{"ban", "fine"}, Ready: func() { close(ready) }}, func(e schemas.CloudEvent) error {
			got <- e.Type + " " + e.Subject
			return nil
		})
	}()
	<-ready
	write("a1", "ban", "launch")
	write("a2", "fine")
	write("a1", "launch")
	for _, want := range []string{"gleaner.event.v1 a1", "gleaner.event.v1 a2", "gleaner.tombstone.v1 a1"} {
		if event := <-got; event != want {
			t.Errorf("got %q, want %q", event, want)
		}
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("tail: %v", err)
	}
}

// TestTailSince starts in the past and ends with the handler's error.
func TestTailSince(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	if err := sink.Write(t.Context(), pipelinetest.Extraction("a1", "ban")); err != nil {
		t.Fatal(err)
	}
	enough := errors.New("enough")
	var seen []string
	err := c.Tail(t.Context(), TailFilter{Events: true, Articles: true, Since: time.Now().Add(-time.Hour)}, func(e schemas.CloudEvent) error {
		if seen = append(seen, e.Type); e.Type == schemas.TypeArticle {
			return enough
		}
		return nil
	})
	if want := []string{schemas.TypeEvent, schemas.TypeArticle}; !errors.Is(err, enough) || !slices.Equal(seen, want) {
		t.Errorf("saw %v and %v", seen, err)
	}
}

// TestTailReconnects: the server restarts, and no record is missed or seen twice.
func TestTailReconnects(t *testing.T) {
	dir := t.TempDir()
	first, err := StartServer(ServerConfig{StoreDir: dir, Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Connect(t.Context(), Config{URL: first.ClientURL()})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	sink := testSink(t, c)
	got := make(chan string, 10)
	ready := make(chan struct{})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- c.Tail(ctx, TailFilter{Ready: func() { close(ready) }}, func(e schemas.CloudEvent) error {
			got <- e.Subject
			return nil
		})
	}()
	<-ready
	if err := sink.Write(t.Context(), pipelinetest.Extraction("a1", "ban")); err != nil {
		t.Fatal(err)
	}
	if id := <-got; id != "a1" {
		t.Errorf("got %q", id)
	}
	port := portOf(t, first)
	first.Shutdown()
	second, err := StartServer(ServerConfig{StoreDir: dir, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	defer second.Shutdown()
	await(t, "the connection to come back", func() bool {
		return sink.Write(t.Context(), pipelinetest.Extraction("a2", "ban")) == nil
	})
	if id := <-got; id != "a2" {
		t.Errorf("got %q", id)
	}
	cancel()
	if err := <-done; err != nil {
		t.Errorf("tail: %v", err)
	}
}
