package train

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"gleaner/extractors/doc"
	"gleaner/extractors/eval"
	"gleaner/extractors/events"
)

// Every annotation must fit its article and the definitions.
func TestOwnAnnotations(t *testing.T) {
	folder, ok := eval.DataFolder()
	if !ok {
		t.Skip("not run: the data folder is absent (GLEANER_DATA); annotations cannot be held against their articles")
	}
	all, err := OwnAnnotations(folder)
	if err != nil {
		t.Fatal(err)
	}
	definitions, err := events.LoadDefinitions(events.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, g := range all {
		if seen[g.ID] {
			t.Errorf("%s is annotated twice", g.ID)
		}
		seen[g.ID] = true
		for _, e := range g.Events {
			d := definitions.Lookup(e.Type)
			if d == nil {
				t.Errorf("%s: unknown event type %q", g.ID, e.Type)
				continue
			}
			if _, ok := doc.ParseStatus(e.Status); !ok {
				t.Errorf("%s: %s: unknown status %q", g.ID, e.Type, e.Status)
			}
			if len(e.Triggers) == 0 {
				t.Errorf("%s: %s has no trigger", g.ID, e.Type)
			}
			for role := range e.Args {
				if d.Role(role) < 0 {
					t.Errorf("%s: %s has no role %q", g.ID, e.Type, role)
				}
			}
		}
	}
}

func TestAnnotationOnText(t *testing.T) {
	text := "Zorbax bought Quillon, says Abel – at last."
	digest := sha256.Sum256([]byte(text))
	good := hex.EncodeToString(digest[:])[:16]
	abel := [2]int{28, 32}
	event := annotationEvent{Type: "acquisition", Status: "actual", Triggers: [][2]int{{7, 13}}, Args: map[string][][2]int{"buyer": {{0, 6}}, "time": {{35, 42}}}, Source: &abel}
	for _, tt := range []struct {
		name, digest, want string
		change             func(*annotationEvent)
	}{
		{name: "right", digest: good, change: func(*annotationEvent) {}},
		{name: "no digest", change: func(*annotationEvent) {}},
		{"another text", "0123456789abcdef", "its text has changed", func(*annotationEvent) {}},
		{"trigger beyond the end", good, "event 0 (acquisition): span [7 99]", func(e *annotationEvent) { e.Triggers = [][2]int{{7, 99}} }},
		{"empty filler", good, "span [3 3]", func(e *annotationEvent) { e.Args = map[string][][2]int{"buyer": {{3, 3}}} }},
		{"source before the start", good, "span [-1 2]", func(e *annotationEvent) { e.Source = &[2]int{-1, 2} }},
	} {
		t.Run(tt.name, func(t *testing.T) {
			e := event
			tt.change(&e)
			a := annotation{ID: "a", Digest: tt.digest, Events: []annotationEvent{e}}
			g, err := a.on(text)
			if tt.want != "" {
				if err == nil || !strings.Contains(err.Error(), tt.want) {
					t.Fatalf("error %v, want one with %q", err, tt.want)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			got := g.Events[0]
			if got.Args["buyer"][0] != "Zorbax" || got.Args["time"][0] != "at last" || got.Source != "Abel" {
				t.Errorf("fillers %v, source %q", got.Args, got.Source)
			}
		})
	}
}
