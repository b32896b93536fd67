package linear

import (
	"iter"
	"math"
)

// Mean averages models of the same labels that were learnt from the same
// examples in different orders: what they agree on stays, what only the order
// taught one of them fades. Features that fewer than agree of the models have,
// and weights that are smaller than least in absolute value, are left out.
func Mean(models []*Model, agree int, least float64) *Model {
	cursors := make([]*cursor, 0, len(models))
	for _, m := range models {
		c := newCursor(m)
		defer c.stop()
		cursors = append(cursors, c)
	}
	var rows []averagedRow
	for {
		key, have := lowest(cursors)
		if have == 0 {
			return packRows(models[0].labels, rows, 0)
		}
		var sums [MaxLabels]float64
		for _, c := range cursors {
			if c.ok && c.key == key {
				c.addTo(&sums)
				c.advance()
			}
		}
		if have < agree {
			continue
		}
		row := averagedRow{key: key}
		for label := range models[0].labels {
			w := sums[label] / float64(len(models))
			if w != 0 && math.Abs(w) >= least {
				row.weights = append(row.weights, labelWeight{uint8(label), w})
			}
		}
		if len(row.weights) > 0 {
			rows = append(rows, row)
		}
	}
}

// cursor goes through the rows of a model.
type cursor struct {
	unit float64
	key  uint32
	row  []entry
	ok   bool
	next func() (uint32, []entry, bool)
	stop func()
}

func newCursor(m *Model) *cursor {
	c := &cursor{unit: m.unit}
	c.next, c.stop = iter.Pull2(iter.Seq2[uint32, []entry](m.all()))
	c.advance()
	return c
}

func (c *cursor) advance() { c.key, c.row, c.ok = c.next() }

func (c *cursor) addTo(sums *[MaxLabels]float64) {
	for _, e := range c.row {
		sums[e.label()] += float64(e.weight()) * c.unit
	}
}

// lowest returns the lowest key that the cursors stand at, and how many stand
// at it.
func lowest(cursors []*cursor) (key uint32, have int) {
	for _, c := range cursors {
		switch {
		case !c.ok || have > 0 && c.key > key:
		case have > 0 && c.key == key:
			have++
		default:
			key, have = c.key, 1
		}
	}
	return key, have
}
