package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// found is what a test looks at in an archive: for every delivery its place
// and its text, or the code of its fault in brackets; and what was passed over.
type found struct {
	articles []string
	passed   map[string]int64
}

// look reads a source to its end.
func look(t testing.TB, s *Source) found {
	t.Helper()
	f := found{passed: map[string]int64{}}
	add := func(m map[string]int64) {
		for reason, n := range m {
			f.passed[reason] += n
		}
	}
	for {
		d, err := s.Next(t.Context())
		if errors.Is(err, io.EOF) {
			add(s.Passed())
			return f
		}
		if err != nil {
			t.Fatal(err)
		}
		_, place, _ := strings.Cut(strings.TrimPrefix(d.Subject(), "file:"), ":")
		f.articles = append(f.articles, place+" "+says(t, d))
		add(d.(*delivery).Passed())
		ack(t, d)
	}
}

// says is what a delivery holds: its text, page, or fault.
func says(t testing.TB, d pipeline.Delivery) string {
	t.Helper()
	var fault *schemas.FieldError
	if errors.As(d.(pipeline.Loader).Load(t.Context()), &fault) {
		if fault.Message == "" {
			t.Errorf("%s: a fault without a message", d.Subject())
		}
		return "[" + string(fault.Code) + "]"
	}
	a, _, err := schemas.DecodeArticleLenient(d.Body(), d.Header()["Content-Type"][0])
	if errors.As(err, &fault) {
		return "[" + string(fault.Code) + "]"
	}
	text := a.Text + a.HTML
	text = strings.TrimSuffix(strings.TrimPrefix(text, "<html><p>"), "</p></html>")
	if len(text) > 80 {
		text = text[:80]
	}
	return text
}

func line(text string) string { return fmt.Sprintf(`{"text":%q}`, text) }

