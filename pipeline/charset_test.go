package pipeline

import (
	"bytes"
	"errors"
	"strings"
	"testing"

	"gleaner/schemas"
)

// TestCharset: the charset of a Content-Type is heeded, and one that is not known
// is refused by its name.
func TestCharset(t *testing.T) {
	for _, c := range []struct{ name, body, contentType, want string }{
		{"none", "Café Zürich", "text/plain", "Café Zürich"},
		{"Latin-1", "Caf\xe9 Z\xfcrich", "text/plain; charset=iso-8859-1", "Café Zürich"},
		{"quoted, upper case", "Caf\xe9", `Text/Plain; Charset="ISO-8859-1"`, "Café"},
		{"quotation marks of Windows", "\x93Fine\x94 \x80 5", "text/plain; charset=iso-8859-1", "“Fine” € 5"},
		{"Latin-2", "\xa3\xf3d\xbc", "text/plain; charset=iso-8859-2", "Łódź"},
		{"wrong label", "Café", "text/plain; charset=iso-8859-1", "Café"},
		{"UTF-16", "A\x00c\x00m\x00e\x00", "text/plain; charset=utf-16le", "Acme"},
		{"Shift JIS", "\x93\x8c\x8b\x9e", "text/plain; charset=shift_jis", "東京"},
		{"ISO-2022-JP", "\x1b$BEl5~\x1b(B", "text/plain; charset=iso-2022-jp", "東京"},
		{"JSON", "{\"text\":\"Caf\xe9\"}", "application/json; charset=latin1", "Café"},
	} {
		a, err := DecodeArticle([]byte(c.body), c.contentType)
		if err != nil || a.Text != c.want {
			t.Errorf("%s: %+v, %v; want %q", c.name, a, err, c.want)
		}
	}
	page, err := DecodeArticle([]byte("<p>Caf\xe9"), "text/html; charset=windows-1252")
	if err != nil || page.HTML != "<p>Café" {
		t.Errorf("page: %+v, %v", page, err)
	}
	for _, c := range []struct {
		name, body, contentType string
		code                    schemas.Code
		says                    string
	}{
		{"not known", "Caf\xe9", "text/plain; charset=klingon-8", schemas.CodeUnsupportedType, `"klingon-8"`},
		{"dangerous", "Caf\xe9", "text/plain; charset=iso-2022-kr", schemas.CodeUnsupportedType, `"iso-2022-kr"`},
		{"not what it says", "Caf\xe9", "text/plain; charset=utf-8", schemas.CodeInvalidUTF8, "byte 3"},
		{"no charset", "Caf\xe9", "text/plain", schemas.CodeInvalidUTF8, "byte 3"},
		{"grows too large", string(bytes.Repeat([]byte{0xe9}, schemas.MaxArticleBytes*2/3)), "text/plain; charset=latin1", schemas.CodeTooLarge, ""},
	} {
		_, err := DecodeArticle([]byte(c.body), c.contentType)
		var field *schemas.FieldError
		if !errors.As(err, &field) || field.Code != c.code || !strings.Contains(field.Message, c.says) || field.Hint == "" {
			t.Errorf("%s: %v, want %s that names %s", c.name, err, c.code, c.says)
		}
	}
}
