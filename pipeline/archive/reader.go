// Package archive reads articles from files and writes extractions as JSON lines.
package archive

import (
	"io"

	"gleaner/pipeline"
)

// Options tell how files are read.
type Options struct {
	// Stdin is what the path "-" stands for.
	Stdin io.Reader
}

// Open returns a source that hands out every article of the files and folders,
// in the order given and sorted by name within a folder. The path "-" is
// Options.Stdin. It tells apart plain text, HTML, one article as JSON, and
// JSON lines (also compressed, .gz and .zst). Every delivery has a
// Content-Type header and the subject "file:PATH:LINE"; a line that cannot be
// read as an article is a delivery too. Open fails when a path does not exist;
// a file that cannot be read later on ends the source with an error.
func Open(paths []string, opts Options) (pipeline.Source, error) { return nil, nil }
