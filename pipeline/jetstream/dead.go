package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// HeaderFirstSeen of a requeued article says when it was stored for the first
// time, so that it does not replace a newer version of itself.
const HeaderFirstSeen = "Gleaner-First-Seen"

// Letter is a dead letter or a skipped article as it is stored.
type Letter struct {
	// Sequence is its number in the stream.
	Sequence uint64
	// Stored is when the server stored it.
	Stored time.Time
	// Skipped says that it is an article that was left out on purpose.
	Skipped bool
	schemas.DeadLetter

	id string // of its CloudEvent
}

// LetterFilter chooses letters; a zero field lets everything through.
type LetterFilter struct {
	// Skipped chooses skipped articles instead of dead letters.
	Skipped bool
	// Sequences, Reasons and Stages list what is wanted.
	Sequences []uint64
	Reasons   []string
	Stages    []string
	// Subject is a pattern of the article's subject, with the wildcards of NATS.
	Subject string
	// ArticleID is the article's.
	ArticleID string
	// After and Before bound when the letter was stored.
	After, Before time.Time
}

// stream is where the chosen letters are.
func (f LetterFilter) stream() string {
	if f.Skipped {
		return streamSkipped
	}
	return streamDead
}

// subjects are those of the wanted reasons.
func (f LetterFilter) subjects() []string {
	prefix := schemas.SubjectDead
	if f.Skipped {
		prefix = schemas.SubjectSkipped
	}
	if len(f.Reasons) == 0 || slices.Contains(f.Reasons, string(schemas.CodeUnreadable)) {
		return []string{prefix + ">"} // what is unreadable is under any
	}
	var out []string
	for _, reason := range f.Reasons {
		out = append(out, prefix+schemas.SubjectToken(reason))
	}
	return out
}

// matches checks what the server has not.
func (f LetterFilter) matches(l Letter) bool {
	switch {
	case len(f.Sequences) > 0 && !slices.Contains(f.Sequences, l.Sequence),
		len(f.Reasons) > 0 && !slices.Contains(f.Reasons, l.Reason),
		len(f.Stages) > 0 && !slices.Contains(f.Stages, l.Stage),
		f.Subject != "" && !subjectMatches(f.Subject, l.Subject),
		f.ArticleID != "" && f.ArticleID != l.ArticleID,
		!f.After.IsZero() && l.Stored.Before(f.After),
		!f.Before.IsZero() && !l.Stored.Before(f.Before):
		return false
	}
	return true
}

// subjectMatches says whether a pattern with the wildcards of NATS fits a subject.
func subjectMatches(pattern, subject string) bool {
	want, have := strings.Split(pattern, "."), strings.Split(subject, ".")
	for i, token := range want {
		switch {
		case token == ">":
			return len(have) > i
		case i >= len(have), token != "*" && token != have[i]:
			return false
		}
	}
	return len(want) == len(have)
}

// Letters calls see with every letter there is that the filter lets through,
// the oldest first, until all are seen, see fails, or ctx ends. A message that
// is no letter has the reason schemas.CodeUnreadable, its own subject and, up to
// 1 MiB, its bytes as payload. A sequence that is asked for and not there is an error.
func (c *Client) Letters(ctx context.Context, f LetterFilter, see func(Letter) error) error {
	if len(f.Sequences) > 0 {
		return c.lettersAt(ctx, f, see)
	}
	cfg := js.OrderedConsumerConfig{FilterSubjects: f.subjects()}
	if !f.After.IsZero() {
		cfg.DeliverPolicy, cfg.OptStartTime = js.DeliverByStartTimePolicy, &f.After
	}
	err := c.scan(ctx, f.stream(), cfg, func(msg js.Msg, meta *js.MsgMetadata) error {
		l := c.letter(&js.RawStreamMsg{Subject: msg.Subject(), Sequence: meta.Sequence.Stream, Header: msg.Headers(), Data: msg.Data(), Time: meta.Timestamp})
		l.Skipped = f.Skipped
		if !f.matches(l) {
			return nil
		}
		return see(l)
	})
	if err != nil {
		return hint(fmt.Errorf("read stream %s: %w", f.stream(), err))
	}
	return nil
}

