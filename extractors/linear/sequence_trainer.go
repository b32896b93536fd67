package linear

// SequenceTrainer learns to label sequences: the structured perceptron
// (Collins 2002) with Viterbi decoding. Not for concurrent use.
type SequenceTrainer struct {
	*Trainer
	// Margin is by how much the right label has to win: while learning, wrong
	// labels start that much ahead (Taskar et al. 2003). 0 is the plain perceptron.
	Margin  int32
	lattice *Lattice
}

// NewSequenceTrainer returns a trainer for BIO labels; see Sequence.
func NewSequenceTrainer(labels []string) (*SequenceTrainer, error) {
	t, err := NewTrainer(labels)
	if err != nil {
		return nil, err
	}
	return &SequenceTrainer{Trainer: t, lattice: NewSequence(t).Lattice()}, nil
}

// Learn decodes one sequence, given the features and the right label of each
// token, and moves the weights by "by" where it went wrong. It returns the
// number of wrong labels.
func (t *SequenceTrainer) Learn(features [][]Feature, gold []uint8, by int32) (wrong int) {
	l := t.lattice
	l.sequence.refresh()
	l.Reset()
	for _, f := range features {
		l.Add(f)
	}
	if t.Margin != 0 {
		l.handicap(gold, t.Margin)
	}
	path := l.Decode()
	t.Step()
	start := len(t.labels)
	goldBefore, pathBefore := start, start
	for i, want := range gold {
		got := path[i]
		if got != want {
			wrong++
			t.Update(features[i], int(want), by)
			t.Update(features[i], int(got), -by)
		}
		if got != want || goldBefore != pathBefore {
			t.Trainer.Update([]Feature{transition(goldBefore)}, int(want), by)
			t.Trainer.Update([]Feature{transition(pathBefore)}, int(got), -by)
		}
		goldBefore, pathBefore = int(want), int(got)
	}
	return wrong
}

// handicap puts all labels but the right ones ahead by margin.
func (l *Lattice) handicap(gold []uint8, margin int32) {
	for i, want := range gold {
		n := l.sequence.labels
		emissions := l.emissions[i*n : (i+1)*n]
		for label := range emissions {
			if label != int(want) {
				emissions[label] += margin
			}
		}
	}
}
