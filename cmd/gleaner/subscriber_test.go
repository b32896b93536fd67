package main

import (
	"encoding/json"
	"net/url"
	"strconv"
	"testing"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// subscriber is somebody else's program at the server: it knows NATS and the
// wire contract, and nothing of ours.
type subscriber struct {
	t  testing.TB
	js jetstream.JetStream
}

func subscribe(t testing.TB, server string) *subscriber {
	t.Helper()
	nc, err := nats.Connect(server)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(nc.Close)
	js, err := jetstream.New(nc)
	if err != nil {
		t.Fatal(err)
	}
	return &subscriber{t, js}
}

// send publishes a body under a subject and waits until it is stored.
func (s *subscriber) send(subject, contentType string, body []byte) {
	s.t.Helper()
	msg := &nats.Msg{Subject: subject, Data: body}
	if contentType != "" {
		msg.Header = nats.Header{"Content-Type": {contentType}}
	}
	if _, err := s.js.PublishMsg(s.t.Context(), msg); err != nil {
		s.t.Fatalf("publish to %s: %v", subject, err)
	}
}

// read calls see with every record of the stream under the subject, from the
// first on, and waits for more until see returns false.
func (s *subscriber) read(stream, subject string, see func(id string, e schemas.CloudEvent) bool) {
	s.t.Helper()
	s.readHeaders(stream, subject, func(h nats.Header, e schemas.CloudEvent) bool { return see(h.Get(nats.MsgIdHdr), e) })
}

// readHeaders is read with all headers of the message.
func (s *subscriber) readHeaders(stream, subject string, see func(h nats.Header, e schemas.CloudEvent) bool) {
	s.t.Helper()
	ctx := s.t.Context()
	consumer, err := s.js.OrderedConsumer(ctx, stream, jetstream.OrderedConsumerConfig{FilterSubjects: []string{subject}})
	if err != nil {
		s.t.Fatalf("read %s: %v", stream, err)
	}
	messages, err := consumer.Messages()
	if err != nil {
		s.t.Fatalf("read %s: %v", stream, err)
	}
	defer messages.Stop()
	for {
		msg, err := messages.Next(jetstream.NextMaxWait(patience))
		if err != nil {
			s.t.Fatalf("wait for %s: %v", subject, err)
		}
		var e schemas.CloudEvent
		if err := json.Unmarshal(msg.Data(), &e); err != nil {
			s.t.Fatalf("%s: %v", msg.Subject(), err)
		}
		if !see(msg.Headers(), e) {
			return
		}
	}
}

// portOf is the port of a server's URL.
func portOf(t *testing.T, server string) int {
	t.Helper()
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	port, err := strconv.Atoi(u.Port())
	if err != nil {
		t.Fatal(err)
	}
	return port
}

// stored is how many messages a stream holds.
func (s *subscriber) stored(stream string) uint64 {
	s.t.Helper()
	info, err := s.js.Stream(s.t.Context(), stream)
	if err != nil {
		s.t.Fatalf("look at %s: %v", stream, err)
	}
	return info.CachedInfo().State.Msgs
}

// unsettled is how many articles a consumer has not got or not settled. A server
// that is slow to answer is asked again.
func (s *subscriber) unsettled(stream, consumer string) int {
	s.t.Helper()
	for began := time.Now(); ; {
		c, err := s.js.Consumer(s.t.Context(), stream, consumer)
		if err == nil {
			info := c.CachedInfo()
			return int(info.NumPending) + info.NumAckPending
		}
		if time.Since(began) > patience {
			s.t.Fatalf("look at consumer %s: %v", consumer, err)
		}
	}
}

// articleRecords is how many article records are stored: each tells that an
// article is done.
func (s *subscriber) articleRecords() int {
	s.t.Helper()
	stream, err := s.js.Stream(s.t.Context(), "RECORDS")
	if err != nil {
		s.t.Fatalf("look at RECORDS: %v", err)
	}
	info, err := stream.Info(s.t.Context(), jetstream.WithSubjectFilter(schemas.SubjectArticle+">"))
	if err != nil {
		s.t.Fatalf("look at RECORDS: %v", err)
	}
	total := 0
	for _, n := range info.State.Subjects {
		total += int(n)
	}
	return total
}

// content reads the data of a record.
func content[T any](t *testing.T, e schemas.CloudEvent) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(e.Data, &v); err != nil {
		t.Fatalf("record %s: %v", e.ID, err)
	}
	return v
}
