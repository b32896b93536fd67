package tag

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"sync"
	"testing"

	"gleaner/extractors/doc"
)

// document returns a document with one sentence of space-separated tokens, as
// package segment would fill it for plain ASCII words.
func document(text string) *doc.Doc {
	d := doc.New(context.Background())
	d.Text = text
	at := 0
	for _, word := range strings.Fields(text) {
		start := at + strings.Index(text[at:], word)
		at = start + len(word)
		d.Tokens = append(d.Tokens, doc.Token{
			Span:  doc.Span{Start: int32(start), End: int32(at)},
			Lower: strings.ToLower(word), Shape: shapeOf(word),
		})
	}
	if n := int32(len(d.Tokens)); n > 0 {
		d.Sentences = append(d.Sentences, doc.Sentence{Range: doc.Range{End: n}})
	}
	return d
}

func shapeOf(word string) doc.Shape {
	s := doc.SpaceBefore
	if strings.ToLower(word) != strings.ToUpper(word) {
		s |= doc.Letters
	} else {
		s |= doc.Punct
	}
	if word[:1] != strings.ToLower(word[:1]) {
		s |= doc.Initial
		if len(word) > 1 && word == strings.ToUpper(word) {
			s |= doc.AllUpper
		}
	}
	return s
}

func opened(t testing.TB) *Stage {
	t.Helper()
	s, err := New()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestTagsAndLemmas(t *testing.T) {
	cases := []struct{ text, tags, lemmas string }{
		{"The regulators opened two banks .", "DT NNS VBD CD NNS .", "the regulator open two bank ."},
		{"She has been running the company .", "PRP VBZ VBN VBG DT NN .", "she have be run the company ."},
		{"Norland Motors will not sell its plants in Peru .", "NNP NNPS MD RB VB PRP$ NNS IN NNP .", ""},
		{"They went to a better school .", "PRP VBD IN DT JJR NN .", "they go to a good school ."},
		{"Phones from AT & T are in the shops .", "NNS IN NNP CC NNP VBP IN DT NNS .", ""},
	}
	s := opened(t)
	for _, c := range cases {
		d := document(c.text)
		if err := s.Apply(d); err != nil {
			t.Fatal(err)
		}
		var tags, lemmas []string
		for _, token := range d.Tokens {
			tags, lemmas = append(tags, token.Tag.String()), append(lemmas, token.Lemma)
		}
		if got := strings.Join(tags, " "); got != c.tags {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.tags)
		}
		if got := strings.Join(lemmas, " "); c.lemmas != "" && got != c.lemmas {
			t.Errorf("%s\n got %s\nwant %s", c.text, got, c.lemmas)
		}
	}
}

// lessons is a tiny corpus of invented sentences with made-up annotation.
func lessons() []Lesson {
	var all []Lesson
	for _, line := range []string{
		"dogs/NNS/dog bark/VBP/bark ./././.", "a/DT/a dog/NN/dog barks/VBZ/bark .//.",
		"cats/NNS/cat sleep/VBP/sleep .//.", "a/DT/a cat/NN/cat sleeps/VBZ/sleep .//.",
	} {
		var text []string
		l := Lesson{}
		for _, word := range strings.Fields(line) {
			parts := strings.SplitN(word, "/", 3)
			tag, ok := doc.ParseTag(parts[1])
			if !ok {
				tag = doc.Period
			}
			text, l.Tags, l.Lemmas = append(text, parts[0]), append(l.Tags, tag), append(l.Lemmas, parts[2])
		}
		l.Doc = document(strings.Join(text, " "))
		all = append(all, l)
	}
	return all
}

