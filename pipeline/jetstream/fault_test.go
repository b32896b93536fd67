package jetstream

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

var errFault = errors.New("injected fault")

// workerConfig is a worker for tests: an invented extraction of every article,
// no delay between attempts.
func workerConfig(source pipeline.Source, sink pipeline.Sink) pipeline.Config {
	return pipeline.Config{
		Source: source, Sink: sink, Extractor: stub{}, Workers: 4, MaxAttempts: 50,
		Backoff: func(int) time.Duration { return time.Millisecond },
	}
}

// stub finds a ban in every article, and panics over poison.
type stub struct{}

func (stub) Extract(_ context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	if strings.Contains(a.Text, "poison") {
		panic("poison")
	}
	x := pipelinetest.Extraction(a.ID, "ban")
	x.Article.FetchedAt = a.FetchedAt
	return x, nil
}

// startWorker runs a worker until the test ends or the returned func is called,
// which waits for it.
func startWorker(t *testing.T, cfg pipeline.Config) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- pipeline.Run(ctx, cfg) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// awaitIdle returns when every article of the live lane was handed out and is settled.
func awaitIdle(t *testing.T, c *Client) {
	t.Helper()
	await(t, "all articles to be settled", func() bool {
		state, err := c.showStream(t.Context(), streamArticles)
		if err != nil || len(state.Consumers) == 0 {
			return false
		}
		consumer, err := c.js.Consumer(t.Context(), streamArticles, state.Consumers[0].Name)
		if err != nil {
			return false
		}
		// The server may say for a moment that nothing is pending for a new consumer.
		info := consumer.CachedInfo()
		return info.Delivered.Stream >= state.LastSeq && info.NumPending == 0 && info.NumAckPending == 0
	})
}

// await is pipelinetest.Await with a minute's patience.
func await(t *testing.T, what string, done func() bool) {
	t.Helper()
	pipelinetest.Await(t, time.Minute, what, done)
}

// flaky loses writes before or after they are stored, and settlements on the
// way. It draws from a seeded generator.
type flaky struct {
	pipeline.Sink
	pipeline.Source
	mu     sync.Mutex
	random *rand.Rand
	share  float64
}

func newFlaky(source pipeline.Source, sink pipeline.Sink, seed uint64, share float64) *flaky {
	return &flaky{Source: source, Sink: sink, random: rand.New(rand.NewPCG(seed, 1)), share: share}
}

func (f *flaky) strikes() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.random.Float64() < f.share
}

// around calls do and fails before or after, as chance has it.
func (f *flaky) around(do func() error) error {
	if f.strikes() {
		return errFault
	}
	if err := do(); err != nil {
		return err
	}
	if f.strikes() {
		return errFault // stored, but the answer was lost
	}
	return nil
}

func (f *flaky) Write(ctx context.Context, x *schemas.Extraction) error {
	return f.around(func() error { return f.Sink.Write(ctx, x) })
}

func (f *flaky) WriteDead(ctx context.Context, l *schemas.DeadLetter) error {
	return f.around(func() error { return f.Sink.WriteDead(ctx, l) })
}

func (f *flaky) Next(ctx context.Context) (pipeline.Delivery, error) {
	d, err := f.Source.Next(ctx)
	if err != nil {
		return nil, err
	}
	return &flakyDelivery{d, f}, nil
}

func (f *flaky) Close(ctx context.Context) error { return f.Source.Close(ctx) }

type flakyDelivery struct {
	pipeline.Delivery
	f *flaky
}

func (d *flakyDelivery) Settle(ctx context.Context, o pipeline.Outcome) error {
	return d.f.around(func() error { return d.Delivery.Settle(ctx, o) })
}

