package boosted

import "slices"

// walk is a forest laid out for speed. Each input is told by the number of its
// bin among the values that the forest asks about, so that a node fits in four
// bytes; answers lead to themselves, so that four trees are gone through side by
// side without a branch that hangs on memory. It gives the sum that
// Forest.score gives, to the bit.
type walk struct {
	// edges of each input are the values that nodes ask about, ascending.
	edges [][]float32
	// nodes hold input, bin and the index of the left node in 8, 8 and 16 bits.
	nodes   []uint32
	answers []float32
	trees   []walkTree
}

// walkTree is where a tree begins and how many questions it asks at most.
type walkTree struct {
	root  uint32
	depth int32
}

// side is the number of trees gone through side by side.
const side = 4

const (
	maxWalkNodes  = 1 << 16
	maxWalkInputs = 1 << 8
	// answerBin is above the bin of any value.
	answerBin = 255
)

// newWalk lays out a forest; nil when it is too large for the layout.
func newWalk(f *Forest) *walk {
	if f.inputs > maxWalkInputs || len(f.nodes) > maxWalkNodes {
		return nil
	}
	w := &walk{edges: make([][]float32, f.inputs), nodes: make([]uint32, len(f.nodes)), answers: make([]float32, len(f.nodes))}
	for i := range f.nodes {
		if n := &f.nodes[i]; n.feature >= 0 {
			if isNaN(n.value) {
				return nil
			}
			w.edges[n.feature] = append(w.edges[n.feature], n.value)
		}
	}
	for i, e := range w.edges {
		slices.Sort(e)
		if w.edges[i] = slices.Compact(e); len(w.edges[i]) >= answerBin {
			return nil
		}
	}
	depths := make([]int32, len(f.nodes))
	for i := len(f.nodes) - 1; i >= 0; i-- { // nodes lead onwards only
		n := &f.nodes[i]
		w.answers[i] = n.answer
		if n.feature < 0 {
			w.nodes[i] = answerBin<<8 | uint32(i)<<16
			continue
		}
		bin, _ := slices.BinarySearch(w.edges[n.feature], n.value)
		w.nodes[i] = uint32(n.feature) | uint32(bin)<<8 | uint32(n.left)<<16
		depths[i] = 1 + max(depths[n.left], depths[n.left+1])
	}
	for _, r := range f.roots {
		w.trees = append(w.trees, walkTree{uint32(r), depths[r]})
	}
	return w
}

// score is bias plus what all trees say.
func (w *walk) score(bias float32, x []float32) float64 {
	var bins [maxWalkInputs]uint8
	for i, edges := range w.edges {
		bins[i] = binOf(edges, x[i])
	}
	sum := float64(bias)
	nodes, trees := w.nodes, w.trees
	for len(trees) >= side {
		a, b, c, d := trees[0].root, trees[1].root, trees[2].root, trees[3].root
		for range max(trees[0].depth, trees[1].depth, trees[2].depth, trees[3].depth) {
			a, b, c, d = below(nodes[a], &bins), below(nodes[b], &bins), below(nodes[c], &bins), below(nodes[d], &bins)
		}
		sum += float64(w.answers[a])
		sum += float64(w.answers[b])
		sum += float64(w.answers[c])
		sum += float64(w.answers[d])
		trees = trees[side:]
	}
	for _, t := range trees {
		at := t.root
		for range t.depth {
			at = below(nodes[at], &bins)
		}
		sum += float64(w.answers[at])
	}
	return sum
}

// below is the index of the node that follows: the left one, or that behind it
// when the input lies in a bin above the node's.
func below(node uint32, bins *[maxWalkInputs]uint8) uint32 {
	above := uint32(int32(node>>8&0xff)-int32(bins[uint8(node)])) >> 31
	return node>>16 + above
}

// binOf is the number of edges below x.
func binOf(edges []float32, x float32) uint8 {
	low, n := 0, len(edges)
	for n > 0 {
		half := n / 2
		if edges[low+half] < x {
			low += half + 1
			n -= half + 1
		} else {
			n = half
		}
	}
	return uint8(low)
}
