package warehouse

import (
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// missing ends a test that needs a program which is not here: a failure where
// services are required, else a skip that says what was not run.
func missing(t testing.TB, what, remedy string) {
	t.Helper()
	if os.Getenv("GLEANER_REQUIRE_SERVICES") != "" {
		t.Fatalf("%s is missing: %s", what, remedy)
	}
	t.Skipf("%s is missing: %s", what, remedy)
}

// duckDB runs SQL in DuckDB after the warehouse's views and returns the rows.
func duckDB(t testing.TB, views, sql string) []map[string]any {
	t.Helper()
	program, err := exec.LookPath("duckdb")
	if err != nil {
		missing(t, "DuckDB's command line", "pip install duckdb-cli")
	}
	cmd := exec.Command(program, "-init", views, "-json", "-c", sql)
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

// column returns one column of rows as text.
func column(rows []map[string]any, name string) []string {
	out := []string{}
	for _, r := range rows {
		text, _ := r[name].(string)
		out = append(out, text)
	}
	return out
}
