package main

import (
	"errors"
	"testing"

	"gleaner/pipeline"
	"gleaner/schemas"
)

// TestConsoleEngineSetsLanguagesAside: what is not extracted is not explained.
func TestConsoleEngineSetsLanguagesAside(t *testing.T) {
	w, err := openWork(EngineConfig{Languages: []string{"en"}})
	if err != nil {
		t.Fatal(err)
	}
	engine, err := newConsoleEngine(w)
	if err != nil {
		t.Fatal(err)
	}
	var skip *pipeline.Skip
	_, err = engine.Explain(t.Context(), &schemas.Article{Text: "Die Behörde verhängte eine Strafe.", Language: "de"})
	if !errors.As(err, &skip) || skip.Reason != reasonLanguage {
		t.Errorf("got %v, want it set aside for its language", err)
	}
}
