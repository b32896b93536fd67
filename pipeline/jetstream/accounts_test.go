package jetstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"

	"gleaner/schemas"
)

// roles of deploy/nats/accounts.conf.
var roles = []string{"operator", "publisher", "worker", "loader", "reader", "asker", "system"}

// startAccounts runs a server with the sample accounts we ship.
func startAccounts(t *testing.T, ackV2 bool) *Server {
	t.Helper()
	for _, role := range roles {
		t.Setenv("GLEANER_"+strings.ToUpper(role)+"_PASSWORD", "secret-of-"+role)
	}
	opts, err := server.ProcessConfigFile(filepath.Join("..", "..", "deploy", "nats", "accounts.conf"))
	if err != nil {
		t.Fatal(err)
	}
	opts.JetStream, opts.StoreDir, opts.Host, opts.Port, opts.NoSigs = true, t.TempDir(), "127.0.0.1", -1, true
	opts.MaxPayload = serverMaxPayload
	opts.FeatureFlags = map[string]bool{server.FeatureFlagJsAckFormatV2: ackV2}
	s, err := start(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Shutdown)
	return s
}

// as connects in a role. What the server refuses is sent to the returned channel.
func as(t *testing.T, s *Server, role string) (*Client, chan error) {
	t.Helper()
	refused := make(chan error, 100)
	cfg := Config{
		URL: s.ClientURL(), User: role, Password: "secret-of-" + role, Name: role, RequestTimeout: 5 * time.Second,
		Notify: func(c ConnectionChange) {
			if isForbidden(c.Err) {
				refused <- c.Err
			}
		},
	}
	if role != "operator" {
		cfg.InboxPrefix = "_INBOX_" + role
	}
	c, err := Connect(t.Context(), cfg)
	if err != nil {
		t.Fatalf("%s: %v", role, err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return c, refused
}

// TestAccountsSuffice: in its role each client does all of its work, with both
// forms of acknowledgements, and the server refuses nothing.
func TestAccountsSuffice(t *testing.T) {
	for _, ackV2 := range []bool{false, true} {
		t.Run(fmt.Sprintf("ack v2 %v", ackV2), func(t *testing.T) {
			s := startAccounts(t, ackV2)
			operator, refusedOperator := as(t, s, "operator")
			if _, err := operator.ApplyStreams(t.Context()); err != nil {
				t.Fatal(err)
			}
			publisher, refusedPublisher := as(t, s, "publisher")
			large := append(randomText(serverMaxPayload), " Fennmark."...)
			for i, body := range [][]byte{[]byte("Fennmark fined Ostrevia Rail."), large, large, []byte("This is poison."), append(large, " poison"...)} {
				subject := testSubject
				if i == 2 {
					subject = schemas.SubjectBackfill + "2019"
				}
				if _, err := publisher.PublishArticle(t.Context(), subject, map[string][]string{"Content-Type": {"text/plain"}}, body); err != nil {
					t.Fatalf("publisher: %v", err)
				}
			}
			worker, refusedWorker := as(t, s, "worker")
			for _, lane := range []Lane{Live, Backfill} {
				if state, err := worker.LaneState(t.Context(), SourceConfig{Lane: lane}); err != nil || state.Waiting == 0 || state.Oldest.IsZero() {
					t.Errorf("worker: lane %v: %+v, %v", lane, state, err)
				}
			}
			sink := testSink(t, worker)
			for _, lane := range []Lane{Live, Backfill} {
				startWorker(t, workerConfig(testSource(t, worker, SourceConfig{Lane: lane}), sink))
			}
			rescued := make(chan error, 1)
			ctx, stopRescue := context.WithCancel(t.Context())
			go func() { rescued <- worker.Rescue(ctx, sink) }()
			if _, err := operator.js.Publish(t.Context(), subjectMaxDeliveries+streamArticles+".x", []byte(`{"stream":"ARTICLES","stream_seq":1,"deliveries":3}`)); err != nil {
				t.Fatal(err)
			}
			letter := &schemas.DeadLetter{Subject: testSubject, Reason: "timeout", Payload: randomText(serverMaxPayload * 8 / 10)}
			if err := sink.WriteDead(t.Context(), letter); err != nil {
				t.Fatalf("worker: %v", err)
			}
			await(t, "records and dead letters", func() bool {
				return len(messages(t, operator, streamDead)) == 4 && len(settledRecords(t, operator)) == 2
			})
			reader, _ := as(t, s, "reader")
			seen := errors.New("seen")
			err := reader.Tail(t.Context(), TailFilter{Articles: true, Since: time.Unix(1, 0)}, func(schemas.CloudEvent) error { return seen })
			if !errors.Is(err, seen) {
				t.Errorf("reader: %v", err)
			}
			loads(t, s)
			awaitIdle(t, operator)
			stopRescue()
			if err := <-rescued; err != nil {
				t.Errorf("rescue: %v", err)
			}
			for name, refused := range map[string]chan error{"operator": refusedOperator, "publisher": refusedPublisher, "worker": refusedWorker} {
				select {
				case err := <-refused:
					t.Errorf("%s: %v", name, err)
				default:
				}
			}
		})
	}
}

// TestStoredAtForbidden: what an account may not look at is left out, instead of
// waited for until the request times out.
func TestStoredAtForbidden(t *testing.T) {
	worker, refused := as(t, startAccounts(t, false), "worker")
	got, err := worker.storedAt(t.Context(), streamDead, 1) // not theirs to read
	if err != nil || !got.IsZero() {
		t.Errorf("got %v, %v", got, err)
	}
	<-refused
}

// settledRecords are the article records there are.
func settledRecords(t *testing.T, c *Client) map[string]bool {
	t.Helper()
	seen := map[string]bool{}
	for _, msg := range messages(t, c, streamRecords) {
		if strings.HasPrefix(msg.Subject, schemas.SubjectArticle) {
			seen[msg.Subject] = true
		}
	}
	return seen
}

// loads reads records and dead letters as a loader does.
func loads(t *testing.T, s *Server) {
	t.Helper()
	loader, refused := as(t, s, "loader")
	for _, dead := range []bool{false, true} {
		source, err := loader.Records(t.Context(), RecordsConfig{Durable: "gleaner-load", Dead: dead, Once: true})
		if err != nil {
			t.Fatalf("loader: %v", err)
		}
		for read := 0; ; {
			batch, err := source.Next(t.Context())
			if errors.Is(err, io.EOF) && read > 0 {
				break
			}
			if err != nil {
				t.Fatalf("loader: %v after %d records", err, read)
			}
			if err := batch.Ack(t.Context()); err != nil {
				t.Errorf("loader: %v", err)
			}
			read += len(batch.Records)
		}
		if err := source.Close(t.Context()); err != nil {
			t.Error(err)
		}
	}
	for _, payload := range [][]byte{[]byte("{}"), randomText(serverMaxPayload * 8 / 10)} {
		letter := &schemas.DeadLetter{Subject: "records.v1.event.ban", Reason: string(schemas.CodeRefused), Payload: payload}
		if err := testSink(t, loader).WriteDead(t.Context(), letter); err != nil {
			t.Errorf("loader: %v", err)
		}
	}
	select {
	case err := <-refused:
		t.Errorf("loader: %v", err)
	default:
	}
}

// TestAccountsRefuse: everything a role does not need is refused.
func TestAccountsRefuse(t *testing.T) {
	s := startAccounts(t, false)
	operator, _ := as(t, s, "operator")
	if _, err := operator.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	// Everything one might want to publish: data, and every request to JetStream.
	publish := []string{
		"articles.raw.wire", "articles.backfill.2019", "articles.dead.timeout", "articles.skipped.x", "records.v1.event.ban", "records.v1.article.a",
		"gleaner.extract", "elsewhere", "_INBOX.x", "_INBOX_worker.x", "$SYS.REQ.SERVER.PING", "$O.bodies.C.x", "$O.other.C.x",
		"$JS.API.INFO", "$JS.API.STREAM.NAMES", "$JS.API.STREAM.LIST", "$JS.API.STREAM.CREATE.X",
		subjectMaxDeliveries + "ARTICLES.gleaner-live",
	}
	for _, stream := range []string{"ARTICLES", "BACKFILL", "RECORDS", "DEAD", "SKIPPED", "ADVISORIES", "OBJ_bodies"} {
		for _, verb := range []string{"INFO", "UPDATE", "DELETE", "PURGE", "MSG.GET", "MSG.DELETE", "SNAPSHOT", "RESTORE"} {
			publish = append(publish, "$JS.API.STREAM."+verb+"."+stream)
		}
		publish = append(publish, "$JS.API.DIRECT.GET."+stream, "$JS.API.CONSUMER.LIST."+stream)
		for _, consumer := range []string{"gleaner-live", "gleaner-backfill", "gleaner-rescue", "gleaner-load", "other"} {
			for _, verb := range []string{"CREATE", "DURABLE.CREATE", "DELETE", "INFO", "MSG.NEXT", "PAUSE"} {
				publish = append(publish, "$JS.API.CONSUMER."+verb+"."+stream+"."+consumer)
			}
			publish = append(publish, "$JS.ACK."+stream+"."+consumer+".1.1.1.1.0")
		}
	}
	subscribe := []string{">", "articles.>", "records.v1.>", "_INBOX.>", "_INBOX_worker.>", "_INBOX_publisher.>", "_INBOX_loader.>", "_INBOX_reader.>", "$JS.>", "$SYS.>", "$O.>", "gleaner.extract"}
	own := func(role string) []string { return []string{"_INBOX_" + role + ".>"} }
	bodies := []string{"$O.bodies.C.x", "$JS.API.STREAM.INFO.OBJ_bodies"}
	for _, k := range []struct {
		role               string
		publish, subscribe []string
	}{
		{"publisher", append([]string{"articles.raw.wire", "articles.backfill.2019", "$JS.API.INFO"}, bodies...), own("publisher")},
		{"worker", append([]string{
			"articles.dead.timeout", "articles.skipped.x", "records.v1.event.ban", "records.v1.article.a", "$JS.API.INFO",
			"$JS.API.STREAM.INFO.ARTICLES", "$JS.API.STREAM.MSG.GET.ARTICLES", "$JS.API.STREAM.INFO.BACKFILL", "$JS.API.STREAM.MSG.GET.BACKFILL", "$JS.API.DIRECT.GET.ARTICLES", "$JS.API.DIRECT.GET.BACKFILL", "$JS.API.STREAM.INFO.RECORDS",
			"$JS.API.CONSUMER.INFO.ARTICLES.gleaner-live", "$JS.API.CONSUMER.MSG.NEXT.ARTICLES.gleaner-live", "$JS.ACK.ARTICLES.gleaner-live.1.1.1.1.0",
			"$JS.API.CONSUMER.INFO.BACKFILL.gleaner-backfill", "$JS.API.CONSUMER.MSG.NEXT.BACKFILL.gleaner-backfill", "$JS.ACK.BACKFILL.gleaner-backfill.1.1.1.1.0",
			"$JS.API.CONSUMER.INFO.ADVISORIES.gleaner-rescue", "$JS.API.CONSUMER.MSG.NEXT.ADVISORIES.gleaner-rescue", "$JS.ACK.ADVISORIES.gleaner-rescue.1.1.1.1.0",
			"$JS.API.STREAM.MSG.GET.OBJ_bodies",
		}, append(bodies, consumersOf("OBJ_bodies", "CREATE", "DELETE")...)...), own("worker")},
		{"loader", append(bodies, []string{
			"$JS.API.INFO", "$JS.API.STREAM.INFO.RECORDS", "$JS.API.STREAM.INFO.DEAD",
			"$JS.API.CONSUMER.INFO.RECORDS.gleaner-load", "$JS.API.CONSUMER.MSG.NEXT.RECORDS.gleaner-load", "$JS.ACK.RECORDS.gleaner-load.1.1.1.1.0",
			"$JS.API.CONSUMER.INFO.DEAD.gleaner-load", "$JS.API.CONSUMER.MSG.NEXT.DEAD.gleaner-load", "$JS.ACK.DEAD.gleaner-load.1.1.1.1.0",
		}...), own("loader")},
		{"reader", slices.DeleteFunc(append([]string{"$JS.API.INFO", "$JS.API.STREAM.INFO.RECORDS"}, consumersOf("RECORDS", "CREATE", "DELETE", "INFO", "MSG.NEXT")...),
			func(subject string) bool {
				return strings.Contains(subject, "gleaner-load") && !strings.Contains(subject, "INFO")
			}), append(own("reader"), "records.v1.>")},
		{"asker", []string{"gleaner.extract"}, nil},
	} {
		nc, err := nats.Connect(s.ClientURL(), nats.UserInfo(k.role, "secret-of-"+k.role), nats.ErrorHandler(func(*nats.Conn, *nats.Subscription, error) {}))
		if err != nil {
			t.Fatal(err)
		}
		defer nc.Close()
		for _, subject := range publish {
			want := slices.Contains(k.publish, subject)
			if got := permitted(t, nc, func() error { return nc.Publish(subject, nil) }, subject); got != want {
				t.Errorf("%s may publish to %s: %v, want %v", k.role, subject, got, want)
			}
		}
		for _, subject := range subscribe {
			want := slices.Contains(k.subscribe, subject)
			if got := permitted(t, nc, func() error { _, err := nc.SubscribeSync(subject); return err }, subject); got != want {
				t.Errorf("%s may subscribe to %s: %v, want %v", k.role, subject, got, want)
			}
		}
	}
}

func consumersOf(stream string, verbs ...string) []string {
	var out []string
	for _, consumer := range []string{"gleaner-live", "gleaner-backfill", "gleaner-rescue", "gleaner-load", "other"} {
		for _, verb := range verbs {
			out = append(out, "$JS.API.CONSUMER."+verb+"."+stream+"."+consumer)
		}
	}
	return out
}

// permitted says whether the server lets the connection do something with a subject.
func permitted(t *testing.T, nc *nats.Conn, do func() error, subject string) bool {
	t.Helper()
	if err := do(); err != nil {
		t.Fatal(err)
	}
	if err := nc.Flush(); err != nil {
		t.Fatal(err)
	}
	err := nc.LastError()
	return err == nil || !strings.Contains(err.Error(), `"`+subject+`"`)
}

// TestWorkerWithoutConsumer: a worker that may not make its consumer is told
// what to do, at once.
func TestWorkerWithoutConsumer(t *testing.T) {
	s := startAccounts(t, false)
	operator, _ := as(t, s, "operator")
	if _, err := operator.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	worker, _ := as(t, s, "worker")
	_, err := worker.Source(t.Context(), SourceConfig{Durable: "reread-2"})
	if err == nil || !strings.Contains(err.Error(), "gleaner streams apply") {
		t.Errorf("a consumer that may not be made: %v", err)
	}
	var told []StreamChange
	other, err := worker.Source(t.Context(), SourceConfig{AckWait: time.Hour, Changed: func(c StreamChange) { told = append(told, c) }})
	if err != nil {
		t.Fatalf("a consumer that may not be changed: %v", err)
	}
	if len(told) != 1 || told[0].Action != "refused" || told[0].Consumer != "gleaner-live" {
		t.Errorf("told %+v", told)
	}
	if wait := other.(*source).AckWait(); wait == time.Hour {
		t.Errorf("articles are kept alive as if the consumer waited %s", wait)
	}
	if err := other.Close(t.Context()); err != nil {
		t.Error(err)
	}
	reader, _ := as(t, s, "reader")
	if _, err := reader.PublishArticle(t.Context(), testSubject, nil, []byte("{}")); err == nil || !strings.Contains(err.Error(), "may not do this") {
		t.Errorf("a reader that publishes: %v", err)
	}
}
