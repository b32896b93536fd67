package train

import (
	"embed"
	"fmt"
	"strings"

	"gleaner/extractors/lexicons"
)

// wordFiles are the word lists written for Gleaner: one file per kind, named
// after it, one entry a line. In country.txt the ISO code and a tab come first.
//
//go:embed words/*.txt
var wordFiles embed.FS

// written adds our own word lists.
func (n *gatheredNames) written(string) error {
	files, err := wordFiles.ReadDir("words")
	if err != nil {
		return fmt.Errorf("list word files: %w", err)
	}
	for _, f := range files {
		kind, ok := lexicons.ParseKind(strings.TrimSuffix(f.Name(), ".txt"))
		if !ok {
			return fmt.Errorf("read word file %s: no such kind", f.Name())
		}
		text, err := wordFiles.ReadFile("words/" + f.Name())
		if err != nil {
			return fmt.Errorf("read word file: %w", err)
		}
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if code, name, found := strings.Cut(line, "\t"); found {
				n.country(name, code)
			} else {
				n.add(line, kind)
			}
		}
	}
	return nil
}
