package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"gleaner/schemas"
)

// BenchmarkReplayLocal extracts invented articles into a file, those of two
// sentences and those of about 120 words, from the start of the process to its
// end. How much two cores give, and whether memory grows with the archive:
//
//	go test ./cmd/gleaner -run '^$' -bench ReplayLocal/short -cpu 1,2 -benchtime 50000x
func BenchmarkReplayLocal(b *testing.B) {
	for _, k := range []struct {
		name    string
		article func(int) schemas.Article
	}{{"short", shortArticle}, {"long", benchArticle}} {
		b.Run(k.name, func(b *testing.B) {
			archive := benchArchive(b, b.N, k.article)
			out := filepath.Join(b.TempDir(), "records.jsonl")
			b.Setenv("GOMAXPROCS", fmt.Sprint(runtime.GOMAXPROCS(0)))
			b.ResetTimer()
			p := start(b, "replay", "--local", "--out", out, "--copies", "exact", "--progress", "1h", archive)
			if code := p.endsWithin(time.Hour); code != exitOK {
				text, _ := p.out.text()
				b.Fatalf("exit code %d:\n%s", code, text)
			}
			b.StopTimer()
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
			b.ReportMetric(peakRSS(p.cmd.ProcessState), "peak-MB")
			if n := strings.Count(contentOf(b, out), "\n"); n != b.N {
				b.Fatalf("%d extractions of %d articles", n, b.N)
			}
		})
	}
}

// benchArchive writes n articles as JSON lines.
func benchArchive(b *testing.B, n int, article func(int) schemas.Article) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "articles.jsonl")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines := json.NewEncoder(f)
	for i := range n {
		if err := lines.Encode(article(i)); err != nil {
			b.Fatal(err)
		}
	}
	return path
}

// benchArticle is the invented article with a number.
func benchArticle(i int) schemas.Article {
	names := []string{"Pellworth Rail", "Ostrava Freight", "Birch Airways", "Acorn Telecom", "Quill Energy"}
	a, c := names[i%len(names)], names[(i/3)%len(names)]
	return schemas.Article{ID: fmt.Sprintf("article-%06d", i), PublishedAt: "2026-03-02", Text: fmt.Sprintf(
		`The transport ministry fined %s %d euros on Monday for delays on the northern line. %s said that it would appeal against the decision, which it called unfair.

In January %s agreed to buy %d wagons from %s for %d million dollars. The deal still needs the approval of the competition authority, two people who know of the talks told reporters. %s plans to open a depot in Lisbon in the spring and to hire %d people there, its chief executive, Jane Roe, said on Friday.

Shares of %s fell by %d percent. Analysts had expected that the company would cancel the purchase after its loss of the year before, when it closed a workshop and dismissed a part of its staff.`,
		a, 1000+i, a, c, 10+i%90, a, 1+i%70, c, 20+i%400, a, 1+i%9)}
}
