package jetstream

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

// testSubject is where tests publish.
const testSubject = schemas.SubjectRaw + "wire"

// testClient starts a server of its own, in memory, with all streams.
func testClient(t testing.TB) *Client {
	t.Helper()
	s, err := StartServer(ServerConfig{StoreDir: t.TempDir(), InProcess: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Shutdown)
	c, err := s.Connect(t.Context(), Config{Name: "test", Streams: StreamsConfig{Memory: true}})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	if _, err := c.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func testSource(t testing.TB, c *Client, cfg SourceConfig) pipeline.Source {
	t.Helper()
	s, err := c.Source(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close(t.Context()) })
	return s
}

func testSink(t testing.TB, c *Client) pipeline.Sink {
	t.Helper()
	s, err := c.Sink(t.Context(), SinkConfig{})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func publishJSON(t testing.TB, c *Client, body string) {
	t.Helper()
	if _, err := c.PublishArticle(t.Context(), testSubject, nil, []byte(body)); err != nil {
		t.Fatal(err)
	}
}

// messages reads a whole stream.
func messages(t testing.TB, c *Client, stream string) []*js.RawStreamMsg {
	t.Helper()
	s, err := c.js.Stream(t.Context(), stream)
	if err != nil {
		t.Fatal(err)
	}
	var out []*js.RawStreamMsg
	state := s.CachedInfo().State
	for seq := max(state.FirstSeq, 1); seq <= state.LastSeq; seq++ {
		msg, err := s.GetMsg(t.Context(), seq)
		if err != nil {
			t.Fatalf("message %d of %s: %v", seq, stream, err)
		}
		if stream != streamArticles {
			if msg.Data, err = c.plain(msg.Header, msg.Data); err != nil {
				t.Fatalf("message %d of %s: %v", seq, stream, err)
			}
		}
		out = append(out, msg)
	}
	return out
}

func decode[T any](t testing.TB, body []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("decode %.80s: %v", body, err)
	}
	return v
}

// letters reads all dead letters, or skipped articles, of a stream.
func letters(t testing.TB, c *Client, stream string) []schemas.DeadLetter {
	t.Helper()
	var out []schemas.DeadLetter
	for _, msg := range messages(t, c, stream) {
		event := decode[schemas.CloudEvent](t, msg.Data)
		out = append(out, decode[schemas.DeadLetter](t, event.Data))
	}
	return out
}

// readers reads all streams as a subscriber would.
func readers(t testing.TB, c *Client) pipelinetest.Readers {
	t.Helper()
	r := pipelinetest.Readers{Articles: map[string][]string{}, Dead: letters(t, c, streamDead), Skipped: letters(t, c, streamSkipped)}
	fold(t, c, func(article string, want, live []string) {
		r.Articles[article] = want
		if !slices.Equal(live, want) {
			t.Errorf("article %s is complete with %v, but readers have %v", article, want, live)
		}
	})
	r.Stored = len(messages(t, c, streamRecords))
	return r
}

// fold returns what is live of each article, as "event ID" and "entity ID":
// records with an id seen before are dropped and tombstones retract. complete,
// where set, is called with what an article record lists and what is live then.
func fold(t testing.TB, c *Client, complete func(article string, want, live []string)) map[string]map[string]bool {
	t.Helper()
	live, seen := map[string]map[string]bool{}, map[string]bool{}
	for _, msg := range messages(t, c, streamRecords) {
		event := decode[schemas.CloudEvent](t, msg.Data)
		if seen[event.ID] {
			continue
		}
		seen[event.ID] = true
		if live[event.Subject] == nil {
			live[event.Subject] = map[string]bool{}
		}
		switch event.Type {
		case schemas.TypeEvent:
			live[event.Subject]["event "+decode[schemas.EventRecord](t, event.Data).Event.ID] = true
		case schemas.TypeEntity:
			live[event.Subject]["entity "+decode[schemas.EntityRecord](t, event.Data).Entity.ID] = true
		case schemas.TypeTombstone:
			stone := decode[schemas.Tombstone](t, event.Data)
			delete(live[event.Subject], stone.Kind+" "+stone.ID)
		case schemas.TypeArticle:
			if complete != nil {
				complete(event.Subject, listed(decode[schemas.ArticleRecord](t, event.Data)), keys(live[event.Subject]))
			}
		default:
			t.Errorf("unknown type %q", event.Type)
		}
	}
	return live
}

// listed are the ids of an article record, sorted.
func listed(record schemas.ArticleRecord) []string {
	out := []string{}
	for _, id := range record.EventIDs {
		out = append(out, "event "+id)
	}
	for _, id := range record.EntityIDs {
		out = append(out, "entity "+id)
	}
	slices.Sort(out)
	return out
}

// isTooLarge says whether err refuses a record for its size, for good.
func isTooLarge(err error) bool {
	var refused *schemas.FieldError
	return errors.As(err, &refused) && refused.Code == schemas.CodeTooLarge && pipeline.IsPermanent(err)
}

func keys(m map[string]bool) []string {
	out := []string{}
	for k := range m {
		out = append(out, k)
	}
	slices.Sort(out)
	return out
}

func TestSourceConforms(t *testing.T) {
	pipelinetest.TestSource(t, func(t *testing.T, bodies []string) pipelinetest.SourceHarness {
		c := testClient(t)
		for _, body := range bodies {
			publishJSON(t, c, body)
		}
		cfg := SourceConfig{Prefetch: 4, AckWait: 500 * time.Millisecond}
		return pipelinetest.SourceHarness{
			Source: testSource(t, c, cfg),
			Reopen: func(t *testing.T) pipeline.Source { return testSource(t, c, cfg) },
		}
	})
}

func TestSinkConforms(t *testing.T) {
	pipelinetest.TestSink(t, func(t *testing.T) pipelinetest.SinkHarness {
		c := testClient(t)
		return pipelinetest.SinkHarness{
			Sink:       testSink(t, c),
			Read:       func(t *testing.T) pipelinetest.Readers { return readers(t, c) },
			Idempotent: true,
		}
	})
}

func article(id string) string {
	return fmt.Sprintf(`{"id":%q,"source":"wire","text":"Fennmark fined Ostrevia Rail."}`, id)
}
