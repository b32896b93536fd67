package linear

import "math"

// Model is a trained linear model, ready to score. It is immutable and safe
// for concurrent use; scoring does not allocate.
//
// Features are found in an open-addressing table by 32 bits of their hash. A
// feature that was never seen is therefore taken for one that was, about once
// in four thousand times for a model of a million features; among the dozens
// of features of an example that does no measurable harm.
type Model struct {
	labels []string
	// unit is the weight that code 1 stands for.
	unit float64
	// slots is a table of 2^n slots, at most three fifths full, with a run of
	// spare slots at its end instead of wrapping around.
	slots []slot
	shift uint8
	// rows holds the rows one after another; see row.go. The first bytes are
	// unused, so that row 0 can mean an empty slot.
	rows []byte
	size int
	// inside: there are so few labels that a slot holds the row itself.
	inside bool
	// zero is always 0; see add.
	zero uint32
}

// slot leads from the key of a feature to its row, or holds the row itself. A
// row of 0 marks an empty slot. The key is stored inverted, so that those of a
// run of slots descend to the 0 of the empty one behind it: a search ends, for
// features that are known and for those that are not, at the first that is no
// larger, and hangs on a single comparison that is nearly always foreseen.
type slot struct{ inverse, row uint32 }

func (s slot) key() uint32 { return ^s.inverse }

// entry is a label in the high byte and the code of its weight in the low one.
type entry uint16

// maxCode is the largest code of a weight.
const maxCode = 127

func makeEntry(label uint8, code int8) entry { return entry(label)<<8 | entry(uint8(code)) }

func (e entry) label() uint8 { return uint8(e >> 8) }

func (e entry) code() int8 { return int8(e) }

// weight is the code's weight in units: its square, with its sign.
func (e entry) weight() int32 {
	k := int32(int8(e))
	return k * max(k, -k)
}

// entryOf is the entry of a label with a weight that is a code's.
func entryOf(label uint8, weight int32) entry {
	code := int8(math.Sqrt(math.Abs(float64(weight))))
	if weight < 0 {
		code = -code
	}
	return makeEntry(label, code)
}

// weightOf are the weights of all codes: scoring looks them up, which is faster
// than to work them out.
var weightOf = func() (w [256]int32) {
	for code := range w {
		w[code] = entry(code).weight()
	}
	return w
}()

// key is the part of the feature that the model keeps.
func (f Feature) key() uint32 { return uint32(f >> 32) }

// Labels are the names of the labels.
func (m *Model) Labels() []string { return m.labels }

// Unit is the weight, on the trainer's scale, of a score of 1.
func (m *Model) Unit() float64 { return m.unit }

// Size is the number of features.
func (m *Model) Size() int { return m.size }

// Bytes is the memory that the model takes, roughly.
func (m *Model) Bytes() int { return len(m.slots)*8 + len(m.rows) }

// Score sets scores to the sum of the weights of the features, in units.
//
// The table is larger than the processor's caches, so nearly every feature
// costs a trip to memory, or two. They are made for many features at once:
// first all slots are touched, then all rows, and only then is anything
// compared or added, since a branch that hangs on memory keeps the next trip
// from starting.
func (m *Model) Score(features []Feature, scores *Scores) {
	clear(scores[:len(m.labels)])
	for len(features) > 0 {
		n := min(batch, len(features))
		if m.inside {
			m.addInside(features[:n], scores)
		} else {
			m.add(features[:n], scores)
		}
		features = features[n:]
	}
}

// batch is the number of features that are looked up together.
const batch = 64

// add adds the weights of at most batch features.
func (m *Model) add(features []Feature, scores *Scores) {
	var rows [batch]uint32
	touched := m.touch(features)
	n := 0
	for _, f := range features {
		row := m.find(f.key())
		rows[n&(batch-1)] = row
		if row != 0 {
			n++
		}
	}
	for _, row := range rows[:n] {
		touched += uint32(m.rows[row]) + uint32(m.rows[row+line-1])
	}
	// Rows take two lines mostly. Adding a zero that the compiler cannot foresee
	// keeps the touches alive.
	scores[0] += int32(touched & m.zero)
	m.addRows(rows[:n], scores)
}

// touch reads the slots where the search for the features begins.
func (m *Model) touch(features []Feature) (sum uint32) {
	slots, shift := m.slots, m.shift
	for _, f := range features {
		sum += slots[f.key()>>shift].row
	}
	return sum
}

// find returns where the row of the key begins, 0 when there is none.
func (m *Model) find(key uint32) uint32 {
	slots, i, inverse := m.slots, key>>m.shift, ^key
	s := slots[i]
	for s.inverse > inverse {
		i++
		s = slots[i]
	}
	row := s.row
	if s.inverse != inverse {
		row = 0
	}
	return row
}

// Weight is the weight of one feature for one label, in units, 0 if it has none.
func (m *Model) Weight(f Feature, label int) int32 {
	row := m.find(f.key())
	if row == 0 {
		return 0
	}
	for _, e := range m.row(row, nil) {
		if int(e.label()) == label {
			return e.weight()
		}
	}
	return 0
}

// row returns the entries of a row that is not 0; buf is room for them.
func (m *Model) row(row uint32, buf []entry) []entry {
	if m.inside {
		return unpackInside(row, buf)
	}
	return unpackRow(m.rows[row:], len(m.labels), buf)
}

// Pruned returns the model without the weights that are smaller than least in
// absolute value.
func (m *Model) Pruned(least float64) *Model {
	b := newBuilder(m.size, len(m.labels))
	var kept []entry
	for key, row := range m.all() {
		kept = kept[:0]
		for _, e := range row {
			if w := float64(e.weight()) * m.unit; w >= least || -w >= least {
				kept = append(kept, e)
			}
		}
		b.add(key, kept)
	}
	pruned := &Model{labels: m.labels, unit: m.unit}
	b.finish(pruned)
	return pruned
}
