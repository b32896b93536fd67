package resolve

import (
	"fmt"

	"gleaner/extractors/boosted"
	"gleaner/extractors/linear"
)

// Model chooses antecedents: a ranking says how likely each candidate is by
// words and places, a judge what to make of that by numbers.
type Model struct {
	ranking *linear.Model
	// judge is nil while the ranking is learnt.
	judge *boosted.Forest
}

// Encode writes the model as OpenModel reads it.
func (m *Model) Encode() []byte { return linear.Join(m.ranking.Encode(), m.judge.Encode()) }

// OpenModel reads a model. The ranking points into the file.
func OpenModel(file []byte) (*Model, error) {
	parts, err := linear.Parts(file)
	if err != nil {
		return nil, fmt.Errorf("open model of antecedents: %w", err)
	}
	if len(parts) != 2 {
		return nil, fmt.Errorf("open model of antecedents: %d parts, want a ranking and a judge: %w", len(parts), linear.ErrDamaged)
	}
	m := new(Model)
	if m.ranking, err = linear.Open(parts[0]); err != nil {
		return nil, fmt.Errorf("open ranking of antecedents: %w", err)
	}
	if m.judge, err = boosted.Open(parts[1]); err != nil {
		return nil, fmt.Errorf("open judge of antecedents: %w", err)
	}
	if m.judge.Inputs() != judgeInputs {
		return nil, fmt.Errorf("open judge of antecedents: it wants %d numbers, not %d: %w", m.judge.Inputs(), judgeInputs, boosted.ErrDamaged)
	}
	return m, nil
}
