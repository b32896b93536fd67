package schemas

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// DecodeArticle reads an article from the body of a message. contentType is
// the message's Content-Type: JSON when empty, text/plain and text/html make
// an article of that body alone. The body is UTF-8, whatever charset contentType
// names. Unknown fields, wrong types, values out of
// bounds and a missing text are refused with a *FieldError that names the
// field. An article without an id gets the one of DeriveID.
func DecodeArticle(body []byte, contentType string) (*Article, error) {
	var a Article
	if _, err := decodeArticle(body, contentType, true, &a); err != nil {
		return nil, about(&a, err)
	}
	return &a, nil
}

// about says in an error which article it is about, as far as that was read.
func about(a *Article, err error) error {
	if field := new(FieldError); errors.As(err, &field) && len(a.ID) <= MaxIDLength {
		field.ArticleID = a.ID
	}
	return err
}

// DecodeArticleLenient is DecodeArticle for files that hold more than
// articles: unknown fields are left out and returned by name, and "published"
// stands for "published_at".
func DecodeArticleLenient(body []byte, contentType string) (a *Article, ignored []string, err error) {
	a = new(Article)
	if ignored, err = decodeArticle(body, contentType, false, a); err != nil {
		return nil, ignored, about(a, err)
	}
	if a.PublishedAt != "" || !slices.Contains(ignored, "published") {
		return a, ignored, nil
	}
	var other struct{ Published *string }
	if json.Unmarshal(bytes.TrimPrefix(body, byteOrderMark), &other) == nil && other.Published != nil && checkTime("published", *other.Published) == nil {
		a.PublishedAt = *other.Published
	}
	ignored = slices.DeleteFunc(ignored, func(name string) bool { return name == "published" })
	return a, ignored, nil
}

// byteOrderMark is what some programs begin every UTF-8 file with; JSON knows none.
var byteOrderMark = []byte("\uFEFF")

// decodeArticle reads an article into a, which is empty, and returns the fields of
// a JSON object that it does not know. On an error a holds what was read so far.
func decodeArticle(body []byte, contentType string, strict bool, a *Article) (ignored []string, err error) {
	switch {
	case len(bytes.TrimSpace(body)) == 0:
		return nil, &FieldError{Code: CodeEmptyBody, Message: "the body is empty", Hint: "send an article as JSON, or text with Content-Type text/plain"}
	case len(body) > MaxArticleBytes:
		return nil, &FieldError{Code: CodeTooLarge, Message: fmt.Sprintf("%d bytes, the limit is %d", len(body), MaxArticleBytes), Hint: "split the article or send its text without the page"}
	}
	if at := invalidUTF8(body); at >= 0 {
		return nil, &FieldError{Code: CodeInvalidUTF8, Message: fmt.Sprintf("byte %d is not UTF-8", at), Hint: "convert the article to UTF-8 before sending it, or name its charset: Content-Type text/plain; charset=iso-8859-1"}
	}
	switch kind := mediaType(contentType); kind {
	case "text/plain":
		a.Text = string(body)
	case "text/html", "application/xhtml+xml":
		a.HTML = string(body)
	case "", "application/json":
		if ignored, err = decodeFields(bytes.TrimPrefix(body, byteOrderMark), a); err != nil {
			return nil, err
		}
		if strict && len(ignored) > 0 {
			return nil, unknownField(ignored[0])
		}
	default:
		return nil, &FieldError{Code: CodeUnsupportedType, Message: fmt.Sprintf("Content-Type %q is not supported", contentType), Hint: "use application/json, text/plain or text/html"}
	}
	if err := checkArticle(a); err != nil {
		return nil, err
	}
	if a.ID == "" {
		a.ID = DeriveID(a)
	}
	return ignored, nil
}

// mediaType is the type without parameters, in lower case.
func mediaType(contentType string) string {
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		kind, _, _ = strings.Cut(strings.ToLower(contentType), ";")
	}
	return strings.TrimSpace(kind)
}

// invalidUTF8 returns the offset of the first byte that is not UTF-8, or -1.
func invalidUTF8(b []byte) int {
	if utf8.Valid(b) {
		return -1
	}
	for i := 0; i < len(b); {
		r, n := utf8.DecodeRune(b[i:])
		if r == utf8.RuneError && n == 1 {
			return i
		}
		i += n
	}
	return -1
}

