package jetstream

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// found lists the sequences of the letters a filter chooses.
func found(t *testing.T, c *Client, f LetterFilter) []uint64 {
	t.Helper()
	var out []uint64
	err := c.Letters(t.Context(), f, func(l Letter) error {
		out = append(out, l.Sequence)
		return nil
	})
	if err != nil {
		t.Fatalf("%+v: %v", f, err)
	}
	return out
}

func TestLetters(t *testing.T) {
	c := testClient(t)
	if got := found(t, c, LetterFilter{}); got != nil {
		t.Errorf("an empty stream holds %v", got)
	}
	sink := testSink(t, c)
	for i, l := range []schemas.DeadLetter{
		{Subject: "articles.raw.wire", Reason: "timeout", Stage: "extract", ArticleID: "a1"},
		{Subject: "articles.raw.wire", Reason: "panic", Stage: "names"},
		{Subject: "articles.backfill.2019", Reason: "timeout", Stage: "write"},
	} {
		l.FirstSeen = time.Date(2026, 3, 1, 10, i, 0, 0, time.UTC).Format(time.RFC3339Nano)
		if err := sink.WriteDead(t.Context(), &l); err != nil {
			t.Fatal(err)
		}
	}
	if err := sink.WriteSkipped(t.Context(), &schemas.DeadLetter{Subject: "articles.raw.wire", Reason: "unsupported_language"}); err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	for _, k := range []struct {
		name string
		f    LetterFilter
		want []uint64
	}{
		{"all", LetterFilter{}, []uint64{1, 2, 3}},
		{"skipped", LetterFilter{Skipped: true}, []uint64{1}},
		{"by sequence", LetterFilter{Sequences: []uint64{3, 1}}, []uint64{3, 1}},
		{"by reason", LetterFilter{Reasons: []string{"timeout"}}, []uint64{1, 3}},
		{"by two reasons", LetterFilter{Reasons: []string{"timeout", "panic"}}, []uint64{1, 2, 3}},
		{"by stage", LetterFilter{Stages: []string{"names"}}, []uint64{2}},
		{"by subject", LetterFilter{Subject: "articles.raw.>"}, []uint64{1, 2}},
		{"by one token", LetterFilter{Subject: "articles.*.2019"}, []uint64{3}},
		{"by article", LetterFilter{ArticleID: "a1"}, []uint64{1}},
		{"after", LetterFilter{After: now.Add(-time.Hour)}, []uint64{1, 2, 3}},
		{"in the future", LetterFilter{After: now.Add(time.Hour)}, nil},
		{"before", LetterFilter{Before: now.Add(-time.Hour)}, nil},
		{"nothing fits", LetterFilter{Reasons: []string{"too_large"}}, nil},
	} {
		if got := found(t, c, k.f); !slices.Equal(got, k.want) {
			t.Errorf("%s: %v, want %v", k.name, got, k.want)
		}
	}
	err := c.Letters(t.Context(), LetterFilter{Sequences: []uint64{9}}, func(Letter) error { return nil })
	if err == nil || !strings.Contains(err.Error(), "no letter 9") {
		t.Errorf("a letter that is not there: %v", err)
	}
}

