package warehouse

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/pipeline/warehouse/warehousetest"
)

// recipe is the SQL of docs/warehouse.md for an engine, a statement a line.
func recipe(t *testing.T, engine string) []string {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "warehouse.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, rest, ok := strings.Cut(string(page), "\n**"+engine+"**")
	if !ok {
		t.Fatalf("docs/warehouse.md says nothing of %s", engine)
	}
	var sql strings.Builder
	for line := range strings.Lines(rest) {
		code, ok := strings.CutPrefix(line, "    ")
		if !ok && sql.Len() > 0 {
			break
		}
		if ok {
			code, _, _ = strings.Cut(code, "--")
			sql.WriteString(strings.TrimSpace(code) + " ")
		}
	}
	var statements []string
	for statement := range strings.SplitSeq(sql.String(), ";") {
		if statement = strings.TrimSpace(statement); statement != "" {
			statements = append(statements, statement)
		}
	}
	return statements
}

// seen are rows of the current view in words that DuckDB and ClickHouse share.
var seen = []string{
	`SELECT concat('article|', article_id, '|', title, '|', CAST(revision AS VARCHAR)) AS line FROM articles`,
	`SELECT concat('entity|', article_id, '|', entity_id, '|', name, '|', CAST(mentions AS VARCHAR), '|', CAST(revision AS VARCHAR)) AS line FROM article_entities`,
	`SELECT concat('mention|', article_id, '|', entity_id, '|', CAST(ordinal AS VARCHAR), '|', text, '|', CAST(revision AS VARCHAR)) AS line FROM mentions`,
	`SELECT concat('event|', event_id, '|', type, '|', status, '|', CAST(published_month AS VARCHAR), '|', CAST(CAST(coalesce(amount_upper, 0) AS BIGINT) AS VARCHAR), '|', CAST(revision AS VARCHAR)) AS line FROM events`,
	`SELECT concat('argument|', event_id, '|', CAST(ordinal AS VARCHAR), '|', role, '|', text, '|', CAST(revision AS VARCHAR)) AS line FROM event_arguments`,
}

// TestClickHouse: the documented commands show ClickHouse what the views show
// DuckDB, in a folder and in a bucket.
func TestClickHouse(t *testing.T) {
	ask := strings.Join(seen, " UNION ALL ")
	sorted := func(rows []map[string]any) []string {
		lines := warehousetest.Column(rows, "line")
		for i := range lines {
			lines[i] = strings.ReplaceAll(lines[i], "|1970-01-01|", "|0001-01-01|") // where ClickHouse's dates begin
		}
		slices.Sort(lines)
		return lines
	}
	commands := func(from, to string) []string {
		var out []string
		for _, statement := range recipe(t, "ClickHouse") {
			out = append(out, strings.ReplaceAll(statement, from, to))
		}
		if joined := strings.Join(out, "\n"); len(out) != 6 || !strings.Contains(joined, to) {
			t.Fatalf("the commands are not as this test expects:\n%s", joined)
		}
		return append(out, ask)
	}
	folder := openTestParquet(t, Options{SmallFiles: 4})
	load(t, folder.target, chunks(history(t).records, 3)...)
	want := folder.query(t, ask)
	slices.Sort(want)
	if len(want) < 15 {
		t.Fatalf("DuckDB sees %d rows", len(want))
	}
	root := folder.target.(*Parquet).Root()
	if diff := cmp.Diff(want, sorted(warehousetest.ClickHouse(t, commands("'warehouse/", "'"+root+"/")...))); diff != "" {
		t.Errorf("over a folder, ClickHouse sees other rows (-DuckDB +ClickHouse):\n%s", diff)
	}

	endpoint, _ := warehousetest.S3(t, "news")
	t.Setenv("AWS_ACCESS_KEY_ID", warehousetest.S3AccessKey)
	t.Setenv("AWS_SECRET_ACCESS_KEY", warehousetest.S3SecretKey)
	bucket, err := OpenParquet(t.Context(), "s3://news/house", Options{S3: S3Options{Endpoint: endpoint, Region: "us-east-1"}})
	if err != nil {
		t.Fatal(err)
	}
	defer bucket.Close(t.Context())
	load(t, bucket, history(t).records)
	var over []string
	for _, statement := range commands("file('warehouse/", fmt.Sprintf("s3('%s/news/house/", endpoint)) {
		over = append(over, strings.ReplaceAll(statement, ", 'Parquet')", fmt.Sprintf(", '%s', '%s', 'Parquet')", warehousetest.S3AccessKey, warehousetest.S3SecretKey)))
	}
	if diff := cmp.Diff(want, sorted(warehousetest.ClickHouse(t, over...))); diff != "" {
		t.Errorf("over a bucket, ClickHouse sees other rows (-DuckDB +ClickHouse):\n%s", diff)
	}
}

// dialects parses statements, and tells of those it does not understand.
const dialects = `
import json, logging, sys, sqlglot
logging.disable()
for dialect, statements in json.load(sys.stdin).items():
    for statement in statements:
        try:
            [tree] = sqlglot.parse(statement, read=dialect)
        except Exception as e:
            print(dialect, "refuses", statement, e)
`

// TestDialects: the commands for services that no test can reach are at least
// sentences of their dialects.
func TestDialects(t *testing.T) {
	if exec.Command("python3", "-c", "import sqlglot").Run() != nil {
		warehousetest.Missing(t, "sqlglot for Python", "pip install sqlglot, or source .ci/services")
	}
	input, err := json.Marshal(map[string][]string{
		"bigquery": recipe(t, "BigQuery"), "snowflake": recipe(t, "Snowflake"), "databricks": recipe(t, "Databricks"), "clickhouse": recipe(t, "ClickHouse"),
	})
	if err != nil {
		t.Fatal(err)
	}
	check := func(input string) string {
		cmd := exec.Command("python3", "-c", dialects)
		cmd.Stdin = strings.NewReader(input)
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("sqlglot: %v: %s", err, out)
		}
		return string(out)
	}
	if complaints := check(string(input)); complaints != "" {
		t.Error(complaints)
	}
	if check(`{"bigquery": ["SELECT * FROM a QUALIFY OVER ("]}`) == "" {
		t.Error("what is no SQL is taken")
	}
}