func TestFormats(t *testing.T) {
	latin := "<html><head><meta charset=iso-8859-2></head><p>\xb3\xf3d\xbc</p></html>"
	cases := []struct {
		file, content string
		want          []string
		passed        map[string]int64
	}{
		{file: "lines.jsonl", content: line("one") + "\n\n" + line("two"), want: []string{"1 one", "3 two"}},
		{file: "lines.jsonl.bz2", content: "BZh91AY&SY", want: []string{"0 [damaged_archive]"}},
		{file: "gz-without-name", content: gzipped(t, line("one")+"\n"+line("two")), want: []string{"1 one", "2 two"}},
		{file: "twice.jsonl.gz.zst", content: zstded(t, gzipped(t, line("one"))), want: []string{"1 one"}},
		{file: "members.jsonl.gz", content: gzipped(t, line("one")+"\n") + gzipped(t, line("two")), want: []string{"1 one", "2 two"}},
		{file: "array.json", content: "[\n " + line(`a "quoted" }`) + ",\n" + line("two") + "]", want: []string{`1 a "quoted" }`, "2 two"}},
		{file: "empty-array.json", content: "[]"},
		{file: "latin.html", content: latin, want: []string{"1 <html><head><meta charset=iso-8859-2></head><p>łódź"}},
		{file: "utf16.txt", content: "\xff\xfeo\x00n\x00e\x00", want: []string{"1 one"}},
		{file: "table.csv", content: "Title,Body,Published\nA,one,2019-03-02\nB,\"two\nlines, quoted\",\nC,three,x\n",
			want: []string{"2 one", "3 two\nlines, quoted", "5 three"}},
		{file: "table.tsv", content: "title\ttext\nA\tone, or two\n", want: []string{"2 one, or two"}},
		{file: "semicolons.csv", content: "text;title\none, or two;A\n", want: []string{"2 one, or two"}},
		{file: "no-text.csv", content: "a,b\n1,2\n", want: []string{"0 [missing_text]"}},
		{file: "empty.csv", content: ""},
		{file: "table.parquet", content: parqueted(t, 3, 2), want: []string{
			"1 Fennmark fined Ostrevia Rail 0 euros.", "2 Fennmark fined Ostrevia Rail 1 euros.", "3 Fennmark fined Ostrevia Rail 2 euros.",
		}},
		{file: "files.tar.gz", content: gzipped(t, tarred(t, packed{"b.txt", "one"}, packed{"pic.png", "x"}, packed{"sub/a.jsonl.gz", gzipped(t, line("two")+"\n"+line("three"))})),
			want: []string{"b.txt:1 one", "sub/a.jsonl.gz:1 two", "sub/a.jsonl.gz:2 three"}, passed: map[string]int64{"unknown_file": 1}},
		{file: "files.tgz", content: gzipped(t, tarred(t, packed{"a.json", line("one")})), want: []string{"a.json:1 one"}},
		{file: "files.zip", content: zippedUp(t, packed{"a.json", line("one")}, packed{"b.txt", "two"}), want: []string{"a.json:1 one", "b.txt:1 two"}},
		{file: "pages.warc", content: record("warcinfo", "", "application/warc-fields", "software: x") + news(1, "one") + news(2, "two"),
			want: []string{"2 one", "3 two"}, passed: map[string]int64{"other_record": 1}},
		{file: "pages.warc.gz", content: gzipped(t, news(1, "one")) + gzipped(t, news(2, "two")), want: []string{"1 one", "2 two"}},
		{file: "one-member.warc.gz", content: gzipped(t, news(1, "one")+news(2, "two")), want: []string{"1 one", "2 two"}},
		{file: "pages.warc.zst", content: zstded(t, news(1, "one")+news(2, "two")), want: []string{"1 one", "2 two"}},
		{file: "pages.wacz", content: zippedUp(t, packed{"datapackage.json", "{}"}, packed{"pages/pages.jsonl", line("no")},
			packed{"archive/data.warc.gz", gzipped(t, news(1, "one"))}), want: []string{"archive/data.warc.gz:1 one"}},
		{file: "wet.warc", content: record("conversion", "https://n.example/1", "text/plain", "one"), want: []string{"1 one"}},
		{file: "resource.warc", content: record("resource", "https://n.example/1", "text/html", "<html><p>one</p></html>") + record("resource", "https://n.example/2", "image/png", "x"),
			want: []string{"1 one"}, passed: map[string]int64{"not_html": 1}},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			got := look(t, open(t, writeFile(t, t.TempDir(), c.file, c.content)))
			if diff := cmp.Diff(c.want, got.articles); diff != "" {
				t.Error(diff)
			}
			if !maps.Equal(got.passed, c.passed) {
				t.Errorf("passed over %v, want %v", got.passed, c.passed)
			}
		})
	}
}

