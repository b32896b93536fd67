package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gleaner/schemas"
)

// BenchmarkReplayLocal extracts invented articles of about 120 words into a
// file, from reading the archive to the last sync. How much two cores give:
//
//	go test ./cmd/gleaner -run '^$' -bench ReplayLocal -cpu 1,2 -benchtime 50000x
func BenchmarkReplayLocal(b *testing.B) {
	archive := benchArchive(b, b.N)
	out := filepath.Join(b.TempDir(), "records.jsonl")
	b.ResetTimer()
	if code := run([]string{"replay", "--local", "--out", out, "--copies", "exact", "--progress", "1h", "--log-level", "error", archive}, strings.NewReader(""), os.Stdout, os.Stderr); code != exitOK {
		b.Fatalf("exit code %d", code)
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "articles/s")
	if n := strings.Count(contentOf(b, out), "\n"); n != b.N {
		b.Fatalf("%d extractions of %d articles", n, b.N)
	}
}

// benchArchive writes n articles as JSON lines.
func benchArchive(b *testing.B, n int) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "articles.jsonl")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines := json.NewEncoder(f)
	for i := range n {
		if err := lines.Encode(benchArticle(i)); err != nil {
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
