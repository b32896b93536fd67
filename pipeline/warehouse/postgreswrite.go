package warehouse

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"reflect"
	"regexp"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// postgresWrite writes one batch in a transaction that holds the lock.
type postgresWrite struct{ tx pgx.Tx }

// batch finds out what of the batch, and of what waited, stands now; removes
// what that replaces; and copies the new rows in.
func (w *postgresWrite) batch(ctx context.Context, b *Batch) error {
	touched := b.touched()
	before, err := w.articles(ctx, touched)
	if err != nil {
		return err
	}
	waited, err := w.takeWaiting(ctx, touched)
	if err != nil {
		return err
	}
	parts := map[string][]Part{}
	for _, p := range append(waited, b.Parts...) {
		parts[p.ArticleID] = append(parts[p.ArticleID], p)
	}
	newer := map[string]*schemas.ArticleRow{}
	for _, a := range newestArticles(b.Articles) {
		if old := before[a.ArticleID]; old == nil || a.Revision > old.Revision {
			newer[a.ArticleID] = &a
		}
	}

	plan := &postgresPlan{}
	var late []string
	for _, id := range touched {
		article, old := newer[id], before[id]
		switch {
		case article != nil && old != nil:
			plan.replaced = append(plan.replaced, *old)
		case article == nil && old != nil:
			article, late = old, append(late, id)
		}
		if newer[id] != nil {
			plan.articles = append(plan.articles, *article)
		}
		stands, waits := Standing(article, parts[id])
		plan.waits = append(plan.waits, waits...)
		for _, p := range stands {
			p.moveTo(article)
			plan.stands = append(plan.stands, p)
		}
	}
	if err := w.dropKnown(ctx, plan, late); err != nil {
		return err
	}
	if err := w.carryOut(ctx, plan); err != nil {
		return err
	}
	if err := stageAndMerge(ctx, w.tx, letterKind.table, b.DeadLetters, "excluded.revision > dead_letters.revision", nil); err != nil {
		return err
	}
	return stageAndMerge(ctx, w.tx, runKind.table, b.Runs, "", map[string]string{"first_extracted_at": "LEAST", "last_extracted_at": "GREATEST"})
}

// touched are the ids of the articles in the batch, in its order.
func (b *Batch) touched() []string {
	seen := map[string]bool{}
	var ids []string
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			ids = append(ids, id)
		}
	}
	for _, a := range b.Articles {
		add(a.ArticleID)
	}
	for _, p := range b.Parts {
		add(p.ArticleID)
	}
	return ids
}

// moveTo puts the rows where the article is.
func (p *Part) moveTo(a *schemas.ArticleRow) {
	if p.Event != nil {
		p.Event.PublishedMonth = a.PublishedMonth
	}
	if p.Entity != nil {
		p.Entity.PublishedMonth, p.Entity.PublishedAt = a.PublishedMonth, a.PublishedAt
	}
	for i := range p.Arguments {
		p.Arguments[i].PublishedMonth = a.PublishedMonth
	}
	for i := range p.Mentions {
		p.Mentions[i].PublishedMonth = a.PublishedMonth
	}
}

// postgresPlan is what is to be done.
type postgresPlan struct {
	// replaced are the article rows whose rows go, in all tables.
	replaced []schemas.ArticleRow
	articles []schemas.ArticleRow
	// outdone are parts of articles that stay, of which a newer version stands.
	outdone []Part
	stands  []Part
	waits   []Part
}

