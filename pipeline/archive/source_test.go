package archive

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

func TestSourceConforms(t *testing.T) {
	pipelinetest.TestSource(t, func(t *testing.T, bodies []string) pipelinetest.SourceHarness {
		path := writeFile(t, t.TempDir(), "articles.jsonl", strings.Join(bodies, "\n"))
		return pipelinetest.SourceHarness{Source: open(t, path), Ordered: true, Ends: true}
	})
}

// read is what a test looks at in a delivery.
type read struct{ subject, kind, body string }

func TestOpenTellsKindsApart(t *testing.T) {
	dir := t.TempDir()
	const object = `{"text":"Fennmark fined Ostrevia Rail."}`
	pretty := "{\n  \"text\": \"Fennmark fined Ostrevia Rail.\",\n  \"metadata\": {}\n}\n"
	cases := []struct {
		file, content string
		want          []read
	}{
		{"plain.txt", "Fennmark fined Ostrevia Rail.\n", []read{{"1", "text/plain", "Fennmark fined Ostrevia Rail.\n"}}},
		{"page.html", "Fennmark", []read{{"1", "text/html", "Fennmark"}}},
		{"one.json", pretty, []read{{"1", "application/json", pretty}}},
		{"line.json", object, []read{{"1", "application/json", object}}},
		{"many.json", object + "\n" + object + "\n", []read{{"1", "application/json", object}, {"2", "application/json", object}}},
		{"many.jsonl", object + "\n\nnonsense\r\n" + object, []read{{"1", "application/json", object}, {"3", "application/json", "nonsense"}, {"4", "application/json", object}}},
		{"bad-first.ndjson", "{\"text\":\n" + object + "\n", []read{{"1", "application/json", `{"text":`}, {"2", "application/json", object}}},
		{"unnamed-text", "Fennmark {fined} Ostrevia Rail.", []read{{"1", "text/plain", "Fennmark {fined} Ostrevia Rail."}}},
		{"unnamed-page", "\n <!DOCTYPE html><p>Fennmark", []read{{"1", "text/html", "\n <!DOCTYPE html><p>Fennmark"}}},
		{"unnamed-fragment", "<p class='lead'>Fennmark", []read{{"1", "text/html", "<p class='lead'>Fennmark"}}},
		{"unnamed-less-than", "<3 is a heart", []read{{"1", "text/plain", "<3 is a heart"}}},
		{"unnamed-lines", object + "\n" + object, []read{{"1", "application/json", object}, {"2", "application/json", object}}},
		{"unnamed-object", pretty, []read{{"1", "application/json", pretty}}},
		{"byte-order-mark.txt", "\xef\xbb\xbfFennmark", []read{{"1", "text/plain", "Fennmark"}}},
		{"empty.txt", "", []read{{"1", "text/plain", ""}}},
		{"empty.jsonl", "", nil},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			path := writeFile(t, dir, c.file, c.content)
			for i := range c.want {
				c.want[i].subject = "file:" + path + ":" + c.want[i].subject
			}
			if got := readAll(t, open(t, path)); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestOpenDecompresses(t *testing.T) {
	dir := t.TempDir()
	const lines = `{"text":"one"}` + "\n" + `{"text":"two"}` + "\n"
	var gz, zst bytes.Buffer
	z := gzip.NewWriter(&gz)
	mustWrite(t, z, lines)
	s, err := zstd.NewWriter(&zst)
	if err != nil {
		t.Fatal(err)
	}
	mustWrite(t, s, lines)
	for name, content := range map[string]string{"a.jsonl.gz": gz.String(), "a.json.zst": zst.String()} {
		got := readAll(t, open(t, writeFile(t, dir, name, content)))
		if len(got) != 2 || got[1].body != `{"text":"two"}` {
			t.Errorf("%s: got %q", name, got)
		}
	}
}

func TestOpenWalksFolders(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"b.txt", "a.html", "sub/c.json", "ignored.png", ".hidden.txt", ".git/x.txt"} {
		writeFile(t, dir, name, "{}")
	}
	var got []string
	for _, r := range readAll(t, open(t, dir)) {
		got = append(got, strings.TrimPrefix(r.subject, "file:"+dir+string(filepath.Separator)))
	}
	if want := []string{"a.html:1", "b.txt:1", "sub/c.json:1"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOpenStandardInput(t *testing.T) {
	s, err := Open([]string{"-"}, Options{Stdin: strings.NewReader(`{"text":"one"}`)})
	if err != nil {
		t.Fatal(err)
	}
	want := []read{{"file:stdin:1", "application/json", `{"text":"one"}`}}
	if got := readAll(t, s); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestOpenMissing(t *testing.T) {
	if _, err := Open([]string{filepath.Join(t.TempDir(), "nowhere.txt")}, Options{}); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v, want a missing file", err)
	}
}

// TestOverlongLine: the line is refused, its neighbours are not.
func TestOverlongLine(t *testing.T) {
	long := `{"text":"` + strings.Repeat("a", schemas.MaxArticleBytes) + `"}`
	path := writeFile(t, t.TempDir(), "long.jsonl", `{"text":"one"}`+"\n"+long+"\n"+`{"text":"two"}`)
	s := open(t, path)
	var reasons []string
	for {
		d, err := s.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		loader := d.(pipeline.Loader)
		reason := ""
		var refused *schemas.FieldError
		if errors.As(loader.Load(t.Context()), &refused) {
			reason = string(refused.Code) + " " + loader.PayloadRef()
		}
		if len(d.Body()) > lookAhead {
			t.Errorf("%s holds %d bytes of a line that is refused", d.Subject(), len(d.Body()))
		}
		reasons = append(reasons, reason)
		ack(t, d)
	}
	if want := []string{"", "too_large file:" + path + ":2", ""}; !slices.Equal(reasons, want) {
		t.Errorf("got %q, want %q", reasons, want)
	}
}

// FuzzLines: every line that is not blank is a delivery, byte for byte.
func FuzzLines(f *testing.F) {
	f.Add("{}\n\n{}\r\nx")
	f.Fuzz(func(t *testing.T, content string) {
		path := writeFile(t, t.TempDir(), "f.jsonl", content)
		var want []string
		for line := range strings.SplitSeq(content, "\n") {
			if strings.TrimSpace(line) != "" {
				want = append(want, strings.TrimPrefix(strings.TrimRight(line, "\r\n"), "\xef\xbb\xbf"))
			}
		}
		var got []string
		for _, r := range readAll(t, open(t, path)) {
			got = append(got, r.body)
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

func open(t testing.TB, paths ...string) *Source {
	t.Helper()
	return openWith(t, Options{}, paths...)
}

func openWith(t testing.TB, opts Options, paths ...string) *Source {
	t.Helper()
	s, err := Open(paths, opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(context.Background()); err != nil {
			t.Error(err)
		}
	})
	return s
}

func readAll(t *testing.T, s pipeline.Source) []read {
	t.Helper()
	var out []read
	for {
		d, err := s.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return out
		}
		if err != nil {
			t.Fatal(err)
		}
		kind, _, _ := strings.Cut(d.Header()["Content-Type"][0], ";")
		out = append(out, read{d.Subject(), kind, string(d.Body())})
		ack(t, d)
	}
}

func ack(t testing.TB, d pipeline.Delivery) {
	t.Helper()
	if err := d.Settle(t.Context(), pipeline.Outcome{Disposition: pipeline.Ack}); err != nil {
		t.Fatal(err)
	}
}

func writeFile(t testing.TB, dir, name, content string) string {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

func mustWrite(t testing.TB, w io.WriteCloser, content string) {
	t.Helper()
	if _, err := io.WriteString(w, content); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}
