package events

// pairs holds the probabilities that two candidates of a stretch are one event,
// 0 where it was not asked for.
type pairs struct {
	first, size int32
	odds        []float64
}

// clear forgets all, for the candidates from the first to before the end.
func (p *pairs) clear(first, end int) {
	p.first, p.size = int32(first), int32(end-first)
	p.odds = append(p.odds[:0], make([]float64, p.size*p.size)...)
}

// of is the place of a pair.
func (p *pairs) of(a, b int32) *float64 { return &p.odds[(a-p.first)*p.size+b-p.first] }
