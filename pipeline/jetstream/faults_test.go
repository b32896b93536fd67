package jetstream

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/nats-io/nats-server/v2/server"
	"github.com/nats-io/nats.go"
	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

// The tests of this file each inject a fault while articles are worked on, and
// compare every record with a run without faults. Each reports a line of the
// table in docs/operations.md, which `make faults` prints and `make soak` writes.

var soak = flag.Bool("soak", false, "many articles in each fault test, for hours rather than minutes")

// faultArticles is how many articles a fault test works on.
func faultArticles() int {
	if *soak {
		return 10_000
	}
	return 300
}

// trial is one fault test: what was sent, and what is to come of it.
type trial struct {
	name     string
	articles int
	poison   map[int]poison // by number of the article
	large    int            // every so many articles one is too large for a message; 0 is none
}

// poison is an article that must become a dead letter.
type poison struct {
	body   []byte
	reason schemas.Code
}

// trialArticle is the article with a number. It says when it was fetched, so
// that its records are the same in every run.
func trialArticle(i int) []byte {
	return fmt.Appendf(nil, `{"id":"a%05d","text":"Fennmark banned Ostrevia Rail %d times.","fetched_at":"2026-03-01T10:00:00Z"}`, i, i)
}

// send publishes all articles. What fails for now is sent again.
func (r trial) send(t *testing.T, c *Client) {
	t.Helper()
	for i := range r.articles {
		body := trialArticle(i)
		if p, ok := r.poison[i]; ok {
			body = p.body
		} else if r.large > 0 && i%r.large == r.large-1 {
			body = append(body, bytes.Repeat([]byte(" "), serverMaxPayload)...)
		}
		await(t, fmt.Sprintf("article %d to be stored", i), func() bool {
			_, err := c.PublishArticle(t.Context(), testSubject, nil, body)
			return err == nil
		})
	}
}

// good is how many articles give records.
func (r trial) good() int { return r.articles - len(r.poison) }

