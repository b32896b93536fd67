package eval

import (
	"context"
	"fmt"

	"gleaner/extractors"
	"gleaner/extractors/doc"
	"gleaner/extractors/treebank"
)

// Referents says what the mentions of a document refer to by its annotation.
type Referents struct {
	// Of numbers what the tokens refer to, from 1; 0 is nothing that is numbered.
	Of func(r doc.Range, form doc.Form, kind doc.Kind) int
	// Open says that entities without number may be referred to by anaphors
	// without number.
	Open bool
}

// NotAnnotated is the number of an anaphor of which the annotation says nothing.
const NotAnnotated = -1

// Entities numbers the entities of the document by what most of their names
// refer to.
func (r *Referents) Entities(d *doc.Doc) []int {
	votes := make([]map[int]int, len(d.Entities))
	for _, m := range d.Mentions {
		if m.Form != doc.Name || m.Entity == doc.NoEntity {
			continue
		}
		if votes[m.Entity] == nil {
			votes[m.Entity] = map[int]int{}
		}
		votes[m.Entity][r.Of(m.Range, m.Form, m.Kind)]++
	}
	out := make([]int, len(votes))
	for e, counts := range votes {
		for id, n := range counts {
			if best := counts[out[e]]; id != 0 && (out[e] == 0 || n > best || n == best && id < out[e]) {
				out[e] = id
			}
		}
	}
	return out
}

// OfTreebank are the referents of a document of GUM whose tokens are the words.
func OfTreebank(t *treebank.Document) *Referents {
	at := make(map[int][]treebank.Reference)
	for _, m := range t.References {
		at[m.First] = append(at[m.First], m)
	}
	return &Referents{Of: func(r doc.Range, form doc.Form, kind doc.Kind) int {
		first, end := int(r.First), int(r.End)
		best, length := 0, 0
		for from := first; from >= 0 && from > first-maxBefore; from-- {
			for _, m := range at[from] {
				fits := m.End >= end && (form == doc.Name && gumKinds[m.Kind][kind] || form != doc.Name && m.First == first)
				if form == doc.Pronoun {
					fits = m.First == first && m.End == end
				}
				if fits && (best == 0 || m.End-m.First < length) {
					best, length = m.Entity, m.End-m.First
				}
			}
		}
		return best
	}}
}

// maxBefore bounds how many words a mention may have before the name in it.
const maxBefore = 8

// gumKinds leads from the types of GUM to the kinds of names they may have.
var gumKinds = map[string]map[doc.Kind]bool{
	"person":       {doc.Person: true},
	"organization": {doc.Organization: true, doc.GPE: true, doc.Product: true},
	"place":        {doc.GPE: true, doc.Location: true, doc.Organization: true},
	"object":       {doc.Product: true, doc.Location: true},
	"abstract":     {doc.Product: true, doc.Organization: true},
}

// AnaphorReport holds the figures of anaphors: found are those to which an
// entity was given, wanted those whose referent is a named entity before.
type AnaphorReport struct {
	Pronouns, Nominals PRF
	Wrong              []Mistake
}

// All is the sum of pronouns and nominals.
func (r *AnaphorReport) All() PRF {
	all := r.Pronouns
	all.Add(r.Nominals)
	return all
}

// ScoreAnaphors runs the stages over documents of GUM, with the treebank's own
// tokens.
func ScoreAnaphors(ctx context.Context, stages []extractors.Stage, documents []treebank.Document) (*AnaphorReport, error) {
	report := new(AnaphorReport)
	for i := range documents {
		d := documents[i].Doc()
		if err := Part(stages).Apply(d); err != nil {
			return nil, fmt.Errorf("read %s: %w", documents[i].ID, err)
		}
		report.add(&documents[i], d)
		d.Release()
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return report, nil
}

func (r *AnaphorReport) add(t *treebank.Document, d *doc.Doc) {
	referents := OfTreebank(t)
	ids := referents.Entities(d)
	named := map[int]int32{}
	for _, m := range d.Mentions {
		if m.Form == doc.Name && m.Entity != doc.NoEntity {
			if _, seen := named[ids[m.Entity]]; !seen {
				named[ids[m.Entity]] = m.First
			}
		}
	}
	right := map[int32]bool{}
	for _, m := range d.Mentions {
		if m.Form == doc.Name {
			continue
		}
		id := referents.Of(m.Range, m.Form, m.Kind)
		count := r.count(m.Form)
		if id != 0 && ids[m.Entity] == id {
			count.TP++
			right[m.First] = true
			continue
		}
		count.FP++
		r.Wrong = append(r.Wrong, Mistake{Article: t.ID, Kind: "anaphor", What: d.TextOf(m.Range) + " = " + d.Entities[m.Entity].Name,
			Context: d.Slice(d.Sentences[d.SentenceAt(m.First)].Span)})
	}
	for _, m := range t.References {
		form, ok := anaphorForm(d, m)
		at, isNamed := named[m.Entity]
		if first := int32(m.First); ok && isNamed && at < first && !right[first] {
			r.count(form).FN++
		}
	}
}

func (r *AnaphorReport) count(f doc.Form) *PRF {
	if f == doc.Pronoun {
		return &r.Pronouns
	}
	return &r.Nominals
}

// anaphorForm says which form a reference has; ok is false for names and for
// phrases without definite article.
func anaphorForm(d *doc.Doc, m treebank.Reference) (form doc.Form, ok bool) {
	switch lower := d.Tokens[m.First].Lower; lower {
	case "he", "him", "his", "himself", "she", "her", "hers", "herself", "it", "its", "itself", "they", "them", "their", "themselves":
		return doc.Pronoun, m.End == m.First+1
	case "the", "this", "that":
		for i := m.First; i < m.End; i++ {
			if d.Tokens[i].Tag.Proper() {
				return doc.Nominal, false
			}
		}
		return doc.Nominal, m.End > m.First+1 && d.Tokens[m.End-1].Tag == doc.NN
	}
	return doc.Name, false
}