// lettersAt is Letters by sequence.
func (c *Client) lettersAt(ctx context.Context, f LetterFilter, see func(Letter) error) error {
	for _, seq := range f.Sequences {
		msg, err := c.stored(ctx, f.stream(), seq)
		if err != nil {
			return hint(fmt.Errorf("read letter %d of stream %s: %w", seq, f.stream(), err))
		}
		if msg == nil {
			return fmt.Errorf("stream %s holds no letter %d: it may have been requeued or dropped", f.stream(), seq)
		}
		l := c.letter(msg)
		l.Skipped = f.Skipped
		if !f.matches(l) {
			continue
		}
		if err := see(l); err != nil {
			return err
		}
	}
	return nil
}

// letter is what is stored as one. What is none, for somebody else sent it, is
// one that is unreadable, so that it does not keep the others.
func (c *Client) letter(msg *js.RawStreamMsg) Letter {
	l, err := c.decodeLetter(msg.Header, msg.Data)
	if err != nil {
		l = Letter{DeadLetter: unreadable(msg, err)}
	}
	l.Sequence, l.Stored = msg.Sequence, msg.Time
	return l
}

// decodeLetter decodes a stored letter.
func (c *Client) decodeLetter(h nats.Header, data []byte) (Letter, error) {
	var event schemas.CloudEvent
	var l Letter
	body, err := c.plain(h, data)
	if err == nil {
		err = json.Unmarshal(body, &event)
	}
	if err == nil {
		err = json.Unmarshal(event.Data, &l.DeadLetter)
	}
	if err == nil && l.Reason == "" {
		err = errors.New("no reason is given")
	}
	l.id = event.ID
	return l, err
}

// maxUnreadable is how much is kept of a message that is no letter.
const maxUnreadable = 1 << 20

// unreadable says of a message that it is no letter. Its payload is the message.
func unreadable(msg *js.RawStreamMsg, why error) schemas.DeadLetter {
	stored := msg.Time.UTC().Format(time.RFC3339Nano)
	return schemas.DeadLetter{
		Subject: msg.Subject, Headers: msg.Header, Payload: msg.Data[:min(len(msg.Data), maxUnreadable)],
		Stage: "decode", Reason: string(schemas.CodeUnreadable), Error: fmt.Sprintf("this message of %d bytes is no letter: %v", len(msg.Data), why),
		Hint:      "gleaner did not send it: look at it with gleaner dead show --payload, then drop it",
		FirstSeen: stored, LastSeen: stored,
	}
}

// Requeue sends the article of a letter again, under its subject, and then
// removes the letter. Asked again after a failure in between, the article is
// not sent twice within the duplicate window. A body that the object store no
// longer holds is an error, and so is a letter that is unreadable.
func (c *Client) Requeue(ctx context.Context, l Letter) error {
	if l.Reason == string(schemas.CodeUnreadable) {
		return fmt.Errorf("requeue letter %d: it is unreadable and holds no article: drop it", l.Sequence)
	}
	if !strings.HasPrefix(l.Subject, schemas.SubjectRaw) && !strings.HasPrefix(l.Subject, schemas.SubjectBackfill) {
		return fmt.Errorf("requeue letter %d: no worker reads %q", l.Sequence, l.Subject)
	}
	header := map[string][]string{}
	for name, values := range l.Headers {
		if !strings.HasPrefix(strings.ToLower(name), "nats-") {
			header[name] = values
		}
	}
	header[HeaderFirstSeen] = []string{l.FirstSeen}
	body := l.Payload
	if l.PayloadRef != "" {
		// Read even where the message will only refer to it: it has to be there.
		var err error
		if body, err = c.storedPayload(ctx, &l.DeadLetter); err != nil {
			return fmt.Errorf("requeue letter %d: %w", l.Sequence, err)
		}
		for _, name := range []string{HeaderObject, HeaderDigest, HeaderSize} {
			delete(header, name)
		}
	}
	if _, err := c.publishArticle(ctx, l.Subject, header, body, hashID("requeue", l.id)); err != nil {
		return fmt.Errorf("requeue letter %d: %w", l.Sequence, err)
	}
	return c.DropLetter(ctx, l)
}

// DropLetter removes a letter for good. One that is gone already is no error.
func (c *Client) DropLetter(ctx context.Context, l Letter) error {
	name := LetterFilter{Skipped: l.Skipped}.stream()
	stream, err := c.js.Stream(ctx, name)
	if err == nil {
		err = stream.DeleteMsg(ctx, l.Sequence)
	}
	if err != nil && !errors.Is(err, js.ErrMsgNotFound) && !errors.Is(err, js.ErrMsgDeleteUnsuccessful) {
		return hint(fmt.Errorf("remove letter %d of stream %s: %w", l.Sequence, name, err))
	}
	return nil
}
