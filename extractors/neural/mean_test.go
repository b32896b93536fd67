package neural

import "testing"

func TestMean(t *testing.T) {
	for _, tt := range []struct {
		tail, want float64
	}{
		{0, 15},      // the last weights
		{0.25, 13.5}, // of the last four of sixteen steps
		{1, 7.5},
	} {
		w := []float32{0}
		m := newMean([][]float32{w}, Course{Epochs: 2, Tail: tt.tail})
		for step := range 2 * meansPerEpoch {
			w[0] = float32(step)
			m.see(float64(step) / float64(2*meansPerEpoch))
		}
		m.put()
		if float64(w[0]) != tt.want {
			t.Errorf("tail %v: mean %v, want %v", tt.tail, w[0], tt.want)
		}
	}
}
