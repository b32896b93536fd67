package eval

import (
	"context"
	"fmt"
	"slices"

	"gleaner/extractors"
	"gleaner/extractors/doc"
)

// Fillers says which annotated entities fill roles of the events of each
// sentence of a document: what an anaphor there most likely refers to.
type Fillers struct {
	// Referents are the annotated entities by their names, numbered from 1.
	Referents
	// ofSentence lists the entities that fill roles of an event that the sentence
	// triggers, named those that it names, each once.
	ofSentence, named [][]int
	// unnamed are the fillers that no sentence of their event names.
	unnamed []unnamedFiller
}

// unnamedFiller is an entity and the sentences that trigger the event.
type unnamedFiller struct {
	entity    int
	sentences []int
}

// FillersOf reads the annotation of an article whose text is d's.
func FillersOf(g *Gold, d *doc.Doc) *Fillers {
	f := &Fillers{ofSentence: make([][]int, len(d.Sentences)), named: make([][]int, len(d.Sentences))}
	at := bytesOf(d.Text)
	byName, byToken := map[string]int{}, map[int32]int{}
	for i, e := range g.Entities {
		byName[e.Name] = i + 1
		for _, m := range e.Mentions {
			r := touched(d, at[m[0]], at[m[1]])
			for t := r.First; t < r.End; t++ {
				byToken[t] = i + 1
			}
			if r.Len() > 0 {
				addOnce(f.named, d.SentenceAt(r.First), i+1)
			}
		}
	}
	f.Of = func(r doc.Range, form doc.Form, _ doc.Kind) int {
		for t := r.First; t < r.End && form == doc.Name; t++ {
			if e := byToken[t]; e != 0 {
				return e
			}
		}
		return 0
	}
	for i := range g.Events {
		var sentences []int
		for _, trigger := range g.Events[i].Triggers {
			if r := touched(d, at[trigger[0]], at[trigger[1]]); r.Len() > 0 {
				sentences = append(sentences, d.SentenceAt(r.First))
			}
		}
		f.readEvent(&g.Events[i], sentences, byName)
	}
	return f
}

func (f *Fillers) readEvent(e *GoldEvent, sentences []int, byName map[string]int) {
	fillers := []string{e.Source}
	for role, names := range e.Args {
		if role != "place" {
			fillers = append(fillers, names...)
		}
	}
	for _, filler := range fillers {
		entity := byName[filler]
		if entity == 0 {
			continue
		}
		named := false
		for _, s := range sentences {
			addOnce(f.ofSentence, s, entity)
			named = named || slices.Contains(f.named[s], entity)
		}
		if !named {
			f.unnamed = append(f.unnamed, unnamedFiller{entity, sentences})
		}
	}
	for _, s := range sentences {
		slices.Sort(f.ofSentence[s])
	}
}

func addOnce(of [][]int, sentence, entity int) {
	if !slices.Contains(of[sentence], entity) {
		of[sentence] = append(of[sentence], entity)
	}
}

// Likely is the index of the candidate that an anaphor of the sentence most
// likely refers to: the only one that fills a role there, without being named
// there if there is such. ok is false when none or several do.
func (f *Fillers) Likely(sentence int, candidates []int) (index int, ok bool) {
	for _, unnamed := range []bool{true, false} {
		index, several := -1, false
		for i, entity := range candidates {
			if !slices.Contains(f.ofSentence[sentence], entity) || unnamed && slices.Contains(f.named[sentence], entity) {
				continue
			}
			several = several || index >= 0 && candidates[index] != entity
			if index < 0 {
				index = i
			}
		}
		if index >= 0 {
			return index, !several
		}
	}
	return -1, false
}

// FillerReport says how well anaphors lead to the fillers of roles.
type FillerReport struct {
	// Agree counts, of the anaphors in sentences that trigger an event with a
	// filler of the anaphor's kind, those that were taken for a filler.
	Agree Accuracy
	// Reached counts, of the fillers that no sentence of the event names, those
	// that an anaphor there leads to.
	Reached Accuracy
	Wrong   []Mistake
}

// ScoreFillers runs the stages over annotated articles.
func ScoreFillers(ctx context.Context, stages []extractors.Stage, gold []Gold) (*FillerReport, error) {
	report := new(FillerReport)
	for i := range gold {
		d := extractors.Document(ctx, gold[i].Article())
		if err := Part(stages).Apply(d); err != nil {
			return nil, fmt.Errorf("read %s: %w", gold[i].ID, err)
		}
		report.add(&gold[i], d)
		d.Release()
	}
	return report, nil
}

func (r *FillerReport) add(g *Gold, d *doc.Doc) {
	f := FillersOf(g, d)
	ids := f.Entities(d)
	reached := make([][]int, len(d.Sentences))
	for _, m := range d.Mentions {
		if m.Form == doc.Name || m.Entity == doc.NoEntity {
			continue
		}
		s := d.SentenceAt(m.First)
		addOnce(reached, s, ids[m.Entity])
		ofKind := slices.ContainsFunc(f.ofSentence[s], func(e int) bool { return goldKinds[g.Entities[e-1].Type] == m.Kind })
		if !ofKind || d.Tokens[m.First].Tag == doc.PRPS {
			continue
		}
		r.Agree.N++
		if slices.Contains(f.ofSentence[s], ids[m.Entity]) {
			r.Agree.Right++
			continue
		}
		r.Wrong = append(r.Wrong, Mistake{Article: g.ID, Kind: "anaphor", What: d.TextOf(m.Range) + " = " + d.Entities[m.Entity].Name,
			Context: d.Slice(d.Sentences[s].Span)})
	}
	for _, u := range f.unnamed {
		r.Reached.N++
		if slices.ContainsFunc(u.sentences, func(s int) bool { return slices.Contains(reached[s], u.entity) }) {
			r.Reached.Right++
		}
	}
}

// bytesOf leads from code points to bytes.
func bytesOf(text string) []int32 {
	at := make([]int32, 0, len(text)+1)
	for i := range text {
		at = append(at, int32(i))
	}
	return append(at, int32(len(text)))
}
