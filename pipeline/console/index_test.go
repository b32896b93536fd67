package console

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"gleaner/schemas"
)

var arrival = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

func testIndex(t testing.TB, articles int) *Index {
	t.Helper()
	x, err := OpenIndex(t.TempDir(), articles)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := x.Close(); err != nil {
			t.Error(err)
		}
	})
	return x
}

func put(t testing.TB, x *Index, e *schemas.Extraction) []*eventRow {
	t.Helper()
	fresh, err := x.put(e, arrival)
	if err != nil {
		t.Fatal(err)
	}
	return fresh
}

// ids lists the events that a filter lets through.
func ids(t testing.TB, x *Index, f filter) []string {
	t.Helper()
	all, _, err := x.eventsBelow(f, 0, maxPage)
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, s := range all {
		out = append(out, s.record.Event.ID)
	}
	return out
}

func TestIndexReplaces(t *testing.T) {
	x := testIndex(t, 10)
	if fresh := put(t, x, sample("a1")); len(fresh) != 2 {
		t.Fatalf("%d fresh events, want 2", len(fresh))
	}
	put(t, x, sample("a2"))
	again := sample("a1")
	again.Events[0].Status = schemas.Cancelled
	again.Events = again.Events[:1]
	again.Entities = again.Entities[:2]
	if fresh := put(t, x, again); len(fresh) != 0 {
		t.Errorf("%d fresh events of an article that lost one, want 0", len(fresh))
	}
	if got, want := ids(t, x, filter{}), []string{"ev-a2-lawsuit", "ev-a2-ban", "ev-a1-ban"}; !slices.Equal(got, want) {
		t.Errorf("events %v, want %v", got, want)
	}
	if got := ids(t, x, filter{Statuses: []string{"cancelled"}}); !slices.Equal(got, []string{"ev-a1-ban"}) {
		t.Errorf("cancelled are %v", got)
	}
	stats := x.stats(filter{})
	if stats.Articles != 2 || stats.Events != 3 || stats.Entities != 3 {
		t.Errorf("got %d articles, %d events, %d entities", stats.Articles, stats.Events, stats.Entities)
	}
	if found, _ := x.search("jane", nil, 0, 5); len(found) != 1 || found[0].Articles != 1 || found[0].Events != 1 {
		t.Errorf("search finds %+v", found)
	}
	e, err := x.extraction("a1")
	if err != nil || len(e.Events) != 1 {
		t.Errorf("the stored extraction is %+v, %v", e, err)
	}
}

// TestUnlikelySource: an event counts for the entity that is its source only
// where that is likely or the producer does not say.
func TestUnlikelySource(t *testing.T) {
	for _, c := range []struct {
		confidence float64
		events     int
	}{{0, 1}, {0.49, 0}, {0.5, 1}} {
		x := testIndex(t, 5)
		e := sample("a1")
		e.Events[1].Attribution.Confidence = c.confidence
		put(t, x, e)
		_, _, events, err := x.profile("person:roe", defaultPage)
		if err != nil {
			t.Fatal(err)
		}
		if len(events) != c.events {
			t.Errorf("a source of confidence %v: %d events of the entity, want %d", c.confidence, len(events), c.events)
		}
	}
}

// TestIndexBounded: the articles that came first go, with all that was theirs.
func TestIndexBounded(t *testing.T) {
	x := testIndex(t, 5)
	for i := range 40 {
		e := sample(fmt.Sprint("a", i))
		e.Entities[2].ID = fmt.Sprint("person:", i)
		e.Events[1].Attribution.EntityID = e.Entities[2].ID
		put(t, x, e)
		if err := x.putText(fmt.Sprint("hash", i), sampleText); err != nil {
			t.Fatal(err)
		}
	}
	stats := x.stats(filter{})
	if stats.Articles != 5 || stats.Events != 10 || stats.Entities != 7 {
		t.Errorf("got %d articles, %d events, %d entities, want 5, 10, 7", stats.Articles, stats.Events, stats.Entities)
	}
	if _, err := x.extraction("a3"); !errors.Is(err, errNotFound) {
		t.Errorf("a dropped article gives %v", err)
	}
	if len(x.texts) > 2*5 {
		t.Errorf("%d texts are kept", len(x.texts))
	}
	if _, err := os.Stat(x.file.Path()); err != nil {
		t.Error(err)
	}
}

