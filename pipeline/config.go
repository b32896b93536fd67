package pipeline

import (
	"errors"
	"time"

	"github.com/rs/zerolog"
	"go.opentelemetry.io/otel/trace"
	"go.opentelemetry.io/otel/trace/noop"

	"gleaner/schemas"
)

// Config is what Run needs to know. Source, Sink and Extractor are required;
// every other field has a default.
type Config struct {
	Source    Source
	Sink      Sink
	Extractor Extractor
	// Decode reads the body of a delivery; the second argument is its
	// Content-Type. A *schemas.FieldError is permanent, any other error is not.
	// Default DecodeArticle.
	Decode func(body []byte, contentType string) (*schemas.Article, error)
	// Workers is how many articles are worked on at a time. Default 1.
	Workers int
	// Ordered writes in the order of the source: an article that is done waits
	// until those before it are settled.
	Ordered bool
	// MaxAttempts is how often an article is tried before it becomes a dead
	// letter. Default 5.
	MaxAttempts int
	// Timeout bounds the extraction of one article, and the writing of its
	// records. Default 60s.
	Timeout time.Duration
	// Patience is how long a write that fails for now is tried again in place,
	// every Backoff, within Timeout. Meanwhile its worker takes no other article,
	// so that a sink in trouble slows down the reading instead of using up the
	// attempts of every article there is. Default 0: the article is given back at once.
	Patience time.Duration
	// Grace is how long work in hand may go on once Run's context has ended.
	// Default 20s.
	Grace time.Duration
	// AckWait is the time after which the source hands an unsettled article to
	// somebody else; every third of it Run says that the work goes on. It should
	// be longer than LongestWork. Default 150s, negative for a source that never does.
	AckWait time.Duration
	// Backoff is the delay before the attempt that follows the given one, from 1.
	// Default Exponential(1s, 5m).
	Backoff func(attempt int) time.Duration
	// Precedence, where set, is shared with the other Runs of the process: the
	// articles of those with GivesWay give way to those of the others.
	Precedence *Precedence
	GivesWay   bool
	// Log gets one line per settled article. The zero Logger writes nothing.
	Log zerolog.Logger
	// Tracer, where set, makes a span of each article, below the traceparent that
	// its delivery carries, with a child each for extracting and writing.
	Tracer trace.Tracer
	// Monitor, where set, tells what Run is at.
	Monitor *Monitor
	// Observe, where set, is called once per settlement, by several goroutines.
	Observe func(Settlement)
}

// Defaults of Config.
const (
	DefaultMaxAttempts = 5
	DefaultTimeout     = 60 * time.Second
	DefaultGrace       = 20 * time.Second
	DefaultAckWait     = 150 * time.Second
)

// LongestWork is how long a delivery may take from Source.Next to its
// settlement once a worker has it: extraction, writing, settling.
func LongestWork(timeout time.Duration) time.Duration { return 2*timeout + settleTimeout }

// withDefaults fills what was left out. It fails when a required part is missing.
func (c Config) withDefaults() (Config, error) {
	switch {
	case c.Source == nil:
		return c, errors.New("pipeline: no source")
	case c.Sink == nil:
		return c, errors.New("pipeline: no sink")
	case c.Extractor == nil:
		return c, errors.New("pipeline: no extractor")
	}
	return c.defaulted(), nil
}

// defaulted fills what has a default.
func (c Config) defaulted() Config {
	if c.Decode == nil {
		c.Decode = DecodeArticle
	}
	if c.Workers < 1 {
		c.Workers = 1
	}
	if c.MaxAttempts < 1 {
		c.MaxAttempts = DefaultMaxAttempts
	}
	if c.Timeout <= 0 {
		c.Timeout = DefaultTimeout
	}
	if c.Grace <= 0 {
		c.Grace = DefaultGrace
	}
	if c.AckWait == 0 {
		c.AckWait = DefaultAckWait
	}
	if c.Backoff == nil {
		c.Backoff = Exponential(DefaultBackoffBase, DefaultBackoffMax, nil)
	}
	if c.Tracer == nil {
		c.Tracer = noop.NewTracerProvider().Tracer("")
	}
	if c.Monitor == nil {
		c.Monitor = &Monitor{}
	}
	return c
}
