package events

import (
	"encoding/binary"
	"errors"
	"fmt"

	"gleaner/extractors/boosted"
	"gleaner/extractors/linear"
	"gleaner/extractors/models"
	"gleaner/extractors/neural"
)

// errDamaged is returned for a file that holds no models of this package.
var errDamaged = errors.New("events model: damaged or from another version")

// linears, networks and forests are the models in the order of the file.
func (m *Model) linears() []**linear.Model {
	return []**linear.Model{&m.trigger, &m.settle}
}

func (m *Model) networks() []**neural.Network {
	return []**neural.Network{&m.sense, &m.argument, &m.status, &m.same}
}

func (m *Model) forests() []**boosted.Forest {
	return []**boosted.Forest{&m.union, &m.judge, &m.fill, &m.source}
}

// Encode writes the models one after another, each after its length.
func (m *Model) Encode() []byte {
	var file []byte
	add := func(part []byte) {
		file = binary.AppendUvarint(file, uint64(len(part)))
		file = append(file, part...)
	}
	for _, p := range m.linears() {
		add((*p).Encode())
	}
	for _, p := range m.networks() {
		add((*p).Encode())
	}
	for _, p := range m.forests() {
		add((*p).Encode())
	}
	return file
}

// OpenModel reads what Encode wrote. Damaged bytes give an error.
func OpenModel(file []byte) (*Model, error) {
	m := &Model{}
	next := func() ([]byte, error) {
		size, n := binary.Uvarint(file)
		if n <= 0 || size > uint64(len(file)-n) {
			return nil, errDamaged
		}
		part := file[n : n+int(size)]
		file = file[n+int(size):]
		return part, nil
	}
	for _, p := range m.linears() {
		if err := openPart(next, linear.Open, p); err != nil {
			return nil, err
		}
	}
	for _, p := range m.networks() {
		if err := openPart(next, neural.Open, p); err != nil {
			return nil, err
		}
	}
	for _, p := range m.forests() {
		if err := openPart(next, boosted.Open, p); err != nil {
			return nil, err
		}
	}
	if len(file) > 0 || m.union.Inputs() != unionInputs || m.judge.Inputs() != judgeInputs || m.fill.Inputs() != fillInputs || m.source.Inputs() != sourceInputs {
		return nil, errDamaged
	}
	return m, nil
}

// openPart reads the next part of a file.
func openPart[M any](next func() ([]byte, error), open func([]byte) (*M, error), into **M) error {
	part, err := next()
	if err != nil {
		return err
	}
	if *into, err = open(part); err != nil {
		return fmt.Errorf("open events model: %w", err)
	}
	return nil
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
