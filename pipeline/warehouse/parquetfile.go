package warehouse

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"
)

// Keys of the metadata in every Parquet file.
const (
	// MetaSchema is the version of the tables.
	MetaSchema = "gleaner.schema"
	// MetaTable is the name of the table.
	MetaTable = "gleaner.table"
	// MetaProducers are the versions of the programs that made the rows.
	MetaProducers = "gleaner.producers"
)

// schemaVersion is the version of the tables; within it columns are only added.
const schemaVersion = "v1"

// writerOptions are those of every file. rowsPerGroup bounds what a writer and
// a reader hold in memory.
func (k kind[R]) writerOptions(producers []string, version string) []parquet.WriterOption {
	return []parquet.WriterOption{
		parquet.Compression(&zstd.Codec{Level: zstd.SpeedDefault}),
		parquet.KeyValueMetadata(MetaSchema, schemaVersion),
		parquet.KeyValueMetadata(MetaTable, k.table.Name),
		parquet.KeyValueMetadata(MetaProducers, strings.Join(producers, ",")),
		parquet.CreatedBy("gleaner", version, ""),
		parquet.MaxRowsPerRowGroup(rowsPerGroup),
	}
}

const rowsPerGroup = 100_000

// encode makes a file of rows, which it sorts.
func (k kind[R]) encode(rows []R, producers []string, version string) ([]byte, error) {
	slices.SortStableFunc(rows, func(a, b R) int { return k.compare(&a, &b) })
	var buf bytes.Buffer
	w := parquet.NewGenericWriter[R](&buf, k.writerOptions(producers, version)...)
	if _, err := w.WriteRows(newCodec[R]().rowsOf(rows)); err != nil {
		return nil, fmt.Errorf("encode rows of %s: %w", k.table.Name, err)
	}
	if err := w.Close(); err != nil {
		return nil, fmt.Errorf("encode rows of %s: %w", k.table.Name, err)
	}
	return buf.Bytes(), nil
}

// rowReader reads the rows of a file in order.
type rowReader[R any] struct {
	k    kind[R]
	name string
	file reader
	// unknown is a column of the file that is passed over, "" for none.
	unknown string
	rows    *parquet.GenericReader[R]
	codec   codec[R]
	raw     []parquet.Row
	buf     []R
	at      int
	end     bool
}

// openRows opens a file; a column that it lacks reads as zero, one that R lacks
// is passed over.
func (k kind[R]) openRows(ctx context.Context, s store, name string) (*rowReader[R], error) {
	opened, err := s.Open(ctx, name)
	if err != nil {
		return nil, err
	}
	parsed, err := parquet.OpenFile(opened, opened.Size())
	if err != nil {
		return nil, errors.Join(fmt.Errorf("read %s: %w", name, err), opened.Close())
	}
	return &rowReader[R]{
		k: k, name: name, file: opened, unknown: k.unknownColumn(parsed.Schema()), rows: parquet.NewGenericReader[R](parsed),
		codec: newCodec[R](), raw: make([]parquet.Row, 512),
	}, nil
}

// producersOf are the producers that files name in their metadata.
func (r *rowReader[R]) producers() []string {
	text, _ := r.rows.File().Lookup(MetaProducers)
	return strings.Split(text, ",")
}

// peek is the next row, nil at the end. It is valid until next is called.
func (r *rowReader[R]) peek() (*R, error) {
	if r.at < len(r.buf) {
		return &r.buf[r.at], nil
	}
	if r.end {
		return nil, nil
	}
	n, err := r.rows.ReadRows(r.raw)
	if errors.Is(err, io.EOF) {
		r.end, err = true, nil
	}
	r.buf, r.at = make([]R, n), 0 // anew: rows may be kept
	for i := range r.buf {
		if err == nil {
			err = r.codec.read(&r.buf[i], r.raw[i])
		}
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", r.name, err)
	}
	if r.k.month != nil {
		for i := range r.buf {
			*r.k.month(&r.buf[i]) = monthOf(r.name)
		}
	}
	return r.peek()
}

func (r *rowReader[R]) next() { r.at++ }

func (r *rowReader[R]) close() error { return errors.Join(r.rows.Close(), r.file.Close()) }

// distinct are the non-empty values, sorted.
func distinct(values ...string) []string {
	set := map[string]bool{}
	for _, v := range values {
		if v != "" {
			set[v] = true
		}
	}
	return slices.Sorted(maps.Keys(set))
}