// TestWebPages reads answers of HTTP as servers and crawlers leave them.
func TestWebPages(t *testing.T) {
	const page = "<html><p>Fennmark fined Ostrevia Rail.</p></html>"
	const text = "Fennmark fined Ostrevia Rail."
	html := func(more string) string { return "Content-Type: text/html; charset=utf-8" + more }
	cases := []struct {
		name, header, body string
		want               string
		passed             string
	}{
		{name: "plain", header: html(""), body: page, want: text},
		{name: "chunks", header: html("\r\nTransfer-Encoding: chunked"), body: chunked(page, 7), want: text},
		{name: "chunks that end early", header: html("\r\nTransfer-Encoding: chunked"), body: strings.TrimSuffix(chunked(page, 60), "0\r\n\r\n"), want: text},
		{name: "chunks undone before", header: html("\r\nTransfer-Encoding: chunked"), body: page, want: text},
		{name: "gzip", header: html("\r\nContent-Encoding: gzip"), body: gzipped(t, page), want: text},
		{name: "gzip in chunks", header: html("\r\ntransfer-encoding: Chunked\r\ncontent-encoding: GZIP"), body: chunked(gzipped(t, page), 9), want: text},
		{name: "gzip undone before", header: html("\r\nContent-Encoding: gzip"), body: page, want: text},
		{name: "brotli", header: html("\r\nContent-Encoding: br"), body: brotlied(t, page), want: text},
		{name: "zstd", header: html("\r\nContent-Encoding: zstd"), body: zstded(t, page), want: text},
		{name: "unknown encoding", header: html("\r\nContent-Encoding: rot13"), body: "x", want: "[damaged_archive]"},
		{name: "gzip cut off", header: html("\r\nContent-Encoding: gzip"), body: gzipped(t, page)[:30], want: "[damaged_archive]"},
		{name: "gzip bomb", header: html("\r\nContent-Encoding: gzip"), body: gzipped(t, strings.Repeat("a", 20<<20)), want: "[too_large]"},
		{name: "charset in the header", header: "Content-Type: text/html; charset=windows-1250", body: "<p>\xb3\xf3d\x9f", want: "<p>łódź"},
		{name: "charset in a meta element", header: "Content-Type: text/html", body: `<meta charset="shift_jis"><p>` + "\x93\x8c\x8b\x9e", want: `<meta charset="shift_jis"><p>東京`},
		{name: "says latin and is UTF-8", header: "Content-Type: text/html; charset=iso-8859-1", body: "<p>łódź", want: "<p>łódź"},
		{name: "no charset", header: "Content-Type: text/html", body: "<p>caf\xe9", want: "<p>café"},
		{name: "no type and a page", header: "Server: x", body: page, want: text},
		{name: "no type and no page", header: "Server: x", body: "GIF89a", passed: "not_html"},
		{name: "image", header: "Content-Type: image/png", body: "x", passed: "not_html"},
		{name: "empty", header: html(""), body: " \n", passed: "empty_page"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			warc := answer("https://www.news.example/2019/03/02/a.html", c.header, c.body) + news(2, "next")
			got := look(t, open(t, writeFile(t, t.TempDir(), "a.warc", warc)))
			want := []string{"1 " + c.want, "2 next"}
			if c.passed != "" {
				want = want[1:]
			}
			if !slices.Equal(got.articles, want) || c.passed != "" && got.passed[c.passed] != 1 {
				t.Errorf("got %q, passed over %v; want %q and %q", got.articles, got.passed, want, c.passed)
			}
		})
	}
	for status, reason := range map[string]string{"404 Not Found": "http_status", "301 Moved": "http_status"} {
		r := record("response", "https://n.example/", "application/http", "HTTP/1.1 "+status+"\r\nContent-Type: text/html\r\n\r\n<p>x")
		if got := look(t, open(t, writeFile(t, t.TempDir(), "a.warc", r))); got.passed[reason] != 1 || got.articles != nil {
			t.Errorf("%s: got %q, passed over %v", status, got.articles, got.passed)
		}
	}
}

