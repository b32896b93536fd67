package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// TestKilledWorker kills a worker in the middle of 2,000 articles and starts
// another: no article is lost and no record is stored twice.
func TestKilledWorker(t *testing.T) {
	t.Parallel()
	const articles, before = 2000, 300
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	url := server.ClientURL()
	for _, args := range [][]string{{"streams", "apply"}, {"publish", manyArticles(t, articles)}} {
		if p := start(t, append(args, "--nats", url)...); p.ends() != exitOK {
			text, _ := p.out.text()
			t.Fatalf("%v:\n%s", args, text)
		}
	}
	other := subscribe(t, url)
	worker := func() *process { return start(t, "worker", "--nats", url, "--ack-wait", "2s", "--log-level", "warn") }

	first := worker()
	seen := 0
	other.read("RECORDS", schemas.SubjectArticle+">", func(string, schemas.CloudEvent) bool {
		seen++
		return seen < before
	})
	first.kill()
	done := map[string]bool{}
	recordIDs, messageIDs := map[string]bool{}, map[string]bool{}
	if stored := other.articleRecords(); stored < before || stored >= articles {
		t.Fatalf("the worker was killed after %d of %d articles, which proves nothing", stored, articles)
	}

	second := worker()
	other.read("RECORDS", "records.v1.>", func(messageID string, e schemas.CloudEvent) bool {
		if recordIDs[e.ID] || messageIDs[messageID] || messageID == "" {
			t.Errorf("record %s of article %s is stored twice, message id %q", e.ID, e.Subject, messageID)
		}
		recordIDs[e.ID], messageIDs[messageID] = true, true
		if e.Type == schemas.TypeArticle {
			done[e.Subject] = true
		}
		return len(done) < articles
	})
	second.interrupt()
	if n := other.articleRecords(); n != articles {
		t.Errorf("%d article records, want %d", n, articles)
	}
	if n := other.stored("DEAD") + other.stored("SKIPPED"); n != 0 {
		t.Errorf("%d articles were refused or left out, want none", n)
	}
}

// manyArticles writes n small articles as JSON lines and returns the file's path.
func manyArticles(t *testing.T, n int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "articles.jsonl")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := json.NewEncoder(f)
	for i := range n {
		err := lines.Encode(schemas.Article{
			ID: fmt.Sprintf("article-%04d", i), PublishedAt: "2026-03-02",
			Text: fmt.Sprintf("The transport ministry fined Pellworth Rail %d euros on Monday. Pellworth Rail will sell depot %d to Ostrava Freight.", 1000+i, i),
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return path
}
