package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gleaner/pipeline/jetstream"
	"gleaner/pipeline/warehouse"
	"gleaner/pipeline/warehouse/warehousetest"
	"gleaner/schemas"
)

// TestUpWarehouse is the newcomer's first query: the line that is shown, while
// "up" runs and after it ended.
func TestUpWarehouse(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	p, url := startUp(t, "--demo", "--data", folder, "--log-level", "info")
	views := p.shows(`Query: +duckdb -init (\S+) -c "SELECT`)
	p.shows(`"message":"loaded"`)
	server := subscribe(t, url)
	server.send(schemas.SubjectRaw+"me", "", []byte(`{"id": "last", "text": "The regulator fined Pellworth Rail on Monday."}`))
	p.shows("✓ last")
	p.interrupt()
	rows := warehousetest.DuckDB(t, views, `SELECT count(*) AS n, count(*) FILTER (WHERE article_id = 'last') AS last FROM articles`)
	if got := fmt.Sprint(rows); got != "[map[last:1 n:13]]" {
		t.Errorf("articles: %s, want 12 samples and the last", got)
	}
	rows = warehousetest.DuckDB(t, views, `SELECT count(*) > 10 AS many, bool_and(e.sentence <> '') AS evidence FROM events e JOIN runs USING (run_id)`)
	if got := fmt.Sprint(rows); got != "[map[evidence:true many:true]]" {
		t.Errorf("events: %s", got)
	}
}

// TestLoad loads what a server holds into both kinds of warehouse, twice, and
// finds the same in both; a deleted warehouse is loaded from the beginning.
func TestLoad(t *testing.T) {
	t.Parallel()
	p, url := startUp(t, "--demo", "--warehouse", "none")
	p.shows("Send an article:")
	server := subscribe(t, url)
	server.send(schemas.SubjectRaw+"me", "", []byte(`{"text": 5}`))
	p.shows("refused")
	server.send("records.v1.event.ban", "", []byte(`{"type":"gleaner.event.v1","data":7}`))
	p.shows("unreadable gleaner.event.v1") // and "up" goes on

	load := func(to string) string {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run([]string{"load", "--once", "--nats", url, "--to", to, "--interval", "200ms", "--log-format", "json"}, strings.NewReader(""), &out, &errs); code != exitOK {
			t.Fatalf("exit code %d: %s", code, errs.String())
		}
		return errs.String()
	}
	const counts = `SELECT (SELECT count(*) FROM articles) || ' articles, ' || (SELECT count(*) FROM dead_letters WHERE reason = 'wrong_type') || ' wrong, ' ||
		(SELECT count(*) FROM dead_letters WHERE reason = 'refused' AND stage = 'load') || ' refused, ' || (SELECT count(*) FROM runs) || ' runs, ' ||
		(SELECT count(*) FROM events) || ' events, ' || (SELECT count(*) FROM event_arguments) || ' arguments, ' || (SELECT count(*) FROM mentions) || ' mentions' AS line`

	folder := t.TempDir()
	if log := load("parquet:" + folder); !strings.Contains(log, `"message":"record refused"`) {
		t.Errorf("the log does not tell of the refused record:\n%s", log)
	}
	load("parquet:" + folder) // now with the dead letter of the first time
	views := filepath.Join(folder, warehouse.ViewsFile)
	first := warehousetest.Column(warehousetest.DuckDB(t, views, counts), "line")[0]
	if !strings.HasPrefix(first, "12 articles, 1 wrong, 1 refused, 1 runs, ") {
		t.Errorf("Parquet holds %s", first)
	}
	var out, errs bytes.Buffer
	if code := run([]string{"compact", "parquet:" + folder}, strings.NewReader(""), &out, &errs); code != exitOK {
		t.Errorf("compact: exit code %d: %s", code, errs.String())
	}
	if again := warehousetest.Column(warehousetest.DuckDB(t, views, counts), "line")[0]; again != first {
		t.Errorf("after compaction %s, before %s", again, first)
	}

	database := warehousetest.Postgres(t)
	load(database)
	load(database)
	if got := warehousetest.SQL(t, database, counts)[0]; got != first {
		t.Errorf("PostgreSQL holds %s, Parquet %s", got, first)
	}
}

