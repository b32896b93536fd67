package linear

import "math"

// weightTable holds the weights of a trainer. Scoring touches two places for
// each feature: its row in an open-addressing table, and its weights, which lie
// together. What only updates and averages need lies apart.
type weightTable struct {
	rows  []weightRow
	mask  uint64
	size  int
	hot   []weight
	cold  []history
	spare [MaxLabels + 1][]uint32 // places of outgrown rows by capacity, to be used again
}

// weightRow leads from a feature to its weights. A count of 0 marks a free slot.
// The room for the weights is count rounded up to a power of two.
type weightRow struct {
	feature Feature
	at      uint32
	count   uint16
	updates uint16
}

// weight is a value in the upper 24 bits and its label in the lower 8.
type weight int32

func (w weight) label() uint8 { return uint8(w) }

func (w weight) value() int32 { return int32(w >> 8) }

// history is the sum of a weight over time, up to the step of its last change.
type history struct {
	total int64
	last  uint32
}

func newWeightTable() weightTable {
	const slots = 1 << 12
	return weightTable{rows: make([]weightRow, slots), mask: slots - 1}
}

// find returns the row of the feature, or the free slot where it belongs.
func (t *weightTable) find(f Feature) *weightRow {
	for i := uint64(f) & t.mask; ; i = (i + 1) & t.mask {
		if row := &t.rows[i]; row.count == 0 || row.feature == f {
			return row
		}
	}
}

// add changes the weight of a label at a step.
func (t *weightTable) add(f Feature, label uint8, by int32, now uint32) {
	row := t.find(f)
	if row.count == 0 {
		row = t.insert(f)
	}
	if row.updates < math.MaxUint16 {
		row.updates++
	}
	for i := row.at; i < row.at+uint32(row.count); i++ {
		if t.hot[i].label() == label {
			t.cold[i].total += int64(t.hot[i].value()) * int64(now-t.cold[i].last)
			t.cold[i].last = now
			t.hot[i] += weight(by << 8)
			return
		}
	}
	at := t.extend(row)
	t.hot[at], t.cold[at] = weight(by<<8)|weight(label), history{last: now}
}

// insert makes a row for a new feature, and the table larger when it is more
// than half full.
func (t *weightTable) insert(f Feature) *weightRow {
	if t.size*2 >= len(t.rows) {
		old := t.rows
		t.rows = make([]weightRow, 2*len(old))
		t.mask = uint64(len(t.rows) - 1)
		for _, row := range old {
			if row.count > 0 {
				*t.find(row.feature) = row
			}
		}
	}
	t.size++
	row := t.find(f)
	row.feature = f
	return row
}

// extend makes room for one more weight of the row and returns its place.
func (t *weightTable) extend(row *weightRow) uint32 {
	n := uint32(row.count)
	row.count++
	if n&(n-1) != 0 {
		return row.at + n // room is left below the next power of two
	}
	at := t.allocate(max(1, 2*n))
	copy(t.hot[at:], t.hot[row.at:row.at+n])
	copy(t.cold[at:], t.cold[row.at:row.at+n])
	if n > 0 {
		t.spare[n] = append(t.spare[n], row.at)
	}
	row.at = at
	return at + n
}

// allocate returns room for n weights.
func (t *weightTable) allocate(n uint32) uint32 {
	if places := t.spare[n]; len(places) > 0 {
		t.spare[n] = places[:len(places)-1]
		return places[len(places)-1]
	}
	at := uint32(len(t.hot))
	t.hot = append(t.hot, make([]weight, n)...)
	t.cold = append(t.cold, make([]history, n)...)
	return at
}

// average returns the weights of a row averaged over all steps, without those
// that are smaller than least.
func (t *weightTable) average(row *weightRow, now uint32, least float64) []labelWeight {
	var weights []labelWeight
	for i := row.at; i < row.at+uint32(row.count); i++ {
		w, h := t.hot[i], t.cold[i]
		total := h.total + int64(w.value())*int64(now-h.last)
		v := float64(total) / float64(max(now, 1))
		if v != 0 && math.Abs(v) >= least {
			weights = append(weights, labelWeight{w.label(), v})
		}
	}
	return weights
}
