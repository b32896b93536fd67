package linear

import (
	"context"
	"math"
	"slices"
	"testing"
)

// fieldLabels has labels for ends.
var fieldLabels = []string{"O", "B-a", "I-a", "L-a", "U-a", "B-b", "I-b", "L-b", "U-b"}

func right(labels ...int) (sets []LabelSet) {
	for _, l := range labels {
		sets = append(sets, 1<<l)
	}
	return sets
}

func tokens(words ...uint64) (features [][]Feature) {
	for _, w := range words {
		features = append(features, []Feature{Bias(0), One(1, w)})
	}
	return features
}

func TestFitField(t *testing.T) {
	const x, one, many, end = 1, 2, 3, 4
	examples := []FieldExample{
		{Features: tokens(x, one, x), Right: right(0, 4, 0)},
		{Features: tokens(many, end), Right: right(5, 7)},
		{Features: tokens(x, many, many, end, x, one), Right: right(0, 5, 6, 7, 0, 4)},
		// Of these only the position is known.
		{Features: tokens(one), Right: []LabelSet{1<<4 | 1<<8}},
		// These labels break the grammar and teach nothing.
		{Features: tokens(x, x), Right: right(3, 1)},
	}
	o := FieldLearning{Logistic: Logistic{Epochs: 40, Rate: 0.3, MinCount: 1, Seed: 1}, Settling: 2, Runs: 2}
	fit := func() *Model {
		m, err := FitField(context.Background(), fieldLabels, examples, o)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	model := fit()
	lattice := NewSequence(model).Lattice()
	defer lattice.Release()
	for _, f := range tokens(one, x, many, many, many, end) {
		lattice.Add(f)
	}
	if got, want := lattice.Decode(), []uint8{4, 0, 5, 6, 6, 7}; !slices.Equal(got, want) {
		t.Errorf("decoded %v, want %v", got, want)
	}
	if !slices.Equal(model.Encode(), fit().Encode()) {
		t.Error("fitting twice gives different models")
	}
	if _, err := FitField(context.Background(), make([]string, 65), nil, o); err == nil {
		t.Error("65 labels were accepted")
	}
}

// TestFieldGradient compares the gradient with differences of the likelihood,
// which is summed over all paths one by one.
func TestFieldGradient(t *testing.T) {
	e := FieldExample{Features: tokens(1, 2, 3), Right: []LabelSet{1<<0 | 1<<1, 1<<0 | 1<<2 | 1<<3, 1<<0 | 1<<3 | 1<<4}}
	f := newFieldFitter(fieldLabels[:5], []FieldExample{e}, FieldLearning{Logistic: Logistic{MinCount: 1}})
	random := NewRandom(7)
	for i := range f.weights {
		f.weights[i] = float32(random.Float64() - 0.5)
	}
	likelihood := func() float64 { return math.Log(f.sum(e, true)) - math.Log(f.sum(e, false)) }
	f.lattice.reset(f, 3)
	f.emit(&e, f.rows[0])
	f.lattice.constrain(nil)
	f.lattice.expect(1)
	f.lattice.constrain(e.Right)
	f.lattice.expect(-1)
	check := func(what string, at int, got float64) {
		t.Helper()
		const h = 1e-2
		was := f.weights[at]
		f.weights[at] = was + h
		up := likelihood()
		f.weights[at] = was - h
		down := likelihood()
		f.weights[at] = was
		if want := -(up - down) / (2 * h); math.Abs(got-want) > 1e-3 {
			t.Errorf("%s: gradient %.5f, want %.5f", what, got, want)
		}
	}
	n := f.n
	for i := range e.Features {
		row := int(f.features.row(e.Features[i][1]))
		for y := range n {
			check("label "+f.labels[y], row*n+y, f.lattice.gradient[i*n+y])
		}
	}
	for i, got := range f.lattice.jumpGradient {
		check("transition", f.transitions+i, got)
	}
}

// sum adds up all sequences that the grammar allows, or those that are right.
func (f *fieldFitter) sum(e FieldExample, onlyRight bool) (total float64) {
	var add func(i, previous int, factor float64)
	add = func(i, previous int, factor float64) {
		if i == len(e.Features) {
			if f.final[previous] {
				total += factor
			}
			return
		}
		for y := range f.n {
			if onlyRight && e.Right[i]>>y&1 == 0 || !slices.Contains(f.before[y], uint8(previous)) {
				continue
			}
			score := f.weights[f.transitions+previous*f.n+y]
			for _, x := range e.Features[i] {
				score += f.weights[int(f.features.row(x))*f.n+y]
			}
			add(i+1, y, factor*math.Exp(float64(score)))
		}
	}
	add(0, f.n, 1)
	return total
}
