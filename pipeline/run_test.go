package pipeline

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/rs/zerolog"
	sdktrace "go.opentelemetry.io/otel/sdk/trace"
	"go.opentelemetry.io/otel/sdk/trace/tracetest"
	"go.opentelemetry.io/otel/trace"

	"gleaner/schemas"
)

var errLater = errors.New("the disk is busy")

// TestSettlement is the settlement table of docs/operations.md.
func TestSettlement(t *testing.T) {
	fail := func(err error) extractorFunc {
		return func(context.Context, *schemas.Article) (*schemas.Extraction, error) { return nil, err }
	}
	cases := []struct {
		name      string
		body      string // "text" when empty
		extractor extractorFunc
		onWrite   func() error
		onDead    func() error
		want      []Disposition
		dead      string // stage and reason of the dead letter
		skipped   string // reason of the skipped article
	}{
		{name: "all went well", extractor: echo, want: []Disposition{Ack}},
		{name: "bad body", body: "\xff", extractor: echo, want: []Disposition{Term}, dead: "decode invalid_utf8"},
		{name: "empty body", body: " ", extractor: echo, want: []Disposition{Term}, dead: "decode empty_body"},
		{name: "field error of the extractor", extractor: fail(&schemas.FieldError{Field: "text", Code: schemas.CodeSentenceTooLong}), want: []Disposition{Term}, dead: "extract sentence_too_long"},
		{name: "stage failed", extractor: fail(Permanent(&schemas.FieldError{Code: schemas.CodeStageFailed, Stage: "parse"})), want: []Disposition{Term}, dead: "parse stage_failed"},
		{name: "permanent error", extractor: fail(Permanent(errLater)), want: []Disposition{Term}, dead: "extract stage_failed"},
		{name: "error that stays", extractor: fail(errLater), want: []Disposition{Retry, Retry, Term}, dead: "extract attempts_exhausted"},
		{name: "panic", extractor: func(context.Context, *schemas.Article) (*schemas.Extraction, error) { panic("index out of range") }, want: []Disposition{Term}, dead: "extract panic"},
		{name: "nothing returned", extractor: fail(nil), want: []Disposition{Term}, dead: "extract stage_failed"},
		{name: "skipped", extractor: fail(&Skip{Reason: "unsupported_language", Message: "it is German"}), want: []Disposition{Ack}, skipped: "unsupported_language"},
		{name: "sink fails once", extractor: echo, onWrite: failing(1, errLater), want: []Disposition{Retry, Ack}},
		{name: "sink fails for good", extractor: echo, onWrite: failing(9, errLater), want: []Disposition{Retry, Retry, Term}, dead: "write attempts_exhausted"},
		{name: "sink refuses", extractor: echo, onWrite: failing(9, Permanent(&schemas.FieldError{Code: schemas.CodeTooLarge})), want: []Disposition{Term}, dead: "write too_large"},
		{name: "dead letter cannot be stored at first", extractor: fail(Permanent(errLater)), onDead: failing(2, errLater), want: []Disposition{Retry, Retry, Term}, dead: "extract stage_failed"},
		{name: "dead letter cannot be stored for long", extractor: fail(Permanent(errLater)), onDead: failing(6, errLater), want: []Disposition{Retry, Retry, Retry, Retry, Retry, Retry, Term}, dead: "extract stage_failed"},
		{name: "records stored in part", extractor: echo, onWrite: failing(8, PartlyWritten(errLater)), want: []Disposition{Retry, Retry, Retry, Retry, Retry, Retry, Retry, Retry, Ack}},
		{name: "records stored in part, then none", extractor: echo, onWrite: inTurn(PartlyWritten(errLater), errLater, errLater, errLater), want: []Disposition{Retry, Retry, Retry, Retry, Ack}},
		{name: "records stored in part, the rest refused", extractor: echo, onWrite: failing(9, Permanent(PartlyWritten(errLater))), want: []Disposition{Term}, dead: "write stage_failed"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			if c.body == "" {
				c.body = "text"
			}
			source, sink := newQueue(c.body), &shelf{onDead: c.onDead}
			if c.onWrite != nil {
				sink.onWrite = func(context.Context) error { return c.onWrite() }
			}
			it := source.waiting[0]
			var observed []Disposition
			run(t, Config{
				Source: source, Sink: sink, Extractor: c.extractor, MaxAttempts: 3,
				Observe: func(s Settlement) { observed = append(observed, s.Disposition) },
			})
			var got []Disposition
			for _, o := range it.outcomes {
				got = append(got, o.Disposition)
			}
			if !slices.Equal(got, c.want) || !slices.Equal(observed, c.want) {
				t.Errorf("settled %v, observed %v, want %v", got, observed, c.want)
			}
			checkLetter(t, sink.dead, c.dead, func(l *schemas.DeadLetter) string { return l.Stage + " " + l.Reason })
			checkLetter(t, sink.skipped, c.skipped, func(l *schemas.DeadLetter) string { return l.Reason })
			if source.closed == 0 {
				t.Error("the source was not closed")
			}
		})
	}
}

