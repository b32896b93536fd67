package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"gleaner/schemas"
)

// Gold is one annotated article: what the extraction of its text is held against.
// All offsets are code points of Text, half-open.
type Gold struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	// Published is an RFC 3339 date, "" when unknown.
	Published string       `json:"published"`
	Entities  []GoldEntity `json:"entities"`
	Events    []GoldEvent  `json:"events"`
}

// GoldEntity is one annotated entity with every place that names it.
type GoldEntity struct {
	// Type is ORG, PERSON, GPE, LOC or PRODUCT.
	Type string `json:"type"`
	// Name is the fullest form, Forms all that occur.
	Name     string   `json:"name"`
	Forms    []string `json:"forms"`
	Mentions [][2]int `json:"mentions"`
}

// GoldEvent is one annotated event. A filler of Args, like Source, is an
// entity's name or a verbatim phrase of the text.
type GoldEvent struct {
	Type      string              `json:"type"`
	Status    string              `json:"status"`
	Source    string              `json:"source"`
	Triggers  [][2]int            `json:"triggers"`
	Sentences [][2]int            `json:"sentences"`
	Args      map[string][]string `json:"args"`
}

// entityTypes leads from the types of the annotation to those of the records.
var entityTypes = map[string]schemas.EntityType{
	"ORG":     schemas.Organization,
	"PERSON":  schemas.Person,
	"GPE":     schemas.GPE,
	"LOC":     schemas.Location,
	"PRODUCT": schemas.Product,
}

// maxGoldLine bounds one line of a gold file, in bytes.
const maxGoldLine = 64 << 20

// ReadGold reads annotated articles, one JSON object a line; empty lines are
// passed over. An error names the line.
func ReadGold(r io.Reader) ([]Gold, error) {
	lines := bufio.NewScanner(r)
	lines.Buffer(nil, maxGoldLine)
	var all []Gold
	for n := 1; lines.Scan(); n++ {
		if len(lines.Bytes()) == 0 {
			continue
		}
		var g Gold
		if err := json.Unmarshal(lines.Bytes(), &g); err != nil {
			return nil, fmt.Errorf("line %d: %w", n, err)
		}
		for _, e := range g.Entities {
			if _, ok := entityTypes[e.Type]; !ok {
				return nil, fmt.Errorf("line %d: entity %q: unknown type %q", n, e.Name, e.Type)
			}
		}
		all = append(all, g)
	}
	return all, lines.Err()
}

// OpenGold reads the annotated articles of a file.
func OpenGold(path string) ([]Gold, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("open gold: %w", err)
	}
	defer f.Close()
	all, err := ReadGold(f)
	if err != nil {
		return nil, fmt.Errorf("read gold %s: %w", path, err)
	}
	return all, nil
}

// Article is the annotated article as the extractor gets it.
func (g *Gold) Article() *schemas.Article {
	return &schemas.Article{ID: g.ID, Text: g.Text, PublishedAt: g.Published, Language: "en"}
}
