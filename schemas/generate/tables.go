package main

import (
	"fmt"
	"strings"

	"gleaner/schemas"
)

// tables documents the tables column by column.
func tables(comments map[string]string) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "# The tables of the warehouse\n\n<!-- %s -->\n\n", generated)
	b.WriteString(`The same in Parquet files and in PostgreSQL. "or NULL" marks columns that may be empty. Within v1 columns are only added. How to load and
query them: [warehouse.md](warehouse.md).
`)
	for _, t := range schemas.Tables() {
		section(&b, t.Name, tableDoc(t, comments), strings.Join(t.Key, ", "))
		for _, c := range t.Columns() {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.Name, docType(c), columnDoc(c, comments))
		}
		if t.Name == "article_entities" {
			section(&b, "entities", entitiesDoc+" A view.", "entity_id")
			for _, c := range entityColumns {
				fmt.Fprintf(&b, "| `%s` | %s | %s |\n", c.name, c.kind, c.doc)
			}
		}
	}
	return []byte(b.String())
}

func section(b *strings.Builder, name, doc, key string) {
	fmt.Fprintf(b, "\n## %s\n\n%s\nKey: `%s`.\n\n| column | type | meaning |\n|---|---|---|\n", name, doc, key)
}

func docType(c schemas.Column) string {
	name := map[schemas.ColumnKind]string{
		schemas.KindText: "text", schemas.KindJSON: "JSON", schemas.KindTextList: "text list", schemas.KindInt: "integer",
		schemas.KindLong: "long", schemas.KindFloat: "double", schemas.KindDecimal: "decimal(18,2)", schemas.KindTime: "timestamp, UTC",
		schemas.KindDate: "date",
	}[c.Kind]
	if c.Nullable {
		return name + " or NULL"
	}
	return name
}
