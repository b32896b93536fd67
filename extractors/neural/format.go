package neural

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"gleaner/extractors/pages"
)

// ErrDamaged is returned for a file that is no network of this version.
var ErrDamaged = errors.New("network: damaged or from another version")

// Encode writes the network: its shape and labels, then the features' keys,
// step and codes, then rows of weights in steps of a 127th of the row's largest.
func (n *Network) Encode() []byte {
	var b []byte
	for _, x := range []int{n.shape.Slots, n.shape.Width, n.shape.Hidden, n.shape.Labels, len(n.keys)} {
		b = binary.AppendUvarint(b, uint64(x))
	}
	for _, label := range n.labels {
		b = binary.AppendUvarint(b, uint64(len(label)))
		b = append(b, label...)
	}
	for _, k := range n.keys {
		b = binary.LittleEndian.AppendUint32(b, k)
	}
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(n.features.unit))
	b = append(b, n.features.bytes...)
	for _, m := range n.matrices() {
		for row := range slices.Chunk(m.weights, max(m.width, 1)) {
			b = appendRow(b, row)
		}
	}
	return b
}

// matrix is a matrix of the network.
type matrix struct {
	weights []float32
	width   int
}

// matrices are all but the features.
func (n *Network) matrices() []matrix {
	h, labels := n.shape.Hidden, n.shape.Labels
	return []matrix{{n.slots, h}, {n.bias, h}, {n.out, labels}, {n.outBias, labels}}
}

func appendRow(b []byte, row []float32) []byte {
	unit := unitOf(row)
	b = binary.LittleEndian.AppendUint32(b, math.Float32bits(unit))
	for _, w := range row {
		b = append(b, byte(codeOf(w, unit)))
	}
	return b
}

// unitOf is the step that a row is written in.
func unitOf(row []float32) float32 {
	largest := float32(0)
	for _, w := range row {
		largest = max(largest, w, -w)
	}
	return largest / 127
}

// codeOf is a weight in steps.
func codeOf(w, unit float32) int8 {
	if unit == 0 {
		return 0
	}
	return int8(math.Round(float64(w / unit)))
}

// round makes the weights what is read from their file.
func (n *Network) round() {
	for _, m := range n.matrices() {
		for row := range slices.Chunk(m.weights, max(m.width, 1)) {
			unit := unitOf(row)
			for i, w := range row {
				row[i] = float32(codeOf(w, unit)) * unit
			}
		}
	}
}

// maxShape bounds each dimension of a network that is read.
const maxShape = 1 << 20

// Open reads a network that Encode wrote.
func Open(file []byte) (*Network, error) {
	var sizes [5]int
	for i := range sizes {
		x, n := binary.Uvarint(file)
		if n <= 0 || x > maxShape {
			return nil, ErrDamaged
		}
		sizes[i], file = int(x), file[n:]
	}
	n := &Network{shape: Shape{sizes[0], sizes[1], sizes[2], sizes[3]}}
	if n.shape.Hidden%8 != 0 {
		return nil, ErrDamaged
	}
	if n.shape.Labels > 256 || n.size(sizes[4]) > 1<<28 {
		return nil, fmt.Errorf("%w: too large", ErrDamaged)
	}
	for range n.shape.Labels {
		size, m := binary.Uvarint(file)
		if m <= 0 || size > uint64(len(file)-m) {
			return nil, ErrDamaged
		}
		n.labels = append(n.labels, string(file[m:m+int(size)]))
		file = file[m+int(size):]
	}
	if len(file) < 4*sizes[4] {
		return nil, ErrDamaged
	}
	n.keys = make([]uint32, sizes[4])
	for row := range n.keys {
		n.keys[row] = binary.LittleEndian.Uint32(file[4*row:])
	}
	n.found = newRowTable(n.keys)
	return n, n.readWeights(file[4*sizes[4]:], sizes[4])
}

// size is the number of weights.
func (n *Network) size(rows int) int {
	s := n.shape
	return (s.Slots*s.Width+rows+1)*s.Hidden + (s.Hidden+1)*s.Labels
}

func (n *Network) readWeights(file []byte, rows int) error {
	s := n.shape
	size := rows * s.Hidden
	if len(file) < 4+size {
		return ErrDamaged
	}
	n.features = codes{s.Hidden, math.Float32frombits(binary.LittleEndian.Uint32(file)), pages.Make[byte](size)}
	copy(n.features.bytes, file[4:])
	file = file[4+size:]
	n.slots = pages.Make[float32](s.Slots * s.Width * s.Hidden)
	n.bias, n.out, n.outBias = make([]float32, s.Hidden), make([]float32, s.Hidden*s.Labels), make([]float32, s.Labels)
	for _, m := range n.matrices() {
		for row := range slices.Chunk(m.weights, max(m.width, 1)) {
			if len(file) < 4+len(row) {
				return ErrDamaged
			}
			unit := math.Float32frombits(binary.LittleEndian.Uint32(file))
			for i, code := range file[4:][:len(row)] {
				row[i] = unit * float32(int8(code))
			}
			file = file[4+len(row):]
		}
	}
	if len(file) > 0 {
		return ErrDamaged
	}
	return nil
}
