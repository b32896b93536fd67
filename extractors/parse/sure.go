package parse

import (
	"math"

	"gleaner/extractors/linear"
)

// A decision is sure when the best beats the next by so much, on the scale of
// weights learnt with a Margin of 50, that what was not asked would hardly
// change it. On unseen sentences that costs half a thousandth of the arcs, and
// most features are not looked up.
const (
	// sureFirst and sureMove are for moves of first trees, and of the parser that
	// they guide, by the leading features alone.
	sureFirst = 100
	sureMove  = 150
	// sureRelation is for relations of first trees, to be taken over.
	sureRelation = 30
)

// setSure takes over what is sure for models; while they are learnt all is asked.
func (s *parser) setSure() {
	sure := sureMove
	if s.backwards {
		sure = sureFirst
	}
	s.sureMove, s.sureRelation = inUnits(s.moves, sure), inUnits(s.relations, sureRelation)
}

// inUnits is a weight as the scores of the model are.
func inUnits(s linear.Scorer, weight int) int32 {
	if model, ok := s.(*linear.Model); ok {
		return int32(min(float64(weight)/model.Unit(), math.MaxInt32))
	}
	return math.MaxInt32
}
