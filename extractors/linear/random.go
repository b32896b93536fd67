package linear

// Random is a small generator of pseudo-random numbers for shuffling examples
// (SplitMix64, Steele et al. 2014). The same seed gives the same numbers on
// every machine and with every version of Go. Not for concurrent use.
type Random struct{ state uint64 }

// NewRandom returns a generator.
func NewRandom(seed uint64) *Random { return &Random{seed} }

// Uint64 returns the next number.
func (r *Random) Uint64() uint64 {
	r.state += 0x9e3779b97f4a7c15
	z := r.state
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

// Intn returns a number from 0 to n-1. n must be positive.
func (r *Random) Intn(n int) int { return int(r.Uint64() % uint64(n)) }

// Float64 returns a number from 0 to 1, 1 excluded.
func (r *Random) Float64() float64 { return float64(r.Uint64()>>11) / (1 << 53) }

// Perm returns the numbers from 0 to n-1 in a random order.
func (r *Random) Perm(n int) []int {
	order := make([]int, n)
	for i := range order {
		j := r.Intn(i + 1)
		order[i] = order[j]
		order[j] = i
	}
	return order
}
