package linear

// featureIndex counts features and numbers those that are frequent, in the
// order in which they were first seen.
type featureIndex struct {
	slots []featureSlot
	mask  uint64
	order []Feature
	rows  int
}

// featureSlot holds the number of a feature, or its count until keep. A count
// of 0 marks a free slot.
type featureSlot struct {
	feature Feature
	count   int32
	row     int32
}

func newFeatureIndex() *featureIndex {
	const slots = 1 << 16
	return &featureIndex{slots: make([]featureSlot, slots), mask: slots - 1}
}

func (t *featureIndex) find(x Feature) *featureSlot {
	for i := uint64(x) & t.mask; ; i = (i + 1) & t.mask {
		if s := &t.slots[i]; s.count == 0 || s.feature == x {
			return s
		}
	}
}

// count counts one more occurrence.
func (t *featureIndex) count(x Feature) {
	s := t.find(x)
	if s.count == 0 {
		if len(t.order)*2 >= len(t.slots) {
			t.grow()
			s = t.find(x)
		}
		s.feature, s.row = x, -1
		t.order = append(t.order, x)
	}
	s.count++
}

func (t *featureIndex) grow() {
	old := t.slots
	t.slots = make([]featureSlot, 2*len(old))
	t.mask = uint64(len(t.slots) - 1)
	for _, s := range old {
		if s.count > 0 {
			*t.find(s.feature) = s
		}
	}
}

// keep numbers the features with that count and returns how many they are.
func (t *featureIndex) keep(least int32) int {
	for _, x := range t.order {
		if s := t.find(x); s.count >= least {
			s.row = int32(t.rows)
			t.rows++
		}
	}
	return t.rows
}

// row is the number of a feature, -1 when it has none.
func (t *featureIndex) row(x Feature) int32 {
	s := t.find(x)
	if s.count == 0 {
		return -1
	}
	return s.row
}

// all yields the numbered features with their numbers, ascending.
func (t *featureIndex) all() func(yield func(Feature, int32) bool) {
	return func(yield func(Feature, int32) bool) {
		for _, x := range t.order {
			if s := t.find(x); s.row >= 0 && !yield(x, s.row) {
				return
			}
		}
	}
}
