package linear

import "math"

// Ranking is a choice among any number of options to learn from.
type Ranking struct {
	// Options are the features of each option.
	Options [][]Feature
	// Gold is the right option.
	Gold int
	// Weight is how much the example counts; 0 means 1.
	Weight float32
}

// FitRanking learns a conditional logit: a model of one label whose scores,
// times Unit, give by softmax over the options the probability that each is
// the right one (see Softmax). Dropout leaves out the same features of
// all options. The same examples and settings give the same model.
func FitRanking(label string, examples []Ranking, o Logistic) *Model {
	var options []Example
	for i := range examples {
		for _, features := range examples[i].Options {
			options = append(options, Example{Features: features})
		}
	}
	r := ranker{fitter: newFitter(1, options, o), random: NewRandom(o.Seed)}
	r.drawn, r.dropped = make([]int32, len(r.index)), make([]bool, len(r.index))
	first := make([]int, len(examples))
	for i, at := 1, 0; i < len(examples); i++ {
		at += len(examples[i-1].Options)
		first[i] = at
	}
	for range o.Epochs {
		for _, i := range r.random.Perm(len(examples)) {
			r.learn(&examples[i], r.rows[first[i]:first[i]+len(examples[i].Options)])
		}
	}
	r.scale(float32(1 - o.Dropout))
	return r.model([]string{label})
}

// ranker is a fitter of rankings.
type ranker struct {
	*fitter
	random *Random
	// drawn is the turn at which each row was last drawn, dropped whether it was
	// left out then; kept are the rows of each option that were not.
	turn    int32
	drawn   []int32
	dropped []bool
	kept    [][]int32
}

// learn moves the weights along the gradient of one example.
func (r *ranker) learn(e *Ranking, options [][]int32) {
	r.drop(options)
	scores, sum, top := make([]float64, len(options)), 0.0, math.Inf(-1)
	for i, rows := range r.kept {
		for _, row := range rows {
			scores[i] += float64(r.weights[row])
		}
		top = max(top, scores[i])
	}
	for i := range scores {
		scores[i] = math.Exp(scores[i] - top)
		sum += scores[i]
	}
	weight := float64(e.Weight)
	if weight == 0 {
		weight = 1
	}
	for i, rows := range r.kept {
		gradient := scores[i] / sum
		if i == e.Gold {
			gradient--
		}
		if math.Abs(gradient) >= negligible {
			r.descend(rows, 0, float32(gradient*weight))
		}
	}
}

// drop fills kept with the rows that are not left out.
func (r *ranker) drop(options [][]int32) {
	r.turn++
	for len(r.kept) < len(options) {
		r.kept = append(r.kept, nil)
	}
	r.kept = r.kept[:len(options)]
	for i, rows := range options {
		r.kept[i] = r.kept[i][:0]
		for _, row := range rows {
			if r.drawn[row] != r.turn {
				r.drawn[row] = r.turn
				r.dropped[row] = r.o.Dropout > 0 && r.random.Float64() < r.o.Dropout
			}
			if !r.dropped[row] {
				r.kept[i] = append(r.kept[i], row)
			}
		}
	}
}

// Softmax turns the scores of options by a model that FitRanking learnt into
// probabilities, in place.
func (m *Model) Softmax(scores []float64) {
	top, sum := math.Inf(-1), 0.0
	for i := range scores {
		scores[i] *= m.unit
		top = max(top, scores[i])
	}
	for i := range scores {
		scores[i] = math.Exp(scores[i] - top)
		sum += scores[i]
	}
	for i := range scores {
		scores[i] /= sum
	}
}
