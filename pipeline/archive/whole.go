package archive

import (
	"bytes"
	"fmt"
	"io"

	"gleaner/schemas"
)

// whole reads a file that is one article. An empty one is an article, too, to
// be refused as such.
type whole struct {
	f    *file
	in   io.Reader
	kind kind
	read bool
}

func (w *whole) next() (*entry, error) {
	if w.read {
		return nil, io.EOF
	}
	w.read = true
	body, err := io.ReadAll(io.LimitReader(w.in, schemas.MaxArticleBytes+1))
	if err != nil {
		return nil, err
	}
	e := &entry{at: "1", kind: w.kind, body: bytes.TrimPrefix(body, byteOrderMark)}
	if len(body) > schemas.MaxArticleBytes {
		e.body, e.fault = bytes.Clone(body[:lookAhead]), tooLarge()
		return e, nil
	}
	if w.kind == htmlPage {
		if e.body, err = toUTF8(e.body, ""); err != nil {
			e.fault = &schemas.FieldError{Code: schemas.CodeInvalidUTF8, Message: err.Error(), Hint: "convert the page to UTF-8"}
		}
	}
	return w.f.mapped(e), nil
}

func (w *whole) close() error { return nil }

// mapped gives an article as JSON the fields that the mapping asks for, else those
// that it has under another known name.
func (f *file) mapped(e *entry) *entry {
	if f.exact && len(f.mapping) == 0 || e.kind != jsonText || e.fault != nil {
		return e
	}
	row, err := jsonRow(e.body)
	if err != nil {
		return e // decoding will say what is wrong with it
	}
	if len(f.mapping) == 0 {
		if row.complete() {
			if body, err := encode(row); err == nil && len(body) <= schemas.MaxArticleBytes {
				e.body = body
			}
		}
		return e
	}
	return f.row(e.at, row, e)
}

// row makes an entry of a row; from, where not nil, is what it was read from.
func (f *file) row(at string, row row, from *entry) *entry {
	e := &entry{at: at, kind: jsonText}
	if from != nil {
		e.offset, e.line = from.offset, from.line
	}
	a := f.mapping.article(row)
	var err error
	if e.body, err = encode(a); err != nil {
		e.fault = &schemas.FieldError{Code: schemas.CodeInvalidJSON, Message: fmt.Sprintf("encode article: %v", err)}
	}
	if len(e.body) > schemas.MaxArticleBytes {
		e.body, e.fault = bytes.Clone(e.body[:lookAhead]), tooLarge()
	}
	return e
}
