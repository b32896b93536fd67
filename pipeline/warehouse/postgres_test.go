package warehouse

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/pipeline"
	"gleaner/pipeline/warehouse/warehousetest"
	"gleaner/schemas"
)

func openTestPostgres(t *testing.T) (harness, string) {
	t.Helper()
	url := warehousetest.Postgres(t)
	p, err := OpenPostgres(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = p.Close(context.WithoutCancel(t.Context())) })
	return harness{target: p, query: func(t testing.TB, sql string) []string { return warehousetest.SQL(t, url, sql) }}, url
}

// TestPostgres: a real server holds what every target promises.
func TestPostgres(t *testing.T) {
	testTarget(t, func(t *testing.T) harness { h, _ := openTestPostgres(t); return h })
}

// TestTargetsAgree: Parquet files in DuckDB show what PostgreSQL shows.
func TestTargetsAgree(t *testing.T) {
	records := history(t).records
	p, _ := openTestPostgres(t)
	files := openTestParquet(t, Options{})
	load(t, p.target, chunks(records, 10)...)
	load(t, files.target, chunks(records, 10)...)
	if diff := cmp.Diff(p.snapshot(t), files.snapshot(t)); diff != "" {
		t.Errorf("targets differ (-PostgreSQL +Parquet):\n%s", diff)
	}
}

// TestRefused: rows that the server refuses, and records that are none, become
// dead letters with the reason, and the rest is written.
func TestRefused(t *testing.T) {
	h, _ := openTestPostgres(t)
	s := newStream(t)
	bolt := entity("Bolt", 0)
	long := entity("Long", 0)
	for i := range 500 {
		long.Name += schemas.ContentHash(fmt.Sprint(i), "") // so many different letters that they stay long when pressed
	}
	evil := event("a2", "ban", schemas.Actual, 5, argument("target", long))
	for _, id := range []string{"a1", "a2", "a3"} {
		x := schemas.Extraction{Article: article(id, "2026-11-18"), Entities: []schemas.Entity{bolt}, Events: []schemas.Event{event(id, "deal", schemas.Actual, 5, argument("buyer", bolt))}, Producer: producer("1")}
		if id == "a2" {
			x.Events, x.Entities = append(x.Events, evil), append(x.Entities, long)
		}
		s.extract(x)
	}
	s.records = append(s.records,
		pipeline.Record{Subject: "records.v1.event.ban", Body: []byte("{"), StoredAt: streamStart, Revision: 100},
		pipeline.Record{Subject: "records.v1.event.ban", Body: []byte(`{"type":"gleaner.event.v9","data":{}}`), StoredAt: streamStart, Revision: 101},
		pipeline.Record{Subject: "records.v1.event.ban", Body: []byte(`{"type":"gleaner.event.v1","data":{"event":5}}`), StoredAt: streamStart, Revision: 102},
		pipeline.Record{Subject: "records.v1.event.ban", Body: []byte(`{"type":"gleaner.event.v1","data":{}}`), StoredAt: streamStart, Revision: 103},
	)
	refused := load(t, h.target, s.records)
	var reasons []string
	for _, l := range refused {
		reasons = append(reasons, l.Error)
		if l.Stage != "load" || l.Reason != string(schemas.CodeRefused) || len(l.Payload) == 0 || !strings.Contains(l.Hint, "--durable") {
			t.Errorf("dead letter without its circumstances: %+v", l)
		}
	}
	all := strings.Join(reasons, "\n")
	for _, want := range []string{"maximum size is 8191", "no CloudEvent", `"gleaner.event.v9" is none of this version`, "not as its schema says", "missing"} {
		if !strings.Contains(all, want) {
			t.Errorf("no dead letter says %q:\n%s", want, all)
		}
	}
	if len(refused) != 5 {
		t.Errorf("%d dead letters, want 5", len(refused))
	}
	got := h.query(t, "SELECT article_id || ' ' || type FROM events ORDER BY 1")
	if diff := cmp.Diff([]string{"a1 deal", "a2 deal", "a3 deal"}, got); diff != "" {
		t.Errorf("events differ:\n%s", diff)
	}
}

