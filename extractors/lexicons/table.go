package lexicons

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"slices"
)

// table is a hash table that lies in a string: 2^n slots of eight bytes, the
// key and its value, both little-endian. Key 0 marks an empty slot.
type table struct {
	slots string
	shift uint8
}

const slotSize = 8

// openTable wraps an encoded table. The length tells the number of slots.
func openTable(slots string) (table, error) {
	n := len(slots) / slotSize
	if len(slots)%slotSize != 0 || bits.OnesCount(uint(n)) != 1 {
		return table{}, fmt.Errorf("open lexicon: %d bytes are not a table", len(slots))
	}
	return table{slots: slots, shift: uint8(32 - bits.TrailingZeros(uint(n)))}, nil
}

// find returns the value of a key.
func (t table) find(key uint32) (value uint32, ok bool) {
	if key == 0 {
		key = 1
	}
	mask := uint32(len(t.slots)/slotSize - 1)
	for slot := home(key, t.shift); ; slot = (slot + 1) & mask {
		switch at := slot * slotSize; word(t.slots, at) {
		case key:
			return word(t.slots, at+4), true
		case 0:
			return 0, false
		}
	}
}

// home is the slot where the search for a key begins (Fibonacci hashing).
func home(key uint32, shift uint8) uint32 { return key * 0x9E3779B1 >> shift }

// word reads four bytes, as binary.LittleEndian does from a slice.
func word(s string, at uint32) uint32 {
	_ = s[at+3]
	return uint32(s[at]) | uint32(s[at+1])<<8 | uint32(s[at+2])<<16 | uint32(s[at+3])<<24
}

// encodeTable lays the entries out as find expects them, at most three
// quarters full. The same entries give the same bytes.
func encodeTable(entries map[uint32]uint32) []byte {
	n := 1 << bits.Len(uint(len(entries)*4/3))
	shift, mask := uint8(32-bits.TrailingZeros(uint(n))), uint32(n-1)
	keys := make([]uint32, 0, len(entries))
	for key := range entries {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	out := make([]byte, n*slotSize)
	for _, key := range keys {
		value := entries[key]
		if key == 0 {
			key = 1
		}
		slot := home(key, shift)
		for binary.LittleEndian.Uint32(out[slot*slotSize:]) != 0 {
			slot = (slot + 1) & mask
		}
		binary.LittleEndian.PutUint32(out[slot*slotSize:], key)
		binary.LittleEndian.PutUint32(out[slot*slotSize+4:], value)
	}
	return out
}
