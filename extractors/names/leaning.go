package names

import (
	"encoding/binary"
	"maps"
	"math/bits"
	"slices"
)

// leaning says of what class the names are that a word belongs to, stands
// before or stands behind: three bits for each role and class. It is told from
// the word's vector, so that a word in no annotated text has one too.
type leaning uint64

// The roles of a word.
const (
	asItself = iota
	asBefore
	asBehind
	numRoles
)

// The classes of names that words lean to.
const (
	noClass = iota
	organizations
	people
	places
	facilities
	nationalities
	others
	numClasses
)

const (
	levelBits = 3
	roleBits  = levelBits * numClasses
)

// levels are the least probabilities of the levels from 1 on.
var levels = [...]float32{0.02, 0.06, 0.15, 0.3, 0.5, 0.7, 0.88}

// set stores the probabilities of the classes in a role.
func (l *leaning) set(role int, probabilities []float32) {
	for class, p := range probabilities {
		level, _ := slices.BinarySearchFunc(levels[:], p, func(least, p float32) int {
			if least <= p {
				return -1
			}
			return 1
		})
		*l |= leaning(level) << (role*roleBits + class*levelBits)
	}
}

// role are the levels of all classes in a role.
func (l leaning) role(role int) uint64 { return uint64(l>>(role*roleBits)) & (1<<roleBits - 1) }

// level is how sure the class is in a role, from 0 to 7.
func (l leaning) level(role, class int) uint64 {
	return l.role(role) >> (class * levelBits) & (1<<levelBits - 1)
}

// top is the surest class in a role with its level; unknown for words without
// a leaning.
func (l leaning) top(role int) uint64 {
	const unknown = 1 << 8
	if l == 0 {
		return unknown
	}
	top := 0
	for class := range numClasses {
		if l.level(role, class) > l.level(role, top) {
			top = class
		}
	}
	return uint64(top)<<levelBits | l.level(role, top)
}

// leanings are the leanings of words, by the upper half of the hash of the
// word in lower case: open addressing, a leaning of 0 marks a free slot.
type leanings struct {
	keys   []uint32
	values []leaning
	shift  uint8
}

// leaningKey is the part of a word's hash that leanings keep.
func leaningKey(hash uint64) uint32 { return uint32(hash >> 32) }

// newLeanings makes a table of keys with their values.
func newLeanings(keys []uint32, values []leaning) *leanings {
	log := bits.Len(uint(len(keys) + len(keys)/2))
	t := &leanings{keys: make([]uint32, 1<<log), values: make([]leaning, 1<<log), shift: uint8(32 - log)}
	for i, key := range keys {
		at := t.slot(key)
		t.keys[at], t.values[at] = key, values[i]
	}
	return t
}

// slot is where the key is, or belongs.
func (t *leanings) slot(key uint32) uint32 {
	mask := uint32(len(t.keys) - 1)
	for i := key >> t.shift; ; i++ {
		if at := i & mask; t.values[at] == 0 || t.keys[at] == key {
			return at
		}
	}
}

// of is the leaning of the word with that hash, 0 when it has none.
func (t *leanings) of(hash uint64) leaning { return t.values[t.slot(leaningKey(hash))] }

// append writes the number of words, their keys as ascending differences, and
// the levels role by role.
func (t *leanings) append(out []byte) []byte {
	all := map[uint32]leaning{}
	for i, value := range t.values {
		if value != 0 {
			all[t.keys[i]] = value
		}
	}
	keys := slices.Sorted(maps.Keys(all))
	out = binary.AppendUvarint(out, uint64(len(keys)))
	last := uint32(0)
	for _, key := range keys {
		out = binary.AppendUvarint(out, uint64(key-last))
		last = key
	}
	for role := range numRoles {
		for _, key := range keys {
			out = binary.LittleEndian.AppendUint32(out, uint32(all[key].role(role)))
		}
	}
	return out
}

// openLeanings reads what append wrote.
func openLeanings(file []byte) (*leanings, error) {
	n, size := binary.Uvarint(file)
	if size <= 0 || n > uint64(len(file)) {
		return nil, errDamaged
	}
	file = file[size:]
	keys := make([]uint32, n)
	last := uint64(0)
	for i := range keys {
		delta, size := binary.Uvarint(file)
		if size <= 0 || last+delta > 1<<32-1 {
			return nil, errDamaged
		}
		last += delta
		keys[i], file = uint32(last), file[size:]
	}
	if uint64(len(file)) != n*4*numRoles {
		return nil, errDamaged
	}
	values := make([]leaning, n)
	for role := range numRoles {
		for i := range values {
			values[i] |= leaning(binary.LittleEndian.Uint32(file)&(1<<roleBits-1)) << (role * roleBits)
			file = file[4:]
		}
	}
	return newLeanings(keys, values), nil
}
