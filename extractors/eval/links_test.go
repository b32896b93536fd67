package eval

import (
	"testing"

	"gleaner/extractors"
)

// TestLinks holds the linker to what it reached when the sentences were
// written, and to not guessing.
func TestLinks(t *testing.T) {
	cases, err := LinkCases()
	if err != nil {
		t.Fatal(err)
	}
	engine, err := extractors.Default()
	if err != nil {
		t.Fatal(err)
	}
	report, err := ScoreLinks(t.Context(), engine, cases)
	if err != nil {
		t.Fatal(err)
	}
	if p, r := report.Links.Precision(), report.Links.Recall(); p < 0.95 || r < 0.85 {
		t.Errorf("precision %.3f and recall %.3f, want 0.95 and 0.85: %v", p, r, report.Wrong)
	}
	if a := report.Abstained.Value(); a < 0.9 {
		t.Errorf("abstained %.3f, want 0.9", a)
	}
}
