package archive

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/klauspost/compress/gzip"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// TestDamaged: what comes before and after the damage is read, and the damage
// is told of.
func TestDamaged(t *testing.T) {
	var many strings.Builder
	for i := range 4000 {
		fmt.Fprintf(&many, "{\"text\":\"article %d %x\"}\n", i, i*i*7919)
	}
	manyGz := gzipped(t, many.String())
	long := strings.Replace(news(2, "two"), "Content-Length: ", "Content-Length: 1", 1)
	short := regexp.MustCompile(`Content-Length: \d+`).ReplaceAllString(news(2, "two"), "Content-Length: 20")
	broken := []byte(gzipped(t, news(2, "two")))
	broken[len(broken)/2] ^= 0xff
	cases := []struct {
		file, content string
		first, last   []string // of what is found
	}{
		{"cut.jsonl.gz", manyGz[:len(manyGz)/2], []string{"1 article 0 0"}, []string{"[damaged_archive]"}},
		{"cut.jsonl.zst", zstded(t, many.String())[:10000], nil, []string{"[damaged_archive]"}},
		{"cut.tar", tarred(t, packed{"a.txt", "one"}, packed{"b.txt", strings.Repeat("b", 5000)})[:2600], []string{"a.txt:1 one"}, []string{"[damaged_archive]"}},
		{"cut.zip", zippedUp(t, packed{"a.txt", "one"})[:40], nil, []string{"0 [damaged_archive]"}},
		{"cut.json", "[" + line("one") + "," + line("two")[:9], []string{"1 one"}, []string{"2 [damaged_archive]"}},
		{"broken.jsonl", line("one") + "\n{\"text\":\n" + line("three"), []string{"1 one", "2 [invalid_json]"}, []string{"3 three"}},
		{"cut.parquet", parqueted(t, 10, 5)[:400], nil, []string{"0 [damaged_archive]"}},
		{"no-parquet.parquet", "hello", nil, []string{"0 [damaged_archive]"}},
		{"quote.csv", "text\none\n\"" + strings.Repeat("two\n", 5<<20), []string{"2 one"}, []string{"2 [too_large]"}},
		{"member.zip", strings.Replace(zippedUp(t, packed{"a.txt", "one"}, packed{"b.txt", "two"}), "PK\x01\x02\x14\x00\x14\x00\x08\x00\x08\x00", "PK\x01\x02\x14\x00\x14\x00\x08\x00\x63\x00", 1),
			[]string{"a.txt [damaged_archive]"}, []string{"b.txt:1 two"}},
		{"long.warc", news(1, "one") + long + news(3, "three"), []string{"1 one", "2 [damaged_archive]"}, []string{"3 three"}},
		{"short.warc", news(1, "one") + short + news(3, "three"), []string{"1 one", "2 [damaged_archive]"}, []string{"3 three"}},
		{"long.warc.gz", gzipped(t, news(1, "one")) + gzipped(t, long) + gzipped(t, news(3, "three")), []string{"1 one", "2 [damaged_archive]"}, []string{"3 three"}},
		{"short.warc.gz", gzipped(t, news(1, "one")) + gzipped(t, short) + gzipped(t, news(3, "three")), []string{"1 one", "2 [damaged_archive]"}, []string{"3 three"}},
		{"no-length.warc", strings.Replace(news(1, "one"), "Content-Length: ", "Content-Length: x", 1) + news(2, "two"), []string{"1 [damaged_archive]"}, []string{"2 two"}},
		{"flipped.warc.gz", gzipped(t, news(1, "one")) + string(broken) + gzipped(t, news(3, "three")), []string{"1 one", "2 [damaged_archive]"}, []string{"3 three"}},
		{"cut.warc.gz", gzipped(t, news(1, "one")) + gzipped(t, news(2, "two"))[:60], []string{"1 one"}, []string{"2 [damaged_archive]"}},
		{"cut.warc", (news(1, "one") + news(2, "two"))[:len(news(1, "one"))+150], []string{"1 one"}, []string{"2 [damaged_archive]"}},
		{"garbage.warc", news(1, "one") + "garbage\r\n" + strings.Repeat("x", 100000) + "\r\n" + news(3, "three"), []string{"1 one", "2 [damaged_archive]"}, []string{"3 three"}},
		{"header.warc", news(1, "one") + "WARC/1.0\r\n" + strings.Repeat("X-A: b\r\n", 20000) + "\r\n" + news(3, "three"), []string{"1 one", "2 [damaged_archive]"}, []string{"3 three"}},
		{"large.warc", news(1, "one") + answer("https://n.example/", "Content-Type: text/html", strings.Repeat("a", 20<<20)) + news(3, "three"), []string{"1 one", "2 [too_large]"}, []string{"3 three"}},
		{"deep.gz", gzipped(t, gzipped(t, gzipped(t, gzipped(t, gzipped(t, "x"))))), nil, []string{"0 [damaged_archive]"}},
	}
	for _, c := range cases {
		t.Run(c.file, func(t *testing.T) {
			dir := t.TempDir()
			got := look(t, open(t, writeFile(t, dir, c.file, c.content), writeFile(t, dir, "z.txt", "after"))).articles
			if len(got) < len(c.first)+len(c.last)+1 || !slices.Equal(got[:len(c.first)], c.first) {
				t.Fatalf("got %q, want %q first", got, c.first)
			}
			if got[len(got)-1] != "1 after" {
				t.Errorf("the next file was not read: %q", got[len(got)-1])
			}
			got = got[len(got)-1-len(c.last) : len(got)-1]
			for i, want := range c.last {
				if !strings.HasSuffix(got[i], want) {
					t.Errorf("got %q last, want %q", got, c.last)
				}
			}
		})
	}
}

