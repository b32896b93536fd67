package neural

import (
	"fmt"
	"math"
	"slices"

	"gleaner/extractors/linear"
)

// Example is one decision to learn from.
type Example struct {
	Input
	// Allowed are the labels to choose from, nil for all.
	Allowed []uint8
	// Gold is the right label.
	Gold uint8
	// Joined says that this example and the one before it are views of one
	// decision: the scores of n views, added and divided by the root of n, are
	// those of the decision. No more than maxViews of it are looked at.
	Joined bool
	// Easy marks one of very many that teach little: each time the examples are
	// gone through, a share of the easy ones stands for all.
	Easy bool
}

// easyShare is the part of the easy examples that is gone through each time.
const easyShare = 3

// Course are the settings of Fit.
type Course struct {
	// Hidden is the number of hidden units of a run, a multiple of 8.
	Hidden int
	// Runs is how many networks are learnt that differ in their seeds alone, 0
	// for one. All together make the network: its scores are the means of theirs.
	Runs int
	// Epochs is how often all examples are gone through.
	Epochs int
	// Rate is the first step size of Adam; it falls to a fifth in the end.
	Rate float64
	// Decay shrinks weights by that part of the step size at each step.
	Decay float64
	// InputDropout and HiddenDropout are the shares of inputs and of hidden
	// units left out at random (Hinton et al. 2012).
	InputDropout, HiddenDropout float64
	// OwnLoss is the part of the loss that each view of a decision has for
	// itself; the rest is that of the decision.
	OwnLoss float64
	// MinCount drops features that occur in fewer examples.
	MinCount int
	// Seed decides the first weights, the order and what is left out; each
	// further run has the next one.
	Seed uint64
}

const (
	// batchSize is the number of examples a step is made of, fewer where an
	// epoch would have less than minSteps.
	batchSize = 64
	minSteps  = 32
	// maxViews is how many views of one decision are learnt from, the first of them.
	maxViews = 12
)

// decision is a range of examples: the views of one.
type decision struct{ from, end int }

func decisions(examples []Example) (all []decision) {
	for i := range examples {
		switch {
		case !examples[i].Joined || len(all) == 0:
			all = append(all, decision{i, i + 1})
		case i-all[len(all)-1].from < maxViews:
			all[len(all)-1].end = i + 1
		}
	}
	return all
}

// Fit learns a network by Adam (Kingma and Ba 2015) over the cross-entropy.
// The same examples and settings give the same network; without examples all
// labels are equally likely. Its weights are rounded as Encode writes them.
func Fit(labels []string, width int, examples []Example, c Course) (*Network, error) {
	if len(labels) == 0 || len(labels) > 256 {
		return nil, fmt.Errorf("fit network: %d labels, want 1 to 256", len(labels))
	}
	if c.Hidden%8 != 0 {
		return nil, fmt.Errorf("fit network: %d hidden units, want a multiple of 8", c.Hidden)
	}
	var keys []uint32
	var runs []*weights
	for range max(c.Runs, 1) {
		f := newFitter(labels, width, examples, c)
		f.run(examples)
		keys, runs = f.keys, append(runs, f.net)
		c.Seed++
	}
	return join(runs).network(labels, keys), nil
}

// run goes through the examples as often as the course says.
func (f *fitter) run(examples []Example) {
	c, all := f.course, decisions(examples)
	for epoch := range c.Epochs {
		order := slices.DeleteFunc(f.random.Perm(len(all)), func(d int) bool {
			return examples[all[d].from].Easy && f.random.Intn(easyShare) > 0
		})
		size := min(max(len(order)/minSteps, 1), batchSize)
		for i := 0; i < len(order); {
			done := (float64(epoch) + float64(i)/float64(len(order))) / float64(c.Epochs)
			f.rate = float32(c.Rate * (1 - 0.8*done))
			f.begin()
			for i < len(order) && f.take(all[order[i]], size) {
				i++
			}
			f.step(examples)
		}
	}
}

