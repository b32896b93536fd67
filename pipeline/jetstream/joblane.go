package jetstream

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/schemas"
)

// Headers of an article that a job has published.
const (
	// HeaderJob is the name of the job, HeaderReason why it runs.
	HeaderJob    = "Gleaner-Job"
	HeaderReason = "Gleaner-Reason"
)

// JobLane publishes the articles of a job on the backfill lane, each once,
// however often it is interrupted.
type JobLane struct {
	client            *Client
	subject, job, run string
	reason            string
	known             map[string]uint64 // sequence by message id
}

// JobArticle is an article on its way to the lane.
type JobArticle struct {
	// Position tells the articles of a job apart.
	Position string
	Header   map[string][]string
	Body     []byte
}

// JobLane opens the lane for a run of a job. It looks up what the run has
// stored after the sequence, up to which it is known.
func (c *Client) JobLane(ctx context.Context, job, run, reason string, after uint64) (*JobLane, error) {
	b := &JobLane{client: c, subject: schemas.SubjectBackfill + schemas.SubjectToken(job), job: job, run: run, reason: reason, known: map[string]uint64{}}
	err := c.scan(ctx, streamBackfill, js.OrderedConsumerConfig{
		FilterSubjects: []string{b.subject}, DeliverPolicy: js.DeliverByStartSequencePolicy, OptStartSeq: after + 1, HeadersOnly: true,
	}, func(msg js.Msg, meta *js.MsgMetadata) error {
		b.known[msg.Headers().Get(nats.MsgIdHdr)] = meta.Sequence.Stream
		return nil
	})
	if err != nil {
		return nil, hint(fmt.Errorf("read what the job has published in stream %s: %w", streamBackfill, err))
	}
	return b, nil
}

func (b *JobLane) id(position string) string { return hashID("replay", b.job, b.run, position) }

// sendPatience is how long a server that is away is waited for.
const sendPatience = 2 * time.Minute

// Send stores articles in their order and returns the sequence of each. One
// that the run has stored before is not stored again. A server that is away is
// waited for, up to two minutes.
func (b *JobLane) Send(ctx context.Context, articles []JobArticle) ([]uint64, error) {
	for began := time.Now(); ; {
		sequences, err := b.send(ctx, articles)
		if err == nil || ctx.Err() != nil || !isTransient(err) || time.Since(began) > sendPatience {
			return sequences, err
		}
		select {
		case <-time.After(time.Second):
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}

// send is Send without its patience. On an error the same articles are to be
// sent again, for some may be stored.
func (b *JobLane) send(ctx context.Context, articles []JobArticle) ([]uint64, error) {
	sequences := make([]uint64, len(articles))
	acks := make([]js.PubAckFuture, len(articles))
	for i, a := range articles {
		id := b.id(a.Position)
		if sequences[i] = b.known[id]; sequences[i] > 0 {
			continue
		}
		header := nats.Header{HeaderJob: {oneLine(b.job)}}
		if t := a.Header["Content-Type"]; len(t) > 0 {
			header.Set("Content-Type", t[0])
		}
		if b.reason != "" {
			header.Set(HeaderReason, oneLine(b.reason))
		}
		msg, err := b.client.articleMessage(ctx, b.subject, header, a.Body)
		if err != nil {
			return nil, err
		}
		acks[i], err = b.client.js.PublishMsgAsync(msg, js.WithMsgID(id), js.WithExpectStream(streamBackfill), js.WithStallWait(b.client.cfg.RequestTimeout))
		if err != nil {
			return nil, hint(fmt.Errorf("publish to %s: %w", b.subject, err))
		}
	}
	var failed error
	for i, ack := range acks {
		if ack == nil {
			continue
		}
		select {
		case stored := <-ack.Ok():
			sequences[i] = stored.Sequence
			b.known[b.id(articles[i].Position)] = stored.Sequence
		case err := <-ack.Err():
			failed = errors.Join(failed, err)
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	if failed != nil {
		return nil, hint(fmt.Errorf("publish to %s: %w", b.subject, failed))
	}
	for _, a := range articles { // only what was not confirmed has to be known
		delete(b.known, b.id(a.Position))
	}
	return sequences, nil
}

// isTransient says whether an error of the server may pass by waiting.
func isTransient(err error) bool {
	return err != nil && !isStreamFull(err) && !errors.Is(err, js.ErrStreamNotFound) && !errors.Is(err, js.ErrNoStreamResponse) &&
		!errors.Is(err, nats.ErrPermissionViolation) && !errors.Is(err, context.Canceled)
}
