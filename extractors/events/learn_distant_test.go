package events_test

import (
	"context"
	"slices"
	"testing"

	"gleaner/extractors"
	"gleaner/extractors/events"
	"gleaner/schemas"
)

func TestDistantSentences(t *testing.T) {
	defs, err := events.LoadDefinitions(events.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	engine, err := extractors.New(chain(t, defs)[:4]...)
	if err != nil {
		t.Fatal(err)
	}
	d := extractors.Document(context.Background(), &schemas.Article{
		Text: "Lumora acquired Quillo in May. Lumora launched a tablet in Brazil. The weather was fine.", Language: "en",
	})
	defer d.Release()
	if err := engine.Apply(d); err != nil {
		t.Fatal(err)
	}
	known := []string{"acquisition", "launch", "merger"}
	l, err := defs.DistantSentences(d, known, func(first int32) [][]string {
		if d.SentenceAt(first) == 0 {
			return [][]string{{"acquisition", "merger"}, {"rating"}}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if !l.Partial || len(l.Gold) != 1 {
		t.Fatalf("partial %v with %d events, want a partial lesson of the acquisition alone", l.Partial, len(l.Gold))
	}
	if e := l.Gold[0]; e.Type != "acquisition" || d.TextOf(e.Triggers[0]) != "acquired" {
		t.Errorf("got %s %q, want the acquisition by its verb", e.Type, d.TextOf(e.Triggers[0]))
	}
	for i, want := range [][]string{{"launch"}, known, known} {
		if !slices.Equal(l.Absent[i], want) {
			t.Errorf("sentence %d is known not to tell of %v, want %v", i, l.Absent[i], want)
		}
	}
}