// fitter holds a network while it is learnt.
type fitter struct {
	net    *weights
	course Course
	random *linear.Random
	rate   float32
	time   int
	// keys are the known features by row, rows the feature rows of each example.
	keys []uint32
	rows [][]int32

	slots, bias, out, outBias parameter
	features                  parameter
	touched                   []int32

	// batch are the examples of a step, and views those of each decision, as
	// places in the batch.
	batch []int
	views []decision

	x, hidden, mask, delta, scores []float32
	kept                           [][]int32
	pooled                         []float32
	p                              []float64
	all                            []uint8
}

// parameter is a block of weights with its gradient and the moments of Adam.
type parameter struct{ w, g, m, v []float32 }

func newParameter(w []float32) parameter {
	return parameter{w, make([]float32, len(w)), make([]float32, len(w)), make([]float32, len(w))}
}

func newFitter(labels []string, width int, examples []Example, c Course) *fitter {
	slots := 0
	if len(examples) > 0 {
		slots = len(examples[0].Slots)
	}
	shape := Shape{Slots: slots, Width: width, Hidden: c.Hidden, Labels: len(labels)}
	f := &fitter{course: c, random: linear.NewRandom(c.Seed)}
	f.net = &weights{shape: shape}
	f.indexFeatures(examples)
	inputs := shape.Slots * width
	f.net.slots = f.normal(inputs*shape.Hidden, math.Sqrt(2/float64(max(inputs, 1))))
	f.net.features = f.normal(len(f.keys)*shape.Hidden, 0.05)
	f.net.bias = make([]float32, shape.Hidden)
	f.net.out = f.normal(shape.Hidden*shape.Labels, 0.01)
	f.net.outBias = make([]float32, shape.Labels)
	f.slots, f.features = newParameter(f.net.slots), newParameter(f.net.features)
	f.bias, f.out, f.outBias = newParameter(f.net.bias), newParameter(f.net.out), newParameter(f.net.outBias)
	f.x = make([]float32, batchSize*inputs)
	f.hidden, f.mask = make([]float32, batchSize*shape.Hidden), make([]float32, batchSize*shape.Hidden)
	f.delta = make([]float32, batchSize*shape.Hidden)
	f.scores, f.p = make([]float32, batchSize*shape.Labels), make([]float64, shape.Labels)
	f.pooled = make([]float32, shape.Labels)
	f.kept = make([][]int32, batchSize)
	for i := range labels {
		f.all = append(f.all, uint8(i))
	}
	return f
}

// indexFeatures gives each frequent feature a row.
func (f *fitter) indexFeatures(examples []Example) {
	counts := map[uint32]int{}
	for i := range examples {
		for _, x := range examples[i].Features {
			counts[key(x)]++
		}
	}
	rows := map[uint32]int32{}
	f.rows = make([][]int32, len(examples))
	for i := range examples {
		for _, x := range examples[i].Features {
			k := key(x)
			if counts[k] < f.course.MinCount {
				continue
			}
			row, ok := rows[k]
			if !ok {
				row = int32(len(rows))
				rows[k] = row
				f.keys = append(f.keys, k)
			}
			f.rows[i] = append(f.rows[i], row)
		}
	}
}

// normal returns n normally distributed numbers (Box and Muller 1958).
func (f *fitter) normal(n int, deviation float64) []float32 {
	w := make([]float32, n)
	for i := range w {
		u, v := 1-f.random.Float64(), f.random.Float64()
		w[i] = float32(deviation * math.Sqrt(-2*math.Log(u)) * math.Cos(2*math.Pi*v))
	}
	return w
}

// begin empties the batch.
func (f *fitter) begin() { f.batch, f.views = f.batch[:0], f.views[:0] }

// take adds a decision to the batch, unless that would have more examples than
// size then.
func (f *fitter) take(d decision, size int) bool {
	first := len(f.batch)
	if first > 0 && first+d.end-d.from > size {
		return false
	}
	for e := d.from; e < d.end; e++ {
		f.batch = append(f.batch, e)
	}
	f.views = append(f.views, decision{first, len(f.batch)})
	return true
}

