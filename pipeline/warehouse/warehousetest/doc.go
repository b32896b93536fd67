// Package warehousetest brings what tests of the warehouse need from outside:
// DuckDB to read Parquet files and a PostgreSQL server. Where one is missing a
// test is skipped and says so, or fails with GLEANER_REQUIRE_SERVICES set.
package warehousetest

import (
	"os"
	"testing"
)

// Missing ends a test that needs a program which is not here.
func Missing(t testing.TB, what, remedy string) {
	t.Helper()
	if os.Getenv("GLEANER_REQUIRE_SERVICES") != "" {
		t.Fatalf("%s is missing: %s", what, remedy)
	}
	t.Skipf("%s is missing: %s", what, remedy)
}
