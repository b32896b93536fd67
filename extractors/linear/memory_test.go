package linear

import (
	"slices"
	"testing"
)

func TestMemory(t *testing.T) {
	m := NewMemory(2, 3)
	random := NewRandom(1)
	keys := make([]uint64, 20)
	for i := range keys {
		keys[i] = random.Uint64()
	}
	hits := 0
	for range 3 {
		for i, key := range keys {
			for range 2 { // the second time it is always known
				scores, known := m.At(key)
				want := []int32{int32(i), int32(-i), 7}
				if !known {
					copy(scores, want)
				} else if hits++; !slices.Equal(scores, want) {
					t.Fatalf("key %d holds %v, want %v", i, scores, want)
				}
			}
		}
	}
	if hits < 3*len(keys) {
		t.Errorf("%d of %d were known, want half at least", hits, 6*len(keys))
	}
	var s Scores
	s.Add([]int32{1, 2})
	s.Add([]int32{3, 4, 5})
	if !slices.Equal(s[:4], []int32{4, 6, 5, 0}) {
		t.Errorf("added up to %v", s[:4])
	}
}