// recordSet is what is stored in RECORDS: for each id the hash of the content,
// and how many records are there a second time.
func recordSet(t *testing.T, c *Client) (content map[string]string, doubled int) {
	t.Helper()
	content = map[string]string{}
	err := c.scan(t.Context(), streamRecords, js.OrderedConsumerConfig{}, func(msg js.Msg, _ *js.MsgMetadata) error {
		body, err := c.plain(msg.Headers(), msg.Data())
		if err != nil {
			return err
		}
		event := decode[schemas.CloudEvent](t, body)
		if _, ok := content[event.ID]; ok {
			doubled++
		}
		sum := sha256.Sum256(body)
		content[event.ID] = hex.EncodeToString(sum[:])
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return content, doubled
}

// cleanRun is what a run without faults stores.
func (r trial) cleanRun(t *testing.T) map[string]string {
	t.Helper()
	c := testClient(t)
	sink := testSink(t, c)
	for i := range r.articles {
		if _, ok := r.poison[i]; ok {
			continue
		}
		a, err := schemas.DecodeArticle(trialArticle(i), "")
		if err != nil {
			t.Fatal(err)
		}
		x, err := stub{}.Extract(t.Context(), a)
		if err != nil {
			t.Fatal(err)
		}
		if err := sink.Write(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	content, doubled := recordSet(t, c)
	if doubled > 0 || len(content) != 4*r.good() {
		t.Fatalf("the clean run stored %d records, %d of them twice", len(content), doubled)
	}
	return content
}

// check compares with the clean run and reports the line of the table.
func (r trial) check(t *testing.T, c *Client) {
	t.Helper()
	want := r.cleanRun(t)
	got, doubled := recordSet(t, c)
	lost := 0
	for id, hash := range want {
		if got[id] != hash {
			lost++
		}
	}
	if extra := len(got) - len(want) + lost; lost > 0 || doubled > 0 || extra != 0 {
		t.Errorf("%d records lost or changed, %d doubled, %d that should not be", lost, doubled, extra)
	}
	byReason, wanted := map[string]int{}, map[string]int{}
	for _, l := range letters(t, c, streamDead) {
		byReason[l.Reason]++
	}
	for _, p := range r.poison {
		wanted[string(p.reason)]++
	}
	if fmt.Sprint(byReason) != fmt.Sprint(wanted) {
		t.Errorf("dead letters %v, want %v", byReason, wanted)
	}
	t.Logf("FAULT|%s|%d|%d|%d", r.name, r.articles, lost, doubled)
}

// awaitRecords returns when every good article has its article record and every
// poisonous one its letter.
func (r trial) awaitRecords(t *testing.T, c *Client) {
	t.Helper()
	pipelinetest.Await(t, 5*time.Minute, fmt.Sprintf("%d articles to be done", r.articles), func() bool {
		stream, err := c.js.Stream(t.Context(), streamRecords)
		if err != nil {
			return false
		}
		info, err := stream.Info(t.Context(), js.WithSubjectFilter(schemas.SubjectArticle+">"))
		if err != nil || len(info.State.Subjects) < r.good() {
			return false
		}
		dead, err := c.showStream(t.Context(), streamDead)
		return err == nil && int(dead.Messages) >= len(r.poison)
	})
}

// workers starts two workers, each on a connection of its own if connect gives one.
func workers(t *testing.T, connect func(int) *Client, source SourceConfig, adjust func(*pipeline.Config)) (stop func()) {
	t.Helper()
	var stops []func()
	for i := range 2 {
		c := connect(i)
		cfg := workerConfig(testSource(t, c, source), testSink(t, c))
		cfg.Workers, cfg.MaxAttempts = 2, 1000
		if adjust != nil {
			adjust(&cfg)
		}
		stops = append(stops, startWorker(t, cfg))
	}
	return func() {
		for _, s := range stops {
			s()
		}
	}
}

// TestFaultSink: writes fail at random, before they are stored and after.
func TestFaultSink(t *testing.T) {
	r := trial{name: "sink fails at random, before or after the fact", articles: faultArticles()}
	c := testClient(t)
	r.send(t, c)
	seed := atomic.Uint64{}
	stop := workers(t, func(int) *Client { return c }, SourceConfig{}, func(cfg *pipeline.Config) {
		f := newFlaky(cfg.Source, cfg.Sink, seed.Add(1), 0.1)
		cfg.Sink = f
	})
	r.awaitRecords(t, c)
	stop()
	r.check(t, c)
}

// TestFaultAcks: acknowledgements are lost after everything was published, so
// that AckWait passes and the article comes again.
func TestFaultAcks(t *testing.T) {
	r := trial{name: "acknowledgement lost after publishing", articles: faultArticles()}
	c := testClient(t)
	r.send(t, c)
	seed := atomic.Uint64{}
	stop := workers(t, func(int) *Client { return c }, SourceConfig{AckWait: 300 * time.Millisecond}, func(cfg *pipeline.Config) {
		f := newFlaky(cfg.Source, cfg.Sink, 10+seed.Add(1), 0.1)
		cfg.Source, cfg.AckWait = f, 300*time.Millisecond
	})
	r.awaitRecords(t, c)
	awaitIdle(t, c)
	stop()
	r.check(t, c)
}

// TestFaultSlowStage: a stage takes longer than AckWait and nobody says that the
// work goes on, so the same article is worked on twice at the same time.
func TestFaultSlowStage(t *testing.T) {
	r := trial{name: "AckWait passes under a slow stage", articles: faultArticles()}
	c := testClient(t)
	r.send(t, c)
	stop := workers(t, func(int) *Client { return c }, SourceConfig{AckWait: 100 * time.Millisecond}, func(cfg *pipeline.Config) {
		cfg.AckWait = -1 // no InProgress
		var calls atomic.Int64
		cfg.Extractor = extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
			if calls.Add(1)%20 == 0 {
				timer := time.NewTimer(250 * time.Millisecond)
				defer timer.Stop()
				<-timer.C
			}
			return stub{}.Extract(ctx, a)
		})
	})
	r.awaitRecords(t, c)
	awaitIdle(t, c)
	stop()
	r.check(t, c)
}

// TestFaultPoison: one article in 50 panics, never ends, is no text, or is too large.
func TestFaultPoison(t *testing.T) {
	r := trial{name: "1 in 50 poisonous: panic, endless loop, invalid bytes, 20 MB", articles: faultArticles(), poison: map[int]poison{}}
	kinds := []poison{
		{[]byte(`{"id":"panic","text":"poison"}`), schemas.CodePanic},
		{[]byte(`{"id":"loop","text":"endless"}`), schemas.CodeTimeout},
		{[]byte("\xff\xfe\xfd"), schemas.CodeInvalidUTF8},
		{[]byte(`{"id":"large","text":"` + strings.Repeat("Fennmark. ", 20<<20/10) + `"}`), schemas.CodeTooLarge},
	}
	for i := 49; i < r.articles; i += 50 {
		p := kinds[i/50%len(kinds)]
		p.body = append([]byte(nil), p.body...)
		if p.reason != schemas.CodeInvalidUTF8 {
			p.body = append(p.body, strings.Repeat(" ", i)...) // or it would be a duplicate
		} else {
			p.body = append(p.body, fmt.Sprint(i)...)
		}
		r.poison[i] = p
	}
	c := testClient(t)
	r.send(t, c)
	release := make(chan struct{})
	defer close(release)
	stop := workers(t, func(int) *Client { return c }, SourceConfig{}, func(cfg *pipeline.Config) {
		cfg.Timeout, cfg.MaxAttempts = 3*time.Second, 1
		cfg.Extractor = extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
			if a.Text == "endless" {
				<-release // it does not heed ctx, as an endless loop would not
				return nil, errFault
			}
			return stub{}.Extract(ctx, a)
		})
	})
	r.awaitRecords(t, c)
	stop()
	r.check(t, c)
}

