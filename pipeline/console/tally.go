package console

import (
	"cmp"
	"slices"

	"gleaner/schemas"
)

// tally counts by name.
type tally map[string]int

// counts lists the names, the most frequent first.
func (t tally) counts() []schemas.Count {
	out := make([]schemas.Count, 0, len(t))
	for name, n := range t {
		out = append(out, schemas.Count{Name: name, Count: n})
	}
	slices.SortFunc(out, func(a, b schemas.Count) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Name, b.Name))
	})
	return out
}

func (t tally) total() int {
	sum := 0
	for _, n := range t {
		sum += n
	}
	return sum
}

// top lists the entities of a kind that occur most.
func top(named map[*entityRow]int, kind schemas.EntityType) []schemas.EntitySummary {
	var out []schemas.EntitySummary
	for row, n := range named {
		if row.kind == kind {
			s := row.summary()
			s.Events = n
			out = append(out, s)
		}
	}
	slices.SortFunc(out, func(a, b schemas.EntitySummary) int {
		return cmp.Or(cmp.Compare(b.Events, a.Events), cmp.Compare(b.Articles, a.Articles), cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
	})
	return out[:min(len(out), topNames)]
}
