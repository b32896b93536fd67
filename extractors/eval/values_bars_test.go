package eval

import (
	"path/filepath"
	"testing"

	"gleaner/extractors"
	"gleaner/extractors/doc"
)

// TestValueBars holds the values of the default engine to what is promised of
// them, on the articles that no rule was written on and on the phrases that
// news can hold.
func TestValueBars(t *testing.T) {
	dir, ok := DataFolder()
	if !ok {
		t.Skip("not run: the data folder is absent (GLEANER_DATA); times and phrases cannot be measured")
	}
	engine, err := extractors.Default()
	if err != nil {
		t.Fatal(err)
	}
	stages := append([]extractors.Stage{Verbatim()}, PartOf(engine, doc.Text, doc.Values)...)
	times, err := ScoreTimes(stages, filepath.Join(dir, "data", "time", "tempeval3.train.jsonl.gz"), 1)
	if err != nil {
		t.Fatal(err)
	}
	if f, v := times.Spans.F1(), times.Values.Value(); f < 0.88 || v < 0.80 {
		t.Errorf("times: span %.3f, value %.3f, want 0.88 and 0.80", f, v)
	}
	bars := map[string]float64{"time": 0.85, "money": 0.95, "numeral": 0.95, "duration": 0.95}
	for _, s := range PhraseSets {
		r, err := s.Score(stages, filepath.Join(dir, "data", "time", "duckling-"+s.Name+".tsv"))
		if err != nil {
			t.Fatal(err)
		}
		if r.Value() < bars[s.Name] {
			t.Errorf("phrases of %s: %.3f, want %.2f; %v", s.Name, r.Value(), bars[s.Name], r.Wrong)
		}
	}
}
