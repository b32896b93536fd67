package jetstream

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// SinkConfig tells how records are published.
type SinkConfig struct {
	// Source is the CloudEvents source of the records. Default "gleaner".
	Source string
}

// Sink returns a sink that publishes records as CloudEvents.
//
// Write publishes events, entities and tombstones, waits until the server has
// stored them, and publishes the article record last. The same extraction again
// changes nothing, however late it comes; a changed one replaces the record it
// found, or, when another writer was faster, that writer's. An article that was
// fetched before the one on record changes nothing either: what may have been
// written of it is retracted.
func (c *Client) Sink(ctx context.Context, cfg SinkConfig) (pipeline.Sink, error) {
	stream, err := c.js.Stream(ctx, streamRecords)
	if err != nil {
		return nil, hint(fmt.Errorf("open stream %s: %w", streamRecords, err))
	}
	return &sink{client: c, records: stream, source: cmp.Or(cfg.Source, "gleaner")}, nil
}

// sink publishes records and dead letters. It remembers nothing of them.
type sink struct {
	client  *Client
	records js.Stream
	source  string
	// articles are those that are being written: tombstones of one version must
	// not come between the records of another and the article record that lists them.
	articles turns
}

// raceAttempts is how often Write starts anew when another writer was faster.
const raceAttempts = 5

// Write implements pipeline.Sink.
func (s *sink) Write(ctx context.Context, x *schemas.Extraction) error {
	leave, err := s.articles.take(ctx, x.Article.ID)
	if err != nil {
		return fmt.Errorf("wait for another version of article %s: %w", x.Article.ID, err)
	}
	defer leave()
	partly := false
	for range raceAttempts {
		stored, err := s.replace(ctx, x)
		partly = partly || stored
		if hasCode(err, js.JSErrCodeStreamWrongLastSequence, js.JSErrCodeStreamWrongLastSequenceConstant) {
			continue
		}
		if partly {
			return pipeline.PartlyWritten(err)
		}
		return err
	}
	err = fmt.Errorf("write article %s: other writers replaced it %d times meanwhile", x.Article.ID, raceAttempts)
	return pipeline.PartlyWritten(err)
}

// replace publishes the records of x on the condition that the article record
// is still the one it looked up. If it fails, stored says whether some records
// are stored nevertheless.
func (s *sink) replace(ctx context.Context, x *schemas.Extraction) (stored bool, err error) {
	prev, err := s.previous(ctx, x.Article.ID)
	if err != nil {
		return false, err
	}
	r, err := newRecords(x, prev, s.source, s.client.now)
	if err != nil {
		return false, err
	}
	switch {
	case r.fingerprint == prev.fingerprint:
		return false, nil
	case isOlder(x, prev):
		// An attempt before this one may have written records, and then lost the race.
		stones, err := r.retractions()
		if err != nil {
			return false, err
		}
		return s.client.publishAll(ctx, stones)
	}
	parts, err := r.parts()
	if err != nil {
		return false, err
	}
	last, err := r.article(s.client.nc.MaxPayload() - headerRoom)
	if err != nil {
		return false, err
	}
	listing, err := s.client.message(ctx, last) // before anything is stored: it may be too large
	if err != nil {
		return false, err
	}
	if stored, err = s.client.publishAll(ctx, parts); err != nil {
		return stored, err
	}
	return stored, s.client.publishMessage(ctx, last, listing, js.WithExpectLastSequencePerSubject(prev.sequence))
}

// previous looks up the article record that stands now.
func (s *sink) previous(ctx context.Context, articleID string) (previous, error) {
	var msg *js.RawStreamMsg
	err := s.client.ask(ctx, func(ctx context.Context) (err error) {
		msg, err = s.records.GetLastMsgForSubject(ctx, articleSubject(articleID))
		return err
	})
	if errors.Is(err, js.ErrMsgNotFound) {
		return previous{}, nil
	}
	if err != nil {
		return previous{}, hint(fmt.Errorf("look up the record of article %s: %w", articleID, err))
	}
	prev := previous{sequence: msg.Sequence, fingerprint: msg.Header.Get(headerFingerprint)}
	prev.seen, _ = time.Parse(time.RFC3339Nano, msg.Header.Get(headerSeen)) // zero when it is not known
	var event schemas.CloudEvent
	body, err := s.client.plain(msg.Header, msg.Data)
	if err == nil {
		err = json.Unmarshal(body, &event)
	}
	if err != nil {
		return previous{}, fmt.Errorf("read the record of article %s at sequence %d: %w", articleID, msg.Sequence, err)
	}
	if err := json.Unmarshal(event.Data, &prev.record); err != nil {
		return previous{}, fmt.Errorf("read the record of article %s at sequence %d: %w", articleID, msg.Sequence, err)
	}
	prev.id = event.ID
	return prev, nil
}

// isOlder says whether x was fetched before the one on record was, or came in
// before it where both were fetched at the same time; unknown times are not.
func isOlder(x *schemas.Extraction, prev previous) bool {
	at, known := schemas.ParseTime(x.Article.FetchedAt)
	before, prevKnown := schemas.ParseTime(prev.record.Article.FetchedAt)
	switch {
	case !known || !prevKnown:
		return false
	case at.Equal(before):
		return !x.Seen.IsZero() && x.Seen.Before(prev.seen)
	}
	return at.Before(before)
}

// WriteDead implements pipeline.Sink.
func (s *sink) WriteDead(ctx context.Context, letter *schemas.DeadLetter) error {
	return s.letter(ctx, streamDead, schemas.SubjectDead, letter)
}

// WriteSkipped implements pipeline.Sink.
func (s *sink) WriteSkipped(ctx context.Context, letter *schemas.DeadLetter) error {
	return s.letter(ctx, streamSkipped, schemas.SubjectSkipped, letter)
}

// letter publishes a dead letter or a skipped article. Its id leaves out
// attempts and last seen, so that writing it again on redelivery is noticed, and
// has the id of the article's message, which is another one once it was requeued.
func (s *sink) letter(ctx context.Context, stream, prefix string, letter *schemas.DeadLetter) error {
	event := schemas.CloudEvent{
		ID:     hashID(stream, letter.Subject, letter.Reason, letter.FirstSeen, nats.Header(letter.Headers).Get(nats.MsgIdHdr), letter.PayloadRef, string(letter.Payload)),
		Source: s.source, Type: schemas.TypeDead, Subject: letter.ArticleID, Time: letter.LastSeen,
	}
	subject := prefix + schemas.SubjectToken(letter.Reason)
	o, err := envelope(stream, subject, event, letter)
	if err != nil {
		return err
	}
	if int64(len(o.body)) > s.client.nc.MaxPayload()-headerRoom && letter.PayloadRef == "" {
		ticket, err := s.client.store(ctx, letter.Payload)
		if err != nil {
			return err
		}
		short := *letter
		short.Payload, short.PayloadRef = nil, ticket.object
		letter = &short
		if o, err = envelope(stream, subject, event, letter); err != nil {
			return err
		}
	}
	if letter.PayloadRef != "" {
		o.header = nats.Header{HeaderObject: {letter.PayloadRef}} // for SweepBodies
	}
	return s.client.publish(ctx, o)
}

// Close implements pipeline.Sink; every write is flushed already.
func (s *sink) Close(context.Context) error { return nil }
