package warehouse

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"time"

	"github.com/parquet-go/parquet-go"
)

// mergedBytes is about how large the files become that Compact writes.
const mergedBytes = 256 << 20

// merged writes the sorted rows of a month into few large files, each made on
// the local disk first.
type merged[R any] struct {
	k         kind[R]
	p         *Parquet
	month     time.Time
	producers []string

	temp    *os.File
	writer  *parquet.GenericWriter[R]
	newest  int64
	pending []R
	// names are the files that were stored; rows counts what they hold.
	names []string
	rows  int64
}

// add writes the rows of one article. They are sorted here.
func (m *merged[R]) add(ctx context.Context, rows []R) error {
	slices.SortStableFunc(rows, func(a, b R) int { return m.k.compare(&a, &b) })
	for i := range rows {
		m.newest = max(m.newest, m.k.revision(&rows[i]))
	}
	m.pending = append(m.pending, rows...)
	m.rows += int64(len(rows))
	if len(m.pending) < 1024 {
		return nil
	}
	if err := m.write(); err != nil {
		return err
	}
	if at, err := m.temp.Seek(0, io.SeekCurrent); err != nil || at < mergedBytes {
		return err
	}
	return m.finish(ctx)
}

// write hands the pending rows to the file in the making.
func (m *merged[R]) write() error {
	if m.temp == nil {
		temp, err := os.CreateTemp("", "gleaner-merge-*.parquet")
		if err != nil {
			return fmt.Errorf("make a temporary file: %w", err)
		}
		m.temp = temp
		m.writer = parquet.NewGenericWriter[R](temp, m.k.writerOptions(m.producers, m.p.options.Version)...)
	}
	if _, err := m.writer.WriteRows(newCodec[R]().rowsOf(m.pending)); err != nil {
		return fmt.Errorf("encode rows of %s: %w", m.k.table.Name, err)
	}
	m.pending = m.pending[:0]
	return nil
}

// finish stores the file in the making, if there is one.
func (m *merged[R]) finish(ctx context.Context) error {
	if len(m.pending) > 0 {
		if err := m.write(); err != nil {
			return err
		}
	}
	if m.temp == nil {
		return nil
	}
	defer m.discard()
	if err := m.writer.Close(); err != nil {
		return fmt.Errorf("encode rows of %s: %w", m.k.table.Name, err)
	}
	hash := sha256.New()
	size, err := io.Copy(hash, io.NewSectionReader(m.temp, 0, 1<<62))
	if err != nil {
		return fmt.Errorf("read a temporary file: %w", err)
	}
	name := path.Join(m.k.folderOf(m.month), fmt.Sprintf("part-%016x-%s.parquet", m.newest, hex.EncodeToString(hash.Sum(nil)[:4])))
	if err := m.p.store.Put(ctx, name, io.NewSectionReader(m.temp, 0, size), size); err != nil {
		return err
	}
	m.names = append(m.names, name)
	return nil
}

// discard removes the temporary file.
func (m *merged[R]) discard() {
	if m.temp == nil {
		return
	}
	_ = errors.Join(m.temp.Close(), os.Remove(m.temp.Name())) // nothing depends on it any more
	m.temp, m.writer, m.newest = nil, nil, 0
}
