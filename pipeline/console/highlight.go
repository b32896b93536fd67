package console

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"gleaner/schemas"
)

// maxShownText bounds the text that is shown, in code points.
const maxShownText = 1_000_000

// mark is a part of a text with what is known of it.
type mark struct {
	start, end int // code points
	// entity is the index of an entity, -1 for none.
	entity int
	// event is the index of an event, -1 for none; role is the part it plays,
	// "trigger" among others.
	event int
	role  string
}

// piece is a run of text that lies in the same marks.
type piece struct {
	Text string
	// Entity is the type of the entity, "" for none; Number its index.
	Entity string
	Number int
	// Trigger is the number of the event that the piece begins the trigger of, -1 for none.
	Trigger int
	// Events lists the roles, "0:trigger 1:target", "" for none.
	Events string
	// Status is that of the event that the piece triggers.
	Status string
}

// Marked says whether the piece is more than text.
func (p piece) Marked() bool { return p.Entity != "" || p.Events != "" }

// paragraph is a part of the text between line ends.
type paragraph struct{ Pieces []piece }

// marksOf lists the marks of an extraction.
func marksOf(x *schemas.Extraction) []mark {
	var all []mark
	for i, e := range x.Entities {
		for _, m := range e.Mentions {
			all = append(all, mark{m.Start, m.End, i, -1, ""})
		}
	}
	for i, e := range x.Events {
		all = append(all, mark{e.Trigger.Start, e.Trigger.End, -1, i, "trigger"})
		for _, m := range e.Mentions {
			if m != e.Trigger {
				all = append(all, mark{m.Start, m.End, -1, i, "mention"})
			}
		}
		for _, a := range e.Arguments {
			all = append(all, mark{a.Start, a.End, -1, i, a.Role})
		}
	}
	return all
}

// highlight cuts a text at the borders of its marks. offset is where the text
// begins, in code points; marks outside of the text are left out.
func highlight(x *schemas.Extraction, text string, offset int, marks []mark) []paragraph {
	h := newHighlighter(x, text, offset, marks)
	var all []paragraph
	for at := 0; at < len(h.text); {
		end := at + 1
		for end < len(h.text) && h.text[end-1] != '\n' {
			end++
		}
		if pieces := h.pieces(at, end); strings.TrimSpace(string(h.text[at:end])) != "" {
			all = append(all, paragraph{pieces})
		}
		at = end
	}
	return all
}

type highlighter struct {
	x       *schemas.Extraction
	text    []rune
	marks   []mark // relative to the text, by start
	borders []int
}

func newHighlighter(x *schemas.Extraction, text string, offset int, marks []mark) *highlighter {
	h := &highlighter{x: x}
	if utf8.RuneCountInString(text) > maxShownText {
		h.text = []rune(text)[:maxShownText]
	} else {
		h.text = []rune(text)
	}
	for _, m := range marks {
		m.start, m.end = m.start-offset, m.end-offset
		if m.start < 0 || m.end <= m.start || m.end > len(h.text) {
			continue
		}
		h.marks = append(h.marks, m)
		h.borders = append(h.borders, m.start, m.end)
	}
	slices.SortStableFunc(h.marks, func(a, b mark) int { return cmp.Compare(a.start, b.start) })
	slices.Sort(h.borders)
	h.borders = slices.Compact(h.borders)
	return h
}

// pieces cuts a part of the text.
func (h *highlighter) pieces(from, to int) []piece {
	var out []piece
	for at := from; at < to; {
		end := to
		if i, found := slices.BinarySearch(h.borders, at+1); found || i < len(h.borders) {
			end = min(h.borders[i], to)
		}
		out = append(out, h.piece(at, end))
		at = end
	}
	return out
}

// piece is the run of text with the marks that cover it.
func (h *highlighter) piece(from, to int) piece {
	p := piece{Text: shown(string(h.text[from:to])), Trigger: -1, Number: -1}
	var roles []string
	// Marks are at most a sentence long, so few begin before the piece and reach it.
	last, _ := slices.BinarySearchFunc(h.marks, from+1, func(m mark, at int) int { return cmp.Compare(m.start, at) })
	for i := last - 1; i >= 0 && i >= last-maxOverlap; i-- {
		m := h.marks[i]
		if m.end < to {
			continue
		}
		switch {
		case m.entity >= 0 && p.Entity == "":
			p.Entity, p.Number = string(h.x.Entities[m.entity].Type), m.entity
		case m.event >= 0:
			roles = append(roles, fmt.Sprintf("%d:%s", m.event, roleToken(m.role)))
			if m.role == "trigger" && p.Status == "" {
				p.Status = string(h.x.Events[m.event].Status)
				if m.start == from {
					p.Trigger = m.event
				}
			}
		}
	}
	slices.Sort(roles)
	p.Events = strings.Join(slices.Compact(roles), " ")
	return p
}

// maxOverlap bounds how many marks before a piece are looked at.
const maxOverlap = 400

// roleToken is a role without spaces and colons.
func roleToken(role string) string {
	return strings.Map(func(r rune) rune {
		if r == ' ' || r == ':' || r == '\n' || r == '\t' {
			return '_'
		}
		return r
	}, short(role, 40))
}
