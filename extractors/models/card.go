package models

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"slices"
	"strings"
)

// Card tells where a model comes from and how good it is.
type Card struct {
	// Name is the model's, "tag"; its file is Name with ".model.zst".
	Name string `json:"name"`
	// Summary says what it decides.
	Summary string `json:"summary"`
	// Origins are the data sets it learned from, each with split and licence.
	Origins []Origin `json:"origins"`
	// Seed of the shuffles; the same seed and data give the same bytes.
	Seed uint64 `json:"seed"`
	// Date (ISO 8601) and Command made it.
	Date    string `json:"date"`
	Command string `json:"command"`
	// Scores are measured on data that it did not learn from.
	Scores []Score `json:"scores"`
	// SHA256 of the compressed file, in hexadecimal.
	SHA256 string `json:"sha256"`
	// Bytes is the size of the compressed file.
	Bytes int `json:"bytes"`
}

// Origin is a data set, or a part of one.
type Origin struct {
	Source  string `json:"source"`
	Split   string `json:"split"`
	Licence string `json:"licence"`
}

// Score is one figure: on which data, which measure, how much.
type Score struct {
	On      string  `json:"on"`
	Measure string  `json:"measure"`
	Value   float64 `json:"value"`
}

// Cards returns the cards of all embedded models, by name.
func Cards() ([]Card, error) {
	names, err := fs.Glob(files, "*"+cardSuffix)
	if err != nil {
		return nil, fmt.Errorf("list cards: %w", err)
	}
	slices.Sort(names)
	cards := make([]Card, 0, len(names))
	for _, name := range names {
		c, err := readCard(name)
		if err != nil {
			return nil, err
		}
		cards = append(cards, c)
	}
	return cards, nil
}

func readCard(file string) (Card, error) {
	var c Card
	raw, err := files.ReadFile(file)
	if err != nil {
		return c, fmt.Errorf("read card: %w", err)
	}
	if err := json.Unmarshal(raw, &c); err != nil {
		return c, fmt.Errorf("read card %s: %w", file, err)
	}
	if name := strings.TrimSuffix(file, cardSuffix); c.Name != name {
		return c, fmt.Errorf("read card %s: it names %q", file, c.Name)
	}
	return c, nil
}