func checkLetter(t *testing.T, letters []*schemas.DeadLetter, want string, key func(*schemas.DeadLetter) string) {
	t.Helper()
	if want == "" {
		if len(letters) > 0 {
			t.Errorf("unexpected letters: %+v", letters[0])
		}
		return
	}
	if len(letters) != 1 {
		t.Fatalf("%d letters, want one: %s", len(letters), want)
	}
	l := letters[0]
	if got := key(l); got != want {
		t.Errorf("letter %q, want %q", got, want)
	}
	if l.Subject != "articles.raw.test" || len(l.Payload) == 0 || l.FirstSeen != "2026-03-01T10:00:00Z" || l.Attempts == 0 || l.Error == "" && l.Field == "" {
		t.Errorf("incomplete letter: %+v", l)
	}
}

// TestPanicNamesItsPlace: the dead letter of a panic says where it was.
func TestPanicNamesItsPlace(t *testing.T) {
	sink := &shelf{}
	run(t, Config{Source: newQueue("text"), Sink: sink, Extractor: extractorFunc(func(context.Context, *schemas.Article) (*schemas.Extraction, error) {
		panic("kaboom")
	})})
	if len(sink.dead) != 1 || !strings.Contains(sink.dead[0].Error, "kaboom") || !strings.Contains(sink.dead[0].Error, "run_test.go") {
		t.Errorf("dead letters: %+v", sink.dead)
	}
}

// TestTimeout: an extractor that heeds nothing is left behind; the last attempt is dead.
func TestTimeout(t *testing.T) {
	release := make(chan struct{})
	var stuck sync.WaitGroup
	stuck.Add(2)
	source, sink := newQueue("text"), &shelf{}
	it := source.waiting[0]
	run(t, Config{
		Source: source, Sink: sink, MaxAttempts: 2, Timeout: 5 * time.Millisecond,
		Extractor: extractorFunc(func(ctx context.Context, _ *schemas.Article) (*schemas.Extraction, error) {
			defer stuck.Done()
			<-release
			return nil, nil
		}),
	})
	close(release)
	stuck.Wait()
	if len(it.outcomes) != 2 || it.outcomes[0].Disposition != Retry || it.outcomes[1].Disposition != Term {
		t.Errorf("outcomes: %+v", it.outcomes)
	}
	checkLetter(t, sink.dead, "timeout", func(l *schemas.DeadLetter) string { return l.Reason })
}

// TestPatience: a write that fails for now is tried again in place, which costs
// no attempt; one that fails for good is not.
func TestPatience(t *testing.T) {
	for _, c := range []struct {
		name string
		err  error
		want Disposition
	}{{"for now", errLater, Ack}, {"for good", Permanent(errLater), Term}} {
		t.Run(c.name, func(t *testing.T) {
			source, sink := newQueue("text"), &shelf{}
			it := source.waiting[0]
			fails := failing(3, c.err)
			sink.onWrite = func(context.Context) error { return fails() }
			run(t, Config{Source: source, Sink: sink, Extractor: extractorFunc(echo), Patience: time.Minute})
			if len(it.outcomes) != 1 || it.outcomes[0].Disposition != c.want {
				t.Errorf("outcomes: %+v", it.outcomes)
			}
		})
	}
}

// TestRefused: while nothing can be stored the monitor says why, and no longer.
func TestRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		full := errors.New("the stream is full")
		monitor := &Monitor{}
		fail := failing(3, full)
		sink := &shelf{onWrite: func(context.Context) error { return fail() }}
		cfg := Config{Source: newQueue("text"), Sink: sink, Extractor: extractorFunc(echo), Monitor: monitor, Patience: time.Minute}
		cfg.Observe = func(Settlement) {
			if err := monitor.Refused(); err != nil {
				t.Errorf("stored, and yet %v", err)
			}
		}
		cfg.Backoff = func(int) time.Duration {
			if !errors.Is(monitor.Refused(), full) {
				t.Errorf("refused, and yet %v", monitor.Refused())
			}
			return time.Second
		}
		run(t, cfg)
		monitor.stored(full)
		time.Sleep(refusalStands)
		if err := monitor.Refused(); err != nil {
			t.Errorf("long after it is %v", err)
		}
	})
}

