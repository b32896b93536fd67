package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/pipelinetest"
	"gleaner/pipeline/warehouse"
	"gleaner/pipeline/warehouse/warehousetest"
	"gleaner/schemas"
)

// TestKilledReplay kills "replay --local" again and again, right after it has
// written something: in the end the files are those of a run that nobody killed.
func TestKilledReplay(t *testing.T) {
	t.Parallel()
	const articles, kills = 3000, 4
	dir := t.TempDir()
	archive := manyArticles(t, articles)
	whole, parts := filepath.Join(dir, "whole.jsonl"), filepath.Join(dir, "parts.jsonl")
	run := func(out string) *process {
		return start(t, "replay", "--local", "--out", out, "--copies", "exact", "--workers", "2", archive)
	}
	if p := run(whole); p.ends() != exitOK {
		text, _ := p.out.text()
		t.Fatal(text)
	}
	killed := 0
	for range kills {
		before := sizeOf(t, parts)
		p := run(parts)
		pipelinetest.Await(t, patience, "the file to grow", func() bool { return sizeOf(t, parts) > before || p.ended() })
		if !p.ended() {
			killed++
		}
		p.kill()
	}
	if killed < 2 {
		t.Errorf("%d runs were killed, which proves little", killed)
	}
	if p := run(parts); p.ends() != exitOK {
		text, _ := p.out.text()
		t.Fatal(text)
	}
	a, b := contentOf(t, whole), contentOf(t, parts)
	if a != b {
		t.Errorf("the files differ: %d and %d bytes, %d and %d lines", len(a), len(b), strings.Count(a, "\n"), strings.Count(b, "\n"))
	}
	if lines := strings.Count(a, "\n"); lines != articles {
		t.Errorf("%d lines, want %d", lines, articles)
	}
}

// TestKilledReplayToLane kills a replay that publishes on the backfill lane:
// in the end each article is stored once, although the second run begins when
// the first has stored more than it has saved.
func TestKilledReplayToLane(t *testing.T) {
	t.Parallel()
	const articles, before = 3000, 200
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	url := server.ClientURL()
	if p := start(t, "streams", "apply", "--nats", url); p.ends() != exitOK {
		t.Fatal("no streams")
	}
	archive := manyArticles(t, articles)
	other := subscribe(t, url)
	run := func(rate string) *process {
		return start(t, "replay", "--nats", url, "--job", "2019", "--copies", "off", "--rate", rate, archive)
	}
	first := run("60")
	other.await("BACKFILL", before)
	second := run("0") // refused while the first is alive
	if code := second.ends(); code != exitUsage {
		text, _ := second.out.text()
		t.Errorf("a second run ended with %d:\n%s", code, text)
	} else {
		second.shows("the job is being run by .*")
	}
	first.kill()
	if n := other.stored("BACKFILL"); n >= articles {
		t.Errorf("the first run had stored all %d articles when it was killed, which proves nothing", n)
	}
	if p := run("0"); p.ends() != exitOK {
		text, _ := p.out.text()
		t.Fatal(text)
	}
	if n := other.stored("BACKFILL"); n != articles {
		t.Errorf("%d articles are stored, want %d", n, articles)
	}
	status := start(t, "replay", "status", "2019", "--nats", url)
	status.shows(`read 3,000, extracted 0, published 3,000, left out 0, dead 0`)
}

// TestReplayOfTheStream reads the stream again with other definitions: the
// difference is shown first, then records are replaced and retracted.
func TestReplayOfTheStream(t *testing.T) {
	t.Parallel()
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	url := server.ClientURL()
	dir := t.TempDir()
	must := func(args ...string) *process {
		p := start(t, append(args, "--nats", url)...)
		if code := p.ends(); code != exitOK {
			text, _ := p.out.text()
			t.Fatalf("%v: %d\n%s", args, code, text)
		}
		return p
	}
	must("streams", "apply")
	const articles = 20
	must("publish", manyArticles(t, articles))
	old, now := filepath.Join(dir, "old.jsonl"), filepath.Join(dir, "new.jsonl")
	own := filepath.Join(dir, "own")
	if err := os.Mkdir(own, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(own, "depotsale.yaml"), []byte(depotSale), 0o644); err != nil {
		t.Fatal(err)
	}
	// What stands was extracted with a type of our own.
	must("replay", "--local", "--out", "nats", "--stream", "ARTICLES", "--events", own, "--reason", "first reading")
	other := subscribe(t, url)
	if n := other.articleRecords(); n != articles {
		t.Fatalf("%d article records, want %d", n, articles)
	}
	must("replay", "--local", "--out", old, "--stream", "ARTICLES", "--events", own)
	same := must("replay", "--diff", "stream", old)
	same.shows(`0 articles differ; 0 are only in new, 0 only in old`)
	// Without it, its events are gone: shown before anything is published.
	must("replay", "--local", "--out", now, "--stream", "ARTICLES")
	must("replay", "--diff", "stream", now).shows(`depotsale +20 +0 +0 +0 +0 +20`)
	must("replay", "--stream", "ARTICLES", "--reason", "without depots")
	worker := start(t, "worker", "--nats", url, "--lane", "backfill")
	stones := 0
	other.read("RECORDS", schemas.SubjectEvent+"depotsale", func(_ string, e schemas.CloudEvent) bool {
		if e.Type == schemas.TypeTombstone {
			stones++
		}
		return stones < articles
	})
	worker.interrupt()
	must("replay", "--diff", "stream", now).shows(`0 articles differ; 0 are only in new, 0 only in old`)
	must("replay", "list").shows(`without depots`)
}

