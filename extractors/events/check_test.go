package events_test

import (
	"context"
	"testing"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/events"
	"gleaner/schemas"
)

// reader runs the stages of the default engine up to events, then the
// definitions alone, without models.
func reader(t *testing.T, defs *events.Definitions) events.Reader {
	t.Helper()
	engine, err := extractors.New(chain(t, defs)...)
	if err != nil {
		t.Fatal(err)
	}
	return func(text string) (*doc.Doc, error) {
		d := extractors.Document(context.Background(), &schemas.Article{Text: text, Language: "en"})
		return d, engine.Apply(d)
	}
}

// minHolding is the share of examples and rejects that must hold by the
// definitions alone, without models: they are checked on real tags and names,
// which err on some.
const minHolding = 0.75

// TestExamples checks every example and reject of every definition.
func TestExamples(t *testing.T) {
	defs, err := events.LoadDefinitions(events.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	read := reader(t, defs)
	total, failed := 0, 0
	for _, d := range defs.All() {
		failures, err := d.Check(read)
		if err != nil {
			t.Fatal(err)
		}
		total += len(d.Examples) + len(d.Rejects)
		failed += len(failures)
		for _, f := range failures {
			t.Log(f)
		}
	}
	t.Logf("%d of %d examples and rejects hold", total-failed, total)
	if float64(total-failed) < minHolding*float64(total) {
		t.Errorf("%d of %d examples and rejects fail, want at least %.0f%% to hold", failed, total, 100*minHolding)
	}
}
