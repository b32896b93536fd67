package names

import (
	"fmt"

	"gleaner/extractors/linear"
	"gleaner/extractors/models"
)

// New returns the stage with the embedded models, following the conventions of
// our annotation guide.
func New() (*Stage, error) { return NewFor(News) }

// NewFor is New for the conventions of another domain, for scoring on its sets.
func NewFor(domain Domain) (*Stage, error) {
	var passes [2]*linear.Model
	for i, name := range []string{"names", "names2"} {
		file, err := models.Open(name)
		if err != nil {
			return nil, err
		}
		if passes[i], err = linear.Open(file); err != nil {
			return nil, fmt.Errorf("read model %s: %w", name, err)
		}
	}
	return Open(passes[0], passes[1], domain)
}
