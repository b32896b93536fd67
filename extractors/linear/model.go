package linear

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
	// slots is a table of 2^n slots, at most two thirds full, with a run of
	// spare slots at its end instead of wrapping around.
	slots []slot
	shift uint8
	// rows holds the rows one after another: a count, then that many entries.
	// rows[0] is unused, so that row 0 can mean an empty slot.
	rows []entry
	size int
}

// slot leads from the key of a feature to its row.
type slot struct{ key, row uint32 }

// entry is a label in the high byte and the code of its weight in the low one.
// The first of a row is the number of entries.
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

// key is the part of the feature that the model keeps.
func (f Feature) key() uint32 { return uint32(f >> 32) }

// Labels are the names of the labels.
func (m *Model) Labels() []string { return m.labels }

// Unit is the weight, on the trainer's scale, of a score of 1.
func (m *Model) Unit() float64 { return m.unit }

// Size is the number of features.
func (m *Model) Size() int { return m.size }

// Bytes is the memory that the model takes, roughly.
func (m *Model) Bytes() int { return len(m.slots)*8 + len(m.rows)*2 }

// Score sets scores to the sum of the weights of the features, in units.
func (m *Model) Score(features []Feature, scores *Scores) {
	clear(scores[:len(m.labels)])
	for _, f := range features {
		row := m.find(f.key())
		if row == 0 {
			continue
		}
		n := uint32(m.rows[row])
		for _, e := range m.rows[row+1 : row+1+n] {
			scores[e.label()] += e.weight()
		}
	}
}

// find returns where the row of the key begins, 0 when there is none.
func (m *Model) find(key uint32) uint32 {
	for i := key >> m.shift; ; i++ {
		s := m.slots[i]
		if s.key == key || s.row == 0 {
			return s.row
		}
	}
}

// Weight is the weight of one feature for one label, in units, 0 if it has none.
func (m *Model) Weight(f Feature, label int) int32 {
	row := m.find(f.key())
	if row == 0 {
		return 0
	}
	n := uint32(m.rows[row])
	for _, e := range m.rows[row+1 : row+1+n] {
		if int(e.label()) == label {
			return e.weight()
		}
	}
	return 0
}