// TestBombs: memory and time stay bounded, whatever a file decompresses to.
func TestBombs(t *testing.T) {
	zeros := func(n int64) string {
		var out bytes.Buffer
		z := gzip.NewWriter(&out)
		if _, err := io.CopyN(z, endless{}, n); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	bomb := zeros(200 << 20)
	for name, content := range map[string]string{
		"bomb.jsonl.gz": bomb, "bomb.txt.gz.gz": gzipped(t, bomb), "bomb.tar": tarred(t, packed{"a.jsonl.gz", bomb}),
		"bomb.zip": zippedUp(t, packed{"a.jsonl", strings.Repeat("a", 100<<20)}), "bomb.jsonl.zst": zstded(t, strings.Repeat("a", 100<<20)),
	} {
		t.Run(name, func(t *testing.T) {
			path := writeFile(t, t.TempDir(), name, content)
			var before, after runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&before)
			got := look(t, open(t, path)).articles
			runtime.ReadMemStats(&after)
			if len(got) != 1 || !strings.HasSuffix(got[0], "[too_large]") {
				t.Errorf("got %q, want one that is too large", got)
			}
			if grown := int64(after.HeapSys) - int64(before.HeapSys); grown > 192<<20 {
				t.Errorf("memory grew by %d MB", grown>>20)
			}
		})
	}
}

// endless gives the letter a.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	return len(p), nil
}