// TestReplayInWarehouse: what was extracted again replaces what a warehouse holds,
// and what is gone is gone there, too.
func TestReplayInWarehouse(t *testing.T) {
	t.Parallel()
	database := warehousetest.Postgres(t)
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	folder, own := t.TempDir(), t.TempDir()
	if err := os.WriteFile(filepath.Join(own, "depotsale.yaml"), []byte(depotSale), 0o644); err != nil {
		t.Fatal(err)
	}
	must := func(args ...string) {
		t.Helper()
		p := start(t, append(args, "--nats", server.ClientURL())...)
		if code := p.ends(); code != exitOK {
			text, _ := p.out.text()
			t.Fatalf("%v: %d\n%s", args, code, text)
		}
	}
	holds := func(want string) {
		t.Helper()
		must("load", "--once", "--to", "parquet:"+folder)
		must("load", "--once", "--to", database)
		const counts = `SELECT (SELECT count(*) FROM articles) || ' articles, ' || (SELECT count(*) FROM events WHERE type = 'depotsale') || ' sales, ' ||
			(SELECT count(*) FROM event_arguments a JOIN events e USING (article_id, event_id) WHERE e.type = 'depotsale' AND a.role = 'seller') || ' sellers, ' ||
			(SELECT count(*) FROM events WHERE type = 'fine') || ' fines' AS line`
		if got := warehousetest.Column(warehousetest.DuckDB(t, filepath.Join(folder, warehouse.ViewsFile), counts), "line")[0]; got != want {
			t.Errorf("Parquet holds %s, want %s", got, want)
		}
		if got := warehousetest.SQL(t, database, counts)[0]; got != want {
			t.Errorf("PostgreSQL holds %s, want %s", got, want)
		}
	}
	must("streams", "apply")
	must("publish", manyArticles(t, 20))
	must("replay", "--local", "--out", "nats", "--stream", "ARTICLES", "--events", own, "--reason", "first reading")
	holds("20 articles, 20 sales, 20 sellers, 20 fines")
	must("replay", "--local", "--out", "nats", "--stream", "ARTICLES", "--job", "second", "--reason", "without depots")
	holds("20 articles, 0 sales, 0 sellers, 20 fines")
}

// depotSale is an event type that is not among ours.
const depotSale = `type: depotsale
summary: A depot changes hands.
roles:
  seller: {kinds: [organization, person, phrase], required: true}
  depot: phrase
frames:
  - "{seller} <verb> {depot}"
triggers:
  - verbs: sell
examples:
  - text: Pellworth Rail sold its depot on Monday.
    status: actual
    roles: {seller: Pellworth Rail}
  - text: Pellworth Rail will sell its depot.
    status: planned
    roles: {seller: Pellworth Rail}
  - text: Ostrava Freight sold the depot in spring.
    roles: {seller: Ostrava Freight}
  - text: Ostrava Freight may sell the depot.
    status: possible
    roles: {seller: Ostrava Freight}
  - text: Birch Airways sold a depot to Pellworth Rail.
    roles: {seller: Birch Airways}
rejects:
  - He moved on to the next page.
  - The weather was calm.
  - The story is moving.
`

func sizeOf(t *testing.T, path string) int64 {
	t.Helper()
	at, err := os.Stat(path)
	if os.IsNotExist(err) {
		return 0
	}
	if err != nil {
		t.Fatal(err)
	}
	return at.Size()
}

func contentOf(t testing.TB, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// ended says whether the process has.
func (p *process) ended() bool {
	select {
	case <-p.done:
		return true
	default:
		return false
	}
}

// await waits until the stream holds n messages.
func (s *subscriber) await(stream string, n uint64) {
	s.t.Helper()
	pipelinetest.Await(s.t, patience, fmt.Sprintf("%s to hold %d messages", stream, n), func() bool { return s.stored(stream) >= n })
}
