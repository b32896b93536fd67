package events

import (
	"context"
	"strings"
	"testing"

	"gleaner/extractors/doc"
)

// FuzzApply: whatever the words, tags and names are, every range of an event
// lies within the document, its trigger in its sentence, its confidence
// between 0 and 1, and events are sorted by trigger.
func FuzzApply(f *testing.F) {
	for _, text := range []string{lessonText, "ban ban ban .", "said said \" launch acquired of of by , , , \""} {
		f.Add(text, []byte{1, 9, 30, 77})
	}
	defs := sampleDefinitions(f)
	m := learnt(f, defs, lesson(f), lesson(f), lesson(f), lesson(f))
	var stages []*Stage
	for _, model := range []*Model{nil, m} {
		s, err := NewWith(defs, model)
		if err != nil {
			f.Fatal(err)
		}
		stages = append(stages, s.At(0))
	}
	f.Fuzz(func(t *testing.T, text string, choices []byte) {
		for _, s := range stages {
			d := fuzzed(text, choices)
			if err := s.Apply(d); err != nil {
				t.Fatal(err)
			}
			checkRanges(t, d)
		}
	})
}

// fuzzed builds a document of the words of text; the choices give tags, names
// and the ends of sentences.
func fuzzed(text string, choices []byte) *doc.Doc {
	d := doc.New(context.Background())
	d.Fill(doc.Text | doc.Tokens | doc.Tags | doc.Mentions | doc.Entities)
	words := strings.Fields(text)
	d.Text = strings.Join(words, " ")
	at, first := int32(0), int32(0)
	for i, w := range words {
		choice := 7
		if len(choices) > 0 {
			choice = int(choices[i%len(choices)])
		}
		end := at + int32(len(w))
		d.Tokens = append(d.Tokens, doc.Token{
			Span: doc.Span{Start: at, End: end}, Lower: strings.ToLower(w), Lemma: strings.ToLower(w), Tag: doc.Tag(choice % int(doc.NumTags)), Head: int32(i),
		})
		at = end + 1
		n := int32(len(d.Tokens))
		if choice%5 == 0 {
			d.Entities = append(d.Entities, doc.Entity{ID: w, Name: w, Kind: doc.Kind(1 + choice%5)})
			d.Mentions = append(d.Mentions, doc.Mention{Range: doc.Range{First: n - 1, End: n}, Entity: int32(len(d.Entities) - 1), Kind: doc.Kind(1 + choice%5)})
		}
		if choice%11 == 0 || i == len(words)-1 {
			r := doc.Range{First: first, End: n}
			d.Sentences = append(d.Sentences, doc.Sentence{Range: r, Span: d.SpanOf(r), Headline: choice%2 == 0})
			first = n
		}
	}
	return d
}

func checkRanges(t *testing.T, d *doc.Doc) {
	t.Helper()
	within := func(r doc.Range) bool {
		return 0 <= r.First && r.First < r.End && int(r.End) <= len(d.Tokens)
	}
	last := int32(0)
	for i := range d.Events {
		e := &d.Events[i]
		if !within(e.Trigger) || !d.Sentences[e.Sentence].Contains(e.Trigger) || e.Trigger.First < last {
			t.Errorf("trigger %+v of sentence %d", e.Trigger, e.Sentence)
		}
		last = e.Trigger.First
		if !(e.Confidence >= 0 && e.Confidence <= 1) {
			t.Errorf("confidence %v", e.Confidence)
		}
		for _, a := range e.Arguments {
			if !within(a.Range) || a.Entity >= int32(len(d.Entities)) || a.Role == "" || !(a.Score > 0 && a.Score <= 1) {
				t.Errorf("argument %+v", a)
			}
		}
		for _, m := range e.Mentions {
			if !within(m) {
				t.Errorf("mention %+v", m)
			}
		}
		if a := e.Attribution; a != nil && (!within(a.Source) || !within(a.Cue) || a.Confidence <= 0 || a.Confidence > 1) {
			t.Errorf("attribution %+v", a)
		}
	}
}
