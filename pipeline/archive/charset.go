package archive

import (
	"bytes"
	"fmt"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
)

// toUTF8 converts a page from the character set that its byte order mark, the
// header or its meta elements name. What is valid UTF-8 stays as it is,
// whatever they say.
func toUTF8(page []byte, contentType string) ([]byte, error) {
	page = bytes.TrimPrefix(page, byteOrderMark)
	if utf8.Valid(page) && !bytes.Contains(page[:min(len(page), 1024)], []byte("\x1b$")) { // ISO-2022 is ASCII with escapes
		return page, nil
	}
	from, name, _ := charset.DetermineEncoding(page, contentType)
	if name == "utf-8" {
		return bytes.ToValidUTF8(page, []byte("\uFFFD")), nil // it says so itself: some byte is broken
	}
	converted, err := from.NewDecoder().Bytes(page)
	if err != nil {
		return nil, fmt.Errorf("convert from %s: %w", name, err)
	}
	return bytes.TrimPrefix(converted, byteOrderMark), nil
}
