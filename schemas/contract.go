package schemas

import (
	"embed"
	"io/fs"
)

//go:embed *.schema.json asyncapi.json warehouse.postgres.sql warehouse.duckdb.sql
var contract embed.FS

// Contract holds the generated files of the wire contract: the JSON Schema of
// every record, asyncapi.json, and the SQL of the warehouse.
func Contract() fs.FS { return contract }
