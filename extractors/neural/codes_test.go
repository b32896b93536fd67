package neural

import (
	"math"
	"testing"

	"gleaner/extractors/linear"
)

// matrixOf has random rows, the last with weights too large for a code.
func matrixOf(rows, width int) []float32 {
	random := linear.NewRandom(5)
	w := make([]float32, rows*width)
	for i := range w {
		w[i] = float32(random.Float64() - 0.5)
	}
	w[len(w)-1], w[len(w)-2] = 90, -90
	return w
}

// TestCodesAreWeightsInSteps: a weight is off by half a step at most, if it is
// not beyond the largest code.
func TestCodesAreWeightsInSteps(t *testing.T) {
	weights := matrixOf(2000, 16)
	c := encode(weights, 16)
	for i, w := range weights {
		got := float64(c.unit) * float64(int(c.bytes[i])-noSteps)
		want := max(-127*float64(c.unit), min(127*float64(c.unit), float64(w)))
		if math.Abs(got-want) > float64(c.unit)*0.5001 {
			t.Fatalf("weight %d is %v, written as %v in steps of %v", i, w, got, c.unit)
		}
	}
}

func TestRowsOfCodesAddUp(t *testing.T) {
	const width = 24
	c := encode(matrixOf(300, width), width)
	var lanes []uint64
	for _, n := range []int{0, 1, 3, laneRows, laneRows + 1, 3 * laneRows} {
		var rows []int32
		want, got := make([]float64, width), make([]float32, width)
		for i := range n {
			row := int32(299 - i%2) // also the largest codes, so that lanes fill up
			rows = append(rows, row)
			for j := range want {
				want[j] += float64(c.unit) * float64(int(c.bytes[int(row)*width+j])-noSteps)
			}
		}
		c.addRows(rows, &lanes, got)
		for j := range want {
			if math.Abs(float64(got[j])-want[j]) > 1e-3*(1+math.Abs(want[j])) {
				t.Errorf("%d rows: number %d is %v, want %v", n, j, got[j], want[j])
			}
		}
	}
}

func TestCodesOfNothing(t *testing.T) {
	for _, weights := range [][]float32{nil, make([]float32, 16)} {
		c := encode(weights, 8)
		sum := make([]float32, 8)
		var lanes []uint64
		if len(weights) > 0 {
			c.addRows([]int32{0, 1}, &lanes, sum)
		}
		for _, x := range sum {
			if x != 0 {
				t.Errorf("weights of nought add up to %v", x)
			}
		}
	}
}

func BenchmarkAddRows(b *testing.B) {
	const width = 192
	c := encode(matrixOf(20000, width), width)
	rows := make([]int32, 40)
	random := linear.NewRandom(1)
	var lanes []uint64
	into := make([]float32, width)
	for b.Loop() {
		for i := range rows {
			rows[i] = int32(random.Intn(20000))
		}
		c.addRows(rows, &lanes, into)
	}
}
