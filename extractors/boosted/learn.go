package boosted

import (
	"errors"
	"fmt"
	"math"
	"slices"

	"gleaner/extractors/linear"
)

// Example is one decision to learn from.
type Example struct {
	X    []float32
	Gold bool
}

// Course are the settings of Fit.
type Course struct {
	// Trees is how many are learnt, one after another.
	Trees int
	// Leaves is how many answers a tree has at most, MinLeaf how many examples
	// an answer rests on at least.
	Leaves, MinLeaf int
	// Rate is the share of each tree's answers that is believed.
	Rate float64
	// Rows and Columns are the shares of examples and of inputs that a tree is
	// learnt from, drawn at random.
	Rows, Columns float64
	// Shrink draws answers that rest on few examples towards zero (L2).
	Shrink float64
	Seed   uint64
}

// maxBins is how many ranges of an input are told apart.
const maxBins = 64

// Fit learns a forest that keeps the logistic loss low. The same examples and
// settings give the same forest. Without examples of both kinds all
// probabilities are their share.
func Fit(inputs int, examples []Example, c Course) (*Forest, error) {
	if inputs < 1 || c.Leaves < 2 || c.Leaves > 256 {
		return nil, fmt.Errorf("fit trees: %d inputs and %d leaves, want at least 1 and 2 to 256", inputs, c.Leaves)
	}
	for i := range examples {
		if len(examples[i].X) != inputs {
			return nil, fmt.Errorf("fit trees: example %d has %d numbers, want %d", i, len(examples[i].X), inputs)
		}
		if slices.ContainsFunc(examples[i].X, isNaN) {
			return nil, errors.New("fit trees: an example holds what is not a number")
		}
	}
	g := newGrower(inputs, examples, c)
	for range c.Trees {
		g.tree()
	}
	g.forest.sets = newLeafSets(g.forest)
	return g.forest, nil
}

func isNaN(x float32) bool { return x != x }

// grower holds a forest while it is learnt.
type grower struct {
	forest *Forest
	course Course
	random *linear.Random
	// edges of each input are the largest numbers of its bins but the last;
	// bins has a column for each input.
	edges [][]float32
	bins  [][]uint8

	gold   []float64
	scores []float64
	// slope and bend are the first two derivatives of the loss.
	slope, bend []float32
	columns     []int
}

// leaf is a part of the examples that a tree does not tell apart yet.
type leaf struct {
	node       int32
	rows       []int32
	histogram  []cell // maxBins for each drawn column
	slope      float64
	bend       float64
	best       split
	impossible bool
}

// cell sums the examples of one bin.
type cell struct {
	slope, bend float64
	count       int
}

// split is a question that parts a leaf.
type split struct {
	gain   float64
	column int // index in grower.columns
	bin    int // the last that goes left
}

func newGrower(inputs int, examples []Example, c Course) *grower {
	n := len(examples)
	g := &grower{
		forest: &Forest{inputs: inputs}, course: c, random: linear.NewRandom(c.Seed), gold: make([]float64, n),
		scores: make([]float64, n), slope: make([]float32, n), bend: make([]float32, n),
	}
	yes := 0.5
	for i := range examples {
		if examples[i].Gold {
			g.gold[i] = 1
			yes++
		}
	}
	share := yes / float64(n+1)
	g.forest.bias = float32(math.Log(share / (1 - share)))
	for i := range g.scores {
		g.scores[i] = float64(g.forest.bias)
	}
	for f := range inputs {
		edges := edgesOf(examples, f)
		column := make([]uint8, n)
		for i := range examples {
			at, _ := slices.BinarySearch(edges, examples[i].X[f])
			column[i] = uint8(at)
		}
		g.edges, g.bins = append(g.edges, edges), append(g.bins, column)
	}
	return g
}

// edgesOf cuts the numbers of an input into bins of like size.
func edgesOf(examples []Example, f int) []float32 {
	values := make([]float32, len(examples))
	for i := range examples {
		values[i] = examples[i].X[f]
	}
	slices.Sort(values)
	distinct := slices.Compact(slices.Clone(values))
	if len(distinct) == 0 {
		return nil
	}
	if len(distinct) <= maxBins {
		return distinct[:len(distinct)-1]
	}
	var edges []float32
	for b := 1; b < maxBins; b++ {
		if v := values[len(values)*b/maxBins]; (len(edges) == 0 || v > edges[len(edges)-1]) && v < distinct[len(distinct)-1] {
			edges = append(edges, v)
		}
	}
	return edges
}

