package linear

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Trainer learns weights by the averaged perceptron (Freund and Schapire 1999;
// Collins 2002). Weights are exact integers, so the same updates give the same
// model on every machine. A feature takes memory from its first update on, and
// only for the labels it was updated with. Not for concurrent use, except that
// Score may be called concurrently between updates.
type Trainer struct {
	labels []string
	table  weightTable
	now    uint32
	// only are the features that may be learnt; nil for all.
	only *Model
	// zero is always 0; see add.
	zero uint32
}

// NewTrainer returns a trainer that knows nothing yet. There may be at most
// MaxLabels labels.
func NewTrainer(labels []string) (*Trainer, error) {
	if len(labels) == 0 || len(labels) > MaxLabels {
		return nil, fmt.Errorf("train: %d labels, want 1 to %d", len(labels), MaxLabels)
	}
	return &Trainer{labels: labels, table: newWeightTable()}, nil
}

// Only lets the trainer learn about the features of m and no others: those that
// an earlier course of learning found worth keeping.
func (t *Trainer) Only(m *Model) { t.only = m }

// Labels are the names of the labels.
func (t *Trainer) Labels() []string { return t.labels }

// Score sets scores by the weights as they are now, not yet averaged. Like that
// of a Model it makes its trips to memory for many features at once.
func (t *Trainer) Score(features []Feature, scores *Scores) {
	clear(scores[:len(t.labels)])
	for len(features) > 0 {
		n := min(batch, len(features))
		t.add(features[:n], scores)
		features = features[n:]
	}
}

// add adds the weights of at most batch features.
func (t *Trainer) add(features []Feature, scores *Scores) {
	var found [batch]struct{ at, count uint32 }
	touched := uint32(0)
	for _, f := range features {
		touched += uint32(t.table.rows[uint64(f)&t.table.mask].count)
	}
	n := 0
	for _, f := range features {
		if row := t.table.find(f); row.count > 0 {
			found[n&(batch-1)].at, found[n&(batch-1)].count = row.at, uint32(row.count)
			n++
		}
	}
	for _, row := range found[:n] {
		touched += uint32(t.table.hot[row.at])
	}
	// Adding a zero that the compiler cannot foresee keeps the touches alive.
	scores[0] += int32(touched & t.zero)
	for _, row := range found[:n] {
		for _, w := range t.table.hot[row.at : row.at+row.count] {
			scores[w.label()] += w.value()
		}
	}
}

// Step says that one more example has been seen; averages are over steps.
func (t *Trainer) Step() { t.now++ }

// Update adds to the weight of the label for each of the features: by 1 for
// the right label, by -1 for a wrong answer, or by more for an example that
// counts more.
func (t *Trainer) Update(features []Feature, label int, by int32) {
	for _, f := range features {
		if t.only == nil || t.only.find(f.key()) != 0 {
			t.table.add(f, uint8(label), by, t.now)
		}
	}
}

// Size is the number of features that have a weight.
func (t *Trainer) Size() int { return t.table.size }

// Packing says what is left out of the model.
type Packing struct {
	// MinUpdates drops features that were updated fewer times.
	MinUpdates int
	// MinWeight drops averaged weights that are smaller in absolute value.
	MinWeight float64
}

// Model averages the weights, prunes and quantizes them. The trainer can go on
// learning afterwards.
func (t *Trainer) Model(p Packing) *Model {
	return packRows(t.labels, t.average(p), 0)
}

// averagedRow is a feature's row on the way from trainer to model.
type averagedRow struct {
	key     uint32
	weights []labelWeight
}

type labelWeight struct {
	label  uint8
	weight float64
}

// average returns the rows that are worth keeping, by ascending key. Features
// that share a key are summed, since the model cannot tell them apart.
func (t *Trainer) average(p Packing) []averagedRow {
	kept := make([]averagedRow, 0, t.table.size)
	for i := range t.table.rows {
		row := &t.table.rows[i]
		if row.count == 0 || int(row.updates) < p.MinUpdates {
			continue
		}
		if weights := t.table.average(row, t.now, p.MinWeight); len(weights) > 0 {
			kept = append(kept, averagedRow{row.feature.key(), weights})
		}
	}
	return sortRows(kept)
}

// mergeRows adds up neighbours with equal keys; within a row labels ascend.
// Addition of two floats is commutative, and more than two equal keys are so
// rare that the first two suffice.
func mergeRows(rows []averagedRow) []averagedRow {
	out := rows[:0]
	for _, row := range rows {
		if n := len(out); n > 0 && out[n-1].key == row.key {
			out[n-1].weights = append(out[n-1].weights, row.weights...)
			continue
		}
		out = append(out, row)
	}
	for i := range out {
		w := out[i].weights
		slices.SortFunc(w, func(a, b labelWeight) int {
			return cmp.Or(cmp.Compare(a.label, b.label), cmp.Compare(a.weight, b.weight))
		})
		merged := w[:0]
		for _, lw := range w {
			if n := len(merged); n > 0 && merged[n-1].label == lw.label {
				merged[n-1].weight += lw.weight
				continue
			}
			merged = append(merged, lw)
		}
		out[i].weights = merged
	}
	return out
}

// quantize turns weights into codes: a code k stands for sign(k) k^2 units, so
// that small weights, which are most, keep more precision than large ones.
func (r averagedRow) quantize(unit float64) []entry {
	entries := make([]entry, 0, len(r.weights))
	for _, w := range r.weights {
		code := int(math.Round(math.Sqrt(math.Abs(w.weight) / unit)))
		if code == 0 {
			continue
		}
		code = min(code, maxCode)
		if w.weight < 0 {
			code = -code
		}
		entries = append(entries, makeEntry(w.label, int8(code)))
	}
	return entries
}
