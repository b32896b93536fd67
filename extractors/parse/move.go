package parse

import "gleaner/extractors/doc"

// move is what the parser does next: 0 shifts the next token to the stack; the
// others take the top off the stack and attach it with a relation, to the next
// token (left) or to the token below (right). It is a label of the model.
type move uint8

const (
	shift     move = 0
	firstLeft      = move(0)
	lastLeft       = firstLeft + move(doc.NumRels) - 1
	numMoves       = int(lastLeft) + int(doc.NumRels)
)

// left attaches the top of the stack to the next token.
func left(r doc.Rel) move { return firstLeft + move(r) }

// right attaches the top of the stack to the token below it.
func right(r doc.Rel) move { return lastLeft + move(r) }

// kind is a set of kinds of moves.
type kind uint8

const (
	shifts kind = 1 << iota
	lefts
	rights
)

func (m move) kind() kind {
	switch {
	case m == shift:
		return shifts
	case m <= lastLeft:
		return lefts
	}
	return rights
}

// rel is the relation of a left or right move.
func (m move) rel() doc.Rel {
	if m > lastLeft {
		return doc.Rel(m - lastLeft)
	}
	return doc.Rel(m)
}

// moveNames are the labels of the model.
func moveNames() []string {
	names := make([]string, numMoves)
	names[shift] = "shift"
	for r := doc.NoRel + 1; r < doc.NumRels; r++ {
		names[left(r)] = "left " + r.String()
		names[right(r)] = "right " + r.String()
	}
	return names
}
