package archive

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"github.com/parquet-go/parquet-go"
)

// The archives of these tests are built here; all that they say is invented.

// packed is a file of an archive of files.
type packed struct{ name, content string }

func gzipped(t testing.TB, content string) string {
	t.Helper()
	var out bytes.Buffer
	z := gzip.NewWriter(&out)
	mustWrite(t, z, content)
	return out.String()
}

func zstded(t testing.TB, content string) string {
	t.Helper()
	var out bytes.Buffer
	z, err := zstd.NewWriter(&out)
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, z, content)
	return out.String()
}

func brotlied(t testing.TB, content string) string {
	t.Helper()
	var out bytes.Buffer
	mustWrite(t, brotli.NewWriter(&out), content)
	return out.String()
}

func tarred(t testing.TB, files ...packed) string {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		if err := w.WriteHeader(&tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.content)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(f.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func zippedUp(t testing.TB, files ...packed) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		member, err := w.Create(f.name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := member.Write([]byte(f.content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// record is a record of WARC.
func record(typ, uri, contentType, body string) string {
	return fmt.Sprintf("WARC/1.1\r\nWARC-Type: %s\r\nWARC-Target-URI: %s\r\nWARC-Date: 2019-03-02T10:20:30Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n",
		typ, uri, contentType, len(body), body)
}

// answer is a record of an answer of HTTP.
func answer(uri, header, body string) string {
	return record("response", uri, "application/http; msgtype=response", "HTTP/1.1 200 OK\r\n"+header+"\r\n\r\n"+body)
}

// news is a record of a page that says text.
func news(n int, text string) string {
	return answer(fmt.Sprintf("https://www.news.example/%d.html", n), "Content-Type: text/html; charset=utf-8", "<html><p>"+text+"</p></html>")
}

func chunked(body string, size int) string {
	var b strings.Builder
	for len(body) > 0 {
		n := min(size, len(body))
		fmt.Fprintf(&b, "%x\r\n%s\r\n", n, body[:n])
		body = body[n:]
	}
	return b.String() + "0\r\n\r\n"
}

// parquetRow is a row of the Parquet files.
type parquetRow struct {
	ID    string    `parquet:"id"`
	Body  string    `parquet:"Body,zstd"`
	Title *string   `parquet:"headline,optional"`
	Day   int32     `parquet:"day,date"`
	When  time.Time `parquet:"when,timestamp(microsecond)"`
	Score float64   `parquet:"score"`
	Tags  []string  `parquet:"tags"`
}

// parqueted writes n rows, in groups of size.
func parqueted(t testing.TB, n, size int) string {
	t.Helper()
	var out bytes.Buffer
	w := parquet.NewGenericWriter[parquetRow](&out, parquet.MaxRowsPerRowGroup(int64(size)))
	for i := range n {
		title := fmt.Sprintf("Headline %d", i)
		r := parquetRow{
			ID: fmt.Sprintf("row-%d", i), Body: fmt.Sprintf("Fennmark fined Ostrevia Rail %d euros.", i), Title: &title,
			Day: int32(18000 + i), When: time.Date(2019, 4, 14, 8, i, 0, 0, time.UTC), Score: 0.5, Tags: []string{"a", "b"},
		}
		if i%3 == 2 {
			r.Title = nil
		}
		if _, err := w.Write([]parquetRow{r}); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}
