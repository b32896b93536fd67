package clean

import (
	"bufio"
	"compress/gzip"
	"context"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

// dataFile returns the path of a file of the data folder, and skips the test
// with the reason when it is not there.
func dataFile(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("GLEANER_DATA")
	if root == "" {
		root = filepath.Join("..", "..", "..", "shared")
	}
	path := filepath.Join(root, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("not run: no data folder (set GLEANER_DATA): %v", err)
	}
	return path
}

// readLines decodes a file of JSON lines, gzipped or not.
func readLines[T any](t *testing.T, path string) (rows []T) {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var r io.Reader = f
	if strings.HasSuffix(path, ".gz") {
		if r, err = gzip.NewReader(f); err != nil {
			t.Fatal(err)
		}
	}
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var row T
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return rows
}

type goldArticle struct {
	ID, Text string
	Entities []struct{ Mentions [][2]int }
	Events   []struct{ Triggers [][2]int }
}

// TestGoldIsNotCut proves that no annotated mention or trigger is taken for junk.
func TestGoldIsNotCut(t *testing.T) {
	for _, name := range []string{"gold/dev.jsonl", "gold/train.jsonl"} {
		for _, a := range readLines[goldArticle](t, dataFile(t, name)) {
			d := apply(t, &doc.Doc{Raw: a.Text})
			var spans [][2]int
			for _, e := range a.Entities {
				spans = append(spans, e.Mentions...)
			}
			for _, e := range a.Events {
				spans = append(spans, e.Triggers...)
			}
			runes := []rune(a.Text)
			for _, c := range d.Cuts {
				start, end := len([]rune(a.Text[:c.Start])), len([]rune(a.Text[:c.End]))
				for _, s := range spans {
					if s[0] < end && start < s[1] {
						t.Errorf("%s: %s cuts the annotated %q", a.ID, c.Reason, string(runes[s[0]:s[1]]))
					}
				}
			}
			if d.Language != "en" && len(a.Entities) > 10 {
				t.Logf("%s: language %s", a.ID, d.Language)
			}
		}
	}
}

// apply cleans a document made by hand.
func apply(t testing.TB, d *doc.Doc) *doc.Doc {
	t.Helper()
	fresh := doc.New(context.Background())
	t.Cleanup(fresh.Release)
	fresh.Raw, fresh.HTML, fresh.URL, fresh.Title, fresh.Language = d.Raw, d.HTML, d.URL, d.Title, d.Language
	if err := New().Apply(fresh); err != nil {
		t.Fatal(err)
	}
	return fresh
}
