package console

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

// TestIntake: what is stored is read first, and nothing of it is live; the text
// comes from the articles; a record that nobody can read is left out.
func TestIntake(t *testing.T) {
	tape := newTape()
	tape.add(Records, Entry{Body: []byte("no JSON")}, Entry{Body: []byte(`{"type":"gleaner.event.v1","data":[]}`)})
	tape.add(Records, recordsOf(t, sample("a1"), arrival)...)
	tape.add(Articles, rawOf(t, sampleArticle("a1")), Entry{Body: []byte("{"), ContentType: "application/json"}, Entry{})
	c := startConsole(t, tape, nil)
	w := c.hub.watch(filter{})
	defer c.hub.unwatch(w)
	c.await(t, "the text", func() bool {
		x, err := c.index.extraction("a1")
		return err == nil && x.Article.Text == sampleText
	})
	c.publish(t, sample("a2"))
	for _, want := range []string{"ev-a2-ban", "ev-a2-lawsuit"} {
		if row := <-w.events; row.id != want {
			t.Errorf("live is %s, want %s", row.id, want)
		}
	}
	if a1, _ := c.index.rows(filter{}, 0, 10); a1[len(a1)-1].article.arrived != arrival {
		t.Error("the arrival is not when the record was stored")
	}
}

// TestIntakeCompleteness: only what the article record lists is taken, and a
// tombstone takes back what an extraction that came too late had written.
func TestIntakeCompleteness(t *testing.T) {
	tape := newTape()
	x := sample("a1")
	records := recordsOf(t, x, arrival)
	ghost := sample("a1")
	ghost.Events[0].ID = "ev-ghost"
	tape.add(Records, recordsOf(t, ghost, arrival)[0])
	tape.add(Records, records...)
	c := startConsole(t, tape, nil)
	if got := ids(t, c.index, filter{}); !slices.Equal(got, []string{"ev-a1-lawsuit", "ev-a1-ban"}) {
		t.Errorf("events %v", got)
	}
}

// TestIntakeBounded: articles whose last record never comes do not fill the memory.
func TestIntakeBounded(t *testing.T) {
	in := newIntake(testIndex(t, 5), newTape(), newHub())
	for i := range maxPending + 500 {
		for _, e := range recordsOf(t, sample(fmt.Sprint("a", i)), arrival)[:1] {
			if err := in.record(e); err != nil {
				t.Fatal(err)
			}
		}
	}
	if len(in.pending) > maxPending || len(in.pending) != len(in.order) {
		t.Errorf("%d pending articles, %d in order", len(in.pending), len(in.order))
	}
	for len(in.order) > 0 {
		in.forget(in.order[0])
	}
	if in.size != 0 {
		t.Errorf("size %d with nothing pending", in.size)
	}
}

func TestLetters(t *testing.T) {
	in := newIntake(testIndex(t, 5), newTape(), newHub())
	for i := range maxLetters + 10 {
		body := fmt.Sprintf(`{"type":"gleaner.deadletter.v1","data":{"subject":"articles.raw.x","reason":"empty_body","stage":"decode","error":"number %d","attempts":1,"first_seen":"","last_seen":""}}`, i)
		if err := in.letter(Entry{Body: []byte(body), Stored: time.Now()}); err != nil {
			t.Fatal(err)
		}
	}
	letters := in.newestLetters(3)
	if len(in.letters) != maxLetters || len(letters) != 3 || letters[0].Error != fmt.Sprintf("number %d", maxLetters+9) {
		t.Errorf("%d letters, the newest are %+v", len(in.letters), letters)
	}
}

// TestHubNeverWaits: a watcher that does not read misses events and is told how many.
func TestHubNeverWaits(t *testing.T) {
	h := newHub()
	w := h.watch(filter{Types: []string{"ban"}})
	defer h.unwatch(w)
	row := &eventRow{kind: "ban", article: &articleRow{}}
	for range watcherQueue + 7 {
		h.publish([]*eventRow{row, {kind: "fine", article: &articleRow{}}})
	}
	if n := h.leftOut(w); n != 7 || len(w.events) != watcherQueue {
		t.Errorf("%d left out, %d queued", n, len(w.events))
	}
	if n := h.leftOut(w); n != 0 {
		t.Errorf("%d left out since then", n)
	}
	var all []*watcher
	for {
		more := h.watch(filter{})
		if more == nil {
			break
		}
		all = append(all, more)
	}
	if len(all) != maxWatchers-1 {
		t.Errorf("%d watchers more", len(all))
	}
	for _, w := range all {
		h.unwatch(w)
	}
}
