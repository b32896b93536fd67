package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"sync"
	"testing"
	"time"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// stream makes records as the worker publishes them.
type stream struct {
	t       testing.TB
	records []pipeline.Record
	// last is the article record of each article.
	last map[string]schemas.ArticleRecord
}

func newStream(t testing.TB) *stream {
	return &stream{t: t, last: map[string]schemas.ArticleRecord{}}
}

// streamStart is when the first record of a test's stream was stored.
var streamStart = time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)

// add appends one record.
func (s *stream) add(typ, subject string, data any) {
	s.t.Helper()
	body, err := json.Marshal(data)
	if err != nil {
		s.t.Fatal(err)
	}
	n := len(s.records) + 1
	body, err = json.Marshal(schemas.CloudEvent{SpecVersion: "1.0", ID: fmt.Sprint("record-", n), Source: "gleaner", Type: typ, Subject: subject, Data: body})
	if err != nil {
		s.t.Fatal(err)
	}
	s.records = append(s.records, pipeline.Record{
		Subject: "records.v1.test", Body: body, StoredAt: streamStart.Add(time.Duration(n) * time.Second), Revision: int64(n), Attempt: 1,
	})
}

// extract appends the records of one extraction: events, entities, tombstones, article.
func (s *stream) extract(x schemas.Extraction) {
	s.t.Helper()
	s.parts(x)
	s.finish(x)
}

// parts appends what goes before the article record.
func (s *stream) parts(x schemas.Extraction) {
	s.t.Helper()
	a := x.Article
	for _, e := range x.Events {
		s.add(schemas.TypeEvent, a.ID, schemas.EventRecord{ArticleID: a.ID, Event: e, Entities: x.Entities, Article: a, Producer: x.Producer})
	}
	for _, e := range x.Entities {
		s.add(schemas.TypeEntity, a.ID, schemas.EntityRecord{ArticleID: a.ID, Entity: e, PublishedAt: a.PublishedAt, Producer: x.Producer})
	}
}

// finish appends tombstones and the article record.
func (s *stream) finish(x schemas.Extraction) {
	s.t.Helper()
	record := schemas.ArticleRecord{Article: x.Article, Producer: x.Producer, Notes: x.Notes, EventIDs: []string{}, EntityIDs: []string{}}
	for _, e := range x.Events {
		record.EventIDs, record.EventTypes = append(record.EventIDs, e.ID), append(record.EventTypes, e.Type)
	}
	for _, e := range x.Entities {
		record.EntityIDs, record.EntityTypes = append(record.EntityIDs, e.ID), append(record.EntityTypes, e.Type)
	}
	for i, id := range s.last[x.Article.ID].EventIDs {
		if !slices.Contains(record.EventIDs, id) {
			s.add(schemas.TypeTombstone, x.Article.ID, schemas.Tombstone{ArticleID: x.Article.ID, Kind: "event", ID: id, Type: s.last[x.Article.ID].EventTypes[i]})
		}
	}
	s.last[x.Article.ID] = record
	s.add(schemas.TypeArticle, x.Article.ID, record)
}

// dead appends a dead letter.
func (s *stream) dead(id, article, reason string) {
	s.t.Helper()
	s.add(schemas.TypeDead, article, schemas.DeadLetter{
		Subject: "articles.raw.wire", Reason: reason, Stage: "decode", Field: "text", Error: "text: " + id, Attempts: 1,
		FirstSeen: "2026-11-20T08:00:00Z", LastSeen: "2026-11-20T08:00:01Z", ArticleID: article, Payload: []byte(id),
	})
}

// source hands out batches and counts acks.
type batchSource struct {
	mu      sync.Mutex
	batches [][]pipeline.Record
	acked   int
	ackErr  error
}

func (s *batchSource) Next(ctx context.Context) (*pipeline.RecordBatch, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.batches) == 0 {
		return nil, io.EOF
	}
	b := s.batches[0]
	s.batches = s.batches[1:]
	return &pipeline.RecordBatch{Records: b, Ack: func(context.Context) error {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.acked += len(b)
		return s.ackErr
	}}, nil
}

func (s *batchSource) Close(context.Context) error { return nil }

// chunks cuts records into batches of n.
func chunks(records []pipeline.Record, n int) [][]pipeline.Record {
	return slices.Collect(slices.Chunk(records, n))
}

// load writes batches into a target and returns the dead letters.
func load(t testing.TB, target Target, batches ...[]pipeline.Record) []schemas.DeadLetter {
	t.Helper()
	var mu sync.Mutex
	var refused []schemas.DeadLetter
	src := &batchSource{batches: batches}
	want := 0
	for _, b := range batches {
		want += len(b)
	}
	err := Load(t.Context(), Config{Source: src, Target: target, Backoff: func(int) time.Duration { return 0 },
		Refuse: func(_ context.Context, l *schemas.DeadLetter) error {
			mu.Lock()
			defer mu.Unlock()
			refused = append(refused, *l)
			return nil
		}})
	if err != nil {
		t.Fatal(err)
	}
	if src.acked != want {
		t.Errorf("%d records acknowledged, want %d", src.acked, want)
	}
	return refused
}

// producer is who made the records of the tests.
func producer(version string) schemas.Producer {
	return schemas.Producer{Name: "gleaner", Version: version, Engine: "ours", Models: "m-" + version, Definitions: "d1"}
}

// entity is an organization with one mention.
func entity(name string, start int) schemas.Entity {
	return schemas.Entity{
		ID: "org-" + name, Type: schemas.Organization, Name: name, Salience: 0.5, Links: map[string]string{"ticker": name[:1]},
		Mentions: []schemas.EntityMention{{Start: start, End: start + len(name), Text: name}},
	}
}

// event is one event of an article between two entities.
func event(article, typ string, status schemas.Status, start int, arguments ...schemas.Argument) schemas.Event {
	return schemas.Event{
		ID: schemas.EventID(article, typ, start, typ), Type: typ, Status: status, Confidence: 0.75,
		Trigger:   schemas.Span{Start: start, End: start + len(typ), Text: typ},
		Mentions:  []schemas.Span{{Start: start, End: start + len(typ), Text: typ}},
		Sentence:  schemas.Span{Start: 0, End: 80, Text: "Fennmark's regulator " + typ + " it; that's that."},
		Arguments: arguments, Rule: typ + ": {a} <verb> {b}",
	}
}

// argument fills a role with an entity.
func argument(role string, e schemas.Entity) schemas.Argument {
	return schemas.Argument{Role: role, Text: e.Name, EntityID: e.ID, Start: e.Mentions[0].Start, End: e.Mentions[0].End, Confidence: 0.875}
}

// article is what is known of an invented article.
func article(id, published string) schemas.ArticleInfo {
	return schemas.ArticleInfo{
		ID: id, Source: "wire", URL: "https://example.org/" + id, Title: "Title of " + id, Language: "en", PublishedAt: published,
		Metadata: map[string]any{"desk": "business"}, Length: 80, ContentHash: schemas.ContentHash(id, ""),
	}
}
