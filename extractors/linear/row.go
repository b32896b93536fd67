package linear

import "encoding/binary"

// A row begins with the number of its entries, in 16 bits, and holds them one
// after another. Where at least half of the labels have a weight, it begins with
// full instead and holds the weights of all, 16 bits each and base more than they
// are, up to a multiple of four: these are added four at a time.
const (
	full = 0xffff
	// base makes all weights positive.
	base = 1 << 14
	// lanes are those of 32 bits that every second of four weights is moved to.
	lanes = 0x0000ffff0000ffff
)

// fullWeightOf are the weights of all codes as full rows hold them.
var fullWeightOf = func() (w [256]uint16) {
	for code := range w {
		w[code] = uint16(weightOf[code] + base)
	}
	return w
}()

// line is how many bytes the processor fetches at once.
const line = 64

// isFull says whether a row of n entries is stored full.
func isFull(n, labels int) bool { return 2*n >= labels }

// rowSize is how many bytes a row of n entries takes.
func rowSize(n, labels int) int {
	if isFull(n, labels) {
		return 2 + fullSize(labels)
	}
	return 2 + 2*n
}

// fullSize is how many bytes the weights of a full row take.
func fullSize(labels int) int { return (labels + 3) / 4 * 8 }

// emptyRow is a full row without weights.
func emptyRow(labels int) []byte {
	row := binary.LittleEndian.AppendUint16(nil, full)
	for range fullSize(labels) / 2 {
		row = binary.LittleEndian.AppendUint16(row, base)
	}
	return row
}

// packRow appends a row; empty is that of emptyRow. The labels of the entries
// ascend.
func packRow(entries []entry, labels int, empty, rows []byte) []byte {
	n := len(entries)
	at := len(rows)
	rows = append(rows, empty[:rowSize(n, labels)]...)
	row := rows[at+2:]
	if isFull(n, labels) {
		for _, e := range entries {
			binary.LittleEndian.PutUint16(row[2*int(e.label()):], fullWeightOf[uint8(e)])
		}
		return rows
	}
	binary.LittleEndian.PutUint16(rows[at:], uint16(n))
	for _, e := range entries {
		binary.LittleEndian.PutUint16(row, uint16(e))
		row = row[2:]
	}
	return rows
}

// unpackRow appends the entries of the row that rows begins with.
func unpackRow(rows []byte, labels int, entries []entry) []entry {
	n := int(binary.LittleEndian.Uint16(rows))
	rows = rows[2:]
	if n != full {
		for i := range n {
			entries = append(entries, entry(binary.LittleEndian.Uint16(rows[2*i:])))
		}
		return entries
	}
	for label := range labels {
		if w := int32(binary.LittleEndian.Uint16(rows[2*label:])) - base; w != 0 {
			entries = append(entries, entryOf(uint8(label), w))
		}
	}
	return entries
}

// addRows adds the weights of at most batch rows.
func (m *Model) addRows(rows []uint32, scores *Scores) {
	// even and odd sum the weights of four labels at a time in lanes of 32 bits,
	// which batch rows do not fill.
	var even, odd [MaxLabels / 4]uint64
	size := uint32(fullSize(len(m.labels)))
	added := int32(0)
	for _, row := range rows {
		n := uint32(binary.LittleEndian.Uint16(m.rows[row:]))
		if n != full {
			for entries := m.rows[row+2:][:2*n]; len(entries) >= 2; entries = entries[2:] {
				scores[entries[1]] += weightOf[entries[0]]
			}
			continue
		}
		added++
		weights := m.rows[row+2:][:size]
		for i := 0; i < len(even) && len(weights) >= 8; i++ {
			four := binary.LittleEndian.Uint64(weights)
			even[i] += four & lanes
			odd[i] += four >> 16 & lanes
			weights = weights[8:]
		}
	}
	for i := range size / 8 {
		four := scores[4*i:][:4]
		four[0] += int32(uint32(even[i])) - added*base
		four[1] += int32(uint32(odd[i])) - added*base
		four[2] += int32(even[i]>>32) - added*base
		four[3] += int32(odd[i]>>32) - added*base
	}
}
