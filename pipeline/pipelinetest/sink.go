package pipelinetest

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// SinkHarness is a sink to be tested, with what it promises.
type SinkHarness struct {
	Sink pipeline.Sink
	// Read returns what a reader of everything written so far knows.
	Read func(t *testing.T) Readers
	// Idempotent: writing the same extraction again stores nothing.
	Idempotent bool
}

// Readers is what somebody knows who has read everything a sink has written.
type Readers struct {
	// Articles maps an article's id to the ids of its current events and
	// entities, sorted, as "event ID" and "entity ID".
	Articles map[string][]string
	// Stored counts the records as they are stored, also those that were replaced.
	Stored  int
	Dead    []schemas.DeadLetter
	Skipped []schemas.DeadLetter
}

// TestSink holds a sink to the contract of pipeline.Sink. open is called once
// per subtest.
func TestSink(t *testing.T, open func(t *testing.T) SinkHarness) {
	tests := []struct {
		name string
		run  func(*testing.T, SinkHarness)
	}{
		{"records can be read", recordsCanBeRead},
		{"an article without findings", nothingFound},
		{"the same again changes nothing", sameAgain},
		{"a changed article replaces", changedReplaces},
		{"an article that changes back", changedBack},
		{"dead letters hold the payload", deadHoldPayload},
		{"skipped articles are kept", skippedAreKept},
		{"many writers", manyWriters},
		{"close twice", closeTwice},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) { c.run(t, open(t)) })
	}
}

func recordsCanBeRead(t *testing.T, h SinkHarness) {
	write(t, h, Extraction("a1", "ban", "fine"))
	same(t, h, map[string][]string{"a1": known("a1", "ban", "fine")})
}

func nothingFound(t *testing.T, h SinkHarness) {
	write(t, h, Extraction("a1"))
	same(t, h, map[string][]string{"a1": known("a1")})
}

func sameAgain(t *testing.T, h SinkHarness) {
	write(t, h, Extraction("a1", "ban"))
	before := h.Read(t).Stored
	write(t, h, Extraction("a1", "ban"))
	same(t, h, map[string][]string{"a1": known("a1", "ban")})
	if after := h.Read(t).Stored; h.Idempotent && after != before {
		t.Errorf("%d records stored, then %d", before, after)
	}
}

func changedReplaces(t *testing.T, h SinkHarness) {
	write(t, h, Extraction("a1", "ban", "fine"))
	write(t, h, Extraction("a2", "launch"))
	write(t, h, Extraction("a1", "fine", "lawsuit"))
	same(t, h, map[string][]string{"a1": known("a1", "fine", "lawsuit"), "a2": known("a2", "launch")})
}

func changedBack(t *testing.T, h SinkHarness) {
	write(t, h, Extraction("a1", "ban"))
	write(t, h, Extraction("a1", "fine"))
	write(t, h, Extraction("a1", "ban"))
	same(t, h, map[string][]string{"a1": known("a1", "ban")})
}

