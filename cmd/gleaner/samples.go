package main

import (
	"embed"
	"fmt"

	"gleaner/schemas"
)

//go:embed samples/*.json
var samplesFS embed.FS

// sample is an invented article for a first look. Its companies and people do
// not exist.
type sample struct {
	id   string
	body []byte
}

// sampleArticles reads the embedded samples in the order of their names; none
// when they are not wanted.
func sampleArticles(wanted bool) ([]sample, error) {
	if !wanted {
		return nil, nil
	}
	files, err := samplesFS.ReadDir("samples")
	if err != nil {
		return nil, fmt.Errorf("read samples: %w", err)
	}
	var all []sample
	for _, f := range files {
		body, err := samplesFS.ReadFile("samples/" + f.Name())
		if err != nil {
			return nil, fmt.Errorf("read samples: %w", err)
		}
		a, err := schemas.DecodeArticle(body, "application/json")
		if err != nil {
			return nil, fmt.Errorf("read sample %s: %w", f.Name(), err)
		}
		all = append(all, sample{a.ID, body})
	}
	return all, nil
}