// cutter cuts connections at random, in the middle of whatever is on the way.
type cutter struct {
	mu     sync.Mutex
	random *rand.Rand
	on     atomic.Bool
	cuts   atomic.Int64
}

// Dial implements nats.CustomDialer.
func (c *cutter) Dial(network, address string) (net.Conn, error) {
	conn, err := net.Dial(network, address)
	if err != nil {
		return nil, err
	}
	return &cutConn{Conn: conn, cutter: c}, nil
}

func (c *cutter) strikes() bool {
	if !c.on.Load() {
		return false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.random.IntN(400) == 0
}

// cutConn loses what it was about to read, such as the server's answer that a
// record is stored.
type cutConn struct {
	net.Conn
	cutter *cutter
}

func (c *cutConn) Read(p []byte) (int, error) {
	n, err := c.Conn.Read(p)
	if err == nil && c.cutter.strikes() {
		c.cutter.cuts.Add(1)
		_ = c.Close()
		return 0, errFault
	}
	return n, err
}

// TestFaultConnection: connections are cut at random, and what was on the way is
// lost, publish acknowledgements among it.
func TestFaultConnection(t *testing.T) {
	r := trial{name: "connections cut at random, publish acknowledgements lost", articles: faultArticles(), large: 100}
	s, err := StartServer(ServerConfig{StoreDir: t.TempDir(), Port: -1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Shutdown)
	quiet, err := Connect(t.Context(), Config{URL: s.ClientURL()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = quiet.Close() })
	if _, err := quiet.ApplyStreams(t.Context()); err != nil {
		t.Fatal(err)
	}
	r.send(t, quiet)
	cut := &cutter{random: rand.New(rand.NewPCG(7, 7))}
	stop := workers(t, func(int) *Client {
		c, err := connect(t.Context(), Config{URL: s.ClientURL(), RequestTimeout: 5 * time.Second}, nats.SetCustomDialer(cut), nats.ReconnectWait(10*time.Millisecond), nats.ReconnectJitter(0, 0))
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = c.Close() })
		return c
	}, SourceConfig{AckWait: time.Second}, func(cfg *pipeline.Config) {
		cfg.AckWait = time.Second
	})
	cut.on.Store(true)
	r.awaitRecords(t, quiet)
	cut.on.Store(false)
	awaitIdle(t, quiet)
	stop()
	if cut.cuts.Load() == 0 {
		t.Error("no connection was cut, which proves nothing")
	}
	r.check(t, quiet)
}

