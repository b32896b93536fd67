package events

import (
	"context"
	"strings"
	"testing"

	"gleaner/extractors/boosted"
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// sample builds a document from sentences of "form/TAG" or "form/TAG/lemma"
// tokens, one sentence a line. "[org Acme/NNP Corp/NNP]" is a name; equal names
// are one entity.
func sample(t testing.TB, text string) *doc.Doc {
	t.Helper()
	d := doc.New(context.Background())
	d.Fill(doc.Text | doc.Tokens | doc.Tags | doc.Mentions | doc.Entities)
	var b strings.Builder
	for line := range strings.Lines(strings.TrimSpace(text)) {
		first := int32(len(d.Tokens))
		open, kind := int32(-1), doc.NoKind
		for _, field := range strings.Fields(line) {
			if name, ok := strings.CutPrefix(field, "["); ok {
				kind = map[string]doc.Kind{"org": doc.Organization, "person": doc.Person, "gpe": doc.GPE, "product": doc.Product}[name]
				open = int32(len(d.Tokens))
				continue
			}
			field, closes := strings.CutSuffix(field, "]")
			d.Tokens = append(d.Tokens, sampleToken(t, &b, field))
			if closes {
				addName(d, &b, doc.Range{First: open, End: int32(len(d.Tokens))}, kind)
			}
		}
		r := doc.Range{First: first, End: int32(len(d.Tokens))}
		d.Sentences = append(d.Sentences, doc.Sentence{Range: r, Span: d.SpanOf(r)})
	}
	d.Text = b.String()
	d.Raw = d.Text
	return d
}

func sampleToken(t testing.TB, b *strings.Builder, field string) doc.Token {
	t.Helper()
	parts := strings.Split(field, "/")
	if len(parts) < 2 {
		t.Fatalf("cannot read token %q", field)
	}
	tag, ok := doc.ParseTag(parts[1])
	if !ok {
		t.Fatalf("cannot read tag of %q", field)
	}
	if b.Len() > 0 {
		b.WriteByte(' ')
	}
	start := int32(b.Len())
	b.WriteString(parts[0])
	token := doc.Token{Span: doc.Span{Start: start, End: int32(b.Len())}, Lower: strings.ToLower(parts[0]), Tag: tag}
	token.Lemma = token.Lower
	if len(parts) > 2 {
		token.Lemma = parts[2]
	}
	return token
}

func addName(d *doc.Doc, b *strings.Builder, r doc.Range, kind doc.Kind) {
	name := b.String()[d.Tokens[r.First].Start:]
	entity := int32(-1)
	for i := range d.Entities {
		if d.Entities[i].Name == name {
			entity = int32(i)
		}
	}
	if entity < 0 {
		entity = int32(len(d.Entities))
		d.Entities = append(d.Entities, doc.Entity{ID: name, Name: name, Kind: kind})
	}
	d.Mentions = append(d.Mentions, doc.Mention{Range: r, Entity: entity, Kind: kind, Score: 1})
}

// tokenAt returns the first token of that form.
func tokenAt(t testing.TB, d *doc.Doc, form string) int32 {
	t.Helper()
	for i := range d.Tokens {
		if d.Text[d.Tokens[i].Start:d.Tokens[i].End] == form {
			return int32(i)
		}
	}
	t.Fatalf("no token %q in %q", form, d.Text)
	return -1
}

// learnt are models of some lessons.
func learnt(t testing.TB, defs *Definitions, lessons ...Lesson) *Model {
	t.Helper()
	l, err := Learn(defs, lessons, nil, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	m, err := l.Model()
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// read makes a document ready for a stage that has definitions alone.
func read(t testing.TB, definitions *Definitions, d *doc.Doc) (*Stage, *reading) {
	t.Helper()
	s, err := NewWith(definitions, nil)
	if err != nil {
		t.Fatal(err)
	}
	r := new(reading)
	if err := r.read(d, s); err != nil {
		t.Fatal(err)
	}
	return s, r
}

// triggerOf is a model of triggers that knows one type.
func triggerOf(t *testing.T, eventType string) *linear.Model {
	t.Helper()
	m, err := linear.FitSparse([]string{"", eventType}, []linear.Example{{Features: []linear.Feature{linear.Bias(1)}, Gold: 1}}, linear.Sparse{Epochs: 1, Rate: 0.1})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// stump is a forest that says yes where an input is large, or, unless large, where
// it is small.
func stump(t *testing.T, inputs, input int, large bool) *boosted.Forest {
	t.Helper()
	var examples []boosted.Example
	for i := range 200 {
		x := make([]float32, inputs)
		x[input] = float32(i%2) * 0.9
		examples = append(examples, boosted.Example{X: x, Gold: (i%2 == 1) == large})
	}
	f, err := boosted.Fit(inputs, examples, boosted.Course{Trees: 60, Leaves: 2, MinLeaf: 10, Rate: 0.2, Rows: 1, Columns: 1, Shrink: 1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	return f
}
