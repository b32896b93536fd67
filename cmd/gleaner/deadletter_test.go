package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gleaner/pipeline/jetstream"
	"gleaner/schemas"
)

// TestDeadLetters sends each kind of bad article through the whole system. Each
// is found among the dead letters with reason, field, remedy and payload, and
// the worker goes on.
func TestDeadLetters(t *testing.T) {
	t.Parallel()
	const plain = "text/plain"
	deep := `{"text": "Pellworth Rail.", "metadata": {"a": ` + strings.Repeat("[", 50) + strings.Repeat("]", 50) + `}}`
	cases := []struct {
		name, contentType, body string
		reason                  schemas.Code
		field                   string
	}{
		{"empty body", "", "", schemas.CodeEmptyBody, ""},
		{"invalid UTF-8", plain, "Pellworth \xff Rail", schemas.CodeInvalidUTF8, ""},
		{"50 levels", "", deep, schemas.CodeTooDeep, ""},
		{"wrong type", "", `{"text": ["Pellworth Rail"]}`, schemas.CodeWrongType, "text"},
		{"missing text", "", `{"title": "Pellworth Rail"}`, schemas.CodeMissingText, "text"},
		{"unknown field", "", `{"text": "Pellworth Rail.", "txet": ""}`, schemas.CodeUnknownField, "txet"},
		{"cut JSON", "", `{"text": "Pellworth`, schemas.CodeInvalidJSON, ""},
		{"endless sentence", plain, strings.Repeat("rail ", 40_000), schemas.CodeSentenceTooLong, "text"},
		{"20 MB of text", plain, strings.Repeat("Pellworth was fined. ", 20<<20/21+1), schemas.CodeTooLarge, ""},
	}
	p, url := startUp(t)
	other := subscribe(t, url)
	client, err := jetstream.Connect(t.Context(), jetstream.Config{URL: url, Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	source := func(i int) string { return fmt.Sprintf("case%d", i) }
	for i, c := range cases {
		// What is larger than a message goes through the object store.
		if _, err := client.PublishArticle(t.Context(), schemas.SubjectRaw+source(i), map[string][]string{"Content-Type": {c.contentType}}, []byte(c.body)); err != nil {
			t.Fatalf("publish %s: %v", c.name, err)
		}
	}
	other.send(schemas.SubjectRaw+"good", "", []byte(`{"id": "good", "text": "The regulator fined Pellworth Rail."}`))

	bySubject := map[string]schemas.DeadLetter{}
	other.read("DEAD", schemas.SubjectDead+">", func(_ string, e schemas.CloudEvent) bool {
		l := content[schemas.DeadLetter](t, e)
		bySubject[l.Subject] = l
		return len(bySubject) < len(cases)
	})
	other.read("RECORDS", schemas.SubjectArticle+">", func(_ string, e schemas.CloudEvent) bool { return e.Subject != "good" })

	for i, c := range cases {
		l, ok := bySubject[schemas.SubjectRaw+source(i)]
		if !ok {
			t.Errorf("%s: no dead letter", c.name)
			continue
		}
		if l.Reason != string(c.reason) || l.Field != c.field || l.Error == "" || l.Hint == "" || l.Attempts != 1 {
			t.Errorf("%s: reason %q, field %q, error %q, hint %q after %d attempts; want %q and %q after 1",
				c.name, l.Reason, l.Field, l.Error, l.Hint, l.Attempts, c.reason, c.field)
		}
		payload, err := client.Payload(t.Context(), &l)
		if err != nil || !bytes.Equal(payload, []byte(c.body)) {
			t.Errorf("%s: payload of %d bytes (%v), want the %d that were sent", c.name, len(payload), err, len(c.body))
		}
	}
	p.interrupt()
}

// TestPublishTooLarge: of a file that is too large nothing is sent, not even
// its beginning.
func TestPublishTooLarge(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "large.txt")
	if err := os.WriteFile(path, bytes.Repeat([]byte("Pellworth was fined. "), schemas.MaxArticleBytes/20), 0o600); err != nil {
		t.Fatal(err)
	}
	_, url := startUp(t)
	p := start(t, "publish", "--raw", "--nats", url, path)
	p.shows("large.txt:1: article: more than .* bytes")
	if code := p.ends(); code != exitFailed {
		t.Errorf("exit code %d, want %d", code, exitFailed)
	}
	if n := subscribe(t, url).stored("ARTICLES"); n != 0 {
		t.Errorf("%d articles were sent", n)
	}
}
