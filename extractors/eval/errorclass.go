package eval

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"gleaner/schemas"
)

// ErrorClass is a kind of error with how often it was made.
type ErrorClass struct {
	// Name is the kind and what tells the class, "missed: taken for another event".
	Name string
	// Errors counts mistakes, Fillers the fillers of roles lost or wrong with them.
	Errors, Fillers int
}

// Classes counts mistakes by class, the largest first.
func Classes(mistakes []Mistake) []ErrorClass {
	byName := map[string]*ErrorClass{}
	for _, m := range mistakes {
		name := m.Kind
		if m.Class != "" {
			name += ": " + m.Class
		}
		c := byName[name]
		if c == nil {
			c = &ErrorClass{Name: name}
			byName[name] = c
		}
		c.Errors++
		c.Fillers += m.Fillers
	}
	var all []ErrorClass
	for _, name := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, *byName[name])
	}
	slices.SortStableFunc(all, func(a, b ErrorClass) int { return cmp.Compare(b.Errors, a.Errors) })
	return all
}

// articleSides are the events of an article, gold and found, and which of them are paired.
type articleSides struct {
	id                  string
	text                []rune
	gold, found         []side
	goldDone, foundDone []bool
}

func sidesOf(g *Gold, x *schemas.Extraction) *articleSides {
	return &articleSides{
		id: g.ID, text: []rune(g.Text), gold: goldSides(g), found: foundSides(x),
		goldDone: make([]bool, len(g.Events)), foundDone: make([]bool, len(x.Events)),
	}
}

// missedClass says what stands in place of a gold event that was not found.
func (a *articleSides) missedClass(g *side) string {
	class := "nothing found in its place"
	for j := range a.found {
		switch f := &a.found[j]; {
		case !triggerInside(g, f):
		case f.kind == g.kind:
			return "taken for one with another event of its type"
		case !a.foundDone[j]:
			class = "another type found in its place"
		}
	}
	return class
}

// spuriousClass says what the annotation has in place of a found event.
func (a *articleSides) spuriousClass(f *side) string {
	class := "no event there"
	for i := range a.gold {
		switch g := &a.gold[i]; {
		case !triggerInside(g, f):
		case g.kind == f.kind:
			return "one event found twice"
		case !a.goldDone[i]:
			return "of another type"
		default:
			class = "beside an event of another type"
		}
	}
	return class
}

// missedFillerClass says why a filler of a gold event may not be in the found one.
func (a *articleSides) missedFillerClass(x filler, g, f *side) string {
	switch {
	case inAnotherRole(x, f):
		return "found in another role"
	case x.role == "time" || x.role == "place":
		return x.role
	case a.namedIn(x, g):
		return "named in its sentences"
	}
	return "named in other sentences"
}

// spuriousFillerClass says what a filler is that the gold event does not have.
func (a *articleSides) spuriousFillerClass(x filler, g *side) string {
	switch {
	case inAnotherRole(x, g):
		return "of another role"
	case slices.ContainsFunc(a.gold, func(o side) bool { return slices.ContainsFunc(o.args, x.same) }):
		return "of another event"
	case x.role == "time" || x.role == "place":
		return x.role
	}
	return "of no event"
}

func inAnotherRole(x filler, of *side) bool {
	return slices.ContainsFunc(of.args, func(y filler) bool { return x.role != y.role && anySame(x.forms, y.forms) })
}

// namedIn says whether a sentence of the gold event has a form of the filler.
func (a *articleSides) namedIn(x filler, g *side) bool {
	for _, span := range g.spans {
		sentence := normalize(slice(a.text, span))
		if slices.ContainsFunc(x.forms, func(p phrase) bool { return p.norm != "" && strings.Contains(sentence, p.norm) }) {
			return true
		}
	}
	return false
}
