package main

import (
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// The tests of this file do harm to whole processes while articles are worked
// on. Each reports a line of the table in docs/operations.md, as those of
// pipeline/jetstream do.

var soak = flag.Bool("soak", false, "many articles in each fault test, for hours rather than minutes")

// faultArticles is few articles, or with -soak many.
func faultArticles(few, many int) int {
	if *soak {
		return many
	}
	return few
}

// trial is a server with articles that wait to be worked on.
type trial struct {
	t        *testing.T
	name     string
	articles int
	server   *jetstream.Server
	url      string
	other    *subscriber
}

// newTrial starts a server and sends it articles.
func newTrial(t *testing.T, name string, articles int) *trial {
	t.Helper()
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(server.Shutdown)
	r := &trial{t: t, name: name, articles: articles, server: server, url: server.ClientURL()}
	for _, args := range [][]string{{"streams", "apply"}, {"publish", manyArticles(t, articles)}} {
		if p := start(t, append(args, "--nats", r.url)...); p.endsWithin(time.Hour) != exitOK {
			text, _ := p.out.text()
			t.Fatalf("%v:\n%s", args, text)
		}
	}
	r.other = subscribe(t, r.url)
	return r
}

// manyArticles writes n small articles as JSON lines and returns the file's
// path. They say when they were fetched, so that their records are the same in
// every run.
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
		if err := lines.Encode(shortArticle(i)); err != nil {
			t.Fatal(err)
		}
	}
	return path
}

// shortArticle is the small article with a number.
func shortArticle(i int) schemas.Article {
	return schemas.Article{
		ID: fmt.Sprintf("article-%06d", i), PublishedAt: "2026-03-02", FetchedAt: "2026-03-02T08:00:00Z",
		Text: fmt.Sprintf("The transport ministry fined Pellworth Rail %d euros on Monday. Pellworth Rail will sell depot %d to Ostrava Freight.", 1000+i, i),
	}
}

// worker starts a worker of its own. It returns when the worker has started, so
// that an interrupt finds it listening.
func (r *trial) worker() *process {
	r.t.Helper()
	p := start(r.t, "worker", "--nats", r.url, "--ack-wait", "3s", "--timeout", "1m", "--log-level", "info")
	p.shows("worker started")
	return p
}

// done is how many articles are settled.
func (r *trial) done() int {
	r.t.Helper()
	return r.articles - r.other.unsettled("ARTICLES", "gleaner-live")
}

// awaitDone returns when so many articles are done.
func (r *trial) awaitDone(articles int) {
	r.t.Helper()
	last, since := -1, time.Now()
	for {
		n := r.done()
		if n >= articles {
			return
		}
		if n > last {
			last, since = n, time.Now()
		} else if time.Since(since) > 2*patience {
			r.t.Fatalf("%d of %d articles are done and nothing happens", n, articles)
		}
		select {
		case <-time.After(50 * time.Millisecond):
		case <-r.t.Context().Done():
			r.t.FailNow()
		}
	}
}

// records reads everything that is stored: the hash of the content by id, how
// many are there twice, and how many are article records.
func (r *trial) records() (content map[string][32]byte, doubled, articles int) {
	r.t.Helper()
	content = map[string][32]byte{}
	left := r.other.stored("RECORDS")
	r.other.read("RECORDS", "records.v1.>", func(_ string, e schemas.CloudEvent) bool {
		if _, ok := content[e.ID]; ok {
			doubled++
		}
		if e.Type == schemas.TypeArticle {
			articles++
		}
		content[e.ID] = sha256.Sum256(e.Data)
		left--
		return left > 0
	})
	return content, doubled, articles
}

// cleanRun is what a run without faults stores.
func (r *trial) cleanRun() map[string][32]byte {
	r.t.Helper()
	clean := newTrial(r.t, "", r.articles)
	p := clean.worker()
	clean.awaitDone(r.articles)
	p.interrupt()
	want, _, _ := clean.records()
	return want
}

