package warehouse

import (
	"encoding/json"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/pipeline/warehouse/warehousetest"
	"gleaner/schemas"
)

var update = flag.Bool("update", false, "rewrite the expected answers of the queries")

// TestQueries: every ready query gives its expected answer, in both engines.
func TestQueries(t *testing.T) {
	dir := filepath.Join("..", "..", "docs", "queries")
	queries, err := filepath.Glob(filepath.Join(dir, "*.sql"))
	if err != nil || len(queries) < 8 {
		t.Fatalf("%d queries, want 8 or more (%v)", len(queries), err)
	}
	s := sample(t, filepath.Join(dir, "sample.jsonl"))
	files := t.TempDir()
	p, err := OpenParquet(t.Context(), files, Options{})
	if err != nil {
		t.Fatal(err)
	}
	load(t, p, s.records)
	database, url := openTestPostgres(t)
	load(t, database.target, s.records)
	for _, path := range queries {
		name := strings.TrimSuffix(filepath.Base(path), ".sql")
		t.Run(name, func(t *testing.T) {
			sql, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			got := answer(warehousetest.DuckDB(t, filepath.Join(files, ViewsFile), string(sql)))
			expected := filepath.Join(dir, name+".want")
			if *update {
				if err := os.WriteFile(expected, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(expected)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("DuckDB answers (-want +got):\n%s", diff)
			}
			inner := strings.TrimSuffix(strings.TrimSpace(string(sql)), ";")
			var rows []map[string]any
			for _, line := range warehousetest.SQL(t, url, "SELECT row_to_json(answer)::text FROM (\n"+inner+"\n) AS answer") {
				var row map[string]any
				if err := json.Unmarshal([]byte(line), &row); err != nil {
					t.Fatal(err)
				}
				rows = append(rows, row)
			}
			if diff := cmp.Diff(string(want), answer(rows)); diff != "" {
				t.Errorf("PostgreSQL answers (-want +got):\n%s", diff)
			}
		})
	}
}

// sample makes records of a file of extractions, and some dead letters.
func sample(t *testing.T, path string) *stream {
	t.Helper()
	body, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	s := newStream(t)
	s.dead("made good", "s1", "timeout")
	for line := range strings.Lines(string(body)) {
		var x schemas.Extraction
		if err := json.Unmarshal([]byte(line), &x); err != nil {
			t.Fatal(err)
		}
		s.extract(x)
	}
	s.dead("one", "x1", "missing_text")
	s.dead("two", "", "missing_text")
	s.dead("three", "x3", "timeout")
	return s
}

// answer writes rows in one form, whatever an engine's JSON looks like: a line
// a row, columns by name.
func answer(rows []map[string]any) string {
	var b strings.Builder
	for _, row := range rows {
		for i, name := range slices.Sorted(maps.Keys(row)) {
			if i > 0 {
				b.WriteString(" | ")
			}
			value := row[name]
			if value == nil {
				value = "-"
			}
			if n, err := strconv.ParseFloat(fmt.Sprint(value), 64); err == nil {
				value = strconv.FormatFloat(n, 'f', -1, 64)
			}
			fmt.Fprintf(&b, "%s=%v", name, value)
		}
		b.WriteString("\n")
	}
	return b.String()
}
