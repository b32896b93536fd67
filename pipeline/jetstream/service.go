package jetstream

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/nats-io/nats.go/micro"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// SubjectExtract is where articles are sent to be extracted at once: the answer
// is the extraction, and nothing is stored.
const SubjectExtract = "gleaner.extract"

// serviceName is what `nats micro` calls the service, and its queue group: each
// request is answered by one of all workers.
const serviceName = "gleaner"

// ServiceConfig tells how requests are answered.
type ServiceConfig struct {
	// Work is how an article is extracted, see pipeline.Try. Its Extractor is required.
	Work pipeline.Config
	// Version of the program, as MAJOR.MINOR.PATCH; anything else counts as 0.0.0.
	Version string
	// Workers is how many requests are worked on at a time. Default 1.
	Workers int
	// Observe, where set, is told of each request that was worked on, by several
	// goroutines.
	Observe func(took time.Duration, err error)
}

// serviceQueue is how many requests may wait for each that is worked on. More
// are refused at once, so that who asks can ask another worker or later.
const serviceQueue = 8

// Codes of refused requests, those of HTTP.
const (
	answerBad      = "400" // the article breaks the contract: the answer says how
	answerTooLarge = "413" // the extraction is larger than a message may be
	answerSkipped  = "422" // the article is not for us
	answerFailed   = "500"
	answerBusy     = "503"
	answerTimeout  = "504"
)

// Service answers requests until Stop. It shares no articles with the streams:
// its own few workers are all that requests can take from them.
type Service struct {
	client *Client
	cfg    ServiceConfig
	micro  micro.Service
	slots  chan struct{} // holds a value for each request that is worked on
	queue  chan struct{} // holds a value for each request there is
	life   context.Context
	end    context.CancelFunc
	work   sync.WaitGroup

	answered, failed, busy atomic.Int64
}

// ServiceStats is the data of the service's STATS. The framework's own counts of
// errors and of time know nothing of answers that are given later, as ours are.
type ServiceStats struct {
	// Answered got an extraction, Failed an error, Busy were refused at once.
	Answered int64 `json:"answered"`
	Failed   int64 `json:"failed"`
	Busy     int64 `json:"busy"`
}

// Stats counts the requests there were.
func (s *Service) Stats() ServiceStats {
	return ServiceStats{s.answered.Load(), s.failed.Load(), s.busy.Load()}
}

// StartService answers requests on SubjectExtract by the micro framework of
// NATS, so that `nats micro info gleaner` and `nats micro stats gleaner` know it.
// A request is an article as in a stream: JSON, or what Content-Type says,
// compressed as Content-Encoding says. The answer is a schemas.Extraction; an
// error has a code like that of HTTP, and a dead letter without payload as body.
func (c *Client) StartService(cfg ServiceConfig) (*Service, error) {
	if cfg.Work.Extractor == nil {
		return nil, errors.New("start service: no extractor")
	}
	cfg.Workers = max(cfg.Workers, 1)
	s := &Service{client: c, cfg: cfg, slots: make(chan struct{}, cfg.Workers), queue: make(chan struct{}, cfg.Workers*(1+serviceQueue))}
	s.life, s.end = context.WithCancel(context.Background())
	var err error
	s.micro, err = micro.AddService(c.nc, micro.Config{
		Name: serviceName, Version: semver(cfg.Version), QueueGroup: serviceName,
		Description:  "Extracts entities and events from news articles",
		Metadata:     map[string]string{"subject": SubjectExtract},
		StatsHandler: func(*micro.Endpoint) any { return s.Stats() },
	})
	if err == nil {
		err = s.micro.AddEndpoint("extract", micro.HandlerFunc(s.accept), micro.WithEndpointSubject(SubjectExtract))
	}
	if err != nil {
		s.end()
		return nil, hint(fmt.Errorf("start service: %w", err))
	}
	return s, nil
}

// Stop takes no more requests and answers those it has, until ctx ends.
func (s *Service) Stop(ctx context.Context) error {
	err := s.micro.Stop()
	done := make(chan struct{})
	go func() { s.work.Wait(); close(done) }()
	select {
	case <-done:
	case <-ctx.Done():
	}
	s.end()
	<-done
	return err
}

