package linear

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

var bio = []string{"O", "B-x", "I-x", "B-y", "I-y"}

// TestSequenceLearns teaches that words after a "b" go on until an "o".
func TestSequenceLearns(t *testing.T) {
	trainer, err := NewSequenceTrainer(bio)
	if err != nil {
		t.Fatal(err)
	}
	sentences := []struct {
		words string
		gold  []uint8
	}{
		{"oxiio", []uint8{0, 1, 2, 2, 0}},
		{"yiiox", []uint8{3, 4, 4, 0, 1}},
		{"xiyio", []uint8{1, 2, 3, 4, 0}},
		{"ooo", []uint8{0, 0, 0}},
	}
	for range 30 {
		for _, s := range sentences {
			trainer.Learn(wordFeatures(s.words), s.gold, 1)
		}
	}
	sequence := NewSequence(trainer.Model(Packing{}))
	for _, s := range append(sentences, struct {
		words string
		gold  []uint8
	}{"oyixiioo", []uint8{0, 3, 4, 1, 2, 2, 0, 0}}) {
		lattice := sequence.Lattice()
		for _, f := range wordFeatures(s.words) {
			lattice.Add(f)
		}
		if got := lattice.Decode(); !slices.Equal(got, s.gold) {
			t.Errorf("%s: got %v, want %v", s.words, got, s.gold)
		}
		lattice.Release()
	}
}

func wordFeatures(words string) [][]Feature {
	var all [][]Feature
	for i := range words {
		all = append(all, []Feature{Bias(0), One(1, uint64(words[i]))})
	}
	return all
}

// fixedScorer gives each feature below n the scores of a table, and the
// transitions those of another.
type fixedScorer struct{ emissions, transitions [][]int32 }

func (f fixedScorer) Labels() []string { return bio }

func (f fixedScorer) Score(features []Feature, scores *Scores) {
	if i := int(features[0]); i >= 0 && i < len(f.emissions) {
		copy(scores[:], f.emissions[i])
		return
	}
	for p := range f.transitions {
		if features[0] == transition(p) {
			copy(scores[:], f.transitions[p])
		}
	}
}

// TestDecodeIsBest compares Viterbi with trying every sequence.
func TestDecodeIsBest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := rapid.SliceOfN(rapid.Int32Range(-1000, 1000), len(bio), len(bio))
		f := fixedScorer{
			emissions:   rapid.SliceOfN(row, 1, 5).Draw(t, "emissions"),
			transitions: rapid.SliceOfN(row, len(bio)+1, len(bio)+1).Draw(t, "transitions"),
		}
		lattice := NewSequence(f).Lattice()
		for i := range f.emissions {
			lattice.Add([]Feature{Feature(i)})
		}
		path := lattice.Decode()
		got, ok := f.score(path)
		if !ok {
			t.Fatalf("%v is not BIO", path)
		}
		if want := f.best(nil); got != want {
			t.Fatalf("%v scores %d, the best %d", path, got, want)
		}
	})
}

// score is the sum along a path; ok is false when it is not BIO.
func (f fixedScorer) score(path []uint8) (sum int32, ok bool) {
	before := len(bio)
	for i, l := range path {
		if before == len(bio) && continues(bio[l]) || before < len(bio) && !mayFollow(bio[l], bio[before], bio) {
			return 0, false
		}
		sum += f.emissions[i][l] + f.transitions[before][l]
		before = int(l)
	}
	return sum, true
}

// best tries every path.
func (f fixedScorer) best(path []uint8) int32 {
	if len(path) == len(f.emissions) {
		if sum, ok := f.score(path); ok {
			return sum
		}
		return impossible
	}
	top := int32(impossible)
	for l := range bio {
		top = max(top, f.best(append(slices.Clone(path), uint8(l))))
	}
	return top
}

func TestDecodeLongAndEmpty(t *testing.T) {
	f := fixedScorer{emissions: [][]int32{{1 << 24, -1 << 24, 0, 0, 0}}, transitions: make([][]int32, len(bio)+1)}
	for i := range f.transitions {
		f.transitions[i] = make([]int32, len(bio))
	}
	lattice := NewSequence(f).Lattice()
	if got := lattice.Decode(); len(got) != 0 {
		t.Errorf("empty sequence gives %v", got)
	}
	for range 100_000 {
		lattice.Add([]Feature{0})
	}
	for i, l := range lattice.Decode() {
		if l != 0 {
			t.Fatalf("label %d at %d: scores overflowed", l, i)
		}
	}
}
