package warehouse

import (
	"cmp"
	"context"
	"crypto/rand"
	"fmt"
	"net/url"
	"strings"

	"github.com/rs/zerolog"
)

// Target is where tables are. It is safe for concurrent use.
type Target interface {
	// Write returns when the batch is durable and readers see it. Writing records
	// again, in another order, or in other batches leaves the same rows. A permanent
	// error says that the target refuses a row of the batch; then none is written.
	Write(context.Context, *Batch) error
	// Close ends the connection. It is safe to call twice.
	Close(context.Context) error
	// ID was made with the warehouse and goes with it: a loader that remembers by it how
	// far it came begins anew when the warehouse was deleted.
	ID() string
	// String names the target without secrets.
	String() string
}

// Options tell how to open a target.
type Options struct {
	// Version is this program's, for the metadata of files.
	Version string
	// SmallFiles is how many small Parquet files of a month may lie side by side
	// before Write merges them; 0 leaves that to Compact.
	SmallFiles int
	// Existing refuses a Parquet warehouse that is not there yet, with a TargetError.
	Existing bool
	// S3 is how to reach an object store.
	S3 S3Options
	// Log is told of what did not keep a batch from being written.
	Log zerolog.Logger
}

// Open opens a target and makes what it needs: folders, schemas, tables, new
// columns. The forms are parquet:DIR, parquet:s3://BUCKET/PREFIX and
// postgres://USER@HOST/DATABASE.
func Open(ctx context.Context, target string, o Options) (Target, error) {
	switch scheme, rest, _ := strings.Cut(target, ":"); scheme {
	case "parquet":
		return OpenParquet(ctx, rest, o)
	case "postgres", "postgresql":
		return OpenPostgres(ctx, target)
	}
	return nil, noTarget(target)
}

// Check returns a TargetError when Open would, without reaching anything. Whether
// an existing warehouse is there it leaves to Open.
func Check(target string, o Options) error {
	var err error
	switch scheme, rest, _ := strings.Cut(target, ":"); scheme {
	case "parquet":
		err = checkLocation(rest, o.S3)
	case "postgres", "postgresql":
		_, err = parsePostgres(target)
	default:
		return noTarget(target)
	}
	if err != nil {
		return fmt.Errorf("open warehouse: %w", err)
	}
	return nil
}

func noTarget(target string) error {
	return &TargetError{err: fmt.Errorf("open warehouse: %q is no target", Redact(target))}
}

// newID makes the id of a new warehouse.
func newID() string { return strings.ToLower(rand.Text()[:12]) }

// TargetError is returned when a target is not written as Open wants it, or is
// not there though it should be.
type TargetError struct {
	err  error
	hint string
}

func (e *TargetError) Error() string { return e.err.Error() }
func (e *TargetError) Unwrap() error { return e.err }

// Hint says what to write.
func (e *TargetError) Hint() string {
	return cmp.Or(e.hint, "write parquet:DIR, parquet:s3://BUCKET/PREFIX or postgres://USER@HOST/DATABASE")
}

// Redact removes the password from a target.
func Redact(target string) string {
	u, err := url.Parse(target)
	if err != nil {
		scheme, _, _ := strings.Cut(target, ":")
		return scheme + ":..."
	}
	if u.User != nil {
		u.User = url.User(u.User.Username())
	}
	if q := u.Query(); q.Has("password") {
		q.Del("password")
		u.RawQuery = q.Encode()
	}
	return u.String()
}