// TestFaultStreamFull: the stream of records is full for a while.
func TestFaultStreamFull(t *testing.T) {
	r := trial{name: "stream of records full for a while", articles: faultArticles()}
	c := testClient(t)
	stream, err := c.js.Stream(t.Context(), streamRecords)
	if err != nil {
		t.Fatal(err)
	}
	wide := stream.CachedInfo().Config
	narrow := wide
	narrow.MaxBytes = int64(r.articles) * 1000 // about half of what there will be
	if _, err := c.js.UpdateStream(t.Context(), narrow); err != nil {
		t.Fatal(err)
	}
	r.send(t, c)
	full := make(chan struct{})
	var once sync.Once
	stop := workers(t, func(int) *Client { return c }, SourceConfig{}, func(cfg *pipeline.Config) {
		sink := cfg.Sink
		cfg.Sink = &watchedSink{sink, func(err error) {
			if isStreamFull(err) {
				once.Do(func() { close(full) })
			}
		}}
	})
	select {
	case <-full:
	case <-time.After(time.Minute):
		t.Fatal("the stream never was full, which proves nothing")
	}
	if _, err := c.js.UpdateStream(t.Context(), wide); err != nil {
		t.Fatal(err)
	}
	r.awaitRecords(t, c)
	stop()
	r.check(t, c)
}

// watchedSink shows what Write returns.
type watchedSink struct {
	pipeline.Sink
	see func(error)
}

func (s *watchedSink) Write(ctx context.Context, x *schemas.Extraction) error {
	err := s.Sink.Write(ctx, x)
	s.see(err)
	return err
}

// TestFaultClock: the clock of the worker jumps by hours, to and fro.
func TestFaultClock(t *testing.T) {
	r := trial{name: "clock of the worker jumps by hours", articles: faultArticles()}
	c := testClient(t)
	r.send(t, c)
	var mu sync.Mutex
	random := rand.New(rand.NewPCG(3, 3))
	c.now = func() time.Time {
		mu.Lock()
		defer mu.Unlock()
		return time.Now().Add(time.Duration(random.IntN(48)-24) * time.Hour)
	}
	stop := workers(t, func(int) *Client { return c }, SourceConfig{}, nil)
	r.awaitRecords(t, c)
	stop()
	r.check(t, c)
}

// cluster is three servers in this process.
type cluster struct {
	t     *testing.T
	opts  []*server.Options
	nodes []*Server
}

// startCluster starts three servers with JetStream that know one another.
func startCluster(t *testing.T) *cluster {
	t.Helper()
	k := &cluster{t: t}
	ports := freePorts(t, 6)
	var routes []string
	for i := range 3 {
		routes = append(routes, fmt.Sprintf("nats://127.0.0.1:%d", ports[3+i]))
	}
	for i := range 3 {
		opts := &server.Options{
			ServerName: fmt.Sprintf("n%d", i), Host: "127.0.0.1", Port: ports[i], NoSigs: true, NoLog: true, JetStream: true, StoreDir: t.TempDir(), MaxPayload: serverMaxPayload,
			Cluster: server.ClusterOpts{Name: "news", Host: "127.0.0.1", Port: ports[3+i]}, Routes: server.RoutesFromStr(strings.Join(routes, ",")),
		}
		k.opts, k.nodes = append(k.opts, opts), append(k.nodes, nil)
	}
	var starting sync.WaitGroup
	for i := range 3 {
		starting.Go(func() { k.start(i) })
	}
	starting.Wait()
	t.Cleanup(func() {
		for i := range k.nodes {
			k.stop(i)
		}
	})
	pipelinetest.Await(t, time.Minute, "a leader of the cluster", func() bool {
		for _, n := range k.nodes {
			if n == nil || len(n.nats.JetStreamClusterPeers()) < 3 {
				continue
			}
			return true
		}
		return false
	})
	return k
}

func (k *cluster) start(i int) {
	s, err := start(k.opts[i].Clone())
	if err != nil {
		k.t.Errorf("start node %d: %v", i, err)
		return
	}
	k.nodes[i] = s
}

func (k *cluster) stop(i int) {
	if k.nodes[i] != nil {
		k.nodes[i].Shutdown()
		k.nodes[i] = nil
	}
}

// urls of all nodes.
func (k *cluster) urls() string {
	var all []string
	for _, o := range k.opts {
		all = append(all, fmt.Sprintf("nats://127.0.0.1:%d", o.Port))
	}
	return strings.Join(all, ",")
}

