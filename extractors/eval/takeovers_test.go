package eval

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"gleaner/extractors"
	"gleaner/schemas"
)

func TestTakeoverFillers(t *testing.T) {
	path := filepath.Join(t.TempDir(), "takeovers.jsonl")
	line := `{"id":"1","text":"Fennmark bought Ostrevia Rail.","template":{"PURCHASER":["\"Fennmark\" / \"FENNMARK AG\""],"ACQUIRED":["\"Ostrevia Rail\"","\"Ostrevia\""],"SELLER":["---"],"DLRAMT":["---"]}}`
	if err := os.WriteFile(path, []byte(line+"\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	all, err := ReadTakeovers(path)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d articles, %v", len(all), err)
	}
	want := map[string][]string{"buyer": {"Fennmark", "FENNMARK AG"}, "target": {"Ostrevia Rail", "Ostrevia"}}
	if got := maps.Collect(all[0].Fillers()); !maps.EqualFunc(got, want, slices.Equal) {
		t.Errorf("fillers %v, want %v", got, want)
	}
}

func TestTakeoverSlots(t *testing.T) {
	x := &schemas.Extraction{
		Entities: []schemas.Entity{{ID: "org:1", Name: "Ostrevia Rail", Aliases: []string{"Ostrevia"}}},
		Events: []schemas.Event{
			{Type: "acquisition", Confidence: 0.4, Arguments: []schemas.Argument{{Role: "target", Text: "Bolt"}}},
			{Type: "acquisition", Confidence: 0.8, Arguments: []schemas.Argument{{Role: "target", Text: "it", EntityID: "org:1"}}},
			{Type: "merger", Confidence: 0.9},
		},
	}
	for name, c := range map[string]struct {
		role   string
		wanted []string
		want   PRF
	}{
		"right by the entity's name": {"target", []string{"Ostrevia Rail"}, PRF{TP: 1}},
		"another":                    {"target", []string{"Bolt"}, PRF{FP: 1, FN: 1}},
		"missed":                     {"buyer", []string{"Fennmark"}, PRF{FN: 1}},
		"too much":                   {"target", nil, PRF{FP: 1}},
		"nothing":                    {"seller", nil, PRF{}},
	} {
		if got := countSlot(newPhrases(c.wanted...), takeoverFillers(x, c.role)); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}

func TestCompanyNews(t *testing.T) {
	docs := []NewsArticle{{
		{Doc: "a", Text: "Fennmark will acquire Ostrevia Rail.", Types: []string{"Merger/Acquisition"}},
		{Doc: "a", Text: "Shares rose.", Types: []string{"SecurityValue"}},
		{Doc: "a", Text: "It named Ruth Calloway chief executive.", Types: []string{"Legal"}},
	}}
	for point, want := range map[int]int{0: 0, 36: 0, 37: 1, 49: 1, 50: 2, 500: 2} {
		if got := sentenceAt(docs[0], point); got != want {
			t.Errorf("code point %d lies in sentence %d, want %d", point, got, want)
		}
	}
	if got := docs[0].Told(0); len(got) != 1 || !slices.Equal(got[0], []string{"acquisition", "merger"}) {
		t.Errorf("the first sentence may tell of %v, want acquisition or merger", got)
	}
	if got := docs[0].Told(37); got != nil {
		t.Errorf("the second sentence may tell of %v, want nothing: shares that rise are no type of ours", got)
	}
	engine, err := extractors.Default()
	if err != nil {
		t.Fatal(err)
	}
	counts, err := ScoreCompanyNews(t.Context(), engine, docs)
	if err != nil {
		t.Fatal(err)
	}
	for class, want := range map[string]PRF{"Merger/Acquisition": {TP: 1}, "Employment": {FP: 1}, "Legal": {FN: 1}, "": {TP: 1, FP: 1, FN: 1}} {
		if got := *counts[class]; got != want {
			t.Errorf("%q: %+v, want %+v", class, got, want)
		}
	}
}