func TestLearnIsDeterministic(t *testing.T) {
	var files [2][]byte
	for i := range files {
		s, err := Learn(context.Background(), lessons(), Course{Epochs: 5, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		if files[i], err = s.Encode(); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the same lessons gave different taggers")
	}
	s, err := Open(files[0])
	if err != nil {
		t.Fatal(err)
	}
	d := document("cats bark .")
	if err := s.Apply(d); err != nil {
		t.Fatal(err)
	}
	if d.Tokens[0].Tag != doc.NNS || d.Tokens[1].Tag != doc.VBP || d.Tokens[0].Lemma != "cat" {
		t.Errorf("learned wrong: %+v", d.Tokens)
	}
}

func TestLearnEndsWithItsContext(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Learn(ctx, lessons(), Course{Epochs: 1}); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestApplyEndsWithTheDocument(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	d := doc.New(ctx)
	d.Tokens = []doc.Token{{Lower: "a"}}
	d.Sentences = []doc.Sentence{{Range: doc.Range{End: 1}}}
	if err := opened(t).Apply(d); err != context.Canceled {
		t.Errorf("got %v, want %v", err, context.Canceled)
	}
}

func TestApplyIsConcurrent(t *testing.T) {
	s := opened(t)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			d := document("Two banks fined the regulators .")
			if err := s.Apply(d); err != nil || d.Tokens[1].Lemma != "bank" {
				t.Errorf("%v, lemma %q", err, d.Tokens[1].Lemma)
			}
		})
	}
	wait.Wait()
}

// TestFormsScoreLikeFeatures: what is remembered of words adds up to the same
// scores as all features together, the second time as the first.
func TestFormsScoreLikeFeatures(t *testing.T) {
	s := opened(t)
	w := s.newScratch()
	d := document("The regulators Fined two of the 3 largest Banks banks in Zorbland 's fine town .")
	for range 2 {
		w.read(s, d, d.Tokens)
		for i := range d.Tokens {
			s.score(w, i)
			got := w.scores
			s.scorer.Score(w.features(i), &w.scores)
			if n := len(s.tags); !slices.Equal(got[:n], w.scores[:n]) {
				t.Fatalf("token %d: got %v, want %v", i, got[:n], w.scores[:n])
			}
			w.set(i, s.tags[w.scores.Best(len(s.tags))])
		}
	}
}

func TestApplyDoesNotAllocate(t *testing.T) {
	s := opened(t)
	d := document("The regulators fined two of the largest banks in Norland on Monday .")
	// Not from the pool, which may give new room at any time, and does so under
	// the race detector.
	room := s.newScratch()
	apply := func() {
		if err := s.applyIn(room, d); err != nil {
			t.Fatal(err)
		}
	}
	apply()
	if n := testing.AllocsPerRun(50, apply); n > 0 {
		t.Errorf("%v allocations a document in the steady state", n)
	}
}

func TestOpenRefuses(t *testing.T) {
	good, err := opened(t).Encode()
	if err != nil {
		t.Fatal(err)
	}
	for name, file := range map[string][]byte{"empty": nil, "cut": good[:len(good)/2], "huge": {0xff, 0xff, 0xff, 0xff, 0x7f}} {
		if _, err := Open(file); err == nil {
			t.Errorf("%s: opened", name)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("\x05a\t1\t\n\x00\x00"))
	f.Add([]byte("\x00\x08NN\t-\t1+\n\x00"))
	f.Fuzz(func(t *testing.T, file []byte) {
		if s, err := Open(file); err == nil {
			if err := s.Apply(document("any words at all")); err != nil {
				t.Error(err)
			}
		}
	})
}

func FuzzApply(f *testing.F) {
	s, err := New()
	if err != nil {
		f.Fatal(err)
	}
	f.Add("some words of an Article .")
	f.Add("\xff\xfe é ñ 汉字 \x00 ''")
	f.Fuzz(func(t *testing.T, text string) {
		first, second := document(text), document(text)
		if s.Apply(first) != nil || s.Apply(second) != nil {
			t.Fatal("failed")
		}
		for i := range first.Tokens {
			a, b := first.Tokens[i], second.Tokens[i]
			if a.Tag == doc.NoTag || a.Tag >= doc.NumTags || a.Tag != b.Tag || a.Lemma != b.Lemma {
				t.Fatalf("token %d: %v %q, then %v %q", i, a.Tag, a.Lemma, b.Tag, b.Lemma)
			}
		}
	})
}

func BenchmarkApply(b *testing.B) {
	s := opened(b)
	d := document(strings.Repeat("The regulators in Norland fined two of the largest banks that had been selling stakes on Monday . ", 20))
	d.Sentences = nil
	for first := int32(0); first < int32(len(d.Tokens)); first += 17 {
		d.Sentences = append(d.Sentences, doc.Sentence{Range: doc.Range{First: first, End: min(first+17, int32(len(d.Tokens)))}})
	}
	b.ReportAllocs()
	for b.Loop() {
		if err := s.Apply(d); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(len(d.Tokens)*b.N)/b.Elapsed().Seconds(), "tokens/s")
}
