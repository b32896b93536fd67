package jetstream

import (
	"errors"
	"strings"
	"testing"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// TestStored: the leader of a stream gives a message as it was published, and
// says which are gone.
func TestStored(t *testing.T) {
	c := testClient(t)
	if _, err := c.PublishArticle(t.Context(), testSubject, map[string][]string{"Content-Type": {"text/plain"}}, []byte("Fennmark banned Ostrevia Rail.")); err != nil {
		t.Fatal(err)
	}
	msg, err := c.stored(t.Context(), streamArticles, 1)
	if err != nil || msg == nil {
		t.Fatalf("message 1: %v, %v", msg, err)
	}
	if msg.Subject != testSubject || msg.Sequence != 1 || string(msg.Data) != "Fennmark banned Ostrevia Rail." || msg.Time.IsZero() || msg.Header.Get("Content-Type") != "text/plain" || msg.Header.Get(nats.MsgIdHdr) == "" {
		t.Errorf("message 1 is %+v", msg)
	}
	if msg, err := c.stored(t.Context(), streamArticles, 2); msg != nil || err != nil {
		t.Errorf("message 2: %v, %v", msg, err)
	}
	if _, err := c.stored(t.Context(), "NONE", 1); !errors.Is(err, js.ErrStreamNotFound) {
		t.Errorf("a stream that is not there: %v", err)
	}
}

// TestHoldsBody: the leader says whether a body is there, was never there, or
// was removed; only a body that it does not hold is refused for good.
func TestHoldsBody(t *testing.T) {
	c := testClient(t)
	ticket, err := c.store(t.Context(), []byte("large"))
	if err != nil {
		t.Fatal(err)
	}
	holds := func(what string, ticket claim, want bool) {
		t.Helper()
		if got, err := c.holdsBody(t.Context(), ticket); err != nil || got != want {
			t.Errorf("%s: held %t, %v; want %t", what, got, err, want)
		}
	}
	holds("a stored body", ticket, true)
	holds("another", claim{object: "never stored/?>*"}, false)
	bodies, err := c.bodies(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := bodies.Delete(t.Context(), ticket.object); err != nil {
		t.Fatal(err)
	}
	holds("a removed body", ticket, false)
	var refused *schemas.FieldError
	if _, err := c.fetch(t.Context(), ticket); !errors.As(err, &refused) || !strings.Contains(err.Error(), "holds no body") {
		t.Errorf("fetching a removed body: %v", err)
	}
}