// TestLargeRecord: a line of 100 MB is refused and its neighbours are read.
func TestLargeRecord(t *testing.T) {
	path := filepath.Join(t.TempDir(), "large.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	_, err = io.Copy(f, io.MultiReader(strings.NewReader(line("one")+"\n"), io.LimitReader(endless{}, 100<<20), strings.NewReader("\n"+line("three"))))
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	want := []string{"1 one", "2 [too_large]", "3 three"}
	if got := look(t, open(t, path)).articles; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestGoesOn: reading can stop after any article of any format and go on
// there, and what comes then is what would have come.
func TestGoesOn(t *testing.T) {
	dir := t.TempDir()
	lines := line("one") + "\n\n" + line("two") + "\nnonsense\n" + line("four")
	warc := news(1, "one") + record("request", "", "x", "y") + news(2, "two") + news(3, "three")
	gz := gzipped(t, lines)
	for name, content := range map[string]string{
		"a.jsonl": lines, "b.jsonl.gz": gz, "c.csv": "text\none\ntwo\nthree\n", "d.parquet": parqueted(t, 7, 3), "e.warc": warc,
		"f.warc.gz": gzipped(t, news(1, "one")) + gzipped(t, news(2, "two")), "g.tar": tarred(t, packed{"x.jsonl", lines}, packed{"y.txt", "y"}),
		"h.zip": zippedUp(t, packed{"x.jsonl", lines}, packed{"y.txt", "y"}), "i.json": "[" + line("one") + "," + line("two") + "]",
		"j.txt": "text", "k.jsonl.gz": gz[:len(gz)-5], "sub/l.html": "<p>page", "sub/m.zip": "PK\x03\x04",
	} {
		writeFile(t, dir, name, content)
	}
	var all, positions []string
	s := open(t, dir)
	for {
		d, err := s.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, d.Subject()+" "+says(t, d))
		positions = append(positions, d.(*delivery).Position())
		ack(t, d)
	}
	if len(all) < 40 {
		t.Fatalf("%d articles prove little", len(all))
	}
	for i, p := range positions {
		s := openWith(t, Options{From: p}, dir)
		var rest []string
		for {
			d, err := s.Next(t.Context())
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			rest = append(rest, d.Subject()+" "+says(t, d))
			ack(t, d)
		}
		if diff := cmp.Diff(all[i+1:], rest, cmpopts.EquateEmpty()); diff != "" {
			t.Fatalf("from %s: %s", p, diff)
		}
	}
}

// TestProgressStays: how far an archive was read is known when it is closed, too.
func TestProgressStays(t *testing.T) {
	s := open(t, writeFile(t, t.TempDir(), "a.jsonl", line("one")+"\n"+line("two")+"\n"))
	d, err := s.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ack(t, d)
	done, total := s.Progress()
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if d, n := s.Progress(); d != done || n != total || d == 0 {
		t.Errorf("%d of %d bytes were read, after the close %d of %d", done, total, d, n)
	}
}

func TestGoesOnOnlyInTheSameFile(t *testing.T) {
	dir := t.TempDir()
	path := writeFile(t, dir, "a.jsonl", line("one")+"\n"+line("two")+"\n")
	s := open(t, path)
	d, err := s.Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ack(t, d)
	from := d.(*delivery).Position()
	writeFile(t, dir, "a.jsonl", line("one")+"\n"+line("two")+"\n"+line("three"))
	if got := look(t, openWith(t, Options{From: from}, path)).articles; len(got) != 2 {
		t.Errorf("a file that grew: got %q, want two", got)
	}
	for name, content := range map[string]string{"shorter": line("one"), "other": line("ONE") + "\n" + line("two") + "\n"} {
		writeFile(t, dir, "a.jsonl", content)
		if _, err := Open([]string{path}, Options{From: from}); !errors.Is(err, ErrChanged) {
			t.Errorf("%s: got %v, want ErrChanged", name, err)
		}
	}
	if _, err := Open([]string{writeFile(t, dir, "b.jsonl", "x")}, Options{From: from}); !errors.Is(err, ErrChanged) {
		t.Errorf("another file: got %v, want ErrChanged", err)
	}
}

// FuzzWARC: whatever the bytes, reading ends, and a sound record before the
// first damage is found.
func FuzzWARC(f *testing.F) {
	f.Add([]byte(news(2, "two")), false)
	f.Add([]byte(gzipped(f, news(2, "two"))), true)
	f.Add([]byte("WARC/1.0\r\nContent-Length: 99\r\n\r\nWARC/1.0\r\n\r\n"), false)
	f.Fuzz(func(t *testing.T, tail []byte, compressed bool) {
		content := news(1, "one")
		if compressed {
			content = gzipped(t, content)
		}
		got := look(t, open(t, writeFile(t, t.TempDir(), "f.warc", content+string(tail)))).articles
		if len(got) == 0 || got[0] != "1 one" {
			t.Errorf("got %q", got)
		}
	})
}

// FuzzFormats: no bytes make the source fail or stop.
func FuzzFormats(f *testing.F) {
	for _, name := range []string{"a.parquet", "a.zip", "a.tar", "a.csv", "a.json"} {
		f.Add(name, []byte("x"))
	}
	f.Add("a.parquet", []byte(parqueted(f, 3, 2)))
	f.Add("a.zip", []byte(zippedUp(f, packed{"a.txt", "one"})))
	f.Add("a.tar", []byte(tarred(f, packed{"a.txt", "one"})))
	f.Add("a.csv", []byte("text,title\n\"a\",b\n"))
	f.Add("a.json", []byte(`[{"text":"a"},{}]`))
	f.Fuzz(func(t *testing.T, name string, content []byte) {
		ext := filepath.Ext(name)
		if _, ok := byExtension[ext]; !ok {
			ext = ".json"
		}
		for _, article := range look(t, open(t, writeFile(t, t.TempDir(), "f"+ext, string(content)))).articles {
			if len(article) > schemas.MaxArticleBytes {
				t.Errorf("%d bytes", len(article))
			}
		}
	})
}

// TestUnpackFirst: what is whole and cannot be read where it lies is not called
// damaged by its hint.
func TestUnpackFirst(t *testing.T) {
	inner := zippedUp(t, packed{"a.txt", "one"})
	for name, content := range map[string]string{
		"in.zip": zippedUp(t, packed{"inner.zip", inner}), "in.tar": tarred(t, packed{"inner.zip", inner}),
		"deep.gz": gzipped(t, gzipped(t, gzipped(t, gzipped(t, gzipped(t, "x"))))),
	} {
		source := open(t, writeFile(t, t.TempDir(), name, content))
		d, err := source.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		err = d.(pipeline.Loader).Load(t.Context())
		ack(t, d)
		var field *schemas.FieldError
		if !errors.As(err, &field) || field.Hint != "unpack it to a file first" {
			t.Errorf("%s: got %v, want the hint to unpack it", name, err)
		}
	}
}
