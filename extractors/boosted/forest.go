// Package boosted learns gradient boosted decision trees for yes-or-no
// decisions on a few dozen numbers, where what one number means depends on
// others (Friedman 2001; grown leaf by leaf over histograms as in LightGBM, Ke
// et al. 2017). It knows numbers only; what they stand for is the caller's.
package boosted

import "math"

// Forest is a sum of trees. It is immutable and safe for concurrent use.
type Forest struct {
	// inputs is how many numbers a decision is made on.
	inputs int
	bias   float32
	// roots are the indexes of the trees' first nodes.
	roots []int32
	nodes []node
	// sets is the same in a form that is quick to ask, nil where it does not fit.
	sets *leafSets
}

// node is a question or, when feature is negative, an answer.
type node struct {
	feature int32
	// value is the largest number that goes left; unused by answers.
	value float32
	// answer is what the tree says here; of a question, what it would say if it
	// were not asked.
	answer float32
	// left is the index of the node for numbers up to value; that for others
	// comes right behind it.
	left int32
}

// Inputs is how many numbers Probability wants.
func (f *Forest) Inputs() int { return f.inputs }

// Probability is that of yes, 0 to 1. x has Inputs numbers.
func (f *Forest) Probability(x []float32) float64 {
	if f.sets != nil {
		return sigmoid(f.sets.score(f.bias, x))
	}
	return sigmoid(f.score(x))
}

func (f *Forest) score(x []float32) float64 {
	sum := float64(f.bias)
	for _, at := range f.roots {
		n := &f.nodes[at]
		for n.feature >= 0 {
			n = f.next(n, x)
		}
		sum += float64(n.answer)
	}
	return sum
}

func (f *Forest) next(n *node, x []float32) *node {
	at := n.left
	if x[n.feature] > n.value {
		at++
	}
	return &f.nodes[at]
}

// Reasons adds to weights, one for each input, what the questions about it
// change in the log-odds of yes (Saabas 2014).
func (f *Forest) Reasons(x []float32, weights []float64) {
	for _, at := range f.roots {
		for n := &f.nodes[at]; n.feature >= 0; {
			below := f.next(n, x)
			weights[n.feature] += float64(below.answer - n.answer)
			n = below
		}
	}
}

func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }
