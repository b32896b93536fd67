package warehousetest

import (
	"encoding/json"
	"os/exec"
	"strings"
	"testing"
)

// session runs statements one after the other in ClickHouse, within the
// process of Python, and writes the rows of the last one.
const session = `
import json, sys
from chdb import session
s = session.Session()
s.query("CREATE DATABASE news")
s.query("USE news")
for statement in json.load(sys.stdin):
    rows = s.query(statement, "JSONEachRow")
sys.stdout.write(str(rows))
`

// ClickHouse runs statements in ClickHouse and returns the rows of the last one
// by column.
func ClickHouse(t testing.TB, statements ...string) []map[string]any {
	t.Helper()
	if exec.Command("python3", "-c", "import chdb").Run() != nil {
		Missing(t, "ClickHouse within Python (chdb)", "pip install chdb, or source .ci/services")
	}
	input, err := json.Marshal(statements)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("python3", "-c", session)
	var out, errs strings.Builder
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(string(input)), &out, &errs
	if err := cmd.Run(); err != nil {
		t.Fatalf("ClickHouse: %v\n%s\n%s", err, errs.String(), strings.Join(statements, ";\n"))
	}
	var rows []map[string]any
	for line := range strings.Lines(out.String()) {
		var row map[string]any
		if err := json.Unmarshal([]byte(line), &row); err != nil {
			t.Fatalf("ClickHouse wrote %q: %v", line, err)
		}
		rows = append(rows, row)
	}
	return rows
}
