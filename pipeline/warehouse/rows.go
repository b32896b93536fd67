package warehouse

import (
	"reflect"
	"strings"
	"time"

	"github.com/parquet-go/parquet-go"
)

// codec turns Go values into rows of a file and back, one by one. parquet-go also
// takes values whole, column by column, but then (v0.32) now and then stores an
// empty string where a column is null, and reads times outside of the years 1678
// to 2262 as others: they do not fit into 64 bits of nanoseconds.
type codec[R any] struct {
	schema *parquet.Schema
	// times leads from the columns that hold microseconds since 1970 to their fields.
	times map[int][]int
}

func newCodec[R any]() codec[R] {
	c := codec[R]{schema: parquet.SchemaOf(new(R)), times: map[int][]int{}}
	for _, f := range reflect.VisibleFields(reflect.TypeFor[R]()) {
		name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
		if f.Type == reflect.TypeFor[time.Time]() && strings.Contains(options, "timestamp(microsecond)") {
			leaf, _ := c.schema.Lookup(name)
			c.times[leaf.ColumnIndex] = f.Index
		}
	}
	return c
}

// rowsOf are the rows for values.
func (c codec[R]) rowsOf(values []R) []parquet.Row {
	rows := make([]parquet.Row, len(values))
	for i := range values {
		rows[i] = c.schema.Deconstruct(nil, &values[i])
	}
	return rows
}

// read sets a value, which is zero, to what a row holds.
func (c codec[R]) read(value *R, row parquet.Row) error {
	if err := c.schema.Reconstruct(value, row); err != nil {
		return err
	}
	v := reflect.ValueOf(value).Elem()
	for _, stored := range row {
		if field, ok := c.times[stored.Column()]; ok && !stored.IsNull() {
			v.FieldByIndex(field).Set(reflect.ValueOf(time.UnixMicro(stored.Int64()).UTC()))
		}
	}
	return nil
}