func TestIndexFilters(t *testing.T) {
	x := testIndex(t, 10)
	put(t, x, sample("a1"))
	other := sample("a2")
	other.Article.Source, other.Article.PublishedAt = "gazette", ""
	put(t, x, other)
	day := func(s string) time.Time { at, _ := schemas.ParseTime(s); return at }
	for _, c := range []struct {
		name   string
		filter filter
		want   []string
	}{
		{"all", filter{}, []string{"ev-a2-lawsuit", "ev-a2-ban", "ev-a1-lawsuit", "ev-a1-ban"}},
		{"type", filter{Types: []string{"ban", "fine"}}, []string{"ev-a2-ban", "ev-a1-ban"}},
		{"status", filter{Statuses: []string{"planned"}}, []string{"ev-a2-lawsuit", "ev-a1-lawsuit"}},
		{"confidence", filter{MinConfidence: 0.5, Source: "WIRE"}, []string{"ev-a1-ban"}},
		{"entity by id", filter{Entity: "person:roe", Source: "wire"}, []string{"ev-a1-lawsuit"}},
		{"entity by name", filter{Entity: "anat"}, []string{"ev-a2-ban", "ev-a1-ban"}},
		{"published since", filter{Since: day("2026-03-03")}, []string{"ev-a2-lawsuit", "ev-a2-ban"}},
		{"published until", filter{Until: day("2026-03-03")}, []string{"ev-a1-lawsuit", "ev-a1-ban"}},
		{"nothing", filter{Types: []string{"launch"}}, []string{}},
	} {
		if got := ids(t, x, c.filter); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}

// TestIndexPages: pages hold every event once.
func TestIndexPages(t *testing.T) {
	x := testIndex(t, 50)
	for i := range 20 {
		put(t, x, sample(fmt.Sprint("a", i)))
	}
	seen := map[string]bool{}
	cursor := uint64(0)
	for pages := 1; ; pages++ {
		all, next, err := x.eventsBelow(filter{}, cursor, 7)
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range all {
			if seen[s.record.Event.ID] {
				t.Errorf("%s came twice", s.record.Event.ID)
			}
			seen[s.record.Event.ID] = true
		}
		if cursor = next; next == 0 {
			if pages != 6 {
				t.Errorf("%d pages, want 6", pages)
			}
			break
		}
	}
	if len(seen) != 40 {
		t.Errorf("%d events on the pages, want 40", len(seen))
	}
}

// TestIndexLargePages: large records make pages short, not answers large.
func TestIndexLargePages(t *testing.T) {
	x := testIndex(t, 50)
	for i := range 10 {
		e := sample(fmt.Sprint("a", i))
		e.Events = e.Events[:1]
		e.Article.Metadata = map[string]any{"page": strings.Repeat("x", 1<<20)}
		put(t, x, e)
	}
	all, next, err := x.eventsBelow(filter{}, 0, 50)
	if err != nil || len(all) >= 5 || next == 0 {
		t.Errorf("%d events and cursor %d, %v; want fewer than 5 and a cursor", len(all), next, err)
	}
}

// TestIndexHostile: what is too long to be a key is left out, and long names
// are shortened.
func TestIndexHostile(t *testing.T) {
	x := testIndex(t, 5)
	huge := strings.Repeat("ä", 5<<20)
	e := sample("a1")
	e.Entities[0].Name, e.Entities[1].ID, e.Article.Title, e.Article.Source = huge, huge, huge, huge
	e.Events[1].ID = huge
	put(t, x, e)
	if got := ids(t, x, filter{}); !slices.Equal(got, []string{"ev-a1-ban"}) {
		t.Errorf("events %d", len(got))
	}
	if e.Article.ID = huge; len(put(t, x, e)) != 0 {
		t.Error("an id of 10 MB was taken")
	}
	all, _ := x.search("", nil, 0, 10)
	for _, found := range all {
		if len(found.Name) > 2*maxNameBytes {
			t.Errorf("a name of %d bytes is shown", len(found.Name))
		}
	}
}

func TestProfile(t *testing.T) {
	x := testIndex(t, 5)
	put(t, x, sample("a1"))
	put(t, x, sample("a2"))
	p, newest, rows, err := x.profile("org:bolt", 3)
	if err != nil {
		t.Fatal(err)
	}
	if p.Entity.Events != 4 || len(newest) != 3 || len(rows) != 4 || len(p.Types) != 2 {
		t.Errorf("got %+v with %d events of %d", p.Entity, len(newest), len(rows))
	}
	var partners []string
	for _, partner := range p.Partners {
		partners = append(partners, fmt.Sprint(partner.Entity.ID, " ", partner.Events))
	}
	if !slices.Equal(partners, []string{"org:anatel 2", "person:roe 2"}) {
		t.Errorf("partners %v", partners)
	}
	if _, _, _, err := x.profile("org:nobody", 3); !errors.Is(err, errNotFound) {
		t.Errorf("an unknown entity gives %v", err)
	}
}

// TestOpenIndexReplaces: the file of an earlier run is not read.
func TestOpenIndexReplaces(t *testing.T) {
	folder := t.TempDir()
	if err := os.WriteFile(filepath.Join(folder, "console.db"), []byte("left by a crash"), 0o600); err != nil {
		t.Fatal(err)
	}
	x, err := OpenIndex(folder, 0)
	if err != nil {
		t.Fatal(err)
	}
	if x.maxArticles != DefaultMaxArticles {
		t.Errorf("bound %d", x.maxArticles)
	}
	if err := x.Close(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "console.db")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the file is still there: %v", err)
	}
}

// BenchmarkIndexEvents filters 100,000 events in memory.
func BenchmarkIndexEvents(b *testing.B) {
	x := testIndex(b, 50_000)
	for i := range 50_000 {
		put(b, x, sample(fmt.Sprint("a", i)))
	}
	f := filter{Types: []string{"ban"}, Entity: "nobody"}
	b.ResetTimer()
	for b.Loop() {
		if _, _, err := x.eventsBelow(f, 0, 50); err != nil {
			b.Fatal(err)
		}
	}
}
