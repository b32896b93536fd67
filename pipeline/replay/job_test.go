package replay

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

// fakeArchive hands out bodies; positions are numbers.
type fakeArchive struct {
	bodies []string
	next   atomic.Int64
	passed map[string]int64 // over before each
}

func (a *fakeArchive) Next(ctx context.Context) (pipeline.Delivery, error) {
	if int(a.next.Load()) >= len(a.bodies) {
		return nil, io.EOF
	}
	return &fakeDelivery{archive: a, n: int(a.next.Add(1))}, ctx.Err()
}

func (a *fakeArchive) Close(context.Context) error { return nil }
func (a *fakeArchive) Progress() (int64, int64)    { return a.next.Load(), int64(len(a.bodies)) }
func (a *fakeArchive) Passed() map[string]int64    { return a.passed }
func (a *fakeArchive) from(position string) *fakeArchive {
	n, _ := strconv.ParseInt(position, 10, 64) // empty is the beginning
	a.next.Store(n)
	return a
}

type fakeDelivery struct {
	archive *fakeArchive
	n       int
	settled bool
	mu      sync.Mutex
}

func (d *fakeDelivery) Subject() string             { return "same" } // as in a stream
func (d *fakeDelivery) Header() map[string][]string { return nil }
func (d *fakeDelivery) Body() []byte                { return []byte(d.archive.bodies[d.n-1]) }
func (d *fakeDelivery) Attempt() int                { return 1 }
func (d *fakeDelivery) FirstSeen() time.Time        { return time.Time{} }
func (d *fakeDelivery) InProgress() error           { return nil }
func (d *fakeDelivery) Position() string            { return fmt.Sprint(d.n) }
func (d *fakeDelivery) Passed() map[string]int64    { return d.archive.passed }
func (d *fakeDelivery) Settle(context.Context, pipeline.Outcome) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.settled {
		return errors.New("settled twice")
	}
	d.settled = true
	return nil
}

// echo extracts nothing. It fails for articles that say so.
type echo struct{}

func (echo) Extract(_ context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	switch {
	case strings.Contains(a.Text, "foreign"):
		return nil, &pipeline.Skip{Reason: "unsupported_language", Message: "foreign"}
	case strings.Contains(a.Text, "poison"):
		panic("poison")
	}
	return &schemas.Extraction{Article: schemas.ArticleInfo{ID: a.ID, PublishedAt: a.PublishedAt, Metadata: a.Metadata}}, nil
}

// lineSink writes one id a line.
type lineSink struct{ out, dead io.Writer }

func (s lineSink) Write(_ context.Context, x *schemas.Extraction) error {
	_, err := fmt.Fprintln(s.out, x.Article.ID)
	return err
}
func (s lineSink) WriteDead(_ context.Context, l *schemas.DeadLetter) error {
	_, err := fmt.Fprintln(s.dead, "dead", l.ArticleID, l.Reason)
	return err
}
func (s lineSink) WriteSkipped(_ context.Context, l *schemas.DeadLetter) error {
	_, err := fmt.Fprintln(s.dead, "skipped", l.ArticleID, l.Reason)
	return err
}
func (s lineSink) Close(context.Context) error { return nil }

func article(id, text string) string {
	return fmt.Sprintf(`{"id":%q,"source":"wire","text":%q,"published_at":"2019-03-02"}`, id, text)
}

// runJob runs a job over the bodies into out until stop, where not nil, says so.
func runJob(t *testing.T, out string, bodies []string, opts SourceOptions, stop func(Counts) bool) (State, error) {
	t.Helper()
	dead := out + ".dead"
	job, err := Begin(t.Context(), NewFileStore(out+".replay"), Plan{Name: "test", Sources: []string{"fake"}, Target: out, Files: []string{out, dead}})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	running, wait := job.Keep(ctx, 10*time.Millisecond)
	source := job.Source((&fakeArchive{bodies: bodies, passed: map[string]int64{"not_html": 1}}).from(job.From()), opts)
	err = pipeline.Run(running, pipeline.Config{
		Source: source, Sink: InTime(lineSink{job.Output(0), job.Output(1)}), Extractor: echo{}, Ordered: true, Workers: 4, MaxAttempts: 1, AckWait: -1,
		Observe: func(s pipeline.Settlement) {
			job.Observe(s)
			if stop != nil && stop(job.Totals()) {
				cancel()
			}
		},
	})
	if err == nil {
		err = context.Cause(running)
	}
	wait()
	return job.End(t.Context(), err)
}

