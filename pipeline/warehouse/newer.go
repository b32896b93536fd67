package warehouse

import (
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/parquet-go/parquet-go"
	"github.com/rs/zerolog"
)

// unknownColumn is the first column of a file that this build has no field for,
// "" where it knows them all. A reader of rows passes over such a column, so what
// it reads must not replace the file.
func (k kind[R]) unknownColumn(schema *parquet.Schema) string {
	own := map[string]bool{}
	for _, path := range parquet.SchemaOf(new(R)).Columns() {
		own[strings.Join(path, ".")] = true
	}
	for _, path := range schema.Columns() {
		if !own[strings.Join(path, ".")] {
			return path[0]
		}
	}
	return ""
}

// newerFiles remembers the files that merges leave out because a newer build
// wrote columns into them that this one does not know. It is safe for
// concurrent use.
type newerFiles struct {
	mu     sync.Mutex
	names  map[string]bool
	warned map[string]bool
}

// leave notes a file, and warns where the column is the first of its name.
func (n *newerFiles) leave(log zerolog.Logger, table, column, name string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.names == nil {
		n.names, n.warned = map[string]bool{}, map[string]bool{}
	}
	n.names[name] = true
	if key := table + "." + column; !n.warned[key] {
		n.warned[key] = true
		log.Warn().Str("column", key).Str("file", name).
			Msg("files with a column that this build does not know are not merged: use a newer build of gleaner")
	}
}

// without drops the files that were left out from a listing of a folder, and
// forgets those that are gone from there.
func (n *newerFiles) without(folder string, files []file) []file {
	n.mu.Lock()
	defer n.mu.Unlock()
	there := map[string]bool{}
	kept := slices.DeleteFunc(files, func(f file) bool {
		there[f.Name] = true
		return n.names[f.Name]
	})
	maps.DeleteFunc(n.names, func(name string, _ bool) bool { return strings.HasPrefix(name, folder) && !there[name] })
	return kept
}
