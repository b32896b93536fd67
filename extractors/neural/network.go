// Package neural holds the small feed-forward networks that stages share: one
// hidden layer over word vectors and hashed features. Where examples are few,
// vectors tell a network that "quarantined" is like "isolated", which a linear
// model over words cannot know. The package knows labels and numbers; what a
// slot or a feature means is the business of the stage that fills it.
package neural

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"

	"gleaner/extractors/linear"
)

var blas32 gonum.Implementation

// Shape is the size of a network.
type Shape struct {
	// Slots is the number of vectors of an input, Width their length.
	Slots, Width int
	// Hidden is the number of hidden units, a multiple of 8.
	Hidden int
	// Labels is the number of labels, at most 256.
	Labels int
}

// Input is what a decision is made on.
type Input struct {
	Slots []Slot
	// Features are hashes, each with a vector of its own in the network; those
	// that were not seen while learning count for nothing.
	Features []linear.Feature
}

// Slot is one vector of an input.
type Slot struct {
	// Vector has Shape.Width numbers; nil marks an empty slot.
	Vector []float32
	// Key names the vector, so that what a network makes of it is worked out
	// once: equal keys mean equal vectors until Scratch.Forget. 0 names none.
	Key uint32
	// Lasting says that the key means the same vector even after Forget.
	Lasting bool
}

// Clone returns a copy that shares the vectors, but not the lists.
func (in Input) Clone() Input {
	return Input{Slots: slices.Clone(in.Slots), Features: slices.Clone(in.Features)}
}

// Network scores labels: a softmax over one hidden layer of rectified units.
// It is immutable and safe for concurrent use.
type Network struct {
	shape  Shape
	labels []string
	// slots has a row of Hidden weights for each number of each slot.
	slots []float32
	// features has a row of Hidden codes for each known feature.
	features codes
	// keys are the known features by row, found leads from key to row.
	keys  []uint32
	found rowTable
	bias  []float32
	// out has a row of Labels weights for each hidden unit.
	out     []float32
	outBias []float32
}

// Labels are the names of the labels.
func (n *Network) Labels() []string { return n.labels }

// Shape returns the size of the network.
func (n *Network) Shape() Shape { return n.shape }

// Probabilities fills p with the probabilities of the allowed labels, nil for
// all; p has one place for each of them.
func (n *Network) Probabilities(in Input, allowed []uint8, s *Scratch, p []float64) {
	n.score(in, s)
	softmax(s.scores, allowed, p)
}

// score leaves the scores of all labels in s.
func (n *Network) score(in Input, s *Scratch) {
	s.serve(n)
	s.hidden = append(s.hidden[:0], n.bias...)
	for i := range in.Slots[:min(len(in.Slots), n.shape.Slots)] {
		if slot := &in.Slots[i]; slot.Vector != nil {
			n.addSlot(i, slot, s)
		}
	}
	s.rows = s.rows[:0]
	for _, f := range in.Features {
		if row := n.found.row(key(f)); row >= 0 {
			s.rows = append(s.rows, row)
		}
	}
	n.features.addRows(s.rows, &s.lanes, s.hidden)
	s.scores = append(s.scores[:0], n.outBias...)
	for i, x := range s.hidden {
		if x > 0 {
			at := i * n.shape.Labels
			blas32.Saxpy(n.shape.Labels, x, n.out[at:at+n.shape.Labels], 1, s.scores, 1)
		}
	}
}

// addSlot adds what a slot gives to the hidden layer.
func (n *Network) addSlot(i int, slot *Slot, s *Scratch) {
	if slot.Key == 0 || i >= maxKnownSlots {
		n.multiply(i, slot.Vector, s.hidden)
		return
	}
	layer, known := s.layer(i, slot)
	if !known {
		clear(layer)
		n.multiply(i, slot.Vector, layer)
	}
	add(s.hidden, layer)
}

// multiply adds the product of a vector and the weights of a slot.
func (n *Network) multiply(i int, v, into []float32) {
	h, width := n.shape.Hidden, n.shape.Width
	at := i * width * h
	blas32.Sgemv(transposed, width, h, 1, n.slots[at:at+width*h], h, v, 1, 1, into, 1)
}

// add adds b to a.
func add(a, b []float32) { blas32.Saxpy(len(a), 1, b, 1, a, 1) }

// key is the part of a feature that a network keeps.
func key(f linear.Feature) uint32 { return uint32(f >> 32) }

// softmax turns the scores of the allowed labels into probabilities.
func softmax(scores []float32, allowed []uint8, p []float64) {
	if allowed == nil {
		for i := range scores {
			p[i] = float64(scores[i])
		}
		p = p[:len(scores)]
	} else {
		for i, y := range allowed {
			p[i] = float64(scores[y])
		}
		p = p[:len(allowed)]
	}
	top := math.Inf(-1)
	for _, x := range p {
		top = max(top, x)
	}
	sum := 0.0
	for i, x := range p {
		p[i] = math.Exp(x - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

const (
	plain      = blas.NoTrans
	transposed = blas.Trans
)
