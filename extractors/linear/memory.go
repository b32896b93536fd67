package linear

// Memory remembers scores by a key that stands for a group of features, such
// as those of a word by itself: most of a text is the same few thousand words,
// and adding up what is known of a word costs far less than looking up its
// features again. A slot is taken over by the next key that falls on it, so
// that what is remembered changes the time, never the scores. Not for
// concurrent use.
type Memory struct {
	labels int
	keys   []uint64
	scores []int32
}

// NewMemory returns an empty memory of slots, a power of two, for scores of
// that many labels.
func NewMemory(slots, labels int) *Memory {
	return &Memory{labels: labels, keys: make([]uint64, slots), scores: make([]int32, slots*labels)}
}

// At returns the place of the scores of the key. Unless they are known, the
// caller has to fill it.
func (m *Memory) At(key uint64) (scores []int32, known bool) {
	key |= 1 // 0 marks a free slot
	slot := int(key>>20) & (len(m.keys) - 1)
	known = m.keys[slot] == key
	m.keys[slot] = key
	return m.scores[slot*m.labels : (slot+1)*m.labels], known
}

// Add adds scores that are known to the first labels.
func (s *Scores) Add(known []int32) {
	sum := s[:len(known)]
	for label, x := range known {
		sum[label] += x
	}
}
