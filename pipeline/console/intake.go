package console

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// Bounds of what the intake holds.
const (
	maxPending     = 4096 // articles of which records came, and not all
	maxPendingSize = 64 << 20
	maxLetters     = 500
	// recordsPerArticle is how many stored records are read for an article that
	// the index may hold.
	recordsPerArticle = 25
)

// intake reads the feed into the index.
type intake struct {
	index *Index
	feed  Feed
	hub   *hub

	// waiting is how many stored records are still to be read; -1 when all were.
	waiting atomic.Int64

	pending map[string]*pendingArticle // by article id; for one goroutine
	order   []string                   // of pending, the oldest first
	size    int

	mu      sync.Mutex
	letters []letter // the newest last
	dead    uint64   // seen since the start
}

// pendingArticle holds records whose article record has not come yet.
type pendingArticle struct {
	events   map[string]schemas.Event
	entities map[string]schemas.Entity
	size     int
}

// letter is a dead letter as a list shows it.
type letter struct {
	Subject, Reason, Stage, Field, Error, Hint, ArticleID string
	Attempts                                              int
	Seen                                                  time.Time
}

// HasHint says whether the hint says more than the error.
func (l letter) HasHint() bool { return l.Hint != "" && !strings.Contains(l.Error, l.Hint) }

func newIntake(index *Index, feed Feed, hub *hub) *intake {
	in := &intake{index: index, feed: feed, hub: hub, pending: map[string]*pendingArticle{}}
	in.waiting.Store(1)
	return in
}

// run reads until ctx ends.
func (in *intake) run(ctx context.Context) error {
	group, ctx := errgroup.WithContext(ctx)
	n := in.index.maxArticles
	none := func() {}
	group.Go(func() error {
		return in.feed.Follow(ctx, Records, n*recordsPerArticle, func() { in.waiting.Store(-1) }, in.record)
	})
	for _, log := range []Log{Articles, Backfill} {
		group.Go(func() error { return in.feed.Follow(ctx, log, n, none, in.article) })
	}
	group.Go(func() error { return in.feed.Follow(ctx, DeadLetters, maxLetters, none, in.letter) })
	return group.Wait()
}

// article keeps the text of an article, which its records leave out.
func (in *intake) article(e Entry) error {
	if len(e.Body) == 0 {
		return nil // in the object store: too large to show
	}
	a, err := pipeline.DecodeArticle(e.Body, e.ContentType)
	if err != nil || strings.TrimSpace(a.Text) == "" {
		return nil // it becomes a dead letter, or its record holds the text
	}
	return in.index.putText(schemas.ContentHash(a.Title, a.Text), a.Text)
}

// record takes a record in. What cannot be read is left out: the stream may
// hold records of others.
func (in *intake) record(e Entry) error {
	if in.waiting.Load() > 0 {
		in.waiting.Store(int64(e.Waiting) + 1)
	}
	var event schemas.CloudEvent
	if json.Unmarshal(e.Body, &event) != nil {
		return nil
	}
	switch event.Type {
	case schemas.TypeEvent:
		var r schemas.EventRecord
		if json.Unmarshal(event.Data, &r) == nil {
			in.hold(r.ArticleID, len(event.Data)).events[r.Event.ID] = r.Event
		}
	case schemas.TypeEntity:
		var r schemas.EntityRecord
		if json.Unmarshal(event.Data, &r) == nil {
			in.hold(r.ArticleID, len(event.Data)).entities[r.Entity.ID] = r.Entity
		}
	case schemas.TypeTombstone:
		var r schemas.Tombstone
		if p := in.pending[r.ArticleID]; json.Unmarshal(event.Data, &r) == nil && p != nil {
			delete(p.events, r.ID)
			delete(p.entities, r.ID)
		}
	case schemas.TypeArticle:
		var r schemas.ArticleRecord
		if json.Unmarshal(event.Data, &r) == nil {
			return in.complete(&r, e.Stored)
		}
	}
	return nil
}

// hold returns what is pending of an article, and drops what has been pending
// longest when it is too much.
func (in *intake) hold(id string, size int) *pendingArticle {
	p := in.pending[id]
	if p == nil {
		p = &pendingArticle{events: map[string]schemas.Event{}, entities: map[string]schemas.Entity{}}
		in.pending[id] = p
		in.order = append(in.order, id)
	}
	p.size += size
	in.size += size
	for len(in.order) > 1 && (len(in.pending) > maxPending || in.size > maxPendingSize) && in.order[0] != id {
		in.forget(in.order[0])
	}
	return p
}

func (in *intake) forget(id string) {
	if p := in.pending[id]; p != nil {
		in.size -= p.size
		delete(in.pending, id)
	}
	if i := slices.Index(in.order, id); i >= 0 {
		in.order = slices.Delete(in.order, i, i+1)
	}
}

// complete puts an article with the records that it lists into the index, and
// shows its new events to those who watch.
func (in *intake) complete(r *schemas.ArticleRecord, stored time.Time) error {
	p := in.pending[r.Article.ID]
	in.forget(r.Article.ID)
	if p == nil {
		p = &pendingArticle{}
	}
	x := &schemas.Extraction{Article: r.Article, Producer: r.Producer, Notes: r.Notes, Entities: []schemas.Entity{}, Events: []schemas.Event{}}
	for _, id := range r.EntityIDs {
		if e, ok := p.entities[id]; ok {
			x.Entities = append(x.Entities, e)
		}
	}
	for _, id := range r.EventIDs {
		if e, ok := p.events[id]; ok {
			x.Events = append(x.Events, e)
		}
	}
	fresh, err := in.index.put(x, stored)
	if err != nil {
		return err
	}
	if in.waiting.Load() < 0 {
		in.hub.publish(fresh)
	}
	return nil
}

// letter keeps a dead letter for the list.
func (in *intake) letter(e Entry) error {
	var event schemas.CloudEvent
	var d schemas.DeadLetter
	if json.Unmarshal(e.Body, &event) != nil || json.Unmarshal(event.Data, &d) != nil {
		return nil
	}
	in.mu.Lock()
	defer in.mu.Unlock()
	in.letters = append(in.letters, letter{
		Subject: short(d.Subject, 200), Reason: short(d.Reason, 60), Stage: short(d.Stage, 60), Field: short(d.Field, 60),
		Error: short(d.Error, 500), Hint: short(d.Hint, 300), ArticleID: short(d.ArticleID, schemas.MaxIDLength), Attempts: d.Attempts, Seen: e.Stored,
	})
	if n := len(in.letters) - maxLetters; n > 0 {
		in.letters = slices.Delete(in.letters, 0, n)
	}
	in.dead++
	return nil
}

// newestLetters lists the dead letters, the newest first.
func (in *intake) newestLetters(limit int) []letter {
	in.mu.Lock()
	defer in.mu.Unlock()
	out := slices.Clone(in.letters[max(0, len(in.letters)-limit):])
	slices.Reverse(out)
	return out
}

// reading tells how many stored records are still to be read, 0 when all were.
func (in *intake) reading() int64 { return max(in.waiting.Load(), 0) }

// state asks the feed how far the work has come; what cannot be known is left out.
func (in *intake) state(ctx context.Context) (State, error) {
	ctx, cancel := context.WithTimeout(ctx, 3*time.Second)
	defer cancel()
	s, err := in.feed.State(ctx)
	if err != nil {
		return s, fmt.Errorf("ask how the streams stand: %w", err)
	}
	return s, nil
}
