package jetstream

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/micro"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

func testService(t *testing.T, c *Client, cfg ServiceConfig) *Service {
	t.Helper()
	s, err := c.StartService(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Stop(context.Background()) })
	return s
}

// ask sends a request and returns the answer.
func ask(t *testing.T, c *Client, header nats.Header, body []byte) *nats.Msg {
	t.Helper()
	answer, err := c.nc.RequestMsg(&nats.Msg{Subject: SubjectExtract, Header: header, Data: body}, 30*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

func TestService(t *testing.T) {
	c := testClient(t)
	s := testService(t, c, ServiceConfig{Work: pipeline.Config{Extractor: stub{}}, Version: "v1.2.3"})
	plain := nats.Header{"Content-Type": {"text/plain"}}
	zipped := nats.Header{"Content-Type": {"text/plain"}}
	small, err := c.codec.compress(Zstd, zipped, []byte(strings.Repeat("Fennmark fined Ostrevia Rail. ", 100)))
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range []struct {
		name   string
		header nats.Header
		body   []byte
		code   string
		reason schemas.Code
	}{
		{"text", plain, []byte("Fennmark fined Ostrevia Rail."), "", ""},
		{"JSON", nil, []byte(article("a1")), "", ""},
		{"compressed", zipped, small, "", ""},
		{"not compressed", nats.Header{HeaderEncoding: {Gzip}}, []byte(article("a1")), answerBad, schemas.CodeInvalidValue},
		{"empty", plain, nil, answerBad, schemas.CodeEmptyBody},
		{"wrong type", nil, []byte(`{"text":5}`), answerBad, schemas.CodeWrongType},
		{"panic", plain, []byte("poison"), answerFailed, schemas.CodePanic},
	} {
		answer := ask(t, c, k.header, k.body)
		if got := answer.Header.Get(micro.ErrorCodeHeader); got != k.code {
			t.Errorf("%s: code %q, want %q: %s", k.name, got, k.code, answer.Data)
			continue
		}
		if k.code == "" {
			if x := decode[schemas.Extraction](t, answer.Data); len(x.Events) == 0 {
				t.Errorf("%s: %s", k.name, answer.Data)
			}
		} else if l := decode[schemas.DeadLetter](t, answer.Data); l.Reason != string(k.reason) || l.Error == "" {
			t.Errorf("%s: %s", k.name, answer.Data)
		}
	}
	await(t, "all to be counted", func() bool { return s.Stats().Answered+s.Stats().Failed == 7 })
	var stats micro.Stats
	if err := json.Unmarshal(askRaw(t, c, "$SRV.STATS.gleaner").Data, &stats); err != nil {
		t.Fatal(err)
	}
	own := decode[ServiceStats](t, stats.Endpoints[0].Data)
	if stats.Endpoints[0].NumRequests != 7 || own.Answered != 3 || own.Failed != 4 || own.Busy != 0 {
		t.Errorf("stats %+v, %+v", stats.Endpoints[0], own)
	}
	var info micro.Info
	if err := json.Unmarshal(askRaw(t, c, "$SRV.INFO.gleaner").Data, &info); err != nil || info.Version != "1.2.3" || info.Endpoints[0].Subject != SubjectExtract {
		t.Errorf("info %+v, %v", info, err)
	}
}

func askRaw(t *testing.T, c *Client, subject string) *nats.Msg {
	t.Helper()
	answer, err := c.nc.Request(subject, nil, 30*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// TestServiceBusy: more requests than may wait are refused, and what was taken
// is answered though the service is stopped meanwhile. Articles of the stream
// are worked on all the while.
func TestServiceBusy(t *testing.T) {
	c := testClient(t)
	release := make(chan struct{})
	var started sync.Once
	working := make(chan struct{})
	slow := extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
		started.Do(func() { close(working) })
		<-release
		return pipelinetest.Extraction(a.ID, "ban"), nil
	})
	s := testService(t, c, ServiceConfig{Work: pipeline.Config{Extractor: slow}})
	answers := make(chan *nats.Msg, 100)
	inbox := c.nc.NewInbox()
	sub, err := c.nc.Subscribe(inbox, func(m *nats.Msg) { answers <- m })
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = sub.Unsubscribe() }()
	const sent = serviceQueue + 4 // one is worked on, serviceQueue wait, three are refused
	for i := range sent {
		if err := c.nc.PublishRequest(SubjectExtract, inbox, []byte(article("a1"))); err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			<-working // else the first one waits, too, and one more is refused
		}
	}
	for range 3 {
		if m := <-answers; m.Header.Get(micro.ErrorCodeHeader) != answerBusy {
			t.Errorf("code %q, want busy: %s", m.Header.Get(micro.ErrorCodeHeader), m.Data)
		}
	}
	want, _ := publishMany(t, c, 20, 0)
	startWorker(t, workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c)))
	awaitIdle(t, c)
	checkClean(t, c, want, 0)
	stopped := make(chan error, 1)
	go func() { stopped <- s.Stop(context.Background()) }()
	close(release)
	for range sent - 3 {
		if m := <-answers; m.Header.Get(micro.ErrorCodeHeader) != "" {
			t.Errorf("refused with %q", m.Header.Get(micro.ErrorCodeHeader))
		}
	}
	if err := <-stopped; err != nil {
		t.Error(err)
	}
}

type extractorFunc func(context.Context, *schemas.Article) (*schemas.Extraction, error)

func (f extractorFunc) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	return f(ctx, a)
}
