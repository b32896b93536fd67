package neural

import (
	"encoding/binary"
	"math"

	"gleaner/extractors/pages"
)

// codes is a matrix of weights in equal steps, a byte each. Features are most
// of a network, and neither their sums nor decisions need finer steps than a
// quarter of a usual weight: half of the bits of a file, and a quarter of the
// memory of numbers, which matters more to speed than the arithmetic.
type codes struct {
	width int
	// unit is a step.
	unit float32
	// bytes are the numbers of steps, 128 for none.
	bytes []byte
}

const (
	noSteps = 128
	// mostSteps bounds a code on both sides of noSteps.
	mostSteps = 127
	// stepsOfRoot is how many steps the root of the mean square of the weights has.
	stepsOfRoot = 4
)

// encode rounds weights to steps; the few beyond the largest code are cut there.
func encode(weights []float32, width int) codes {
	sum := 0.0
	for _, w := range weights {
		sum += float64(w) * float64(w)
	}
	c := codes{width: width, bytes: pages.Make[byte](len(weights))}
	if sum > 0 {
		c.unit = float32(math.Sqrt(sum/float64(len(weights))) / stepsOfRoot)
	}
	for i, w := range weights {
		steps := 0.0
		if sum > 0 {
			steps = math.Round(float64(w / c.unit))
		}
		c.bytes[i] = byte(noSteps + max(-mostSteps, min(mostSteps, steps)))
	}
	return c
}

// laneRows is how many rows are summed before a lane of 16 bits could overflow.
const laneRows = 256

// addRows adds the rows to into. Bytes are summed eight at a time in two words
// of four lanes, the bytes at even places and those at odd ones; lanes is room
// for them.
func (c *codes) addRows(rows []int32, lanes *[]uint64, into []float32) {
	for len(rows) > laneRows {
		c.addRows(rows[:laneRows], lanes, into)
		rows = rows[laneRows:]
	}
	if cap(*lanes) < c.width/4 {
		*lanes = make([]uint64, c.width/4)
	}
	sums := (*lanes)[:c.width/4]
	clear(sums)
	for _, row := range rows {
		addBytes(c.bytes[int(row)*c.width:int(row+1)*c.width], sums)
	}
	none := int32(noSteps * len(rows))
	for i, lane := range sums {
		at := into[i/2*8+i%2:]
		for j := range 4 {
			at[2*j] += c.unit * float32(int32(lane>>(16*j)&0xffff)-none)
		}
	}
}

// addBytes adds the bytes of a row to its lanes.
func addBytes(row []byte, lanes []uint64) {
	const even = 0x00ff00ff00ff00ff
	for len(row) >= 8 && len(lanes) >= 2 {
		eight := binary.LittleEndian.Uint64(row)
		lanes[0] += eight & even
		lanes[1] += eight >> 8 & even
		row, lanes = row[8:], lanes[2:]
	}
}
