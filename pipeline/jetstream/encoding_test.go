package jetstream

import (
	"bytes"
	"errors"
	"testing"

	"github.com/nats-io/nats.go"

	"gleaner/pipeline"
	"gleaner/schemas"
)

func TestCodec(t *testing.T) {
	c := newCodec()
	text := bytes.Repeat([]byte("Fennmark fined Ostrevia Rail. "), 1000)
	for _, how := range []string{Gzip, Zstd} {
		h := nats.Header{}
		small, err := c.compress(how, h, text)
		if err != nil || len(small) > len(text)/10 || h.Get(HeaderEncoding) != how {
			t.Errorf("%s: %d bytes became %d, %v, %v", how, len(text), len(small), h, err)
		}
		again, err := c.decompress(how, small)
		if err != nil || !bytes.Equal(again, text) {
			t.Errorf("%s: %d bytes came back (%v), want %d", how, len(again), err, len(text))
		}
		bomb, err := c.compress(how, nats.Header{}, make([]byte, schemas.MaxArticleBytes+1))
		if err != nil {
			t.Fatal(err)
		}
		for name, k := range map[string]struct {
			body []byte
			want schemas.Code
		}{"a bomb": {bomb, schemas.CodeTooLarge}, "plain text": {text, schemas.CodeInvalidValue}, "cut": {small[:len(small)/2], schemas.CodeInvalidValue}, "nothing": {nil, ""}} {
			var refused *schemas.FieldError
			_, err := c.decompress(how, k.body)
			if errors.As(err, &refused); refused != nil && refused.Code != k.want && k.want != "" || refused == nil && k.want != "" {
				t.Errorf("%s of %s: %v, want %s", how, name, err, k.want)
			}
		}
	}
	h := nats.Header{}
	if body, err := c.compress(Zstd, h, []byte("short")); err != nil || string(body) != "short" || len(h) > 0 {
		t.Errorf("a short body became %q, %v, %v", body, h, err)
	}
	if _, err := c.compress("lzw", h, text); err == nil {
		t.Error("an unknown compression was used")
	}
}

// TestCompressedArticles: a compressed article is read, also as a claim; one
// that cannot be decompressed is a dead letter as it came; records that are
// compressed are read.
func TestCompressedArticles(t *testing.T) {
	for _, how := range []string{Gzip, Zstd} {
		t.Run(how, func(t *testing.T) {
			c := testClient(t)
			c.cfg.Compression = how
			text := bytes.Repeat([]byte("Fennmark fined Ostrevia Rail. "), 200)
			want := publishOne(t, c, "a1", text)
			large := randomText(serverMaxPayload + 4<<20) // too large for a message, compressed or not
			want = append(want, publishOne(t, c, "a2", large)...)
			bad := nats.Header{"Content-Type": {"text/plain"}, HeaderEncoding: {how}}
			if _, err := c.js.PublishMsg(t.Context(), &nats.Msg{Subject: testSubject, Header: bad, Data: text}); err != nil {
				t.Fatal(err)
			}
			stop := startWorker(t, workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c)))
			awaitIdle(t, c)
			stop()
			got := readers(t, c)
			if len(got.Articles) != len(want) {
				t.Errorf("readers know %v, want %v", got.Articles, want)
			}
			if len(got.Dead) != 1 || got.Dead[0].Reason != string(schemas.CodeInvalidValue) || !bytes.Equal(got.Dead[0].Payload, text) || got.Dead[0].Headers[HeaderEncoding] == nil {
				t.Errorf("%d dead letters, %+v", len(got.Dead), got.Dead)
			}
			msgs := messages(t, c, streamArticles)
			if msgs[0].Header.Get(HeaderEncoding) != how || len(msgs[0].Data) >= len(text) || msgs[1].Header.Get(HeaderObject) == "" {
				t.Errorf("stored as %v with %d bytes, and %v", msgs[0].Header, len(msgs[0].Data), msgs[1].Header)
			}
		})
	}
}

// TestLetterOfCompressed: what the letter says of its payload is true: its
// headers and its payload belong together.
func TestLetterOfCompressed(t *testing.T) {
	c := testClient(t)
	c.cfg.Compression = Zstd
	text := bytes.Repeat([]byte("This is poison. "), 200)
	for _, body := range [][]byte{text, append(randomText(serverMaxPayload+4<<20), text...)} {
		if _, err := c.PublishArticle(t.Context(), testSubject, map[string][]string{"Content-Type": {"text/plain"}}, body); err != nil {
			t.Fatal(err)
		}
	}
	stop := startWorker(t, workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c)))
	awaitIdle(t, c)
	stop()
	for _, l := range letters(t, c, streamDead) {
		payload, err := c.Payload(t.Context(), &l)
		if err != nil || !bytes.HasSuffix(payload, text) || l.Reason != string(schemas.CodePanic) {
			t.Errorf("reason %s, payload of %d bytes (%v)", l.Reason, len(payload), err)
		}
		if encoded := l.Headers[HeaderEncoding] != nil; encoded != (l.PayloadRef != "") {
			t.Errorf("headers %v with payload_ref %q", l.Headers, l.PayloadRef)
		}
	}
}

// publishOne sends an article with the text and returns its id.
func publishOne(t *testing.T, c *Client, id string, text []byte) []string {
	t.Helper()
	body, err := encode(schemas.Article{ID: id, Text: string(text)})
	if err == nil {
		_, err = c.PublishArticle(t.Context(), testSubject, nil, body)
	}
	if err != nil {
		t.Fatal(err)
	}
	return []string{id}
}

// randomText is n bytes of text that hardly shrinks.
func randomText(n int) []byte {
	const letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 ."
	out := make([]byte, n)
	state := uint64(1)
	for i := range out {
		state ^= state << 13
		state ^= state >> 7
		state ^= state << 17
		out[i] = letters[state>>32&63]
	}
	return out
}

var _ pipeline.Loader = (*delivery)(nil)
