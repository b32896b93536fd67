// Package warehouse writes records into typed tables: Parquet files in a
// folder or an object store, or a PostgreSQL database.
//
// The tables are those of schemas.Tables. The article is the unit of
// replacement: its newest article record says which events and entities stand
// (see Standing), so that what readers see does not depend on the order,
// the number of times or by how many loaders records are written.
package warehouse
