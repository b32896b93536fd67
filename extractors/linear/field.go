package linear

import (
	"cmp"
	"context"
	"fmt"
	"math"
)

// LabelSet is a set of labels, by 1<<label.
type LabelSet uint64

// FieldExample is a sequence to learn from.
type FieldExample struct {
	// Features of each token.
	Features [][]Feature
	// Right are the labels of each token that are right; more than one where the
	// annotation does not tell them apart.
	Right []LabelSet
	// Weight is how much the example counts; 0 means 1.
	Weight float64
	// Base, when set, is what another model gives each label of each token, in
	// FieldLearning.Unit.
	Base []int32
}

// FieldLearning says how to learn a field.
type FieldLearning struct {
	Logistic
	// Settling is how often all examples are gone through again after the
	// weights below MinWeight were dropped. The model has the means of the weights
	// after each of these rounds.
	Settling int
	// Runs is how often all of this is done, each time in another order and with
	// other features left out; the model has the means over the runs. 0 means once.
	Runs int
	// Unit, when set, is the unit of the model; else it is chosen to fit.
	Unit float64
	// Transitions, when set, are taken over from another model with the same
	// labels and left as they are.
	Transitions *Model
}

// FitField learns a conditional random field (Lafferty et al. 2001) whose
// model a Sequence decodes: the probability of a sequence of labels is the
// softmax of its score over all sequences. Where a token may have several
// right labels, their sum is raised (Bellare and McCallum 2007). The labels
// are as in NewSequence, at most 64. The same examples and settings give the
// same model.
func FitField(ctx context.Context, labels []string, examples []FieldExample, o FieldLearning) (*Model, error) {
	if len(labels) == 0 || len(labels) > 64 {
		return nil, fmt.Errorf("fit field: %d labels, want 1 to 64", len(labels))
	}
	f := newFieldFitter(labels, examples, o)
	random := NewRandom(o.Seed)
	for range max(o.Runs, 1) {
		if err := f.run(ctx, examples, random); err != nil {
			return nil, err
		}
	}
	f.average()
	return f.model(), nil
}

// fieldFitter holds the weights while they are learnt: a dense row of labels
// for each feature, and behind them the transitions, a row for each label
// before and one for the start.
type fieldFitter struct {
	o        FieldLearning
	labels   []string
	n        int
	features *featureIndex
	// rows are the rows of the features of each token of each example, -1 ends a token.
	rows [][]int32
	// weights and squares (sums of squared gradients) are rows of labels.
	weights, squares []float32
	// sums are those of the weights each time they were collected.
	sums        []float32
	collected   int
	transitions int
	before      [][]uint8
	final       []bool

	lattice fieldLattice
	kept    []int32
	scores  []float32
}

func newFieldFitter(labels []string, examples []FieldExample, o FieldLearning) *fieldFitter {
	n := len(labels)
	f := &fieldFitter{o: o, labels: labels, n: n, features: newFeatureIndex(), scores: make([]float32, n)}
	f.before, f.final = grammar(labels)
	for i := range examples {
		for _, token := range examples[i].Features {
			for _, x := range token {
				f.features.count(x)
			}
		}
	}
	rows := f.features.keep(int32(o.MinCount))
	f.rows = make([][]int32, len(examples))
	for i := range examples {
		size := 0
		for _, token := range examples[i].Features {
			size += len(token) + 1
		}
		all := make([]int32, 0, size)
		for _, token := range examples[i].Features {
			for _, x := range token {
				if row := f.features.row(x); row >= 0 {
					all = append(all, row)
				}
			}
			all = append(all, -1)
		}
		f.rows[i] = all
	}
	f.transitions = rows * n
	f.weights = make([]float32, (rows+n+1)*n)
	f.squares = make([]float32, (rows+n+1)*n)
	return f
}

// start sets the weights to where a run begins.
func (f *fieldFitter) start() {
	clear(f.weights)
	clear(f.squares)
	if f.o.Transitions != nil {
		f.takeTransitions(f.o.Transitions)
	}
}

// run learns the weights anew and collects them.
func (f *fieldFitter) run(ctx context.Context, examples []FieldExample, random *Random) error {
	f.start()
	for epoch := range f.o.Epochs + f.o.Settling {
		if epoch == f.o.Epochs {
			f.prune()
		}
		for _, i := range random.Perm(len(examples)) {
			f.learn(&examples[i], f.rows[i], random)
		}
		if epoch >= f.o.Epochs {
			f.collect()
		}
		if err := ctx.Err(); err != nil {
			return err
		}
	}
	if f.o.Settling == 0 {
		f.collect()
	}
	return nil
}

