package jetstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"testing"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// testRecords stores n records and opens them.
func testRecords(t *testing.T, c *Client, n int, cfg RecordsConfig) pipeline.RecordSource {
	t.Helper()
	sink := testSink(t, c)
	for i := range n {
		if err := sink.Write(t.Context(), &schemas.Extraction{Article: schemas.ArticleInfo{ID: fmt.Sprint("a", i)}}); err != nil {
			t.Fatal(err)
		}
	}
	cfg.Durable, cfg.Interval = "load", 100*time.Millisecond
	s, err := c.Records(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(t.Context()) })
	return s
}

func nextBatch(t *testing.T, s pipeline.RecordSource) *pipeline.RecordBatch {
	t.Helper()
	b, err := s.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// TestRecordsBatches: batches are bounded, in order, and end with io.EOF when
// all of them are acknowledged.
func TestRecordsBatches(t *testing.T) {
	s := testRecords(t, testClient(t), 5, RecordsConfig{MaxRecords: 3, Once: true})
	first, second := nextBatch(t, s), nextBatch(t, s)
	if len(first.Records) != 3 || len(second.Records) != 2 || first.Waiting != 2 || second.Waiting != 0 {
		t.Fatalf("%d and %d records, %d and %d waiting; want 3, 2, 2, 0", len(first.Records), len(second.Records), first.Waiting, second.Waiting)
	}
	last := int64(0)
	for _, r := range append(first.Records, second.Records...) {
		if r.Revision <= last || r.StoredAt.IsZero() || r.Attempt != 1 || len(r.Body) == 0 {
			t.Errorf("record %+v after revision %d", r, last)
		}
		last = r.Revision
	}
	ended := make(chan error, 1)
	go func() {
		_, err := s.Next(context.WithoutCancel(t.Context()))
		ended <- err
	}()
	for _, b := range []*pipeline.RecordBatch{first, second} {
		select {
		case err := <-ended:
			t.Fatalf("the source ended with %v while a batch was in hand", err)
		default:
		}
		if err := b.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := <-ended; !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want io.EOF", err)
	}
}

// TestRecordsOnce: what comes after the source was opened does not keep it from ending.
func TestRecordsOnce(t *testing.T) {
	c := testClient(t)
	s := testRecords(t, c, 2, RecordsConfig{Once: true})
	if err := testSink(t, c).Write(t.Context(), &schemas.Extraction{Article: schemas.ArticleInfo{ID: "later"}}); err != nil {
		t.Fatal(err)
	}
	for records := 0; records < 2; {
		b, err := s.Next(t.Context())
		if err != nil {
			t.Fatalf("after %d records: %v", records, err)
		}
		if err := b.Ack(t.Context()); err != nil {
			t.Fatal(err)
		}
		records += len(b.Records)
		if err := testSink(t, c).Write(t.Context(), &schemas.Extraction{Article: schemas.ArticleInfo{ID: fmt.Sprint("later", records)}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want io.EOF: what was there at the beginning is done", err)
	}
}

// TestRecordsComeAgain: what was not acknowledged is handed out again, with the
// same revision.
func TestRecordsComeAgain(t *testing.T) {
	c := testClient(t)
	s := testRecords(t, c, 1, RecordsConfig{AckWait: 300 * time.Millisecond})
	first := nextBatch(t, s)
	again := nextBatch(t, s)
	if again.Records[0].Revision != first.Records[0].Revision || again.Records[0].Attempt != 2 || !again.Records[0].StoredAt.Equal(first.Records[0].StoredAt) {
		t.Errorf("got %+v, want %+v in a second attempt", again.Records[0], first.Records[0])
	}
}

// TestRecordsDrain: closing Drain ends a source that waits, once it is empty.
func TestRecordsDrain(t *testing.T) {
	drain := make(chan struct{})
	s := testRecords(t, testClient(t), 1, RecordsConfig{Drain: drain})
	b := nextBatch(t, s)
	close(drain)
	if err := b.Ack(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("got %v, want io.EOF", err)
	}
}

// TestRecordsDead: dead letters are a source of their own.
func TestRecordsDead(t *testing.T) {
	c := testClient(t)
	if err := testSink(t, c).WriteDead(t.Context(), &schemas.DeadLetter{Subject: testSubject, Reason: "missing_text"}); err != nil {
		t.Fatal(err)
	}
	if b := nextBatch(t, testRecords(t, c, 1, RecordsConfig{Dead: true})); len(b.Records) != 1 || b.Records[0].Subject != "articles.dead.missing_text" {
		t.Errorf("got %+v, want the dead letter", b.Records)
	}
}

// TestEpoch: a stream that is made anew has greater revisions.
func TestEpoch(t *testing.T) {
	made := time.Date(2026, 11, 25, 10, 0, 0, 0, time.UTC)
	if old, again := epoch(made)|(1<<38-1), epoch(made.Add(time.Minute))|1; old >= again || epoch(time.Time{}) != 0 || epoch(made.AddDate(50, 0, 0)) <= 0 {
		t.Errorf("revision %d of the old stream, %d of the new", old, again)
	}
}
