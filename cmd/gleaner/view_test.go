package main

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/schemas"
)

// viewed is an extraction that has something of everything.
func viewed() *schemas.Extraction {
	return &schemas.Extraction{
		Article: schemas.ArticleInfo{ID: "a1", Source: "wire", PublishedAt: "2026-11-23", Title: "Regulator fines Acorn Telecom"},
		Entities: []schemas.Entity{
			{ID: "org:1", Type: schemas.Organization, Name: "Acorn Telecom", Salience: 0.4, Mentions: make([]schemas.EntityMention, 3)},
			{ID: "org:2", Type: schemas.Organization, Name: "Telecoms Authority", Salience: 0.9, Mentions: make([]schemas.EntityMention, 1)},
			{ID: "person:1", Type: schemas.Person, Name: "Ida Holm", Mentions: make([]schemas.EntityMention, 1)},
		},
		Events: []schemas.Event{{
			ID: "ev-1", Type: "fine", Status: schemas.Planned, Confidence: 0.914,
			Trigger:  schemas.Span{Start: 119, End: 123, Text: "fine"},
			Sentence: schemas.Span{Start: 100, End: 210, Text: "The authority will\nfine Acorn – the country's largest telephone company – 2 million euros, Ida Holm said Monday."},
			Arguments: []schemas.Argument{
				{Role: "authority", Text: "The authority", EntityID: "org:2"},
				{Role: "target", Text: "Acorn Telecom", EntityID: "org:1"},
				{Role: "time", Text: "Monday", Value: "2026-11-23"},
				{Role: "reason", Text: "hidden\x1b[2J charges", Value: "hidden [2j charges"},
			},
			Amount:      &schemas.Amount{Text: "2 million euros", Value: 2e6, Currency: "EUR"},
			Attribution: &schemas.Attribution{Source: "Ida Holm", EntityID: "person:1", Cue: "said", Confidence: 0.84},
		}},
		Notes: []schemas.Note{{Code: "junk_removed", Message: "1 source link left out"}},
	}
}

// TestView compares the readable view with its golden files; -update rewrites them.
func TestView(t *testing.T) {
	empty := &schemas.Extraction{Article: schemas.ArticleInfo{ID: "a2"}}
	cases := []struct {
		name  string
		color bool
		x     *schemas.Extraction
	}{
		{"plain", false, viewed()},
		{"colored", true, viewed()},
		{"empty", false, empty},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			var got bytes.Buffer
			v := &view{w: &got, palette: palette(c.color), width: 60}
			if err := v.extraction(c.x); err != nil {
				t.Fatal(err)
			}
			golden := filepath.Join("testdata", "view", c.name+".txt")
			if *update {
				if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("view differs from %s (-want +got):\n%s", golden, diff)
			}
		})
	}
}

// TestViewOutOfBounds: a trigger outside of its sentence is no reason to fail.
func TestViewOutOfBounds(t *testing.T) {
	v := &view{width: 60}
	e := schemas.Event{Sentence: schemas.Span{Start: 10, End: 15, Text: "short"}}
	for _, trigger := range []schemas.Span{{Start: 0, End: 4}, {Start: 12, End: 99}, {Start: 14, End: 12}} {
		e.Trigger = trigger
		if got := v.evidence(e); got != "short" {
			t.Errorf("evidence with trigger %v is %q, want the sentence as it is", trigger, got)
		}
	}
}

// A source that is more likely wrong than right is not shown to people who ask
// for a glance; the record has it.
func TestUnlikelySourceIsNotShown(t *testing.T) {
	for confidence, want := range map[float64]bool{0: true, 0.12: false, 0.8: true} {
		got := rows(schemas.Event{Attribution: &schemas.Attribution{Source: "Ida Holm", Cue: "said", Confidence: confidence}}, nil)
		if shown := len(got) == 1 && got[0].text == "Ida Holm"; shown != want {
			t.Errorf("confidence %v: rows %v", confidence, got)
		}
	}
}