// never is a sum of squared gradients that lets a weight stay as it is.
var never = float32(math.Inf(1))

func (f *fieldFitter) takeTransitions(m *Model) {
	for p := range f.n + 1 {
		for y := range f.n {
			at := f.transitions + p*f.n + y
			f.weights[at] = float32(float64(m.Weight(transition(p), y)) * m.unit)
			f.squares[at] = never
		}
	}
}

// learn moves the weights along the gradient of one sequence.
func (f *fieldFitter) learn(e *FieldExample, rows []int32, random *Random) {
	l := &f.lattice
	l.reset(f, len(e.Features))
	rows = f.drop(rows, random)
	f.emit(e, rows)
	l.constrain(nil)
	l.expect(1)
	if !l.constrain(e.Right) {
		return // the annotation breaks the grammar of labels
	}
	l.expect(-1)
	f.descendAll(rows, cmp.Or(e.Weight, 1))
}

// drop leaves out features at random.
func (f *fieldFitter) drop(rows []int32, random *Random) []int32 {
	if f.o.Dropout == 0 {
		return rows
	}
	f.kept = f.kept[:0]
	limit := uint64(f.o.Dropout * (1 << 32))
	for _, row := range rows {
		if row < 0 || random.Uint64()>>32 >= limit {
			f.kept = append(f.kept, row)
		}
	}
	return f.kept
}

// emit computes the scores of each token's labels and of the transitions.
func (f *fieldFitter) emit(e *FieldExample, rows []int32) {
	l, n := &f.lattice, f.n
	for i := range e.Features {
		scores := f.scores
		clear(scores)
		for len(rows) > 0 {
			row := rows[0]
			rows = rows[1:]
			if row < 0 {
				break
			}
			w := f.weights[int(row)*n:][:len(scores)]
			for y := range scores {
				scores[y] += w[y]
			}
		}
		out := l.scores[i*n : (i+1)*n]
		for y, s := range scores {
			out[y] = float64(s)
			if e.Base != nil {
				out[y] += float64(e.Base[i*n+y]) * f.o.Unit
			}
		}
	}
	for i, w := range f.weights[f.transitions:] {
		l.jump[i] = math.Exp(float64(w))
	}
}

// descendAll follows the gradient that the lattice holds.
func (f *fieldFitter) descendAll(rows []int32, weight float64) {
	l, n := &f.lattice, f.n
	for i := range l.length {
		end := 0
		for rows[end] >= 0 {
			end++
		}
		for y, g := range l.gradient[i*n : (i+1)*n] {
			if math.Abs(g) >= negligible {
				f.descend(rows[:end], y, float32(g*weight))
			}
		}
		rows = rows[end+1:]
	}
	for i, g := range l.jumpGradient {
		if g != 0 {
			f.move(f.transitions+i, float32(g*weight))
		}
	}
}

func (f *fieldFitter) descend(rows []int32, label int, gradient float32) {
	for _, row := range rows {
		f.move(int(row)*f.n+label, gradient)
	}
}

// move is one step of AdaGrad.
func (f *fieldFitter) move(at int, gradient float32) {
	w, q := &f.weights[at], &f.squares[at]
	g := gradient + float32(f.o.Decay)**w
	*q += g * g
	*w -= float32(f.o.Rate) * g / (1e-3 + float32(math.Sqrt(float64(*q))))
}

// prune drops small weights of features for good.
func (f *fieldFitter) prune() {
	least := float32(f.o.MinWeight / (1 - f.o.Dropout))
	for i, w := range f.weights[:f.transitions] {
		if w < least && -w < least {
			f.weights[i], f.squares[i] = 0, never
		}
	}
}

// collect adds the weights as they are to the sums.
func (f *fieldFitter) collect() {
	if f.sums == nil {
		f.sums = make([]float32, len(f.weights))
	}
	for i, w := range f.weights {
		f.sums[i] += w
	}
	f.collected++
}

// average sets the weights to the means of those collected.
func (f *fieldFitter) average() {
	for i, sum := range f.sums {
		f.weights[i] = sum / float32(f.collected)
	}
}