// TestPatienceEnds: when the sink does not recover, the article is given back.
func TestPatienceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		source, sink := newQueue("text"), &shelf{}
		it := source.waiting[0]
		sink.onWrite = func(context.Context) error { return errLater }
		err := Run(t.Context(), Config{
			Source: source, Sink: sink, Extractor: extractorFunc(echo), Patience: 10 * time.Second, MaxAttempts: 2, AckWait: -1,
			Backoff: func(int) time.Duration { return time.Second },
		})
		if err != nil {
			t.Fatal(err)
		}
		if len(it.outcomes) != 2 || it.outcomes[0].Disposition != Retry || it.outcomes[1].Disposition != Term {
			t.Errorf("outcomes: %+v", it.outcomes)
		}
		checkLetter(t, sink.dead, "attempts_exhausted", func(l *schemas.DeadLetter) string { return l.Reason })
	})
}

// TestLostAttempts: an article whose attempts all ended with their worker is not worked on again.
func TestLostAttempts(t *testing.T) {
	source, sink := newQueue("text"), &shelf{}
	source.waiting[0].attempt = 2 * DefaultMaxAttempts
	run(t, Config{Source: source, Sink: sink, Extractor: extractorFunc(func(context.Context, *schemas.Article) (*schemas.Extraction, error) {
		t.Error("worked on once more")
		return nil, nil
	})})
	checkLetter(t, sink.dead, "attempts_exhausted", func(l *schemas.DeadLetter) string { return l.Reason })
}

// TestSaysWhatHappened: a failure that may pass is not yet called exhausted, and
// who gives up at last says what went wrong.
func TestSaysWhatHappened(t *testing.T) {
	source, sink := newQueue("text"), &shelf{onDead: failing(4, errors.New("no room"))}
	sink.onWrite = func(context.Context) error { return errLater }
	var reasons []string
	run(t, Config{Source: source, Sink: sink, Extractor: extractorFunc(echo), MaxAttempts: 2,
		Observe: func(s Settlement) { reasons = append(reasons, s.Reason) }})
	want := []string{"temporary", "attempts_exhausted", "attempts_exhausted", "attempts_exhausted", "attempts_exhausted", "attempts_exhausted"}
	if !slices.Equal(reasons, want) {
		t.Errorf("reasons %q, want %q", reasons, want)
	}
	if len(sink.dead) != 1 || sink.dead[0].Stage != "write" || !strings.HasSuffix(sink.dead[0].Error, errLater.Error()) || strings.Contains(sink.dead[0].Error, "settle") {
		t.Errorf("letters: %+v", sink.dead)
	}
}

// TestTryOnce: one try that failed for now exhausts nothing.
func TestTryOnce(t *testing.T) {
	_, letter := Try(t.Context(), Config{Extractor: extractorFunc(func(context.Context, *schemas.Article) (*schemas.Extraction, error) { return nil, errLater })}, newQueue("text").waiting[0])
	if letter == nil || letter.Reason != ReasonTemporary || letter.Error != errLater.Error() {
		t.Errorf("letter %+v", letter)
	}
}

// TestOrdered: writes come in the order of the source, though work ends in another.
func TestOrdered(t *testing.T) {
	const n = 50
	var bodies []string
	for i := range n {
		bodies = append(bodies, fmt.Sprintf("text %02d", i))
	}
	sink := &shelf{}
	gate := make(chan struct{})
	run(t, Config{Source: newQueue(bodies...), Sink: sink, Workers: 4, Ordered: true,
		Extractor: extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
			if a.Text == "text 00" {
				<-gate // the first is done after the second
			} else if a.Text == "text 01" {
				defer close(gate)
			}
			return echo(ctx, a)
		})})
	for i, x := range sink.extractions {
		if x.Article.Text != bodies[i] {
			t.Fatalf("write %d is %q", i, x.Article.Text)
		}
	}
	if len(sink.extractions) != n {
		t.Errorf("%d writes, want %d", len(sink.extractions), n)
	}
}

// TestFetchedAt: an article that does not say when it was fetched was fetched when it came in.
func TestFetchedAt(t *testing.T) {
	sink := &shelf{}
	run(t, Config{Source: newQueue("text"), Sink: sink, Extractor: extractorFunc(echo)})
	if got := sink.extractions[0].Article.FetchedAt; got != "2026-03-01T10:00:00Z" {
		t.Errorf("fetched at %q", got)
	}
}

