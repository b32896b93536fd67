package warehouse

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"gleaner/schemas"
)

// Compaction is what Compact did to one month, or to the tables without months.
type Compaction struct {
	// What is "published_month=2026-09-01", "dead_letters" or "runs".
	What string
	// FilesBefore, FilesAfter and RowsAfter count over all tables.
	FilesBefore, FilesAfter int
	RowsAfter               int64
}

// Bounds of a merge: what is small, and how many files are read at a time.
const (
	smallBytes   = 16 << 20
	filesAtATime = 64
)

// Compact merges the files of each month and drops the rows that the current
// view does not show, so that plain readers see what the view shows. Files with
// columns that this build does not know stay as they are, with a warning. It may run
// while loaders write and readers read: readers of the view see the same rows
// all the time; a query that began before may find a file gone and has to be
// started again. report, where set, is told of each month.
func (p *Parquet) Compact(ctx context.Context, report func(Compaction)) error {
	months, err := p.months(ctx)
	if err != nil {
		return err
	}
	for _, m := range months {
		// Many small files first, some at a time, so that few are open at once.
		for {
			c, err := p.mergeSmall(ctx, m, filesAtATime)
			if err != nil {
				return fmt.Errorf("compact %s: %w", partition(m), err)
			}
			if c.FilesBefore == 0 {
				break
			}
		}
		c, err := p.merge(ctx, m, func(files []file) []file { return files }, true)
		if err != nil {
			return fmt.Errorf("compact %s: %w", partition(m), err)
		}
		if c.FilesBefore > 0 && report != nil {
			report(c)
		}
	}
	if err := p.compactLoose(ctx, 1, report); err != nil {
		return err
	}
	return p.writeManifest(ctx)
}

// months lists the months that hold files.
func (p *Parquet) months(ctx context.Context) ([]time.Time, error) {
	files, err := p.store.List(ctx, "")
	if err != nil {
		return nil, err
	}
	var months []time.Time
	for _, f := range files {
		if strings.Contains(f.Name, partitionPrefix) && isPart(f) && !slices.Contains(months, monthOf(f.Name)) {
			months = append(months, monthOf(f.Name))
		}
	}
	slices.SortFunc(months, time.Time.Compare)
	return months, nil
}

// isPart tells files with rows from the others.
func isPart(f file) bool {
	return strings.Contains(f.Name, "/part-") && strings.HasSuffix(f.Name, ".parquet")
}

// mergeSmall merges small files of a month when a table has more than limit of them.
func (p *Parquet) mergeSmall(ctx context.Context, month time.Time, limit int) (Compaction, error) {
	many := false
	pick := func(files []file) []file {
		small := slices.DeleteFunc(slices.Clone(files), func(f file) bool { return f.Size > smallBytes })
		many = many || len(small) > limit
		return small[:min(len(small), filesAtATime)]
	}
	for _, t := range schemas.Tables() {
		if !t.Partitioned() {
			continue
		}
		files, err := p.parts(ctx, t.Name+"/"+partition(month)+"/")
		if err != nil {
			return Compaction{}, err
		}
		pick(files)
	}
	if !many {
		return Compaction{}, nil
	}
	return p.merge(ctx, month, pick, false)
}

// parts lists the files with rows in a folder, "events/published_month=2026-09-01/",
// but for those that merges leave out.
func (p *Parquet) parts(ctx context.Context, folder string) ([]file, error) {
	files, err := p.store.List(ctx, folder)
	if err != nil {
		return nil, err
	}
	return p.newer.without(folder, slices.DeleteFunc(files, func(f file) bool { return !isPart(f) })), nil
}

// input opens the picked files of one table and month.
func input[R any](ctx context.Context, p *Parquet, k kind[R], month time.Time, pick func([]file) []file) (*groups[R], error) {
	files, err := p.parts(ctx, k.folderOf(month)+"/")
	if err != nil {
		return nil, err
	}
	return k.openGroups(ctx, p, pick(files))
}

// merge merges the picked files of each table of a month. What it drops is
// certain from the picked files alone: a row is dropped when a newer article
// record among them does not list it, or a newer version of it is among them.
func (p *Parquet) merge(ctx context.Context, month time.Time, pick func([]file) []file, whole bool) (c Compaction, err error) {
	p.merging.Lock()
	defer p.merging.Unlock()
	m := &merge{p: p, month: month}
	defer func() { err = errors.Join(err, m.close()) }()
	if err := m.open(ctx, pick); err != nil {
		return c, err
	}
	c.What, c.FilesBefore = partition(month), len(m.inputs)
	if whole && len(m.inputs) <= m.tables {
		return Compaction{}, nil // one file a table: nothing to gain
	}
	if err := m.run(ctx); err != nil {
		return c, err
	}
	outputs, rows, err := m.finish(ctx)
	if err != nil {
		return c, err
	}
	c.FilesAfter, c.RowsAfter = len(outputs), rows
	var gone []string
	for _, f := range m.inputs {
		if !slices.Contains(outputs, f.Name) {
			gone = append(gone, f.Name)
		}
	}
	return c, p.store.Remove(ctx, gone...)
}

