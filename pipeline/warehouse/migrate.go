package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"gleaner/schemas"
)

// migrate makes the schema what schemas.PostgresDDL says, unless it is. Within
// v1 that only adds.
func (p *Postgres) migrate(ctx context.Context, searchPath string) error {
	conn, err := p.pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer conn.Release()
	sum := sha256.Sum256([]byte(schemas.PostgresDDL()))
	want := hex.EncodeToString(sum[:])
	if have, err := p.known(ctx, conn.Conn()); err != nil || have == want {
		return err
	}
	schema, _, _ := strings.Cut(searchPath, ",")
	schema = strings.Trim(strings.TrimSpace(schema), `"`)
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(writeLock)); err != nil {
			return err
		}
		if err := makeSchema(ctx, tx, schema); err != nil {
			return err
		}
		if err := addColumns(ctx, tx, schema); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, schemas.PostgresDDL(), pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("make tables: %w", err)
		}
		_, err := tx.Exec(ctx, `INSERT INTO warehouse VALUES ('id', $1), ('ddl', $2)
			ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE warehouse.name = 'ddl'`, newID(), want)
		return err
	})
	if err != nil {
		return err
	}
	_, err = p.known(ctx, conn.Conn())
	return err
}

// known reads the id of the warehouse and the hash of the DDL that made it; ""
// when it was never made.
func (p *Postgres) known(ctx context.Context, conn *pgx.Conn) (ddl string, err error) {
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('warehouse') IS NOT NULL").Scan(&there); err != nil || !there {
		return "", err
	}
	err = conn.QueryRow(ctx, "SELECT i.value, d.value FROM warehouse i, warehouse d WHERE i.name = 'id' AND d.name = 'ddl'").Scan(&p.id, &ddl)
	if errors.Is(err, pgx.ErrNoRows) {
		return "", nil
	}
	return ddl, err
}

// makeSchema makes the schema, for which a right is needed, only when it is missing.
func makeSchema(ctx context.Context, tx pgx.Tx, schema string) error {
	var there bool
	if err := tx.QueryRow(ctx, "SELECT to_regnamespace($1) IS NOT NULL", pgx.Identifier{schema}.Sanitize()).Scan(&there); err != nil || there {
		return err
	}
	if _, err := tx.Exec(ctx, "CREATE SCHEMA IF NOT EXISTS "+pgx.Identifier{schema}.Sanitize()); err != nil {
		return fmt.Errorf("make schema %s: %w", schema, err)
	}
	return nil
}

// addColumns adds to tables that an older version made.
func addColumns(ctx context.Context, tx pgx.Tx, schema string) error {
	rows, err := tx.Query(ctx, `SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod)
		FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
		WHERE c.relnamespace = to_regnamespace($1) AND a.attnum > 0 AND NOT a.attisdropped`, pgx.Identifier{schema}.Sanitize())
	if err != nil {
		return err
	}
	have := map[string]string{}
	var table, column, kind string
	if _, err := pgx.ForEachRow(rows, []any{&table, &column, &kind}, func() error {
		have[table], have[table+"."+column] = "table", kind
		return nil
	}); err != nil {
		return err
	}
	for _, t := range schemas.Tables() {
		if have[t.Name] == "" {
			continue
		}
		for _, c := range t.Columns() {
			switch kind := have[t.Name+"."+c.Name]; kind {
			case c.PostgresType():
			case "":
				if _, err := tx.Exec(ctx, fmt.Sprintf("ALTER TABLE %s ADD COLUMN %s %s%s", t.Name, c.Name, c.PostgresType(), defaultOf(c))); err != nil {
					return fmt.Errorf("add column %s.%s: %w", t.Name, c.Name, err)
				}
			default:
				return fmt.Errorf("column %s.%s is %s, not %s: it was not made by this program; choose another schema with ?search_path=NAME", t.Name, c.Name, kind, c.PostgresType())
			}
		}
	}
	return nil
}

// defaultOf is what rows get that were there before the column.
func defaultOf(c schemas.Column) string {
	if c.Nullable {
		return ""
	}
	switch c.Kind {
	case schemas.KindInt, schemas.KindLong, schemas.KindFloat:
		return " NOT NULL DEFAULT 0"
	case schemas.KindTextList:
		return " NOT NULL DEFAULT '{}'"
	case schemas.KindText:
		return " NOT NULL DEFAULT ''"
	}
	return ""
}

// makePartitions makes those of the months in the batch. A table is made aside
// and attached, which takes no lock that readers would wait for.
func (p *Postgres) makePartitions(ctx context.Context, b *Batch) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var months []time.Time
	want := func(m time.Time) {
		if !m.Equal(unknownMonth) && !p.months[m] && !slices.Contains(months, m) {
			months = append(months, m)
		}
	}
	for _, a := range b.Articles {
		want(a.PublishedMonth)
	}
	if len(months) == 0 {
		return nil // parts go where their article is
	}
	err := pgx.BeginFunc(ctx, p.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "SELECT pg_advisory_xact_lock($1)", int64(writeLock)); err != nil {
			return err
		}
		for _, m := range months {
			for _, t := range schemas.Tables() {
				if !t.Partitioned() || t.Name == "articles" {
					continue
				}
				if err := attachPartition(ctx, tx, t.Name, m); err != nil {
					return fmt.Errorf("make partition of %s for %s: %w", t.Name, m.Format("2006-01"), err)
				}
			}
		}
		return nil
	})
	if err == nil {
		for _, m := range months {
			p.months[m] = true
		}
	}
	return err
}

// forgetPartitions has the next batches look for their partitions again.
func (p *Postgres) forgetPartitions() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.months)
}

func attachPartition(ctx context.Context, tx pgx.Tx, table string, month time.Time) error {
	name := table + month.Format("_2006_01")
	var there bool
	if err := tx.QueryRow(ctx, "SELECT to_regclass($1) IS NOT NULL", name).Scan(&there); err != nil || there {
		return err
	}
	if _, err := tx.Exec(ctx, fmt.Sprintf("CREATE TABLE %s (LIKE %s INCLUDING DEFAULTS INCLUDING CONSTRAINTS)", name, table)); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, fmt.Sprintf("ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM ('%s') TO ('%s')",
		table, name, month.Format(time.DateOnly), month.AddDate(0, 1, 0).Format(time.DateOnly)))
	return err
}
