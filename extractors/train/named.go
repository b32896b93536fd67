package train

import (
	"embed"
	"fmt"
	"maps"

	"gleaner/extractors/eval"
)

// The annotations of names say where the names of articles stand, of the data
// folder or invented, by the conventions of the annotation guide.
//
//go:embed annotations/names/*.jsonl
var namedFiles embed.FS

// namedArticle says where the names of an article stand. All offsets are code
// points of its title, an empty line and its text, half-open.
type namedArticle struct {
	ID string `json:"id"`
	// Upto is where the article was cut off for the annotation.
	Upto int `json:"upto"`
	// Digest is the beginning of the SHA-256 of what the offsets count in, in hexadecimal.
	Digest string `json:"sha256"`
	// Names are the mentions of each type.
	Names map[string][][2]int `json:"names"`
}

// OwnNames are the articles whose names were annotated for Gleaner.
func OwnNames(folder string) ([]eval.Gold, error) {
	named, err := readLines[namedArticle](namedFiles, "annotations/names")
	if err != nil {
		return nil, err
	}
	texts, err := allTexts(folder)
	if err != nil {
		return nil, err
	}
	all := make([]eval.Gold, 0, len(named))
	for i := range named {
		text, ok := texts[named[i].ID]
		if !ok {
			return nil, fmt.Errorf("article %s, annotated with names, is not in the data folder", named[i].ID)
		}
		g, err := named[i].on(text)
		if err != nil {
			return nil, fmt.Errorf("article %s, annotated with names: %w", named[i].ID, err)
		}
		all = append(all, g)
	}
	return all, nil
}

// allTexts are the articles of the data folder and those invented for
// annotations, by id.
func allTexts(folder string) (map[string]string, error) {
	texts, err := annotatedTexts(folder)
	if err != nil {
		return nil, err
	}
	invented, err := inventedTexts()
	maps.Copy(texts, invented)
	return texts, err
}

// on brings the offsets to the text that they count in.
func (a *namedArticle) on(text string) (eval.Gold, error) {
	text, err := upto(text, a.Upto, a.Digest)
	if err != nil {
		return eval.Gold{}, err
	}
	g := eval.Gold{ID: a.ID, Text: text}
	for kind, mentions := range a.Names {
		g.Entities = append(g.Entities, eval.GoldEntity{Type: kind, Mentions: mentions})
	}
	return g, nil
}
