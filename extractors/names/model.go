package names

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"gleaner/extractors/linear"
	"gleaner/extractors/models"
)

// Model is what Learning makes and the stage reads: what words lean to, and
// the weights of both passes. It is immutable.
type Model struct {
	leanings *leanings
	// first scores a token's labels; second adds to that, nil for one pass only.
	first, second *linear.Model
	// layout is Learning.Layout.
	layout bool
}

// errDamaged is the error of a model that is not as Encode wrote it.
var errDamaged = errors.New("damaged model of names")

// New returns the stage with the embedded model, following the conventions of
// our annotation guide.
func New() (*Stage, error) {
	file, err := models.Open("names")
	if err != nil {
		return nil, err
	}
	model, err := OpenModel(file)
	if err != nil {
		return nil, err
	}
	return Open(model, News)
}

// Encode returns the bytes that OpenModel reads: leanings, first and second
// pass, each after its length, which is 0 for a second that is not there, and a byte 1 for
// one with Learning.Layout. Equal models give equal bytes.
func (m *Model) Encode() []byte {
	var out []byte
	parts := [3][]byte{m.leanings.append(nil), m.first.Encode()}
	if m.second != nil {
		parts[2] = m.second.Encode()
	}
	for _, part := range parts {
		out = binary.AppendUvarint(out, uint64(len(part)))
		out = append(out, part...)
	}
	if m.layout {
		out = append(out, 1)
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
	m := &Model{layout: len(file) == 1 && file[0] == 1}
	var group errgroup.Group
	group.Go(func() (err error) { m.first, err = openPass(parts[1]); return err })
	if len(parts[2]) > 0 {
		group.Go(func() (err error) { m.second, err = openPass(parts[2]); return err })
	}
	group.Go(func() (err error) { m.leanings, err = openLeanings(parts[0]); return err })
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("open names: %w", err)
	}
	if m.second != nil && m.first.Unit() != m.second.Unit() {
		return nil, fmt.Errorf("open names: %w", errDamaged)
	}
	return m, nil
}

func openPass(file []byte) (*linear.Model, error) {
	m, err := linear.Open(file)
	if err != nil {
		return nil, err
	}
	if n := len(m.Labels()); n != numLabels {
		return nil, fmt.Errorf("%d labels, want %d", n, numLabels)
	}
	return m, nil
}