// step moves the weights along the gradient of the batch.
func (f *fitter) step(examples []Example) {
	n, batch := f.net, f.batch
	h, labels, inputs, m := n.shape.Hidden, n.shape.Labels, n.shape.Slots*n.shape.Width, len(batch)
	f.load(examples, batch)
	x, hidden, scores, delta := f.x[:m*inputs], f.hidden[:m*h], f.scores[:m*labels], f.delta[:m*h]
	for i := range m {
		copy(hidden[i*h:], n.bias)
	}
	eachNumber(x, m, func(example, input int, number float32) {
		blas32.Saxpy(h, number, n.slots[input*h:], 1, hidden[example*h:], 1)
	})
	f.addFeatures(m)
	f.rectify(hidden)
	for i := range m {
		copy(scores[i*labels:], n.outBias)
	}
	blas32.Sgemm(plain, plain, m, labels, h, 1, hidden, h, n.out, labels, 1, scores, labels)
	f.errors(examples)
	scale := 1 / float32(len(f.views))
	blas32.Sgemm(transposed, plain, h, labels, m, scale, hidden, h, scores, labels, 0, f.out.g, labels)
	columns(scores, labels, scale, f.outBias.g)
	blas32.Sgemm(plain, transposed, m, h, labels, 1, scores, labels, n.out, labels, 0, delta, h)
	for i := range delta {
		if hidden[i] <= 0 {
			delta[i] = 0
		} else {
			delta[i] *= f.mask[i]
		}
	}
	columns(delta, h, scale, f.bias.g)
	clear(f.slots.g)
	eachNumber(x, m, func(example, input int, number float32) {
		blas32.Saxpy(h, scale*number, delta[example*h:], 1, f.slots.g[input*h:], 1)
	})
	f.time++
	f.adam(&f.out, 0, len(n.out))
	f.adam(&f.outBias, 0, labels)
	f.adam(&f.bias, 0, h)
	f.adam(&f.slots, 0, len(n.slots))
	f.learnFeatures(m, scale)
}

// load fills the inputs of a batch, some of them left out.
func (f *fitter) load(examples []Example, batch []int) {
	width, inputs := f.net.shape.Width, f.net.shape.Slots*f.net.shape.Width
	keep := float32(1 / (1 - f.course.InputDropout))
	least := uint64(f.course.InputDropout * 65536)
	for i, e := range batch {
		row := f.x[i*inputs : (i+1)*inputs]
		clear(row)
		for s := range examples[e].Slots {
			var bits uint64
			for j, x := range examples[e].Slots[s].Vector {
				if j&3 == 0 {
					bits = f.random.Uint64()
				}
				if bits&0xffff >= least {
					row[s*width+j] = x * keep
				}
				bits >>= 16
			}
		}
		f.kept[i] = f.kept[i][:0]
		for _, r := range f.rows[e] {
			if f.random.Float64() >= f.course.InputDropout {
				f.kept[i] = append(f.kept[i], r)
			}
		}
	}
}

// eachNumber visits the numbers of m examples that are not nought, some examples
// at a time, so that the row of weights of an input is fetched once for all of them.
func eachNumber(x []float32, m int, visit func(example, input int, number float32)) {
	const together = 16
	inputs := len(x) / m
	for first := 0; first < m; first += together {
		for input := range inputs {
			for example := first; example < min(first+together, m); example++ {
				if number := x[example*inputs+input]; number != 0 {
					visit(example, input, number)
				}
			}
		}
	}
}

// addFeatures adds the rows of the features to the hidden layer.
func (f *fitter) addFeatures(m int) {
	h := f.net.shape.Hidden
	keep := float32(1 / (1 - f.course.InputDropout))
	for i := range m {
		for _, r := range f.kept[i] {
			blas32.Saxpy(h, keep, f.net.features[int(r)*h:], 1, f.hidden[i*h:], 1)
		}
	}
}

