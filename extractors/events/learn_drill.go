package events

import (
	"fmt"

	"gleaner/extractors/doc"
)

// Drills are the examples and rejects of all definitions as lessons: what a
// definition asks for is learnt along with the annotated articles. read runs
// the stages before events; the documents are the caller's to release.
func Drills(definitions *Definitions, read Reader) ([]Lesson, error) {
	var lessons []Lesson
	for _, d := range definitions.All() {
		for i := range d.Examples {
			x, err := read(d.Examples[i].Text)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: read the example: %w", d.File, d.Examples[i].Line, err)
			}
			l := Lesson{Doc: x}
			if e, ok := definitions.goldExample(x, d, &d.Examples[i]); ok {
				l.Gold = []GoldEvent{e}
				lessons = append(lessons, l)
			}
		}
		for _, r := range d.Rejects {
			x, err := read(r.Text)
			if err != nil {
				return nil, fmt.Errorf("%s:%d: read the reject: %w", d.File, r.Line, err)
			}
			lessons = append(lessons, Lesson{Doc: x})
		}
	}
	return lessons, nil
}

// goldExample is the event that an example asks for; its trigger is the one
// that the definition itself is surest of.
func (s *Definitions) goldExample(x *doc.Doc, d *Definition, e *Example) (GoldEvent, bool) {
	candidates, err := s.propose(x, nil)
	if err != nil {
		return GoldEvent{}, false
	}
	var best *Candidate
	for i := range candidates {
		if c := &candidates[i]; c.Definition == d && (best == nil || c.Score > best.Score) {
			best = c
		}
	}
	if best == nil {
		return GoldEvent{}, false
	}
	g := GoldEvent{Type: d.Type, Status: e.Status, Triggers: []doc.Range{best.Trigger}, Sentences: []int32{best.Sentence}}
	if !e.HasStatus {
		g.Status = best.Status
	}
	for _, w := range e.Roles {
		g.Arguments = append(g.Arguments, GoldArgument{Role: w.Role, Forms: []string{w.Text}})
	}
	if e.Source != "" {
		g.Source = []string{e.Source}
	}
	return g, true
}
