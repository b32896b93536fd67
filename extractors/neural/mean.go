package neural

// meansPerEpoch is how often the weights are added up while a network goes once
// through its examples.
const meansPerEpoch = 8

// mean holds sums of the weights that a network had at even distances in the
// last part of its course. Their mean varies less with the order of the
// examples than the last weights do (Izmailov et al. 2018), at no cost in use.
type mean struct {
	blocks     [][]float32
	sums       [][]float64
	next, step float64
	n          int
}

// newMean adds up the blocks from the share of the course on that leaves tail.
func newMean(blocks [][]float32, c Course) *mean {
	if c.Tail <= 0 {
		return new(mean)
	}
	m := &mean{blocks: blocks, next: 1 - c.Tail, step: 1 / float64(meansPerEpoch*max(c.Epochs, 1))}
	for _, b := range blocks {
		m.sums = append(m.sums, make([]float64, len(b)))
	}
	return m
}

// see adds the weights when that share of the course is done and it is time.
func (m *mean) see(done float64) {
	if m.blocks == nil || done < m.next {
		return
	}
	m.next += m.step
	m.n++
	for i, b := range m.blocks {
		sums := m.sums[i]
		for j, w := range b {
			sums[j] += float64(w)
		}
	}
}

// put replaces the weights by their means, if any were seen.
func (m *mean) put() {
	if m.n == 0 {
		return
	}
	for i, b := range m.blocks {
		for j, sum := range m.sums[i] {
			b[j] = float32(sum / float64(m.n))
		}
	}
}
