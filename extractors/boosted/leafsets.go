package boosted

import (
	"math/bits"
	"slices"
)

// leafSets is a forest laid out for speed (QuickScorer, Lucchese et al. 2015).
// The leaves of a tree are bits, from left to right. Every question that is
// answered by "above" rules the leaves on its left side out, in any order; the
// leftmost that remains is where the tree ends. So questions are gone through
// input by input without a branch that hangs on memory. It gives the sum that
// Forest.score gives, to the bit.
type leafSets struct {
	// inputs hold the questions about each input.
	inputs []inputQuestions
	// first is the index of each tree's leftmost answer.
	first   []uint32
	answers []float32
}

// inputQuestions are those about one input, by ascending value.
type inputQuestions struct {
	// edges are the values, each once; below[i] is how many questions are about
	// the first i of them.
	edges     []float32
	below     []uint32
	questions []question
}

// question rules leaves of a tree out when the input is above its value.
type question struct {
	out  uint32
	tree uint32
}

const (
	maxSetTrees  = 1 << 9
	maxSetLeaves = 32
)

// newLeafSets lays out a forest; nil when it is too large for the layout.
func newLeafSets(f *Forest) *leafSets {
	if len(f.roots) > maxSetTrees {
		return nil
	}
	s := &leafSets{inputs: make([]inputQuestions, f.inputs)}
	values := make([][]valued, f.inputs)
	for tree, root := range f.roots {
		s.first = append(s.first, uint32(len(s.answers)))
		if !s.addTree(f, root, uint32(tree), values) {
			return nil
		}
	}
	for i := range s.inputs {
		s.inputs[i].fill(values[i])
	}
	return s
}

// valued is a question with the value that it asks about.
type valued struct {
	value float32
	question
}

// addTree adds the answers of a tree from left to right, and its questions to
// those of their inputs; ok is false when there are too many.
func (s *leafSets) addTree(f *Forest, root int32, tree uint32, values [][]valued) (ok bool) {
	first := s.first[tree]
	var add func(at int32) bool
	add = func(at int32) bool {
		n := &f.nodes[at]
		if n.feature < 0 {
			s.answers = append(s.answers, n.answer)
			return uint32(len(s.answers))-first <= maxSetLeaves
		}
		left := uint32(len(s.answers)) - first
		if isNaN(n.value) || !add(n.left) {
			return false
		}
		right := uint32(len(s.answers)) - first
		out := uint32(1<<right - 1<<left)
		values[n.feature] = append(values[n.feature], valued{n.value, question{out, tree}})
		return add(n.left + 1)
	}
	return add(root)
}

// fill files the questions of an input by value.
func (q *inputQuestions) fill(values []valued) {
	slices.SortStableFunc(values, func(a, b valued) int {
		switch {
		case a.value < b.value:
			return -1
		case a.value > b.value:
			return 1
		}
		return 0
	})
	q.below = []uint32{0}
	for i, v := range values {
		if i == 0 || v.value != values[i-1].value {
			q.edges = append(q.edges, v.value)
			q.below = append(q.below, uint32(i))
		}
		q.below[len(q.edges)] = uint32(i + 1)
		q.questions = append(q.questions, v.question)
	}
}

// score is bias plus what all trees say.
func (s *leafSets) score(bias float32, x []float32) float64 {
	var out [maxSetTrees]uint32
	for i := range s.inputs {
		q := &s.inputs[i]
		for _, asked := range q.questions[:q.below[below(q.edges, x[i])]] {
			out[asked.tree%maxSetTrees] |= asked.out
		}
	}
	sum := float64(bias)
	for tree, first := range s.first {
		sum += float64(s.answers[first+uint32(bits.TrailingZeros32(^out[tree%maxSetTrees]))])
	}
	return sum
}

// below is the number of edges below x.
func below(edges []float32, x float32) int {
	low, n := 0, len(edges)
	for n > 0 {
		half := n / 2
		if edges[low+half] < x {
			low += half + 1
			n -= half + 1
		} else {
			n = half
		}
	}
	return low
}
