package neural

import "math/bits"

// rowTable finds the row of a feature: open addressing, at most half full, so
// that the many features that a network does not know cost one look.
type rowTable struct {
	slots []rowSlot
	shift uint
}

// rowSlot is a key and its row plus one, 0 for a free slot.
type rowSlot struct {
	key  uint32
	row1 int32
}

// newRowTable gives each key its index as row.
func newRowTable(keys []uint32) rowTable {
	size := bits.Len(uint(2*len(keys) + 1))
	t := rowTable{slots: make([]rowSlot, 1<<size), shift: uint(32 - size)}
	for row, key := range keys {
		at := t.start(key)
		for t.slots[at].row1 != 0 {
			at = (at + 1) & (len(t.slots) - 1)
		}
		t.slots[at] = rowSlot{key, int32(row) + 1}
	}
	return t
}

// start is where the search for a key begins.
func (t *rowTable) start(key uint32) int { return int(key * 0x9e3779b1 >> t.shift) }

// row is the row of a key, -1 for none.
func (t *rowTable) row(key uint32) int32 {
	for at := t.start(key); ; at = (at + 1) & (len(t.slots) - 1) {
		if s := t.slots[at]; s.row1 == 0 || s.key == key {
			return s.row1 - 1
		}
	}
}
