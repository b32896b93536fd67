package parse

import (
	"math"

	"gleaner/extractors/doc"
)

// move is what the parser does next; it is a label of the first model.
type move uint8

const (
	// shift puts the next token on the stack.
	shift move = iota
	// left takes the top off the stack and makes it a child of the next token.
	left
	// right takes the top off the stack and makes it a child of the one below.
	right
	numMoves
)

// moveNames are the labels of the model that chooses moves.
func moveNames() []string { return []string{"shift", "left", "right"} }

// moves is a set of moves.
type moves uint8

func (m move) set() moves { return 1 << m }

func (s moves) has(m move) bool { return s&m.set() != 0 }

// best returns the move of the set with the highest score, the first on a tie.
func (s moves) best(scores *[numMoves]int32) move {
	best := numMoves
	for m := range numMoves {
		if s.has(m) && (best == numMoves || scores[m] > scores[best]) {
			best = m
		}
	}
	return best
}

// lead returns by how much the best move of the set beats the next, a lot when
// there is no other.
func (s moves) lead(scores *[numMoves]int32) int32 {
	best := s.best(scores)
	rival := (s &^ best.set()).best(scores)
	if rival == numMoves {
		return math.MaxInt32
	}
	return scores[best] - scores[rival]
}

// relations are the labels of the model that names the arcs; label l is
// relation l+firstRelation. The root is named by the parser itself.
const firstRelation = doc.Root + 1

func relationNames() []string {
	var names []string
	for r := firstRelation; r < doc.NumRels; r++ {
		names = append(names, r.String())
	}
	return names
}