func deadHoldPayload(t *testing.T, h SinkHarness) {
	want := &schemas.DeadLetter{
		Subject: "articles.raw.wire", Headers: map[string][]string{"Content-Type": {"text/plain"}},
		Payload: []byte("not \xff\xfe text <b>&</b>"), Stage: "decode", Reason: string(schemas.CodeInvalidUTF8),
		Field: "text", Error: "byte 4 is not UTF-8", Hint: "convert it", Attempts: 1,
		FirstSeen: "2026-03-01T10:00:00Z", LastSeen: "2026-03-01T10:00:01Z",
	}
	if err := h.Sink.WriteDead(t.Context(), want); err != nil {
		t.Fatalf("write dead letter: %v", err)
	}
	got := h.Read(t).Dead
	if len(got) != 1 || !reflect.DeepEqual(&got[0], want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func skippedAreKept(t *testing.T, h SinkHarness) {
	want := &schemas.DeadLetter{
		Subject: "articles.raw.wire", Payload: []byte("Der Text ist deutsch."), Stage: "extract",
		Reason: "unsupported_language", Error: "the language is de", Attempts: 1, ArticleID: "a9",
		FirstSeen: "2026-03-01T10:00:00Z", LastSeen: "2026-03-01T10:00:01Z",
	}
	if err := h.Sink.WriteSkipped(t.Context(), want); err != nil {
		t.Fatalf("write skipped article: %v", err)
	}
	got := h.Read(t).Skipped
	if len(got) != 1 || !reflect.DeepEqual(&got[0], want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func manyWriters(t *testing.T, h SinkHarness) {
	want := map[string][]string{}
	var writers sync.WaitGroup
	for i := range 40 {
		id := fmt.Sprintf("a%d", i)
		want[id] = known(id, "ban")
		writers.Go(func() {
			if err := h.Sink.Write(t.Context(), Extraction(id, "ban")); err != nil {
				t.Errorf("write %s: %v", id, err)
			}
		})
	}
	writers.Wait()
	same(t, h, want)
}

func closeTwice(t *testing.T, h SinkHarness) {
	write(t, h, Extraction("a1", "ban"))
	err := errors.Join(h.Sink.Close(t.Context()), h.Sink.Close(t.Context()))
	if err != nil {
		t.Errorf("close: %v", err)
	}
	same(t, h, map[string][]string{"a1": known("a1", "ban")})
}

func write(t *testing.T, h SinkHarness, x *schemas.Extraction) {
	t.Helper()
	if err := h.Sink.Write(t.Context(), x); err != nil {
		t.Fatalf("write %s: %v", x.Article.ID, err)
	}
}

func same(t *testing.T, h SinkHarness, want map[string][]string) {
	t.Helper()
	if got := h.Read(t).Articles; !reflect.DeepEqual(got, want) {
		t.Errorf("readers know %v, want %v", got, want)
	}
}

// Extraction invents what an article gave: one event of each type, each with an
// entity of its own, and one entity that every article has.
func Extraction(articleID string, eventTypes ...string) *schemas.Extraction {
	x := &schemas.Extraction{
		Article:  schemas.ArticleInfo{ID: articleID, Source: "wire", FetchedAt: "2026-03-01T10:00:00Z", ContentHash: fmt.Sprint(eventTypes)},
		Entities: []schemas.Entity{entity("org-fennmark", "Fennmark")},
		Events:   []schemas.Event{},
		Producer: schemas.Producer{Name: "gleaner", Version: "test", Engine: "ours"},
	}
	for _, typ := range eventTypes {
		target := entity("org-"+typ, "Target of "+typ)
		x.Entities = append(x.Entities, target)
		x.Events = append(x.Events, schemas.Event{
			ID: "ev-" + articleID + "-" + typ, Type: typ, Status: schemas.Actual, Confidence: 0.9,
			Trigger:  schemas.Span{Start: 9, End: 14, Text: typ},
			Mentions: []schemas.Span{},
			Sentence: schemas.Span{Start: 0, End: 40, Text: "Fennmark & partners: <" + typ + ">"},
			Arguments: []schemas.Argument{
				{Role: "agent", Text: "Fennmark", EntityID: "org-fennmark", Start: 0, End: 8},
				{Role: "target", Text: target.Name, EntityID: target.ID, Start: 15, End: 30},
			},
		})
	}
	return x
}

func entity(id, name string) schemas.Entity {
	return schemas.Entity{
		ID: id, Type: schemas.Organization, Name: name, Salience: 0.5,
		Mentions: []schemas.EntityMention{{Start: 0, End: len(name), Text: name}},
	}
}

// known lists what a reader knows of Extraction(articleID, eventTypes...).
func known(articleID string, eventTypes ...string) []string {
	out := []string{"entity org-fennmark"}
	for _, typ := range eventTypes {
		out = append(out, "event ev-"+articleID+"-"+typ, "entity org-"+typ)
	}
	slices.Sort(out)
	return out
}
