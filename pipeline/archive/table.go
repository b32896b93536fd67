package archive

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"gleaner/schemas"
)

// table reads rows of comma-separated values, of which the first names the columns.
type table struct {
	f       *file
	in      *rowBound
	rows    *csv.Reader
	columns map[string]int
}

func newTable(f *file, in *bufio.Reader, tabs bool) (entries, error) {
	head, _ := in.Peek(lookAhead) // what cannot be read now is told of when it is read
	if bytes.HasPrefix(head, byteOrderMark) {
		in.Discard(len(byteOrderMark))
		head = head[len(byteOrderMark):]
	}
	t := &table{f: f, in: &rowBound{r: in, left: lookAhead}}
	t.rows = csv.NewReader(t.in)
	t.rows.ReuseRecord, t.rows.FieldsPerRecord, t.rows.LazyQuotes = true, -1, true
	if t.rows.Comma = delimiter(head); tabs {
		t.rows.Comma = '\t'
	}
	names, err := t.rows.Read()
	if errors.Is(err, io.EOF) {
		return t, nil // empty
	}
	if err != nil {
		return nil, fmt.Errorf("read the names of the columns: %w", err)
	}
	t.columns = make(map[string]int, len(names))
	for i, name := range names {
		if name = strings.ToLower(strings.TrimSpace(name)); name != "" {
			if _, twice := t.columns[name]; !twice {
				t.columns[strings.Clone(name)] = i
			}
		}
	}
	return t, f.mapping.holdsText(names)
}

// delimiter is the separator that the first line has most of.
func delimiter(head []byte) rune {
	line, _, _ := bytes.Cut(head, []byte("\n"))
	best, most := ',', 0
	for _, c := range []rune{',', '\t', ';', '|'} {
		if n := bytes.Count(line, []byte(string(c))); n > most {
			best, most = c, n
		}
	}
	return best
}

func (t *table) next() (*entry, error) {
	if t.columns == nil {
		return nil, io.EOF
	}
	t.in.left = schemas.MaxArticleBytes + lookAhead
	fields, err := t.rows.Read()
	if err != nil {
		return nil, err
	}
	line, _ := t.rows.FieldPos(0)
	return t.f.row(fmt.Sprint(line), csvRow{t.columns, fields}, nil), nil
}

func (t *table) close() error { return nil }

// csvRow is a row with the names of its columns.
type csvRow struct {
	columns map[string]int
	fields  []string
}

func (r csvRow) value(column string) any {
	i, ok := r.columns[strings.ToLower(column)]
	if !ok || i >= len(r.fields) || r.fields[i] == "" {
		return nil
	}
	return r.fields[i]
}

// rowBound ends reading when one row asks for more than an article may have,
// as one with a quote that is never closed does.
type rowBound struct {
	r    io.Reader
	left int
}

func (b *rowBound) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, &schemas.FieldError{
			Code: schemas.CodeTooLarge, Message: fmt.Sprintf("a row has more than %d bytes", schemas.MaxArticleBytes),
			Hint: "look for a quote that is not closed; what comes before was read",
		}
	}
	n, err := b.r.Read(p)
	b.left -= n
	return n, err
}
