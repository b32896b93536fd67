package linear

import "math/bits"

// builder fills the table of a model with rows of ascending keys. Since a
// slot's place is the top of its key, the table is written front to back.
type builder struct {
	slots []slot
	shift uint8
	rows  []entry
	next  int
	size  int
}

// newBuilder makes room for n rows.
func newBuilder(n int) *builder {
	log := bits.Len(uint(n + n/2))
	return &builder{slots: make([]slot, 1<<log), shift: uint8(32 - log), rows: make([]entry, 1, 1+4*n)}
}

// add appends a row. Keys must ascend; a row without entries is left out.
func (b *builder) add(key uint32, entries []entry) {
	if len(entries) == 0 {
		return
	}
	at := max(int(key>>b.shift), b.next)
	for at >= len(b.slots) {
		b.slots = append(b.slots, slot{})
	}
	b.slots[at] = slot{key, uint32(len(b.rows))}
	b.rows = append(append(b.rows, entry(len(entries))), entries...)
	b.next = at + 1
	b.size++
}

// finish hands the table to the model. The last slot stays empty, so that
// every search ends.
func (b *builder) finish(m *Model) {
	m.slots = append(b.slots, slot{})
	m.shift = b.shift
	m.rows = b.rows
	m.size = b.size
}
