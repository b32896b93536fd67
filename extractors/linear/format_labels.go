package linear

import "math/bits"

// rowLabels gives the labels of rows as a file tells them: as a set of bits each,
// or, in the older version of the format, as lists.
type rowLabels struct {
	// counts are the labels of each row, total those of all.
	counts []uint16
	total  uint64
	// sets has width bytes for each row.
	sets  []byte
	width int
	// lists holds what is left of the lists; the sets are nil then.
	lists []byte
	list  [MaxLabels]byte
}

// labelSets takes the sets of so many rows.
func (r *reader) labelSets(rows uint64, labels int) *rowLabels {
	l := &rowLabels{width: setSize(labels)}
	l.sets = r.take(rows * uint64(l.width))
	if r.failed {
		return l
	}
	l.counts = make([]uint16, rows)
	for i := range l.counts {
		n := 0
		for _, eight := range l.sets[i*l.width:][:l.width] {
			n += bits.OnesCount8(eight)
		}
		l.counts[i] = uint16(n)
		l.total += uint64(n)
	}
	return l
}

// labelLists takes the lists of so many rows.
func (r *reader) labelLists(rows uint64) *rowLabels {
	l := &rowLabels{counts: make([]uint16, rows)}
	for i, less := range r.take(rows) {
		l.counts[i] = uint16(less) + 1
		l.total += uint64(less) + 1
	}
	l.lists = r.take(l.total)
	return l
}

// row returns the labels of the next row, which is that of the index; they are
// valid until the next.
func (l *rowLabels) row(i int) []byte {
	n := l.counts[i]
	if l.sets == nil {
		list := l.lists[:n]
		l.lists = l.lists[n:]
		return list
	}
	at := 0
	for k, eight := range l.sets[i*l.width:][:l.width] {
		for ; eight != 0; eight &= eight - 1 {
			l.list[at] = byte(8*k + bits.TrailingZeros8(eight))
			at++
		}
	}
	return l.list[:n]
}