// client has the streams on all nodes.
func (k *cluster) client(t *testing.T) *Client {
	t.Helper()
	c, err := Connect(t.Context(), Config{URL: k.urls(), Streams: StreamsConfig{Replicas: 3}, ConnectTimeout: 10 * time.Second, RequestTimeout: 5 * time.Second})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	pipelinetest.Await(t, nodePatience, "the streams", func() bool {
		_, err := c.ApplyStreams(t.Context())
		return err == nil
	})
	return c
}

// freePorts are ports that nobody listens on.
func freePorts(t *testing.T, n int) []int {
	t.Helper()
	var ports []int
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			t.Fatal(err)
		}
		defer l.Close()
		ports = append(ports, l.Addr().(*net.TCPAddr).Port)
	}
	return ports
}

// nodePatience is how long a cluster may take to agree on leaders, on a machine
// that has other work.
const nodePatience = 3 * time.Minute

// TestFaultNode: of three servers that keep everything three times, first the
// leader of the records goes and comes back, then another.
func TestFaultNode(t *testing.T) {
	r := trial{name: "loss of one node of three, the leader first, then another", articles: faultArticles()}
	k := startCluster(t)
	c := k.client(t)
	r.send(t, c)
	var settled atomic.Int64
	stop := workers(t, func(int) *Client { return c }, SourceConfig{AckWait: 2 * time.Second}, func(cfg *pipeline.Config) {
		cfg.AckWait = 2 * time.Second
		cfg.Extractor = extractorFunc(func(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
			settled.Add(1)
			x := pipelinetest.Extraction(a.ID, "ban")
			x.Article.FetchedAt = a.FetchedAt
			return x, nil
		})
	})
	leader := func() int {
		for i, n := range k.nodes {
			if n != nil && n.nats.JetStreamIsStreamLeader(server.DEFAULT_GLOBAL_ACCOUNT, streamRecords) {
				return i
			}
		}
		return -1
	}
	for round := range 2 {
		pipelinetest.Await(t, nodePatience, "some articles", func() bool { return settled.Load() > int64(r.articles*(1+round)/4) })
		var lost int
		pipelinetest.Await(t, nodePatience, "a leader", func() bool { lost = leader(); return lost >= 0 })
		if round == 1 {
			lost = (lost + 1) % 3
		}
		k.stop(lost)
		before := settled.Load()
		pipelinetest.Await(t, nodePatience, "the work to go on without the node", func() bool { return settled.Load() > before+10 || settled.Load() >= int64(r.articles) })
		k.start(lost)
	}
	r.awaitRecords(t, c)
	stop()
	r.check(t, c)
}

// TestFaultReplicaBehind: what is stored is read in full while a node is there
// that has just come back and lacks it.
func TestFaultReplicaBehind(t *testing.T) {
	r := trial{name: "reading what is stored from a node that has just come back", articles: 2000}
	k := startCluster(t)
	c := k.client(t)
	behind := slices.IndexFunc(k.nodes, func(n *Server) bool {
		return !n.nats.JetStreamIsStreamLeader(server.DEFAULT_GLOBAL_ACCOUNT, streamArticles)
	})
	k.stop(behind)
	r.send(t, c)
	k.start(behind)
	lost := 0
	for range 5 {
		var scanned int
		pipelinetest.Await(t, nodePatience, "an answer", func() bool { // while nodes agree there may be none in time
			scanned = 0
			return c.scan(t.Context(), streamArticles, js.OrderedConsumerConfig{HeadersOnly: true}, func(js.Msg, *js.MsgMetadata) error {
				scanned++
				return nil
			}) == nil
		})
		if scanned != r.articles {
			t.Errorf("scan saw %d of %d messages", scanned, r.articles)
		}
		past := readPast(t, c)
		if past != r.articles {
			t.Errorf("the past is %d of %d messages", past, r.articles)
		}
		lost = max(lost, r.articles-scanned, r.articles-past)
	}
	t.Logf("FAULT|%s|%d|%d|0", r.name, r.articles, lost)
}

// readPast counts the articles that the stream holds.
func readPast(t *testing.T, c *Client) (count int) {
	t.Helper()
	past, err := c.Past(t.Context(), PastConfig{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = past.Close(t.Context()) }()
	for {
		switch _, err := past.Next(t.Context()); {
		case errors.Is(err, io.EOF):
			return count
		case err != nil:
			t.Fatal(err)
		}
		count++
	}
}