// TestLoadUsage: a target that is none is refused with what to write, whether or
// not NATS runs.
func TestLoadUsage(t *testing.T) {
	for target, want := range map[string]string{
		"":                      "no warehouse is named",
		"mysql://x":             `"mysql://x" is no target`,
		"parquet:":              "no folder is named",
		"parquet:gs://bucket/x": "neither a folder nor s3://",
		"parquet:s3://":         "names no bucket",
		"postgres://h:port/x":   "open warehouse",
	} {
		var out, errs bytes.Buffer
		code := run([]string{"load", "--nats", "nats://127.0.0.1:1", "--to", target}, strings.NewReader(""), &out, &errs)
		if code != exitUsage || !strings.Contains(errs.String(), want) || !strings.Contains(errs.String(), "hint:") {
			t.Errorf("--to %q: exit code %d, %s", target, code, errs.String())
		}
	}
	folder := filepath.Join(t.TempDir(), "made")
	var out, errs bytes.Buffer
	if code := run([]string{"load", "--nats", "nats://127.0.0.1:1", "--to", "parquet:" + folder}, strings.NewReader(""), &out, &errs); code != exitFailed || !strings.Contains(errs.String(), "reach NATS") {
		t.Errorf("a good target without NATS: exit code %d, %s", code, errs.String())
	}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a warehouse was made before NATS was reached: %v", err)
	}
}

// TestCompactUsage: what is no warehouse of files is refused before anything is
// made or reached.
func TestCompactUsage(t *testing.T) {
	mistyped, other := filepath.Join(t.TempDir(), "mistyped"), t.TempDir()
	if err := os.WriteFile(filepath.Join(other, "notes.txt"), []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]string{
		"parquet:" + mistyped:           "there is no warehouse",
		"parquet:" + other:              "there is no warehouse",
		"parquet:":                      "no folder is named",
		"postgres://me:sesame@nohost/x": "postgres://me@nohost/x has no files to merge",
		other:                           "has no files to merge",
	} {
		var out, errs bytes.Buffer
		code := run([]string{"compact", target}, strings.NewReader(""), &out, &errs)
		if code != exitUsage || !strings.Contains(errs.String(), want) || !strings.Contains(errs.String(), "hint:") || out.Len() > 0 {
			t.Errorf("%s: exit code %d, %s%s", target, code, out.String(), errs.String())
		}
	}
	if _, err := os.Stat(mistyped); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the mistyped folder was made: %v", err)
	}
	if files, err := os.ReadDir(other); err != nil || len(files) != 1 {
		t.Errorf("the folder without a warehouse holds %v, %v", files, err)
	}
}

// TestReplayReplacesRows: when articles are read again by another producer, both
// kinds of warehouse show what it found and nothing of what was found before,
// also where the loader was away in between.
func TestReplayReplacesRows(t *testing.T) {
	t.Parallel()
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	must := func(args ...string) {
		t.Helper()
		var out, errs bytes.Buffer
		if code := run(append(args, "--nats", server.ClientURL()), strings.NewReader(""), &out, &errs); code != exitOK {
			t.Fatalf("%v: exit code %d: %s", args, code, errs.String())
		}
	}
	own, folder, database := t.TempDir(), t.TempDir(), warehousetest.Postgres(t)
	if err := os.WriteFile(filepath.Join(own, "depotsale.yaml"), []byte(depotSale), 0o644); err != nil {
		t.Fatal(err)
	}
	const articles = 20
	must("streams", "apply")
	must("publish", manyArticles(t, articles))
	for _, producer := range []struct {
		name string
		args []string
		want string
	}{
		{"with a type of our own", []string{"--events", own}, "20 articles, 20 depots, 1 runs, true"},
		{"without it", nil, "20 articles, 0 depots, 2 runs, true"},
		{"with it again", []string{"--events", own, "--restart"}, "20 articles, 20 depots, 2 runs, true"},
	} {
		must(append([]string{"replay", "--local", "--out", "nats", "--stream", "ARTICLES", "--job", "again " + fmt.Sprint(len(producer.args))}, producer.args...)...)
		for _, to := range []string{"parquet:" + folder, database} {
			must("load", "--once", "--to", to, "--interval", "200ms")
		}
		// All rows that are shown are of one producer, the newest.
		const counts = `SELECT (SELECT count(*) FROM articles) || ' articles, ' || (SELECT count(*) FROM events WHERE type = 'depotsale') || ' depots, ' ||
			(SELECT count(*) FROM runs) || ' runs, ' || (SELECT count(DISTINCT run_id) = 1 FROM (SELECT run_id FROM articles UNION ALL SELECT run_id FROM events
			UNION ALL SELECT run_id FROM event_arguments UNION ALL SELECT run_id FROM article_entities UNION ALL SELECT run_id FROM mentions) AS shown)::text AS line`
		if got := warehousetest.Column(warehousetest.DuckDB(t, filepath.Join(folder, warehouse.ViewsFile), counts), "line")[0]; got != producer.want {
			t.Errorf("%s, Parquet shows %s, want %s", producer.name, got, producer.want)
		}
		if got := warehousetest.SQL(t, database, counts)[0]; got != producer.want {
			t.Errorf("%s, PostgreSQL shows %s, want %s", producer.name, got, producer.want)
		}
	}
}
