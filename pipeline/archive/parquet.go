package archive

import (
	"errors"
	"fmt"
	"io"
	"math"
	"math/big"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/deprecated"
	"github.com/parquet-go/parquet-go/format"

	"gleaner/schemas"
)

// parquetTable reads the rows of a Parquet file, only the columns that fill a
// field of an article, a page of each at a time.
type parquetTable struct {
	f       *file
	file    *parquet.File
	groups  []parquet.RowGroup
	columns map[string]*parquetColumn // by name in lower case
	row     int64
	left    int64 // rows of the group being read
}

// parquetColumn reads the values of one column.
type parquetColumn struct {
	index int
	node  parquet.Node
	pages parquet.Pages
	page  parquet.Page
	in    parquet.ValueReader
	buf   [1]parquet.Value
}

func newParquet(f *file) (_ entries, err error) {
	defer recovered(&err)
	opened, err := parquet.OpenFile(f.os, f.size, parquet.SkipPageIndex(true), parquet.SkipBloomFilters(true))
	if err != nil {
		return nil, fmt.Errorf("parquet: %w", err)
	}
	p := &parquetTable{f: f, file: opened, groups: opened.RowGroups(), columns: map[string]*parquetColumn{}}
	var names []string
	for _, path := range opened.Schema().Columns() {
		leaf, ok := opened.Schema().Lookup(path...)
		name := strings.Join(path, ".")
		if !ok || leaf.MaxRepetitionLevel > 0 {
			continue // lists of values
		}
		names = append(names, name)
		if f.mapping.wanted(name) {
			p.columns[strings.ToLower(name)] = &parquetColumn{index: leaf.ColumnIndex, node: leaf.Node}
		}
	}
	if len(names) == 0 {
		names = []string{"none"}
	}
	return p, f.mapping.holdsText(names)
}

// recovered makes an error of a panic, with which the library answers some
// files that are not what they say.
func recovered(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("parquet: %v", v)
	}
}

func (p *parquetTable) next() (_ *entry, err error) {
	defer recovered(&err)
	for p.left == 0 {
		if len(p.groups) == 0 {
			return nil, io.EOF
		}
		if err := p.openGroup(p.groups[0], 0); err != nil {
			return nil, err
		}
		p.groups = p.groups[1:]
	}
	values := make(object, len(p.columns))
	for name, c := range p.columns {
		v, err := c.next()
		if err != nil {
			return nil, fmt.Errorf("parquet: row %d, column %s: %w", p.row+1, name, err)
		}
		if v != nil {
			values[name] = v
		}
	}
	p.left--
	p.row++
	p.f.in.n.Store(p.f.size * p.row / max(p.file.NumRows(), p.row))
	e := p.f.row(fmt.Sprint(p.row), folded(values), nil)
	e.offset = p.row // not 0: reading can go on here
	return e, nil
}

// openGroup begins a group of rows at one of its rows.
func (p *parquetTable) openGroup(g parquet.RowGroup, row int64) error {
	p.left = g.NumRows() - row
	chunks := g.ColumnChunks()
	for name, c := range p.columns {
		if err := c.close(); err != nil {
			return err
		}
		if c.index >= len(chunks) {
			return fmt.Errorf("parquet: column %s is missing in a group of rows", name)
		}
		if file, ok := chunks[c.index].(*parquet.FileColumnChunk); ok && file.NumValues() > 0 && file.NumValues() != g.NumRows() {
			return fmt.Errorf("parquet: column %s has %d values in %d rows", name, file.NumValues(), g.NumRows())
		}
		c.pages = chunks[c.index].Pages()
		if row > 0 {
			if err := c.pages.SeekToRow(row); err != nil {
				return fmt.Errorf("parquet: go to row %d of column %s: %w", row, name, err)
			}
		}
	}
	return nil
}

