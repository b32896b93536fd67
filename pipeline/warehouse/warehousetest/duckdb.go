package warehousetest

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// DuckDB runs SQL in DuckDB's command line after a file of SQL, such as the
// views of a warehouse, and returns the rows by column.
func DuckDB(t testing.TB, init, sql string) []map[string]any {
	t.Helper()
	program, err := exec.LookPath("duckdb")
	if err != nil {
		Missing(t, "DuckDB's command line", "pip install duckdb-cli")
	}
	cmd := exec.Command(program, "-init", init, "-json", "-c", sql)
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("duckdb: %v\n%s\n%s", err, errs.String(), sql)
	}
	var rows []map[string]any
	if text := strings.TrimSpace(out.String()); text != "" {
		if err := json.Unmarshal([]byte(text), &rows); err != nil {
			t.Fatalf("duckdb wrote %q: %v", text, err)
		}
	}
	return rows
}

// Column returns one column of rows as text.
func Column(rows []map[string]any, name string) []string {
	out := []string{}
	for _, r := range rows {
		text, _ := r[name].(string)
		out = append(out, text)
	}
	return out
}
