package linear

import (
	"encoding/binary"
	"math/bits"

	"gleaner/extractors/pages"
)

// builder fills the table of a model with rows of ascending keys. Since a
// slot's place is the top of its key, the table is written front to back.
type builder struct {
	slots  []slot
	shift  uint8
	rows   []byte
	next   int
	size   int
	labels int
	// empty is a full row without weights.
	empty []byte
	// inside: rows lie in their slots.
	inside bool
}

// newBuilder makes room for n rows of a model with that many labels. The table
// is three fifths full at most: then most searches end where they begin.
func newBuilder(n, labels int) *builder {
	log := bits.Len(uint(n * 5 / 3))
	// A few rows at the end do not find room before it, and finish adds a slot.
	slots := pages.Make[slot](1<<log + 64)[:1<<log]
	return &builder{slots: slots, shift: uint8(32 - log), rows: make([]byte, 2), labels: labels, empty: emptyRow(labels), inside: labels <= maxInside}
}

// reserve makes room for rows of so many entries, so that they are not moved
// again and again while the table grows.
func (b *builder) reserve(counts []uint16) {
	if b.inside {
		return
	}
	size := 0
	for _, n := range counts {
		size += rowSize(int(n), b.labels)
	}
	b.rows = append(pages.Make[byte](len(b.rows) + size + line)[:0], b.rows...)
}

// add appends a row. Keys must ascend; a row without entries is left out.
func (b *builder) add(key uint32, entries []entry) {
	if len(entries) == 0 {
		return
	}
	at := b.slot(key)
	b.slots[at] = slot{^key, b.place(entries)}
}

// slot is where the next key goes.
func (b *builder) slot(key uint32) int {
	at := max(int(key>>b.shift), b.next)
	for at >= len(b.slots) {
		b.slots = append(b.slots, slot{})
	}
	b.next = at + 1
	b.size++
	return at
}

// full says whether rows of n entries are stored full.
func (b *builder) full(n int) bool { return !b.inside && isFull(n, b.labels) }

// addList is add for a row as it lies in a file, which is most of the time of
// opening a model. ok says that labels ascend and that no weight is 0.
func (b *builder) addList(key uint32, labels, codes []byte) (ok bool) {
	switch {
	case b.inside:
		at := b.slot(key)
		b.slots[at].inverse = ^key
		b.slots[at].row, ok = readInside(labels, codes, b.labels)
		return ok
	case b.full(len(labels)):
		return fillFull(b.room(key, len(labels)), labels, codes, b.labels)
	}
	return fillEntries(b.room(key, len(labels)), labels, codes, b.labels)
}

// addSet is addList for a row that is stored full, its labels as a set.
func (b *builder) addSet(key uint32, set, codes []byte) (ok bool) {
	return fillSet(b.room(key, len(codes)), set, codes, b.labels)
}

// room makes room, as reserved, for a row of n entries and returns it without
// its beginning: no weights for one that is stored full, else zeros.
func (b *builder) room(key uint32, n int) []byte {
	start := len(b.rows)
	at := b.slot(key) // which may move the slots
	b.slots[at] = slot{^key, uint32(start)}
	end := start + rowSize(n, b.labels)
	b.rows = b.rows[:end]
	row := b.rows[start:end]
	if b.full(n) {
		copy(row, b.empty)
	} else {
		binary.LittleEndian.PutUint16(row, uint16(n))
	}
	return row[2:]
}

// fillFull writes the weights of a full row over those of the empty one.
func fillFull(row, labels, codes []byte, limit int) (ok bool) {
	codes = codes[:len(labels)]
	last := -1
	for j, label := range labels {
		if int(label) <= last || int(label) >= limit || codes[j] == 0 {
			return false
		}
		last = int(label)
		binary.LittleEndian.PutUint16(row[2*last:], fullWeightOf[codes[j]])
	}
	return true
}

// fillSet does the same for labels as a set, which has as many as there are codes.
func fillSet(row, set, codes []byte, limit int) (ok bool) {
	if beyond := limit % 8; beyond > 0 && set[len(set)-1]>>beyond != 0 {
		return false
	}
	for ; len(set) > 0; set = set[min(8, len(set)):] {
		n := 0
		for left := wordOf(set); left != 0; left &= left - 1 {
			code := codes[n]
			if code == 0 {
				return false
			}
			binary.LittleEndian.PutUint16(row[2*bits.TrailingZeros64(left):], fullWeightOf[code])
			n++
		}
		row, codes = row[min(2*64, len(row)):], codes[n:]
	}
	return true
}

// fillEntries writes the entries of a row that is not full.
func fillEntries(row, labels, codes []byte, limit int) (ok bool) {
	codes = codes[:len(labels)]
	last := -1
	for j, label := range labels {
		if len(row) < 2 || int(label) <= last || int(label) >= limit || codes[j] == 0 {
			return false
		}
		last = int(label)
		row[0], row[1] = codes[j], label
		row = row[2:]
	}
	return true
}

// place stores the entries and returns what leads to them.
func (b *builder) place(entries []entry) uint32 {
	if b.inside {
		return packInside(entries)
	}
	row := uint32(len(b.rows))
	b.rows = packRow(entries, b.labels, b.empty, b.rows)
	return row
}

// finish hands the table to the model. The last slot stays empty, so that
// every search ends, and a line follows the last row, so that one can touch
// beyond it.
func (b *builder) finish(m *Model) {
	m.slots = append(b.slots, slot{})
	m.shift = b.shift
	m.inside = b.inside
	m.rows = append(b.rows, make([]byte, line)...)
	m.size = b.size
}