// articles reads what of the rows of articles decides about parts.
func (w *postgresWrite) articles(ctx context.Context, ids []string) (map[string]*schemas.ArticleRow, error) {
	rows, err := w.tx.Query(ctx, "SELECT article_id, published_month, published_at, event_ids, entity_ids, revision FROM articles WHERE article_id = ANY($1)", ids)
	if err != nil {
		return nil, fmt.Errorf("look up articles: %w", err)
	}
	found := map[string]*schemas.ArticleRow{}
	var published *time.Time
	var a schemas.ArticleRow
	_, err = pgx.ForEachRow(rows, []any{&a.ArticleID, &a.PublishedMonth, &published, &a.EventIDs, &a.EntityIDs, &a.Revision}, func() error {
		row := a
		if published != nil {
			row.PublishedAt = *published
		}
		row.EventIDs, row.EntityIDs = append([]string(nil), a.EventIDs...), append([]string(nil), a.EntityIDs...)
		found[a.ArticleID] = &row
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look up articles: %w", err)
	}
	return found, nil
}

// takeWaiting takes the parts of articles that waited. Those that still wait
// are put back at the end.
func (w *postgresWrite) takeWaiting(ctx context.Context, ids []string) ([]Part, error) {
	rows, err := w.tx.Query(ctx, "DELETE FROM waiting WHERE article_id = ANY($1) RETURNING subject, record, stored_at, revision", ids)
	if err != nil {
		return nil, fmt.Errorf("take what waited: %w", err)
	}
	var parts []Part
	var r pipeline.Record
	_, err = pgx.ForEachRow(rows, []any{&r.Subject, &r.Body, &r.StoredAt, &r.Revision}, func() error {
		record := r
		record.StoredAt, record.Body = r.StoredAt.UTC(), append([]byte(nil), r.Body...)
		c, err := read(record)
		if err != nil || c.part == nil {
			return fmt.Errorf("revision %d: %w", r.Revision, err)
		}
		parts = append(parts, *c.part)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("take what waited: %w", err)
	}
	return parts, nil
}

// dropKnown compares the parts of articles that stay with what is there, and
// leaves those that are newer.
func (w *postgresWrite) dropKnown(ctx context.Context, plan *postgresPlan, late []string) error {
	if len(late) == 0 {
		return nil
	}
	isLate := map[string]bool{}
	for _, id := range late {
		isLate[id] = true
	}
	known := map[string]int64{}
	rows, err := w.tx.Query(ctx, `SELECT 'event ' || article_id || ' ' || event_id, revision FROM events WHERE article_id = ANY($1)
		UNION ALL SELECT 'entity ' || article_id || ' ' || entity_id, revision FROM article_entities WHERE article_id = ANY($1)`, late)
	if err != nil {
		return fmt.Errorf("look up events: %w", err)
	}
	var key string
	var revision int64
	if _, err := pgx.ForEachRow(rows, []any{&key, &revision}, func() error { known[key] = revision; return nil }); err != nil {
		return fmt.Errorf("look up events: %w", err)
	}
	var stands []Part
	for _, p := range plan.stands {
		kind := "event "
		if p.Entity != nil {
			kind = "entity "
		}
		revision, there := known[kind+p.ArticleID+" "+p.ID]
		switch {
		case isLate[p.ArticleID] && there && revision >= p.Revision:
			continue
		case isLate[p.ArticleID] && there:
			plan.outdone = append(plan.outdone, p)
		}
		stands = append(stands, p)
	}
	plan.stands = stands
	return nil
}

// carryOut deletes, then copies.
func (w *postgresWrite) carryOut(ctx context.Context, plan *postgresPlan) error {
	if len(plan.replaced) > 0 {
		ids, months := make([]string, len(plan.replaced)), make([]time.Time, len(plan.replaced))
		for i, a := range plan.replaced {
			ids[i], months[i] = a.ArticleID, a.PublishedMonth
		}
		for _, table := range []string{"mentions", "article_entities", "event_arguments", "events"} {
			if _, err := w.tx.Exec(ctx, `DELETE FROM `+table+` t USING unnest($1::text[], $2::date[]) AS o (article_id, published_month)
				WHERE t.article_id = o.article_id AND t.published_month = o.published_month`, ids, months); err != nil {
				return fmt.Errorf("replace rows of %s: %w", table, err)
			}
		}
		if _, err := w.tx.Exec(ctx, "DELETE FROM articles WHERE article_id = ANY($1)", ids); err != nil {
			return fmt.Errorf("replace articles: %w", err)
		}
	}
	if err := w.removeOutdone(ctx, plan.outdone); err != nil {
		return err
	}
	rows := rowsOf(plan.stands)
	for _, step := range []func() error{
		func() error { return copyRows(ctx, w.tx, "articles", articleKind.table, plan.articles) },
		func() error { return copyRows(ctx, w.tx, "article_entities", entityKind.table, rows.entities) },
		func() error { return copyRows(ctx, w.tx, "mentions", mentionKind.table, rows.mentions) },
		func() error { return copyRows(ctx, w.tx, "events", eventKind.table, rows.events) },
		func() error { return copyRows(ctx, w.tx, "event_arguments", argumentKind.table, rows.arguments) },
		func() error { return w.putWaiting(ctx, plan.waits) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// removeOutdone deletes older versions of parts.
func (w *postgresWrite) removeOutdone(ctx context.Context, parts []Part) error {
	for _, p := range parts { // rare: another loader had the article record first
		tables, column := []string{"event_arguments", "events"}, "event_id"
		if p.Entity != nil {
			tables, column = []string{"mentions", "article_entities"}, "entity_id"
		}
		for _, table := range tables {
			if _, err := w.tx.Exec(ctx, fmt.Sprintf("DELETE FROM %s WHERE article_id = $1 AND %s = $2", table, column), p.ArticleID, p.ID); err != nil {
				return fmt.Errorf("replace rows of %s: %w", table, err)
			}
		}
	}
	return nil
}

// putWaiting keeps parts for the article record that will decide about them.
func (w *postgresWrite) putWaiting(ctx context.Context, parts []Part) error {
	seen := map[string]bool{}
	var rows [][]any
	for _, p := range parts {
		key := fmt.Sprint(p.ArticleID, "\x00", p.ID, "\x00", p.Revision)
		if !seen[key] {
			seen[key] = true
			rows = append(rows, []any{p.ArticleID, p.ID, p.Revision, p.source.storedAt, p.source.subject, p.source.body})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	if err := w.tryOut(ctx, parts); err != nil {
		return err
	}
	_, err := w.tx.CopyFrom(ctx, pgx.Identifier{"waiting"}, []string{"article_id", "id", "revision", "stored_at", "subject", "record"}, pgx.CopyFromRows(rows))
	if err != nil {
		return fmt.Errorf("keep what waits: %w", err)
	}
	return nil
}

// tryOut copies parts into staging tables with the indexes of the real ones, so
// that what the server refuses is refused now, by itself, and not together with
// the article record that it waits for.
func (w *postgresWrite) tryOut(ctx context.Context, parts []Part) error {
	rows := rowsOf(parts)
	for _, step := range []func() error{
		func() error { return tryRows(ctx, w.tx, entityKind.table, rows.entities) },
		func() error { return tryRows(ctx, w.tx, mentionKind.table, rows.mentions) },
		func() error { return tryRows(ctx, w.tx, eventKind.table, rows.events) },
		func() error { return tryRows(ctx, w.tx, argumentKind.table, rows.arguments) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

func tryRows[R any](ctx context.Context, tx pgx.Tx, t schemas.Table, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	staging := "staging_" + t.Name
	var there bool
	if err := tx.QueryRow(ctx, "SELECT to_regclass('pg_temp.'||$1) IS NOT NULL", staging).Scan(&there); err != nil {
		return fmt.Errorf("look up staging table of %s: %w", t.Name, err)
	}
	if !there {
		// Without the key, for two versions of one part may wait.
		if _, err := tx.Exec(ctx, fmt.Sprintf(`CREATE TEMP TABLE %[1]s (LIKE %[2]s INCLUDING INDEXES) ON COMMIT DELETE ROWS;
			ALTER TABLE %[1]s DROP CONSTRAINT %[1]s_pkey`, staging, t.Name), pgx.QueryExecModeSimpleProtocol); err != nil {
			return fmt.Errorf("make staging table of %s: %w", t.Name, err)
		}
	}
	return copyRows(ctx, tx, staging, t, rows)
}

// copyRows copies rows into a table with the columns of t.
func copyRows[R any](ctx context.Context, tx pgx.Tx, into string, t schemas.Table, rows []R) error {
	if len(rows) == 0 {
		return nil
	}
	columns := t.Columns()
	names := make([]string, len(columns))
	for i, c := range columns {
		names[i] = c.Name
	}
	_, err := tx.CopyFrom(ctx, pgx.Identifier{into}, names, pgx.CopyFromSlice(len(rows), func(i int) ([]any, error) {
		row := reflect.ValueOf(&rows[i]).Elem()
		values := make([]any, len(columns))
		for j, c := range columns {
			values[j] = postgresValue(c, row.FieldByIndex(c.Index))
		}
		return values, nil
	}))
	if err != nil {
		return fmt.Errorf("copy rows of %s: %w", t.Name, err)
	}
	return nil
}

// stageAndMerge copies rows into a staging table and from there into the table, where
// a row with the same key gives way when the condition holds. combine names the
// function by which a column takes both values.
func stageAndMerge[R any](ctx context.Context, tx pgx.Tx, t schemas.Table, rows []R, condition string, combine map[string]string) error {
	if len(rows) == 0 {
		return nil
	}
	staging := "staging_" + t.Name
	if _, err := tx.Exec(ctx, fmt.Sprintf("CREATE TEMP TABLE IF NOT EXISTS %s (LIKE %s) ON COMMIT DELETE ROWS", staging, t.Name)); err != nil {
		return fmt.Errorf("make staging table of %s: %w", t.Name, err)
	}
	if err := copyRows(ctx, tx, staging, t, rows); err != nil {
		return err
	}
	var names, sets []string
	for _, c := range t.Columns() {
		names = append(names, c.Name)
		set := "excluded." + c.Name
		if f := combine[c.Name]; f != "" {
			set = fmt.Sprintf("%s(%s.%s, excluded.%s)", f, t.Name, c.Name, c.Name)
		}
		sets = append(sets, c.Name+" = "+set)
	}
	key := strings.Join(t.Key, ", ")
	newest := key
	if condition != "" {
		newest, condition = key+", revision DESC", " WHERE "+condition
	}
	list := strings.Join(names, ", ")
	_, err := tx.Exec(ctx, fmt.Sprintf("INSERT INTO %s (%s) SELECT DISTINCT ON (%s) %s FROM %s ORDER BY %s ON CONFLICT (%s) DO UPDATE SET %s%s",
		t.Name, list, key, list, staging, newest, key, strings.Join(sets, ", "), condition))
	if err != nil {
		return fmt.Errorf("merge rows of %s: %w", t.Name, err)
	}
	return nil
}

// postgresValue is a field as pgx wants it. PostgreSQL holds no NUL, which would
// cost the article all its rows: U+FFFD, one code point too, stands for it.
func postgresValue(c schemas.Column, v reflect.Value) any {
	if c.Nullable && v.IsZero() {
		return nil
	}
	switch c.Kind {
	case schemas.KindDecimal:
		return pgtype.Numeric{Int: big.NewInt(v.Elem().Int()), Exp: -2, Valid: true}
	case schemas.KindText:
		return withoutNUL(v.String())
	case schemas.KindTextList:
		list := make([]string, v.Len())
		for i := range list {
			list[i] = withoutNUL(v.Index(i).String())
		}
		return list
	case schemas.KindJSON:
		return withoutEscapedNUL(v.Bytes())
	}
	return v.Interface()
}

func withoutNUL(text string) string { return strings.ReplaceAll(text, "\x00", "\ufffd") }

// escapes are those of a text in JSON, among them a NUL, which an escaped
// backslash and "u0000" after it are not.
var escapes = regexp.MustCompile(`\\(?:u0000|.)`)

func withoutEscapedNUL(body json.RawMessage) json.RawMessage {
	if !bytes.Contains(body, []byte(`\u0000`)) {
		return body
	}
	return escapes.ReplaceAllFunc(body, func(escape []byte) []byte {
		if string(escape) == `\u0000` {
			return []byte(`\ufffd`)
		}
		return escape
	})
}
