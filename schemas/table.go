package schemas

import (
	"reflect"
	"strings"
	"time"
)

// Table is one table of the warehouse.
type Table struct {
	Name string
	// Row is the Go type of its rows.
	Row reflect.Type
	// Key are the columns that tell the rows of the current view apart.
	Key []string
}

// Tables lists the tables of the warehouse in the order of the documentation.
// The view entities (one row an entity, across articles) is made of
// article_entities.
func Tables() []Table {
	return []Table{
		ArticleRow{}.Table(), ArticleEntityRow{}.Table(), MentionRow{}.Table(), EventRow{}.Table(), EventArgumentRow{}.Table(),
		DeadLetterRow{}.Table(), RunRow{}.Table(),
	}
}

// Table is articles.
func (ArticleRow) Table() Table { return tableOf[ArticleRow]("articles", "article_id") }

// Table is article_entities.
func (ArticleEntityRow) Table() Table {
	return tableOf[ArticleEntityRow]("article_entities", "article_id", "entity_id")
}

// Table is mentions.
func (MentionRow) Table() Table {
	return tableOf[MentionRow]("mentions", "article_id", "entity_id", "ordinal")
}

// Table is events.
func (EventRow) Table() Table { return tableOf[EventRow]("events", "event_id") }

// Table is event_arguments.
func (EventArgumentRow) Table() Table {
	return tableOf[EventArgumentRow]("event_arguments", "event_id", "ordinal")
}

// Table is dead_letters.
func (DeadLetterRow) Table() Table { return tableOf[DeadLetterRow]("dead_letters", "letter_id") }

// Table is runs.
func (RunRow) Table() Table { return tableOf[RunRow]("runs", "run_id") }

func tableOf[R any](name string, key ...string) Table {
	return Table{Name: name, Row: reflect.TypeFor[R](), Key: key}
}

// Partitioned says whether the table is split by published_month.
func (t Table) Partitioned() bool {
	for _, c := range t.Columns() {
		if c.Partition {
			return true
		}
	}
	return false
}

// ColumnKind is what a column holds.
type ColumnKind int

// The kinds of columns.
const (
	// KindNone is a field that no target is taught to hold. No column has it: a test sees to that.
	KindNone ColumnKind = iota
	// KindText is UTF-8 text.
	KindText
	// KindJSON is text that holds JSON.
	KindJSON
	// KindTextList is a list of texts.
	KindTextList
	// KindInt is a whole number of 32 bits.
	KindInt
	// KindLong is a whole number of 64 bits.
	KindLong
	// KindFloat is a floating point number of 64 bits.
	KindFloat
	// KindDecimal is a decimal of 18 digits, 2 of them after the point; in Go hundredths.
	KindDecimal
	// KindTime is a moment, UTC, in microseconds.
	KindTime
	// KindDate is a day.
	KindDate
)

// Column is one column of a table.
type Column struct {
	Name string
	Kind ColumnKind
	// Nullable columns are NULL where the Go value is zero, or a nil pointer.
	Nullable bool
	// Partition says that the rows are split by this column.
	Partition bool
	// Index is the field of the row, as for reflect.Value.FieldByIndex; Field is its
	// name, Owner the struct that declares it.
	Index []int
	Field string
	Owner string
}

// Columns lists the table's columns in order.
func (t Table) Columns() []Column { return columnsOf(t.Row, nil) }

func columnsOf(row reflect.Type, at []int) []Column {
	var columns []Column
	for i := range row.NumField() {
		f := row.Field(i)
		index := append(append([]int(nil), at...), i)
		if f.Anonymous {
			columns = append(columns, columnsOf(f.Type, index)...)
			continue
		}
		c := Column{Index: index, Field: f.Name, Owner: row.Name()}
		if name := f.Tag.Get("partition"); name != "" {
			c.Name, c.Kind, c.Partition = name, KindDate, true
		} else {
			name, options, _ := strings.Cut(f.Tag.Get("parquet"), ",")
			c.Name, c.Kind = name, kindOf(f.Type, options)
			c.Nullable = strings.Contains(options, "optional") || f.Type.Kind() == reflect.Pointer
		}
		columns = append(columns, c)
	}
	return columns
}

// kindOf reads the kind off a field's type and the options of its tag.
func kindOf(t reflect.Type, options string) ColumnKind {
	switch {
	case strings.Contains(options, "json"):
		return KindJSON
	case strings.Contains(options, "decimal(2:18)"):
		return KindDecimal
	case t == reflect.TypeFor[time.Time]():
		return KindTime
	case t == reflect.TypeFor[[]string]():
		return KindTextList
	}
	switch t.Kind() {
	case reflect.String:
		return KindText
	case reflect.Int32:
		return KindInt
	case reflect.Int64:
		return KindLong
	case reflect.Float64:
		return KindFloat
	}
	return KindNone
}
