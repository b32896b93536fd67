package boosted

import (
	"bytes"
	"errors"
	"math"
	"testing"

	"gleaner/extractors/linear"
)

// marbles are decisions that no sum of single numbers gets right: yes when the
// two first numbers lie on the same side of a half; the third is noise.
func marbles(n int) []Example {
	random := linear.NewRandom(5)
	examples := make([]Example, n)
	for i := range examples {
		x := []float32{float32(random.Float64()), float32(random.Float64()), float32(random.Intn(4))}
		examples[i] = Example{X: x, Gold: (x[0] > 0.5) == (x[1] > 0.5)}
	}
	return examples
}

var course = Course{Trees: 60, Leaves: 8, MinLeaf: 5, Rate: 0.2, Rows: 0.8, Columns: 0.9, Shrink: 1, Seed: 1}

func grow(t testing.TB, examples []Example, c Course) *Forest {
	t.Helper()
	f, err := Fit(3, examples, c)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestFit(t *testing.T) {
	f := grow(t, marbles(2000), course)
	right := 0
	unseen := marbles(3000)[2000:]
	for _, e := range unseen {
		if (f.Probability(e.X) > 0.5) == e.Gold {
			right++
		}
	}
	if share := float64(right) / float64(len(unseen)); share < 0.95 {
		t.Errorf("%.3f of the unseen examples are right, want 0.95", share)
	}
}

func TestFitScoresAsLearnt(t *testing.T) {
	examples := marbles(300)
	g := newGrower(3, examples, course)
	for range 10 {
		g.tree()
	}
	for i := range examples {
		if got := g.forest.score(examples[i].X); got-g.scores[i] > 1e-5 || g.scores[i]-got > 1e-5 {
			t.Fatalf("example %d scores %v, while learning %v", i, got, g.scores[i])
		}
	}
}

func TestLeafSetsSayTheSame(t *testing.T) {
	for _, trees := range []int{0, 1, 3, 4, 61} {
		c := course
		c.Trees = trees
		f := grow(t, marbles(500), c)
		if f.sets == nil {
			t.Fatal("the forest was not laid out")
		}
		xs := [][]float32{{0, 0, 0}, {-9, 2, 2.5}, {float32(math.Inf(1)), float32(math.Inf(-1)), 1}, {float32(math.NaN()), 0.5, 0}}
		for _, n := range f.nodes { // the values themselves are where a slip shows
			xs = append(xs, []float32{n.value, n.value, n.value})
		}
		for _, e := range marbles(300) {
			xs = append(xs, e.X)
		}
		for _, x := range xs {
			if got, want := f.sets.score(f.bias, x), f.score(x); got != want {
				t.Fatalf("%d trees say %v of %v, laid out %v", trees, want, x, got)
			}
		}
	}
}

func BenchmarkProbability(b *testing.B) {
	c := course
	c.Trees, c.Leaves = 300, 31
	f := grow(b, marbles(4000), c)
	x := marbles(256)
	b.Run("laid out", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			f.Probability(x[i&255].X)
		}
	})
	b.Run("plain", func(b *testing.B) {
		for i := 0; b.Loop(); i++ {
			f.score(x[i&255].X)
		}
	})
}

func TestReasons(t *testing.T) {
	f := grow(t, marbles(2000), course)
	x := []float32{0.9, 0.9, 2}
	weights := make([]float64, 3)
	f.Reasons(x, weights)
	roots := float64(f.bias)
	for _, r := range f.roots {
		roots += float64(f.nodes[r].answer)
	}
	if sum := roots + weights[0] + weights[1] + weights[2]; sum-f.score(x) > 1e-4 || f.score(x)-sum > 1e-4 {
		t.Errorf("the reasons sum up to %v, the score is %v", sum, f.score(x))
	}
	if weights[0]+weights[1] < 10*weights[2] {
		t.Errorf("the noise counts: %v", weights)
	}
}

func TestFitIsRepeatable(t *testing.T) {
	if a, b := grow(t, marbles(300), course), grow(t, marbles(300), course); !bytes.Equal(a.Encode(), b.Encode()) {
		t.Error("the same examples gave two forests")
	}
}

func TestFitOfLittle(t *testing.T) {
	for name, examples := range map[string][]Example{
		"nothing": nil, "one": marbles(1), "all alike": {{X: []float32{1, 1, 1}, Gold: true}, {X: []float32{1, 1, 1}}},
	} {
		t.Run(name, func(t *testing.T) {
			if p := grow(t, examples, course).Probability([]float32{1, 2, 3}); p <= 0 || p >= 1 {
				t.Errorf("probability %v", p)
			}
		})
	}
	if _, err := Fit(2, marbles(3), course); err == nil {
		t.Error("examples of another length were taken")
	}
}

func TestFormat(t *testing.T) {
	f := grow(t, marbles(300), course)
	file := f.Encode()
	again, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range marbles(50) {
		if again.Probability(e.X) != f.Probability(e.X) {
			t.Fatal("the forest read says something else than the one written")
		}
	}
	for cut := range len(file) {
		if _, err := Open(file[:cut]); !errors.Is(err, ErrDamaged) {
			t.Fatalf("cut to %d bytes: %v", cut, err)
		}
	}
}

func FuzzOpen(f *testing.F) {
	f.Add(grow(f, marbles(50), Course{Trees: 2, Leaves: 4, MinLeaf: 5, Rate: 0.2, Rows: 1, Columns: 1, Shrink: 1}).Encode())
	f.Fuzz(func(t *testing.T, file []byte) {
		forest, err := Open(file)
		if err == nil {
			forest.Probability(make([]float32, forest.Inputs()))
		}
	})
}
