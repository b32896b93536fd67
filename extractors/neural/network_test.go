package neural

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"gleaner/extractors/linear"
)

// either is a task that no linear model learns: one of two, not both.
func either() []Example {
	var all []Example
	for i := range 400 {
		a, b := i&1, i>>1&1
		e := Example{Gold: uint8(a ^ b)}
		e.Slots = []Slot{{Vector: []float32{float32(a), 1}, Key: uint32(a + 1)}, {}}
		if b == 1 {
			e.Features = []linear.Feature{linear.One(1, 7)}
		}
		all = append(all, e)
	}
	return all
}

var course = Course{Hidden: 16, Epochs: 40, Rate: 0.01, HiddenDropout: 0.1, MinCount: 2, Seed: 3}

func fit(t *testing.T) *Network {
	t.Helper()
	n, err := Fit([]string{"no", "yes"}, 2, either(), course)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func wrong(n *Network) (count int) {
	var s Scratch
	var p [2]float64
	for _, e := range either() {
		n.Probabilities(e.Input, nil, &s, p[:])
		if p[e.Gold] < 0.5 {
			count++
		}
	}
	return count
}

func TestFitLearnsWhatNoLinearModelCan(t *testing.T) {
	if n := wrong(fit(t)); n > 0 {
		t.Errorf("%d of 400 examples are decided wrongly", n)
	}
}

func TestFitIsRepeatable(t *testing.T) {
	if !bytes.Equal(fit(t).Encode(), fit(t).Encode()) {
		t.Error("two runs gave different bytes")
	}
}

// TestFileHoldsWhatWasLearnt: what is measured after Fit holds for the file.
func TestFileHoldsWhatWasLearnt(t *testing.T) {
	learnt := fit(t)
	read, err := Open(learnt.Encode())
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(read.features, learnt.features) {
		t.Error("features are read otherwise")
	}
	for k, m := range read.matrices() {
		for i, w := range m.weights {
			if was := learnt.matrices()[k].weights[i]; math.Abs(float64(w-was)) > 1e-6*math.Abs(float64(was)) {
				t.Fatalf("weight %d of matrix %d was %v and is read as %v", i, k, was, w)
			}
		}
	}
}

func TestFileRoundTrip(t *testing.T) {
	file := fit(t).Encode()
	n, err := Open(file)
	if err != nil {
		t.Fatal(err)
	}
	if bad := wrong(n); bad > 0 {
		t.Errorf("after reading the file %d of 400 examples are decided wrongly", bad)
	}
	for cut := range file {
		if _, err := Open(file[:cut]); err == nil {
			t.Fatalf("a file cut to %d of %d bytes was read", cut, len(file))
		}
	}
}

// TestRunsScoreByTheirMean: a network of two runs says what both say on average.
func TestRunsScoreByTheirMean(t *testing.T) {
	score := func(c Course, e Example) []float32 {
		n, err := Fit([]string{"no", "yes"}, 2, either(), c)
		if err != nil {
			t.Fatal(err)
		}
		var s Scratch
		n.score(e.Input, &s)
		return s.scores
	}
	first, second, both := course, course, course
	second.Seed++
	both.Runs = 2
	for _, e := range either()[:4] {
		a, b, got := score(first, e), score(second, e), score(both, e)
		for i := range got {
			if want := (a[i] + b[i]) / 2; math.Abs(float64(got[i]-want)) > 0.05*(1+math.Abs(float64(want))) {
				t.Errorf("label %d scores %v, the runs' mean is %v", i, got[i], want)
			}
		}
	}
}

func TestFitWantsUnitsInEights(t *testing.T) {
	if _, err := Fit([]string{"no"}, 2, nil, Course{Hidden: 12}); err == nil || !strings.Contains(err.Error(), "12 hidden units, want a multiple of 8") {
		t.Errorf("12 hidden units gave %v", err)
	}
}

func TestScratchForgets(t *testing.T) {
	a := fit(t)
	c := course
	c.Seed++
	b, err := Fit([]string{"no", "yes"}, 2, either(), c)
	if err != nil {
		t.Fatal(err)
	}
	input := func(x float32, lasting bool) Input {
		return Input{Slots: []Slot{{Vector: []float32{x, 1}, Key: 5, Lasting: lasting}, {}}}
	}
	ask := func(n *Network, in Input, s *Scratch) float64 {
		var p [2]float64
		n.Probabilities(in, nil, s, p[:])
		return p[1]
	}
	var s Scratch
	for _, n := range []*Network{a, b, a} { // each network makes something else of a slot
		for _, x := range []float32{1, 0} { // a key that does not last is free after Forget
			if got, want := ask(n, input(x, false), &s), ask(n, input(x, false), new(Scratch)); got != want {
				t.Errorf("remembered %v, fresh %v", got, want)
			}
			s.Forget()
		}
		first := ask(n, input(1, true), &s)
		s.Forget()
		if ask(n, input(0, true), &s) != first {
			t.Error("a lasting key was forgotten")
		}
	}
}

func TestRowTable(t *testing.T) {
	random := linear.NewRandom(3)
	for _, n := range []int{0, 1, 2, 7, 1000} {
		var keys []uint32
		for range n {
			keys = append(keys, uint32(random.Uint64()))
		}
		if n > 1 {
			keys[0], keys[1] = 0, math.MaxUint32
		}
		rows := map[uint32]int32{}
		for row, key := range keys {
			rows[key] = int32(row)
		}
		table := newRowTable(keys)
		for key, row := range rows {
			if got := table.row(key); got != row {
				t.Errorf("of %d: row %d of key %d, want %d", n, got, key, row)
			}
			if _, known := rows[key+1]; !known && table.row(key+1) != -1 {
				t.Errorf("of %d: the unknown key %d has row %d", n, key+1, table.row(key+1))
			}
		}
	}
}

func TestAllowedLabels(t *testing.T) {
	n := fit(t)
	var s Scratch
	var p [1]float64
	n.Probabilities(either()[0].Input, []uint8{1}, &s, p[:])
	if p[0] != 1 {
		t.Errorf("the only allowed label has the probability %v", p[0])
	}
}

func BenchmarkProbabilities(b *testing.B) {
	shape := Shape{Slots: 8, Width: 100, Hidden: 128, Labels: 38}
	vector := make([]float32, shape.Width)
	for i := range vector {
		vector[i] = float32(i%7) / 7
	}
	e := Example{}
	for range shape.Slots {
		e.Slots = append(e.Slots, Slot{Vector: vector})
	}
	n, err := Fit(make([]string, shape.Labels), shape.Width, []Example{e}, Course{Hidden: shape.Hidden, Epochs: 1, Rate: 0.01})
	if err != nil {
		b.Fatal(err)
	}
	var s Scratch
	p := make([]float64, shape.Labels)
	b.ReportAllocs()
	for b.Loop() {
		n.Probabilities(e.Input, nil, &s, p)
	}
}

func BenchmarkFit(b *testing.B) {
	const labels, width = 38, 100
	r := linear.NewRandom(1)
	examples := make([]Example, 2000)
	for i := range examples {
		e := Example{Gold: uint8(r.Intn(labels))}
		e.Slots = make([]Slot, 8)
		for s := range 6 { // the others are empty, as where there is no tree
			e.Slots[s].Vector = make([]float32, width)
			for j := range width {
				e.Slots[s].Vector[j] = float32(r.Float64() - 0.5)
			}
		}
		examples[i] = e
	}
	course := Course{Hidden: 192, Epochs: 1, Rate: 0.002, InputDropout: 0.2, HiddenDropout: 0.4, Seed: 1}
	for b.Loop() {
		if _, err := Fit(make([]string, labels), width, examples, course); err != nil {
			b.Fatal(err)
		}
	}
}

// TestViewsOfOneDecision: the errors are the gradient of the loss by the scores.
func TestViewsOfOneDecision(t *testing.T) {
	view := Example{Input: Input{Features: []linear.Feature{linear.One(1, 7)}}, Gold: 2}
	joined := view
	joined.Joined = true
	examples := []Example{view, joined, joined, view}
	c := course
	c.OwnLoss = 0.3
	f := newFitter([]string{"a", "b", "c"}, 2, examples, c)
	f.begin()
	for _, d := range decisions(examples) {
		f.take(d, batchSize)
	}
	scores := []float32{0.3, -1, 0.2, 2, 0.1, -0.4, 0, 0.7, 1.1, -0.2, 0.5, 0.9}
	loss := func(scores []float32) (sum float64) {
		cross := func(s []float32) float64 {
			p := make([]float64, len(s))
			softmax(s, nil, p)
			return -math.Log(p[2])
		}
		pooled := make([]float32, 3)
		for i := range 9 {
			pooled[i%3] += scores[i] / float32(math.Sqrt(3))
		}
		own := cross(scores[:3]) + cross(scores[3:6]) + cross(scores[6:9])
		return 0.7*cross(pooled) + 0.3*own + cross(scores[9:])
	}
	copy(f.scores, scores)
	f.errors(examples)
	for i := range scores {
		const step = 1e-2
		was := scores[i]
		scores[i] = was + step
		above := loss(scores)
		scores[i] = was - step
		below := loss(scores)
		scores[i] = was
		if want := (above - below) / (2 * step); math.Abs(want-float64(f.scores[i])) > 1e-3 {
			t.Errorf("score %d: error %.4f, want %.4f", i, f.scores[i], want)
		}
	}
}

func TestDecisions(t *testing.T) {
	examples := make([]Example, maxViews+5)
	for i := 2; i < len(examples); i++ {
		examples[i].Joined = i != 3
	}
	got := decisions(examples)
	want := []decision{{0, 1}, {1, 3}, {3, 3 + maxViews}}
	if !slices.Equal(got, want) {
		t.Errorf("decisions are %v, want %v", got, want)
	}
}
