package main

import (
	"compress/gzip"
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// collector is an OpenTelemetry collector that keeps what it is sent.
type collector struct {
	mu     sync.Mutex
	bodies []string
}

func (c *collector) ServeHTTP(_ http.ResponseWriter, r *http.Request) {
	var from io.Reader = r.Body
	if r.Header.Get("Content-Encoding") == "gzip" {
		if unzipped, err := gzip.NewReader(r.Body); err == nil {
			from = unzipped
		}
	}
	body, _ := io.ReadAll(from) // what is missing the test will miss
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bodies = append(c.bodies, r.URL.Path+string(body))
}

// TestWorkerObserved: a worker shows what it does: metrics, health, traces from
// the article to its records, and answers to requests.
func TestWorkerObserved(t *testing.T) {
	t.Parallel()
	const trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
	folder := t.TempDir()
	server, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: folder, Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	defer server.Shutdown()
	url := server.ClientURL()
	if p := start(t, "streams", "apply", "--nats", url); p.ends() != exitOK {
		t.Fatal("no streams")
	}
	traces := &collector{}
	sent := httptest.NewServer(traces)
	defer sent.Close()
	p := start(t, "worker", "--nats", url, "--service", "--monitor", "127.0.0.1:0", "--trace-endpoint", sent.URL+"/v1/traces", "--log-format", "json")
	monitor := p.shows(`"url":"(http://[^"]+)","time":"[^"]*","message":"serving`)
	p.shows("worker started")

	other := subscribe(t, url)
	article := &nats.Msg{Subject: schemas.SubjectRaw + "wire", Data: []byte(`{"id":"seen","text":"The regulator fined Pellworth Rail on Monday."}`)}
	article.Header = nats.Header{"traceparent": {"00-" + trace + "-" + parent + "-01"}}
	if _, err := other.js.PublishMsg(t.Context(), article); err != nil {
		t.Fatal(err)
	}
	other.send(schemas.SubjectRaw+"wire", "", []byte(`{"text":5}`))
	other.readHeaders("RECORDS", schemas.SubjectArticle+">", func(h nats.Header, _ schemas.CloudEvent) bool {
		if !strings.HasPrefix(h.Get("traceparent"), "00-"+trace) {
			t.Errorf("the record carries the trace %q", h.Get("traceparent"))
		}
		return false
	})
	other.read("DEAD", schemas.SubjectDead+">", func(string, schemas.CloudEvent) bool { return false })

	answer, err := other.js.Conn().RequestMsg(&nats.Msg{Subject: jetstream.SubjectExtract, Header: nats.Header{"Content-Type": {"text/plain"}}, Data: []byte("The regulator fined Pellworth Rail on Monday.")}, patience)
	if err != nil {
		t.Fatal(err)
	}
	var x schemas.Extraction
	if err := json.Unmarshal(answer.Data, &x); err != nil || len(x.Events) != 1 || x.Events[0].Type != "fine" {
		t.Errorf("answer %s, %v", answer.Data, err)
	}

	for _, path := range []string{"/healthz", "/readyz"} {
		if code, body := get(t, monitor+path); code != http.StatusOK {
			t.Errorf("%s: %d %s", path, code, body)
		}
	}
	eventually(t, "the metrics of all that was done", func() (string, bool) {
		_, body := get(t, monitor+"/metrics")
		for _, want := range []string{
			`gleaner_articles_total{outcome="ack"} 1`, `gleaner_articles_total{outcome="dead"} 1`, `gleaner_dead_letters_total{reason="wrong_type"} 1`,
			`gleaner_events_total{status="actual",type="fine"} 1`, `gleaner_stage_seconds_count{stage="events"} 2`, `gleaner_stage_seconds_count{stage="write"} 1`,
			`gleaner_lane_waiting{lane="live"} 0`, `gleaner_lane_in_flight{lane="backfill"} 0`, `gleaner_lane_oldest_seconds{lane="live"} 0`,
			`gleaner_nats_connected 1`, `gleaner_request_seconds_count{outcome="ok"} 1`, `gleaner_panics_total 0`, `gleaner_abandoned 0`, `gleaner_refused 0`, `gleaner_build_info{`,
		} {
			if !strings.Contains(body, want) {
				return want, false
			}
		}
		return "", true
	})

	server.Shutdown()
	eventually(t, "a worker without NATS not to be ready", func() (string, bool) {
		code, body := get(t, monitor+"/readyz")
		return body, code == http.StatusServiceUnavailable
	})
	if code, body := get(t, monitor+"/healthz"); code != http.StatusOK {
		t.Errorf("without NATS it shall wait, not be started anew: %d %s", code, body)
	}
	again, err := jetstream.StartServer(jetstream.ServerConfig{StoreDir: folder, Port: portOf(t, url)})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Shutdown()
	eventually(t, "the worker to be ready again", func() (string, bool) {
		code, body := get(t, monitor+"/readyz")
		return body, code == http.StatusOK
	})
	p.interrupt()

	id, err := hex.DecodeString(trace)
	if err != nil {
		t.Fatal(err)
	}
	traces.mu.Lock()
	defer traces.mu.Unlock()
	all := strings.Join(traces.bodies, "")
	for _, want := range []string{"/v1/traces", string(id), "extract", "write", "gleaner.settled"} {
		if !strings.Contains(all, want) {
			t.Errorf("%d bytes of traces do not hold %q", len(all), want)
		}
	}
}

// get reads a page.
func get(t *testing.T, url string) (code int, body string) {
	t.Helper()
	answer, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

// eventually asks until it is so; look tells what it saw.
func eventually(t *testing.T, what string, look func() (saw string, done bool)) {
	t.Helper()
	timeout := time.After(patience)
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for {
		saw, done := look()
		if done {
			return
		}
		select {
		case <-tick.C:
		case <-timeout:
			t.Fatalf("waited in vain for %s: %s", what, saw)
		}
	}
}
