package archive

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Mapping says from which column or field of an archive a field of an article
// is taken: "text" from "body". "metadata.NAME" keeps a column under metadata.
type Mapping map[string]string

// articleFields are the fields of an article that a row can fill, each with
// the names of columns that stand for it when nothing else is said.
var articleFields = []struct {
	name  string
	known []string
}{
	{"id", []string{"id", "article_id", "guid", "uuid"}},
	{"source", []string{"source", "publisher", "publication", "outlet", "domain", "site"}},
	{"url", []string{"url", "link", "source_url"}},
	{"title", []string{"title", "headline"}},
	{"text", []string{"text", "body", "content", "article", "article_text", "maintext", "plain_text"}},
	{"html", []string{"html", "page", "raw_html"}},
	{"language", []string{"language", "lang"}},
	{"published_at", []string{"published_at", "published", "publish_date", "published_date", "date_publish", "publication_date", "pub_date", "pubdate", "datepublished", "date", "timestamp"}},
	{"fetched_at", []string{"fetched_at", "fetched", "crawled_at", "crawl_date", "date_download"}},
}

// ParseMapping reads "text=body", "published_at=date".
func ParseMapping(pairs []string) (Mapping, error) {
	m := Mapping{}
	for _, pair := range pairs {
		field, column, ok := strings.Cut(pair, "=")
		field, column = strings.TrimSpace(field), strings.TrimSpace(column)
		if !ok || field == "" || column == "" {
			return nil, fmt.Errorf("%q is no mapping: write FIELD=COLUMN, for example text=body", pair)
		}
		if !mappable(field) {
			return nil, fmt.Errorf("an article has no field %q (it has %s, metadata.NAME)", field, fieldNames())
		}
		m[field] = column
	}
	return m, nil
}

func mappable(field string) bool {
	if name, ok := strings.CutPrefix(field, "metadata."); ok {
		return name != ""
	}
	for _, f := range articleFields {
		if f.name == field {
			return true
		}
	}
	return false
}

func fieldNames() string {
	var names []string
	for _, f := range articleFields {
		names = append(names, f.name)
	}
	return strings.Join(names, ", ")
}

// row is one row of a table, or one object of JSON.
type row interface {
	// value returns what stands in a column, nil when there is nothing.
	value(column string) any
}

// article makes an article of a row. A date that cannot be read is left out;
// it is kept under metadata, as it stands there.
func (m Mapping) article(r row) *schemas.Article {
	a := &schemas.Article{
		ID: m.text(r, "id"), Source: m.text(r, "source"), URL: m.text(r, "url"), Title: m.text(r, "title"),
		Text: m.text(r, "text"), HTML: m.text(r, "html"), Language: m.text(r, "language"),
	}
	for _, f := range []struct {
		name string
		to   *string
	}{{"published_at", &a.PublishedAt}, {"fetched_at", &a.FetchedAt}} {
		v := m.value(r, f.name)
		if *f.to = pipeline.Date(v); *f.to == "" && v != nil && text(v) != "" {
			a.Metadata = with(a.Metadata, f.name, text(v))
		}
	}
	if kept, ok := r.value("metadata").(map[string]any); ok && a.Metadata == nil {
		a.Metadata = kept
	}
	for _, field := range m.sorted() {
		name, ok := strings.CutPrefix(field, "metadata.")
		if v := r.value(m[field]); ok && v != nil {
			a.Metadata = with(a.Metadata, name, v)
		}
	}
	return a
}

// sorted lists the mapped fields in a fixed order.
func (m Mapping) sorted() []string {
	var fields []string
	for f := range m {
		fields = append(fields, f)
	}
	slices.Sort(fields)
	return fields
}

func with(m map[string]any, name string, v any) map[string]any {
	if m == nil {
		m = map[string]any{}
	}
	m[name] = v
	return m
}

// value is what fills the field: the mapped column, else the first known one
// that holds something.
func (m Mapping) value(r row, field string) any {
	if column, ok := m[field]; ok {
		return r.value(column)
	}
	for _, f := range articleFields {
		if f.name != field {
			continue
		}
		for _, column := range f.known {
			if v := r.value(column); v != nil && v != "" {
				return v
			}
		}
	}
	return nil
}

func (m Mapping) text(r row, field string) string { return text(m.value(r, field)) }

// holdsText says whether one of the columns fills text or html; without, no
// row is an article.
func (m Mapping) holdsText(columns []string) error {
	lower := make([]string, len(columns))
	for i, c := range columns {
		lower[i] = strings.ToLower(c)
	}
	for _, f := range articleFields {
		if f.name != "text" && f.name != "html" {
			continue
		}
		for _, known := range append([]string{m[f.name]}, f.known...) {
			if known != "" && slices.Contains(lower, strings.ToLower(known)) {
				return nil
			}
		}
	}
	return &schemas.FieldError{
		Field: "text", Code: schemas.CodeMissingText,
		Message: fmt.Sprintf("no column holds it; there are %.300s", strings.Join(columns, ", ")), Hint: "say which one does, for example --map text=" + cmp.Or(columns[0], "body"),
	}
}

// wanted says whether a column may fill a field.
func (m Mapping) wanted(column string) bool {
	for _, c := range m {
		if strings.EqualFold(c, column) {
			return true
		}
	}
	for _, f := range articleFields {
		if _, mapped := m[f.name]; !mapped && slices.Contains(f.known, strings.ToLower(column)) {
			return true
		}
	}
	return strings.EqualFold(column, "metadata")
}

// text writes a value as text.
func text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		return strconv.FormatBool(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case []any:
		var parts []string
		for _, item := range v {
			parts = append(parts, text(item))
		}
		return strings.Join(parts, "\n\n") // paragraphs, in the archives that have lists
	}
	b, err := encode(v)
	if err != nil {
		return ""
	}
	return string(b)
}

// object is a JSON object as a row; a column "a.b" is b of a.
type object map[string]any

// jsonRow reads a body that is one object and nothing else.
func jsonRow(body []byte) (object, error) {
	dec := json.NewDecoder(bytes.NewReader(body))
	dec.UseNumber()
	var o object
	if err := dec.Decode(&o); err != nil {
		return nil, err
	}
	if _, err := dec.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the object")
	}
	return o, nil
}

// complete gives an article's fields that are missing what stands under another
// name that is known for them, and says whether there were any. What is no text,
// or no date, stays where it is; a page or a text makes the other needless.
func (o object) complete() (changed bool) {
	for _, f := range articleFields {
		if o.has(f.name) || (f.name == "text" || f.name == "html") && (o.has("text") || o.has("html")) {
			continue
		}
		for _, name := range f.known {
			v, _ := o[name].(string)
			if f.name == "published_at" || f.name == "fetched_at" {
				v = pipeline.Date(o[name])
			}
			if name == f.name || strings.TrimSpace(v) == "" {
				continue
			}
			delete(o, name)
			o[f.name], changed = v, true
			break
		}
	}
	return changed
}

// has says whether a field holds something, whatever that is.
func (o object) has(field string) bool { return o[field] != nil && o[field] != "" }

func (o object) value(column string) any {
	if v, ok := o[column]; ok {
		return v
	}
	outer, inner, ok := strings.Cut(column, ".")
	if nested, isObject := o[outer].(map[string]any); ok && isObject {
		return object(nested).value(inner)
	}
	return nil
}