func manyBodies(n int) []string {
	var bodies []string
	for i := range n {
		text := fmt.Sprintf("Fennmark fined Ostrevia Rail %d euros.", i)
		switch i % 10 {
		case 3:
			text = fmt.Sprint("foreign ", i)
		case 5:
			text = fmt.Sprint("poison ", i)
		case 7:
			text = fmt.Sprintf("Fennmark fined Ostrevia Rail %d euros.", i-1)
		}
		bodies = append(bodies, article(fmt.Sprint("a", i), text))
		if i%10 == 9 {
			bodies = append(bodies, "nonsense")
		}
	}
	return bodies
}

// TestJobGoesOn interrupts a job again and again: the files are, byte for
// byte, those of one that was not interrupted, and so are the counts.
func TestJobGoesOn(t *testing.T) {
	bodies := manyBodies(300)
	options := func() SourceOptions { return SourceOptions{Copies: NewCopies(1000, 1), Inspect: textOf, Workers: 3} }
	dir := t.TempDir()
	want, err := runJob(t, filepath.Join(dir, "whole"), bodies, options(), nil)
	if err != nil || want.Status != Done {
		t.Fatal(want.Status, err)
	}
	r := want.Report
	if r.Read != 330 || r.Extracted != 210 || r.Skipped != 60 || r.Dead != 60 || r.SkippedBy["copy"] != 30 || r.DeadBy["panic"] != 30 || r.DeadBy["invalid_json"] != 30 {
		t.Errorf("report %+v", r)
	}
	if r.Days["2019-03-02"].Read != 300 || r.Sources["wire"].Extracted != 210 || r.Days[Unknown].Dead != 30 || r.PassedOver["not_html"] < 330 {
		t.Errorf("days %v, sources %v, passed over %v", r.Days, r.Sources, r.PassedOver)
	}
	out := filepath.Join(dir, "parts")
	var got State
	runs := 0
	for got.Status != Done {
		goal := got.Report.Read + 40
		if got, err = runJob(t, out, bodies, options(), func(c Counts) bool { return c.Read >= goal }); err != nil {
			t.Fatal(err)
		}
		if runs++; runs > 100 {
			t.Fatal("the job does not end")
		}
		damage(t, out) // as a kill does that comes after the last save
	}
	if runs < 5 {
		t.Errorf("%d runs prove little", runs)
	}
	for _, suffix := range []string{"", ".dead"} {
		a, b := readFile(t, filepath.Join(dir, "whole")+suffix), readFile(t, out+suffix)
		if suffix == "" {
			b = strings.TrimSuffix(b, junk)
		}
		if a != b {
			t.Errorf("%q differs: %d and %d bytes", suffix, len(a), len(b))
		}
	}
	want.Report.PassedOver, got.Report.PassedOver = nil, nil // of the fake, which passes something over at the end of each run
	if a, b := asJSON(t, want.Report), asJSON(t, got.Report); a != b {
		t.Errorf("report\n%s\nwant\n%s", b, a)
	}
}

const junk = "half a li"

// damage writes behind what was saved.
func damage(t *testing.T, path string) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	_, err = f.WriteString(junk)
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
}

func TestCompressedOutputGoesOn(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out.zst")
	bodies := manyBodies(100)
	for goal := int64(30); ; goal += 30 {
		s, err := runJob(t, out, bodies, SourceOptions{}, func(c Counts) bool { return c.Read >= goal })
		if err != nil {
			t.Fatal(err)
		}
		if s.Status == Done {
			break
		}
		damage(t, out)
	}
	z, err := zstd.NewReader(strings.NewReader(readFile(t, out)))
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	plain, err := io.ReadAll(z)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Fields(string(plain))
	if len(lines) != 80 || len(slices.Compact(slices.Sorted(slices.Values(lines)))) != 80 {
		t.Errorf("%d lines, want 80 that differ", len(lines))
	}
}

