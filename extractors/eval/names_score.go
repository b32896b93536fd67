package eval

import (
	"context"
	"fmt"

	"gleaner/extractors/doc"
)

// NameFinder adds mentions to a document with tokens, as names.Stage does.
type NameFinder interface{ Apply(*doc.Doc) error }

// ScoreNames holds the mentions that the finder makes of the texts against the
// set's names, exact in span and class, in the classes that the set tells
// apart. The counts are by class, and of all under "".
func (s NameSet) ScoreNames(ctx context.Context, finder NameFinder, texts []NamedText) (map[string]*PRF, error) {
	counts := map[string]*PRF{"": {}}
	for _, t := range texts {
		d, err := t.Segment(ctx)
		if err != nil {
			return nil, err
		}
		if err := finder.Apply(d); err != nil {
			return nil, fmt.Errorf("find names in %s: %w", t.ID, err)
		}
		s.compare(d, t.Names, counts)
		d.Release()
	}
	return counts, nil
}

// placed is a name as the scorer compares it.
type placed struct {
	doc.Span
	class string
}

func (s NameSet) compare(d *doc.Doc, names []NamedSpan, counts map[string]*PRF) {
	missing := map[placed]bool{}
	count := func(class string) *PRF {
		if counts[class] == nil {
			counts[class] = &PRF{}
		}
		return counts[class]
	}
	for _, n := range names {
		if class := s.class(n.Kind); class != "" {
			missing[placed{n.Span, class}] = true
		}
	}
	for _, m := range d.Mentions {
		class := s.class(m.Kind)
		if class == "" {
			continue
		}
		found := placed{d.SpanOf(m.Range), class}
		one := PRF{FP: 1}
		if missing[found] {
			one = PRF{TP: 1}
			delete(missing, found)
		}
		count(class).Add(one)
		count("").Add(one)
	}
	for n := range missing {
		count(n.class).FN++
		count("").FN++
	}
}

// class is what the set calls a kind, "" for kinds that it does not mark.
func (s NameSet) class(kind doc.Kind) string {
	switch {
	case !s.merged && kind.Named():
		return kind.String()
	case !s.merged || kind == doc.NoKind:
		return ""
	case kind == doc.GPE:
		return doc.Location.String()
	case s.fourClasses && (kind == doc.Product || kind == doc.Nationality):
		return doc.Misc.String()
	}
	return kind.String()
}
