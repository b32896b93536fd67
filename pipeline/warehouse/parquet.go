package warehouse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"gleaner/schemas"
)

// Parquet is a warehouse of Parquet files: one folder a table, in it one a
// month of publication, each file sorted by article. Files are only added,
// also by several programs at once; views.sql in the warehouse has the current
// view, and Compact merges files and drops what no view shows.
type Parquet struct {
	store   store
	options Options
	id      string
	// merging is held while files are merged or listed for the manifest.
	merging sync.Mutex
	newer   newerFiles
}

// OpenParquet opens a folder or an s3:// URL and makes what is missing: a file
// without rows for each table, views.sql and manifest.json.
func OpenParquet(ctx context.Context, location string, o Options) (*Parquet, error) {
	s, err := openStore(ctx, location, o.S3)
	if err != nil {
		return nil, fmt.Errorf("open warehouse: %w", err)
	}
	p := &Parquet{store: s, options: o}
	if err := p.prepare(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("open warehouse %s: %w", p, err), p.Close(ctx))
	}
	return p, nil
}

func openStore(ctx context.Context, location string, o S3Options) (store, error) {
	if err := checkLocation(location, o); err != nil {
		return nil, err
	}
	if isBucket(location) {
		return openBucket(ctx, location, o)
	}
	return openFolder(location)
}

func isBucket(location string) bool { return strings.HasPrefix(location, "s3://") }

// checkLocation returns a TargetError when a location is not written right.
func checkLocation(location string, o S3Options) error {
	switch {
	case isBucket(location):
		_, _, err := parseBucket(location, o)
		return err
	case location == "":
		return &TargetError{err: errors.New("no folder is named")}
	case strings.Contains(location, "://"):
		return &TargetError{err: fmt.Errorf("%q is neither a folder nor s3://BUCKET/PREFIX", location)}
	}
	return nil
}

// String implements Target.
func (p *Parquet) String() string { return "parquet:" + p.store.Root() }

// Root is the warehouse's absolute path or s3:// URL.
func (p *Parquet) Root() string { return p.store.Root() }

// ID implements Target.
func (p *Parquet) ID() string { return p.id }

// idFile holds the id of the warehouse.
const idFile = "warehouse.id"

// identify reads the warehouse's id, or gives it one where that is allowed.
func (p *Parquet) identify(ctx context.Context) error {
	there, err := p.has(ctx, idFile)
	if err != nil {
		return err
	}
	if !there && p.options.Existing {
		return &TargetError{errors.New("there is no warehouse (" + idFile + " is missing)"), "check the path; gleaner load makes a warehouse"}
	}
	if !there {
		p.id = newID()
		return p.put(ctx, idFile, []byte(p.id+"\n"))
	}
	opened, err := p.store.Open(ctx, idFile)
	if err != nil {
		return err
	}
	body, err := io.ReadAll(io.NewSectionReader(opened, 0, min(opened.Size(), 100)))
	p.id = strings.TrimSpace(string(body))
	return errors.Join(err, opened.Close())
}

// ViewsFile is the file of the warehouse that defines its views for DuckDB.
const ViewsFile = "views.sql"

