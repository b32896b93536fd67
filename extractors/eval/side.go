package eval

import (
	"fmt"
	"maps"
	"slices"

	"gleaner/schemas"
)

// side is an event as the scorer compares it, gold or found.
type side struct {
	kind, status string
	// spans are the sentences of a gold event, the triggers of a found one.
	spans  [][2]int
	source []phrase
	// credible is the confidence of a found source.
	credible float64
	args     []filler
	trigger  string
}

// filler is one argument with every form that its entity has in the article.
type filler struct {
	role  string
	text  string
	forms []phrase
	// credible is the confidence of a found filler.
	credible float64
}

func (f filler) same(o filler) bool { return f.role == o.role && anySame(f.forms, o.forms) }

// String writes role and text.
func (f filler) String() string { return fmt.Sprintf("%s=%q", f.role, f.text) }

func goldSides(g *Gold) []side {
	forms := make(map[string][]string, len(g.Entities))
	for _, e := range g.Entities {
		forms[e.Name] = append([]string{e.Name}, e.Forms...)
	}
	formsOf := func(name string) []phrase {
		if all, ok := forms[name]; ok {
			return newPhrases(all...)
		}
		return newPhrases(name)
	}
	sides := make([]side, len(g.Events))
	for i, e := range g.Events {
		s := side{kind: e.Type, status: e.Status, spans: e.Sentences}
		if e.Source != "" {
			s.source = formsOf(e.Source)
		}
		for _, role := range slices.Sorted(maps.Keys(e.Args)) {
			for _, text := range e.Args[role] {
				s.args = append(s.args, filler{role: role, text: text, forms: formsOf(text)})
			}
		}
		sides[i] = s
	}
	return sides
}

func foundSides(x *schemas.Extraction) []side {
	entities := make(map[string]*schemas.Entity, len(x.Entities))
	for i := range x.Entities {
		entities[x.Entities[i].ID] = &x.Entities[i]
	}
	formsOf := func(text, id string) []phrase {
		var forms []string
		if text != "" {
			forms = append(forms, text)
		}
		if e := entities[id]; e != nil {
			forms = append(append(forms, e.Name), e.Aliases...)
		}
		return newPhrases(forms...)
	}
	sides := make([]side, len(x.Events))
	for i, e := range x.Events {
		s := side{kind: e.Type, status: string(e.Status), trigger: e.Trigger.Text}
		for _, m := range append([]schemas.Span{e.Trigger}, e.Mentions...) {
			s.spans = append(s.spans, [2]int{m.Start, m.End})
		}
		if a := e.Attribution; a != nil {
			s.source, s.credible = formsOf(a.Source, a.EntityID), a.Confidence
		}
		for _, a := range e.Arguments {
			s.args = append(s.args, filler{a.Role, a.Text, formsOf(a.Text, a.EntityID), a.Confidence})
		}
		sides[i] = s
	}
	return sides
}

// missed reports a gold event that was not found.
func missed(g *Gold, e *GoldEvent) Mistake {
	text := []rune(g.Text)
	m := Mistake{Article: g.ID, Kind: "missed", Type: e.Type}
	if len(e.Triggers) > 0 {
		m.What = slice(text, e.Triggers[0])
	}
	if len(e.Sentences) > 0 {
		m.Context = slice(text, e.Sentences[0])
	}
	return m
}

// spurious reports an event that gold does not have.
func spurious(article string, e *schemas.Event) Mistake {
	return Mistake{Article: article, Kind: "spurious", Type: e.Type, What: e.Trigger.Text, Context: e.Sentence.Text}
}

// sourceMistake reports a source that was not found, or another than gold's.
func sourceMistake(article string, g, f *side) Mistake {
	m := Mistake{Article: article, Kind: "source", Class: "none found", Type: g.kind, What: g.source[0].norm, Context: f.trigger}
	if len(f.source) > 0 {
		m.Class = "another found"
		m.What += " got " + f.source[0].norm
	}
	return m
}

// slice is the text of a span of code points, shortened to the text's bounds.
func slice(text []rune, span [2]int) string {
	start, end := max(span[0], 0), min(span[1], len(text))
	if start >= end {
		return ""
	}
	return string(text[start:end])
}
