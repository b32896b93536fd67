// Command generate writes what is made from the Go types of the wire contract:
// the JSON Schema of every record, the OpenAPI document of the console, the SQL
// of the warehouse, and docs/tables.md. Run it with `go generate ./schemas`.
package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"reflect"

	"github.com/invopop/jsonschema"

	"gleaner/schemas"
)

func main() {
	dir := flag.String("dir", ".", "the folder of package schemas")
	flag.Parse()
	if err := write(*dir); err != nil {
		fmt.Fprintln(os.Stderr, "generate:", err)
		os.Exit(1)
	}
}

func write(dir string) error {
	files, err := documents(dir)
	if err != nil {
		return err
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), content, 0o644); err != nil {
			return fmt.Errorf("write %s: %w", name, err)
		}
	}
	return nil
}

// documents returns the schema files by name. dir holds the Go source of
// package schemas, whose doc comments become descriptions.
func documents(dir string) (map[string][]byte, error) {
	roots := map[string]any{
		"article":        schemas.Article{},
		"extraction":     schemas.Extraction{},
		"event_record":   schemas.EventRecord{},
		"entity_record":  schemas.EntityRecord{},
		"article_record": schemas.ArticleRecord{},
		"tombstone":      schemas.Tombstone{},
		"dead_letter":    schemas.DeadLetter{},
		"cloudevent":     schemas.CloudEvent{},
	}
	comments, err := readComments(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte, len(roots))
	for name, root := range roots {
		reflector := &jsonschema.Reflector{
			CommentMap:                comments,
			AllowAdditionalProperties: name != "article", // within v1 records may grow
			Mapper:                    enumerate,
		}
		schema := reflector.Reflect(root)
		schema.ID = jsonschema.ID("urn:gleaner:schema:v1:" + name)
		content, err := json.MarshalIndent(schema, "", "  ")
		if err != nil {
			return nil, fmt.Errorf("encode schema %s: %w", name, err)
		}
		files[name+".schema.json"] = append(content, '\n')
	}
	if files["asyncapi.json"], err = asyncAPI(); err != nil {
		return nil, fmt.Errorf("encode the AsyncAPI document: %w", err)
	}
	files["warehouse.postgres.sql"] = postgres(comments)
	files["warehouse.duckdb.sql"] = duckDB()
	files["../docs/tables.md"] = tables(comments)
	if files["openapi.json"], err = openAPI(comments); err != nil {
		return nil, err
	}
	return files, nil
}

// readComments reads the doc comments of the types and fields.
func readComments(dir string) (map[string]string, error) {
	// The reflector looks comments up by import path and reads them by folder.
	back, err := os.Getwd()
	if err != nil {
		return nil, fmt.Errorf("find the working folder: %w", err)
	}
	if err := os.Chdir(dir); err != nil {
		return nil, fmt.Errorf("enter the schemas folder: %w", err)
	}
	defer os.Chdir(back)
	r := new(jsonschema.Reflector)
	if err := r.AddGoComments("gleaner/schemas", "./", jsonschema.WithFullComment()); err != nil {
		return nil, fmt.Errorf("read doc comments: %w", err)
	}
	return r.CommentMap, nil
}

// enumerate writes closed lists as enums, and metadata as any object where it is used.
func enumerate(t reflect.Type) *jsonschema.Schema {
	if t == reflect.TypeFor[schemas.Metadata]() {
		return &jsonschema.Schema{Type: "object"}
	}
	list := func(n int, at func(int) any) *jsonschema.Schema {
		s := &jsonschema.Schema{Type: "string"}
		for i := range n {
			s.Enum = append(s.Enum, at(i))
		}
		return s
	}
	switch t {
	case reflect.TypeFor[schemas.EntityType]():
		all := schemas.EntityTypes()
		return list(len(all), func(i int) any { return all[i] })
	case reflect.TypeFor[schemas.Status]():
		all := schemas.Statuses()
		return list(len(all), func(i int) any { return all[i] })
	case reflect.TypeFor[json.RawMessage]():
		return &jsonschema.Schema{Description: "The record itself, see the schema of the envelope's type."}
	}
	return nil
}