func (p *Parquet) prepare(ctx context.Context) error {
	steps := []func() error{
		func() error { return p.identify(ctx) },
		p.sweep,
		func() error { return articleKind.putSchema(ctx, p) },
		func() error { return entityKind.putSchema(ctx, p) },
		func() error { return mentionKind.putSchema(ctx, p) },
		func() error { return eventKind.putSchema(ctx, p) },
		func() error { return argumentKind.putSchema(ctx, p) },
		func() error { return letterKind.putSchema(ctx, p) },
		func() error { return runKind.putSchema(ctx, p) },
		func() error { return p.put(ctx, ViewsFile, []byte(schemas.DuckDBViews(p.store.Root()))) },
		func() error { return p.writeManifest(ctx) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	return nil
}

// sweep removes what killed writers left. An object store shows no half of a file.
func (p *Parquet) sweep() error {
	if f, ok := p.store.(*folder); ok {
		return f.sweep(time.Now())
	}
	return nil
}

func (p *Parquet) put(ctx context.Context, name string, body []byte) error {
	return p.store.Put(ctx, name, bytes.NewReader(body), int64(len(body)))
}

// has says whether a file is there.
func (p *Parquet) has(ctx context.Context, name string) (bool, error) {
	files, err := p.store.List(ctx, name)
	return slices.ContainsFunc(files, func(f file) bool { return f.Name == name }), err
}

// putSchema writes the file without rows, unless a newer build wrote it.
func (k kind[R]) putSchema(ctx context.Context, p *Parquet) error {
	name := path.Join(k.folderOf(unknownMonth), schemaFile)
	newer, err := k.isNewer(ctx, p, name)
	if err != nil || newer {
		return err
	}
	body, err := k.encode(nil, nil, p.options.Version)
	if err != nil {
		return err
	}
	return p.put(ctx, name, body)
}

// isNewer says whether a file is there and holds a column that this build does not know.
func (k kind[R]) isNewer(ctx context.Context, p *Parquet, name string) (bool, error) {
	there, err := p.has(ctx, name)
	if err != nil || !there {
		return false, err
	}
	r, err := k.openRows(ctx, p.store, name)
	if err != nil {
		return false, err
	}
	return r.unknown != "", r.close()
}

// Write implements Target. The article records are written last: until they
// are there, the current view does not show what came before.
func (p *Parquet) Write(ctx context.Context, b *Batch) error {
	rows := rowsOf(b.Parts)
	var producers []string
	for _, r := range b.Runs {
		producers = append(producers, r.ProducerVersion)
	}
	producers = distinct(producers...)
	months := map[time.Time]bool{}
	puts, putting := p.putter(ctx)
	argumentKind.write(putting, p, puts, rows.arguments, producers, months)
	eventKind.write(putting, p, puts, rows.events, producers, months)
	mentionKind.write(putting, p, puts, rows.mentions, producers, months)
	entityKind.write(putting, p, puts, rows.entities, producers, months)
	letterKind.write(putting, p, puts, b.DeadLetters, producers, months)
	runKind.write(putting, p, puts, b.Runs, producers, months)
	err := puts.Wait()
	if err == nil {
		puts, putting = p.putter(ctx)
		articleKind.write(putting, p, puts, b.Articles, producers, months)
		err = puts.Wait()
	}
	if err == nil {
		p.tidy(ctx, months)
		err = p.writeManifest(ctx)
	}
	if err != nil {
		return fmt.Errorf("write to %s: %w", p, err)
	}
	return nil
}

// putter runs several writes of files at a time: a disk and a network have
// more to give than one of them takes.
func (p *Parquet) putter(ctx context.Context) (*errgroup.Group, context.Context) {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(16)
	return group, ctx
}

// write writes a file for each month that the rows are of and notes the months.
func (k kind[R]) write(ctx context.Context, p *Parquet, puts *errgroup.Group, rows []R, producers []string, months map[time.Time]bool) {
	byMonth := map[time.Time][]R{}
	for _, r := range rows {
		at := unknownMonth
		if k.month != nil {
			at = *k.month(&r)
			months[at] = true
		}
		byMonth[at] = append(byMonth[at], r)
	}
	for at, rows := range byMonth {
		puts.Go(func() error {
			newest := int64(0)
			for i := range rows {
				newest = max(newest, k.revision(&rows[i]))
			}
			body, err := k.encode(rows, producers, p.options.Version)
			if err != nil {
				return err
			}
			return p.put(ctx, path.Join(k.folderOf(at), fileName(newest, body)), body)
		})
	}
}

// tidy merges the small files of months that have too many. What was written
// stays written when it fails; the next batch tries again.
func (p *Parquet) tidy(ctx context.Context, months map[time.Time]bool) {
	if p.options.SmallFiles <= 0 {
		return
	}
	sorted := make([]time.Time, 0, len(months))
	for m := range months {
		sorted = append(sorted, m)
	}
	slices.SortFunc(sorted, time.Time.Compare)
	for _, m := range sorted {
		if _, err := p.mergeSmall(ctx, m, p.options.SmallFiles); err != nil {
			p.options.Log.Warn().Err(err).Str("month", partition(m)).Msg("small files were not merged")
		}
	}
	if err := p.compactLoose(ctx, p.options.SmallFiles, nil); err != nil {
		p.options.Log.Warn().Err(err).Msg("small files were not merged")
	}
}

// Close implements Target.
func (p *Parquet) Close(context.Context) error {
	if c, ok := p.store.(io.Closer); ok {
		return c.Close()
	}
	return nil
}
