package lexicons

import (
	_ "embed"
	"encoding/binary"
	"fmt"
	"math"
)

//go:embed vectors.bin
var vectorsFile string

// VectorWidth is the number of dimensions of a word's vector.
const VectorWidth = 100

// vectorSize is the length of a row of the file: a float32 unit, then one
// signed byte a dimension.
const vectorSize = 4 + VectorWidth

// Vectors places frequent lower-case words by the company they keep, GloVe
// (Pennington et al. 2014); a vector has length 1. It is immutable and safe
// for concurrent use.
type Vectors struct {
	table table
	rows  string
}

// LoadVectors opens the embedded vectors.
func LoadVectors() (*Vectors, error) { return openVectors(vectorsFile) }

// openVectors reads the length of the table, the table, and the rows.
func openVectors(file string) (*Vectors, error) {
	if len(file) < 4 {
		return nil, fmt.Errorf("load vectors: the file is empty")
	}
	size := uint64(word(file, 0))
	if uint64(len(file)) < 4+size || (uint64(len(file))-4-size)%vectorSize != 0 {
		return nil, fmt.Errorf("load vectors: %d bytes are not a table and rows", len(file))
	}
	t, err := openTable(file[4 : 4+size])
	if err != nil {
		return nil, fmt.Errorf("load vectors: %w", err)
	}
	return &Vectors{t, file[4+size:]}, nil
}

// Find returns the rank of a word in lower case, by frequency from 0.
func (v *Vectors) Find(lower string) (rank int32, ok bool) {
	r, ok := v.table.find(hashWord(lower))
	return int32(r), ok
}

// Read writes the vector of the word of that rank to dst, which has
// VectorWidth places.
func (v *Vectors) Read(rank int32, dst []float32) {
	row := v.rows[int(rank)*vectorSize : (int(rank)+1)*vectorSize]
	unit := math.Float32frombits(word(row, 0))
	for i := range dst[:VectorWidth] {
		dst[i] = unit * float32(int8(row[4+i]))
	}
}

// EncodeVectors makes the file that LoadVectors opens, of words by falling
// frequency and their rows. A word whose hash is taken is left out.
func EncodeVectors(words []string, rows []byte) ([]byte, error) {
	if len(rows) != len(words)*vectorSize {
		return nil, fmt.Errorf("encode vectors: %d words, but %d bytes of rows", len(words), len(rows))
	}
	entries := make(map[uint32]uint32, len(words))
	for i, w := range words {
		if h := hashWord(w); !taken(entries, h) {
			entries[h] = uint32(i)
		}
	}
	t := encodeTable(entries)
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(t)))
	return append(append(out, t...), rows...), nil
}

func taken(entries map[uint32]uint32, key uint32) bool {
	_, ok := entries[key]
	return ok
}
