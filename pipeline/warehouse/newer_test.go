package warehouse

import (
	"bytes"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/rs/zerolog"

	"gleaner/schemas"
)

// newerEventRow and newerRunRow are rows of a build that has a column more,
// olderRunRow is one of a build that has fewer.
type (
	newerEventRow struct {
		schemas.EventRow
		Mood string `parquet:"mood,optional"`
	}
	newerRunRow struct {
		schemas.RunRow
		Mood string `parquet:"mood,optional"`
	}
	olderRunRow struct {
		RunID string `parquet:"run_id"`
	}
)

var (
	newerEventKind = kind[newerEventRow]{
		table:   eventKind.table,
		compare: func(a, b *newerEventRow) int { return eventKind.compare(&a.EventRow, &b.EventRow) },
	}
	newerRunKind = kind[newerRunRow]{
		table:   runKind.table,
		compare: func(a, b *newerRunRow) int { return runKind.compare(&a.RunRow, &b.RunRow) },
	}
)

// putRows writes a file as a newer build does and returns its path.
func putRows[R any](t *testing.T, p *Parquet, k kind[R], name string, rows ...R) string {
	t.Helper()
	body, err := k.encode(rows, nil, "9.0")
	if err == nil {
		err = p.put(t.Context(), name, body)
	}
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(p.Root(), filepath.FromSlash(name))
}

// TestNewerColumnsOutliveMerges: a build that does not know a column leaves the
// files that have it alone, says so once, and merges the others.
func TestNewerColumnsOutliveMerges(t *testing.T) {
	h := openTestParquet(t, Options{})
	p := h.target.(*Parquet)
	load(t, p, chunks(history(t).records, 1)...)
	month := time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)
	mood := map[string]string{} // by file
	for i := range filesAtATime + 6 {
		row := newerEventRow{EventRow: schemas.EventRow{ArticleID: fmt.Sprint("n", i), EventID: fmt.Sprint("event-n", i)}, Mood: fmt.Sprint("mood ", i)}
		mood[putRows(t, p, newerEventKind, path.Join(eventKind.folderOf(month), fmt.Sprintf("part-%016x-newer.parquet", i)), row)] = row.Mood
	}
	run := putRows(t, p, newerRunKind, "runs/part-0000000000000001-newer.parquet", newerRunRow{RunRow: schemas.RunRow{RunID: "n"}, Mood: "calm"})

	var log bytes.Buffer
	p, err := OpenParquet(t.Context(), p.Root(), Options{SmallFiles: 2, Log: zerolog.New(&log)})
	if err != nil {
		t.Fatal(err)
	}
	before := len(partsOf(t, p, eventKind.folderOf(month)))
	load(t, p, history(t).records) // merges small files
	if err := p.Compact(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	for name, want := range mood {
		if rows, err := parquet.ReadFile[newerEventRow](name); err != nil || len(rows) != 1 || rows[0].Mood != want {
			t.Fatalf("%s holds %+v (%v), want the mood %q", name, rows, err, want)
		}
	}
	if rows, err := parquet.ReadFile[newerRunRow](run); err != nil || len(rows) != 1 || rows[0].Mood != "calm" {
		t.Errorf("the newer run is %+v, %v", rows, err)
	}
	if after := len(partsOf(t, p, eventKind.folderOf(month))); after != len(mood)+1 {
		t.Errorf("%d files of events after compaction, %d before; want those of the newer build and one", after, before)
	}
	for _, column := range []string{"events.mood", "runs.mood"} {
		if n := strings.Count(log.String(), `"column":"`+column+`"`); n != 1 {
			t.Errorf("%d warnings of %s, want 1:\n%s", n, column, log.String())
		}
	}
	if !strings.Contains(log.String(), "use a newer build") {
		t.Errorf("the log does not say what to do:\n%s", log.String())
	}
}

// partsOf lists the files with rows in a folder, also those that merges leave out.
func partsOf(t *testing.T, p *Parquet, folder string) []string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(p.Root(), filepath.FromSlash(folder), "part-*.parquet"))
	if err != nil {
		t.Fatal(err)
	}
	return names
}

// TestNewerFilesAreForgotten: what is gone is not remembered for ever.
func TestNewerFilesAreForgotten(t *testing.T) {
	var n newerFiles
	n.leave(zerolog.Nop(), "events", "mood", "events/a/part-1")
	n.leave(zerolog.Nop(), "events", "mood", "events/b/part-2")
	left := n.without("events/a/", []file{{Name: "events/a/part-1"}, {Name: "events/a/part-3"}})
	if fmt.Sprint(left) != "[{events/a/part-3 0}]" || len(n.names) != 2 {
		t.Errorf("left %v, remembered %v", left, n.names)
	}
	n.without("events/a/", nil)
	if len(n.names) != 1 || !n.names["events/b/part-2"] {
		t.Errorf("remembered %v, want only the file that was not asked for", n.names)
	}
}

// TestNewerSchemaStays: an older build keeps the file without rows that a newer
// build wrote, and a newer one replaces that of an older.
func TestNewerSchemaStays(t *testing.T) {
	p := openTestParquet(t, Options{}).target.(*Parquet)
	columns := func(name string) string {
		t.Helper()
		body, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		parsed, err := parquet.OpenFile(bytes.NewReader(body), int64(len(body)))
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprint(parsed.Schema().Columns())
	}
	newer := putRows(t, p, newerEventKind, path.Join(eventKind.folderOf(unknownMonth), schemaFile))
	older := putRows(t, p, kind[olderRunRow]{table: runKind.table}, path.Join(runKind.folderOf(unknownMonth), schemaFile))
	if _, err := OpenParquet(t.Context(), p.Root(), Options{}); err != nil {
		t.Fatal(err)
	}
	if got := columns(newer); !strings.Contains(got, "[mood]") {
		t.Errorf("the newer column is gone: %s", got)
	}
	if got := columns(older); !strings.Contains(got, "[models]") {
		t.Errorf("the older schema stayed: %s", got)
	}
}