// TestRequeue: once the cause is gone, requeued articles are worked on, small
// ones and those in the object store; the letters are gone, and asking twice
// does not send an article twice.
func TestRequeue(t *testing.T) {
	c := testClient(t)
	plain := map[string][]string{"Content-Type": {"text/plain"}}
	large := append(randomText(serverMaxPayload), []byte(" poison")...)
	for _, body := range [][]byte{[]byte("This is poison."), large} {
		if _, err := c.PublishArticle(t.Context(), testSubject, plain, body); err != nil {
			t.Fatal(err)
		}
	}
	cfg := workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c))
	stop := startWorker(t, cfg)
	awaitIdle(t, c)
	stop()
	var all []Letter
	if err := c.Letters(t.Context(), LetterFilter{}, func(l Letter) error { all = append(all, l); return nil }); err != nil {
		t.Fatal(err)
	}
	if len(all) != 2 {
		t.Fatalf("%d letters", len(all))
	}
	for range 2 {
		for _, l := range all {
			if err := c.Requeue(t.Context(), l); err != nil {
				t.Fatal(err)
			}
		}
	}
	if got := found(t, c, LetterFilter{}); got != nil {
		t.Errorf("letters %v are still there", got)
	}
	sent := messages(t, c, streamArticles)
	if len(sent) != 4 || sent[2].Header.Get(HeaderFirstSeen) != all[0].FirstSeen || sent[3].Header.Get(HeaderObject) == "" {
		t.Fatalf("%d messages, the requeued ones with %v", len(sent), sent[len(sent)-1].Header)
	}
	cfg = workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c))
	cfg.Extractor = cured{}
	stop = startWorker(t, cfg)
	awaitIdle(t, c)
	stop()
	if got := readers(t, c); len(got.Articles) != 2 || len(got.Dead) != 0 {
		t.Errorf("readers know %d articles and %d dead letters", len(got.Articles), len(got.Dead))
	}
	if err := c.Requeue(t.Context(), Letter{DeadLetter: schemas.DeadLetter{Subject: "file:a.txt"}}); err == nil {
		t.Error("requeued under a subject that nobody reads")
	}
}

// TestRequeueInVain: an article that fails again, for the same reason and within
// the duplicate window, has a letter again.
func TestRequeueInVain(t *testing.T) {
	c := testClient(t)
	publishJSON(t, c, `{"id":"a1","text":"This is poison."}`)
	startWorker(t, workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c)))
	for sequence := uint64(1); sequence <= 3; sequence++ {
		var letter Letter
		await(t, fmt.Sprintf("letter %d", sequence), func() bool {
			err := c.Letters(t.Context(), LetterFilter{}, func(l Letter) error { letter = l; return nil })
			return err == nil && letter.Sequence == sequence
		})
		if err := c.Requeue(t.Context(), letter); err != nil {
			t.Fatal(err)
		}
	}
}

// TestSweepBodies: a body nothing refers to any more is removed, and no other.
func TestSweepBodies(t *testing.T) {
	c := testClient(t)
	plain := map[string][]string{"Content-Type": {"text/plain"}}
	kept := randomText(serverMaxPayload)
	if _, err := c.PublishArticle(t.Context(), testSubject, plain, kept); err != nil {
		t.Fatal(err)
	}
	inLetter := bytes.Repeat([]byte("x"), serverMaxPayload)
	if err := testSink(t, c).WriteDead(t.Context(), &schemas.DeadLetter{Subject: testSubject, Payload: inLetter, Reason: "timeout"}); err != nil {
		t.Fatal(err)
	}
	orphan, err := c.store(t.Context(), []byte("orphan"))
	if err != nil {
		t.Fatal(err)
	}
	if swept, err := c.SweepBodies(t.Context(), false); err != nil || len(swept) != 0 {
		t.Errorf("young bodies were swept: %v, %v", swept, err)
	}
	for _, dryRun := range []bool{true, false} {
		swept, err := c.sweep(t.Context(), 0, dryRun)
		if err != nil || len(swept) != 1 || swept[0].Name != orphan.object {
			t.Errorf("swept %v, %v", swept, err)
		}
	}
	if _, err := c.fetch(t.Context(), orphan); err == nil {
		t.Error("the orphan is still there")
	}
	var gone []Letter
	if err := c.Letters(t.Context(), LetterFilter{}, func(l Letter) error { gone = append(gone, l); return c.DropLetter(t.Context(), l) }); err != nil || len(gone) != 1 {
		t.Fatal(gone, err)
	}
	if err := c.DropLetter(t.Context(), gone[0]); err != nil {
		t.Errorf("dropped twice: %v", err)
	}
	if swept, err := c.sweep(t.Context(), 0, false); err != nil || len(swept) != 1 || swept[0].Name != gone[0].PayloadRef {
		t.Errorf("after the drop: %v, %v", swept, err)
	}
	if swept, err := c.sweep(t.Context(), 0, false); err != nil || len(swept) != 0 {
		t.Errorf("what an article refers to was swept: %v, %v", swept, err)
	}
}

