package archive

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"gleaner/schemas"
)

// array reads the objects of a JSON array, one after another.
type array struct {
	f      *file
	in     *bufio.Reader
	n      int64
	begun  bool
	object bytes.Buffer
}

// newJSON reads one article, or an array of them.
func newJSON(f *file, in *bufio.Reader) entries {
	head, _ := in.Peek(lookAhead) // what cannot be read now is told of when it is read
	if bytes.HasPrefix(bytes.TrimLeft(bytes.TrimPrefix(head, byteOrderMark), " \t\r\n"), []byte("[")) {
		return &array{f: f, in: in}
	}
	return &whole{f: f, in: in, kind: jsonText}
}

func (a *array) next() (*entry, error) {
	c, err := a.between()
	if err != nil {
		return nil, err
	}
	if c == ']' {
		return nil, io.EOF
	}
	a.n++
	e := &entry{at: fmt.Sprint(a.n), kind: jsonText}
	if c != '{' {
		return nil, fmt.Errorf("element %d of the array is no object", a.n)
	}
	tooLong, err := a.readObject()
	if err != nil {
		return nil, err
	}
	e.body = bytes.Clone(a.object.Bytes())
	if tooLong {
		e.fault = tooLarge()
	}
	return a.f.mapped(e), nil
}

// between reads up to the first byte of the next element, or the closing bracket.
func (a *array) between() (byte, error) {
	for {
		c, err := a.in.ReadByte()
		switch {
		case errors.Is(err, io.EOF):
			return 0, io.ErrUnexpectedEOF
		case err != nil:
			return 0, err
		case !a.begun:
			a.begun = c == '['
		case c != ',' && c != ' ' && c != '\t' && c != '\r' && c != '\n':
			return c, nil
		}
	}
}

// readObject reads from after a brace to the one that closes it. Of an object
// that is longer than an article may be it keeps the beginning.
func (a *array) readObject() (tooLong bool, err error) {
	a.object.Reset()
	a.object.WriteByte('{')
	depth, inString, escaped := 1, false, false
	for depth > 0 {
		c, err := a.in.ReadByte()
		if errors.Is(err, io.EOF) {
			return false, io.ErrUnexpectedEOF
		}
		if err != nil {
			return false, err
		}
		switch {
		case escaped:
			escaped = false
		case inString && c == '\\':
			escaped = true
		case c == '"':
			inString = !inString
		case inString:
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			depth--
		}
		switch {
		case tooLong:
		case a.object.Len() > schemas.MaxArticleBytes:
			tooLong = true
			a.object.Truncate(lookAhead)
		default:
			a.object.WriteByte(c)
		}
	}
	return tooLong, nil
}

func (a *array) close() error { return nil }

// encode writes a value as JSON that leaves <, > and & as they are.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(buf.Bytes(), []byte("\n")), err
}
