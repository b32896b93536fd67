package events

import "testing"

func TestTopTwo(t *testing.T) {
	var top topTwo
	for _, x := range []struct {
		name   int
		number float32
	}{{3, 0.2}, {7, 0.5}, {7, 0.6}, {3, 0.4}, {9, 0.1}} {
		top = top.with(x.name, x.number)
	}
	for name, want := range map[int]float32{7: 0.4, 3: 0.6, 9: 0.6, 1: 0.6} {
		if got := top.besides(name); got != want {
			t.Errorf("besides %d: %v, want %v", name, got, want)
		}
	}
}
