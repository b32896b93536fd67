package jetstream

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"
)

// What a stream holds, its leader has to say. Consumers, and the client
// library's gets, are served by any replica, and one that has just come back
// says that nothing is pending, or that there is no such message, long before
// it holds everything that was acknowledged.

// newest tells which message of a stream is the newest that a reader wants;
// the zero value says that there is none.
type newest struct {
	seq  uint64
	time time.Time
}

// newestOf asks the leader of a stream for the newest message on any of the
// subjects, which may have wildcards; none are all subjects.
func (c *Client) newestOf(ctx context.Context, stream string, subjects ...string) (newest, error) {
	if len(subjects) == 0 {
		subjects = []string{"*", "*.>"} // for ">" the server says that there is none where the last message was removed
	}
	var found newest
	for _, subject := range subjects {
		msg, err := c.askLeader(ctx, stream, messageRequest{LastBySubject: subject})
		if err != nil {
			return found, fmt.Errorf("ask for the newest message on %s: %w", subject, err)
		}
		if msg != nil && msg.Sequence > found.seq {
			found = newest{msg.Sequence, msg.Time}
		}
	}
	return found, nil
}

// stored asks the leader of a stream for a message; nil says that it is gone.
func (c *Client) stored(ctx context.Context, stream string, seq uint64) (*js.RawStreamMsg, error) {
	return c.askLeader(ctx, stream, messageRequest{Sequence: seq})
}

// messageRequest chooses one message of a stream.
type messageRequest struct {
	Sequence      uint64 `json:"seq,omitempty"`
	LastBySubject string `json:"last_by_subj,omitempty"`
}

// askLeader returns nil where the stream holds no such message.
func (c *Client) askLeader(ctx context.Context, stream string, wanted messageRequest) (*js.RawStreamMsg, error) {
	request, err := json.Marshal(wanted)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Error   *js.APIError `json:"error"`
		Message struct {
			Subject  string    `json:"subject"`
			Sequence uint64    `json:"seq"`
			Header   []byte    `json:"hdrs"`
			Data     []byte    `json:"data"`
			Time     time.Time `json:"time"`
		} `json:"message"`
	}
	err = c.ask(ctx, func(ctx context.Context) error {
		msg, err := c.nc.RequestWithContext(ctx, js.DefaultAPIPrefix+"STREAM.MSG.GET."+stream, request)
		if err != nil {
			return err
		}
		return json.Unmarshal(msg.Data, &answer)
	})
	switch {
	case err != nil:
		return nil, err
	case answer.Error != nil && answer.Error.ErrorCode == js.JSErrCodeMessageNotFound:
		return nil, nil
	case answer.Error != nil && answer.Error.ErrorCode == js.JSErrCodeStreamNotFound:
		return nil, js.ErrStreamNotFound
	case answer.Error != nil:
		return nil, answer.Error
	}
	m := &answer.Message
	var header nats.Header
	if len(m.Header) > 0 {
		if header, err = nats.DecodeHeadersMsg(m.Header); err != nil {
			return nil, fmt.Errorf("read the headers of message %d: %w", m.Sequence, err)
		}
	}
	return &js.RawStreamMsg{Subject: m.Subject, Sequence: m.Sequence, Header: header, Data: m.Data, Time: m.Time}, nil
}
