package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// checkAsyncAPI has AsyncAPI's own parser read a document and its references.
const checkAsyncAPI = `
const { Parser, fromFile } = require("@asyncapi/parser");
fromFile(new Parser(), process.argv[1]).parse().then(({ document, diagnostics }) => {
  for (const d of diagnostics) if (d.severity < 2) console.log(d.path.join("."), d.message);
  console.log(document ? document.channels().length + " channels, " + document.operations().length + " operations" : "invalid");
});`

// TestAsyncAPI: the parser of AsyncAPI accepts the document.
func TestAsyncAPI(t *testing.T) {
	if err := exec.Command("node", "-e", "require('@asyncapi/parser')").Run(); err != nil {
		const why = "AsyncAPI's parser is missing: npm install @asyncapi/parser and set NODE_PATH, or source .ci/services"
		if os.Getenv("GLEANER_REQUIRE_SERVICES") != "" {
			t.Fatal(why)
		}
		t.Skip(why)
	}
	path, err := filepath.Abs(filepath.Join(dir, "asyncapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("node", "-e", checkAsyncAPI, path).CombinedOutput()
	if got := strings.TrimSpace(string(out)); err != nil || got != "7 channels, 7 operations" {
		t.Errorf("the parser says (%v):\n%s", err, got)
	}
}
