package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	js "github.com/nats-io/nats.go/jetstream"
)

// replicaPatience is how long a reader waits for the next message before it
// asks the leader again whether there is one.
const replicaPatience = 500 * time.Millisecond

// newest is the newest message of a stream that a reader wants; the zero value
// says that there is none.
type newest struct {
	Seq  uint64    `json:"seq"`
	Time time.Time `json:"time"`
}

// newestOf asks the leader of a stream for the newest message on any of the
// subjects, which may have wildcards; none are all subjects.
//
// A reader has to know from the leader where to end. Consumers and direct gets
// are served by any replica, and one that has just come back says that nothing
// is pending long before it holds everything that was acknowledged.
func (c *Client) newestOf(ctx context.Context, stream string, subjects ...string) (newest, error) {
	if len(subjects) == 0 {
		subjects = []string{"*", "*.>"} // for ">" the server says that there is none where the last message was removed
	}
	var found newest
	for _, subject := range subjects {
		n, err := c.newestOn(ctx, stream, subject)
		if err != nil {
			return found, err
		}
		if n.Seq > found.Seq {
			found = n
		}
	}
	return found, nil
}

// newestOn is newestOf for one subject. The client library would ask a replica.
func (c *Client) newestOn(ctx context.Context, stream, subject string) (newest, error) {
	request, err := json.Marshal(map[string]string{"last_by_subj": subject})
	if err != nil {
		return newest{}, err
	}
	var answer struct {
		Error   *js.APIError `json:"error"`
		Message newest       `json:"message"`
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
		return newest{}, fmt.Errorf("ask for the newest message on %s: %w", subject, err)
	case answer.Error == nil:
		return answer.Message, nil
	case answer.Error.ErrorCode == js.JSErrCodeMessageNotFound:
		return newest{}, nil
	case answer.Error.ErrorCode == js.JSErrCodeStreamNotFound:
		return newest{}, js.ErrStreamNotFound
	default:
		return newest{}, fmt.Errorf("ask for the newest message on %s: %w", subject, answer.Error)
	}
}

// scan calls see with every message that is stored now, in order, however far
// the replica that serves them is behind.
func (c *Client) scan(ctx context.Context, stream string, cfg js.OrderedConsumerConfig, see func(js.Msg, *js.MsgMetadata) error) error {
	end, err := c.newestOf(ctx, stream, cfg.FilterSubjects...)
	if err != nil || end.Seq == 0 || end.Seq < cfg.OptStartSeq || cfg.OptStartTime != nil && end.Time.Before(*cfg.OptStartTime) {
		return err
	}
	consumer, err := c.js.OrderedConsumer(ctx, stream, cfg)
	if err != nil {
		return err
	}
	iter, err := consumer.Messages(js.PullMaxMessages(64))
	if err != nil {
		return err
	}
	defer iter.Stop()
	for next := max(cfg.OptStartSeq, 1); next <= end.Seq; {
		msg, err := nextWithin(ctx, iter, replicaPatience)
		if errors.Is(err, errQuiet) {
			// What is waited for may have been removed.
			now, err := c.newestOf(ctx, stream, cfg.FilterSubjects...)
			if err != nil {
				return err
			}
			end.Seq = min(end.Seq, now.Seq)
			continue
		}
		if err != nil {
			return err
		}
		meta, err := msg.Metadata()
		if err != nil {
			return err
		}
		sequence := meta.Sequence.Stream
		if sequence < next {
			continue // a replica that is behind begins with what it has
		}
		if sequence > end.Seq {
			return nil
		}
		if err := see(msg, meta); err != nil {
			return err
		}
		next = sequence + 1
	}
	return nil
}

// errQuiet says that no message came in time.
var errQuiet = errors.New("no message yet")

// nextWithin is the next message, or errQuiet if none comes for so long.
func nextWithin(ctx context.Context, iter js.MessagesContext, patience time.Duration) (js.Msg, error) {
	limited, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	msg, err := iter.Next(js.NextContext(limited))
	if err != nil && ctx.Err() == nil && limited.Err() != nil {
		return nil, errQuiet
	}
	return msg, err
}