// merge is one merge of the five tables of a month, in step by article.
type merge struct {
	p      *Parquet
	month  time.Time
	inputs []file
	tables int // that have input

	articles  *groups[schemas.ArticleRow]
	entities  *groups[schemas.ArticleEntityRow]
	mentions  *groups[schemas.MentionRow]
	events    *groups[schemas.EventRow]
	arguments *groups[schemas.EventArgumentRow]

	outArticles  *merged[schemas.ArticleRow]
	outEntities  *merged[schemas.ArticleEntityRow]
	outMentions  *merged[schemas.MentionRow]
	outEvents    *merged[schemas.EventRow]
	outArguments *merged[schemas.EventArgumentRow]
}

func (m *merge) open(ctx context.Context, pick func([]file) []file) error {
	return errors.Join(
		openTable(ctx, m, articleKind, pick, &m.articles, &m.outArticles),
		openTable(ctx, m, entityKind, pick, &m.entities, &m.outEntities),
		openTable(ctx, m, mentionKind, pick, &m.mentions, &m.outMentions),
		openTable(ctx, m, eventKind, pick, &m.events, &m.outEvents),
		openTable(ctx, m, argumentKind, pick, &m.arguments, &m.outArguments),
	)
}

func openTable[R any](ctx context.Context, m *merge, k kind[R], pick func([]file) []file, in **groups[R], out **merged[R]) error {
	g, err := input(ctx, m.p, k, m.month, pick)
	if err != nil {
		return err
	}
	m.inputs = append(m.inputs, g.files...)
	if len(g.files) > 0 {
		m.tables++
	}
	*in, *out = g, &merged[R]{k: k, p: m.p, month: m.month, producers: g.producers()}
	return nil
}