// TestFetchedAtFuture: what an article says of when it was fetched counts unless it cannot be.
func TestFetchedAtFuture(t *testing.T) {
	seen := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	for says, want := range map[string]string{
		"":                          "2026-03-01T10:00:00Z",
		"2019-05-04":                "2019-05-04",
		"2026-02-28T09:00:00+02:00": "2026-02-28T09:00:00+02:00",
		"2026-03-01T23:00:00Z":      "2026-03-01T23:00:00Z", // a time zone was left out
		"2026-03-02":                "2026-03-02",
		"2026-03-03":                "2026-03-01T10:00:00Z",
		"2999-01-01T00:00:00Z":      "2026-03-01T10:00:00Z",
	} {
		if got := fetchedAt(says, seen); got != want {
			t.Errorf("%q gives %q, want %q", says, got, want)
		}
	}
	if got := fetchedAt("2999-01-01", time.Time{}); got != "2999-01-01" {
		t.Errorf("without a time of its own it is %q", got)
	}
}

// TestDrain: when the context ends, work in hand is finished and the rest given back.
func TestDrain(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	source, sink := newQueue(slices.Repeat([]string{"text"}, 1000)...), &shelf{}
	items := slices.Clone(source.waiting)
	err := Run(ctx, Config{Source: source, Sink: sink,
		Extractor: extractorFunc(func(_ context.Context, a *schemas.Article) (*schemas.Extraction, error) {
			cancel()
			return echo(ctx, a)
		})})
	if err != nil {
		t.Fatal(err)
	}
	acked := 0
	for i, it := range items {
		switch {
		case len(it.outcomes) == 0:
		case len(it.outcomes) > 1:
			t.Errorf("article %d was settled twice: %+v", i, it.outcomes)
		case it.outcomes[0].Disposition == Ack:
			acked++
		case it.outcomes[0].Disposition != Retry:
			t.Errorf("article %d was not given back: %+v", i, it.outcomes)
		}
	}
	if acked == 0 || acked == len(items) || acked != len(sink.extractions) {
		t.Errorf("%d of %d articles acknowledged, %d written", acked, len(items), len(sink.extractions))
	}
}

// TestGraceEnds: what is not done within the grace stays unsettled.
func TestGraceEnds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		source, sink := newQueue("one"), &shelf{}
		it := source.waiting[0]
		began := time.Now()
		err := Run(ctx, Config{Source: source, Sink: sink, Grace: 3 * time.Second,
			Extractor: extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
				cancel()
				<-ctx.Done()
				return nil, ctx.Err()
			})})
		if err != nil {
			t.Fatal(err)
		}
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("ended after %s", took)
		}
		if len(it.outcomes) != 0 || len(sink.dead) != 0 {
			t.Errorf("settled: %+v, dead: %v", it.outcomes, sink.dead)
		}
	})
}

// TestKeepAlive: a slow article is reported as in progress every third of AckWait.
func TestKeepAlive(t *testing.T) {
	source := newQueue("text")
	it := source.waiting[0]
	it.progress = make(chan struct{})
	run(t, Config{Source: source, Sink: &shelf{}, AckWait: 3 * time.Millisecond,
		Extractor: extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
			for range 3 {
				<-it.progress
			}
			return echo(ctx, a)
		})})
}

// TestSourceFails: what was read is settled, then the error is returned.
func TestSourceFails(t *testing.T) {
	source, sink := newQueue("text"), &shelf{}
	source.failure = errLater
	err := Run(t.Context(), Config{Source: source, Sink: sink, Extractor: extractorFunc(echo)})
	if !errors.Is(err, errLater) {
		t.Errorf("got %v", err)
	}
	if len(sink.extractions) != 1 {
		t.Errorf("%d extractions", len(sink.extractions))
	}
}

// TestOneLogLine: one line a settlement, with what an operator looks for.
func TestOneLogLine(t *testing.T) {
	var log bytes.Buffer
	source := newQueue("text", "\xff")
	source.waiting[0].refuse = errors.New("no answer")
	run(t, Config{Source: source, Sink: &shelf{}, Extractor: extractorFunc(echo), Log: zerolog.New(&log)})
	lines := strings.Split(strings.TrimSpace(log.String()), "\n")
	if len(lines) != 2 {
		t.Fatalf("%d lines:\n%s", len(lines), log.String())
	}
	var got []map[string]any
	for _, line := range lines {
		var fields map[string]any
		if err := json.Unmarshal([]byte(line), &fields); err != nil {
			t.Fatal(err)
		}
		got = append(got, fields)
	}
	for i, want := range []map[string]any{
		{"level": "warn", "settled": "ack", "attempt": 1.0, "error": "settle with ack: no answer"},
		{"level": "error", "settled": "term", "reason": "invalid_utf8", "stage": "decode"},
	} {
		for k, v := range want {
			if got[i][k] != v {
				t.Errorf("line %d: %s is %v, want %v", i, k, got[i][k], v)
			}
		}
	}
}

