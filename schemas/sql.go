package schemas

import (
	_ "embed" // the generated SQL
	"strings"
)

//go:embed warehouse.postgres.sql
var postgresSQL string

//go:embed warehouse.duckdb.sql
var duckDBSQL string

// PostgresDDL is the SQL that makes the tables, views and comments in the
// schema of the search path. Running it again changes nothing.
func PostgresDDL() string { return postgresSQL }

// DuckDBViews is the SQL that makes the current view of a Parquet warehouse;
// root is its absolute path or s3:// URL.
func DuckDBViews(root string) string {
	return strings.ReplaceAll(duckDBSQL, "{root}", strings.ReplaceAll(strings.TrimRight(root, "/"), "'", "''"))
}

// PostgresType is the column's type in PostgreSQL, as format_type writes it.
func (c Column) PostgresType() string {
	switch c.Kind {
	case KindJSON:
		return "jsonb"
	case KindTextList:
		return "text[]"
	case KindInt:
		return "integer"
	case KindLong:
		return "bigint"
	case KindFloat:
		return "double precision"
	case KindDecimal:
		return "numeric(18,2)"
	case KindTime:
		return "timestamp with time zone"
	case KindDate:
		return "date"
	}
	return "text"
}