// tree learns one tree from what the forest still gets wrong.
func (g *grower) tree() {
	var rows []int32
	for i := range g.gold {
		p := sigmoid(g.scores[i])
		g.slope[i], g.bend[i] = float32(p-g.gold[i]), float32(p*(1-p))
		if g.random.Float64() < g.course.Rows {
			rows = append(rows, int32(i))
		}
	}
	g.columns = g.columns[:0]
	for f := range g.forest.inputs {
		if len(g.edges[f]) > 0 && g.random.Float64() < g.course.Columns {
			g.columns = append(g.columns, f)
		}
	}
	root := g.newLeaf(rows)
	g.forest.roots = append(g.forest.roots, root.node)
	leaves := []*leaf{root}
	for len(leaves) < g.course.Leaves {
		at := -1
		for i, l := range leaves {
			if !l.impossible && (at < 0 || l.best.gain > leaves[at].best.gain) {
				at = i
			}
		}
		if at < 0 {
			break
		}
		left, right := g.part(leaves[at])
		leaves[at] = left
		leaves = append(leaves, right)
	}
	for i := range g.scores {
		g.scores[i] += float64(g.answer(root.node, i))
	}
}

// newLeaf makes a leaf of examples, with its answer.
func (g *grower) newLeaf(rows []int32) *leaf {
	l := &leaf{rows: rows, node: int32(len(g.forest.nodes)), histogram: make([]cell, maxBins*len(g.columns))}
	for _, r := range rows {
		l.slope += float64(g.slope[r])
		l.bend += float64(g.bend[r])
	}
	for c, f := range g.columns {
		cells, bins := l.histogram[c*maxBins:(c+1)*maxBins], g.bins[f]
		for _, r := range rows {
			x := &cells[bins[r]]
			x.slope += float64(g.slope[r])
			x.bend += float64(g.bend[r])
			x.count++
		}
	}
	answer := -g.course.Rate * l.slope / (l.bend + g.course.Shrink)
	g.forest.nodes = append(g.forest.nodes, node{feature: -1, answer: float32(answer)})
	g.findSplit(l)
	return l
}

// findSplit looks for the question that lowers the loss most.
func (g *grower) findSplit(l *leaf) {
	l.impossible = true
	whole := l.slope * l.slope / (l.bend + g.course.Shrink)
	for c, f := range g.columns {
		var left cell
		for b := range len(g.edges[f]) {
			x := &l.histogram[c*maxBins+b]
			left.slope += x.slope
			left.bend += x.bend
			left.count += x.count
			if left.count < g.course.MinLeaf {
				continue
			}
			if len(l.rows)-left.count < g.course.MinLeaf {
				break
			}
			rest := cell{slope: l.slope - left.slope, bend: l.bend - left.bend}
			gain := left.slope*left.slope/(left.bend+g.course.Shrink) + rest.slope*rest.slope/(rest.bend+g.course.Shrink) - whole
			if gain > 1e-9 && (l.impossible || gain > l.best.gain) {
				l.best, l.impossible = split{gain, c, b}, false
			}
		}
	}
}

// part asks the best question of a leaf.
func (g *grower) part(l *leaf) (left, right *leaf) {
	f := g.columns[l.best.column]
	bins := g.bins[f]
	var yes, no []int32
	for _, r := range l.rows {
		if int(bins[r]) <= l.best.bin {
			yes = append(yes, r)
		} else {
			no = append(no, r)
		}
	}
	left, right = g.newLeaf(yes), g.newLeaf(no)
	n := &g.forest.nodes[l.node]
	n.feature, n.value, n.left = int32(f), g.edges[f][l.best.bin], left.node
	return left, right
}

// answer is what a tree says of a training example.
func (g *grower) answer(at int32, example int) float32 {
	n := &g.forest.nodes[at]
	for n.feature >= 0 {
		edges, next := g.edges[n.feature], n.left
		if bin := int(g.bins[n.feature][example]); bin == len(edges) || edges[bin] > n.value {
			next++
		}
		n = &g.forest.nodes[next]
	}
	return n.answer
}