// seek implements seeker.
func (p *parquetTable) seek(to position) (err error) {
	defer recovered(&err)
	p.row = to.Offset
	row := to.Offset
	for len(p.groups) > 0 && row >= p.groups[0].NumRows() {
		row -= p.groups[0].NumRows()
		p.groups = p.groups[1:]
	}
	if len(p.groups) == 0 {
		return nil
	}
	g := p.groups[0]
	p.groups = p.groups[1:]
	return p.openGroup(g, row)
}

func (p *parquetTable) close() error {
	var errs []error
	for _, c := range p.columns {
		errs = append(errs, c.close())
	}
	return errors.Join(errs...)
}

// next returns the value of the next row, nil for none.
func (c *parquetColumn) next() (any, error) {
	for {
		if c.in != nil {
			n, err := c.in.ReadValues(c.buf[:])
			if n == 1 {
				return parquetValue(c.node, c.buf[0])
			}
			if err != nil && !errors.Is(err, io.EOF) {
				return nil, err
			}
			parquet.Release(c.page)
			c.page, c.in = nil, nil
		}
		page, err := c.pages.ReadPage()
		if errors.Is(err, io.EOF) {
			return nil, io.ErrUnexpectedEOF // there are rows left
		}
		if err != nil {
			return nil, err
		}
		c.page, c.in = page, page.Values()
	}
}

func (c *parquetColumn) close() error {
	if c.page != nil {
		parquet.Release(c.page)
		c.page, c.in = nil, nil
	}
	if c.pages == nil {
		return nil
	}
	err := c.pages.Close()
	c.pages = nil
	return err
}

// parquetValue is the value as text, number, truth or time.
func parquetValue(node parquet.Node, v parquet.Value) (any, error) {
	if v.IsNull() {
		return nil, nil
	}
	if t := node.Type().LogicalType(); t != nil {
		switch t := t.Value.(type) {
		case *format.DateType:
			return time.Unix(int64(v.Int32())*24*60*60, 0).UTC().Format(time.DateOnly), nil
		case *format.TimestampType:
			return timestamp(v.Int64(), t.Unit.Value), nil
		case *format.DecimalType:
			return decimal(v, int(t.Scale)), nil
		}
	}
	switch v.Kind() {
	case parquet.Boolean:
		return v.Boolean(), nil
	case parquet.Int32:
		return int64(v.Int32()), nil
	case parquet.Int64:
		return v.Int64(), nil
	case parquet.Int96:
		return int96(v.Int96()), nil
	case parquet.Float:
		return finite(float64(v.Float())), nil
	case parquet.Double:
		return finite(v.Double()), nil
	}
	b := v.ByteArray()
	if len(b) > schemas.MaxArticleBytes {
		b = b[:schemas.MaxArticleBytes+1] // enough to be refused
	}
	return string(b), nil
}

// finite is nil for what JSON has no number for.
func finite(f float64) any {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	return f
}

func timestamp(n int64, unit format.TimeUnitValue) time.Time {
	switch unit.(type) {
	case *format.MilliSeconds:
		return time.UnixMilli(n).UTC()
	case *format.MicroSeconds:
		return time.UnixMicro(n).UTC()
	}
	return time.Unix(0, n).UTC()
}

// int96 is a time as old Spark and Impala write it: nanoseconds of a day, and
// the Julian day.
func int96(v deprecated.Int96) time.Time {
	const unixEpoch = 2440588
	nanos := int64(v[0]) | int64(v[1])<<32
	return time.Unix((int64(int32(v[2]))-unixEpoch)*24*60*60, nanos).UTC()
}

func decimal(v parquet.Value, scale int) any {
	n := new(big.Int)
	switch v.Kind() {
	case parquet.Int32:
		n.SetInt64(int64(v.Int32()))
	case parquet.Int64:
		n.SetInt64(v.Int64())
	default:
		return nil
	}
	if scale < 0 || scale > 18 {
		return nil
	}
	return new(big.Rat).SetFrac(n, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(scale)), nil)).FloatString(scale)
}

// folded is a row whose columns are found whatever their case.
type folded object

func (f folded) value(column string) any { return f[strings.ToLower(column)] }
