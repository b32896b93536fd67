package names

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// written makes a document of a text whose tokens stand between spaces and
// whose sentences stand on lines.
func written(text string) *doc.Doc {
	d := doc.New(context.Background())
	d.Text = text
	at := 0
	for line := range strings.SplitSeq(text, "\n") {
		first := len(d.Tokens)
		for token := range strings.SplitSeq(line, " ") {
			if token != "" {
				d.Tokens = append(d.Tokens, tokenAt(token, at))
			}
			at += len(token) + 1
		}
		if end := len(d.Tokens); end > first {
			d.Sentences = append(d.Sentences, doc.Sentence{Range: doc.Range{First: int32(first), End: int32(end)}})
		}
	}
	return d
}

func tokenAt(token string, at int) doc.Token {
	t := doc.Token{Span: doc.Span{Start: int32(at), End: int32(at + len(token))}, Lower: strings.ToLower(token)}
	upper := token != t.Lower
	switch letters := strings.IndexFunc(t.Lower, func(r rune) bool { return r >= 'a' && r <= 'z' || r > 127 }) >= 0; {
	case !letters:
		t.Shape |= doc.Punct
	case upper && len(token) > 1 && token == strings.ToUpper(token):
		t.Shape |= doc.Letters | doc.AllUpper | doc.Initial
	case upper && token[:1] != t.Lower[:1]:
		t.Shape |= doc.Letters | doc.Initial
	case upper:
		t.Shape |= doc.Letters | doc.Mixed
	default:
		t.Shape |= doc.Letters
	}
	return t
}

// listing writes the mentions as "text=kind".
func listing(d *doc.Doc) []string {
	var all []string
	for _, m := range d.Mentions {
		all = append(all, fmt.Sprintf("%s=%s", d.TextOf(m.Range), m.Kind))
	}
	return all
}

func TestStageFindsNames(t *testing.T) {
	stage, err := New()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"organizations and places",
			"Germany 's regulator fined Siemens on Monday , the Federal Trade Commission said .",
			[]string{"Germany=gpe", "Siemens=organization", "Federal Trade Commission=organization"}},
		{"titles are not part of a name",
			"President Emmanuel Macron met Ms Angela Brown in Paris .",
			[]string{"Emmanuel Macron=person", "Angela Brown=person", "Paris=gpe"}},
		{"an ampersand holds a name together",
			"AT & T pulled out of the deal , analysts said .",
			[]string{"AT & T=organization"}},
		{"no capitals, no names", "the company said it would sue .", nil},
		{"nothing", "", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := written(c.text)
			defer d.Release()
			if err := stage.Apply(d); err != nil {
				t.Fatal(err)
			}
			if got := listing(d); !slices.Equal(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// TestMentionsAreSortedAndDisjoint also runs a pooled page on texts of very
// different lengths.
func FuzzApply(f *testing.F) {
	stage, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("Acme Corp. sued Bolt Ltd .\nJANE ROE SAID NO")
	f.Add("A & B & . 's of of The")
	f.Add("Ünïcode Čapek 中文 ١٢")
	f.Fuzz(func(t *testing.T, text string) {
		d, again := written(text), written(text)
		defer d.Release()
		defer again.Release()
		for _, each := range []*doc.Doc{d, again} {
			if err := stage.Apply(each); err != nil {
				t.Fatal(err)
			}
		}
		if !slices.Equal(d.Mentions, again.Mentions) {
			t.Errorf("two runs differ: %v, %v", d.Mentions, again.Mentions)
		}
		end := int32(0)
		for _, m := range d.Mentions {
			if m.First < end || m.Len() < 1 || int(m.End) > len(d.Tokens) || m.Kind == doc.NoKind {
				t.Errorf("mention %+v after token %d of %d", m, end, len(d.Tokens))
			}
			if d.SentenceAt(m.First) != d.SentenceAt(m.End-1) {
				t.Errorf("mention %+v crosses a sentence", m)
			}
			end = m.End
		}
	})
}

// TestLearn teaches a word that no list knows.
func TestLearn(t *testing.T) {
	texts := []string{"we saw Zorblatt today .", "people like Zorblatt and tea .", "nobody met Quuxly there ."}
	var examples []Example
	for _, text := range texts {
		d := written(text)
		labels := make([]Label, len(d.Tokens))
		for i := range d.Tokens {
			if d.Tokens[i].Shape.Is(doc.Initial) {
				labels[i], _ = Begin(doc.Person)
			}
		}
		examples = append(examples, Example{Doc: d, Labels: labels, Domain: News})
	}
	learn := func() (*linear.Model, *linear.Model) {
		a, b, err := Learning{Epochs: 5, Folds: 2, Seed: 1}.Learn(context.Background(), examples)
		if err != nil {
			t.Fatal(err)
		}
		return a, b
	}
	first, second := learn()
	stage, err := Open(first, second, News)
	if err != nil {
		t.Fatal(err)
	}
	d := written("today Zorblatt was here .")
	if err := stage.Apply(d); err != nil {
		t.Fatal(err)
	}
	if got, want := listing(d), []string{"Zorblatt=person"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	first2, second2 := learn()
	if !slices.Equal(first.Encode(), first2.Encode()) || !slices.Equal(second.Encode(), second2.Encode()) {
		t.Error("learning twice gives different models")
	}
}

func TestStyleOf(t *testing.T) {
	for text, want := range map[string]style{
		"Acme Launches Drone In Brazil This Spring":   titleCase,
		"ACME LAUNCHES DRONE IN BRAZIL":               allCapitals,
		"Acme will launch its drone in Brazil soon .": plain,
	} {
		if got := styleOf(written(text).Tokens); got != want {
			t.Errorf("styleOf(%q) = %d, want %d", text, got, want)
		}
	}
}

func TestApplyDoesNotAllocate(t *testing.T) {
	stage, err := New()
	if err != nil {
		t.Fatal(err)
	}
	d := written(strings.Repeat("Acme Corp sued Jane Roe of Brazil on Monday , she said .\n", 200))
	apply := func() {
		d.Mentions = d.Mentions[:0]
		if err := stage.Apply(d); err != nil {
			t.Fatal(err)
		}
	}
	apply()
	if n := testing.AllocsPerRun(10, apply); n > 20 {
		t.Errorf("%v allocations for %d tokens", n, len(d.Tokens))
	}
}

func BenchmarkApply(b *testing.B) {
	stage, err := New()
	if err != nil {
		b.Fatal(err)
	}
	d := written(strings.Repeat("The regulator of the state said that Acme Corp had sued Jane Roe in Brazil on Monday , and that the firm may close its plants soon .\n", 200))
	b.ReportAllocs()
	for b.Loop() {
		d.Mentions = d.Mentions[:0]
		if err := stage.Apply(d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(d.Tokens))*float64(b.N)/b.Elapsed().Seconds(), "tokens/s")
}