// TestRescue: an article the server gave up on becomes a dead letter, once,
// also when it did so while nobody watched.
func TestRescue(t *testing.T) {
	c := testClient(t)
	publishJSON(t, c, article("a1"))
	s := testSource(t, c, SourceConfig{MaxDeliver: 2, AckWait: 50 * time.Millisecond})
	for range 2 {
		d, err := s.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if d.Attempt() == 2 {
			break // and never settled: AckWait passes and the server gives up
		}
	}
	await(t, "the server to give up", func() bool {
		state, err := c.showStream(t.Context(), streamAdvisories)
		return err == nil && state.Messages == 1
	})
	sink := testSink(t, c)
	for range 2 {
		done := make(chan error, 1)
		ctx, stop := context.WithCancel(t.Context())
		go func() { done <- c.Rescue(ctx, sink) }()
		await(t, "the letter", func() bool {
			state, err := c.showStream(t.Context(), streamAdvisories)
			return err == nil && state.Consumers[0].Pending == 0 && state.Consumers[0].InFlight == 0 && len(letters(t, c, streamDead)) == 1
		})
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		// The same advisory again, as when its ack was lost.
		advisory := messages(t, c, streamAdvisories)[0]
		if _, err := c.js.Publish(t.Context(), advisory.Subject, advisory.Data); err != nil {
			t.Fatal(err)
		}
	}
	l := letters(t, c, streamDead)[0]
	if l.Reason != string(schemas.CodeAttemptsExhausted) || l.Subject != testSubject || l.Attempts != 2 || l.Stage != "deliver" || !reflect.DeepEqual(l.Payload, []byte(article("a1"))) {
		t.Errorf("letter %+v", l)
	}
}

// TestRescueIgnores: an advisory of another stream, of an article that is gone,
// or of nonsense is done with.
func TestRescueIgnores(t *testing.T) {
	c := testClient(t)
	subject := subjectMaxDeliveries + streamArticles + ".x"
	for _, body := range []string{"nonsense", `{"stream":"RECORDS","stream_seq":1}`, `{"stream":"ARTICLES","stream_seq":99}`} {
		if _, err := c.js.Publish(t.Context(), subject, []byte(body)); err != nil {
			t.Fatal(err)
		}
		consumer, err := c.js.OrderedConsumer(t.Context(), streamAdvisories, js.OrderedConsumerConfig{DeliverPolicy: js.DeliverLastPolicy})
		if err != nil {
			t.Fatal(err)
		}
		msg, err := consumer.Next()
		if err != nil {
			t.Fatal(err)
		}
		if err := c.rescue(t.Context(), msg, testSink(t, c)); err != nil {
			t.Errorf("%s: %v", body, err)
		}
	}
	if got := found(t, c, LetterFilter{}); got != nil {
		t.Errorf("letters %v", got)
	}
}

