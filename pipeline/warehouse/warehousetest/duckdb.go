package warehousetest

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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

// DuckDBOverS3 is the beginning of a file of SQL that lets DuckDB read from the
// server that S3 started. Its extension for that lies beside the program.
func DuckDBOverS3(t testing.TB, endpoint string) string {
	t.Helper()
	program, err := exec.LookPath("duckdb")
	if err != nil {
		Missing(t, "DuckDB's command line", "pip install duckdb-cli")
	}
	extension := filepath.Join(filepath.Dir(program), "httpfs.duckdb_extension")
	if _, err := os.Stat(extension); err != nil {
		Missing(t, "DuckDB's extension httpfs beside its command line", "source .ci/services")
	}
	return fmt.Sprintf("LOAD '%s';\nSET s3_access_key_id = '%s';\nSET s3_secret_access_key = '%s';\nSET s3_endpoint = '%s';\nSET s3_use_ssl = false;\nSET s3_url_style = 'path';\nSET s3_region = 'us-east-1';\n",
		extension, S3AccessKey, S3SecretKey, strings.TrimPrefix(endpoint, "http://"))
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
