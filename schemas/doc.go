// Package schemas is the wire contract of Gleaner as Go types: what comes in
// (Article), what goes out (Extraction, EventRecord, EntityRecord,
// ArticleRecord, Tombstone) and what could not be worked on (DeadLetter).
//
// The Go types are the master. The JSON Schema files in this folder are
// generated from them (go generate ./schemas) and a test fails when the two
// differ. Within v1 changes are additive only.
//
// All offsets are Unicode code points into the article's text, half-open, so
// that slicing in Python and SQL works as it is.
package schemas

//go:generate go run ./generate