// TestUnreadableLetters: what somebody else sent does not keep the letters from
// being read; it is listed, shown and dropped, and never sent as an article.
func TestUnreadableLetters(t *testing.T) {
	c := testClient(t)
	send := func(subject string, body []byte) {
		t.Helper()
		if _, err := c.js.Publish(t.Context(), subject, body); err != nil {
			t.Fatal(err)
		}
	}
	send("articles.dead.foo", []byte("abc"))
	if err := testSink(t, c).WriteDead(t.Context(), &schemas.DeadLetter{Subject: "articles.raw.wire", Reason: "timeout", Payload: []byte(`{}`)}); err != nil {
		t.Fatal(err)
	}
	send("articles.dead.timeout", []byte(`{"data":{}}`))
	large, err := json.Marshal(strings.Repeat("x", maxUnreadable))
	if err != nil {
		t.Fatal(err)
	}
	send("articles.dead.foo", large)
	send("articles.skipped.foo", nil)

	for _, k := range []struct {
		name string
		f    LetterFilter
		want []uint64
	}{
		{"all", LetterFilter{}, []uint64{1, 2, 3, 4}},
		{"skipped", LetterFilter{Skipped: true}, []uint64{1}},
		{"by sequence", LetterFilter{Sequences: []uint64{1, 2}}, []uint64{1, 2}},
		{"those alone", LetterFilter{Reasons: []string{"unreadable"}}, []uint64{1, 3, 4}},
		{"among others", LetterFilter{Reasons: []string{"timeout", "unreadable"}}, []uint64{1, 2, 3, 4}},
		{"without them", LetterFilter{Reasons: []string{"timeout"}}, []uint64{2}},
		{"by subject", LetterFilter{Subject: "articles.dead.foo"}, []uint64{1, 4}},
	} {
		if got := found(t, c, k.f); !slices.Equal(got, k.want) {
			t.Errorf("%s: %v, want %v", k.name, got, k.want)
		}
	}

	err = c.Letters(t.Context(), LetterFilter{Reasons: []string{"unreadable"}}, func(l Letter) error {
		want := []byte("abc")
		switch l.Sequence {
		case 3:
			want = []byte(`{"data":{}}`)
		case 4:
			want = large[:maxUnreadable]
		}
		if !bytes.Equal(l.Payload, want) || l.Stored.IsZero() || l.Error == "" || l.Hint == "" || l.Stage != "decode" {
			t.Errorf("letter %d at %v with %d bytes: %q, %q", l.Sequence, l.Stored, len(l.Payload), l.Error, l.Hint)
		}
		if err := c.Requeue(t.Context(), l); err == nil || !strings.Contains(err.Error(), "unreadable") {
			t.Errorf("requeue %d: %v", l.Sequence, err)
		}
		return c.DropLetter(t.Context(), l)
	})
	if err != nil {
		t.Fatal(err)
	}
	if got := found(t, c, LetterFilter{}); !slices.Equal(got, []uint64{2}) {
		t.Errorf("%v are left, want the letter", got)
	}
}

// cured is stub that has learned to read poison.
type cured struct{}

func (cured) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	return stub{}.Extract(ctx, &schemas.Article{ID: a.ID, FetchedAt: a.FetchedAt})
}

// TestScanEnds: reading what is stored ends where the leader says, also where
// the newest messages are gone, or go while it reads.
func TestScanEnds(t *testing.T) {
	c := testClient(t)
	if _, err := c.newestOf(t.Context(), "NONE"); !errors.Is(err, js.ErrStreamNotFound) {
		t.Errorf("a stream that is not there: %v", err)
	}
	seen := func(then func()) (count int) {
		t.Helper()
		err := c.scan(t.Context(), streamDead, js.OrderedConsumerConfig{}, func(js.Msg, *js.MsgMetadata) error {
			if count++; count == 1 {
				then()
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		return count
	}
	nothing := func() {}
	if got := seen(nothing); got != 0 {
		t.Errorf("an empty stream: %d messages", got)
	}
	sink := testSink(t, c)
	const all = 300 // more than are fetched at once
	for i := range all {
		if err := sink.WriteDead(t.Context(), &schemas.DeadLetter{Subject: "articles.raw.wire", Reason: "timeout", FirstSeen: time.Unix(int64(i), 0).UTC().Format(time.RFC3339Nano)}); err != nil {
			t.Fatal(err)
		}
	}
	drop := func(from, to uint64) {
		for seq := from; seq <= to; seq++ {
			if err := c.DropLetter(t.Context(), Letter{Sequence: seq}); err != nil {
				t.Fatal(err)
			}
		}
	}
	drop(all, all)
	for _, subjects := range [][]string{nil, {"articles.dead.>"}, {"articles.dead.timeout"}, {"articles.dead.panic", "articles.dead.timeout"}} {
		if n, err := c.newestOf(t.Context(), streamDead, subjects...); err != nil || n.seq != all-1 || n.time.IsZero() {
			t.Errorf("newest of %q: %+v, %v", subjects, n, err)
		}
	}
	if got := seen(nothing); got != all-1 {
		t.Errorf("%d messages, want %d", got, all-1)
	}
	if got := seen(func() { drop(200, all-1) }); got != 199 {
		t.Errorf("%d messages while others went, want 199", got)
	}
}
