package warehouse

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	"gleaner/pipeline"
	"gleaner/pipeline/warehouse/warehousetest"
	"gleaner/schemas"
)

// BenchmarkLoad loads invented articles of four events, five entities and
// eight arguments each. One operation is one event:
//
//	go test ./pipeline/warehouse -run '^$' -bench Load/postgres -benchtime 1000000x
func BenchmarkLoad(b *testing.B) {
	b.Run("postgres", func(b *testing.B) {
		url := warehousetest.Postgres(b)
		p, err := OpenPostgres(b.Context(), url)
		if err != nil {
			b.Fatal(err)
		}
		defer p.Close(b.Context())
		for _, sql := range []string{"ALTER SYSTEM SET fsync = on", "ALTER SYSTEM SET max_wal_size = '4GB'", "SELECT pg_reload_conf()"} {
			if _, err := p.pool.Exec(b.Context(), sql); err != nil {
				b.Fatal(err)
			}
		}
		benchmarkLoad(b, p)
		var events int
		if err := p.pool.QueryRow(b.Context(), "SELECT count(*) FROM events").Scan(&events); err != nil || events != b.N {
			b.Fatalf("%d events in the database, want %d (%v)", events, b.N, err)
		}
	})
	b.Run("parquet", func(b *testing.B) {
		p, err := OpenParquet(b.Context(), b.TempDir(), Options{SmallFiles: 16})
		if err != nil {
			b.Fatal(err)
		}
		benchmarkLoad(b, p)
	})
}

func benchmarkLoad(b *testing.B, target Target) {
	src := &inventedSource{events: b.N}
	b.ResetTimer()
	err := Load(b.Context(), Config{Source: src, Target: target, Refuse: func(_ context.Context, l *schemas.DeadLetter) error {
		return fmt.Errorf("refused: %s", l.Error)
	}})
	b.StopTimer()
	if err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "events/s")
	b.ReportMetric(float64(src.records)/b.Elapsed().Seconds(), "records/s")
}

// inventedSource makes records of articles until there are enough events.
type inventedSource struct {
	events, records int
	article         int
}

func (s *inventedSource) Next(context.Context) (*pipeline.RecordBatch, error) {
	batch := &pipeline.RecordBatch{Ack: func(context.Context) error { return nil }}
	for s.events > 0 && len(batch.Records) < 5000 {
		n := min(s.events, 4)
		s.events -= n
		batch.Records = s.oneArticle(batch.Records, n)
	}
	if len(batch.Records) == 0 {
		return nil, io.EOF
	}
	s.records += len(batch.Records)
	return batch, nil
}

func (s *inventedSource) Close(context.Context) error { return nil }

func (s *inventedSource) oneArticle(to []pipeline.Record, events int) []pipeline.Record {
	s.article++
	id := fmt.Sprintf("article-%08d", s.article)
	a := article(id, time.Date(2025, time.Month(1+s.article%24), 1+s.article%28, 8, 0, 0, 0, time.UTC).Format(time.RFC3339))
	var entities []schemas.Entity
	for i := range 5 {
		entities = append(entities, entity(fmt.Sprintf("Company %d", (s.article*7+i*i*131)%50_000), 10*i))
	}
	record := schemas.ArticleRecord{Article: a, Producer: producer("1.0")}
	add := func(typ string, data any) {
		body, _ := json.Marshal(data)
		body, _ = json.Marshal(schemas.CloudEvent{SpecVersion: "1.0", ID: "x", Type: typ, Subject: id, Data: body})
		revision := int64(s.records + len(to) + 1)
		to = append(to, pipeline.Record{Subject: "records.v1.x", Body: body, Revision: revision, StoredAt: streamStart.Add(time.Duration(revision) * time.Millisecond)})
	}
	for i := range events {
		e := event(id, "deal", schemas.Actual, 7*i, argument("buyer", entities[i]), argument("seller", entities[4]))
		record.EventIDs = append(record.EventIDs, e.ID)
		add(schemas.TypeEvent, schemas.EventRecord{ArticleID: id, Event: e, Entities: []schemas.Entity{entities[i], entities[4]}, Article: a, Producer: record.Producer})
	}
	for _, e := range entities {
		record.EntityIDs = append(record.EntityIDs, e.ID)
		add(schemas.TypeEntity, schemas.EntityRecord{ArticleID: id, Entity: e, PublishedAt: a.PublishedAt, Producer: record.Producer})
	}
	add(schemas.TypeArticle, record)
	return to
}
