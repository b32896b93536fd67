package prose

import (
	"sync"
	"testing"

	"gleaner/extractors/doc"
)

// build makes a document of one sentence from tokens separated by spaces; a
// token that begins with '~' follows the one before without a gap.
func build(t *testing.T, words ...string) *doc.Doc {
	t.Helper()
	d := doc.New(t.Context())
	for i, w := range words {
		if w[0] == '~' {
			w = w[1:]
		} else if i > 0 {
			d.Text += " "
		}
		start := int32(len(d.Text))
		d.Text += w
		d.Tokens = append(d.Tokens, doc.Token{Span: doc.Span{Start: start, End: start + int32(len(w))}, Lower: w})
	}
	all := doc.Range{End: int32(len(d.Tokens))}
	d.Sentences = append(d.Sentences, doc.Sentence{Range: all, Span: d.SpanOf(all)})
	return d
}

func TestTagger(t *testing.T) {
	d := build(t, "The", "regulator", "did", "~n’t", "ban", "Bolt", "~'s", "radios", "(", "yet", ")", ".")
	if err := NewTagger().Apply(d); err != nil {
		t.Fatal(err)
	}
	want := map[int]doc.Tag{0: doc.DT, 1: doc.NN, 2: doc.VBD, 3: doc.RB, 4: doc.VB, 5: doc.NNP, 6: doc.POS, 7: doc.NNS, 8: doc.LeftRound, 9: doc.RB, 10: doc.RightRound, 11: doc.Period}
	for i, tag := range want {
		if got := d.Tokens[i].Tag; got != tag {
			t.Errorf("%s is tagged %v, want %v", d.Slice(d.Tokens[i].Span), got, tag)
		}
	}
	if len(d.Mentions) != 0 {
		t.Errorf("the tagger made mentions: %v", d.Mentions)
	}
}

func TestNames(t *testing.T) {
	d := build(t, "Angela", "Merkel", "flew", "to", "France", "on", "Monday", ".")
	if err := NewNames().Apply(d); err != nil {
		t.Fatal(err)
	}
	got := map[string]doc.Kind{}
	for _, m := range d.Mentions {
		got[d.TextOf(m.Range)] = m.Kind
	}
	// prose takes "Angela" for a place of its own; what counts is where its labels land.
	if got["Merkel"] != doc.Person || got["France"] != doc.GPE {
		t.Errorf("mentions are %v", got)
	}
}

// TestConcurrent shares one stage between goroutines; the race detector judges.
func TestConcurrent(t *testing.T) {
	s := NewNames()
	var wait sync.WaitGroup
	for range 4 {
		d := build(t, "Paris", "is", "the", "capital", "of", "France", ".")
		wait.Go(func() {
			if err := s.Apply(d); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
}

func TestAppendMentions(t *testing.T) {
	got := appendMentions(nil, 10, []string{"B-GPE", "I-GPE", "O", "I-PERSON", "B-PERSON", "B-GPE", "I-PERSON", "B-PRODUCT"})
	want := []doc.Range{{First: 10, End: 12}, {First: 13, End: 14}, {First: 14, End: 15}, {First: 15, End: 16}, {First: 16, End: 17}}
	if len(got) != len(want) {
		t.Fatalf("got %v", got)
	}
	for i := range want {
		if got[i].Range != want[i] {
			t.Errorf("mention %d is %v, want %v", i, got[i].Range, want[i])
		}
	}
}
