package jetstream

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/nats-io/nats.go"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// serverBinaries are the nats-server programs to try beside the embedded one:
// those of GLEANER_NATS_SERVERS, a list of paths as in PATH.
func serverBinaries(t *testing.T) []string {
	t.Helper()
	list := os.Getenv("GLEANER_NATS_SERVERS")
	if list == "" {
		const missing = "other versions of nats-server are not tried: GLEANER_NATS_SERVERS names none"
		if os.Getenv("GLEANER_REQUIRE_SERVICES") != "" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	return filepath.SplitList(list)
}

// startBinary runs a nats-server program with JetStream and returns a client.
func startBinary(t *testing.T, binary string) *Client {
	t.Helper()
	port := freePorts(t, 1)[0]
	conf := filepath.Join(t.TempDir(), "nats.conf")
	text := fmt.Sprintf("listen: \"127.0.0.1:%d\"\nmax_payload: %d\njetstream { store_dir: %q }\n", port, serverMaxPayload, t.TempDir())
	if err := os.WriteFile(conf, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(binary, "-c", conf)
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = cmd.Process.Kill(); _ = cmd.Wait() })
	var c *Client
	await(t, binary+" to listen", func() (up bool) {
		var err error
		c, err = Connect(t.Context(), Config{URL: fmt.Sprintf("nats://127.0.0.1:%d", port)})
		return err == nil
	})
	t.Cleanup(func() { _ = c.Close() })
	return c
}

// TestServerVersions does everything that we ask of a server on each of the
// versions there are.
func TestServerVersions(t *testing.T) {
	for _, binary := range serverBinaries(t) {
		c := startBinary(t, binary)
		t.Run(c.nc.ConnectedServerVersion(), func(t *testing.T) { everythingWorks(t, c) })
	}
}

func everythingWorks(t *testing.T, c *Client) {
	for _, want := range []string{"create", "unchanged"} {
		changes, err := c.ApplyStreams(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, change := range changes {
			if change.Action != want {
				t.Errorf("%s %s: %s %v, want %s", change.Stream, change.Consumer, change.Action, change.Fields, want)
			}
		}
	}
	// Articles: small, twice the same, changed, too large for a message, poisonous; and one of an archive.
	text := map[string][]string{"Content-Type": {"text/plain"}}
	large := append(randomText(serverMaxPayload), " Fennmark."...)
	for _, body := range [][]byte{[]byte("Fennmark fined Ostrevia Rail."), []byte("Fennmark fined Ostrevia Rail."), large, []byte("This is poison.")} {
		if _, err := c.PublishArticle(t.Context(), testSubject, text, body); err != nil {
			t.Fatal(err)
		}
	}
	lane, err := c.JobLane(t.Context(), "2019", "run", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := lane.Send(t.Context(), []JobArticle{{Position: "1", Body: []byte(article("b1"))}}); err != nil {
		t.Fatal(err)
	}
	sink := testSink(t, c)
	for _, lane := range []Lane{Live, Backfill} {
		startWorker(t, workerConfig(testSource(t, c, SourceConfig{Lane: lane}), sink))
	}
	await(t, "records and the dead letter", func() bool {
		return len(letters(t, c, streamDead)) == 1 && len(settledRecords(t, c)) == 3
	})
	awaitIdle(t, c)
	// Dead letters: found, requeued, dropped.
	for range 2 {
		var letter Letter
		await(t, "the letter", func() bool {
			err := c.Letters(t.Context(), LetterFilter{Reasons: []string{string(schemas.CodePanic)}}, func(l Letter) error { letter = l; return nil })
			return err == nil && letter.Sequence > 0
		})
		if letter.Sequence == 1 {
			err = c.Requeue(t.Context(), letter)
		} else {
			err = c.DropLetter(t.Context(), letter)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	// Bodies nobody refers to go.
	if swept, err := c.sweep(t.Context(), 0, false); err != nil || len(swept) != 0 {
		t.Errorf("swept %v, %v; the large article is still referred to", swept, err)
	}
	// Readers.
	seen := errors.New("seen")
	if err := c.Tail(t.Context(), TailFilter{Articles: true, Since: time.Unix(1, 0)}, func(schemas.CloudEvent) error { return seen }); !errors.Is(err, seen) {
		t.Errorf("tail: %v", err)
	}
	past, err := c.Past(t.Context(), PastConfig{Since: time.Unix(1, 0), Subject: testSubject})
	if err != nil {
		t.Fatal(err)
	}
	read := 0
	for ; ; read++ {
		if _, err := past.Next(t.Context()); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	if err := past.Close(t.Context()); err != nil {
		t.Error(err)
	}
	if read != 4 { // the requeued one among them
		t.Errorf("the past has %d articles, want 4", read)
	}
	records, err := c.Records(t.Context(), RecordsConfig{Durable: "gleaner-load", Once: true})
	if err != nil {
		t.Fatal(err)
	}
	batch, err := records.Next(t.Context())
	if err == nil {
		err = batch.Ack(t.Context())
	}
	if err := errors.Join(err, records.Close(t.Context())); err != nil {
		t.Errorf("load: %v", err)
	}
	// Jobs: one holder.
	first, err := c.Job(t.Context(), "2019")
	if err == nil {
		err = first.Lock(t.Context(), "host:1")
	}
	if err == nil {
		err = first.Save(t.Context(), []byte("state"))
	}
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.Job(t.Context(), "2019")
	if err != nil {
		t.Fatal(err)
	}
	if err := second.Lock(t.Context(), "host:2"); !errors.Is(err, pipeline.ErrAlive) {
		t.Errorf("a second holder: %v", err)
	}
	if err := first.Close(t.Context()); err != nil {
		t.Error(err)
	}
	// Requests.
	service, err := c.StartService(ServiceConfig{Work: pipeline.Config{Extractor: stub{}}})
	if err != nil {
		t.Fatal(err)
	}
	if answer := ask(t, c, nats.Header{"Content-Type": {"text/plain"}}, []byte("Fennmark fined Ostrevia Rail.")); !strings.Contains(string(answer.Data), `"events"`) {
		t.Errorf("answer %.200s", answer.Data)
	}
	if err := service.Stop(context.Background()); err != nil {
		t.Error(err)
	}
	// And the doctor agrees.
	for _, f := range Examine(t.Context(), c.cfg) {
		if f.Status == FindingFail {
			t.Errorf("doctor: %+v", f)
		}
	}
}
