package console

import (
	"fmt"
	"strings"

	"gleaner/schemas"
)

// brat writes an extraction as standoff annotations: T lines for spans, E lines
// for events, A lines for status and confidence. Offsets are code points.
func brat(x *schemas.Extraction) string {
	var b strings.Builder
	w := bratWriter{b: &b, spans: map[string]string{}}
	entities := map[string]string{}
	for _, e := range x.Entities {
		for i, m := range e.Mentions {
			id := w.span(label(string(e.Type)), m.Start, m.End, m.Text)
			if i == 0 {
				entities[e.ID] = id
				w.note(id, e.Name)
			}
		}
	}
	for i, e := range x.Events {
		trigger := w.span(label(e.Type), e.Trigger.Start, e.Trigger.End, e.Trigger.Text)
		var roles strings.Builder
		seen := map[string]int{}
		for _, a := range e.Arguments {
			kind := "Phrase"
			if a.EntityID != "" {
				kind = entityKind(x, a.EntityID)
			}
			role := label(a.Role)
			if seen[role]++; seen[role] > 1 {
				role = fmt.Sprint(role, seen[role])
			}
			fmt.Fprintf(&roles, " %s:%s", role, w.span(kind, a.Start, a.End, a.Text))
		}
		fmt.Fprintf(&b, "E%d\t%s:%s%s\n", i+1, label(e.Type), trigger, roles.String())
		fmt.Fprintf(&b, "A%d\tStatus E%d %s\n", i+1, i+1, e.Status)
		w.note(fmt.Sprintf("E%d", i+1), fmt.Sprintf("confidence %.3f", e.Confidence))
	}
	return b.String()
}

type bratWriter struct {
	b     *strings.Builder
	spans map[string]string
	notes int
}

// span writes a T line once and returns its id.
func (w *bratWriter) span(kind string, start, end int, text string) string {
	key := fmt.Sprint(kind, " ", start, " ", end)
	if id, ok := w.spans[key]; ok {
		return id
	}
	id := fmt.Sprintf("T%d", len(w.spans)+1)
	w.spans[key] = id
	fmt.Fprintf(w.b, "%s\t%s\t%s\n", id, key, oneLine(text))
	return id
}

func (w *bratWriter) note(id, text string) {
	w.notes++
	fmt.Fprintf(w.b, "#%d\tAnnotatorNotes %s\t%s\n", w.notes, id, oneLine(text))
}

// oneLine keeps every code point, for brat compares the text with the offsets.
func oneLine(s string) string { return strings.NewReplacer("\n", " ", "\r", " ", "\t", " ").Replace(s) }

// label is a name as brat has them: Stake_sale.
func label(s string) string {
	s = strings.Map(func(r rune) rune {
		if r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r == '_' {
			return r
		}
		return '_'
	}, s)
	if s == "" {
		return "Unknown"
	}
	return strings.ToUpper(s[:1]) + s[1:]
}

func entityKind(x *schemas.Extraction, id string) string {
	for _, e := range x.Entities {
		if e.ID == id {
			return label(string(e.Type))
		}
	}
	return "Phrase"
}
