package jetstream

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	js "github.com/nats-io/nats.go/jetstream"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

// TestRecords: subjects, ids and order of the messages of one article.
func TestRecords(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	x := pipelinetest.Extraction("a.1", "ban")
	x.Article.Text = "derived from a page"
	if err := sink.Write(t.Context(), x); err != nil {
		t.Fatal(err)
	}
	if err := sink.Write(t.Context(), pipelinetest.Extraction("a.1")); err != nil {
		t.Fatal(err)
	}
	article := schemas.SubjectArticle + schemas.SubjectToken("a.1")
	want := []string{
		"records.v1.event.ban gleaner.event.v1", "records.v1.entity.organization gleaner.entity.v1", "records.v1.entity.organization gleaner.entity.v1",
		article + " gleaner.article.v1",
		"records.v1.entity.organization gleaner.entity.v1", "records.v1.event.ban gleaner.tombstone.v1", "records.v1.entity.organization gleaner.tombstone.v1",
		article + " gleaner.article.v1",
	}
	var got []string
	ids := map[string]bool{}
	for _, msg := range messages(t, c, streamRecords) {
		event := decode[schemas.CloudEvent](t, msg.Data)
		got = append(got, msg.Subject+" "+event.Type)
		ids[event.ID] = true
		if id := msg.Header.Get(js.MsgIDHeader); id != event.ID {
			t.Errorf("message id %q, CloudEvent id %q", id, event.ID)
		}
		if event.SpecVersion != "1.0" || event.Source != "gleaner" || event.Subject != "a.1" || event.Time != "2026-03-01T10:00:00Z" {
			t.Errorf("envelope %+v", event)
		}
		if event.Type == schemas.TypeEvent {
			record := decode[schemas.EventRecord](t, event.Data)
			if record.Article.Text != "" || len(record.Entities) != 2 {
				t.Errorf("event record with text %q and %d entities", record.Article.Text, len(record.Entities))
			}
			if !strings.Contains(string(msg.Data), "& partners: <ban>") {
				t.Errorf("text is escaped: %s", msg.Data)
			}
		}
	}
	if !slices.Equal(got, want) {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if len(ids) != len(want) {
		t.Errorf("%d distinct ids, want %d", len(ids), len(want))
	}
}

// TestSameAgainPublishesNothing holds beyond the duplicate window: nothing is
// sent but the look-up.
func TestSameAgainPublishesNothing(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	x := pipelinetest.Extraction("a1", "ban")
	if err := sink.Write(t.Context(), x); err != nil {
		t.Fatal(err)
	}
	later := pipelinetest.Extraction("a1", "ban")
	later.Article.FetchedAt = "2026-03-02T10:00:00Z" // sent again the next day
	before := c.nc.Stats().OutMsgs
	if err := sink.Write(t.Context(), later); err != nil {
		t.Fatal(err)
	}
	if sent := c.nc.Stats().OutMsgs - before; sent != 1 {
		t.Errorf("%d messages sent, want the look-up only", sent)
	}
}

// TestCrashBeforeArticleRecord: a worker wrote events and died; the next one
// writes the same ids, which the server and readers drop.
func TestCrashBeforeArticleRecord(t *testing.T) {
	c := testClient(t)
	x := pipelinetest.Extraction("a1", "ban", "fine")
	r, err := newRecords(x, previous{}, "gleaner", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := r.parts()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.publishAll(t.Context(), parts); err != nil {
		t.Fatal(err)
	}
	if err := testSink(t, c).Write(t.Context(), x); err != nil {
		t.Fatal(err)
	}
	if got, want := readers(t, c).Stored, len(parts)+1; got != want {
		t.Errorf("%d records stored, want %d", got, want)
	}
}

// TestOlderArticleChangesNothing: a redelivered older version comes too late,
// and what was written of it before is retracted.
func TestOlderArticleChangesNothing(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	old, current := pipelinetest.Extraction("a1", "ban"), pipelinetest.Extraction("a1", "fine")
	current.Article.FetchedAt = "2026-03-01T12:00:00Z"
	r, err := newRecords(old, previous{}, "gleaner", time.Now)
	if err != nil {
		t.Fatal(err)
	}
	parts, err := r.parts()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.publishAll(t.Context(), parts); err != nil { // its worker dies here
		t.Fatal(err)
	}
	for _, x := range []*schemas.Extraction{current, old, old} {
		if err := sink.Write(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	checkFinal(t, c, "a1", []string{"entity org-fennmark", "entity org-fine", "event ev-a1-fine"})
}

// TestRace: writers of different versions of one article at the same time leave
// one version, whole.
func TestRace(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	var writers sync.WaitGroup
	for _, typ := range []string{"ban", "fine", "launch", "lawsuit"} {
		writers.Go(func() {
			if err := sink.Write(t.Context(), pipelinetest.Extraction("a1", typ)); err != nil {
				t.Errorf("write %s: %v", typ, err)
			}
		})
	}
	writers.Wait()
	last := decode[schemas.CloudEvent](t, messages(t, c, streamRecords)[len(messages(t, c, streamRecords))-1].Data)
	record := decode[schemas.ArticleRecord](t, last.Data)
	if len(record.EventIDs) != 1 {
		t.Fatalf("the last record is no article record with one event: %s", last.Data)
	}
	typ := record.EventTypes[0]
	checkFinal(t, c, "a1", []string{"entity org-" + typ, "entity org-fennmark", "event ev-a1-" + typ})
}

// TestVersionsFetchedTogether: of versions that say the same of when they were
// fetched, the one that came in last stays, whichever is written last.
func TestVersionsFetchedTogether(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	first, second := pipelinetest.Extraction("a1", "ban"), pipelinetest.Extraction("a1", "fine")
	first.Seen = time.Date(2026, 3, 1, 11, 0, 0, 0, time.UTC)
	second.Seen = first.Seen.Add(time.Second)
	for _, x := range []*schemas.Extraction{first, second, first} {
		if err := sink.Write(t.Context(), x); err != nil {
			t.Fatal(err)
		}
	}
	checkFinal(t, c, "a1", []string{"entity org-fennmark", "entity org-fine", "event ev-a1-fine"})
}

// TestCorrectionsInHaste: when versions of an article that follow one another
// are written at the same time, what the last one found is not retracted.
func TestCorrectionsInHaste(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	start := time.Date(2026, 3, 1, 10, 0, 0, 0, time.UTC)
	const articles, versions = 20, 6
	var writers sync.WaitGroup
	for i := range articles {
		for v := range versions {
			x := pipelinetest.Extraction(fmt.Sprintf("a%d", i), []string{"ban", "fine"}[v%2])
			x.Article.FetchedAt = start.Add(time.Duration(v) * time.Minute).Format(time.RFC3339)
			x.Article.Length = v // so that no two are the same
			writers.Go(func() {
				if err := sink.Write(t.Context(), x); err != nil {
					t.Errorf("write: %v", err)
				}
			})
		}
	}
	writers.Wait()
	for i := range articles {
		id := fmt.Sprintf("a%d", i)
		checkFinal(t, c, id, []string{"entity org-fennmark", "entity org-fine", "event ev-" + id + "-fine"})
	}
}

// checkFinal compares what is live of an article after all records.
func checkFinal(t *testing.T, c *Client, article string, want []string) {
	t.Helper()
	slices.Sort(want)
	if got := keys(fold(t, c, nil)[article]); !slices.Equal(got, want) {
		t.Errorf("live are %v, want %v", got, want)
	}
}

// TestTooLargeForOneMessage: an article record gives up its text, any other
// record is refused for good.
func TestTooLargeForOneMessage(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	x := pipelinetest.Extraction("a1", "ban")
	x.Article.Text = strings.Repeat("Fennmark ", serverMaxPayload/9)
	if err := sink.Write(t.Context(), x); err != nil {
		t.Fatal(err)
	}
	all := messages(t, c, streamRecords)
	record := decode[schemas.ArticleRecord](t, decode[schemas.CloudEvent](t, all[len(all)-1].Data).Data)
	if record.Article.Text != "" || len(record.Notes) != 1 || record.Notes[0].Code != "text_omitted" {
		t.Errorf("text of %d bytes, notes %v", len(record.Article.Text), record.Notes)
	}
	x.Entities[0].Name = strings.Repeat("Fennmark ", serverMaxPayload/9)
	if err := sink.Write(t.Context(), x); !isTooLarge(err) {
		t.Errorf("got %v, want too_large", err)
	}
}

// TestTooLargeLeavesNothing: a record that is refused for good is found before
// others of its article are stored.
func TestTooLargeLeavesNothing(t *testing.T) {
	c := testClient(t)
	sink := testSink(t, c)
	long := strings.Repeat("Fennmark ", serverMaxPayload/9)
	for name, spoil := range map[string]func(*schemas.Extraction){
		"an entity": func(x *schemas.Extraction) { x.Entities[1].Name = long },
		"the article record": func(x *schemas.Extraction) {
			x.Events, x.Entities, x.Article.Title = x.Events[:0], x.Entities[:1], long
		},
	} {
		x := pipelinetest.Extraction("a1", "ban")
		spoil(x)
		if err := sink.Write(t.Context(), x); !isTooLarge(err) {
			t.Errorf("%s: got %v, want too_large", name, err)
		}
		if n := len(messages(t, c, streamRecords)); n > 0 {
			t.Errorf("%s: %d records are left over", name, n)
		}
	}
}

// TestHalfWritten: an article part of whose records are stored is not given up
// while the stream is full, however often it comes, and is complete once there is room.
func TestHalfWritten(t *testing.T) {
	c := testClient(t)
	stream, err := c.js.Stream(t.Context(), streamRecords)
	if err != nil {
		t.Fatal(err)
	}
	wide := stream.CachedInfo().Config
	narrow := wide
	narrow.MaxMsgs = 2 // of four
	if _, err := c.js.UpdateStream(t.Context(), narrow); err != nil {
		t.Fatal(err)
	}
	tried := make(chan pipeline.Settlement, 100)
	cfg := workerConfig(testSource(t, c, SourceConfig{}), testSink(t, c))
	cfg.MaxAttempts, cfg.Observe = 2, func(s pipeline.Settlement) { tried <- s }
	startWorker(t, cfg)
	publishJSON(t, c, article("a1"))
	for s := range tried {
		if s.Disposition != pipeline.Retry || s.Reason != pipeline.ReasonTemporary {
			t.Fatalf("attempt %d: %s, %s, %v", s.Attempt, s.Disposition, s.Reason, s.Err)
		}
		if s.Attempt > 2*cfg.MaxAttempts+1 {
			break
		}
	}
	if _, err := c.js.UpdateStream(t.Context(), wide); err != nil {
		t.Fatal(err)
	}
	awaitIdle(t, c)
	r := readers(t, c)
	if len(r.Articles["a1"]) != 3 || len(r.Dead) > 0 {
		t.Errorf("article has %v, dead letters %+v", r.Articles["a1"], r.Dead)
	}
}
