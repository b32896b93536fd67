package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"gleaner/schemas"
)

const dir = ".."

// TestCommittedSchemas fails when the Go types and the committed files differ.
func TestCommittedSchemas(t *testing.T) {
	files, err := documents(dir)
	if err != nil {
		t.Fatal(err)
	}
	committed, err := filepath.Glob(filepath.Join(dir, "*.schema.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range committed {
		if files[filepath.Base(path)] == nil {
			t.Errorf("%s is committed and not generated", path)
		}
	}
	for name, want := range files {
		got, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			t.Error(err)
		} else if !bytes.Equal(got, want) {
			t.Errorf("%s is out of date: run go generate ./schemas", name)
		}
	}
}

// TestSchemasAccept checks real values, and one wrong one, against the files.
func TestSchemasAccept(t *testing.T) {
	event := schemas.Event{
		ID: "ev-1", Type: "ban", Status: schemas.Actual, Confidence: 0.9,
		Trigger: schemas.Span{Start: 6, End: 12, Text: "banned"}, Mentions: []schemas.Span{}, Arguments: []schemas.Argument{},
	}
	entity := schemas.Entity{ID: "org-1", Type: schemas.Organization, Name: "Anatel", Mentions: []schemas.EntityMention{{End: 6, Text: "Anatel"}}}
	wrong := event
	wrong.Status = "maybe"
	cases := []struct {
		schema string
		value  any
		ok     bool
	}{
		{"article", schemas.Article{ID: "a", Text: "Anatel banned Bolt."}, true},
		{"article", map[string]any{"text": "a", "body": "b"}, false},
		{"article", map[string]any{"text": 1}, false},
		{"extraction", schemas.Extraction{Entities: []schemas.Entity{entity}, Events: []schemas.Event{event}}, true},
		{"extraction", schemas.Extraction{Entities: []schemas.Entity{}, Events: []schemas.Event{wrong}}, false},
		{"event_record", schemas.EventRecord{ArticleID: "a", Event: event, Entities: []schemas.Entity{entity}}, true},
		{"dead_letter", schemas.DeadLetter{Subject: "articles.raw.x", Payload: []byte("x"), Reason: "empty_body"}, true},
		{"tombstone", schemas.Tombstone{Kind: "event"}, true},
	}
	compiler := jsonschema.NewCompiler()
	for _, c := range cases {
		schema, err := compiler.Compile(filepath.Join(dir, c.schema+".schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		content, err := json.Marshal(c.value)
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(bytes.NewReader(content))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); (err == nil) != c.ok {
			t.Errorf("%s of %s: %v, want accepted %v", c.schema, content, err, c.ok)
		}
	}
}
