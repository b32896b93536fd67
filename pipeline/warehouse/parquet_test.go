package warehouse

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/pipeline/warehouse/warehousetest"
)

func openTestParquet(t *testing.T, o Options) harness {
	t.Helper()
	dir := t.TempDir()
	p, err := OpenParquet(t.Context(), dir, o)
	if err != nil {
		t.Fatal(err)
	}
	return harness{target: p, query: func(t testing.TB, sql string) []string {
		return warehousetest.Column(warehousetest.DuckDB(t, filepath.Join(dir, ViewsFile), sql), "line")
	}}
}

// TestParquet: DuckDB reads back what every target promises.
func TestParquet(t *testing.T) {
	testTarget(t, func(t *testing.T) harness { return openTestParquet(t, Options{Version: "1.1"}) })
}

// TestParquetMergesSmallFiles: the same while files are merged under way.
func TestParquetMergesSmallFiles(t *testing.T) {
	testTarget(t, func(t *testing.T) harness { return openTestParquet(t, Options{Version: "1.1", SmallFiles: 2}) })
}

// TestCompact: the view shows the same after as before, and plain files hold
// what it shows and what waits.
func TestCompact(t *testing.T) {
	h := openTestParquet(t, Options{})
	records := history(t).records
	load(t, h.target, chunks(records, 1)...)
	load(t, h.target, chunks(records, 3)...)
	want := h.snapshot(t)
	p := h.target.(*Parquet)
	for range 2 {
		months := 0
		if err := p.Compact(t.Context(), func(c Compaction) {
			months++
			if c.FilesAfter >= c.FilesBefore {
				t.Errorf("%+v: no fewer files", c)
			}
		}); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, h.snapshot(t)); diff != "" {
			t.Fatalf("readers see other rows after compaction (-before +after):\n%s", diff)
		}
	}
	plain := h.query(t, "SELECT event_id || revision AS line FROM read_parquet('"+p.Root()+"/events/*/*.parquet')")
	// 4 that stand, 1 of "never" and 2 of the late version of a1 that wait, and the
	// one of the month that "moves" left.
	if len(plain) != 8 {
		t.Errorf("%d rows of events in the files, want 8: %v", len(plain), plain)
	}
}
