package console

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"gleaner/pipeline"
	"gleaner/pipeline/pipelinetest"
	"gleaner/schemas"
)

// tape is a Feed of what a test appends to it.
type tape struct {
	mu      sync.Mutex
	logs    map[Log][]Entry
	changed chan struct{} // closed with the next entry
	state   State
	away    error // what asking for the state fails with
}

func newTape() *tape { return &tape{logs: map[Log][]Entry{}, changed: make(chan struct{})} }

func (t *tape) add(log Log, entries ...Entry) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.logs[log] = append(t.logs[log], entries...)
	close(t.changed)
	t.changed = make(chan struct{})
}

func (t *tape) Follow(ctx context.Context, log Log, last int, ready func(), handle func(Entry) error) error {
	t.mu.Lock()
	stored := len(t.logs[log])
	t.mu.Unlock()
	for at := max(0, stored-last); ; {
		if at >= stored && ready != nil {
			ready()
			ready = nil
		}
		t.mu.Lock()
		entries, changed := t.logs[log], t.changed
		t.mu.Unlock()
		if at == len(entries) {
			select {
			case <-changed:
			case <-ctx.Done():
				return nil
			}
			continue
		}
		e := entries[at]
		at++
		e.Waiting = uint64(len(entries) - at)
		if err := handle(e); err != nil {
			return err
		}
	}
}

func (t *tape) State(context.Context) (State, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.state, t.away
}

// recordsOf are the messages of an extraction in the order in which they are published.
func recordsOf(t testing.TB, x *schemas.Extraction, stored time.Time) []Entry {
	t.Helper()
	var out []Entry
	add := func(kind string, data any) {
		body, err := json.Marshal(data)
		if err != nil {
			t.Fatal(err)
		}
		body, err = json.Marshal(schemas.CloudEvent{SpecVersion: "1.0", ID: fmt.Sprint(len(out)), Source: "gleaner", Type: kind, Subject: x.Article.ID, Data: body})
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, Entry{Body: body, Stored: stored})
	}
	info := x.Article
	info.Text = ""
	record := schemas.ArticleRecord{Article: x.Article, Producer: x.Producer}
	for i, e := range x.Events {
		add(schemas.TypeEvent, schemas.EventRecord{ArticleID: info.ID, Event: e, Entities: x.TakingPart(&x.Events[i]), Article: info})
		record.EventIDs, record.EventTypes = append(record.EventIDs, e.ID), append(record.EventTypes, e.Type)
	}
	for _, e := range x.Entities {
		add(schemas.TypeEntity, schemas.EntityRecord{ArticleID: info.ID, Entity: e})
		record.EntityIDs, record.EntityTypes = append(record.EntityIDs, e.ID), append(record.EntityTypes, e.Type)
	}
	add(schemas.TypeArticle, record)
	return out
}

// rawOf is an article as it came in.
func rawOf(t testing.TB, a *schemas.Article) Entry {
	t.Helper()
	body, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	return Entry{Body: body, ContentType: "application/json"}
}

// sampleText is what sample finds its events in.
const sampleText = "Anatel banned Bolt Corp on Monday.\n\nBolt Corp will appeal, Jane Roe said."

// sample is an invented extraction: one ban, and one lawsuit that is planned.
func sample(id string) *schemas.Extraction {
	at := func(part string) schemas.Span {
		start := strings.Index(sampleText, part)
		return schemas.Span{Start: start, End: start + len(part), Text: part}
	}
	entity := func(id string, kind schemas.EntityType, name string) schemas.Entity {
		s := at(name)
		return schemas.Entity{ID: id, Type: kind, Name: name, Salience: 0.5, Mentions: []schemas.EntityMention{{Start: s.Start, End: s.End, Text: name}}}
	}
	argument := func(role, text, id string) schemas.Argument {
		s := at(text)
		return schemas.Argument{Role: role, Text: text, EntityID: id, Start: s.Start, End: s.End}
	}
	return &schemas.Extraction{
		Article: schemas.ArticleInfo{
			ID: id, Source: "wire", Title: "Regulator bans Bolt", Language: "en", PublishedAt: "2026-03-02",
			Length: len(sampleText), ContentHash: schemas.ContentHash("Regulator bans Bolt", sampleText),
		},
		Entities: []schemas.Entity{entity("org:anatel", schemas.Organization, "Anatel"), entity("org:bolt", schemas.Organization, "Bolt Corp"), entity("person:roe", schemas.Person, "Jane Roe")},
		Events: []schemas.Event{
			{
				ID: "ev-" + id + "-ban", Type: "ban", Status: schemas.Actual, Confidence: 0.9, Trigger: at("banned"), Mentions: []schemas.Span{at("banned")},
				Sentence: at("Anatel banned Bolt Corp on Monday."), Arguments: []schemas.Argument{argument("authority", "Anatel", "org:anatel"), argument("target", "Bolt Corp", "org:bolt")},
				Time: &schemas.Time{Text: "Monday", Start: "2026-03-02", End: "2026-03-03", Grain: "day"}, Rule: "ban: {authority} <verb> {target}",
			},
			{
				ID: "ev-" + id + "-lawsuit", Type: "lawsuit", Status: schemas.Planned, Confidence: 0.4, Trigger: at("appeal"), Mentions: []schemas.Span{at("appeal")},
				Sentence: at("Bolt Corp will appeal, Jane Roe said."), Arguments: []schemas.Argument{{Role: "plaintiff", Text: "Bolt Corp", EntityID: "org:bolt", Start: 36, End: 45, Confidence: 0.38}},
				Amount:      &schemas.Amount{Value: 12900000, Currency: "USD", Text: "12.9 million dollars"},
				Attribution: &schemas.Attribution{Source: "Jane Roe", EntityID: "person:roe", Cue: "said", Confidence: 0.81},
			},
		},
		Producer: schemas.Producer{Name: "gleaner", Version: "test", Engine: "ours"},
	}
}

