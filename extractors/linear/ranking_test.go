package linear

import "testing"

// TestFitRanking learns to choose the option that is larger than its rivals,
// and none when all are small.
func TestFitRanking(t *testing.T) {
	option := func(size uint64) []Feature { return []Feature{One(1, size), One(2, size/3)} }
	none := []Feature{Bias(3)}
	random := NewRandom(7)
	draw := func() Ranking {
		e := Ranking{Options: [][]Feature{none}}
		largest := uint64(2)
		for i := 1; i <= 1+random.Intn(4); i++ {
			size := uint64(random.Intn(9))
			if e.Options = append(e.Options, option(size)); size > largest {
				largest, e.Gold = size, i
			}
		}
		return e
	}
	var examples []Ranking
	for range 3000 {
		examples = append(examples, draw())
	}
	m := FitRanking("right", examples, Logistic{Epochs: 10, Rate: 0.1, Dropout: 0.1, Seed: 1})
	right := 0
	for range 500 {
		e := draw()
		scores := make([]float64, len(e.Options))
		for i, features := range e.Options {
			var s Scores
			m.Score(features, &s)
			scores[i] = float64(s[0])
		}
		m.Softmax(scores)
		best, sum := 0, 0.0
		for i, p := range scores {
			if sum += p; p > scores[best] {
				best = i
			}
		}
		if sum < 0.999 || sum > 1.001 {
			t.Fatalf("probabilities %v sum up to %v", scores, sum)
		}
		if best == e.Gold {
			right++
		}
	}
	if right < 470 {
		t.Errorf("%d of 500 right, want 470 at least", right)
	}
}