// check compares with a run without faults and reports the line of the table.
func (r *trial) check() {
	r.t.Helper()
	want := r.cleanRun()
	got, doubled, _ := r.records()
	lost := 0
	for id, sum := range want {
		if got[id] != sum {
			lost++
		}
	}
	if extra := len(got) - len(want) + lost; lost > 0 || doubled > 0 || extra != 0 {
		r.t.Errorf("%d records lost or changed, %d doubled, %d that should not be", lost, doubled, extra)
	}
	if n := r.other.stored("DEAD") + r.other.stored("SKIPPED"); n != 0 {
		r.t.Errorf("%d articles were refused or left out, want none", n)
	}
	r.report(lost, doubled, "")
}

// report logs the line of the table.
func (r *trial) report(lost, doubled int, note string) {
	r.t.Helper()
	r.t.Logf("FAULT|%s|%d|%d|%d", r.name+note, r.articles, lost, doubled)
}

// TestFaultKill kills workers at random, with kill -9, while they are busy.
func TestFaultKill(t *testing.T) {
	r := newTrial(t, "kill -9 of workers at random", faultArticles(3000, 20_000))
	random := rand.New(rand.NewPCG(1, 2))
	all := []*process{r.worker(), r.worker(), r.worker()}
	const kills = 6
	for kill := range kills {
		r.awaitDone(r.articles * (kill + 1) / (kills + 4))
		if r.done() == r.articles {
			if kill == 0 {
				t.Fatal("all articles were done before the first kill, which proves nothing")
			}
			break // on a machine where a start takes longer than the work
		}
		victim := random.IntN(len(all))
		all[victim].kill()
		all[victim] = r.worker()
	}
	r.awaitDone(r.articles)
	for _, p := range all {
		p.interrupt()
	}
	r.check()
}

// TestFaultRollingRestart starts workers anew one after the other, as an update
// does. None leaves an article to wait for AckWait, and none loses one.
func TestFaultRollingRestart(t *testing.T) {
	r := newTrial(t, "rolling restart of all workers", faultArticles(1000, 20_000))
	all := []*process{r.worker(), r.worker()}
	for round := range 4 {
		r.awaitDone(r.articles * (round + 1) / 8)
		all[round%2].interrupt()
		all[round%2] = r.worker()
	}
	r.awaitDone(r.articles)
	for _, p := range all {
		p.interrupt()
	}
	r.check()
}

// TestFaultLoad works on many articles with two workers, whose memory stays
// bounded. Of these there is no second run to compare with: each article has to
// have its record, and no record is there twice.
func TestFaultLoad(t *testing.T) {
	r := newTrial(t, "", faultArticles(2000, 100_000))
	began := time.Now()
	all := []*process{r.worker(), r.worker()}
	r.awaitDone(r.articles)
	took := time.Since(began)
	var peaks []string
	const bound = 1024 // MB
	for _, p := range all {
		p.interrupt()
		peak := peakRSS(p.cmd.ProcessState)
		if peak > bound {
			t.Errorf("a worker took %.0f MB of memory, want at most %d", peak, bound)
		}
		peaks = append(peaks, fmt.Sprintf("%.0f MB", peak))
	}
	slices.Sort(peaks)
	_, doubled, articles := r.records()
	lost := r.articles - articles
	if lost != 0 || doubled != 0 || r.other.stored("DEAD") != 0 {
		t.Errorf("%d articles lost, %d records doubled, %d dead letters", lost, doubled, r.other.stored("DEAD"))
	}
	r.report(lost, doubled, fmt.Sprintf("two workers, %.0f articles a second, peak memory %s", float64(r.articles)/took.Seconds(), strings.Join(peaks, " and ")))
}

// TestSecondInterrupt: the first Ctrl-C waits for a good end, here in vain, the
// second does not.
func TestSecondInterrupt(t *testing.T) {
	t.Parallel()
	r := newTrial(t, "", 1)
	p := start(t, "worker", "--nats", r.url, "--grace", "1h", "--log-level", "info")
	p.shows("worker started")
	r.server.Shutdown() // what it holds it cannot give back now
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	p.shows("asked to end")
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if code := p.ends(); code == exitOK {
		t.Error("the second interrupt was taken for the first")
	}
}