// sampleArticle is the article of sample.
func sampleArticle(id string) *schemas.Article {
	return &schemas.Article{ID: id, Source: "wire", Title: "Regulator bans Bolt", Text: sampleText, PublishedAt: "2026-03-02"}
}

// parrot is an Engine that finds sample in everything. block, where set, holds it.
type parrot struct{ block chan struct{} }

func (p parrot) Extract(ctx context.Context, a *schemas.Article) (*schemas.Extraction, error) {
	if p.block != nil {
		select {
		case <-p.block:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	switch {
	case strings.Contains(a.Text, "refuse"):
		return nil, pipeline.Permanent(&schemas.FieldError{Field: "text", Code: schemas.CodeSentenceTooLong, Message: "a sentence is too long", Hint: "split it"})
	case strings.Contains(a.Text, "Umlaute"):
		return nil, &pipeline.Skip{Reason: "unsupported_language", Message: "language \"de\" is not supported"}
	}
	x := sample(a.ID)
	if a.Text == "" {
		x.Article.Text = sampleText
	}
	return x, nil
}

func (parrot) Explain(context.Context, *schemas.Article) ([]Explanation, error) {
	return []Explanation{
		{Type: "ban", Trigger: "banned", Confidence: 0.9, Threshold: 0.3, Reported: true, Definition: "ban.yaml", Frame: "{authority} <verb> {target}",
			EventEvidence: []Evidence{{"definition's score", 1.2}, {"roles filled", -0.4}}, Status: "actual", Statuses: []Probability{{Name: "actual", Value: 0.97}}, Source: Probability{"said", "Jane Roe", 0.31}, Roles: []Probability{{"target", "Bolt Corp", 0.9}}},
		{Type: "meeting", Trigger: "said", Confidence: 0.2, Threshold: 0.3},
	}, nil
}

// mailbox keeps what was published.
type mailbox struct {
	mu     sync.Mutex
	bodies []string
}

func (m *mailbox) Publish(_ context.Context, body []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.bodies = append(m.bodies, string(body))
	return nil
}

// testConsole is a console that runs.
type testConsole struct {
	*Console
	tape *tape
	mail *mailbox
	url  string
}

// fakeBrat stands for the annotations of an extraction.
func fakeBrat(x *schemas.Extraction) string {
	return fmt.Sprintf("E1\t%s of %s", x.Events[0].Type, x.Article.ID)
}

// startConsole runs a console over the tape until the test ends, and returns
// when what is on it was read.
func startConsole(t *testing.T, tape *tape, change func(*Config)) *testConsole {
	t.Helper()
	index, err := OpenIndex(t.TempDir(), 100)
	if err != nil {
		t.Fatal(err)
	}
	mail := &mailbox{}
	cfg := Config{Feed: tape, Engine: parrot{}, Index: index, Publisher: mail, Brat: fakeBrat, Version: "test", Types: testTypes(), Samples: []Sample{{"A ban", sampleText}}}
	if change != nil {
		change(&cfg)
	}
	c, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- c.Run(ctx, listener) }()
	t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			t.Errorf("run: %v", err)
		}
		if err := index.Close(); err != nil {
			t.Error(err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
	tc := &testConsole{c, tape, mail, "http://" + listener.Addr().String()}
	tc.await(t, "the stored records", func() bool { return c.intake.waiting.Load() < 0 })
	return tc
}

func testTypes() []schemas.EventType {
	return []schemas.EventType{
		{Name: "ban", Summary: "Somebody forbids something.", Roles: []schemas.EventTypeRole{{Name: "authority", Kinds: []string{"organization"}, Required: true}},
			Triggers: []schemas.EventTypeTrigger{{Class: "verb", Words: []string{"ban"}}}, Frames: []string{"{authority} <verb> {target}"},
			Cues:     []schemas.EventTypeCue{{Status: schemas.Cancelled, Words: "lift"}},
			Examples: []schemas.EventTypeExample{{Text: "Anatel banned Bolt.", Status: schemas.Actual, Roles: []schemas.EventTypeExampleRole{{Role: "authority", Text: "Anatel"}}}}, Rejects: []string{"The band played."}},
		{Name: "fine", Summary: "Somebody has to pay.", Roles: []schemas.EventTypeRole{}, Triggers: []schemas.EventTypeTrigger{}, Frames: []string{}, Examples: []schemas.EventTypeExample{}, Rejects: []string{}},
	}
}

// await is pipelinetest.Await with half a minute's patience.
func (c *testConsole) await(t *testing.T, what string, done func() bool) {
	t.Helper()
	pipelinetest.Await(t, 30*time.Second, what, done)
}

// publish puts an extraction on the tape and waits until the index holds it.
func (c *testConsole) publish(t *testing.T, x *schemas.Extraction) {
	t.Helper()
	c.index.mu.RLock()
	before := c.index.version
	c.index.mu.RUnlock()
	c.tape.add(Records, recordsOf(t, x, time.Now())...)
	c.await(t, "article "+x.Article.ID, func() bool {
		c.index.mu.RLock()
		defer c.index.mu.RUnlock()
		return c.index.version > before
	})
}