// TestNUL: text that PostgreSQL cannot hold costs no rows, and offsets stay right.
func TestNUL(t *testing.T) {
	h, _ := openTestPostgres(t)
	s := newStream(t)
	bolt := entity("Bolt", 0)
	bolt.Aliases = []string{"Bo\x00lt"}
	ban := event("a1", "ban", schemas.Actual, 5, argument("target", bolt))
	ban.Sentence.Text = "a NUL \x00 byte"
	x := schemas.Extraction{Article: article("a1", "2026-11-18"), Entities: []schemas.Entity{bolt}, Events: []schemas.Event{ban}, Producer: producer("1")}
	x.Article.Title, x.Article.Source = "two \x00\x00", "wire\x00"
	x.Article.Metadata = map[string]any{"path": `C:\u0000`, "end\x00": "\x00\x00"}
	s.extract(x)
	if refused := load(t, h.target, s.records); len(refused) > 0 {
		t.Fatalf("refused: %+v", refused)
	}
	got := h.query(t, "SELECT concat_ws('|', a.source, a.title, a.metadata->>'path', a.metadata->>'end\ufffd', e.sentence, n.aliases) FROM articles a JOIN events e USING (article_id) JOIN article_entities n USING (article_id)")
	want := []string{"wire\ufffd|two \ufffd\ufffd|C:\\u0000|\ufffd\ufffd|a NUL \ufffd byte|{Bo\ufffdlt}"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("rows differ (-want +got):\n%s", diff)
	}
}

// TestMigrate: a schema of an older version gets its new columns and keeps its
// rows; a foreign one is left alone and named.
func TestMigrate(t *testing.T) {
	h, url := openTestPostgres(t)
	load(t, h.target, history(t).records)
	before := h.snapshot(t)
	run := func(sql string) {
		t.Helper()
		if _, err := h.target.(*Postgres).pool.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
	run("ALTER TABLE events DROP COLUMN rule")
	run("UPDATE warehouse SET value = 'older' WHERE name = 'ddl'")
	again, err := OpenPostgres(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close(t.Context())
	if again.ID() != h.target.ID() {
		t.Error("the warehouse has another id after the migration")
	}
	if diff := cmp.Diff(before, h.snapshot(t)); diff != "" {
		t.Errorf("rows changed:\n%s", diff)
	}
	run("ALTER TABLE events ALTER COLUMN confidence TYPE text")
	run("UPDATE warehouse SET value = 'older' WHERE name = 'ddl'")
	_, err = OpenPostgres(t.Context(), url)
	if err == nil || !strings.Contains(err.Error(), "events.confidence is text, not double precision") {
		t.Errorf("got %v, want an error that names events.confidence", err)
	}
}

// TestPostgresPartitions: events lie in partitions by month, and readers that
// hold a lock on the table do not keep a loader from making one.
func TestPostgresPartitions(t *testing.T) {
	h, _ := openTestPostgres(t)
	reader, err := h.target.(*Postgres).pool.Begin(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Rollback(context.WithoutCancel(t.Context()))
	if _, err := reader.Exec(t.Context(), "SELECT count(*) FROM events"); err != nil {
		t.Fatal(err)
	}
	load(t, h.target, history(t).records)
	got := h.query(t, "SELECT tableoid::regclass || ' ' || count(*) FROM events GROUP BY tableoid ORDER BY 1")
	want := []string{"events_2026_09 1", "events_2026_10 1", "events_2026_11 1", "events_unknown 1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("partitions differ:\n%s", diff)
	}

	// A partition that was dropped under a running loader is made again.
	if err := reader.Rollback(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := h.target.(*Postgres).pool.Exec(t.Context(), "DROP TABLE events_2026_10"); err != nil {
		t.Fatal(err)
	}
	s := newStream(t)
	s.records = make([]pipeline.Record, 100) // later revisions than those of before
	s.extract(schemas.Extraction{Article: article("a2", "2026-10-06"), Events: []schemas.Event{event("a2", "launch", schemas.Actual, 5)}, Producer: producer("1")})
	if refused := load(t, h.target, s.records[100:]); len(refused) > 0 {
		t.Errorf("refused: %+v", refused)
	}
	if got := h.query(t, "SELECT article_id FROM events_2026_10"); len(got) != 1 {
		t.Errorf("events of the month: %v, want that of a2", got)
	}
}

// TestPostgresErrors: what goes wrong says what to do.
func TestPostgresErrors(t *testing.T) {
	url := warehousetest.Postgres(t)
	cases := []struct{ target, want string }{
		{strings.Replace(url, "/test", "/absent", 1), "make the database first"},
		{"postgres://nobody:secret@127.0.0.1:1/x", "is PostgreSQL running there?"},
	}
	for _, c := range cases {
		_, err := OpenPostgres(t.Context(), c.target)
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s: got %v, want %q and no password", Redact(c.target), err, c.want)
		}
	}
}
