package neural

import (
	"bytes"
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
