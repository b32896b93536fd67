package linear

// maxInside is the largest number of labels whose weights fit into a slot.
// Such a model needs one trip to memory a feature instead of two.
const maxInside = 4

// packInside puts the codes of a row of few labels into one word.
func packInside(entries []entry) (row uint32) {
	for _, e := range entries {
		row |= uint32(uint8(e.code())) << (8 * e.label())
	}
	return row
}

// readInside is packInside for a row as it lies in a file; ok says that labels
// ascend and that no weight is 0.
func readInside(labels, codes []byte, limit int) (row uint32, ok bool) {
	last := -1
	for j, label := range labels {
		if int(label) <= last || int(label) >= limit || codes[j] == 0 {
			return 0, false
		}
		last = int(label)
		row |= uint32(codes[j]) << (8 * label)
	}
	return row, true
}

// unpackInside is the reverse; labels ascend.
func unpackInside(row uint32, buf []entry) []entry {
	for label := range uint8(maxInside) {
		if code := int8(row >> (8 * label)); code != 0 {
			buf = append(buf, makeEntry(label, code))
		}
	}
	return buf
}

// addInside is add for a model whose rows lie in their slots.
func (m *Model) addInside(features []Feature, scores *Scores) {
	touched := m.touch(features)
	var sums [maxInside]int32
	for _, f := range features {
		row := m.find(f.key())
		sums[0] += weightOf[row&0xff]
		sums[1] += weightOf[row>>8&0xff]
		sums[2] += weightOf[row>>16&0xff]
		sums[3] += weightOf[row>>24]
	}
	scores[0] += int32(touched & m.zero)
	for label := range min(maxInside, len(m.labels)) {
		scores[label] += sums[label]
	}
}
