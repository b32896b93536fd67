package train

import (
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"path/filepath"

	"gleaner/extractors/names"
)

// vectorSize is the number of dimensions of the vectors in the data folder.
const vectorSize = 100

// readVectors reads word vectors: the words by lines, and for each a float32
// (little-endian) by which the int8 that follow are to be multiplied.
func readVectors(dir string) (*names.Vectors, error) {
	v := &names.Vectors{Size: vectorSize}
	err := eachLine(filepath.Join(dir, "glove-100d.words.txt.gz"), func(line string) error {
		v.Words = append(v.Words, line)
		return nil
	})
	if err != nil {
		return nil, err
	}
	file, err := open(filepath.Join(dir, "glove-100d.i8.gz"))
	if err != nil {
		return nil, err
	}
	defer file.Close()
	rows, err := io.ReadAll(file)
	if err != nil {
		return nil, fmt.Errorf("read vectors: %w", err)
	}
	const row = 4 + vectorSize
	if len(rows) != row*len(v.Words) {
		return nil, fmt.Errorf("read vectors: %d bytes for %d words, want %d each", len(rows), len(v.Words), row)
	}
	v.Values = make([]float32, 0, vectorSize*len(v.Words))
	for ; len(rows) > 0; rows = rows[row:] {
		scale := math.Float32frombits(binary.LittleEndian.Uint32(rows))
		for _, b := range rows[4:row] {
			v.Values = append(v.Values, scale*float32(int8(b)))
		}
	}
	return v, nil
}
