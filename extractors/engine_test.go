package extractors

import (
	"context"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"gleaner/extractors/doc"
	"gleaner/schemas"
)

// step is a stage made by hand.
type step struct {
	name        string
	needs, adds doc.Layer
	apply       func(*doc.Doc) error
}

func (s step) Name() string     { return s.name }
func (s step) Needs() doc.Layer { return s.needs }
func (s step) Adds() doc.Layer  { return s.adds }
func (s step) Apply(d *doc.Doc) error {
	if s.apply == nil {
		return nil
	}
	return s.apply(d)
}

func TestNewRefusesUnmetNeeds(t *testing.T) {
	text := step{name: "clean", adds: doc.Text}
	tokens := step{name: "segment", needs: doc.Text, adds: doc.Tokens}
	names := step{name: "names", needs: doc.Tokens | doc.Tags, adds: doc.Mentions}
	if _, err := New(text, tokens); err != nil {
		t.Errorf("met needs are refused: %v", err)
	}
	for _, order := range [][]Stage{{tokens, text}, {text, tokens, names}, {names}} {
		_, err := New(order...)
		if err == nil || !strings.Contains(err.Error(), "needs") {
			t.Errorf("unmet needs gave %v", err)
		}
	}
}

func TestExtractFailures(t *testing.T) {
	cases := []struct {
		name  string
		apply func(*doc.Doc) error
		want  schemas.FieldError
	}{
		{"panic", func(d *doc.Doc) error { return []error{}[len(d.Raw)] }, schemas.FieldError{Code: schemas.CodePanic, Stage: "step"}},
		{"reject", func(*doc.Doc) error { return &doc.Reject{Field: "text", Code: "sentence_too_long", Message: "m"} }, schemas.FieldError{Field: "text", Code: schemas.CodeSentenceTooLong, Stage: "step"}},
		{"error", func(*doc.Doc) error { return errors.New("no model") }, schemas.FieldError{Code: schemas.CodeStageFailed, Stage: "step"}},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			e, err := New(step{name: "step", apply: c.apply})
			if err != nil {
				t.Fatal(err)
			}
			_, err = e.Extract(t.Context(), &schemas.Article{Text: "a"})
			var got *schemas.FieldError
			if !errors.As(err, &got) {
				t.Fatalf("got %v", err)
			}
			if got.Field != c.want.Field || got.Code != c.want.Code || got.Stage != c.want.Stage || got.Message == "" {
				t.Errorf("got %+v, want %+v", *got, c.want)
			}
		})
	}
}

func TestExtractStopsWithContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	e, err := New(step{name: "slow", apply: func(d *doc.Doc) error { cancel(); return d.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := e.Extract(ctx, &schemas.Article{Text: "a"}); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v, want the context's error", err)
	}
}

func TestUnsupportedLanguage(t *testing.T) {
	e, err := New(step{name: "clean", adds: doc.Text, apply: func(d *doc.Doc) error { d.Text, d.Language = d.Raw, "de"; return nil }})
	if err != nil {
		t.Fatal(err)
	}
	e.languages = []string{"en"}
	var unsupported *Unsupported
	if _, err := e.Extract(t.Context(), &schemas.Article{Text: "Guten Tag"}); !errors.As(err, &unsupported) || unsupported.Language != "de" {
		t.Errorf("got %v", err)
	}
	if err := e.First(1).Apply(Document(t.Context(), &schemas.Article{Text: "Guten Tag"})); !errors.As(err, &unsupported) {
		t.Errorf("the first stage alone: got %v", err)
	}
	e.languages = nil
	if _, err := e.Extract(t.Context(), &schemas.Article{Text: "Guten Tag"}); err != nil {
		t.Errorf("with no list of languages: %v", err)
	}
}

// TestRecord turns a document built by hand into records.
func TestRecord(t *testing.T) {
	text := "“Zürich” sues Bolt."
	fill := step{name: "fill", adds: doc.Text, apply: func(d *doc.Doc) error {
		d.Text = d.Raw
		for _, w := range []string{"“", "Zürich", "”", "sues", "Bolt", "."} {
			at := int32(strings.Index(text, w))
			d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: at, End: at + int32(len(w))}})
		}
		d.Sentences = []doc.Sentence{{Range: doc.Range{End: 6}, Span: doc.Span{End: int32(len(text))}}}
		d.Entities = []doc.Entity{{ID: "gpe-1", Name: "Zürich", Kind: doc.GPE, Salience: 1. / 3}, {ID: "org-2", Name: "it", Kind: doc.Organization}, {ID: "org-3", Name: "Bolt", Kind: doc.Organization}}
		d.Mentions = []doc.Mention{
			{Range: doc.Range{First: 1, End: 2}, Entity: 0, Kind: doc.GPE},
			{Range: doc.Range{First: 3, End: 4}, Entity: 1, Form: doc.Pronoun},
			{Range: doc.Range{First: 4, End: 5}, Entity: 2, Kind: doc.Organization},
		}
		event := doc.Event{Type: "lawsuit", Trigger: doc.Range{First: 3, End: 4}, Mentions: []doc.Range{{First: 3, End: 4}}, Time: -1, Amount: -1, Arguments: []doc.Argument{
			{Role: "defendant", Range: doc.Range{First: 4, End: 5}, Entity: 2, Value: -1}, {Role: "plaintiff", Range: doc.Range{First: 0, End: 3}, Entity: 1, Value: -1}}}
		d.Events = []doc.Event{event, event}
		return nil
	}}
	e, err := New(fill)
	if err != nil {
		t.Fatal(err)
	}
	x, err := e.Extract(t.Context(), &schemas.Article{ID: "a", Text: text})
	if err != nil {
		t.Fatal(err)
	}
	wantEntities := []schemas.Entity{
		{ID: "gpe-1", Type: schemas.GPE, Name: "Zürich", Salience: 0.333, Mentions: []schemas.EntityMention{{Start: 1, End: 7, Text: "Zürich"}}},
		{ID: "org-3", Type: schemas.Organization, Name: "Bolt", Mentions: []schemas.EntityMention{{Start: 14, End: 18, Text: "Bolt"}}},
	}
	if diff := cmp.Diff(wantEntities, x.Entities); diff != "" {
		t.Errorf("entities differ (-want +got):\n%s", diff)
	}
	trigger := schemas.Span{Start: 9, End: 13, Text: "sues"}
	wantEvent := schemas.Event{
		ID: schemas.EventID("a", "lawsuit", 9, "sues"), Type: "lawsuit", Status: schemas.Actual, Trigger: trigger, Mentions: []schemas.Span{trigger},
		Sentence: schemas.Span{End: 19, Text: text},
		Arguments: []schemas.Argument{
			{Role: "defendant", Text: "Bolt", EntityID: "org-3", Start: 14, End: 18},
			{Role: "plaintiff", Text: "“Zürich”", Start: 0, End: 8},
		},
	}
	if diff := cmp.Diff(wantEvent, x.Events[0]); diff != "" {
		t.Errorf("event differs (-want +got):\n%s", diff)
	}
	if x.Events[0].ID == x.Events[1].ID {
		t.Error("two events share an id")
	}
}

func FuzzCodePoints(f *testing.F) {
	f.Add("plain")
	f.Add("Zürich " + strings.Repeat("日本", 200))
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		points := newCodePoints(text)
		n := 0
		for at := range text {
			if got := points.at(int32(at)); got != n {
				t.Fatalf("byte %d is code point %d, want %d", at, got, n)
			}
			n++
		}
		if got := points.at(int32(len(text))); got != n {
			t.Fatalf("the end is code point %d, want %d", got, n)
		}
	})
}
