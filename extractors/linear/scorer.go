package linear

import "math"

// MaxLabels is the largest number of labels a model can have.
const MaxLabels = 256

// Scores holds one score per label, in the order of the labels. It has room
// for the largest model, so that a label byte needs no bounds check.
type Scores [MaxLabels]int32

// Best returns the label with the highest score among the first n, the lowest
// such label on a tie.
func (s *Scores) Best(n int) int {
	best := 0
	for i := 1; i < n; i++ {
		if s[i] > s[best] {
			best = i
		}
	}
	return best
}

// Lead returns by how much a label beats each other of the first n, of which
// there must be one.
func (s *Scores) Lead(label, n int) int32 {
	next := int32(math.MinInt32)
	for i, score := range s[:n] {
		if i != label {
			next = max(next, score)
		}
	}
	return s[label] - next
}

// Scorer gives scores to examples: a Trainer while learning, a Model afterwards.
type Scorer interface {
	// Labels are the names of the labels; a label is an index into them.
	Labels() []string
	// Score sets scores to the sum of the weights of the features. Entries
	// beyond the last label are left as they are.
	Score(features []Feature, scores *Scores)
}