// rectify cuts the hidden layer at zero and leaves out some of it.
func (f *fitter) rectify(hidden []float32) {
	keep := float32(1 / (1 - f.course.HiddenDropout))
	least := uint64(f.course.HiddenDropout * 65536)
	var bits uint64
	for i := range hidden {
		if i&3 == 0 {
			bits = f.random.Uint64()
		}
		f.mask[i] = 0
		if bits&0xffff >= least {
			f.mask[i] = keep
		}
		bits >>= 16
		hidden[i] = max(hidden[i], 0) * f.mask[i]
	}
}

// errors turns scores into probabilities less the truth.
func (f *fitter) errors(examples []Example) {
	labels := f.net.shape.Labels
	for _, v := range f.views {
		e := &examples[f.batch[v.from]]
		rows := f.scores[v.from*labels : v.end*labels]
		if v.end-v.from > 1 {
			f.poolErrors(rows, e)
		} else {
			f.blame(rows, e)
		}
		if e.Easy {
			blas32.Sscal(len(rows), easyShare, rows, 1)
		}
	}
}

// blame turns scores into probabilities less the truth of an example.
func (f *fitter) blame(row []float32, e *Example) {
	allowed := e.Allowed
	if allowed == nil {
		allowed = f.all
	}
	softmax(row, allowed, f.p)
	clear(row)
	for j, y := range allowed {
		row[y] = float32(f.p[j])
	}
	row[e.Gold]--
}

// poolErrors does that with the views of a decision, a row each: a view is to
// blame for what all of them say together, and for what it says itself.
func (f *fitter) poolErrors(rows []float32, e *Example) {
	labels := len(f.pooled)
	share := float32(1 / math.Sqrt(float64(len(rows)/labels)))
	clear(f.pooled)
	for row := range slices.Chunk(rows, labels) {
		blas32.Saxpy(labels, share, row, 1, f.pooled, 1)
	}
	f.blame(f.pooled, e)
	own := float32(f.course.OwnLoss)
	for row := range slices.Chunk(rows, labels) {
		f.blame(row, e)
		blas32.Sscal(labels, own, row, 1)
		blas32.Saxpy(labels, share*(1-own), f.pooled, 1, row, 1)
	}
}

// learnFeatures moves the rows of the features that the batch has.
func (f *fitter) learnFeatures(m int, scale float32) {
	h := f.net.shape.Hidden
	scale *= float32(1 / (1 - f.course.InputDropout))
	f.touched = f.touched[:0]
	for i := range m {
		for _, r := range f.kept[i] {
			blas32.Saxpy(h, scale, f.delta[i*h:], 1, f.features.g[int(r)*h:], 1)
			f.touched = append(f.touched, r)
		}
	}
	slices.Sort(f.touched)
	for _, r := range slices.Compact(f.touched) {
		from, to := int(r)*h, int(r+1)*h
		f.adam(&f.features, from, to)
		clear(f.features.g[from:to])
	}
}

// adam moves a part of a parameter.
func (f *fitter) adam(p *parameter, from, to int) {
	const first, second = 0.9, 0.999
	time := float64(f.time)
	rate := f.rate * float32(math.Sqrt(1-math.Pow(second, time))/(1-math.Pow(first, time)))
	shrink := 1 - f.rate*float32(f.course.Decay)
	w, g, m, v := p.w[from:to], p.g[from:to], p.m[from:to], p.v[from:to]
	for i, x := range g {
		m[i] += (1 - first) * (x - m[i])
		v[i] += (1 - second) * (x*x - v[i])
		w[i] = w[i]*shrink - rate*m[i]/(float32(math.Sqrt(float64(v[i])))+1e-8)
	}
}

// columns sums the columns of a matrix, scaled.
func columns(a []float32, width int, scale float32, sums []float32) {
	clear(sums)
	for row := range slices.Chunk(a, width) {
		blas32.Saxpy(width, scale, row, 1, sums, 1)
	}
}
