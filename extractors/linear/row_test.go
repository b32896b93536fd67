package linear

import (
	"slices"
	"testing"
)

// TestRows packs rows of all lengths, full ones and others, and adds them up.
func TestRows(t *testing.T) {
	random := NewRandom(3)
	for _, labels := range []int{5, 29, 38, 44, MaxLabels} {
		names := make([]string, labels)
		b := newBuilder(labels, labels)
		var want Scores
		var features []Feature
		var packed [][]entry
		for n := 1; n <= labels; n++ {
			var row []entry
			for _, label := range random.Perm(labels)[:n] {
				code := int8(1 + random.Intn(maxCode))
				if random.Intn(2) == 0 {
					code = -code
				}
				row = append(row, makeEntry(uint8(label), code))
				want[label] += row[len(row)-1].weight()
			}
			slices.Sort(row)
			b.add(uint32(n), row)
			features, packed = append(features, Feature(n)<<32), append(packed, row)
		}
		m := &Model{labels: names, unit: 1}
		b.finish(m)

		i := 0
		for _, row := range m.all() {
			if !slices.Equal(row, packed[i]) {
				t.Fatalf("%d labels: row %d came back as %v, packed %v", labels, i, row, packed[i])
			}
			i++
		}
		var got Scores
		if m.Score(features, &got); got != want {
			t.Errorf("%d labels: scores %v, want %v", labels, got[:labels], want[:labels])
		}
	}
}
