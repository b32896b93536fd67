package eval

import (
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
	"gleaner/extractors/names"
	"gleaner/extractors/segment"
)

// NamedSpan is a name in a text, in bytes.
type NamedSpan struct {
	doc.Span
	Kind doc.Kind
	// Label is the name's class as the corpus writes it.
	Label string
	// Kinds are those that the class may stand for, Kind is the likeliest.
	Kinds names.KindSet
}

// NamedText is a text with its names, sorted and disjoint.
type NamedText struct {
	ID    string
	Text  string
	Names []NamedSpan
}

// NameSet is a corpus of names.
type NameSet struct {
	// Name is what the command line calls it.
	Name   string
	Domain names.Domain
	// Train and Dev are paths in the data folder, "" for none.
	Train, Dev string
	// Licence is that of the annotation.
	Licence string
	// Unmarked are the kinds that the set does not mark.
	Unmarked names.KindSet
	read     func(path string, kind kindRule) ([]NamedText, error)
	kind     kindRule
	// merged says that places are one class, fourClasses that there are only
	// persons, organizations, places and the rest.
	merged, fourClasses bool
}

// kindRule maps a corpus's class and the name's text to the likeliest kind,
// NoKind for classes that are not learned, and to all kinds that it may be.
type kindRule func(label, text string) (likeliest doc.Kind, all names.KindSet)

// NameSets are the corpora of names in the data folder.
func NameSets() ([]NameSet, error) {
	gazetteer, err := lexicons.LoadGazetteer()
	if err != nil {
		return nil, err
	}
	rule := mergedKinds(gazetteer)
	return []NameSet{
		{Name: "gold", Domain: names.News, Train: "gold/train.jsonl", Dev: "gold/dev.jsonl",
			Licence: "annotated for this project", read: readAnnotated,
			Unmarked: names.KindsOf(doc.Nationality, doc.Misc)},
		{Name: "worldwide", Domain: names.Worldwide, Train: "data/ner/worldwide.train.tsv.gz", Dev: "data/ner/worldwide.dev.tsv.gz",
			Licence: "none stated", read: readColumns, kind: rule, merged: true},
		{Name: "conll2003", Domain: names.CoNLL, Train: "data/ner/conll2003.train.txt.gz", Dev: "data/ner/conll2003.dev.txt.gz",
			Licence: "restricted (Reuters text)", read: readColumns, kind: rule, merged: true, fourClasses: true},
		{Name: "wikigold", Domain: names.Wikigold, Train: "data/ner/wikigold.txt.gz",
			Licence: "CC BY 4.0", read: readColumns, kind: rule, merged: true, fourClasses: true},
	}, nil
}

// Read reads a file of the set's format.
func (s NameSet) Read(path string) ([]NamedText, error) { return s.read(path, s.kind) }

// Segment returns the text as a document with tokens and sentences.
func (t NamedText) Segment(ctx context.Context) (*doc.Doc, error) {
	d := doc.New(ctx)
	d.Raw, d.Text = t.Text, t.Text
	d.Fill(doc.Text)
	if err := segment.New().Apply(d); err != nil {
		return nil, fmt.Errorf("segment %s: %w", t.ID, err)
	}
	d.Fill(doc.Tokens)
	return d, nil
}

// mergedKinds maps the classes of the column files to our kinds. They have
// one class for all places, so the gazetteer tells governments from regions;
// CoNLL's MISC holds nationalities and other things.
func mergedKinds(g *lexicons.Gazetteer) kindRule {
	const government = lexicons.Country | lexicons.State | lexicons.City
	return func(label, text string) (doc.Kind, names.KindSet) {
		kinds := g.Kinds(text)
		switch label {
		case "ORG", "Organization":
			return only(doc.Organization)
		case "PER", "Person":
			return only(doc.Person)
		case "LOC", "Location":
			if kinds.Has(government) || strings.Contains(text, ",") || !kinds.Has(lexicons.Region) && !places(g, text) {
				return doc.GPE, names.KindsOf(doc.GPE, doc.Location)
			}
			return doc.Location, names.KindsOf(doc.GPE, doc.Location)
		case "Facility":
			return only(doc.Location)
		case "Product":
			return only(doc.Product)
		case "NORP":
			return only(doc.Nationality)
		case "MISC":
			if kinds.Has(lexicons.Demonym) {
				return only(doc.Nationality)
			}
			return doc.Misc, names.KindsOf(doc.Misc, doc.Nationality, doc.Product)
		case "Misc":
			return doc.Misc, names.KindsOf(doc.Misc, doc.Product)
		}
		return doc.NoKind, 0
	}
}

func only(kind doc.Kind) (doc.Kind, names.KindSet) { return kind, names.KindsOf(kind) }

// places says whether a word of the name heads names of places ("River").
func places(g *lexicons.Gazetteer, text string) bool {
	for _, word := range strings.Fields(text) {
		if g.Kinds(word).Has(lexicons.PlaceHead | lexicons.Region) {
			return true
		}
	}
	return false
}

// readAnnotated reads the project's own annotation.
func readAnnotated(path string, _ kindRule) ([]NamedText, error) {
	articles, err := OpenGold(path)
	if err != nil {
		return nil, err
	}
	texts, err := NamedTexts(articles)
	if err != nil {
		return nil, fmt.Errorf("read gold %s: %w", path, err)
	}
	return texts, nil
}

// NamedTexts are the texts of annotated articles with the mentions of their entities.
func NamedTexts(articles []Gold) ([]NamedText, error) {
	texts := make([]NamedText, 0, len(articles))
	for _, a := range articles {
		t := NamedText{ID: a.ID, Text: a.Text}
		at := byteOffsets(a.Text)
		for _, e := range a.Entities {
			likeliest, all := doc.NoKind, names.KindSet(0)
			if kind, known := goldKinds[e.Type]; known {
				likeliest, all = only(kind)
			}
			for _, m := range e.Mentions {
				if m[0] < 0 || m[0] >= m[1] || m[1] >= len(at) {
					return nil, fmt.Errorf("article %s: mention %v is out of the text", a.ID, m)
				}
				span := doc.Span{Start: at[m[0]], End: at[m[1]]}
				t.Names = append(t.Names, NamedSpan{span, likeliest, e.Type, all})
			}
		}
		t.sort()
		texts = append(texts, t)
	}
	return texts, nil
}

// byteOffsets leads from code points to bytes.
func byteOffsets(text string) []int32 {
	offsets := make([]int32, 0, utf8.RuneCountInString(text)+1)
	for i := range text {
		offsets = append(offsets, int32(i))
	}
	return append(offsets, int32(len(text)))
}
