package linear

import (
	"math"
	"slices"
	"strings"
	"sync"
)

// Sequence finds the best sequence of labels under a Scorer: the score of a
// label depends on the features of its token and on the label before
// (first-order Viterbi). Labels are read as BIO: "I-x" follows only "B-x" or
// "I-x"; any other label may stand anywhere. With labels "L-x" for the last of
// several tokens and "U-x" for a single one, "B-x" and "I-x" are followed only
// by "I-x" or "L-x". Immutable and safe for concurrent use.
type Sequence struct {
	scorer Scorer
	labels int
	// before lists for each label those that may stand before it. The label
	// "labels" itself stands for the start.
	before [][]uint8
	// final says which labels may stand at the end.
	final []bool
	// weights[l*(labels+1)+p] is the weight of label l after p.
	weights []int32
	pool    *sync.Pool
}

// transitionTemplate is the template of the features that stand for the label
// before. Stages number theirs from 0, far below.
const transitionTemplate = 1 << 32

// transition is the feature of the label before, or of the start.
func transition(before int) Feature { return One(transitionTemplate, uint64(before)) }

// NewSequence prepares decoding with a trained model, or with a trainer as it
// stands now. It wants fewer than MaxLabels labels.
func NewSequence(scorer Scorer) *Sequence {
	names := scorer.Labels()
	n := len(names)
	s := &Sequence{scorer: scorer, labels: n, weights: make([]int32, n*(n+1))}
	s.before, s.final = grammar(names)
	s.pool = &sync.Pool{New: func() any { return new(Lattice) }}
	s.refresh()
	return s
}

// grammar lists the labels that may stand before each label, len(names) for
// the start, and says which may stand at the end.
func grammar(names []string) (before [][]uint8, final []bool) {
	n := len(names)
	before, final = make([][]uint8, n), make([]bool, n)
	for l, name := range names {
		final[l] = !goesOn(name, names)
		for p := range n + 1 {
			if p == n && !continues(name) || p < n && mayFollow(name, names[p], names) {
				before[l] = append(before[l], uint8(p))
			}
		}
	}
	return before, final
}

// continues says whether the label goes on with what began before.
func continues(label string) bool {
	return strings.HasPrefix(label, "I-") || strings.HasPrefix(label, "L-")
}

// goesOn says whether what the label is in does not end with it: there are
// labels for ends, and this is none of them.
func goesOn(label string, names []string) bool {
	where, kind, _ := strings.Cut(label, "-")
	return (where == "B" || where == "I") && slices.Contains(names, "L-"+kind)
}

func mayFollow(label, before string, names []string) bool {
	if !continues(label) {
		return !goesOn(before, names)
	}
	_, kind, _ := strings.Cut(label, "-")
	return before == "B-"+kind || before == "I-"+kind
}

// refresh reads the weights of the transitions from the scorer.
func (s *Sequence) refresh() {
	var scores Scores
	for p := range s.labels + 1 {
		s.scorer.Score([]Feature{transition(p)}, &scores)
		for l := range s.labels {
			s.weights[l*(s.labels+1)+p] = scores[l]
		}
	}
}

// Lattice returns an empty lattice from the pool. Give it back with Release.
func (s *Sequence) Lattice() *Lattice {
	l := s.pool.Get().(*Lattice)
	l.sequence = s
	return l
}

// Lattice holds the scores of one sequence while it is decoded: Add each
// token, then Decode. Used by one goroutine.
type Lattice struct {
	sequence *Sequence
	length   int
	scores   Scores
	// emissions and back hold one row of labels for each token.
	emissions []int32
	back      []uint8
	best      [2][]int32
	path      []uint8
}

// Score returns the scores of the labels for some features, valid until the
// next call. No token is added.
func (l *Lattice) Score(features []Feature) []int32 {
	l.sequence.scorer.Score(features, &l.scores)
	return l.scores[:l.sequence.labels]
}

// Add scores the next token by its features, and by others whose scores are
// known already.
func (l *Lattice) Add(features []Feature, known ...[]int32) {
	l.Score(features)
	for _, scores := range known {
		l.scores.Add(scores)
	}
	l.emissions = append(l.emissions, l.scores[:l.sequence.labels]...)
	l.length++
}

// Emissions are the scores of the labels of all tokens that were added, a row
// for each, before transitions. The caller may change them before Decode; they
// are valid until the next Reset.
func (l *Lattice) Emissions() []int32 { return l.emissions }

// Release empties the lattice and gives it back.
func (l *Lattice) Release() {
	l.Reset()
	l.sequence.pool.Put(l)
}

// Reset empties the lattice.
func (l *Lattice) Reset() { l.emissions, l.length = l.emissions[:0], 0 }

// impossible is below any sum of scores and far from overflow.
const impossible = math.MinInt32 / 4

// Decode returns the best label for each token, valid until the next Decode or
// Release. Ties go to the lower label. Time is linear in the length.
func (l *Lattice) Decode() []uint8 {
	n := l.sequence.labels
	l.resize(n)
	if l.length == 0 {
		return l.path
	}
	previous, current := l.best[0], l.best[1]
	for i := range previous {
		previous[i] = impossible
	}
	previous[n] = 0
	for i := range l.length {
		l.advance(i, previous, current)
		previous, current = current, previous
	}
	best := 0
	for label := range n {
		if l.sequence.final[label] && (previous[label] > previous[best] || !l.sequence.final[best]) {
			best = label
		}
	}
	for i := l.length - 1; i >= 0; i-- {
		l.path[i] = uint8(best)
		best = int(l.back[i*n+best])
	}
	return l.path
}

// advance computes the best way to each label of token i. Scores are kept
// relative to the best of the token, so that no length overflows them.
func (l *Lattice) advance(i int, previous, current []int32) {
	s := l.sequence
	n := s.labels
	top := int32(impossible)
	for label := range n {
		weights := s.weights[label*(n+1) : (label+1)*(n+1)]
		from, score := uint8(0), int32(math.MinInt32/2)
		for _, p := range s.before[label] {
			if v := previous[p] + weights[p]; v > score {
				from, score = p, v
			}
		}
		l.back[i*n+label] = from
		current[label] = max(score+l.emissions[i*n+label], impossible)
		top = max(top, current[label])
	}
	for label := range n {
		current[label] = max(current[label]-top, impossible)
	}
	current[n] = impossible
}

func (l *Lattice) resize(n int) {
	if cap(l.back) < l.length*n {
		l.back = make([]uint8, l.length*n)
		l.path = make([]uint8, l.length)
	}
	l.back = l.back[:l.length*n]
	if cap(l.path) < l.length {
		l.path = make([]uint8, l.length)
	}
	l.path = l.path[:l.length]
	for i := range l.best {
		if len(l.best[i]) != n+1 {
			l.best[i] = make([]int32, n+1)
		}
	}
}
