package main

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// BenchmarkLiveLatency measures how long a live article takes from being sent to
// its article record at a subscriber, first while nothing else is to do, then
// while an archive is published and worked on at full speed, on all cores by one
// worker process:
//
//	go test ./cmd/gleaner -run '^$' -bench LiveLatency -benchtime 200x
func BenchmarkLiveLatency(b *testing.B) {
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: b.TempDir(), Port: -1})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(server.Shutdown)
	url := server.ClientURL()
	if p := start(b, "streams", "apply", "--nats", url); p.ends() != exitOK {
		b.Fatal("no streams")
	}
	start(b, "worker", "--nats", url, "--log-level", "info").shows("worker started")
	// Each live article makes way for at most a few of the archive.
	archive := benchArchive(b, 20*b.N+500, benchArticle)
	live := newLiveReader(b, url)
	live.latencies(10, 0) // to be warm
	idle := live.latencies(b.N, 0)
	replay := start(b, "replay", "--nats", url, "--job", "2019", "--copies", "off", archive)
	live.other.await("BACKFILL", 100)
	const between = 5 // articles of the archive are done from one live one to the next
	busy := live.latencies(b.N, between)
	if live.other.unsettled("BACKFILL", "gleaner-backfill") < 10 {
		b.Error("the archive was done before the live articles were, which proves nothing")
	}
	if replay.ended() && replay.cmd.ProcessState.ExitCode() != exitOK {
		text, _ := replay.out.text()
		b.Error(text)
	}
	at := func(all []time.Duration, share float64) float64 {
		return float64(all[int(share*float64(len(all)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(0, "ns/op")
	b.ReportMetric(at(idle, 0.5), "idle-p50-ms")
	b.ReportMetric(at(busy, 0.5), "busy-p50-ms")
	b.ReportMetric(at(idle, 0.95), "idle-p95-ms")
	b.ReportMetric(at(busy, 0.95), "busy-p95-ms")
	b.ReportMetric(at(busy, 0.5)/at(idle, 0.5), "times-idle")
}

// liveReader sends live articles and waits for their records.
type liveReader struct {
	t        testing.TB
	other    *subscriber
	records  chan string   // subjects of the records of live articles
	archived chan struct{} // a value for each record of another
	sent     int
}

func newLiveReader(t testing.TB, url string) *liveReader {
	t.Helper()
	l := &liveReader{t: t, other: subscribe(t, url), records: make(chan string, 1), archived: make(chan struct{})}
	sub, err := l.other.js.Conn().Subscribe(schemas.SubjectArticle+"*", func(msg *nats.Msg) {
		if strings.HasPrefix(msg.Subject, schemas.SubjectArticle+"live-") {
			l.records <- msg.Subject
			return
		}
		select {
		case l.archived <- struct{}{}:
		default: // nobody waits for it
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = sub.Unsubscribe() })
	return l
}

// latencies are those of n articles in order of size. One is sent when the one
// before is done and so many others are, too.
func (l *liveReader) latencies(n, between int) []time.Duration {
	l.t.Helper()
	var all []time.Duration
	for range n {
		for range between {
			select {
			case <-l.archived:
			case <-time.After(patience):
				l.t.Fatal("nothing is done beside the live articles")
			}
		}
		l.sent++
		a := benchArticle(l.sent)
		a.ID = fmt.Sprintf("live-%06d", l.sent)
		body, err := json.Marshal(a)
		if err != nil {
			l.t.Fatal(err)
		}
		began := time.Now()
		l.other.send(schemas.SubjectRaw+"wire", "", body)
		for got := ""; got != schemas.SubjectArticle+a.ID; {
			select {
			case got = <-l.records:
			case <-time.After(patience):
				l.t.Fatalf("no record of %s", a.ID)
			}
		}
		all = append(all, time.Since(began))
	}
	slices.Sort(all)
	return all
}
