package archive

import (
	"bytes"
	"encoding/json"
	"fmt"
	"path"
	"slices"
	"strings"
)

// Format is how the articles of a file are laid out. Compression is not part
// of it; that is always found out.
type Format string

// The formats. Auto finds out which one it is, from the name and the first bytes.
const (
	Auto      Format = "auto"
	JSONLines Format = "jsonl"
	JSON      Format = "json" // one article, or an array of them
	Text      Format = "text"
	HTML      Format = "html"
	CSV       Format = "csv"
	TSV       Format = "tsv"
	Parquet   Format = "parquet"
	WARC      Format = "warc"
	Tar       Format = "tar"
	Zip       Format = "zip" // WACZ, too
)

// Formats lists every format, Auto first.
func Formats() []Format {
	return []Format{Auto, JSONLines, JSON, Text, HTML, CSV, TSV, Parquet, WARC, Tar, Zip}
}

// kind is what the body of an entry is, as a Content-Type.
type kind string

const (
	plainText kind = "text/plain; charset=utf-8"
	htmlPage  kind = "text/html; charset=utf-8"
	jsonText  kind = "application/json"
)

var (
	compressions = []string{".gz", ".zst", ".bz2"}
	// byExtension is what a name says. ".json" says only what it is not.
	byExtension = map[string]Format{
		".txt": Text, ".text": Text, ".html": HTML, ".htm": HTML, ".xhtml": HTML,
		".json": JSON, ".jsonl": JSONLines, ".ndjson": JSONLines, ".csv": CSV, ".tsv": TSV,
		".parquet": Parquet, ".warc": WARC, ".wet": WARC, ".tar": Tar, ".zip": Zip, ".wacz": Zip,
	}
)

// uncompressed returns a name without the extension of its compression.
func uncompressed(name string) string {
	lower := strings.ToLower(name)
	if base, ok := strings.CutSuffix(lower, ".tgz"); ok {
		return name[:len(base)] + ".tar"
	}
	if ext := path.Ext(lower); slices.Contains(compressions, ext) {
		return name[:len(name)-len(ext)]
	}
	return name
}

// known says whether the name is one of a file that holds articles. Hidden
// files are not.
func known(name string) bool {
	base := path.Base(strings.ReplaceAll(name, `\`, "/"))
	_, ok := byExtension[strings.ToLower(path.Ext(uncompressed(base)))]
	return ok && !strings.HasPrefix(base, ".")
}

// detect says what a file holds from its name, without that of a compression,
// and its first bytes. What is written in the bytes counts more than the name.
func detect(name string, head []byte) Format {
	named := byExtension[strings.ToLower(path.Ext(name))]
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xef\xbb\xbf")), " \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("PAR1")):
		return Parquet
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return Zip
	case bytes.HasPrefix(head, []byte("WARC/")):
		return WARC
	case len(head) > 262 && string(head[257:262]) == "ustar":
		return Tar
	case named == JSON && !bytes.HasPrefix(start, []byte("[")) && manyObjects(head):
		return JSONLines
	case named != "":
		return named
	case bytes.HasPrefix(start, []byte("{")) && manyObjects(start):
		return JSONLines
	case bytes.HasPrefix(start, []byte("{")), bytes.HasPrefix(start, []byte("[{")):
		return JSON
	case isMarkup(start):
		return HTML
	}
	return Text
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

// check refuses what is no format; empty stands for Auto.
func (f Format) check() (Format, error) {
	if f == "" {
		return Auto, nil
	}
	if !slices.Contains(Formats(), f) {
		return "", fmt.Errorf("unknown format %q (known are %v)", string(f), Formats())
	}
	return f, nil
}
