package resolve

import (
	"slices"

	"gleaner/extractors/doc"
	"gleaner/extractors/lexicons"
)

// linked is the row that an entity is, with an empty ID for none. byName says
// that it was found by the entity's name, not by an alias alone.
type linked struct {
	row    lexicons.Row
	byName bool
}

// linkAll finds the row of each entity.
func (s *Stage) linkAll(d *doc.Doc) []linked {
	found := make([]linked, len(d.Entities))
	l := newLinker(s, d)
	for i := range d.Entities {
		if row, byName, ok := l.link(int32(i)); ok {
			found[i] = linked{row, byName && !isStateToo(&d.Entities[i])}
		}
	}
	return found
}

// isStateToo says whether a place may be the state where the city is named by
// itself: "New York" beside "NYC".
func isStateToo(e *doc.Entity) bool { return e.Kind == doc.GPE && e.Name == "New York" }

// unite makes one entity of those whose names are one row of the knowledge base:
// "Bombay" and "Mumbai". Of those found by an alias only the first keeps the row,
// and none where a name has it. It returns the rows of the entities that are left.
func unite(d *doc.Doc, found []linked) []lexicons.Row {
	holders := holdersOf(d, found)
	rows, moved, kept := make([]lexicons.Row, 0, len(found)), make([]int32, len(found)), d.Entities[:0]
	for i, f := range found {
		holder, held := holders[f.key(d.Entities[i].Kind)]
		if held && holder < i && f.byName {
			moved[i] = moved[holder]
			absorb(&kept[moved[i]], d.Entities[i])
			continue
		}
		if held && holder != i {
			f.row = lexicons.Row{}
		}
		moved[i] = int32(len(kept))
		kept, rows = append(kept, d.Entities[i]), append(rows, f.row)
	}
	clear(d.Entities[len(kept):])
	d.Entities = kept
	for i := range d.Mentions {
		if m := &d.Mentions[i]; m.Entity != doc.NoEntity {
			m.Entity = moved[m.Entity]
		}
	}
	return rows
}

// holdersOf leads from each row to the entity that has it: the first one found
// by its name, else the first.
func holdersOf(d *doc.Doc, found []linked) map[string]int {
	holders := make(map[string]int, len(found))
	for i, f := range found {
		if f.row.ID == "" {
			continue
		}
		key := f.key(d.Entities[i].Kind)
		if first, held := holders[key]; !held || f.byName && !found[first].byName {
			holders[key] = i
		}
	}
	return holders
}

// key tells a row apart from all others, "" stands for none.
func (f linked) key(kind doc.Kind) string {
	if f.row.ID == "" {
		return ""
	}
	return prefixes[kind] + f.row.ID
}

// absorb adds the names of another entity as aliases.
func absorb(e *doc.Entity, other doc.Entity) {
	for _, name := range append([]string{other.Name}, other.Aliases...) {
		if name != e.Name && !slices.Contains(e.Aliases, name) {
			e.Aliases = append(e.Aliases, name)
		}
	}
}
