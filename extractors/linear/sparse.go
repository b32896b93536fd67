package linear

import (
	"fmt"
	"math"
)

// Example is one decision to learn from.
type Example struct {
	Features []Feature
	// Allowed are the labels to choose from, nil for all.
	Allowed []uint8
	// Gold is the right label.
	Gold uint8
	// Weight is how much the example counts; 0 means 1.
	Weight float32
}

// Sparse are the settings of FitSparse.
type Sparse struct {
	// Epochs is how often all examples are gone through.
	Epochs int
	// Rate is the first step size; it falls weight by weight with the gradients
	// that have been seen (alpha of the paper, whose beta is 1).
	Rate float64
	// Doubt is how much evidence a weight needs to be more than nothing: the sum
	// of its gradients that it must outweigh (L1).
	Doubt float64
	// Dropout is the share of features left out of an example each time it is
	// gone through, at random (Hinton et al. 2012).
	Dropout float64
	// MinCount drops features that occur in fewer examples.
	MinCount int
	// MinWeight drops weights that are smaller in absolute value in the end.
	MinWeight float64
	// Seed decides the order of the examples and what is left out.
	Seed uint64
}

// FitSparse learns a multinomial logistic regression most weights of which are
// zero, by FTRL-proximal (McMahan et al. 2013), so that the softmax of scores
// times Unit (see Probabilities) estimates probabilities. The model is several
// times smaller than one whose small weights are cut off afterwards is, at the
// same loss. The same examples and settings give the same model.
func FitSparse(labels []string, examples []Example, o Sparse) (*Model, error) {
	if len(labels) == 0 || len(labels) > MaxLabels {
		return nil, fmt.Errorf("fit: %d labels, want 1 to %d", len(labels), MaxLabels)
	}
	f := newSparseFitter(len(labels), examples, o)
	random := NewRandom(o.Seed)
	var kept []int32
	for range o.Epochs {
		for _, i := range random.Perm(len(examples)) {
			kept = kept[:0]
			for _, row := range f.rows[i] {
				if random.Float64() >= o.Dropout {
					kept = append(kept, row)
				}
			}
			f.step(&examples[i], kept)
		}
	}
	f.scale(float32(1 - o.Dropout))
	m := f.model(labels)
	if o.MinWeight > 0 {
		m = m.Pruned(o.MinWeight)
	}
	return m, nil
}

// sparseFitter is a fitter that works weights out anew at each step.
type sparseFitter struct {
	*fitter
	o Sparse
	// pull is, for each weight, the sum of gradients less what holds it where it
	// was (z of the paper).
	pull   []float32
	scores []float64
	all    []uint8 // labels
}

func newSparseFitter(labels int, examples []Example, o Sparse) *sparseFitter {
	f := &sparseFitter{fitter: newFitter(labels, examples, Logistic{MinCount: o.MinCount}), o: o, scores: make([]float64, labels)}
	f.pull = make([]float32, len(f.weights))
	for i := range labels {
		f.all = append(f.all, uint8(i))
	}
	return f
}

// step moves the weights along the gradient of one example.
func (f *sparseFitter) step(e *Example, rows []int32) {
	allowed := e.Allowed
	if allowed == nil {
		allowed = f.all
	}
	top := math.Inf(-1)
	for _, y := range allowed {
		s := 0.0
		for _, row := range rows {
			s += float64(f.weights[row+int32(y)])
		}
		f.scores[y] = s
		top = max(top, s)
	}
	sum := 0.0
	for _, y := range allowed {
		f.scores[y] = math.Exp(f.scores[y] - top)
		sum += f.scores[y]
	}
	weight := float64(e.Weight)
	if weight == 0 {
		weight = 1
	}
	for _, y := range allowed {
		gradient := f.scores[y] / sum
		if y == e.Gold {
			gradient--
		}
		if math.Abs(gradient) < negligible {
			continue
		}
		f.descend(rows, int32(y), float32(gradient*weight))
	}
}

// descend moves the weights of a label in rows along the gradient of its score.
func (f *sparseFitter) descend(rows []int32, label int32, gradient float32) {
	rate, doubt := float32(f.o.Rate), float32(f.o.Doubt)
	for _, row := range rows {
		at := row + label
		before := sqrt(f.squares[at])
		f.squares[at] += gradient * gradient
		after := sqrt(f.squares[at])
		z := f.pull[at] + gradient - (after-before)/rate*f.weights[at]
		f.pull[at] = z
		switch {
		case z > doubt:
			f.weights[at] = (doubt - z) * rate / (1 + after)
		case z < -doubt:
			f.weights[at] = (-doubt - z) * rate / (1 + after)
		default:
			f.weights[at] = 0
		}
	}
}

func sqrt(x float32) float32 { return float32(math.Sqrt(float64(x))) }