func TestConfigNeedsItsParts(t *testing.T) {
	for _, cfg := range []Config{{}, {Source: newQueue()}, {Source: newQueue(), Sink: &shelf{}}} {
		if err := Run(t.Context(), cfg); err == nil {
			t.Errorf("%+v was accepted", cfg)
		}
	}
}

func TestExponential(t *testing.T) {
	for _, c := range []struct {
		random  float64
		attempt int
		want    time.Duration
	}{
		{0, 1, 500 * time.Millisecond}, {0.5, 1, 750 * time.Millisecond},
		{0, 2, time.Second}, {0, 4, 4 * time.Second}, {0, 60, 5 * time.Second}, {0.99999, 60, 10 * time.Second},
	} {
		backoff := Exponential(time.Second, 10*time.Second, func() float64 { return c.random })
		if got := backoff(c.attempt).Round(time.Millisecond); got != c.want {
			t.Errorf("attempt %d with %v: %v, want %v", c.attempt, c.random, got, c.want)
		}
	}
	random := Exponential(time.Second, time.Minute, nil)
	for attempt := range 100 {
		if d := random(attempt); d < 500*time.Millisecond || d > time.Minute {
			t.Errorf("attempt %d: %v", attempt, d)
		}
	}
}

// run runs to the end, with no delay between attempts.
func run(t *testing.T, cfg Config) {
	t.Helper()
	cfg.Backoff = func(int) time.Duration { return 0 }
	if err := Run(t.Context(), cfg); err != nil {
		t.Fatal(err)
	}
}

// TestMonitor: what is in hand is counted, and an extraction that does not end
// with its time is until it does.
func TestMonitor(t *testing.T) {
	var monitor Monitor
	release, ended := make(chan struct{}), make(chan struct{})
	run(t, Config{
		Source: newQueue("text"), Sink: &shelf{}, MaxAttempts: 1, Timeout: 5 * time.Millisecond, Monitor: &monitor,
		Extractor: extractorFunc(func(context.Context, *schemas.Article) (*schemas.Extraction, error) {
			defer close(ended)
			if monitor.InHand() != 1 {
				t.Errorf("%d articles in hand", monitor.InHand())
			}
			<-release
			return nil, nil
		}),
	})
	if monitor.Abandoned() != 1 || monitor.InHand() != 0 {
		t.Errorf("%d abandoned, %d in hand", monitor.Abandoned(), monitor.InHand())
	}
	close(release)
	<-ended
	for monitor.Abandoned() != 0 {
		runtime.Gosched()
	}
}

// TestTracing: the span of an article lies below the one its delivery carries,
// and the sink is called within it.
func TestTracing(t *testing.T) {
	spans := tracetest.NewSpanRecorder()
	provider := sdktrace.NewTracerProvider(sdktrace.WithSpanProcessor(spans))
	source, sink := newQueue("text"), &shelf{}
	source.waiting[0].header = map[string][]string{"content-type": {"text/plain"}, "Traceparent": {"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"}}
	var within trace.SpanContext
	sink.onWrite = func(ctx context.Context) error {
		within = trace.SpanContextFromContext(ctx)
		return nil
	}
	run(t, Config{Source: source, Sink: sink, Extractor: extractorFunc(echo), Tracer: provider.Tracer("test")})
	var names []string
	for _, s := range spans.Ended() {
		names = append(names, s.Name())
		if s.SpanContext().TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
			t.Errorf("span %s is of trace %s", s.Name(), s.SpanContext().TraceID())
		}
		if s.Name() == "article" && s.Parent().SpanID().String() != "b7ad6b7169203331" {
			t.Errorf("the article's span has the parent %s", s.Parent().SpanID())
		}
	}
	if !slices.Equal(names, []string{"extract", "write", "article"}) || within.TraceID().String() != "0af7651916cd43dd8448eb211c80319c" {
		t.Errorf("spans %v, written within %s", names, within.TraceID())
	}
}
