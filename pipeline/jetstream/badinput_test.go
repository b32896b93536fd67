package jetstream

import (
	"bytes"
	"sync"
	"testing"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// TestBadInput sends each kind of bad article through a real server and finds
// it in the dead letters, with its payload, its reason and what to do. The
// worker goes on.
func TestBadInput(t *testing.T) {
	plain := map[string][]string{"Content-Type": {"text/plain"}}
	deep := bytes.Repeat([]byte("["), 50)
	deep = append(append([]byte(`{"text":"Fennmark","metadata":{"a":`), deep...), append(bytes.Repeat([]byte("]"), 50), "}}"...)...)
	large := bytes.Repeat([]byte("Fennmark fined Ostrevia Rail. "), 20<<20/30)
	cases := []struct {
		name   string
		header map[string][]string
		body   []byte
		reason schemas.Code
		field  string
		byRef  bool
	}{
		{name: "empty body", body: []byte{}, reason: schemas.CodeEmptyBody},
		{name: "blank body", body: []byte(" \n"), reason: schemas.CodeEmptyBody},
		{name: "invalid UTF-8", header: plain, body: []byte("Fennmark \xff\xfe fined"), reason: schemas.CodeInvalidUTF8},
		{name: "20 MB of text", header: plain, body: large, reason: schemas.CodeTooLarge, byRef: true},
		{name: "50 levels of JSON", body: deep, reason: schemas.CodeTooDeep},
		{name: "wrong type", body: []byte(`{"text":["Fennmark"]}`), reason: schemas.CodeWrongType, field: "text"},
		{name: "missing text", body: []byte(`{"title":"Fennmark"}`), reason: schemas.CodeMissingText, field: "text"},
		{name: "unknown field", body: []byte(`{"text":"Fennmark","txet":""}`), reason: schemas.CodeUnknownField, field: "txet"},
		{name: "not JSON", body: []byte(`Fennmark fined Ostrevia Rail.`), reason: schemas.CodeInvalidJSON},
		{name: "cut JSON", body: []byte(`{"text":"Fennmark`), reason: schemas.CodeInvalidJSON},
		{name: "image", header: map[string][]string{"Content-Type": {"image/png"}}, body: []byte("\x89PNG"), reason: schemas.CodeInvalidUTF8},
		{name: "panic", body: []byte(`{"text":"poison"}`), reason: schemas.CodePanic},
		{name: "claim without a body", header: map[string][]string{"Content-Type": {"text/plain"}, HeaderObject: {"0123456789abcdef"}}, body: nil, reason: schemas.CodeInvalidValue, byRef: true},
	}
	c := testClient(t)
	for _, k := range cases {
		if _, err := c.PublishArticle(t.Context(), testSubject, k.header, k.body); err != nil {
			t.Fatalf("%s: %v", k.name, err)
		}
	}
	publishJSON(t, c, article("good"))

	var all sync.WaitGroup
	all.Add(len(cases) + 1)
	cfg := workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c))
	cfg.Workers, cfg.Ordered = 2, true
	cfg.Observe = func(s pipeline.Settlement) {
		if s.Disposition == pipeline.Retry {
			t.Errorf("tried again: %+v", s)
			return
		}
		all.Done()
	}
	stop := startWorker(t, cfg)
	all.Wait()
	stop()

	dead := letters(t, c, streamDead)
	if len(dead) != len(cases) {
		t.Fatalf("%d dead letters, want %d", len(dead), len(cases))
	}
	for i, k := range cases {
		l := dead[i]
		if l.Reason != string(k.reason) || l.Field != k.field || l.Error == "" || l.Hint == "" || l.Subject != testSubject || l.Attempts != 1 {
			t.Errorf("%s: dead letter %+v, want reason %s and field %q", k.name, withoutPayload(l), k.reason, k.field)
		}
		if got := l.PayloadRef != ""; got != k.byRef {
			t.Errorf("%s: payload by reference is %v, want %v", k.name, got, k.byRef)
		}
		if k.header[HeaderObject] != nil {
			continue
		}
		payload, err := c.Payload(t.Context(), &l)
		if err != nil || !bytes.Equal(payload, k.body) {
			t.Errorf("%s: payload of %d bytes (%v), want %d", k.name, len(payload), err, len(k.body))
		}
	}
	for _, msg := range messages(t, c, streamDead) {
		event := decode[schemas.CloudEvent](t, msg.Data)
		if want := schemas.SubjectDead + decode[schemas.DeadLetter](t, event.Data).Reason; msg.Subject != want || event.Type != schemas.TypeDead {
			t.Errorf("dead letter on %s with type %s, want %s", msg.Subject, event.Type, want)
		}
	}
	if got := readers(t, c).Articles; len(got) != 1 || got["good"] == nil {
		t.Errorf("readers know %v, want the good article", got)
	}
}

func withoutPayload(l schemas.DeadLetter) schemas.DeadLetter {
	l.Payload = nil
	return l
}

// TestLargeArticle: an article above the server's limit comes through whole,
// and a dead letter of it refers to the body instead of holding it.
func TestLargeArticle(t *testing.T) {
	c := testClient(t)
	body := bytes.Repeat([]byte("Fennmark fined Ostrevia Rail. "), (serverMaxPayload+1<<20)/30)
	plain := map[string][]string{"Content-Type": {"text/plain"}}
	for i, want := range []bool{false, true} {
		duplicate, err := c.PublishArticle(t.Context(), testSubject, plain, body)
		if err != nil || duplicate != want {
			t.Fatalf("publish %d: duplicate %v, %v", i, duplicate, err)
		}
	}
	d, err := testSource(t, c, SourceConfig{}).Next(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := d.(pipeline.Loader).Load(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(d.Body(), body) {
		t.Errorf("got %d bytes, want %d", len(d.Body()), len(body))
	}
	// A body just below the limit as an article is above it as base64 in a letter.
	middle := body[:serverMaxPayload*8/10]
	letter := schemas.DeadLetter{Subject: testSubject, Payload: middle, Reason: "timeout"}
	if err := testSink(t, c).WriteDead(t.Context(), &letter); err != nil {
		t.Fatal(err)
	}
	stored := letters(t, c, streamDead)[0]
	payload, err := c.Payload(t.Context(), &stored)
	if err != nil || stored.PayloadRef == "" || !bytes.Equal(payload, middle) {
		t.Errorf("payload %q of %d bytes: %v", stored.PayloadRef, len(payload), err)
	}
}
