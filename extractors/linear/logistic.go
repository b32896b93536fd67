package linear

import (
	"cmp"
	"math"
	"slices"
)

// Logistic are the settings of models learnt by stochastic gradient with AdaGrad
// (Duchi et al. 2011): FitRanking and FitField.
type Logistic struct {
	// Epochs is how often all examples are gone through.
	Epochs int
	// Rate is the first step size; AdaGrad makes it smaller feature by feature.
	Rate float64
	// Decay pulls weights to zero at each update (L2).
	Decay float64
	// Dropout is the share of features left out of an example each time it is
	// gone through, at random, so that a decision does not hang on one of them
	// (Hinton et al. 2012).
	Dropout float64
	// MinCount drops features that occur in fewer examples.
	MinCount int
	// MinWeight drops weights that are smaller in absolute value.
	MinWeight float64
	// Seed decides the order of the examples.
	Seed uint64
}

// negligible is the probability below which a wrong label is not corrected.
const negligible = 1e-3

// fitter holds the weights while they are learnt: one dense row per feature.
type fitter struct {
	labels int
	o      Logistic
	index  map[Feature]int32
	// rows are the rows of each example's features.
	rows [][]int32
	// weights and squares (sums of squared gradients) are rows of labels.
	weights, squares []float32
}

func newFitter(labels int, examples []Example, o Logistic) *fitter {
	f := &fitter{labels: labels, o: o, index: map[Feature]int32{}}
	counts := map[Feature]int32{}
	for i := range examples {
		for _, x := range examples[i].Features {
			counts[x]++
		}
	}
	f.rows = make([][]int32, len(examples))
	for i := range examples {
		rows := make([]int32, 0, len(examples[i].Features))
		for _, x := range examples[i].Features {
			if counts[x] < int32(o.MinCount) {
				continue
			}
			row, ok := f.index[x]
			if !ok {
				row = int32(len(f.index))
				f.index[x] = row
			}
			rows = append(rows, row*int32(labels))
		}
		f.rows[i] = rows
	}
	f.weights = make([]float32, len(f.index)*labels)
	f.squares = make([]float32, len(f.index)*labels)
	return f
}

func (f *fitter) descend(rows []int32, label int32, gradient float32) {
	rate, decay := float32(f.o.Rate), float32(f.o.Decay)
	for _, row := range rows {
		w, q := &f.weights[row+label], &f.squares[row+label]
		g := gradient + decay**w
		*q += g * g
		*w -= rate * g / (1e-3 + float32(math.Sqrt(float64(*q))))
	}
}

// scale makes up for features that were left out while learning.
func (f *fitter) scale(by float32) {
	for i := range f.weights {
		f.weights[i] *= by
	}
}

// model packs the weights.
func (f *fitter) model(labels []string) *Model {
	var kept []averagedRow
	for x, row := range f.index {
		var weights []labelWeight
		for y, w := range f.weights[int(row)*f.labels : (int(row)+1)*f.labels] {
			if math.Abs(float64(w)) > f.o.MinWeight {
				weights = append(weights, labelWeight{uint8(y), float64(w)})
			}
		}
		if len(weights) > 0 {
			kept = append(kept, averagedRow{x.key(), weights})
		}
	}
	return packRows(labels, sortRows(kept), 0)
}

// sortRows puts rows in the order of their keys and joins those of one key.
func sortRows(rows []averagedRow) []averagedRow {
	slices.SortFunc(rows, func(a, b averagedRow) int { return cmp.Compare(a.key, b.key) })
	return mergeRows(rows)
}

// packRows quantizes rows, sorted by key, into a model. A unit of 0 is chosen
// so that the largest weight fits.
func packRows(labels []string, rows []averagedRow, unit float64) *Model {
	largest := 0.0
	for _, row := range rows {
		for _, w := range row.weights {
			largest = max(largest, math.Abs(w.weight))
		}
	}
	if unit == 0 {
		unit = max(largest, math.SmallestNonzeroFloat32) / (maxCode * maxCode)
	}
	m := &Model{labels: labels, unit: unit}
	b := newBuilder(len(rows), len(labels))
	for _, row := range rows {
		b.add(row.key, row.quantize(m.unit))
	}
	b.finish(m)
	return m
}

// Probabilities turns scores of a model learnt by FitSparse into the
// probabilities of the allowed labels; out has one place for each of them.
func (m *Model) Probabilities(scores *Scores, allowed []uint8, out []float64) {
	top := math.Inf(-1)
	for _, y := range allowed {
		top = max(top, float64(scores[y])*m.unit)
	}
	sum := 0.0
	for i, y := range allowed {
		out[i] = math.Exp(float64(scores[y])*m.unit - top)
		sum += out[i]
	}
	for i := range allowed {
		out[i] /= sum
	}
}