// TestFieldsOfRecords: address, site and time of a page come along.
func TestFieldsOfRecords(t *testing.T) {
	s := open(t, writeFile(t, t.TempDir(), "a.warc", news(1, "one")))
	got := decode(t, s)
	want := []schemas.Article{{
		ID: got[0].ID, Source: "news.example", URL: "https://www.news.example/1.html",
		HTML: "<html><p>one</p></html>", FetchedAt: "2019-03-02T10:20:30Z",
	}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMapping(t *testing.T) {
	m, err := ParseMapping([]string{"text=lead.long", "published_at=date", "metadata.topic=topic", "title=h"})
	if err != nil {
		t.Fatal(err)
	}
	s := openWith(t, Options{Map: m}, writeFile(t, t.TempDir(), "a.jsonl",
		`{"id":7,"lead":{"long":"one"},"date":"Sat, 02 Mar 2019 10:20:30 GMT","topic":["a"],"h":null,"other":1}`+"\n"+
			`{"id":"b","lead":{"long":"two"},"date":"yesterday"}`))
	got := decode(t, s)
	want := []schemas.Article{
		{ID: "7", Text: "one", PublishedAt: "2019-03-02T10:20:30Z", Metadata: map[string]any{"topic": []any{"a"}}},
		{ID: "b", Text: "two", Metadata: map[string]any{"published_at": "yesterday"}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	for _, bad := range []string{"text", "=body", "body=text", "metadata.=x", "text="} {
		if _, err := ParseMapping([]string{bad}); err == nil {
			t.Errorf("%q was taken for a mapping", bad)
		}
	}
}

func TestKnownNamesInJSON(t *testing.T) {
	for in, want := range map[string]string{
		`{"id":"a","body":"Acorn sold Birch.","date":"2026-03-02","section":"x"}`:         `{"id":"a","published_at":"2026-03-02","section":"x","text":"Acorn sold Birch."}`,
		`{"text":"Acorn sold Birch.","body":"other","date":"2025/2026"}`:                  `{"text":"Acorn sold Birch.","body":"other","date":"2025/2026"}`,
		`{"html":"<p>Acorn</p>","content":"Acorn","timestamp":1772409600}`:                `{"content":"Acorn","html":"<p>Acorn</p>","published_at":"2026-03-02T00:00:00Z"}`,
		`{"text":"Acorn","article":{"id":"b"},"published_at":"2026","date":"2026-03-02"}`: `{"text":"Acorn","article":{"id":"b"},"published_at":"2026","date":"2026-03-02"}`,
		`{"text":"Acorn","body":`:           `{"text":"Acorn","body":`,
		`{"body":"Acorn"} {"body":"Birch"}`: `{"body":"Acorn"} {"body":"Birch"}`, // an error, not the first of them
	} {
		path := filepath.Join(t.TempDir(), "a.jsonl")
		if err := os.WriteFile(path, []byte(in+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		for _, exact := range []bool{false, true} {
			s, err := Open([]string{path}, Options{Exact: exact})
			if err != nil {
				t.Fatal(err)
			}
			d, err := s.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if exact {
				want = in
			}
			if got := string(d.Body()); got != want {
				t.Errorf("exact %v: %s\n got %s\nwant %s", exact, in, got, want)
			}
			ack(t, d)
			if err := s.Close(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func TestParquetColumns(t *testing.T) {
	m, err := ParseMapping([]string{"published_at=day", "fetched_at=when", "metadata.score=score"})
	if err != nil {
		t.Fatal(err)
	}
	path := writeFile(t, t.TempDir(), "a.parquet", parqueted(t, 3, 100))
	got := decode(t, openWith(t, Options{Map: m}, path))
	if len(got) != 3 {
		t.Fatalf("%d articles, want 3", len(got))
	}
	want := schemas.Article{
		ID: "row-1", Title: "Headline 1", Text: "Fennmark fined Ostrevia Rail 1 euros.", PublishedAt: "2019-04-15",
		FetchedAt: "2019-04-14T08:01:00Z", Metadata: map[string]any{"score": json.Number("0.5")},
	}
	if diff := cmp.Diff(want, got[1]); diff != "" {
		t.Error(diff)
	}
	if got[2].Title != "" {
		t.Errorf("a null became %q", got[2].Title)
	}
}

func TestFormatIsSaid(t *testing.T) {
	path := writeFile(t, t.TempDir(), "a.log.gz", gzipped(t, line("one")+"\n"+line("two")))
	for format, n := range map[Format]int{Text: 1, JSONLines: 2} {
		if got := look(t, openWith(t, Options{Format: format}, path)); len(got.articles) != n {
			t.Errorf("%s: got %q, want %d", format, got.articles, n)
		}
	}
	if _, err := Open([]string{path}, Options{Format: "yaml"}); err == nil {
		t.Error("a format that is none was taken")
	}
}

func TestPatterns(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a.txt", "c.log"} {
		writeFile(t, dir, name, name)
	}
	if got := look(t, open(t, filepath.Join(dir, "?.txt"))); !slices.Equal(got.articles, []string{"1 a.txt", "1 b.txt"}) {
		t.Errorf("got %q", got.articles)
	}
	if _, err := Open([]string{filepath.Join(dir, "*.warc")}, Options{}); err == nil {
		t.Error("a pattern without a file was taken")
	}
}

func decode(t testing.TB, s *Source) []schemas.Article {
	t.Helper()
	var out []schemas.Article
	for {
		d, err := s.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		a, _, err := schemas.DecodeArticleLenient(d.Body(), d.Header()["Content-Type"][0])
		if err != nil {
			t.Fatalf("%s: %v", d.Subject(), err)
		}
		out = append(out, *a)
		ack(t, d)
	}
}
