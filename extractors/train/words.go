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
			if _, name, found := strings.Cut(line, "\t"); found {
				line = name
			}
			n.add(line, kind)
		}
	}
	return nil
}

// countryNames are our own names of countries, by ISO code.
func countryNames() (map[string][]string, error) {
	text, err := wordFiles.ReadFile("words/country.txt")
	if err != nil {
		return nil, fmt.Errorf("read word file: %w", err)
	}
	names := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		code, name, found := strings.Cut(strings.TrimSpace(line), "\t")
		// England and the like are divisions of a country.
		if found && !divisionNames[name] {
			names[code] = append(names[code], name)
		}
	}
	return names, nil
}

var divisionNames = map[string]bool{"England": true, "Scotland": true, "Wales": true, "Northern Ireland": true}