// model packs the weights; those of features are made smaller by as much as
// more of them are summed than while learning.
func (f *fieldFitter) model() *Model {
	var kept []averagedRow
	add := func(x Feature, row []float32, by float64) {
		var weights []labelWeight
		for y, w := range row {
			if v := float64(w) * by; v != 0 && (f.o.Settling > 0 || math.Abs(v) > f.o.MinWeight) {
				weights = append(weights, labelWeight{uint8(y), v})
			}
		}
		if len(weights) > 0 {
			kept = append(kept, averagedRow{x.key(), weights})
		}
	}
	for x, row := range f.features.all() {
		add(x, f.weights[int(row)*f.n:][:f.n], 1-f.o.Dropout)
	}
	for p := range f.n + 1 {
		add(transition(p), f.weights[f.transitions+p*f.n:][:f.n], 1)
	}
	return packRows(f.labels, sortRows(kept), f.o.Unit)
}

// fieldLattice holds the sums over all sequences of labels of one example.
type fieldLattice struct {
	n, length int
	before    [][]uint8
	final     []bool
	// scores of the labels of each token, in logarithms.
	scores []float64
	// jump[p*n+l] is the factor of label l after p.
	jump []float64
	// allowed, forward and backward have a row of labels for each token.
	factors, forward, backward []float64
	gradient, jumpGradient     []float64
	scale                      []float64
}

func (l *fieldLattice) reset(f *fieldFitter, length int) {
	n := f.n
	l.n, l.length, l.before, l.final = n, length, f.before, f.final
	l.scores = sized(l.scores, length*n)
	l.factors = sized(l.factors, length*n)
	l.forward = sized(l.forward, length*n)
	l.backward = sized(l.backward, length*n)
	l.gradient = sized(l.gradient, length*n)
	l.jump = sized(l.jump, (n+1)*n)
	l.jumpGradient = sized(l.jumpGradient, (n+1)*n)
	l.scale = sized(l.scale, length)
	clear(l.gradient)
	clear(l.jumpGradient)
}

func sized(s []float64, n int) []float64 {
	if cap(s) < n {
		return make([]float64, n, n+n/2)
	}
	return s[:n]
}

// constrain runs forward and backward over the sequences with the right
// labels, or over all when right is nil. It returns false when there is none.
func (l *fieldLattice) constrain(right []LabelSet) bool {
	n := l.n
	for i := range l.length {
		scores, factors := l.scores[i*n:(i+1)*n], l.factors[i*n:(i+1)*n]
		top := math.Inf(-1)
		for y, s := range scores {
			if right == nil || right[i]>>y&1 != 0 {
				top = max(top, s)
			}
		}
		for y, s := range scores {
			if factors[y] = 0; right == nil || right[i]>>y&1 != 0 {
				factors[y] = math.Exp(s - top)
			}
		}
		if i == l.length-1 {
			for y := range factors {
				if !l.final[y] {
					factors[y] = 0
				}
			}
		}
	}
	for i := range l.length {
		total := 0.0
		for y := range n {
			sum := 0.0
			if factor := l.factors[i*n+y]; factor != 0 {
				for _, p := range l.before[y] {
					if int(p) == n {
						if i == 0 {
							sum += l.jump[n*n+y]
						}
					} else if i > 0 {
						sum += l.forward[(i-1)*n+int(p)] * l.jump[int(p)*n+y]
					}
				}
				sum *= factor
			}
			l.forward[i*n+y] = sum
			total += sum
		}
		if !(total > 0) {
			return false
		}
		for y := range n {
			l.forward[i*n+y] /= total
		}
		l.scale[i] = total
	}
	for i := l.length - 1; i >= 0; i-- {
		back := l.backward[i*n : (i+1)*n]
		clear(back)
		if i == l.length-1 {
			for y := range back {
				back[y] = 1
			}
			continue
		}
		for y := range n {
			v := l.factors[(i+1)*n+y] * l.backward[(i+1)*n+y] / l.scale[i+1]
			if v == 0 {
				continue
			}
			for _, p := range l.before[y] {
				if int(p) < n {
					back[p] += l.jump[int(p)*n+y] * v
				}
			}
		}
	}
	return true
}

// expect adds the expected labels and transitions to the gradient, times by.
func (l *fieldLattice) expect(by float64) {
	n := l.n
	for i := range l.forward[:l.length*n] {
		l.gradient[i] += by * l.forward[i] * l.backward[i]
	}
	for i := range l.length {
		for y := range n {
			v := by * l.factors[i*n+y] * l.backward[i*n+y] / l.scale[i]
			if v == 0 {
				continue
			}
			for _, p := range l.before[y] {
				at := int(p)*n + y
				if int(p) == n {
					if i == 0 {
						l.jumpGradient[at] += l.jump[at] * v
					}
				} else if i > 0 {
					l.jumpGradient[at] += l.forward[(i-1)*n+int(p)] * l.jump[at] * v
				}
			}
		}
	}
}