// run merges article by article, in the order of their ids.
func (m *merge) run(ctx context.Context) error {
	for {
		id, more := "", false
		for _, head := range []func() (string, bool, error){
			m.articles.head, m.entities.head, m.mentions.head, m.events.head, m.arguments.head,
		} {
			a, some, err := head()
			if err != nil {
				return err
			}
			if some && (!more || a < id) {
				id, more = a, true
			}
		}
		if !more {
			return ctx.Err()
		}
		if err := m.article(ctx, id); err != nil {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
}

// article writes what stands or waits of one article.
func (m *merge) article(ctx context.Context, id string) error {
	articles, err := m.articles.take(id)
	if err != nil {
		return err
	}
	s := &survivors{best: map[string]int64{}, seen: map[string]bool{}}
	if articles = newestArticles(articles); len(articles) > 0 {
		s.article = &articles[0]
	}
	events, err := m.events.take(id)
	if err != nil {
		return err
	}
	for _, r := range events {
		s.note(s.events(), r.EventID, r.Revision)
	}
	entities, err := m.entities.take(id)
	if err != nil {
		return err
	}
	for _, r := range entities {
		s.note(s.entities(), r.EntityID, r.Revision)
	}
	arguments, err := m.arguments.take(id)
	if err != nil {
		return err
	}
	mentions, err := m.mentions.take(id)
	if err != nil {
		return err
	}
	events = slices.DeleteFunc(events, func(r schemas.EventRow) bool { return !s.keep(s.events(), "event", r.EventID, -1, r.Revision) })
	arguments = slices.DeleteFunc(arguments, func(r schemas.EventArgumentRow) bool {
		return !s.keep(s.events(), "argument", r.EventID, r.Ordinal, r.Revision)
	})
	entities = slices.DeleteFunc(entities, func(r schemas.ArticleEntityRow) bool {
		return !s.keep(s.entities(), "entity", r.EntityID, -1, r.Revision)
	})
	mentions = slices.DeleteFunc(mentions, func(r schemas.MentionRow) bool {
		return !s.keep(s.entities(), "mention", r.EntityID, r.Ordinal, r.Revision)
	})
	return errors.Join(
		m.outArticles.add(ctx, articles), m.outEvents.add(ctx, events), m.outArguments.add(ctx, arguments),
		m.outEntities.add(ctx, entities), m.outMentions.add(ctx, mentions),
	)
}

// survivors decides which rows of one article are kept.
type survivors struct {
	article *schemas.ArticleRow
	// best is the newest standing revision of each event and entity that was seen.
	best map[string]int64
	seen map[string]bool
}

func (s *survivors) events() []string {
	if s.article == nil {
		return nil
	}
	return s.article.EventIDs
}

func (s *survivors) entities() []string {
	if s.article == nil {
		return nil
	}
	return s.article.EntityIDs
}

func (s *survivors) note(listed []string, id string, revision int64) {
	if judge(s.article, listed, id, revision) == standing {
		s.best[id] = max(s.best[id], revision)
	}
}

// keep says whether a row may still be shown, and is not a copy of one that is
// kept already.
func (s *survivors) keep(listed []string, kind, id string, ordinal int32, revision int64) bool {
	switch judge(s.article, listed, id, revision) {
	case outdated:
		return false
	case standing:
		if revision < s.best[id] {
			return false
		}
	}
	key := fmt.Sprintf("%s %s %d %d", kind, id, ordinal, revision)
	if s.seen[key] {
		return false
	}
	s.seen[key] = true
	return true
}

// finish stores the last files. The article records are stored last.
func (m *merge) finish(ctx context.Context) (names []string, rows int64, err error) {
	for _, end := range []func(context.Context) error{
		m.outArguments.finish, m.outEvents.finish, m.outMentions.finish, m.outEntities.finish, m.outArticles.finish,
	} {
		if err := end(ctx); err != nil {
			return nil, 0, err
		}
	}
	names = slices.Concat(m.outArguments.names, m.outEvents.names, m.outMentions.names, m.outEntities.names, m.outArticles.names)
	return names, m.outArguments.rows + m.outEvents.rows + m.outMentions.rows + m.outEntities.rows + m.outArticles.rows, nil
}

func (m *merge) close() error {
	var err error
	err = errors.Join(err, closeTable(m.articles, m.outArticles), closeTable(m.entities, m.outEntities))
	err = errors.Join(err, closeTable(m.mentions, m.outMentions), closeTable(m.events, m.outEvents))
	return errors.Join(err, closeTable(m.arguments, m.outArguments))
}

func closeTable[R any](in *groups[R], out *merged[R]) error {
	if out != nil {
		out.discard()
	}
	if in == nil {
		return nil
	}
	return in.close()
}

// compactLoose merges the files of tables without months that have more than limit.
func (p *Parquet) compactLoose(ctx context.Context, limit int, report func(Compaction)) error {
	p.merging.Lock()
	defer p.merging.Unlock()
	err := compactTable(ctx, p, letterKind, limit, report, func(a, b *schemas.DeadLetterRow) {
		if b.Revision > a.Revision {
			*a = *b
		}
	})
	if err != nil {
		return fmt.Errorf("compact dead letters: %w", err)
	}
	err = compactTable(ctx, p, runKind, limit, report, func(a, b *schemas.RunRow) {
		batch := Batch{Runs: []schemas.RunRow{*a}}
		batch.addRun(*b)
		*a = batch.Runs[0]
	})
	if err != nil {
		return fmt.Errorf("compact runs: %w", err)
	}
	return nil
}

// compactTable makes one file of a table without months; fold takes a second
// row with the same key into the first.
func compactTable[R any](ctx context.Context, p *Parquet, k kind[R], limit int, report func(Compaction), fold func(a, b *R)) (err error) {
	g, err := input(ctx, p, k, unknownMonth, func(f []file) []file { return f })
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, g.close()) }()
	if len(g.files) <= limit {
		return nil
	}
	out := &merged[R]{k: k, p: p, producers: g.producers()}
	defer out.discard()
	for {
		id, more, err := g.head()
		if err != nil {
			return err
		}
		if !more {
			break
		}
		rows, err := g.take(id)
		if err != nil {
			return err
		}
		for i := 1; i < len(rows); i++ {
			fold(&rows[0], &rows[i])
		}
		if err := out.add(ctx, rows[:1]); err != nil {
			return err
		}
	}
	if err := out.finish(ctx); err != nil {
		return err
	}
	c := Compaction{What: k.table.Name, FilesBefore: len(g.files), FilesAfter: len(out.names), RowsAfter: out.rows}
	var gone []string
	for _, f := range g.files {
		if !slices.Contains(out.names, f.Name) {
			gone = append(gone, f.Name)
		}
	}
	if report != nil {
		report(c)
	}
	return p.store.Remove(ctx, gone...)
}
