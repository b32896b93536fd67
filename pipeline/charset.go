package pipeline

import (
	"fmt"
	"mime"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html/charset"

	"gleaner/schemas"
)

// DecodeArticle is schemas.DecodeArticle that heeds the charset of contentType.
func DecodeArticle(body []byte, contentType string) (*schemas.Article, error) {
	body, err := ToUTF8(body, contentType)
	if err != nil {
		return nil, err
	}
	return schemas.DecodeArticle(body, contentType)
}

// DecodeArticleLenient is schemas.DecodeArticleLenient that heeds the charset of
// contentType.
func DecodeArticleLenient(body []byte, contentType string) (a *schemas.Article, ignored []string, err error) {
	if body, err = ToUTF8(body, contentType); err != nil {
		return nil, nil, err
	}
	return schemas.DecodeArticleLenient(body, contentType)
}

// ToUTF8 converts a body from the charset that its Content-Type names. What is
// UTF-8 stays as it is, whatever that says: labels are wrong more often than
// text in another charset happens to be UTF-8. A body that is larger than an
// article may be is left to who refuses it.
func ToUTF8(body []byte, contentType string) ([]byte, error) {
	_, params, err := mime.ParseMediaType(contentType)
	label := params["charset"]
	if err != nil || label == "" || len(body) > schemas.MaxArticleBytes {
		return body, nil
	}
	encoding, name := charset.Lookup(label)
	switch {
	case encoding == nil || name == "replacement" || name == "x-user-defined":
		return nil, &schemas.FieldError{
			Code: schemas.CodeUnsupportedType, Message: fmt.Sprintf("charset %q of the Content-Type is not supported", label),
			Hint: "convert the article to UTF-8 and send it with charset=utf-8, or without",
		}
	case name == "utf-8" || utf8.Valid(body) && !looksLikeUTF8(name):
		return body, nil
	}
	converted, err := encoding.NewDecoder().Bytes(body)
	if err != nil {
		return nil, &schemas.FieldError{
			Code: schemas.CodeUnsupportedType, Message: fmt.Sprintf("the body cannot be read as %s: %v", name, err),
			Hint: "convert the article to UTF-8 before sending it",
		}
	}
	return converted, nil
}

// looksLikeUTF8 tells the charsets whose bytes are UTF-8, too, and mean something else there.
func looksLikeUTF8(name string) bool {
	return strings.HasPrefix(name, "utf-16") || name == "iso-2022-jp"
}
