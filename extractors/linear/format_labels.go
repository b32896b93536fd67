package linear

import (
	"encoding/binary"
	"math/bits"
)

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
	room  [MaxLabels]byte
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
		for set := l.set(i); len(set) > 0; set = set[min(8, len(set)):] {
			n += bits.OnesCount64(wordOf(set))
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

// set returns the labels of a row as a set, nil where the file has lists.
func (l *rowLabels) set(i int) []byte {
	if l.sets == nil {
		return nil
	}
	return l.sets[i*l.width:][:l.width]
}

// list returns the labels of a row as a list, valid until the next. Rows are
// asked for in order.
func (l *rowLabels) list(i int) []byte {
	n := l.counts[i]
	if l.sets == nil {
		list := l.lists[:n]
		l.lists = l.lists[n:]
		return list
	}
	at := 0
	for set, first := l.set(i), 0; len(set) > 0; set, first = set[min(8, len(set)):], first+64 {
		for left := wordOf(set); left != 0; left &= left - 1 {
			l.room[at] = byte(first + bits.TrailingZeros64(left))
			at++
		}
	}
	return l.room[:n]
}

// wordOf are the first eight bytes, or all where there are fewer, as one number:
// a loop over 64 labels ends once where it is not foreseen, loops over 8 do often.
func wordOf(bytes []byte) (word uint64) {
	if len(bytes) >= 8 {
		return binary.LittleEndian.Uint64(bytes)
	}
	for i, b := range bytes {
		word |= uint64(b) << (8 * i)
	}
	return word
}
