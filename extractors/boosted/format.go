package boosted

import (
	"encoding/binary"
	"errors"
	"math"
)

// ErrDamaged is returned for a file that is no forest of this version.
var ErrDamaged = errors.New("boosted trees: damaged or from another version")

// magic begins the file of a forest, its last byte is the version.
const magic = "GTREE\x01"

// Encode writes the forest: sizes, then of each node the feature plus one as a
// varint, the answer in 32 bits, and of a question the number and where to go.
func (f *Forest) Encode() []byte {
	b := []byte(magic)
	b = binary.AppendUvarint(b, uint64(f.inputs))
	b = binary.AppendUvarint(b, uint64(len(f.roots)))
	b = binary.AppendUvarint(b, uint64(len(f.nodes)))
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(f.bias))
	for _, r := range f.roots {
		b = binary.AppendUvarint(b, uint64(r))
	}
	for i := range f.nodes {
		n := &f.nodes[i]
		b = binary.AppendUvarint(b, uint64(n.feature+1))
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.answer))
		if n.feature >= 0 {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.value))
			b = binary.AppendUvarint(b, uint64(n.left))
			b = binary.AppendUvarint(b, uint64(n.left+1))
		}
	}
	return b
}

// Open reads a forest that Encode wrote.
func Open(file []byte) (*Forest, error) {
	r := reader{file: file}
	if len(file) < len(magic) || string(file[:len(magic)]) != magic {
		return nil, ErrDamaged
	}
	r.file = file[len(magic):]
	f := &Forest{inputs: r.number(1 << 16)}
	roots, nodes := r.number(len(file)), r.number(len(file))
	f.bias = r.float()
	for range roots {
		f.roots = append(f.roots, int32(r.number(nodes-1)))
	}
	for i := range nodes {
		n := node{feature: int32(r.number(f.inputs)) - 1, answer: r.float()}
		if n.feature >= 0 {
			n.value = r.float()
			n.left = int32(r.number(nodes - 1))
			right := int32(r.number(nodes - 1))
			// Nodes lead onwards only, so that no walk goes round in a circle.
			r.damaged = r.damaged || n.left <= int32(i) || right != n.left+1
		}
		if r.damaged {
			return nil, ErrDamaged
		}
		f.nodes = append(f.nodes, n)
	}
	if r.damaged || len(r.file) > 0 {
		return nil, ErrDamaged
	}
	f.sets = newLeafSets(f)
	return f, nil
}

// reader takes numbers from a file; damaged is set once one is missing.
type reader struct {
	file    []byte
	damaged bool
}

// number takes an integer of at most limit.
func (r *reader) number(limit int) int {
	x, n := binary.Uvarint(r.file)
	if n <= 0 || limit < 0 || x > uint64(limit) {
		r.damaged = true
		return 0
	}
	r.file = r.file[n:]
	return int(x)
}

func (r *reader) float() float32 {
	if len(r.file) < 4 {
		r.damaged = true
		return 0
	}
	x := math.Float32frombits(binary.LittleEndian.Uint32(r.file))
	r.file = r.file[4:]
	return x
}
