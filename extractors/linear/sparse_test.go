package linear

import (
	"bytes"
	"math"
	"testing"
)

// sparseExamples are of two labels, told by one feature three times out of
// four, among as many features of chance as there are examples.
func sparseExamples(n int) []Example {
	random := NewRandom(1)
	examples := make([]Example, n)
	for i := range examples {
		gold := uint8(i % 2)
		told := gold
		if i%8 < 2 {
			told = 1 - gold
		}
		examples[i] = Example{Gold: gold, Features: []Feature{
			One(1, uint64(told)), One(2, uint64(random.Intn(n))), One(2, uint64(random.Intn(n))), One(2, uint64(random.Intn(n))),
		}}
	}
	return examples
}

func TestFitSparse(t *testing.T) {
	examples := sparseExamples(2000)
	settings := Sparse{Epochs: 10, Rate: 0.3, Doubt: 12, MinCount: 2, Seed: 1}
	m, err := FitSparse([]string{"no", "yes"}, examples, settings)
	if err != nil {
		t.Fatal(err)
	}
	var scores Scores
	var p [2]float64
	for told := range uint64(2) {
		m.Score([]Feature{One(1, told)}, &scores)
		m.Probabilities(&scores, []uint8{0, 1}, p[:])
		if math.Abs(p[told]-0.75) > 0.06 {
			t.Errorf("told %d: probability %.2f, want about 0.75", told, p[told])
		}
	}
	settings.Doubt = 0
	dense, err := FitSparse([]string{"no", "yes"}, examples, settings)
	if err != nil {
		t.Fatal(err)
	}
	if m.Size()*5 > dense.Size() {
		t.Errorf("%d features with doubt, %d without; want a fifth at most", m.Size(), dense.Size())
	}
}

func TestFitSparseAllowed(t *testing.T) {
	var examples []Example
	for i := range 90 {
		gold := uint8(i % 3)
		examples = append(examples, Example{Gold: gold, Allowed: []uint8{gold, (gold + 1) % 3}, Features: []Feature{Bias(1)}, Weight: float32(1 + gold)})
	}
	m, err := FitSparse([]string{"a", "b", "c"}, examples, Sparse{Epochs: 5, Rate: 0.3, Dropout: 0.1, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	var scores Scores
	m.Score([]Feature{Bias(1)}, &scores)
	var p [2]float64
	m.Probabilities(&scores, []uint8{0, 2}, p[:])
	if p[1] <= p[0] {
		t.Errorf("c %.2f, a %.2f: examples of c count three times as much and end before a", p[1], p[0])
	}
}

func TestFitSparseSame(t *testing.T) {
	settings := Sparse{Epochs: 3, Rate: 0.3, Doubt: 1, Dropout: 0.5, MinCount: 2, Seed: 1}
	var files [2][]byte
	for i := range files {
		m, err := FitSparse([]string{"no", "yes"}, sparseExamples(500), settings)
		if err != nil {
			t.Fatal(err)
		}
		files[i] = m.Encode()
	}
	if !bytes.Equal(files[0], files[1]) {
		t.Error("the same examples and settings gave two models")
	}
}

// TestFitSparseMinWeight: weights below it are gone, the others are as without it.
func TestFitSparseMinWeight(t *testing.T) {
	settings := Sparse{Epochs: 3, Rate: 0.3, Doubt: 0.5, MinCount: 2, Seed: 1}
	whole, err := FitSparse([]string{"no", "yes"}, sparseExamples(500), settings)
	if err != nil {
		t.Fatal(err)
	}
	settings.MinWeight = 0.2
	cut, err := FitSparse([]string{"no", "yes"}, sparseExamples(500), settings)
	if err != nil {
		t.Fatal(err)
	}
	if cut.Size() >= whole.Size() {
		t.Errorf("%d features of %d are left", cut.Size(), whole.Size())
	}
	for told := range uint64(2) {
		f := One(1, told)
		for label := range 2 {
			want := whole.Weight(f, label)
			if math.Abs(float64(want)*whole.Unit()) < settings.MinWeight {
				want = 0
			}
			if got := cut.Weight(f, label); got != want {
				t.Errorf("told %d: weight of label %d is %d, want %d", told, label, got, want)
			}
		}
	}
}

func TestFitSparseLabels(t *testing.T) {
	for _, labels := range [][]string{nil, make([]string, MaxLabels+1)} {
		if _, err := FitSparse(labels, nil, Sparse{Epochs: 1}); err == nil {
			t.Errorf("%d labels: no error", len(labels))
		}
	}
}
