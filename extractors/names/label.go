package names

import (
	"gleaner/extractors/doc"
	"gleaner/extractors/linear"
)

// Kinds are the kinds of mentions that the stage finds, in the order of the labels.
var Kinds = [...]doc.Kind{
	doc.Organization, doc.Person, doc.GPE, doc.Location, doc.Product, doc.Nationality, doc.Misc,
}

// KindSet is a set of kinds, by 1<<kind.
type KindSet uint16

// KindsOf returns the set of the kinds.
func KindsOf(kinds ...doc.Kind) (set KindSet) {
	for _, k := range kinds {
		set |= 1 << k
	}
	return set
}

// label says where a token stands in a name: outside, or first, inside, last
// or alone in a name of a kind.
type label = uint8

// outside is the label of tokens that belong to no name.
const outside label = 0

// position is where a token stands in a name.
type position = uint8

const (
	firstOf position = iota
	insideOf
	lastOf
	aloneIn
	numPositions
)

const numLabels = 1 + int(numPositions)*len(Kinds)

// labelOf is the label of a position in a name of the kind with that index in Kinds.
func labelOf(kind int, at position) label { return 1 + numPositions*uint8(kind) + at }

// indexOf is the index in Kinds of the kind of a label that is not outside.
func indexOf(l label) int { return int((l - 1) / numPositions) }

// begins says whether a name starts at the label.
func begins(l label) bool {
	at := (l - 1) % numPositions
	return l != outside && (at == firstOf || at == aloneIn)
}

// positionIn is where token t stands in a name.
func positionIn(name doc.Range, t int32) position {
	switch {
	case name.Len() == 1:
		return aloneIn
	case t == name.First:
		return firstOf
	case t == name.End-1:
		return lastOf
	}
	return insideOf
}

// labels are those of a position in a name of any of the kinds.
func (s KindSet) labels(at position) (set linear.LabelSet) {
	for i, k := range Kinds {
		if s>>k&1 != 0 {
			set |= 1 << labelOf(i, at)
		}
	}
	return set
}

// labelNames are the labels as the models list them.
func labelNames() []string {
	names := []string{"O"}
	for _, k := range Kinds {
		for _, at := range [...]string{"B-", "I-", "L-", "U-"} {
			names = append(names, at+k.String())
		}
	}
	return names
}
