package jetstream

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
)

// pastBodies reads the past to its end, and the position after n of them.
func pastBodies(t *testing.T, c *Client, cfg PastConfig, n int) (bodies []string, position string) {
	t.Helper()
	p, err := c.Past(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	defer p.Close(t.Context())
	for {
		d, err := p.Next(t.Context())
		if errors.Is(err, io.EOF) {
			done, total := p.Progress()
			if done != total {
				t.Errorf("progress %d of %d at the end", done, total)
			}
			return bodies, position
		}
		if err != nil {
			t.Fatal(err)
		}
		if err := d.(pipeline.Loader).Load(t.Context()); err != nil {
			t.Fatal(err)
		}
		bodies = append(bodies, string(d.Body()))
		if len(bodies) == n {
			position = d.(*pastDelivery).Position()
		}
		if err := d.Settle(t.Context(), pipeline.Outcome{}); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPast(t *testing.T) {
	c := testClient(t)
	if got, _ := pastBodies(t, c, PastConfig{}, 0); got != nil {
		t.Errorf("an empty stream gave %q", got)
	}
	var all []string
	for i := range 10 {
		subject := "articles.raw." + []string{"wire", "blog"}[i%2]
		body := fmt.Sprint("article ", i)
		if i == 3 {
			body = strings.Repeat("large ", 200_000) // compressed, or in the object store
		}
		if _, err := c.PublishArticle(t.Context(), subject, nil, []byte(body)); err != nil {
			t.Fatal(err)
		}
		all = append(all, body)
	}
	got, position := pastBodies(t, c, PastConfig{}, 4)
	if !slices.Equal(got, all) {
		t.Errorf("got %d of %d articles", len(got), len(all))
	}
	var odd []string
	for i := 1; i < 10; i += 2 {
		odd = append(odd, all[i])
	}
	stream, err := c.js.Stream(t.Context(), streamArticles)
	if err != nil {
		t.Fatal(err)
	}
	sixth, err := stream.GetMsg(t.Context(), 6)
	if err != nil {
		t.Fatal(err)
	}
	for name, c2 := range map[string]struct {
		cfg  PastConfig
		want []string
	}{
		"going on":        {PastConfig{From: position}, all[4:]},
		"subject":         {PastConfig{Subject: "articles.raw.blog"}, odd},
		"from a sequence": {PastConfig{FromSeq: 8}, all[7:]},
		"since":           {PastConfig{Since: sixth.Time}, all[5:]},
		"until":           {PastConfig{Until: sixth.Time}, all[:5]},
		"since now":       {PastConfig{Since: time.Now().Add(time.Hour)}, nil},
		"nobody's":        {PastConfig{Subject: "articles.raw.nobody"}, nil},
	} {
		if got, _ := pastBodies(t, c, c2.cfg, 0); !slices.Equal(got, c2.want) {
			t.Errorf("%s: got %d articles, want %d", name, len(got), len(c2.want))
		}
	}
	if _, err := c.Past(t.Context(), PastConfig{Stream: "RECORDS"}); err == nil {
		t.Error("records were taken for articles")
	}
	if _, err := c.Past(t.Context(), PastConfig{Stream: "NOWHERE"}); err == nil {
		t.Error("a stream that is not there was opened")
	}
}

func TestJobStore(t *testing.T) {
	c := testClient(t)
	open := func() *JobStore {
		s, err := c.Job(t.Context(), "2019 archive")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	s := open()
	if b, err := s.Load(t.Context()); b != nil || err != nil {
		t.Errorf("a new job: %q, %v", b, err)
	}
	if err := s.Lock(t.Context(), "host:1"); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(t.Context(), []byte("state")); err != nil {
		t.Fatal(err)
	}
	if err := s.Tell(t.Context(), "pause"); err != nil {
		t.Fatal(err)
	}
	other := open()
	if err := other.Lock(t.Context(), "host:2"); !errors.Is(err, pipeline.ErrAlive) || !strings.Contains(err.Error(), "host:1") {
		t.Errorf("a second run: %v", err)
	}
	if b, err := other.Load(t.Context()); string(b) != "state" || err != nil {
		t.Errorf("state %q, %v", b, err)
	}
	if told, err := other.Command(t.Context()); told != "pause" || err != nil {
		t.Errorf("told %q, %v", told, err)
	}
	if holder, err := other.Alive(t.Context()); holder != "host:1" || err != nil {
		t.Errorf("alive %q, %v", holder, err)
	}
	if names, err := c.JobNames(t.Context()); len(names) != 1 || err != nil {
		t.Errorf("jobs %q, %v", names, err)
	}
	for range 2 {
		if err := s.Close(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if err := other.Lock(t.Context(), "host:2"); err != nil {
		t.Errorf("after the first has ended: %v", err)
	}
	if err := other.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
}

// TestPastProgressStays: how far the past was read is known when it is closed, too.
func TestPastProgressStays(t *testing.T) {
	c := testClient(t)
	publishJSON(t, c, article("a1"))
	publishJSON(t, c, article("a2"))
	p, err := c.Past(t.Context(), PastConfig{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := p.Next(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := p.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if done, total := p.Progress(); done != 1 || total != 2 {
		t.Errorf("%d of %d were read, want 1 of 2", done, total)
	}
	if _, err := p.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("got %v after the close", err)
	}
}

// TestJobStoreLost: who lost the lock saves nothing any more.
func TestJobStoreLost(t *testing.T) {
	c := testClient(t)
	s, err := c.Job(t.Context(), "job")
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Lock(t.Context(), "host:1"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.locks.Put(t.Context(), s.key, []byte("host:2 x")); err != nil {
		t.Fatal(err)
	}
	pipelinetest.Await(t, 6*lockRenew, "the lost lock to be noticed", func() bool {
		err = s.Save(t.Context(), []byte("state"))
		return err != nil
	})
	if !strings.Contains(err.Error(), "lost") {
		t.Error(err)
	}
	if err := s.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	if holder, err := s.Alive(t.Context()); holder != "host:2" || err != nil {
		t.Errorf("alive %q, %v", holder, err)
	}
}

// TestJobLane: what a run has stored it does not store again, although nobody
// remembers it and the duplicate window knows nothing of it.
func TestJobLane(t *testing.T) {
	c := testClient(t)
	articles := func(from, to int) (out []JobArticle) {
		for i := from; i < to; i++ {
			out = append(out, JobArticle{Position: fmt.Sprint(i), Body: fmt.Appendf(nil, "article %d", i), Header: map[string][]string{"Content-Type": {"text/plain"}}})
		}
		return out
	}
	open := func(run string, after uint64) *JobLane {
		lane, err := c.JobLane(t.Context(), "2019", run, "better names", after)
		if err != nil {
			t.Fatal(err)
		}
		return lane
	}
	send := func(lane *JobLane, from, to int) []uint64 {
		sequences, err := lane.Send(t.Context(), articles(from, to))
		if err != nil {
			t.Fatal(err)
		}
		return sequences
	}
	first := send(open("a", 0), 0, 5)
	if !slices.Equal(first, []uint64{1, 2, 3, 4, 5}) {
		t.Errorf("sequences %v", first)
	}
	lane := open("a", 2) // as after a kill: two were saved, five are stored
	if len(lane.known) != 3 {
		t.Errorf("%d are known, want 3", len(lane.known))
	}
	if got := send(lane, 2, 8); !slices.Equal(got, []uint64{3, 4, 5, 6, 7, 8}) {
		t.Errorf("sequences %v", got)
	}
	if got := send(open("b", 8), 0, 2); !slices.Equal(got, []uint64{9, 10}) {
		t.Errorf("another run: sequences %v", got)
	}
	stream, err := c.js.Stream(t.Context(), streamBackfill)
	if err != nil {
		t.Fatal(err)
	}
	msg, err := stream.GetMsg(t.Context(), 8)
	if err != nil {
		t.Fatal(err)
	}
	if msg.Subject != "articles.backfill.2019" || msg.Header.Get(HeaderReason) != "better names" || msg.Header.Get(HeaderJob) != "2019" {
		t.Errorf("message %s %v", msg.Subject, msg.Header)
	}
}
