package events

import (
	"encoding/binary"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"gleaner/extractors/boosted"
	"gleaner/extractors/linear"
	"gleaner/extractors/models"
	"gleaner/extractors/neural"
)

// errDamaged is returned for a file that holds no models of this package.
var errDamaged = errors.New("events model: damaged or from another version")

// linears, networks and forests are, in that order, what the file has.
func (m *Model) linears() []**linear.Model {
	return []**linear.Model{&m.trigger, &m.role, &m.clause, &m.same, &m.credit}
}

func (m *Model) networks() []**neural.Network {
	return []**neural.Network{&m.sense, &m.argument, &m.status}
}

func (m *Model) forests() []**boosted.Forest {
	return []**boosted.Forest{&m.union, &m.judge, &m.fill, &m.source, &m.verdict}
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

// OpenModel reads what Encode wrote, the models at the same time. Damaged bytes
// give an error.
func OpenModel(file []byte) (*Model, error) {
	m := &Model{}
	parts, err := linear.Parts(file)
	if err != nil || len(parts) != len(m.linears())+len(m.networks())+len(m.forests()) {
		return nil, errDamaged
	}
	var group errgroup.Group
	for _, p := range m.linears() {
		openPart(&group, parts[0], linear.Open, p)
		parts = parts[1:]
	}
	for _, p := range m.networks() {
		openPart(&group, parts[0], neural.Open, p)
		parts = parts[1:]
	}
	for _, p := range m.forests() {
		openPart(&group, parts[0], boosted.Open, p)
		parts = parts[1:]
	}
	if err := group.Wait(); err != nil {
		return nil, fmt.Errorf("open events model: %w", err)
	}
	if len(m.same.Labels()) != len(noYes) || len(m.credit.Labels()) != len(noYes) ||
		m.union.Inputs() != unionInputs || m.judge.Inputs() != judgeInputs || m.fill.Inputs() != fillInputs || m.source.Inputs() != sourceInputs || m.verdict.Inputs() != verdictInputs {
		return nil, errDamaged
	}
	return m, nil
}

// openPart opens a part of the file into its place.
func openPart[M any](group *errgroup.Group, part []byte, open func([]byte) (*M, error), into **M) {
	group.Go(func() (err error) {
		*into, err = open(part)
		return err
	})
}

// modelName is the name of the embedded file.
const modelName = "events"

// EmbeddedModel opens the embedded models, nil when none were trained yet.
func EmbeddedModel() (*Model, error) {
	file, err := models.Open(modelName)
	if errors.Is(err, models.ErrMissing) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	return OpenModel(file)
}
