package eval

import (
	"bytes"
	"encoding/json"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"gleaner/schemas"
)

// The expected figures of testdata/scores.json were written by the
// annotation's reference scorer on the same two files.
func TestScoreEqualsReferenceOnInventedSet(t *testing.T) {
	gold, err := OpenGold("testdata/gold.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	want, err := os.ReadFile("testdata/scores.json")
	if err != nil {
		t.Fatal(err)
	}
	compareFigures(t, Score(gold, readExtractions(t, "testdata/extractions.jsonl")), want)
}

func TestScoreEqualsReferenceOnDev(t *testing.T) {
	dir, ok := DataFolder()
	if !ok {
		t.Skip("not run: the data folder is absent (GLEANER_DATA); the reference figures on dev cannot be computed")
	}
	python, err := exec.LookPath("python3")
	if err != nil {
		t.Skip("not run: python3 is absent; the reference scorer cannot be run")
	}
	path := filepath.Join(dir, "gold", "dev.jsonl")
	gold, err := OpenGold(path)
	if err != nil {
		t.Fatal(err)
	}
	found := distort(gold)
	lines := new(bytes.Buffer)
	enc := json.NewEncoder(lines)
	for i := range found {
		if err := enc.Encode(&found[i]); err != nil {
			t.Fatal(err)
		}
	}
	file := filepath.Join(t.TempDir(), "found.jsonl")
	if err := os.WriteFile(file, lines.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	want, err := exec.Command(python, filepath.Join(dir, "gold", "score.py"), path, file, "--json").Output()
	if err != nil {
		t.Fatal(err)
	}
	compareFigures(t, Score(gold, found), want)
}

// distort makes extractions out of gold and spoils them by position, so that
// every figure lies between nothing and all.
func distort(gold []Gold) []schemas.Extraction {
	var all []schemas.Extraction
	n := 0
	next := func(every int) bool { n++; return n%every == 0 }
	for i := range gold {
		if next(23) {
			continue
		}
		all = append(all, distorted(&gold[i], next))
	}
	return all
}

func distorted(g *Gold, next func(every int) bool) schemas.Extraction {
	x := schemas.Extraction{
		Article: schemas.ArticleInfo{ID: g.ID}, Entities: []schemas.Entity{}, Events: []schemas.Event{},
	}
	ids := make(map[string]string)
	for j, e := range g.Entities {
		entity := schemas.Entity{ID: string(rune('a' + j)), Type: entityTypes[e.Type], Name: e.Name, Mentions: []schemas.EntityMention{}}
		if next(9) {
			entity.Type = schemas.Location
		}
		if !next(3) {
			entity.Aliases = e.Forms
		}
		for _, m := range e.Mentions {
			if !next(7) {
				entity.Mentions = append(entity.Mentions, schemas.EntityMention{Start: m[0], End: m[1]})
			}
		}
		ids[e.Name] = entity.ID
		x.Entities = append(x.Entities, entity)
	}
	for _, e := range g.Events {
		event := schemas.Event{Type: e.Type, Status: schemas.Status(e.Status), Mentions: []schemas.Span{}, Arguments: []schemas.Argument{}}
		event.Trigger = schemas.Span{Start: e.Triggers[0][0], End: e.Triggers[0][1]}
		if next(5) {
			event.Trigger = schemas.Span{}
		}
		if next(6) {
			event.Status = schemas.Possible
		}
		if next(11) {
			event.Type = "meeting"
		}
		if e.Source != "" && !next(4) {
			event.Attribution = &schemas.Attribution{Source: strings.ToUpper(e.Source), EntityID: ids[e.Source]}
		}
		for _, role := range slices.Sorted(maps.Keys(e.Args)) {
			fillers := e.Args[role]
			for _, f := range fillers {
				event.Arguments = append(event.Arguments, schemas.Argument{Role: role, Text: "the " + f, EntityID: ids[f]})
			}
			if len(fillers) > 1 {
				event.Arguments = event.Arguments[1:]
			}
		}
		x.Events = append(x.Events, event)
		if next(8) {
			x.Events = append(x.Events, event)
		}
	}
	return x
}

func compareFigures(t *testing.T, r *Report, reference []byte) {
	t.Helper()
	ours, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var got, want map[string]map[string]any
	if err := json.Unmarshal(ours, &got); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(reference, &want); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("figures differ from the reference (-reference +ours):\n%s", diff)
	}
}

func readExtractions(t *testing.T, path string) []schemas.Extraction {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all []schemas.Extraction
	for dec := json.NewDecoder(f); dec.More(); {
		var x schemas.Extraction
		if err := dec.Decode(&x); err != nil {
			t.Fatal(err)
		}
		all = append(all, x)
	}
	return all
}

func TestSame(t *testing.T) {
	tests := []struct {
		a, b string
		want bool
	}{
		{"Acme Corp", "acme corp.", true},
		{"Acme's", "Acme", true},
		{"Acme’s plant", "the plant", true},
		{"the plant in Brazil", "Brazil", true},
		{"a new plant in Brazil", "Brazil", true},
		{"a big new plant in Brazil", "Brazil", false},
		{"the", "a", false},
		{"...", "", true},
		{"$1.2bn", "1.2bn", false},
		{"bank bank", "bank", true},
	}
	for _, tt := range tests {
		if got := newPhrase(tt.a).same(newPhrase(tt.b)); got != tt.want {
			t.Errorf("same(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}

func TestReadGoldNamesTheLine(t *testing.T) {
	for _, tt := range []struct{ name, in, want string }{
		{"damaged", "{\"id\":\"a\"}\n{", "line 2"},
		{"unknown type", "\n{\"entities\":[{\"type\":\"ANIMAL\",\"name\":\"Rex\"}]}", `line 2: entity "Rex": unknown type "ANIMAL"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := ReadGold(strings.NewReader(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one with %q", err, tt.want)
			}
		})
	}
}

// TestTrust: events, fillers and sources are tallied by confidence; a source of an event
// to which the gold gives none is wrong.
func TestTrust(t *testing.T) {
	event := func(typ, source string, start int) GoldEvent {
		return GoldEvent{Type: typ, Status: "actual", Source: source, Triggers: [][2]int{{start, start + 1}}, Sentences: [][2]int{{start, start + 5}}}
	}
	found := func(typ, source string, start int, confidence, credible float64) schemas.Event {
		return schemas.Event{
			Type: typ, Status: schemas.Actual, Confidence: confidence, Trigger: schemas.Span{Start: start, End: start + 1},
			Attribution: &schemas.Attribution{Source: source, Cue: "said", Confidence: credible},
		}
	}
	banned := event("ban", "Jane Roe", 0)
	banned.Args = map[string][]string{"target": {"Bolt"}}
	gold := []Gold{{ID: "a", Text: strings.Repeat("word ", 10), Events: []GoldEvent{banned, event("fine", "", 10), event("launch", "Acme", 20)}}}
	x := schemas.Extraction{Article: schemas.ArticleInfo{ID: "a"}, Events: []schemas.Event{
		found("ban", "Jane Roe", 0, 0.95, 0.75), found("fine", "Acme", 10, 0.95, 0.12), found("launch", "Bolt", 20, 0.55, 1), found("merger", "Acme", 30, 0.31, 0.5),
	}}
	x.Events[0].Arguments = []schemas.Argument{{Role: "target", Text: "Bolt", Confidence: 0.62}, {Role: "authority", Text: "Bolt", Confidence: 0.31}}
	r := Score(gold, []schemas.Extraction{x})
	if want := (Trust{3: {N: 1}, 6: {Right: 1, N: 1}}); r.RoleConfidence != want {
		t.Errorf("fillers by confidence: %v, want %v", r.RoleConfidence, want)
	}
	if want := (Trust{3: {N: 1}, 5: {Right: 1, N: 1}, 9: {Right: 2, N: 2}}); r.Confidence != want {
		t.Errorf("events by confidence: %v, want %v", r.Confidence, want)
	}
	if want := (Trust{1: {N: 1}, 7: {Right: 1, N: 1}, 9: {N: 1}}); r.SourceConfidence != want {
		t.Errorf("sources by confidence: %v, want %v", r.SourceConfidence, want)
	}
}