// expected is what readers know after n articles, of which every poisonEvery-th
// is poison.
func publishMany(t *testing.T, c *Client, n, poisonEvery int) (want map[string][]string, poison int) {
	t.Helper()
	want = map[string][]string{}
	for i := range n {
		id, text := fmt.Sprintf("a%04d", i), "Fennmark banned Ostrevia Rail."
		if poisonEvery > 0 && i%poisonEvery == poisonEvery-1 {
			text = "This is poison."
			poison++
		} else {
			want[id] = []string{"entity org-ban", "entity org-fennmark", "event ev-" + id + "-ban"}
		}
		publishJSON(t, c, fmt.Sprintf(`{"id":%q,"text":%q}`, id, text))
	}
	return want, poison
}

// checkClean compares what readers know with a run without faults: nothing
// missing, nothing double, and a dead letter for each poison.
func checkClean(t *testing.T, c *Client, want map[string][]string, poison int) {
	t.Helper()
	got := readers(t, c)
	if !reflect.DeepEqual(got.Articles, want) {
		t.Errorf("readers know %d articles, want %d, or the records differ", len(got.Articles), len(want))
	}
	if records := 4 * len(want); got.Stored != records {
		t.Errorf("%d records stored, want %d", got.Stored, records)
	}
	if len(got.Dead) != poison {
		t.Errorf("%d dead letters, want %d", len(got.Dead), poison)
	}
}

// TestFaults: with two workers on connections of their own, sink and source
// failing before and after the fact, articles that panic, and settlements lost
// so that AckWait passes, readers see the same as without any fault.
func TestFaults(t *testing.T) {
	seeds := []uint64{1}
	if *soak {
		seeds = []uint64{1, 2, 3}
	}
	for _, seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			c := testClient(t)
			want, poison := publishMany(t, c, 300, 50)
			cfg := SourceConfig{Prefetch: 8, AckWait: 300 * time.Millisecond}
			var stops []func()
			for i := range uint64(2) {
				f := newFlaky(testSource(t, c, cfg), testSink(t, c), seed*10+i, 0.1)
				stops = append(stops, startWorker(t, workerConfig(f, f)))
			}
			awaitIdle(t, c)
			for _, stop := range stops {
				stop()
			}
			checkClean(t, c, want, poison)
		})
	}
}

// TestFaultRestart: the server goes away in mid-run and comes back with its files.
func TestFaultRestart(t *testing.T) {
	r := trial{name: "server restarted in mid-run", articles: faultArticles()}
	dir := t.TempDir()
	server, err := StartServer(ServerConfig{StoreDir: dir, Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	c, err := Connect(t.Context(), Config{URL: server.ClientURL(), RequestTimeout: 2 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if _, err := c.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.send(t, c)
	halfway := make(chan struct{})
	var settled atomic.Int64
	stop := workers(t, func(int) *Client { return c }, SourceConfig{AckWait: time.Second}, func(cfg *pipeline.Config) {
		cfg.AckWait = time.Second
		cfg.Observe = func(pipeline.Settlement) {
			if settled.Add(1) == int64(r.articles/4) {
				close(halfway)
			}
		}
	})
	<-halfway
	port := portOf(t, server)
	server.Shutdown()
	again, err := StartServer(ServerConfig{StoreDir: dir, Port: port})
	if err != nil {
		t.Fatal(err)
	}
	defer again.Shutdown()
	r.awaitRecords(t, c)
	awaitIdle(t, c)
	stop()
	r.check(t, c)
}

// TestDrainGivesBack: what a worker had fetched goes to another at once, long
// before AckWait has passed.
func TestDrainGivesBack(t *testing.T) {
	c := testClient(t)
	want, _ := publishMany(t, c, 50, 0)
	cfg := SourceConfig{Prefetch: 20, AckWait: time.Hour}
	first := workerConfig(testSource(t, c, cfg), testSink(t, c))
	first.Workers = 1
	working := make(chan struct{})
	var once sync.Once
	first.Observe = func(pipeline.Settlement) { once.Do(func() { close(working) }) }
	stop := startWorker(t, first)
	<-working
	stop()
	startWorker(t, workerConfig(testSource(t, c, cfg), testSink(t, c)))
	awaitIdle(t, c)
	checkClean(t, c, want, 0)
}
