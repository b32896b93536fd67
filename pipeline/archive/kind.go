package archive

import (
	"bytes"
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
)

// kind is what a file holds, as a Content-Type. JSON lines are told apart from
// one article as JSON by a flag beside it.
type kind string

const (
	plainText kind = "text/plain; charset=utf-8"
	htmlPage  kind = "text/html; charset=utf-8"
	jsonText  kind = "application/json"
)

var (
	compressions = []string{".gz", ".zst"}
	extensions   = []string{".txt", ".text", ".html", ".htm", ".xhtml", ".json", ".jsonl", ".ndjson"}
)

// extension returns a path's extension in lower case, without the compression's.
func extension(path string) string {
	ext := strings.ToLower(filepath.Ext(path))
	if slices.Contains(compressions, ext) {
		ext = strings.ToLower(filepath.Ext(strings.TrimSuffix(path, filepath.Ext(path))))
	}
	return ext
}

// detect says what a file holds from its name and its first bytes, and whether
// every line is an article. A name without a known extension says nothing.
func detect(path string, head []byte) (k kind, lines bool) {
	switch extension(path) {
	case ".jsonl", ".ndjson":
		return jsonText, true
	case ".html", ".htm", ".xhtml":
		return htmlPage, false
	case ".txt", ".text":
		return plainText, false
	case ".json":
		return jsonText, manyObjects(head)
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("{")):
		return jsonText, manyObjects(start)
	case isMarkup(start):
		return htmlPage, false
	}
	return plainText, false
}

// manyObjects tells JSON lines from one object spread over lines: the first
// line is an object of its own, or a later line begins one.
func manyObjects(head []byte) bool {
	line, rest, more := bytes.Cut(head, []byte("\n"))
	if !more {
		return true // one line, or one longer than what we look at
	}
	return json.Valid(line) && len(bytes.TrimSpace(line)) > 0 || bytes.HasPrefix(rest, []byte("{")) || bytes.Contains(rest, []byte("\n{"))
}

// isMarkup says whether text begins with a tag that begins a page or a fragment of one.
func isMarkup(text []byte) bool {
	if len(text) < 2 || text[0] != '<' {
		return false
	}
	name := strings.ToLower(string(text[1:min(len(text), 20)]))
	if strings.HasPrefix(name, "!doctype") || strings.HasPrefix(name, "!--") || strings.HasPrefix(name, "?xml") {
		return true
	}
	end := strings.IndexAny(name, " \t\r\n/>")
	return end > 0 && slices.Contains([]string{
		"html", "head", "body", "article", "main", "section", "div", "p", "h1", "h2", "h3", "header", "title", "meta", "span", "ul", "table",
	}, name[:end])
}
