package neural

import "gleaner/extractors/pages"

// Scratch is the room that one goroutine needs for scoring. Its zero value is
// ready. It remembers what a network makes of single slots, those of lasting
// keys for as long as it serves that network: most of a text is the same few
// thousand words. A place is taken over by the next slot that falls on it, so
// that what is remembered changes the time, never the scores.
type Scratch struct {
	network        *Network
	hidden, scores []float32
	// rows are the rows of the features of an input, lanes their sums.
	rows  []int32
	lanes []uint64
	// names tell what the hidden layers in the places of layers stand for, 0 nothing.
	names  []uint64
	layers []float32
	// age is the number of times that all was forgotten.
	age uint64
}

const (
	// placeBits is the logarithm of the number of places.
	placeBits = 13
	// ages is how many times one can forget before the places are emptied.
	ages = 1 << 22
	// maxKnownSlots is how many slots of an input are remembered.
	maxKnownSlots = 1 << 8
)

// Forget makes all keys free for other vectors, but the lasting ones.
func (s *Scratch) Forget() {
	if s.age++; s.age == ages {
		s.age = 0
		clear(s.names)
	}
}

// serve turns to a network.
func (s *Scratch) serve(n *Network) {
	if s.network == n {
		return
	}
	s.network = n
	s.names = make([]uint64, 1<<placeBits)
	s.layers = pages.Make[float32](n.shape.Hidden << placeBits)
}

// layer is the place of the hidden layer of a slot with a key. Unless it is
// known, the caller has to fill it.
func (s *Scratch) layer(i int, slot *Slot) (layer []float32, known bool) {
	name := 1<<63 | uint64(i)<<54 | uint64(slot.Key)
	if !slot.Lasting {
		name |= 1<<62 | s.age<<32
	}
	place := int(name * 0x9e3779b97f4a7c15 >> (64 - placeBits))
	known = s.names[place] == name
	s.names[place] = name
	h := s.network.shape.Hidden
	return s.layers[place*h : (place+1)*h], known
}
