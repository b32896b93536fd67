package console

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestOrdered compares with a plain map under random changes.
func TestOrdered(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o ordered[int]
		want := map[uint64]int{}
		last := uint64(0)
		for range rapid.IntRange(0, 300).Draw(t, "changes") {
			switch rapid.IntRange(0, 3).Draw(t, "change") {
			case 0, 1:
				last += uint64(rapid.IntRange(1, 3).Draw(t, "gap"))
				v := int(last)
				o.set(last, &v)
				want[last] = v
			case 2:
				n := rapid.Uint64Range(0, last+1).Draw(t, "drop")
				o.drop(n)
				delete(want, n)
			case 3:
				n := rapid.Uint64Range(0, last).Draw(t, "replace")
				if _, ok := want[n]; ok {
					v := int(n) * 1000
					o.set(n, &v)
					want[n] = v
				}
			}
		}
		below := rapid.Uint64Range(0, last+2).Draw(t, "below")
		var keys []uint64
		for k := range want {
			if below == 0 || k < below {
				keys = append(keys, k)
			}
		}
		slices.SortFunc(keys, func(a, b uint64) int { return int(b) - int(a) })
		var got []int
		for v := range o.newest(below) {
			got = append(got, *v)
		}
		if len(got) != len(keys) || o.live != len(want) {
			t.Fatalf("%d rows below %d of %d live, want %d of %d", len(got), below, o.live, len(keys), len(want))
		}
		for i, k := range keys {
			if got[i] != want[k] {
				t.Fatalf("row %d is %d, want %d", i, got[i], want[k])
			}
		}
		if first := o.oldest(); (first == nil) != (len(want) == 0) {
			t.Fatalf("oldest is %v of %d", first, len(want))
		}
	})
}