// decodeFields reads the fields of a JSON object one by one, so that an error
// can name its field, and returns the names of those it does not know, sorted.
func decodeFields(body []byte, a *Article) ([]string, error) {
	if err := checkDepth(body); err != nil {
		return nil, err
	}
	var fields map[string]json.RawMessage
	if err := json.Unmarshal(body, &fields); err != nil {
		return nil, invalidJSON(body, err)
	}
	if fields == nil {
		return nil, &FieldError{Code: CodeWrongType, Message: "expected an object, found null", Hint: `send {"text": "..."}`}
	}
	targets := map[string]any{
		"id": &a.ID, "source": &a.Source, "url": &a.URL, "title": &a.Title, "text": &a.Text, "html": &a.HTML,
		"language": &a.Language, "published_at": &a.PublishedAt, "fetched_at": &a.FetchedAt, "metadata": &a.Metadata,
	}
	_ = json.Unmarshal(fields["id"], &a.ID) // first, for errors to name it; what is wrong with it is told below
	var unknown []string
	for _, name := range sortedKeys(fields) {
		target, ok := targets[name]
		if !ok {
			unknown = append(unknown, name)
			continue
		}
		if err := json.Unmarshal(fields[name], target); err != nil {
			return nil, wrongType(name, err)
		}
	}
	return unknown, nil
}

func sortedKeys(m map[string]json.RawMessage) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// checkDepth counts brackets outside of strings, so that a hostile body is
// refused before it is decoded.
func checkDepth(body []byte) error {
	depth, deepest, inString := 0, 0, false
	for i := 0; i < len(body); i++ {
		switch c := body[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case inString:
		case c == '{', c == '[':
			depth++
			deepest = max(deepest, depth)
		case c == '}', c == ']':
			depth--
		}
	}
	if deepest > MaxArticleDepth {
		return &FieldError{Code: CodeTooDeep, Message: fmt.Sprintf("nested %d levels deep, the limit is %d", deepest, MaxArticleDepth), Hint: "flatten metadata"}
	}
	return nil
}

func invalidJSON(body []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &kind):
		return &FieldError{Code: CodeWrongType, Message: fmt.Sprintf("expected an object, found %s", kind.Value), Hint: `send {"text": "..."}`}
	case errors.As(err, &syntax):
		hint := "check the JSON of the sender"
		if c := bytes.TrimSpace(body)[0]; c != '{' && c != '[' {
			hint = "a body that is not JSON needs Content-Type text/plain or text/html"
		}
		return &FieldError{Code: CodeInvalidJSON, Message: fmt.Sprintf("invalid JSON at byte %d: %v", syntax.Offset, err), Hint: hint}
	}
	return &FieldError{Code: CodeInvalidJSON, Message: fmt.Sprintf("invalid JSON: %v", err)}
}

func wrongType(field string, err error) error {
	var kind *json.UnmarshalTypeError
	if !errors.As(err, &kind) {
		return &FieldError{Field: field, Code: CodeInvalidJSON, Message: err.Error()}
	}
	want := "a string"
	if field == "metadata" {
		want = "an object"
	}
	return &FieldError{Field: field, Code: CodeWrongType, Message: fmt.Sprintf("expected %s, found %s", want, kind.Value), Hint: "send " + want + " or leave the field out"}
}

func unknownField(name string) error {
	return &FieldError{Field: name, Code: CodeUnknownField, Message: "unknown field", Hint: "put fields of your own under metadata"}
}

// checkArticle holds the bounds and formats of the fields.
func checkArticle(a *Article) error {
	switch {
	case strings.TrimSpace(a.Text) == "" && strings.TrimSpace(a.HTML) == "":
		return &FieldError{Field: "text", Code: CodeMissingText, Message: "neither text nor html holds anything", Hint: "send the article's text, or its page as html"}
	case len(a.ID) > MaxIDLength:
		return &FieldError{Field: "id", Code: CodeInvalidValue, Message: fmt.Sprintf("%d bytes, the limit is %d", len(a.ID), MaxIDLength), Hint: "use a shorter id, for example a hash"}
	}
	if err := checkTime("published_at", a.PublishedAt); err != nil {
		return err
	}
	return checkTime("fetched_at", a.FetchedAt)
}

// ParseTime reads a time of an article in the forms that it may have: an RFC 3339
// date-time, or a date, which is its beginning in UTC.
func ParseTime(text string) (at time.Time, ok bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if at, err := time.Parse(layout, text); err == nil {
			return at, true
		}
	}
	return time.Time{}, false
}

func checkTime(field, value string) error {
	if _, ok := ParseTime(value); ok || value == "" {
		return nil
	}
	return &FieldError{Field: field, Code: CodeInvalidValue, Message: fmt.Sprintf("%.40q is not an RFC 3339 date or date-time", value), Hint: "write 2026-11-23 or 2026-11-23T08:30:00Z, or leave it out"}
}
