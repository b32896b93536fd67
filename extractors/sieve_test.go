package extractors

import (
	"context"
	"testing"

	"gleaner/schemas"
)

// TestSentencesWithoutCandidateAreNotParsed holds what the engine's speed rests
// on: no tree where nothing hints at an event.
func TestSentencesWithoutCandidateAreNotParsed(t *testing.T) {
	engine, err := Default()
	if err != nil {
		t.Fatal(err)
	}
	d := Document(context.Background(), &schemas.Article{Text: "The mountains in the north are green and the rivers are long. " +
		"Acme Corp agreed to buy Bolt Ltd for $3 billion on Monday."})
	defer d.Release()
	if err := engine.Apply(d); err != nil {
		t.Fatal(err)
	}
	if len(d.Sentences) != 2 || len(d.Events) == 0 {
		t.Fatalf("%d sentences and %d events, want 2 and at least 1", len(d.Sentences), len(d.Events))
	}
	for i, want := range []bool{false, true} {
		if d.Sentences[i].Parsed != want {
			t.Errorf("sentence %d: parsed %v, want %v", i, d.Sentences[i].Parsed, want)
		}
	}
}
