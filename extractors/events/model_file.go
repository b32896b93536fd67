package events

import (
	"encoding/binary"
	"errors"
	"fmt"

	"gleaner/extractors/linear"
	"gleaner/extractors/models"
)

// errDamaged is returned for a file that holds no models of this package.
var errDamaged = errors.New("events model: damaged or from another version")

// parts are the models in the order of the file.
func (m *Model) parts() []**linear.Model {
	return []**linear.Model{&m.trigger, &m.argument, &m.status, &m.merge, &m.judge, &m.fill, &m.credit}
}

// Encode writes the models one after another, each after its length.
func (m *Model) Encode() []byte {
	var file []byte
	for _, p := range m.parts() {
		part := (*p).Encode()
		file = binary.AppendUvarint(file, uint64(len(part)))
		file = append(file, part...)
	}
	return file
}

// OpenModel reads what Encode wrote. Damaged bytes give an error.
func OpenModel(file []byte) (*Model, error) {
	m := &Model{}
	for _, p := range m.parts() {
		if len(file) == 0 && p == &m.credit {
			break // the file is older than this part; its rules serve
		}
		size, n := binary.Uvarint(file)
		if n <= 0 || size > uint64(len(file)-n) {
			return nil, errDamaged
		}
		part, err := linear.Open(file[n : n+int(size)])
		if err != nil {
			return nil, fmt.Errorf("open events model: %w", err)
		}
		*p, file = part, file[n+int(size):]
	}
	if len(file) > 0 {
		return nil, errDamaged
	}
	return m, nil
}

// modelName is the name of the embedded file.
const modelName = "events"

// openModel opens the embedded models, nil when none were trained yet.
func openModel() (*Model, error) {
	file, err := models.Open(modelName)
	if errors.Is(err, models.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return OpenModel(file)
}
