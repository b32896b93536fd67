package schemas

import (
	"slices"
	"testing"
)

// TestTables: every field of a row is a column of a known kind, names are
// unique, and the key is made of columns.
func TestTables(t *testing.T) {
	tables := map[string]bool{}
	for _, table := range Tables() {
		if tables[table.Name] {
			t.Errorf("two tables are called %s", table.Name)
		}
		tables[table.Name] = true
		var names []string
		for _, c := range table.Columns() {
			if c.Kind == KindNone {
				t.Errorf("%s.%s: the field %s.%s is of a type that no target holds", table.Name, c.Name, c.Owner, c.Field)
			}
			if c.Name == "" || c.Name == "-" || slices.Contains(names, c.Name) {
				t.Errorf("%s: the field %s has the name %q", table.Name, c.Field, c.Name)
			}
			names = append(names, c.Name)
		}
		for _, k := range table.Key {
			if !slices.Contains(names, k) {
				t.Errorf("%s: the key names %q, which is no column", table.Name, k)
			}
		}
	}
}
