package warehouse

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"gleaner/pipeline"
)

// Postgres is a warehouse in a PostgreSQL database. Its tables hold the current
// view and nothing else; what waits for its article record is kept aside, in
// the table waiting. Loaders write one after another, under a lock of the
// database, and prepare their batches side by side.
type Postgres struct {
	pool *pgxpool.Pool
	name string
	id   string

	mu     sync.Mutex
	months map[time.Time]bool // that have partitions
}

// defaultSchema is where the tables are unless the URL sets search_path.
const defaultSchema = "gleaner"

// OpenPostgres connects and brings the schema up to date: it makes what is
// missing and adds columns, and fails when a column is of another type.
func OpenPostgres(ctx context.Context, target string) (*Postgres, error) {
	cfg, err := parsePostgres(target)
	if err != nil {
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	if cfg.ConnConfig.RuntimeParams["search_path"] == "" {
		cfg.ConnConfig.RuntimeParams["search_path"] = defaultSchema
	}
	cfg.ConnConfig.RuntimeParams["timezone"] = "UTC"
	if cfg.ConnConfig.RuntimeParams["application_name"] == "" {
		cfg.ConnConfig.RuntimeParams["application_name"] = "gleaner load"
	}
	cfg.MaxConns = 4
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	p := &Postgres{pool: pool, name: Redact(target), months: map[time.Time]bool{}}
	if err := p.migrate(ctx, cfg.ConnConfig.RuntimeParams["search_path"]); err != nil {
		pool.Close()
		return nil, postgresHint(fmt.Errorf("open warehouse %s: %w", p, err))
	}
	return p, nil
}

// parsePostgres reads a URL and what the environment adds to it.
func parsePostgres(target string) (*pgxpool.Config, error) {
	cfg, err := pgxpool.ParseConfig(target)
	if err != nil {
		return nil, &TargetError{err: err}
	}
	return cfg, nil
}

// String implements Target.
func (p *Postgres) String() string { return p.name }

// ID implements Target.
func (p *Postgres) ID() string { return p.id }

// Close implements Target.
func (p *Postgres) Close(context.Context) error {
	p.pool.Close()
	return nil
}

// writeLock is the key of the advisory lock that loaders write under.
const writeLock = 0x676c65616e6572 // "gleaner"

// Write implements Target, in one transaction.
func (p *Postgres) Write(ctx context.Context, b *Batch) error {
	if err := p.makePartitions(ctx, b); err != nil {
		return p.failed(err)
	}
	err := pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(writeLock)); err != nil {
			return fmt.Errorf("wait for other loaders: %w", err)
		}
		return (&postgresWrite{tx: tx}).batch(ctx, b)
	})
	return p.failed(err)
}

// failed marks errors of the data as permanent: the same rows would be refused
// again.
func (p *Postgres) failed(err error) error {
	if err == nil {
		return nil
	}
	wrapped := postgresHint(fmt.Errorf("write to %s: %w", p, err))
	var refusal *pgconn.PgError
	if errors.As(err, &refusal) {
		if refusal.Routine == "ExecFindPartition" {
			p.forgetPartitions() // somebody dropped one: the next attempt makes it again
			return wrapped
		}
		switch refusal.Code[:2] {
		case "22", "23", "54": // data exception, integrity constraint, program limit
			return pipeline.Permanent(wrapped)
		}
	}
	return wrapped
}

// postgresHint adds what the operator can do.
func postgresHint(err error) error {
	var refusal *pgconn.PgError
	var connect *pgconn.ConnectError
	advice := ""
	switch {
	case errors.As(err, &refusal):
		switch refusal.Code {
		case "28P01", "28000":
			advice = "check the user; give the password in PGPASSWORD or ~/.pgpass"
		case "3D000":
			advice = "make the database first: createdb NAME"
		case "42501":
			advice = "the user needs CREATE on the database once, or on the schema: GRANT CREATE ON DATABASE ... TO ..."
		case "53100":
			advice = "the disk of the database is full"
		}
	case errors.As(err, &connect):
		advice = "is PostgreSQL running there?"
	}
	if advice == "" {
		return err
	}
	return fmt.Errorf("%w (%s)", err, advice)
}
