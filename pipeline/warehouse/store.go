package warehouse

import (
	"context"
	"io"
)

// store keeps files by name, "events/published_month=2026-09-01/part-….parquet".
// A file appears whole or not at all, and is never changed, only replaced or removed.
type store interface {
	// Put stores a file durably.
	Put(ctx context.Context, name string, body io.ReadSeeker, size int64) error
	// List returns the files whose names begin with prefix, sorted by name.
	List(ctx context.Context, prefix string) ([]file, error)
	// Open reads a file; the caller closes it.
	Open(ctx context.Context, name string) (reader, error)
	// Remove removes files; those that are gone already are no error.
	Remove(ctx context.Context, names ...string) error
	// Root is what SQL engines put before a name, without a slash at the end.
	Root() string
}

// file is a file of a store.
type file struct {
	Name string
	Size int64
}

// reader reads anywhere in a file.
type reader interface {
	io.ReaderAt
	io.Closer
	Size() int64
}
