package names

import (
	"encoding/binary"
	"errors"
	"fmt"

	"gleaner/extractors/linear"
	"gleaner/extractors/models"
)

// Model is what Learning makes and the stage reads: what words lean to, and
// the weights of both passes. It is immutable.
type Model struct {
	leanings *leanings
	// first scores a token's labels; second adds to that.
	first, second *linear.Model
}

// errDamaged is the error of a model that is not as Encode wrote it.
var errDamaged = errors.New("damaged model of names")

// New returns the stage with the embedded model, following the conventions of
// our annotation guide.
func New() (*Stage, error) { return NewFor(News) }

// NewFor is New for the conventions of another domain, for scoring on its sets.
func NewFor(domain Domain) (*Stage, error) {
	file, err := models.Open("names")
	if err != nil {
		return nil, err
	}
	model, err := OpenModel(file)
	if err != nil {
		return nil, err
	}
	return Open(model, domain)
}

// Encode returns the bytes that OpenModel reads: leanings, first and second
// pass, each after its length. Equal models give equal bytes.
func (m *Model) Encode() []byte {
	var out []byte
	for _, part := range [][]byte{m.leanings.append(nil), m.first.Encode(), m.second.Encode()} {
		out = binary.AppendUvarint(out, uint64(len(part)))
		out = append(out, part...)
	}
	return out
}

// OpenModel reads a model from the bytes of Encode.
func OpenModel(file []byte) (*Model, error) {
	var parts [3][]byte
	for i := range parts {
		n, size := binary.Uvarint(file)
		if size <= 0 || n > uint64(len(file)-size) {
			return nil, fmt.Errorf("open names: %w", errDamaged)
		}
		parts[i], file = file[size:size+int(n)], file[size+int(n):]
	}
	m := new(Model)
	var err error
	if m.leanings, err = openLeanings(parts[0]); err != nil {
		return nil, fmt.Errorf("open names: %w", err)
	}
	for i, pass := range []**linear.Model{&m.first, &m.second} {
		if *pass, err = linear.Open(parts[1+i]); err != nil {
			return nil, fmt.Errorf("open names: %w", err)
		}
		if n := len((*pass).Labels()); n != numLabels {
			return nil, fmt.Errorf("open names: %d labels, want %d", n, numLabels)
		}
	}
	if m.first.Unit() != m.second.Unit() {
		return nil, fmt.Errorf("open names: %w", errDamaged)
	}
	return m, nil
}
