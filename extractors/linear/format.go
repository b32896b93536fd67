package linear

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"math/bits"
)

// The file of a model, integers little-endian or varint as in
// encoding/binary:
//
//	magic    "GLIN", version byte
//	labels   count, then length and bytes of each
//	unit     float64
//	size     number of rows
//	keys     size deltas of ascending 32-bit keys
//	sets     the labels of each row, a bit each from the lowest on
//	codes    one byte for each entry of each row
//	sum      CRC-32C of all before
//
// The parts of an entry lie apart because they then compress better. Files of
// version 1 are read, too; they have these instead of the sets:
//
//	counts   size bytes, entries of the row less one
//	labels   one byte for each entry of each row
const (
	magic         = "GLIN"
	formatVersion = 2
	listsVersion  = 1
)

var crcTable = crc32.MakeTable(crc32.Castagnoli)

// Errors of Open.
var (
	// ErrNotModel is returned when the bytes do not begin like a model.
	ErrNotModel = errors.New("not a linear model")
	// ErrVersion is returned for a model of another version of the format; it
	// has to be trained again.
	ErrVersion = errors.New("unknown version of the model format")
	// ErrDamaged is returned when the checksum or the structure is wrong.
	ErrDamaged = errors.New("damaged linear model")
)

// Encode returns the bytes that Open reads. Equal models give equal bytes.
func (m *Model) Encode() []byte {
	out := append([]byte(magic), formatVersion)
	out = binary.AppendUvarint(out, uint64(len(m.labels)))
	for _, l := range m.labels {
		out = binary.AppendUvarint(out, uint64(len(l)))
		out = append(out, l...)
	}
	out = binary.LittleEndian.AppendUint64(out, math.Float64bits(m.unit))
	out = binary.AppendUvarint(out, uint64(m.size))
	last := uint32(0)
	for key := range m.all() {
		out = binary.AppendUvarint(out, uint64(key-last))
		last = key
	}
	for _, row := range m.all() {
		out = appendSet(out, row, len(m.labels))
	}
	for _, row := range m.all() {
		for _, e := range row {
			out = append(out, byte(e.code()))
		}
	}
	return binary.LittleEndian.AppendUint32(out, crc32.Checksum(out, crcTable))
}

// appendSet appends the set of the labels of a row.
func appendSet(out []byte, row []entry, labels int) []byte {
	at := len(out)
	out = append(out, make([]byte, setSize(labels))...)
	for _, e := range row {
		out[at+int(e.label()/8)] |= 1 << (e.label() % 8)
	}
	return out
}

// setSize is how many bytes a set of labels takes.
func setSize(labels int) int { return (labels + 7) / 8 }

// all yields keys and rows, keys ascending. A row is valid until the next.
func (m *Model) all() func(yield func(key uint32, row []entry) bool) {
	return func(yield func(uint32, []entry) bool) {
		var buf [maxInside]entry
		for _, s := range m.slots {
			if s.row != 0 && !yield(s.key(), m.row(s.row, buf[:0])) {
				return
			}
		}
	}
}

// Open reads a model. Bytes that are not a whole, undamaged model give an
// error that wraps ErrNotModel, ErrVersion or ErrDamaged. The bytes are not
// kept.
func Open(file []byte) (*Model, error) {
	if len(file) < len(magic)+1 || string(file[:len(magic)]) != magic {
		return nil, ErrNotModel
	}
	version := file[len(magic)]
	if version != formatVersion && version != listsVersion {
		return nil, fmt.Errorf("%w: %d, want %d", ErrVersion, version, formatVersion)
	}
	body, ok := checked(file)
	if !ok {
		return nil, fmt.Errorf("%w: checksum does not match", ErrDamaged)
	}
	r := &reader{rest: body[len(magic)+1:]}
	m := &Model{labels: r.labels()}
	m.unit = math.Float64frombits(r.uint64())
	r.rows(m, version)
	if !r.ok() {
		return nil, ErrDamaged
	}
	return m, nil
}

// checked returns the file without its checksum, if that is right.
func checked(file []byte) ([]byte, bool) {
	n := len(file) - 4
	if n < len(magic)+1 {
		return nil, false
	}
	return file[:n], crc32.Checksum(file[:n], crcTable) == binary.LittleEndian.Uint32(file[n:])
}

// reader takes a model's parts off the front of its bytes. After the first
// failure it gives zeros.
type reader struct {
	rest   []byte
	failed bool
}

// ok says that nothing failed and nothing is left.
func (r *reader) ok() bool { return !r.failed && len(r.rest) == 0 }

func (r *reader) take(n uint64) []byte {
	if n > uint64(len(r.rest)) {
		r.failed, r.rest = true, nil
		return nil
	}
	head := r.rest[:n]
	r.rest = r.rest[n:]
	return head
}

func (r *reader) uvarint() uint64 {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return v
}

func (r *reader) uint64() uint64 {
	b := r.take(8)
	if b == nil {
		return 0
	}
	return binary.LittleEndian.Uint64(b)
}

func (r *reader) labels() []string {
	n := r.uvarint()
	if n == 0 || n > MaxLabels {
		r.failed = true
		return nil
	}
	labels := make([]string, n)
	for i := range labels {
		labels[i] = string(r.take(r.uvarint()))
	}
	return labels
}

// rows reads keys, labels and codes into the model's table.
func (r *reader) rows(m *Model, version byte) {
	size := r.uvarint()
	if r.failed || size > uint64(len(r.rest)) {
		r.failed = true
		return
	}
	keys := r.keys(int(size))
	var of *rowLabels
	if version == listsVersion {
		of = r.labelLists(size)
	} else {
		of = r.labelSets(size, len(m.labels))
	}
	codes := r.take(of.total)
	if r.failed {
		return
	}
	b := newBuilder(len(keys), len(m.labels))
	b.reserve(of.counts)
	for i, key := range keys {
		n := int(of.counts[i])
		ok := n > 0
		if set := of.set(i); set != nil && b.full(n) {
			ok = ok && b.addSet(key, set, codes[:n])
		} else {
			ok = ok && b.addList(key, of.list(i), codes[:n])
		}
		if !ok {
			r.failed = true
			return
		}
		codes = codes[n:]
	}
	b.finish(m)
}

// keys reads strictly ascending keys.
func (r *reader) keys(n int) []uint32 {
	keys := make([]uint32, n)
	last, rest := uint64(0), r.rest
	for i := range keys {
		delta, size := shortUvarint(rest)
		if size <= 0 || delta > math.MaxUint32 || i > 0 && delta == 0 || last+delta > math.MaxUint32 {
			r.failed = true
			return nil
		}
		last += delta
		keys[i], rest = uint32(last), rest[size:]
	}
	r.rest = rest
	return keys
}

// shortUvarint is binary.Uvarint without a branch on the length for numbers of
// up to four bytes, which is not foreseen for keys.
func shortUvarint(b []byte) (x uint64, size int) {
	const last = 0x80808080
	if len(b) < 4 {
		return binary.Uvarint(b)
	}
	four := binary.LittleEndian.Uint32(b)
	ends := ^four & last
	if ends == 0 {
		return binary.Uvarint(b)
	}
	bit := bits.TrailingZeros32(ends) // the highest of the last byte
	four &= 1<<bit - 1
	return uint64(four&0x7f | four>>1&0x3f80 | four>>2&0x1fc000 | four>>3&0xfe00000), bit/8 + 1
}