func TestBeginRefuses(t *testing.T) {
	dir := t.TempDir()
	out := filepath.Join(dir, "out")
	plan := Plan{Name: "test", Sources: []string{"a"}, Target: out, Files: []string{out}, Holder: "host:1"}
	store := NewFileStore(out + ".replay")
	job, err := Begin(t.Context(), store, plan)
	if err != nil {
		t.Fatal(err)
	}
	if holder, err := NewFileStore(out + ".replay").Alive(); err != nil || holder != "host:1" {
		t.Errorf("alive: %q, %v", holder, err)
	}
	if _, err := Begin(t.Context(), NewFileStore(out+".replay"), plan); !errors.Is(err, ErrAlive) || !strings.Contains(err.Error(), "host:1") {
		t.Errorf("a second run: %v", err)
	}
	if _, err := job.End(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	if holder, err := store.Alive(); err != nil || holder != "" {
		t.Errorf("alive after its end: %q, %v", holder, err)
	}
	other := plan
	other.Sources = []string{"b"}
	if _, err := Begin(t.Context(), store, other); !errors.Is(err, ErrOther) {
		t.Errorf("other sources: %v", err)
	}
	if err := store.Tell(t.Context(), Cancel); err != nil {
		t.Fatal(err)
	}
	if _, err := Begin(t.Context(), store, plan); !errors.Is(err, ErrCancelled) {
		t.Errorf("a cancelled job: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "there"), []byte("x"), 0o644); err != nil {
		t.Fatal(err)
	}
	there := Plan{Name: "x", Sources: []string{"a"}, Files: []string{filepath.Join(dir, "there")}}
	if _, err := Begin(t.Context(), NewFileStore(filepath.Join(dir, "x.replay")), there); !errors.Is(err, ErrExists) {
		t.Errorf("a file of somebody else: %v", err)
	}
	plan.Restart = true
	job, err = Begin(t.Context(), store, plan)
	if err != nil {
		t.Fatalf("begin anew: %v", err)
	}
	if _, err := job.End(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

// TestPauseAndCancel tells a running job what to do.
func TestPauseAndCancel(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	store := NewFileStore(out + ".replay")
	job, err := Begin(t.Context(), store, Plan{Name: "test", Sources: []string{"fake"}})
	if err != nil {
		t.Fatal(err)
	}
	running, wait := job.Keep(t.Context(), time.Millisecond)
	source := job.Source(&fakeArchive{bodies: manyBodies(10)}, SourceOptions{})
	ack := func() {
		d, err := source.Next(running)
		if err != nil {
			t.Fatal(err)
		}
		job.Published(d, 1)
	}
	ack()
	if err := store.Tell(t.Context(), Pause); err != nil {
		t.Fatal(err)
	}
	until(t, job.IsPaused)
	short, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	if _, err := source.Next(short); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("a paused job handed out: %v", err)
	}
	cancel()
	if err := store.Tell(t.Context(), Run); err != nil {
		t.Fatal(err)
	}
	ack()
	if err := store.Tell(t.Context(), Cancel); err != nil {
		t.Fatal(err)
	}
	<-running.Done()
	if cause := context.Cause(running); !errors.Is(cause, ErrCancelled) {
		t.Errorf("ended by %v", cause)
	}
	wait()
	if err := source.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := job.End(t.Context(), ErrCancelled)
	if err != nil || s.Status != Cancelled || s.Report.Published != 2 || s.Position != "2" {
		t.Errorf("state %+v, %v", s, err)
	}
}

// until polls for a condition that no signal tells of.
func until(t *testing.T, ok func() bool) {
	t.Helper()
	tick, deadline := time.NewTicker(time.Millisecond), time.After(20*time.Second)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal("it does not come")
		}
	}
}

// TestNextLosesNothing: a Next whose context ends gives its article to the next one.
func TestNextLosesNothing(t *testing.T) {
	job, err := Begin(t.Context(), NewFileStore(filepath.Join(t.TempDir(), "x")), Plan{Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	source := job.Source(&fakeArchive{bodies: manyBodies(30)}, SourceOptions{Rate: 200})
	var got []string
	for {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Microsecond)
		d, err := source.Next(ctx)
		cancel()
		if errors.Is(err, context.DeadlineExceeded) {
			continue
		}
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, d.(Positioned).Position())
		job.Published(d, 0)
	}
	if len(got) != 33 {
		t.Errorf("%d articles, want 33: %v", len(got), got)
	}
	if err := source.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := job.End(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

// TestRate: 60 articles at 100 a second, of which 100 may come at once; then 40 at 100.
func TestRate(t *testing.T) {
	job, err := Begin(t.Context(), NewFileStore(filepath.Join(t.TempDir(), "x")), Plan{Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	source := job.Source(&fakeArchive{bodies: manyBodies(130)}, SourceOptions{Rate: 100})
	began := time.Now()
	for {
		d, err := source.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		job.Published(d, 0)
	}
	if took := time.Since(began); took < 400*time.Millisecond { // 143 articles, 100 at once
		t.Errorf("143 articles took %s at 100 a second", took)
	}
	if err := source.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := job.End(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
}

func TestDates(t *testing.T) {
	cases := []struct{ body, from, date string }{
		{`{"text":"x","published_at":"2019-03-02"}`, "article", "2019-03-02"},
		{`{"text":"x","published":"2019-03-02"}`, "article", "2019-03-02"},
		{`{"text":"x","published_at":"2019-03-02 10:20:30"}`, "article", "2019-03-02T10:20:30Z"},
		{`{"text":"x","published_at":"yesterday"}`, "none", ""},
		{`{"text":"x","metadata":{"pubDate":"Sat, 02 Mar 2019 10:20:30 GMT"}}`, "metadata", "2019-03-02T10:20:30Z"},
		{`{"text":"dated","url":"https://n.example/2019/03/03/"}`, "page", "2019-03-02"},
		{`{"text":"x","url":"https://n.example/2019/03/02/"}`, "url", "2019-03-02"},
		{`{"text":"x"}`, "none", ""},
	}
	var bodies []string
	for _, c := range cases {
		bodies = append(bodies, c.body)
	}
	job, err := Begin(t.Context(), NewFileStore(filepath.Join(t.TempDir(), "x")), Plan{Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	source := job.Source(&fakeArchive{bodies: bodies}, SourceOptions{Inspect: func(_ context.Context, a *schemas.Article) (string, string) {
		if a.Text == "dated" {
			return a.Text, "2019-03-02"
		}
		return a.Text, ""
	}})
	for _, c := range cases {
		d, err := source.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		a, _, err := schemas.DecodeArticleLenient(d.Body(), "application/json")
		if err != nil {
			t.Fatalf("%s: %v", c.body, err)
		}
		from := "article"
		if v, ok := a.Metadata[MetadataDateFrom].(string); ok {
			from = v
		}
		if a.PublishedAt != c.date || from != c.from {
			t.Errorf("%s: got %q from %s, want %q from %s", c.body, a.PublishedAt, from, c.date, c.from)
		}
		job.Published(d, 0)
	}
	if err := source.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	s, err := job.End(t.Context(), nil)
	if err != nil || s.Report.DatesFrom["article"] != 3 || s.Report.DatesFrom["none"] != 2 {
		t.Errorf("dates from %v, %v", s.Report.DatesFrom, err)
	}
}

// TestSourceConforms: the source of a job is a source as any.
func TestSourceConforms(t *testing.T) {
	pipelinetest.TestSource(t, func(t *testing.T, bodies []string) pipelinetest.SourceHarness {
		job, err := Begin(t.Context(), NewFileStore(filepath.Join(t.TempDir(), "x")), Plan{Name: "test"})
		if err != nil {
			t.Fatal(err)
		}
		source := job.Source(&fakeArchive{bodies: bodies}, SourceOptions{Workers: 2})
		t.Cleanup(func() {
			err := source.Close(context.Background())
			_, ended := job.End(context.Background(), nil)
			if err := errors.Join(err, ended); err != nil {
				t.Error(err)
			}
		})
		return pipelinetest.SourceHarness{Source: settling{job, source}, Ordered: true, Ends: true}
	})
}

// settling enters the outcomes that pipeline.Run would show to Job.Observe.
type settling struct {
	job *Job
	*Source
}

func (s settling) Next(ctx context.Context) (pipeline.Delivery, error) {
	d, err := s.Source.Next(ctx)
	if err != nil {
		return nil, err
	}
	return settlingDelivery{d, s.job}, nil
}

type settlingDelivery struct {
	pipeline.Delivery
	job *Job
}

// Body is without what the job has found out.
func (d settlingDelivery) Body() []byte { return d.Delivery.(*delivery).Delivery.Body() }

func (d settlingDelivery) Settle(ctx context.Context, o pipeline.Outcome) error {
	err := d.Delivery.Settle(ctx, o)
	if err == nil {
		d.job.Observe(pipeline.Settlement{Delivery: d.Delivery, Disposition: o.Disposition})
	}
	return err
}

// TestReportIsBounded: a hostile archive cannot make the state too large to be kept.
func TestReportIsBounded(t *testing.T) {
	var r Report
	r.init()
	for i := range 50_000 {
		r.add(&line{day: fmt.Sprintf("%04d-%02d", i/12, i%12), source: strings.Repeat("s", 20) + fmt.Sprint(i)})
	}
	if len(r.Days) > maxDays+1 || len(r.Sources) > maxSources+1 || r.Days[Others].Read == 0 || r.Read != 50_000 {
		t.Errorf("%d days, %d sources, %d in others", len(r.Days), len(r.Sources), r.Days[Others].Read)
	}
	if size := len(asJSON(t, r)); size > 900<<10 {
		t.Errorf("%d bytes", size)
	}
}

func textOf(_ context.Context, a *schemas.Article) (text, published string) { return a.Text, "" }

func readFile(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// endlessArchive gives n articles that all differ, without holding them.
type endlessArchive struct {
	n, next int
	at      func(next int)
}

func (a *endlessArchive) Next(context.Context) (pipeline.Delivery, error) {
	if a.next == a.n {
		return nil, io.EOF
	}
	a.next++
	a.at(a.next)
	one := &fakeArchive{bodies: []string{article(fmt.Sprint("id-", a.next), fmt.Sprintf("Fennmark fined Ostrevia Rail %d euros.", a.next))}}
	return &numbered{&fakeDelivery{archive: one, n: 1}, a.next}, nil
}

func (a *endlessArchive) Close(context.Context) error { return nil }

type numbered struct {
	*fakeDelivery
	position int
}

func (d *numbered) Position() string { return fmt.Sprint(d.position) }

// TestMemoryIsBounded: three times the articles take no more memory.
func TestMemoryIsBounded(t *testing.T) {
	const articles = 24_000
	job, err := Begin(t.Context(), NewFileStore(filepath.Join(t.TempDir(), "x")), Plan{Name: "test"})
	if err != nil {
		t.Fatal(err)
	}
	var heap [2]int64
	archive := &endlessArchive{n: articles, at: func(next int) {
		if next == articles/3 || next == articles {
			var m runtime.MemStats
			runtime.GC()
			runtime.ReadMemStats(&m)
			heap[next/articles] = int64(m.HeapAlloc)
		}
	}}
	source := job.Source(archive, SourceOptions{Copies: NewCopies(2000, DefaultSimilarity), Inspect: textOf, Workers: 2})
	err = pipeline.Run(t.Context(), pipeline.Config{
		Source: source, Sink: lineSink{io.Discard, io.Discard}, Extractor: echo{}, Ordered: true, Workers: 4, AckWait: -1, Observe: job.Observe,
	})
	if err != nil {
		t.Fatal(err)
	}
	s, err := job.End(t.Context(), nil)
	if err != nil || s.Report.Extracted != articles {
		t.Fatalf("%d of %d articles, %v", s.Report.Extracted, articles, err)
	}
	if grown := heap[1] - heap[0]; grown > 2<<20 {
		t.Errorf("memory grew by %d kB from %d to %d articles", grown>>10, articles/3, articles)
	}
}
