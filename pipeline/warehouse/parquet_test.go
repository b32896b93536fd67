package warehouse

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"time"

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

// TestLeftHalfWritten: files that a killed loader left are shown to nobody, and
// the next one removes them once nobody can be writing them.
func TestLeftHalfWritten(t *testing.T) {
	h := openTestParquet(t, Options{})
	load(t, h.target, history(t).records)
	want := h.snapshot(t)
	p := h.target.(*Parquet)
	month := filepath.Join(p.Root(), "events", "published_month=2026-11-01")
	old, fresh := filepath.Join(month, asidePrefix+"1"), filepath.Join(month, asidePrefix+"2")
	for _, path := range []string{old, fresh} {
		if err := os.WriteFile(path, []byte("PAR1 half"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * asideAge)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	again, err := OpenParquet(t.Context(), p.Root(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := again.Compact(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(old); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the old file is still there (%v)", err)
	}
	if _, err := os.Stat(fresh); err != nil {
		t.Errorf("the fresh file, which somebody may be writing: %v", err)
	}
	if diff := cmp.Diff(want, h.snapshot(t)); diff != "" {
		t.Errorf("readers see other rows (-want +got):\n%s", diff)
	}
}