// accept takes a request or refuses it at once. It is called for one request
// after the other.
func (s *Service) accept(r micro.Request) {
	select {
	case s.queue <- struct{}{}:
	default:
		s.busy.Add(1)
		s.refuse(r, answerBusy, &schemas.DeadLetter{Reason: "busy", Error: "too many requests wait", Hint: "ask again later, start more workers, or send articles to " + schemas.SubjectRaw + "<source>"})
		return
	}
	s.work.Go(func() {
		defer func() { <-s.queue }()
		select {
		case s.slots <- struct{}{}:
		case <-s.life.Done():
			s.refuse(r, answerBusy, &schemas.DeadLetter{Reason: "busy", Error: "this worker ends", Hint: "ask again"})
			return
		}
		defer func() { <-s.slots }()
		began := time.Now()
		err := s.answer(r)
		if err == nil {
			s.answered.Add(1)
		} else {
			s.failed.Add(1)
		}
		if s.cfg.Observe != nil {
			s.cfg.Observe(time.Since(began), err)
		}
	})
}

// answer works on a request.
func (s *Service) answer(r micro.Request) error {
	d := &request{codec: s.client.codec, Request: r, body: r.Data()}
	x, letter := pipeline.Try(s.life, s.cfg.Work, d)
	if letter != nil {
		letter.Headers, letter.Payload = nil, nil // who asked has them
		s.refuse(r, codeOf(letter), letter)
		return errors.New(letter.Error)
	}
	answer, err := encode(x)
	if limit := s.client.nc.MaxPayload() - headerRoom; err == nil && int64(len(answer)) > limit {
		err = fmt.Errorf("the extraction takes %d bytes, the server's limit is %d", len(answer), limit)
		s.refuse(r, answerTooLarge, &schemas.DeadLetter{Reason: string(schemas.CodeTooLarge), Error: err.Error(), Hint: "split the article, or send it to a stream"})
		return err
	}
	if err == nil {
		err = r.Respond(answer, micro.WithHeaders(micro.Headers{"Content-Type": {"application/json"}}))
	}
	return err
}

// request is a request as a delivery, which nobody settles.
type request struct {
	micro.Request
	codec *codec
	body  []byte
}

var _ pipeline.Loader = (*request)(nil)

func (r *request) Header() map[string][]string                    { return r.Headers() }
func (r *request) Body() []byte                                   { return r.body }
func (r *request) Attempt() int                                   { return 1 }
func (r *request) FirstSeen() time.Time                           { return time.Time{} }
func (r *request) InProgress() error                              { return nil }
func (r *request) Settle(context.Context, pipeline.Outcome) error { return nil }
func (r *request) PayloadRef() string                             { return "" }

// Load decompresses.
func (r *request) Load(context.Context) error {
	body, err := r.codec.decompress(r.Headers().Get(HeaderEncoding), r.Data())
	if err == nil {
		r.body = body
	}
	return err
}

// refuse answers with an error. That it cannot be sent is for who asked to notice.
func (s *Service) refuse(r micro.Request, code string, letter *schemas.DeadLetter) {
	body, err := json.Marshal(letter)
	if err != nil {
		body = nil
	}
	_ = r.Error(code, letter.Reason+": "+oneLine(letter.Error), body)
}

// codeOf is the code of a failed extraction.
func codeOf(l *schemas.DeadLetter) string {
	if l.Reason == pipeline.ReasonTemporary {
		return answerFailed
	}
	switch schemas.Code(l.Reason) {
	case schemas.CodeTimeout:
		return answerTimeout
	case schemas.CodePanic, schemas.CodeStageFailed, schemas.CodeAttemptsExhausted:
		return answerFailed
	}
	for _, code := range schemas.Codes() {
		if string(code) == l.Reason {
			return answerBad
		}
	}
	return answerSkipped
}

// semver is the version if it is one that micro takes.
func semver(version string) string {
	var major, minor, patch int
	if n, err := fmt.Sscanf(version, "v%d.%d.%d", &major, &minor, &patch); n < 3 || err != nil {
		return "0.0.0"
	}
	return strconv.Itoa(major) + "." + strconv.Itoa(minor) + "." + strconv.Itoa(patch)
}
