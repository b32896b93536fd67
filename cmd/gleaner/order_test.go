package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"gleaner/schemas"
)

// TestExtractKeepsOrder: many articles on all cores come out in the order they
// went in, and the same each time.
func TestExtractKeepsOrder(t *testing.T) {
	const articles = 300
	body, err := os.ReadFile(manyArticles(t, articles))
	if err != nil {
		t.Fatal(err)
	}
	var first string
	for range 2 {
		var out, errs bytes.Buffer
		if code := run([]string{"extract", "--workers", "8"}, bytes.NewReader(body), &out, &errs); code != exitOK || errs.Len() > 0 {
			t.Fatalf("exit code %d: %s", code, errs.String())
		}
		lines := strings.Split(strings.TrimSpace(out.String()), "\n")
		if len(lines) != articles {
			t.Fatalf("%d lines, want %d", len(lines), articles)
		}
		for i, line := range lines {
			var x schemas.Extraction
			if err := json.Unmarshal([]byte(line), &x); err != nil {
				t.Fatal(err)
			}
			if want := fmt.Sprintf("article-%06d", i); x.Article.ID != want {
				t.Fatalf("line %d is of %s, want %s", i+1, x.Article.ID, want)
			}
		}
		if first != "" && first != out.String() {
			t.Error("the second run wrote other bytes than the first")
		}
		first = out.String()
	}
}
