// Package eval measures extractions against annotated articles.
//
// The figures are those of the annotation's reference scorer: names by exact
// span and type, events paired one to one, role fillers, status and source.
// Nothing here is on the hot path.
package eval

import (
	"os"
	"path/filepath"
)

// DataFolder returns the folder that holds gold/ and data/: the environment
// variable GLEANER_DATA, else the folder "shared" beside the module. ok is
// false when it does not exist; tests that need it then say so and stop.
func DataFolder() (dir string, ok bool) {
	dir = os.Getenv("GLEANER_DATA")
	if dir == "" {
		root, found := moduleRoot()
		if !found {
			return "", false
		}
		dir = filepath.Join(filepath.Dir(root), "shared")
	}
	stat, err := os.Stat(dir)
	return dir, err == nil && stat.IsDir()
}

// moduleRoot is the nearest folder upwards that holds go.mod.
func moduleRoot() (string, bool) {
	dir, err := os.Getwd()
	if err != nil {
		return "", false
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return "", false
		}
		dir = parent
	}
}
