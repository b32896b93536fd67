package lexicons

import (
	"embed"
	"encoding/json"
	"fmt"
)

//go:embed *.card.json
var cardFiles embed.FS

// Card tells where a list comes from.
type Card struct {
	// Name is the list's, "clusters"; its file is Name with ".bin".
	Name string `json:"name"`
	// Summary says what it holds.
	Summary string `json:"summary"`
	// Origins are the sources, each with its licence.
	Origins []Origin `json:"origins"`
	// Entries is the number of words, names or links.
	Entries int `json:"entries"`
	// Date (ISO 8601) and Command made it.
	Date    string `json:"date"`
	Command string `json:"command"`
	// SHA256 of the file, in hexadecimal.
	SHA256 string `json:"sha256"`
}

// Origin is a source of a list.
type Origin struct {
	Source  string `json:"source"`
	Licence string `json:"licence"`
}

// Cards returns the cards of all embedded lists, by name.
func Cards() ([]Card, error) {
	var cards []Card
	for _, name := range []string{"clusters", "gazetteer", "links", "vectors"} {
		raw, err := cardFiles.ReadFile(name + ".card.json")
		if err != nil {
			return nil, fmt.Errorf("read card: %w", err)
		}
		var c Card
		if err := json.Unmarshal(raw, &c); err != nil {
			return nil, fmt.Errorf("read card of %s: %w", name, err)
		}
		cards = append(cards, c)
	}
	return cards, nil
}
