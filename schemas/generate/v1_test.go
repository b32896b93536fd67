package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gleaner/schemas"
)

// TestV1Columns: every column of v1 is still there, of the type it had. A
// column that is new is added to the list when a version with it is released.
func TestV1Columns(t *testing.T) {
	released, err := os.ReadFile(filepath.Join(dir, "testdata", "v1", "columns.txt"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join(dir, "..", "docs", "tables.md"))
	if err != nil {
		t.Fatal(err)
	}
	now := map[string]bool{}
	table := ""
	row := regexp.MustCompile("^\\| `(\\w+)` \\| ([^|]+) \\|")
	for line := range strings.Lines(string(page)) {
		if name, ok := strings.CutPrefix(line, "## "); ok {
			table = strings.TrimSpace(name)
		}
		if m := row.FindStringSubmatch(line); m != nil {
			now[table+"."+m[1]+" "+strings.TrimSpace(m[2])] = true
		}
	}
	for _, column := range strings.Split(strings.TrimSpace(string(released)), "\n") {
		if !now[column] {
			t.Errorf("column %q of v1 is gone or of another type: within v1 columns are only added", column)
		}
	}
}

// TestV1Records: records of every released version are still read whole, and
// satisfy the schemas of today.
func TestV1Records(t *testing.T) {
	files, err := filepath.Glob(filepath.Join(dir, "testdata", "v1", "*.jsonl"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no stored records (%v)", err)
	}
	kinds := map[string]struct {
		schema string
		into   func() any
	}{
		schemas.TypeEvent:     {"event_record", func() any { return new(schemas.EventRecord) }},
		schemas.TypeEntity:    {"entity_record", func() any { return new(schemas.EntityRecord) }},
		schemas.TypeArticle:   {"article_record", func() any { return new(schemas.ArticleRecord) }},
		schemas.TypeTombstone: {"tombstone", func() any { return new(schemas.Tombstone) }},
		schemas.TypeDead:      {"dead_letter", func() any { return new(schemas.DeadLetter) }},
	}
	compiler := jsonschema.NewCompiler()
	for _, path := range files {
		body, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range bytes.Lines(body) {
			var event schemas.CloudEvent
			if err := json.Unmarshal(line, &event); err != nil {
				t.Fatal(err)
			}
			kind, ok := kinds[event.Type]
			if !ok {
				t.Errorf("%s: no record has type %q any more", path, event.Type)
				continue
			}
			dec := json.NewDecoder(bytes.NewReader(event.Data))
			dec.DisallowUnknownFields() // a field that is gone would be lost
			if err := dec.Decode(kind.into()); err != nil {
				t.Errorf("%s, %s: %v", path, event.ID, err)
			}
			schema, err := compiler.Compile(filepath.Join(dir, kind.schema+".schema.json"))
			if err != nil {
				t.Fatal(err)
			}
			value, err := jsonschema.UnmarshalJSON(bytes.NewReader(event.Data))
			if err != nil {
				t.Fatal(err)
			}
			if err := schema.Validate(value); err != nil {
				t.Errorf("%s, %s: %v", path, event.ID, err)
			}
		}
	}
}
